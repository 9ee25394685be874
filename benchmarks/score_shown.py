"""Score the disagreements shown on real reports against those judged by eye (shown_disagreements.tsv).

usage: python -m benchmarks.score_shown SET=READINGS ...

SET is a part of the table (stories, corroboration, claims/train, outlets, ...), READINGS what
`sayso read --tier full` prints for its reports. Every disagreement that was once shown there is labelled,
real or false. Prints how many are shown now, and of the real and the false ones the share that still is.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.engine import relate
from sayso.model import ClaimRef, Disagreement, Reading, Side
from sayso.record import Store

__all__ = ["score_shown"]

_LABELS = Path(__file__).with_name("shown_disagreements.tsv")


class _Labelled(NamedTuple):
    """One side: a report, where the trigger of a claim of it begins, and the number, "" where it is none."""

    report: str
    trigger: str
    number: str

    def is_on(self, side: Side, triggers: dict[ClaimRef, tuple[str, str]]) -> bool:
        """Return True if a side has this: the claim, or the number by the same report."""
        stated = {triggers[claim] for claim in side.claims}
        if self.number:
            return self.report in {name for name, _ in stated} and self.number == _number(side)
        return (self.report, self.trigger) in stated


def score_shown(readings: dict[str, Path]) -> dict[str, float]:
    """The figures for the parts of the table whose readings are given, by part."""
    shown, total = 0, Counter[str]()
    left: Counter[str] = Counter()
    for part, path in readings.items():
        found, triggers = _relate(path)
        shown += len(found)
        for slot, first, second, label in _labelled(part):
            total[label] += 1
            left[label] += any(
                disagreement.slot == slot and _stand_apart(first, second, disagreement, triggers)
                for disagreement in found
            )
    shares = {f"{label}, share still shown": left[label] / total[label] for label in sorted(total)}
    return {"shown": shown, **{f"{label}, once shown": n for label, n in sorted(total.items())}, **shares}


def _stand_apart(
    first: _Labelled,
    second: _Labelled,
    disagreement: Disagreement,
    triggers: dict[ClaimRef, tuple[str, str]],
) -> bool:
    places = [
        {n for n, side in enumerate(disagreement.sides) if label.is_on(side, triggers)}
        for label in (first, second)
    ]
    return any(mine != theirs for mine in places[0] for theirs in places[1])


def _relate(path: Path) -> tuple[list[Disagreement], dict[ClaimRef, tuple[str, str]]]:
    """The disagreements across the reports of a file; by claim its report and where its trigger begins."""
    triggers = {}
    with Store(":memory:") as store:
        for reading in _readings(path):
            store.put(reading)
            for claim in reading.claims:
                ref = ClaimRef(report=reading.report.id, claim=claim.id)
                triggers[ref] = (reading.report.input_id or "", str(claim.trigger.start))
        relate(store)
        return [row.disagreement for row in store.disagreements()], triggers


def _readings(path: Path) -> Iterator[Reading]:
    with path.open("rb") as lines:
        yield from (msgspec.json.decode(line, type=Reading) for line in lines)


def _labelled(part: str) -> Iterator[tuple[str, _Labelled, _Labelled, str]]:
    lines = _LABELS.read_text(encoding="utf-8").splitlines()
    for row in csv.reader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        if row[0] == part:
            yield row[1], _Labelled(*row[2:5]), _Labelled(*row[5:8]), row[8]


def _number(side: Side) -> str:
    return ",".join("" if number is None else str(number) for number in (side.value, side.min, side.max))


def main(arguments: Iterable[str]) -> None:
    """Print the figures."""
    named = (argument.partition("=") for argument in arguments)
    for name, figure in score_shown({part: Path(path) for part, _, path in named}).items():
        print(f"{name}\t{figure:g}")


if __name__ == "__main__":
    main(sys.argv[1:])
