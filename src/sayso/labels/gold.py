"""Labelled reports: what people (or a reader) marked in a text, as NAME.txt and NAME.json in a folder.

The format is that of the labelled claims that Sayso learned from. A span has its words, and offsets or, where
people type, the number of the occurrence (`occ`). Other keys of a file are passed over.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from sayso.codebook import read_codebook
from sayso.errors import OutputError, UsageError
from sayso.model import SourceKind, Status, Strength, Style, canonical_text
from sayso.model.base import Struct

__all__ = [
    "AttributionLabel",
    "ClaimLabel",
    "CommitmentLabel",
    "LabelledReport",
    "Labels",
    "SpanLabel",
    "read_folder",
    "write_report",
]

_KINDS = frozenset({"", *SourceKind})


class SpanLabel(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A marked span; which of the further fields it has depends on its role.

    `value` is a TIMEX3 value of a time, the number of a quantity; `is_` the canonical name ("is" in JSON).
    """

    text: str
    start: int
    end: int
    is_: str = msgspec.field(default="", name="is")
    country: str = ""
    sector: str = ""
    kind: str = ""
    cue: str = ""
    name: str = ""
    lat: float | None = None
    lon: float | None = None
    value: int | float | str | None = None
    min: int | float | None = None
    max: int | float | None = None
    approx: bool = False
    unit: str = ""


class ClaimLabel(Struct, frozen=True, kw_only=True):
    """One claim; `sources` is its chain, innermost first, empty for the report's own voice."""

    trigger: SpanLabel
    type: str
    mode: str = ""
    actors: tuple[SpanLabel, ...] = ()
    recipients: tuple[SpanLabel, ...] = ()
    object: SpanLabel | str | None = None
    places: tuple[SpanLabel, ...] = ()
    time: SpanLabel | None = None
    quantities: tuple[SpanLabel, ...] = ()
    status: Status
    negated: bool = False
    sources: tuple[SpanLabel, ...] = ()


class AttributionLabel(Struct, frozen=True, kw_only=True):
    """One attribution; `parent` is the place in the list of the one that relays it."""

    source: SpanLabel | None = None
    cue: SpanLabel | None = None
    content: tuple[SpanLabel, ...]
    style: Style = Style.INDIRECT
    parent: int | None = None


class CommitmentLabel(Struct, frozen=True, kw_only=True):
    """One commitment; `deed` is the text from `start` to `end`."""

    debtor: SpanLabel | None = None
    deed: str
    start: int
    end: int
    strength: Strength
    sources: tuple[SpanLabel, ...] = ()


class Labels(Struct, frozen=True, kw_only=True):
    """The labels of a report, as its JSON file has them."""

    id: str = ""
    date: str | None = ""
    claims: tuple[ClaimLabel, ...] = ()
    attributions: tuple[AttributionLabel, ...] = ()
    commitments: tuple[CommitmentLabel, ...] = ()


class LabelledReport(NamedTuple):
    """A text with its labels; None for a text that has no file of labels."""

    name: str
    text: str
    labels: Labels | None


def read_folder(folder: Path) -> list[LabelledReport]:
    """Read the reports of a folder in order of name; raises `UsageError` for a malformed one."""
    try:
        reports = [_read(path) for path in sorted(folder.glob("*.txt"))]
    except OSError as error:
        where = str(error.filename or folder)
        raise UsageError(f"the labels cannot be read ({error.strerror})", where=where) from error
    if not reports:
        raise UsageError("no NAME.txt is in this folder", where=str(folder), help="make it with sayso label")
    return reports


def _read(path: Path) -> LabelledReport:
    labels = path.with_suffix(".json")
    try:
        text = path.read_bytes().decode("utf-8")
        json = _json_of(labels)
        found = None if json is None else msgspec.convert(_located(text, json), Labels)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        where = path if isinstance(error, UnicodeDecodeError) else labels
        raise UsageError(f"this is no file of labels: {error}", where=str(where)) from error
    for problem in _problems(text, found) if found is not None else ():
        raise UsageError(problem, where=str(labels))
    return LabelledReport(path.stem, text, found)


def _json_of(path: Path) -> Any:  # noqa: ANN401 - JSON
    return msgspec.json.decode(path.read_bytes()) if path.exists() else None


def _located(text: str, value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return JSON with offsets for spans that have none: those of their words' occurrence number `occ`."""
    if isinstance(value, list):
        return [_located(text, part) for part in value]
    if not isinstance(value, dict):
        return value
    found = {key: _located(text, part) for key, part in value.items()}
    words = found.get("text", found.get("deed"))
    if isinstance(words, str) and "start" not in found:
        start, more = text.find(words), found.get("occ", 0)
        while start >= 0 and isinstance(more, int) and more > 0:
            start, more = text.find(words, start + 1), more - 1
        found |= {"start": start, "end": start + len(words)}
    return found


def _problems(text: str, labels: Labels) -> Iterator[str]:
    """Yield what is wrong with labels that have the right form."""
    types = read_codebook("plover")
    if canonical_text(text) != text:
        yield "its text has line ends other than \\n, or NUL, and readings have other offsets"
    for place, span in _spans(labels):
        if not 0 <= span.start < span.end or text[span.start : span.end] != span.text:
            there = text[max(0, span.start) : max(0, span.end)][:60]
            yield f"{place}: {span.text!r} does not stand at {span.start} to {span.end}; there is {there!r}"
        if span.kind not in _KINDS:
            yield f"{place}: there is no kind of source {span.kind!r}"
    for number, claim in enumerate(labels.claims):
        if claim.type not in types:
            yield f"claims[{number}]: there is no event type {claim.type!r}"
    for number, attribution in enumerate(labels.attributions):
        if attribution.parent is not None and not 0 <= attribution.parent < len(labels.attributions):
            yield f"attributions[{number}]: there is no attribution {attribution.parent}, its parent"


def _spans(labels: Labels) -> Iterator[tuple[str, SpanLabel]]:
    """Yield every span with its place in the file."""
    for number, claim in enumerate(labels.claims):
        single = (claim.trigger, claim.time, claim.object)
        many = (*claim.actors, *claim.recipients, *claim.places, *claim.quantities, *claim.sources)
        spans = (span for span in (*single, *many) if isinstance(span, SpanLabel))
        yield from ((f"claims[{number}]", span) for span in spans)
    for number, attribution in enumerate(labels.attributions):
        spans = (span for span in (attribution.source, attribution.cue, *attribution.content) if span)
        yield from ((f"attributions[{number}]", span) for span in spans)
    for number, commitment in enumerate(labels.commitments):
        deed = SpanLabel(text=commitment.deed, start=commitment.start, end=commitment.end)
        spans = (span for span in (deed, commitment.debtor, *commitment.sources) if span)
        yield from ((f"commitments[{number}]", span) for span in spans)


def write_report(folder: Path, report: LabelledReport) -> None:
    """Write text and labels of a report; raises `OutputError`."""
    target = folder / f"{report.name}.json"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.with_suffix(".txt").write_text(report.text, encoding="utf-8", newline="")
        target.write_bytes(msgspec.json.format(msgspec.json.encode(report.labels), indent=1))
    except OSError as error:
        raise OutputError(f"the labels cannot be written ({error.strerror})", where=str(target)) from error
