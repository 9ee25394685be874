"""Tasks and annotations of Prodigy: JSON Lines with spans and relations (prodi.gy/docs/api-interfaces).

Prodigy has labels, and no fields of a region: a trigger has its event type as label, and what else is chosen
is a second span on the same words ("status:planned"). What is typed stands in the span, under its name.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import msgspec

from sayso.errors import MalformedError
from sayso.labels.gold import LabelledReport
from sayso.labels.regions import CHOICES, FIELDS, LINKS, Annotation, Link, Region, regions_of

__all__ = ["read_annotations", "relation_labels", "span_labels", "tasks"]

Json = dict[str, Any]

_PIECE = re.compile(r"\w+|[^\w\s]|\s+")
_CHOSEN = tuple(field for field in CHOICES if field != "type")


def span_labels() -> list[str]:
    """Return the labels of spans: event types, the other labels of regions, and what is chosen for them."""
    chosen = (f"{field}:{choice}" for field in _CHOSEN for choice in CHOICES[field])
    return [*CHOICES["type"], *(label for label in FIELDS if label != "trigger"), *chosen]


def relation_labels() -> list[str]:
    """Return the labels of relations."""
    return list(dict.fromkeys(LINKS.values()))


def tasks(reports: Iterable[LabelledReport], *, blank: bool) -> list[Json]:
    """Return the tasks of reports, with their labels unless `blank`."""
    return [_task(report, blank=blank) for report in reports]


def _task(report: LabelledReport, *, blank: bool) -> Json:
    labels = report.labels
    regions, links = ([], []) if labels is None or blank else regions_of(report.text, labels)
    tokens = _tokens(report.text, {region.start for region in regions}, {region.end for region in regions})
    spans = {region.id: _span(region, tokens) for region in regions}
    chosen = [
        {**spans[region.id], "label": f"{field}:{value}", "of": region.id}
        for region in regions
        for field, value in region.fields.items()
        if field in _CHOSEN
    ]
    return {
        "text": report.text,
        "meta": {"name": report.name, "date": (labels and labels.date) or ""},
        "tokens": tokens,
        "spans": [*spans.values(), *[{k: v for k, v in span.items() if k != "id"} for span in chosen]],
        "relations": [_relation(link, spans) for link in links],
    }


def _tokens(text: str, starts: set[int], ends: set[int]) -> list[Json]:
    """Cut a text into words and signs, so that regions begin and end with one; `ws` is a space after it."""
    tokens: list[Json] = []
    edges = {edge for match in _PIECE.finditer(text) for edge in match.span()}
    for start, end in pairwise(sorted(edges | starts | ends)):
        is_space = text[start:end] == " " and start not in starts and end not in ends
        if is_space and tokens and not tokens[-1]["ws"]:
            tokens[-1]["ws"] = True
        else:
            words = {"text": text[start:end], "start": start, "end": end}
            tokens.append({**words, "id": len(tokens), "ws": False})
    return tokens


def _span(region: Region, tokens: list[Json]) -> Json:
    inside = [token["id"] for token in tokens if token["start"] < region.end and region.start < token["end"]]
    return {
        "id": region.id,
        "start": region.start,
        "end": region.end,
        "token_start": inside[0],
        "token_end": inside[-1],
        "label": region.fields["type"] if region.label == "trigger" else region.label,
        **{field: value for field, value in region.fields.items() if field not in CHOICES},
    }


def _relation(link: Link, spans: dict[str, Json]) -> Json:
    head, child = spans[link.head], spans[link.tail]
    ends = {"head": head["token_end"], "child": child["token_end"]}
    return {**ends, "head_span": head, "child_span": child, "label": link.name}


class _Span(msgspec.Struct):
    start: int
    end: int
    label: str | None = None
    id: str | None = None


class _Relation(msgspec.Struct):
    head_span: _Span
    child_span: _Span
    label: str = ""


class _Meta(msgspec.Struct):
    name: str = ""
    date: str = ""


class _Line(msgspec.Struct):
    text: str
    meta: _Meta = msgspec.field(default_factory=_Meta)
    spans: list[dict[str, Any]] = []
    relations: list[_Relation] = []
    answer: str = "accept"
    annotator: str | None = msgspec.field(default=None, name="_annotator_id")


def read_annotations(data: bytes, where: str) -> Iterator[Annotation]:
    """Yield the annotations of `prodigy db-out`; raises `MalformedError` for another file."""
    for number, line in enumerate(data.split(b"\n"), 1):
        if not line.strip():
            continue
        place = f"{where}: line {number}"
        try:
            yield _annotation(msgspec.json.decode(line, type=_Line), place)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise MalformedError(
                f"this is no annotation of Prodigy: {error}", where=place, help="print it with prodigy db-out"
            ) from error


def _annotation(line: _Line, where: str) -> Annotation:
    about = (line.annotator or "annotator", line.meta.name, line.meta.date, line.text)
    if line.answer != "accept":
        return Annotation(*about, skipped=f"answered with {line.answer}")
    made = [msgspec.convert(span, _Span) for span in line.spans]
    for span in made:
        if not 0 <= span.start < span.end <= len(line.text):
            raise MalformedError(f"a span from {span.start} to {span.end} lies not in its text", where=where)
    regions = [
        _region(f"{number}", span, fields, where)
        for number, (span, fields) in enumerate(zip(made, line.spans, strict=True))
        if ":" not in (span.label or "")
    ]
    for span, fields in zip(made, line.spans, strict=True):
        if ":" in (span.label or ""):
            _choose(span, fields.get("of"), regions, line.spans, where)
    ids = _ids(regions, made)
    links = [
        Link(_id_of(relation.head_span, ids, where), _id_of(relation.child_span, ids, where), relation.label)
        for relation in line.relations
    ]
    return Annotation(*about, regions=regions, links=links)


def _region(id_: str, span: _Span, fields: Json, where: str) -> Region:
    label = span.label or ""
    if label in CHOICES["type"]:
        return Region(id_, "trigger", span.start, span.end, {"type": label})
    if label not in FIELDS or label == "trigger":
        raise MalformedError(
            f"there is no label {label!r}", where=where, help="see the labels of sayso tasks"
        )
    typed = {field: str(fields[field]) for field in FIELDS[label] if field in fields and field not in CHOICES}
    return Region(id_, label, span.start, span.end, typed)


def _choose(span: _Span, of: str | None, regions: list[Region], spans: list[Json], where: str) -> None:
    """Give what a second span says to the regions that have its words, or to the one that it names."""
    field, _, choice = (span.label or "").partition(":")
    if choice not in CHOICES.get(field, ()):
        raise MalformedError(f"there is no label {span.label!r}", where=where)
    for number, region in enumerate(regions):
        named = of is None or spans[int(region.id)].get("id") == of
        if named and (region.start, region.end) == (span.start, span.end) and field in FIELDS[region.label]:
            regions[number] = region._replace(fields={**region.fields, field: choice})


def _ids(regions: list[Region], spans: list[_Span]) -> dict[Any, str]:
    """Return the regions' ids by the tasks' own ids, and by words and label."""
    by_words = {
        (span.start, span.end, span.label): region.id
        for region in reversed(regions)
        for span in (spans[int(region.id)],)
    }
    return {**by_words, **{spans[int(r.id)].id: r.id for r in regions if spans[int(r.id)].id}}


def _id_of(span: _Span, ids: dict[Any, str], where: str) -> str:
    found = ids.get(span.id) or ids.get((span.start, span.end, span.label))
    if found is None:
        words = f"{span.label or 'no label'} from {span.start} to {span.end}"
        raise MalformedError(f"a relation ends at no span ({words})", where=where, help="mark spans first")
    return found
