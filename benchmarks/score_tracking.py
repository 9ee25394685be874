"""Score what became of commitments and what holds where, as told in single reports of claims/train and dev.

usage: python -m benchmarks.score_tracking [--shared FOLDER] [--tier full] [--verbose]

Gold are two tables labelled by hand from the text alone: followed_commitments.tsv (a commitment of the full
tier's reading by the offsets of its deed, and its state by the report it stands in) and told_situations.tsv
(all situations that 46 reports tell: who, where, whether it holds; `?` where either answer will do). Words
and rules were chosen on part `tune`; the misses of part `check` were seen too, nothing was added for them.
followed_sequels.tsv names commitments of stories/outlets.jsonl that a report of their story tells to be kept.
"""

import argparse
import csv
import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from sayso.codebook import least_confidence
from sayso.export import sourced_claims
from sayso.gazetteer import fold_loosely, fold_name
from sayso.model import Entity, Reading, Situation, SourcedClaim, Span, Tier, make_report
from sayso.pipeline import Pipeline
from sayso.relate.commitments import commitment_contexts, track_commitment
from sayso.relate.commitments.parties import place_identity, same_state
from sayso.relate.commitments.phrases import roots_of
from sayso.relate.situations import find_situations

__all__ = ["read_labelled", "score_commitments", "score_sequels", "score_situations"]

_HERE = Path(__file__).parent
_PARTS = ("tune", "check")
_COMMITMENTS, _SITUATIONS = _TABLES = ("followed_commitments.tsv", "told_situations.tsv")
_Row = dict[str, str]


