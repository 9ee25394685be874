"""Tasks and exports of Label Studio, as labelstud.io has them under "Label Studio task format"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

import msgspec

from sayso.errors import MalformedError
from sayso.labels.gold import LabelledReport
from sayso.labels.regions import CHOICES, FIELDS, LINKS, Annotation, Link, Region, regions_of

__all__ = ["configuration", "read_export", "tasks"]

Json = dict[str, Any]

# Okabe and Ito's colours, which most people can tell apart and read black on.
_COLOURS = ("#e69f00", "#56b4e9", "#009e73", "#f0e442", "#d55e00", "#cc79a7", "#999999")


def configuration() -> str:
    """Return the labelling configuration: labels of regions, their fields, and links between them."""
    labels = (
        f"    <Label value={quoteattr(label)} background={quoteattr(_COLOURS[n % len(_COLOURS)])}/>"
        for n, label in enumerate(FIELDS)
    )
    relations = (f"    <Relation value={quoteattr(name)}/>" for name in dict.fromkeys(LINKS.values()))
    fields = dict.fromkeys(field for fields in FIELDS.values() for field in fields)
    lines = [
        "<View>",
        "  <!-- Spaces and line ends are kept, so that offsets count every character. -->",
        "  <Style>.htx-text { white-space: pre-wrap; }</Style>",
        "  <Relations>",
        *relations,
        "  </Relations>",
        '  <Labels name="label" toName="text">',
        *labels,
        "  </Labels>",
        '  <Text name="text" value="$text" saveTextResult="yes"/>',
        *(line for field in fields for line in _control(field)),
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def _control(field: str) -> Iterator[str]:
    """Yield the tag of a field, which is shown when a region that has it is selected."""
    having = ",".join(label for label, fields in FIELDS.items() if field in fields)
    shared = (
        f'name={quoteattr(field)} toName="text" perRegion="true"'
        f' visibleWhen="region-selected" whenLabelValue={quoteattr(having)}'
    )
    if field not in CHOICES:
        yield f'  <TextArea {shared} placeholder={quoteattr(field)} maxSubmissions="1" editable="true"/>'
        return
    yield f'  <Choices {shared} choice="single" showInline="true">'
    yield from (f"    <Choice value={quoteattr(choice)}/>" for choice in map(_shown(field), CHOICES[field]))
    yield "  </Choices>"


def _shown(field: str) -> Any:  # noqa: ANN401 - a function of a choice
    """Return how the choices of a field are shown: those of "yes" by the field's name."""
    return lambda choice: field if choice == "yes" else choice


def tasks(reports: Iterable[LabelledReport], *, blank: bool) -> list[Json]:
    """Return the tasks of reports; their labels are predictions, which annotators see, unless `blank`."""
    return [_task(report, blank=blank) for report in reports]


def _task(report: LabelledReport, *, blank: bool) -> Json:
    labels = report.labels
    task: Json = {"data": {"text": report.text, "name": report.name, "date": (labels and labels.date) or ""}}
    if labels is not None and not blank:
        regions, links = regions_of(report.text, labels)
        result = [part for region in regions for part in _results(report.text, region)]
        result += [_relation(link) for link in links]
        task["predictions"] = [{"model_version": "sayso", "result": result}]
    return task


def _results(text: str, region: Region) -> Iterator[Json]:
    span = {"start": region.start, "end": region.end}
    shared = {"id": region.id, "to_name": "text"}
    words = {"text": text[region.start : region.end], "labels": [region.label]}
    yield {**shared, "from_name": "label", "type": "labels", "value": {**span, **words}}
    for field, value in region.fields.items():
        if field in CHOICES:
            chosen = {"choices": [_shown(field)(value)]}
            yield {**shared, "from_name": field, "type": "choices", "value": {**span, **chosen}}
        else:
            yield {**shared, "from_name": field, "type": "textarea", "value": {**span, "text": [value]}}


def _relation(link: Link) -> Json:
    ends = {"from_id": link.head, "to_id": link.tail}
    return {"type": "relation", **ends, "direction": "right", "labels": [link.name]}


class _Value(msgspec.Struct):
    start: int | None = None
    end: int | None = None
    text: str | list[str] | None = None
    labels: list[str] = []
    choices: list[str] = []


class _Result(msgspec.Struct):
    type: str
    id: str = ""
    from_name: str = ""
    value: _Value | None = None
    from_id: str = ""
    to_id: str = ""
    direction: str | None = None
    labels: list[str] | None = None


class _Made(msgspec.Struct):
    result: list[_Result] = []
    completed_by: int | str | dict[str, Any] | None = None
    was_cancelled: bool = False


class _Data(msgspec.Struct):
    text: str
    name: str = ""
    date: str = ""


class _Task(msgspec.Struct):
    data: _Data
    annotations: list[_Made]
    id: int | None = None


