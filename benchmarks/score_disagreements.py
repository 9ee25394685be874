"""Score the comparison of two values of one slot on pairs labelled by hand (disagreements.tsv).

usage: python -m benchmarks.score_disagreements [--shared FOLDER] [--verbose]

The number, time or place at the labelled offsets is what Sayso reads there; what polarity and status say is
told by the label, so that the decision is measured and not the reading of negations. Prints the accuracy,
of each part of the pairs too, the share of each label found, and how many of those shown are none.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.command import print_figures
from sayso.grounding import ground
from sayso.language import parse_texts
from sayso.model import Grounding, Parse, Report, Status, Value, make_report
from sayso.model.dates import known_day
from sayso.relate.contradictions import Compatibility, StatedValue, compare_values
from sayso.relate.contradictions.amounts import amount_of, measures

__all__ = ["score_disagreements"]

_LABELS = Path(__file__).with_name("disagreements.tsv")
_EXAMPLES = Path(__file__).parents[1] / "examples" / "reports"
_Counts = Counter[tuple[str, Compatibility, Compatibility]]
# Of these the label tells what the words say.
_STATED = ("polarity", "status")
_NAMES = {
    "cannot both hold": Compatibility.INCOMPATIBLE,
    "changed": Compatibility.CHANGED,
    "compatible": Compatibility.COMPATIBLE,
}


class _Read(NamedTuple):
    report: Report
    parse: Parse
    grounding: Grounding


def score_disagreements(folder: Path, *, verbose: bool = False) -> dict[str, float]:
    """Score the pairs whose reports are at hand; `folder` is the labelled data."""
    lines = _LABELS.read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line[0] != "#"]
    wanted = {name for row in rows for name in (row[1], row[5])}
    read = dict(_read(folder, wanted))
    parts: dict[str, _Counts] = {"tuned": Counter(), "check": Counter()}
    for row in rows:
        if row[1] in read and row[5] in read:
            first, second = _stated(read[row[1]], row[0], row[2:5]), _stated(read[row[5]], row[0], row[6:9])
            ours, label = compare_values(first, second), _NAMES[row[9]]
            parts[row[10]][row[0], label, ours] += 1
            if verbose and ours is not label:
                quotes = _quote(read[row[1]], row[2:4]), _quote(read[row[5]], row[6:8])
                print(f"{row[0]}: {' / '.join(quotes)}: {label}, ours {ours}")
    counts = parts["tuned"] + parts["check"]
    return {f"accuracy of {part}": _share_right(share) for part, share in parts.items()} | _figures(counts)


def _figures(counts: _Counts) -> dict[str, float]:
    read = Counter({key: n for key, n in counts.items() if key[0] not in _STATED})
    none, wrong = Compatibility.COMPATIBLE, Counter[str]()
    for (_, label, ours), n in counts.items():
        if label is not ours:
            wrong[f"{label} read as {ours}"] += n
    shown = Counter({key: n for key, n in counts.items() if key[2] is not none})
    return {
        "accuracy": _share_right(counts),
        "accuracy of numbers, times and places": _share_right(read),
        **{
            str(kind): _share_right(Counter({key: n for key, n in counts.items() if key[1] is kind}))
            for kind in Compatibility
        },
        "shown but none": sum(n for key, n in shown.items() if key[1] is none) / max(shown.total(), 1),
        "pairs": counts.total(),
        **dict(sorted(wrong.items())),
    }


def _share_right(counts: _Counts) -> float:
    return sum(n for (_, label, ours), n in counts.items() if label is ours) / max(counts.total(), 1)


def _stated(read: _Read, slot: str, cells: list[str]) -> StatedValue:
    start, end = int(cells[0]), int(cells[1])
    near = _near(read, start)
    value = None if slot in ("time", "place", *_STATED) else _value(read, slot, start, end)
    time = next((time for time in read.grounding.times if time.start < end and start < time.end), None)
    return StatedValue(
        slot=f"{slot} in {value.of}" if value and value.of in measures() else slot,
        near=near,
        published=read.report.published,
        amount=amount_of(value, near) if value else None,
        status=Status(cells[2].removeprefix("not ")) if cells[2] else Status.OCCURRED,
        negated=cells[2].startswith("not "),
        time=time,
        places=tuple(place for place in read.grounding.toponyms if place.start < end and start < place.end),
    )


def _near(read: _Read, start: int) -> str:
    """The sentence at an offset, and the one before it."""
    tokens = read.parse.tokens
    spans = [
        (tokens[sentence.first].start, tokens[sentence.last - 1].end) for sentence in read.parse.sentences
    ]
    here = max((n for n, (first, _) in enumerate(spans) if first <= start), default=0)
    return read.report.text[spans[max(here - 1, 0)][0] : spans[here][1]]


def _value(read: _Read, slot: str, start: int, end: int) -> Value | None:
    found = [
        quantity for quantity in read.grounding.quantities if quantity.start < end and start < quantity.end
    ]
    if not found:
        return None
    best = max(found, key=lambda quantity: min(quantity.end, end) - max(quantity.start, start))
    return Value(
        report="",
        claim="",
        slot=slot,
        of=best.unit if best.unit in measures() else "",
        value=best.value,
        min=best.min,
        max=best.max,
        approximate=best.approximate,
        text=read.report.text[start:end],
    )


def _quote(read: _Read, offsets: list[str]) -> str:
    start, end = map(int, offsets)
    return repr(read.report.text[max(0, start - 30) : end + 20])


def _read(folder: Path, wanted: set[str]) -> Iterator[tuple[str, _Read]]:
    reports = {name: report for name, report in _reports(folder, wanted) if name in wanted}
    days = [report.published for report in reports.values()]
    parses = parse_texts([(report.text, None) for report in reports.values()])
    for (name, report), published, parse in zip(reports.items(), days, parses, strict=True):
        day = known_day(published)
        yield name, _Read(report, parse, ground(parse, day))


def _reports(folder: Path, wanted: set[str]) -> Iterator[tuple[str, Report]]:
    for name in sorted(report for report in wanted if report.startswith("claims/")):
        path = folder / f"{name}.txt"
        if path.exists():
            day = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["date"]
            yield name, make_report(path.read_text(encoding="utf-8"), published=day or None)
    for record in _lines([folder / "stories" / "ecbplus_docs.jsonl"]):
        yield f"stories/{record['id']}", make_report("\n".join(record["sents"]))
    for record in _lines([folder / "corroboration" / "reports.jsonl"]):
        yield f"corroboration/{record['id']}", _made(record)
    for record in _lines(sorted(_EXAMPLES.glob("*.jsonl"))):
        yield f"examples/{record['id']}", _made(record)


def _made(record: dict[str, Any]) -> Report:
    return make_report(record["text"], title=record.get("title"), published=record.get("published"))


def _lines(paths: list[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)


if __name__ == "__main__":
    print_figures(__doc__, "", score_disagreements)
