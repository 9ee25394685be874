"""Score the labels of events shown on real reports against those judged by eye (shown_labels.tsv).

usage: python -m benchmarks.score_shown_labels SET=READINGS ...

SET is a part of the table (notes/origins.md), READINGS what `sayso read --tier full` prints; readings of
stories that the part does not have are left out. The readings are related as in a record. A label is found
again by its hash and a claim of the event (report and start of the trigger). Prints by part how many labels
are shown, how many of them were judged and how many of these are right, and the shares of the labels once
judged wrong and right that are not shown any more.
"""

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

import msgspec

from sayso import Record
from sayso.model import Reading

__all__ = ["hash_label", "score_shown_labels", "shown_labels"]

_LABELS = Path(__file__).with_name("shown_labels.tsv")

# A report and the start of a trigger in it, which tells an event, and the hash of the event's label.
_Shown = tuple[str, int, str]


def hash_label(label: str) -> str:
    """Return the hash by which the table holds a label."""
    return sha256(label.encode()).hexdigest()[:8]


def score_shown_labels(judged: dict[_Shown, bool], shown: Sequence[set[_Shown]]) -> dict[str, float]:
    """Return the figures of one part of the table for the labels that are shown (see `shown_labels`)."""
    seen = {key for keys in shown for key in keys}
    known = [next((judged[key] for key in keys if key in judged), None) for keys in shown]
    right, number = known.count(True), len(known) - known.count(None)
    return {
        "shown": len(shown),
        "judged": number,
        "right": right,
        "right, share of judged": right / number if number else 0.0,
        "wrong, share gone": _share_gone(judged, seen, is_right=False),
        "right, share gone": _share_gone(judged, seen, is_right=True),
    }


def _share_gone(judged: dict[_Shown, bool], seen: set[_Shown], *, is_right: bool) -> float:
    once = [key for key, verdict in judged.items() if verdict == is_right]
    return sum(key not in seen for key in once) / len(once) if once else 0.0


def _judged(part: str) -> dict[_Shown, bool]:
    with _LABELS.open(encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines, delimiter="\t") if row["part"] == part]
    return {(row["report"], int(row["trigger_start"]), row["label"]): row["right"] == "yes" for row in rows}


def shown_labels(readings: Iterable[Reading]) -> list[set[_Shown]]:
    """Return for each event of the readings the keys of its label: one for each of its claims."""
    readings = list(readings)
    names = {reading.report.id: reading.report.input_id or "" for reading in readings}
    record = Record(":memory:", tier="fast")
    record.add(readings)
    return [
        {
            (names[claim.report], claim.trigger.start, hash_label(row.event.label))
            for claim in row.event.claims
        }
        for row in record.events()
    ]


@cache
def _shown(path: Path, stories: frozenset[str]) -> list[set[_Shown]]:
    with path.open("rb") as lines:
        readings = (msgspec.json.decode(line, type=Reading) for line in lines if line.strip())
        return shown_labels(
            reading for reading in readings if _story(reading.report.input_id or "") in stories
        )


def _story(report: str) -> str:
    """Return what the ids of the reports of a story begin with."""
    return re.split("[_-]", report)[0]


def main(arguments: Iterable[str]) -> None:
    """Print the figures."""
    for argument in arguments:
        part, _, path = argument.partition("=")
        judged = _judged(part)
        shown = _shown(Path(path), frozenset(_story(report) for report, _, _ in judged))
        for name, figure in score_shown_labels(judged, shown).items():
            print(f"{part}\t{name}\t{figure:g}")


if __name__ == "__main__":
    main(sys.argv[1:])