def read_export(data: bytes, where: str) -> Iterator[Annotation]:
    """Yield the annotations of an export in Label Studio's JSON; raises `MalformedError` for another file."""
    try:
        found = msgspec.json.decode(data, type=list[_Task], strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        remedy = "export as JSON: JSON-MIN, CSV and CONLL have no links between regions"
        raise MalformedError(
            f"this is no export of Label Studio: {error}", where=where, help=remedy
        ) from error
    for number, task in enumerate(found, 1):
        for made in task.annotations:
            yield _annotation(task, made, f"{where}: task {task.id if task.id is not None else number}")


def _annotation(task: _Task, made: _Made, where: str) -> Annotation:
    about = (_annotator(made.completed_by), task.data.name, task.data.date, task.data.text)
    if made.was_cancelled:
        return Annotation(*about, skipped="skipped by the annotator")
    marked = [result for result in made.result if result.type == "labels" and result.value]
    offset = _offsets(task.data.text, [result.value for result in marked if result.value], where)
    regions = []
    for result in marked:
        value = result.value
        if value is None or value.start is None or value.end is None or not value.labels:
            raise MalformedError(f"the region {result.id!r} has no offsets or no label", where=where)
        label = value.labels[0]
        if label not in FIELDS:
            raise MalformedError(
                f"there is no label {label!r}", where=where, help="use config.xml of sayso tasks"
            )
        fields = _fields(made.result, result.id, where)
        known = {field: text for field, text in fields.items() if field in FIELDS[label]}
        regions.append(Region(result.id, label, offset(value.start), offset(value.end), known))
    return Annotation(*about, regions=regions, links=[_link(r) for r in made.result if r.type == "relation"])


def _annotator(completed_by: int | str | Mapping[str, Any] | None) -> str:
    if isinstance(completed_by, Mapping):
        return str(completed_by.get("email") or completed_by.get("id") or "annotator")
    return "annotator" if completed_by is None else str(completed_by)


def _link(result: _Result) -> Link:
    ends = (result.to_id, result.from_id) if result.direction == "left" else (result.from_id, result.to_id)
    return Link(*ends, (result.labels or [""])[0])


def _fields(results: Iterable[_Result], id_: str, where: str) -> dict[str, str]:
    """Return what was chosen and typed for a region."""
    fields: dict[str, str] = {}
    for result in results:
        if result.id != id_ or result.value is None or result.type not in ("choices", "textarea"):
            continue
        name, typed = result.from_name, result.value.text or ""
        if result.type == "textarea":
            fields[name] = (typed if isinstance(typed, str) else " ".join(typed)).strip()
            continue
        for chosen in result.value.choices[:1]:
            choice = "yes" if chosen == name else chosen
            # A project may have questions of its own.
            if name in CHOICES and choice not in CHOICES[name]:
                raise MalformedError(f"there is no {name} {chosen!r}", where=where)
            fields[name] = choice
    return fields


def _offsets(text: str, values: Sequence[_Value], where: str) -> Any:  # noqa: ANN401 - a function of an offset
    """Return what makes code points of offsets.

    Label Studio counts code points since 2021 (label-studio-frontend, pull request 308), before JavaScript's
    units of 16 bits, in which an emoji is two. The words of the regions say which it is.
    """
    units = [0]
    for sign in text:
        units.append(units[-1] + (2 if ord(sign) > 0xFFFF else 1))
    places = {unit: point for point, unit in enumerate(units)}

    def by_units(offset: int) -> int:
        return places.get(offset, -1)

    def exact(convert: Any) -> int:  # noqa: ANN401 - a function of an offset
        spans = ((convert(value.start or 0), convert(value.end or 0), value.text) for value in values)
        return sum(text[start:end] == words for start, end, words in spans)

    fitting = [convert for convert in (int, by_units) if all(_fits(text, value, convert) for value in values)]
    if fitting:  # both do where an emoji stands before a line end, which words may leave out
        return max(fitting, key=exact)
    wrong = next(value for value in values if not _fits(text, value, int))
    there = text[wrong.start or 0 : wrong.end or 0][:40]
    raise MalformedError(
        f"{str(wrong.text)[:40]!r} is not at {wrong.start} to {wrong.end} of its text; there is {there!r}",
        where=where,
        help="was the text changed after it was labelled?",
    )


def _fits(text: str, value: _Value, convert: Any) -> bool:  # noqa: ANN401 - a function of an offset
    """Return whether a region lies in the text and, if its words are given, on its words."""
    start, end = convert(value.start or 0), convert(value.end or 0)
    if not 0 <= start < end <= len(text):
        return False
    # Line ends are shown as breaks, and written as "\\n" or left out.
    words, there = (part.replace("\\n", "\n").split() for part in (str(value.text or ""), text[start:end]))
    return not words or "".join(words) == "".join(there)
