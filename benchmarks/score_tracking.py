"""Score what holds where, in single reports of claims/train and dev.

usage: python -m benchmarks.score_tracking [--shared FOLDER] [--tier full] [--certain] [--verbose]

Gold is told_situations.tsv, labelled by hand from the text alone: all situations that 46 reports tell (who,
where, whether it holds; `?` where either answer will do). Words and rules were chosen on part `tune`; the
misses of part `check` were seen too, nothing was added for them. `--certain` scores what is shown as certain
alone. What became of commitments is scored by benchmarks.score_commitments.
"""

import argparse
import csv
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from sayso.export import sourced_claims
from sayso.gazetteer import fold_loosely, fold_name
from sayso.model import Entity, Reading, Situation, Span, Tier, make_report
from sayso.pipeline import Pipeline
from sayso.relate.commitments.parties import place_identity, same_state
from sayso.relate.commitments.phrases import roots_of
from sayso.relate.situations import find_situations, is_certain

__all__ = ["read_labelled", "rows_of", "score_situations"]

_HERE = Path(__file__).parent
_PARTS = ("tune", "check")
_SITUATIONS = "told_situations.tsv"
_Row = dict[str, str]


def rows_of(name: str) -> list[_Row]:
    """The rows of a table beside this module."""
    with (_HERE / name).open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def read_labelled(shared: Path, tier: Tier, parts: Collection[str] = _PARTS) -> dict[str, Reading]:
    """Read the reports that the table labels in some parts, by id."""
    wanted = {row["report"] for row in rows_of(_SITUATIONS) if row["part"] in parts}
    reports = [
        make_report(row["text"], input_id=row["id"], title=row.get("title"), published=row.get("published"))
        for part in ("train", "dev")
        for row in map(
            json.loads, (shared / f"data/claims/{part}/reports.jsonl").read_text("utf-8").splitlines()
        )
        if row["id"] in wanted
    ]
    return {reading.report.input_id or "": reading for reading in Pipeline(tier).read(reports)}


def score_situations(
    readings: Mapping[str, Reading], *, verbose: bool = False, certain: bool = False
) -> dict[str, float]:
    """Precision and recall of situations (relation, who, where, whether it holds), by part."""
    figures: dict[str, float] = {}
    rows = [row for row in rows_of(_SITUATIONS) if row["report"] in readings]
    for part in sorted({row["part"] for row in rows}):
        named = [row for row in rows if row["part"] == part]
        figures |= {
            f"{part} {name}": figure
            for name, figure in _score_part(named, readings, verbose, certain).items()
        }
    return figures


def _score_part(
    rows: list[_Row], readings: Mapping[str, Reading], verbose: bool, certain: bool
) -> dict[str, float]:
    hits = wrong = gold = 0
    for report in dict.fromkeys(row["report"] for row in rows):
        reading, labels = readings[report], [row for row in rows if row["report"] == report and row["holds"]]
        situations = find_situations(sourced_claims(reading))
        found = [situation for situation in situations if is_certain(situation) or not certain]
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
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--tier", type=Tier, default=Tier.FULL)
    parser.add_argument("--certain", action="store_true")
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    readings = read_labelled(arguments.shared, arguments.tier)
    figures = score_situations(readings, verbose=arguments.verbose, certain=arguments.certain)
    for name, figure in figures.items():
        print(f"{name}\t{figure:.3f}")


if __name__ == "__main__":
    main()
