"""Score what became of commitments, by their own report and by later reports.

usage: python -m benchmarks.score_commitments [--shared FOLDER] [--tier full] [--verbose]

Gold is labelled by hand from the text alone. followed_commitments.tsv: a commitment by the offset of its
deed, and its state by the report it stands in (claims/train and dev, PolNeAR train, LGL, ECB+).
followed_sequels.tsv: one of stories/outlets.jsonl, ECB+ or PolNeAR train, and its state by later reports:
those of its story by their dates, or those named in `later` (ECB+ has no dates; the reports themselves tell
the order). Rules were made on part `tune`; of `check` the figures were looked at a few times. `found`: the
share of those kept or broken that come out so; `shown right`: the share that is right of all commitments of
the labelled reports that are shown kept or broken, so that one without a label counts as wrong; `?` where
either answer will do.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from benchmarks.score_tracking import rows_of
from sayso.export import all_sourced_claims
from sayso.model import Reading, Tier, make_report
from sayso.pipeline import Pipeline
from sayso.relate.commitments import commitment_contexts, track_commitment

__all__ = ["read_commitments", "score_commitments"]

_OWN, _SEQUELS = "followed_commitments.tsv", "followed_sequels.tsv"
_FILES = (
    "claims/train/reports.jsonl",
    "claims/dev/reports.jsonl",
    "attribution/polnear_train.jsonl",
    "places/lgl.jsonl",
    "stories/ecbplus_docs.jsonl",
    "stories/outlets.jsonl",
)
_STATES = ("kept", "broken")
_Row = dict[str, str]


class _Outcome(NamedTuple):
    """State of a labelled or shown commitment: as labelled ("" without a label) and as found."""

    part: str
    place: str
    labelled: str
    found: str


def read_commitments(shared: Path, tier: Tier) -> dict[str, Reading]:
    """Read the reports that the two tables need, by id."""
    rows = _rows(shared)
    wanted = {row["report"] for row in rows_of(_OWN)}
    for row in rows_of(_SEQUELS):
        wanted |= {row["report"], *_later(row, rows)}
    reports = [
        make_report(
            row.get("text") or "\n".join(row["sents"]),
            input_id=id,
            title=row.get("title"),
            published=row.get("published") or None,
        )
        for id, row in rows.items()
        if id in wanted
    ]
    return {reading.report.input_id or "": reading for reading in Pipeline(tier).read(reports)}


def _rows(shared: Path) -> dict[str, _Row]:
    rows: dict[str, _Row] = {}
    for name in _FILES:
        with (shared / "data" / name).open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                rows.setdefault(row["id"], {}).update(row)
    return rows


def _later(label: _Row, rows: Mapping[str, _Row]) -> list[str]:
    """Return the reports that may tell the sequel: those named, else all of the story."""
    if label["later"]:
        return label["later"].split(",")
    story = rows[label["report"]]["story"]
    return [id for id, row in rows.items() if row.get("story") == story and id != label["report"]]


def score_commitments(
    readings: Mapping[str, Reading], shared: Path, *, verbose: bool = False
) -> dict[str, float]:
    """Return the figures of both tables, by part."""
    figures: dict[str, float] = {}
    for name, outcomes in (
        ("own", list(_own_outcomes(readings))),
        ("later", list(_later_outcomes(readings, _rows(shared)))),
    ):
        figures |= {f"{name} {key}": figure for key, figure in _figures(outcomes).items()}
        for outcome in outcomes if verbose else ():
            if outcome.labelled != outcome.found:
                print(name, *outcome, sep="\t")
    return figures


def _own_outcomes(readings: Mapping[str, Reading]) -> Iterator[_Outcome]:
    for id, labels in _by_report(rows_of(_OWN)).items():
        if id in readings:
            yield from _outcomes(readings[id], [], labels)


def _later_outcomes(readings: Mapping[str, Reading], rows: Mapping[str, _Row]) -> Iterator[_Outcome]:
    for id, labels in _by_report(rows_of(_SEQUELS)).items():
        later = list(dict.fromkeys(place for label in labels for place in _later(label, rows)))
        if not {id, *later} <= readings.keys():
            continue
        first, *sequels = (readings[place] for place in (id, *later))
        if labels[0]["later"]:
            # No dates: one day for the promise, the next for its sequel.
            first = _dated(first, "2000-01-01")
            sequels = [_dated(reading, "2000-01-02") for reading in sequels]
        yield from _outcomes(first, sequels, labels)


def _by_report(labels: Iterable[_Row]) -> dict[str, list[_Row]]:
    found: dict[str, list[_Row]] = {}
    for label in labels:
        found.setdefault(label["report"], []).append(label)
    return found


def _dated(reading: Reading, day: str) -> Reading:
    return replace(reading, report=replace(reading.report, published=day))


def _outcomes(reading: Reading, later: Sequence[Reading], labels: Sequence[_Row]) -> Iterator[_Outcome]:
    claims = list(all_sourced_claims((reading, *later)))
    states = {
        str(context.commitment.deed.start): track_commitment(context, claims).state.value
        for context in commitment_contexts(reading)
    }
    labelled = {label["deed_start"]: label["state"] for label in labels}
    for start in sorted({*states, *labelled}, key=int):
        place = f"{labels[0]['report']} {start}"
        yield _Outcome(labels[0]["part"], place, labelled.get(start, "open"), states.get(start, "not read"))


def _figures(outcomes: Sequence[_Outcome]) -> dict[str, float]:
    figures: dict[str, float] = {}
    for part in sorted({outcome.part for outcome in outcomes}):
        here = [outcome for outcome in outcomes if outcome.part == part and outcome.labelled != "?"]
        closed = [outcome for outcome in here if outcome.labelled in _STATES]
        read = [outcome for outcome in closed if outcome.found != "not read"]
        shown = [outcome for outcome in here if outcome.found in _STATES]
        right = Counter(outcome.labelled == outcome.found for outcome in shown)[True]
        figures |= {
            f"{part} found": right / max(len(closed), 1),
            f"{part} found of those read": right / max(len(read), 1),
            f"{part} shown right": right / max(len(shown), 1),
            f"{part} told": len(closed),
            f"{part} told and read": len(read),
            f"{part} shown": len(shown),
            f"{part} commitments": len(here),
        }
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--tier", type=Tier, default=Tier.FULL)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    readings = read_commitments(arguments.shared, arguments.tier)
    for name, figure in score_commitments(readings, arguments.shared, verbose=arguments.verbose).items():
        print(f"{name}\t{figure:.3f}")


if __name__ == "__main__":
    main()
