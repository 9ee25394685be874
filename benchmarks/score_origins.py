"""Score which sources of a story's reports are one origin.

usage: python -m benchmarks.score_origins [--shared FOLDER] READINGS

origins.tsv names, for the claims of the reports gm_* of claims/train that have a source (start and end of
the trigger), the origin that their innermost source is: a body and its speakers have one name, as have a
person and the words for the post. Sources are those of the gold chains, so that identity alone is measured;
entities are those of READINGS, what `sayso read --tier full` prints for these reports. Each story is taken
as one event. Prints for each part B-cubed over the claims, and how many origins are shown and are gold.
Rules were made on `tune`; `check` was labelled before them and not read again.
"""

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.b_cubed import b_cubed
from sayso.model import (
    Attribution,
    Entity,
    EntityKind,
    OriginKind,
    Reading,
    SourcedClaim,
    SourceKind,
    Span,
)
from sayso.relate.sources import find_origins

__all__ = ["score_origins"]

_LABELS = Path(__file__).with_name("origins.tsv")
# Most characters by which the ends of a source that was read may differ from the gold.
_SLACK = 8
_Row = dict[str, str]
# A report's id and the start of a claim's trigger.
_Place = tuple[str, int]


def score_origins(shared: Path, readings: Mapping[str, Reading]) -> dict[str, float]:
    """Return the figures of both parts; `readings` are by the ids of the reports."""
    stories = defaultdict[tuple[str, str], list[_Row]](list)
    with _LABELS.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            stories[row["part"], row["story"]].append(row)
    figures: dict[str, float] = {}
    for part in ("tune", "check"):
        pairs, shown, gold = [], 0, 0
        for (_, story), rows in ((key, rows) for key, rows in stories.items() if key[0] == part):
            found = _origins_of(shared, {row["report"] for row in rows}, readings)
            labelled = [(row, found.get((row["report"], int(row["start"])))) for row in rows]
            pairs += [
                (f"{story}/{number if number is not None else n}", f"{story}/{row['origin']}")
                for n, (row, number) in enumerate(labelled, 1000)
            ]
            shown += len({number for _, number in labelled if number is not None})
            gold += len({row["origin"] for row in rows})
        figures |= {f"{part} B3": b_cubed(pairs), f"{part} shown": shown, f"{part} gold": gold}
    return figures


def _origins_of(shared: Path, reports: Iterable[str], readings: Mapping[str, Reading]) -> dict[_Place, int]:
    """Return the number of the origin of each claim with a source, by the place of the claim."""
    claims = [claim for name in sorted(reports) for claim in _gold_claims(shared, name, readings[name])]
    place_of = {
        (claim.report.id, claim.claim.id): (claim.report.input_id or "", claim.claim.trigger.start)
        for claim in claims
    }
    origins = [origin for origin in find_origins(claims, {}) if origin.kind is OriginKind.SOURCE]
    return {
        place_of[claim.report, claim.claim]: number
        for number, origin in reversed(list(enumerate(origins)))
        for claim in origin.claims
    }


def _gold_claims(shared: Path, name: str, reading: Reading) -> Iterable[SourcedClaim]:
    """Return the gold claims of a report that have a source, with the entities that were read."""
    gold = json.loads((shared / f"data/claims/train/{name}.json").read_text("utf-8"))
    for number, row in enumerate(gold["claims"]):
        chain = tuple(
            _attribution(source, f"{number}.{n}", reading) for n, source in enumerate(row["sources"])
        )
        if not chain:
            continue
        trigger = Span.of(reading.report.text, row["trigger"]["start"], row["trigger"]["end"])
        claim = msgspec.structs.replace(
            reading.claims[0], id=f"c{number}", trigger=trigger, chains=(tuple(each.id for each in chain),)
        )
        yield SourcedClaim(
            report=reading.report,
            reader=reading.reader,
            claim=claim,
            attributions=chain,
            entities=reading.entities,
            toponyms=reading.toponyms,
        )


def _attribution(row: dict[str, Any], id_: str, reading: Reading) -> Attribution:
    kind = SourceKind(row["kind"]) if row["kind"] else None
    span = Span.of(reading.report.text, row["start"], row["end"])
    return Attribution(
        id=id_,
        key=id_,
        source=(span,) if kind else (),
        source_entity=_entity_at(span, kind, reading),
        source_kind=kind,
    )


def _entity_at(span: Span, kind: SourceKind | None, reading: Reading) -> Entity | None:
    """Return the entity of the source as it was read, else the one that is named last in it."""
    for attribution in reading.attributions:
        for source in attribution.source:
            if source.overlaps(span) and abs(source.start - span.start) + abs(source.end - span.end) < _SLACK:
                return attribution.source_entity
    is_person = kind is SourceKind.NAMED_PERSON
    inside = [
        (mention.end, mention.end - mention.start, entity.id, entity.entity())
        for entity in reading.entities
        for mention in entity.mentions
        if span.contains(mention) and (entity.kind is EntityKind.PERSON) == is_person
    ]
    return max(inside, key=lambda found: found[:3])[3] if inside else None


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("readings", type=Path)
    arguments = parser.parse_args()
    lines = arguments.readings.read_bytes().splitlines()
    readings = {reading.report.input_id or "": reading for reading in map(Reading.from_json, lines)}
    for name, figure in score_origins(arguments.shared, readings).items():
        print(f"{name}\t{figure:g}")


if __name__ == "__main__":
    main()
