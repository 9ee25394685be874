"""Score the situations shown on real reports against those judged by eye (shown_situations.tsv).

usage: python -m benchmarks.score_shown_situations SET=READINGS ...

SET is a part of the table (ex, a, b, o, bl, c, ecb_tune, ecb_check, d; notes/states.md), READINGS what
`sayso read --tier full` prints for its reports. A situation is found again by relation, report and what is
shown: subject, object, place and whether it holds. Prints by part how many are shown, how many of them are
labelled and right, and the share of those once shown and right that still is. What is shown and was never
labelled counts in neither. What is wrong in the last three parts has its reason in the column `why`.
"""

import csv
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.codebook import least_confidence
from sayso.export import sourced_claims
from sayso.model import Reading, Situation
from sayso.relate.situations import extract_assertions, situations_of

__all__ = ["score_shown_situations"]

_LABELS = Path(__file__).with_name("shown_situations.tsv")


class _Shown(NamedTuple):
    """A situation as a record shows it: its relation, a report that tells it, and a hash of the names."""

    relation: str
    report: str
    names: str


def score_shown_situations(part: str, readings: Iterable[Reading]) -> dict[str, float]:
    """Return the figures of one part of the table for the readings of its reports."""
    labels = dict(_labelled(part))
    shown = [keys for keys in _shown(readings) if keys]
    known = [next((labels[key] for key in keys if key in labels), None) for keys in shown]
    seen = {key for keys in shown for key in keys}
    once = [key for key, is_right in labels.items() if is_right]
    right, labelled = known.count(True), len(known) - known.count(None)
    return {
        "shown": len(shown),
        "labelled": labelled,
        "right": right,
        "precision": right / labelled if labelled else 0.0,
        "right, share still shown": sum(key in seen for key in once) / len(once) if once else 0.0,
    }


def _labelled(part: str) -> Iterator[tuple[_Shown, bool]]:
    with _LABELS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["set"] == part:
                yield _Shown(row["relation"], row["report"], row["shown"]), row["right"] == "yes"


def _shown(readings: Iterable[Reading]) -> Iterator[set[_Shown]]:
    """Yield for each situation its key in every report that tells it."""
    confident = [reading.at_least(least_confidence()) for reading in readings]
    names = {reading.report.id: reading.report.input_id or "" for reading in confident}
    claims = (claim for reading in confident for claim in sourced_claims(reading))
    for situation in situations_of(
        [assertion for claim in claims for assertion in extract_assertions(claim)]
    ):
        words = _hash(situation)
        yield {_Shown(situation.relation, names[ref.report], words) for ref in situation.claims}


def _hash(situation: Situation) -> str:
    parts = (situation.subject, situation.object, situation.place)
    names = [part.name if part is not None else "" for part in parts]
    return sha256("|".join([*names, situation.holds]).encode()).hexdigest()[:8]


def _read(path: Path) -> Iterator[Reading]:
    with path.open("rb") as lines:
        yield from (msgspec.json.decode(line, type=Reading) for line in lines if line.strip())


def main(arguments: Iterable[str]) -> None:
    """Print the figures."""
    for argument in arguments:
        part, _, path = argument.partition("=")
        for name, figure in score_shown_situations(part, _read(Path(path))).items():
            print(f"{part}\t{name}\t{figure:g}")


if __name__ == "__main__":
    main(sys.argv[1:])