def rows_of(name: str) -> list[_Row]:
    """The rows of a table beside this module."""
    with (_HERE / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def read_labelled(
    shared: Path, tier: Tier, tables: Collection[str] = _TABLES, parts: Collection[str] = _PARTS
) -> dict[str, Reading]:
    """Read the reports that the tables label in some parts, by id."""
    wanted = {row["report"] for name in tables for row in rows_of(name) if row["part"] in parts}
    reports = [
        make_report(row["text"], input_id=row["id"], title=row.get("title"), published=row.get("published"))
        for part in ("train", "dev")
        for row in map(
            json.loads, (shared / f"data/claims/{part}/reports.jsonl").read_text("utf-8").splitlines()
        )
        if row["id"] in wanted
    ]
    return {reading.report.input_id or "": reading for reading in Pipeline(tier).read(reports)}


def score_commitments(readings: Mapping[str, Reading], *, verbose: bool = False) -> dict[str, float]:
    """Share of commitments with the right state, of all and of those that are not open."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows_of(_COMMITMENTS):
        if row["report"] not in readings:
            continue
        state = _state(readings[row["report"]], int(row["deed_start"]))
        names = [f"{row['part']} states", *([f"{row['part']} not open"] if row["state"] != "open" else [])]
        total.update(names)
        right.update(names if state == row["state"] else [])
        if verbose and state != row["state"]:
            print(f"{row['part']} {row['report']} {row['deed_start']}: {row['state']}, got {state}")
    figures = {name: right[name] / count for name, count in sorted(total.items())}
    return figures | {f"{name}, how many": count for name, count in sorted(total.items())}


def _state(reading: Reading, start: int, claims: Collection[SourcedClaim] | None = None) -> str:
    found = (context for context in commitment_contexts(reading) if context.commitment.deed.start == start)
    return next(
        (track_commitment(context, claims or sourced_claims(reading)).state.value for context in found),
        "not read",
    )


def score_sequels(shared: Path, tier: Tier, *, verbose: bool = False) -> dict[str, float]:
    """Share of the labelled outcomes found by the claims of a story that a record relates."""
    lines = (shared / "data/stories/outlets.jsonl").read_text("utf-8").splitlines()
    rows = {row["id"]: row for row in map(json.loads, lines)}
    labels = rows_of("followed_sequels.tsv")
    stories = {rows[label["report"]]["story"] for label in labels}
    members = [row for row in rows.values() if row["story"] in stories]
    reports = [
        make_report(row["text"], input_id=row["id"], title=row["title"], published=row["published"])
        for row in members
    ]
    readings = {
        reading.report.input_id or "": reading.at_least(least_confidence())
        for reading in Pipeline(tier).read(reports)
    }
    found = 0
    for label in labels:
        story = rows[label["report"]]["story"]
        claims = [
            claim
            for id, reading in readings.items()
            if rows[id]["story"] == story
            for claim in sourced_claims(reading)
        ]
        state = _state(readings[label["report"]], int(label["deed_start"]), claims)
        found += state == label["state"]
        if verbose and state != label["state"]:
            print(f"{label['report']} {label['deed_start']}: {label['state']}, got {state}")
    return {"sequels found": found / len(labels), "sequels, how many": len(labels)}


def score_situations(readings: Mapping[str, Reading], *, verbose: bool = False) -> dict[str, float]:
    """Precision and recall of situations (relation, who, where, whether it holds), by part."""
    figures: dict[str, float] = {}
    rows = [row for row in rows_of(_SITUATIONS) if row["report"] in readings]
    for part in sorted({row["part"] for row in rows}):
        named = [row for row in rows if row["part"] == part]
        figures |= {
            f"{part} {name}": figure for name, figure in _score_part(named, readings, verbose).items()
        }
    return figures


def _score_part(rows: list[_Row], readings: Mapping[str, Reading], verbose: bool) -> dict[str, float]:
    hits = wrong = gold = 0
    for report in dict.fromkeys(row["report"] for row in rows):
        reading, labels = readings[report], [row for row in rows if row["report"] == report and row["holds"]]
        found = list(find_situations(sourced_claims(reading)))
        sure = [row for row in labels if row["holds"] != "?"]
        matched = [
            row
            for row in sure
            if any(_matches(row, situation, reading, strictly=True) for situation in found)
        ]
        stray = [
            situation
            for situation in found
            if not any(_matches(row, situation, reading, strictly=True) for row in labels)
        ]
        hits, wrong, gold = hits + len(matched), wrong + len(stray), gold + len(sure)
        if verbose:
            _print_misses(report, reading, [row for row in sure if row not in matched], stray)
    precision, recall = hits / max(hits + wrong, 1), hits / max(gold, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return {"precision": precision, "recall": recall, "F1": f1, "labelled": gold}


def _print_misses(report: str, reading: Reading, missed: Iterable[_Row], stray: Iterable[Situation]) -> None:
    for row in missed:
        print(f"{row['part']} {report} missed {row['relation']} {_words(row, reading)} {row['holds']}")
    for situation in stray:
        names = (
            situation.subject.name,
            situation.object and situation.object.name,
            situation.place and situation.place.name,
        )
        print(f"{report} stray {situation.relation} {names} {situation.holds}: {situation.words[:90]!r}")


def _words(row: _Row, reading: Reading) -> str:
    spans = [_span(row, field, reading) for field in ("who", "where")]
    return " @ ".join(span.text for span in spans if span)


def _span(row: _Row, field: str, reading: Reading) -> Span | None:
    if not row[f"{field}_start"]:
        return None
    return Span.of(reading.report.text, int(row[f"{field}_start"]), int(row[f"{field}_end"]))


def _matches(row: _Row, found: Situation, reading: Reading, *, strictly: bool) -> bool:
    if found.relation != row["relation"] or (strictly and row["holds"] not in ("?", found.holds)):
        return False
    words = _span(row, "who", reading)
    entities = [entity for entity in (found.object, found.subject) if entity is not None and entity.name]
    if words is None or not any(_is_named(words, entity, reading) for entity in entities):
        return found.relation == "ceasefire" and _is_there(row, found, reading)
    return found.relation not in ("forces_at", "controls") or _is_there(row, found, reading)


def _is_named(words: Span, entity: Entity, reading: Reading) -> bool:
    """Return True if labelled words name an entity: by their stems, or by what the reading knows them as."""
    theirs, ours = set(roots_of(words.text)), set(roots_of(entity.name))
    if theirs & ours and len(theirs & ours) >= min(len(theirs), len(ours)) / 2:
        return True
    return any(_is_same(mentioned, entity) for mentioned in _mentioned(words, reading))


def _mentioned(words: Span, reading: Reading) -> Iterator[Entity]:
    for entity in reading.entities:
        if any(mention.overlaps(words) for mention in entity.mentions):
            yield entity


def _is_same(a: Entity, b: Entity) -> bool:
    state = same_state(a)
    return fold_name(a.name) == fold_name(b.name) or (bool(state) and state == same_state(b))


def _is_there(row: _Row, found: Situation, reading: Reading) -> bool:
    where = _span(row, "where", reading)
    if where is None:
        return True
    if found.place is None:
        return False
    places = {place_identity(place) for place in reading.toponyms if place.overlaps(where)}
    names = {fold_loosely(found.place.name), fold_loosely(found.place.text)}
    return place_identity(found.place) in places or fold_loosely(where.text) in names


def main() -> None:
    """Print the figures of both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--tier", type=Tier, default=Tier.FULL)
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    readings = read_labelled(arguments.shared, arguments.tier)
    for score in (score_commitments, score_situations):
        for name, figure in score(readings, verbose=arguments.verbose).items():
            print(f"{name}\t{figure:.3f}")
    for name, figure in score_sequels(arguments.shared, arguments.tier, verbose=arguments.verbose).items():
        print(f"{name}\t{figure:.3f}")


if __name__ == "__main__":
    main()
