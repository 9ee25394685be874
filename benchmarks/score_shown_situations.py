"""Score the situations shown on real reports against those judged by eye (shown_situations.tsv).

usage: python -m benchmarks.score_shown_situations SET=READINGS ...

SET is a part of the table (notes/states.md says of which reports each is), READINGS what `sayso read
--tier full` prints for its reports. A situation is found again by relation, report and what is shown:
subject, object, place and whether it holds. Prints by part, for all situations and for those shown as
certain, how many are shown, how many of them are labelled and right, and the share of those once right that
still is shown. What is shown and was never labelled counts in neither. What is wrong in the later parts has
its reason in the column `why`.
"""

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgspec

from sayso.codebook import least_confidence
from sayso.export import sourced_claims
from sayso.model import ClaimRef, Entity, Reading, Relation, Situation, SourcedClaim, StateAssertion
from sayso.relate.situations import extract_assertions, is_certain, situations_of

__all__ = ["Found", "Shown", "labels_of", "read_readings", "score_shown_situations", "shown_situations"]

_LABELS = Path(__file__).with_name("shown_situations.tsv")


class Shown(NamedTuple):
    """A situation as a record shows it: its relation, a report that tells it, and a hash of the names."""

    relation: str
    report: str
    names: str


def score_shown_situations(part: str, readings: Iterable[Reading]) -> dict[str, float]:
    """Return the figures of one part of the table: of all situations, and of those shown as certain."""
    labels = dict(labels_of(part))
    found = list(shown_situations(readings))
    figures: dict[str, float] = {}
    for name, shown in (("all", found), ("certain", list(filter(_is_certain, found)))):
        figures |= {f"{name}: {figure}": value for figure, value in _score(shown, labels).items()}
    return figures


def _score(shown: Sequence["Found"], labels: Mapping["Shown", bool]) -> dict[str, float]:
    known = [next((labels[key] for key in found.keys if key in labels), None) for found in shown]
    seen = {key for found in shown for key in found.keys}
    once = [key for key, is_right in labels.items() if is_right]
    right, labelled = known.count(True), len(known) - known.count(None)
    return {
        "shown": len(shown),
        "labelled": labelled,
        "right": right,
        "precision": right / labelled if labelled else 0.0,
        "right, share still shown": sum(key in seen for key in once) / len(once) if once else 0.0,
    }


def _is_certain(found: "Found") -> bool:
    return found.is_certain


def labels_of(part: str) -> Iterator[tuple[Shown, bool]]:
    """Yield the labels of a part of the table."""
    with _LABELS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["set"] == part:
                yield Shown(row["relation"], row["report"], row["shown"]), row["right"] == "yes"


class Found(NamedTuple):
    """A situation found in readings: its key in every report that tells it, and the claims it rests on."""

    keys: frozenset[Shown]
    support: tuple[tuple[SourcedClaim, StateAssertion], ...]
    is_certain: bool


def shown_situations(readings: Iterable[Reading]) -> Iterator[Found]:
    """Yield the situations of some readings as one record has them."""
    confident = [reading.at_least(least_confidence()) for reading in readings]
    names = {reading.report.id: reading.report.input_id or "" for reading in confident}
    claims = [claim for reading in confident for claim in sourced_claims(reading)]
    asserted = [(claim, assertion) for claim in claims for assertion in extract_assertions(claim)]
    for situation in situations_of([assertion for _, assertion in asserted]):
        words, refs = _hash(situation), set(situation.claims)
        support = tuple(
            (claim, assertion)
            for claim, assertion in asserted
            if ClaimRef(report=assertion.report, claim=assertion.claim) in refs
            and assertion.relation is situation.relation
            and _main(assertion).id == _main(situation).id
        )
        keys = frozenset(Shown(situation.relation, names[ref.report], words) for ref in refs)
        yield Found(keys, support, is_certain(situation))


def _main(found: Situation | StateAssertion) -> Entity:
    """Return the person held, else the subject."""
    return found.object if found.relation is Relation.HOLDS_PERSON and found.object else found.subject


def _hash(situation: Situation) -> str:
    parts = (situation.subject, situation.object, situation.place)
    names = [part.name if part is not None else "" for part in parts]
    return sha256("|".join([*names, situation.holds]).encode()).hexdigest()[:8]


def read_readings(path: Path) -> Iterator[Reading]:
    """Yield the readings of a file, one a line."""
    with path.open("rb") as lines:
        yield from (msgspec.json.decode(line, type=Reading) for line in lines if line.strip())


def main(arguments: Iterable[str]) -> None:
    """Print the figures."""
    for argument in arguments:
        part, _, path = argument.partition("=")
        for name, figure in score_shown_situations(part, read_readings(Path(path))).items():
            print(f"{part}\t{name}\t{figure:g}")


if __name__ == "__main__":
    main(sys.argv[1:])
