"""Score event groups made across the reports of a story.

usage: python -m benchmarks.score_events_across [--shared FOLDER] [--tier fast|full] [--readings FILE...]

Two things: what score_corroboration.py prints for the stories of corroboration/ (a story is what the ids of
its reports begin with), and B-cubed over the claims of four ECB+ stories labelled by hand with the event that
each tells of (event_groups.tsv; its stories on odd topics were tuned on, the others not). With --readings the
readings are taken from files instead of made.
"""

import argparse
import csv
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from benchmarks.b_cubed import b_cubed
from sayso.export import sourced_claims
from sayso.model import Reading, Tier, make_report
from sayso.pipeline import Pipeline
from sayso.relate.events import group_events

__all__ = ["corroboration_rows", "labelled_rows", "read_reports", "score_corroboration", "score_labelled"]

_LABELS = Path(__file__).with_name("event_groups.tsv")
_BATCH = 16

# By report (the id that the input gave it) the readings of a story.
Readings = dict[str, Reading]
# Start and end of a trigger, and the event that it tells of.
Labelled = tuple[int, int, str]


def score_corroboration(shared: Path, readings: Readings) -> dict[str, float]:
    """The figures of score_corroboration.py: values F1, conflicts shown, reports, independent sources."""
    stories = defaultdict[str, list[Reading]](list)
    for name, reading in readings.items():
        stories[name.split("_")[0]].append(reading)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "groups.jsonl"
        path.write_text("".join(_lines(stories.values())), encoding="utf-8")
        command = [sys.executable, "score_corroboration.py", str(shared.resolve() / "data/corroboration")]
        printed = subprocess.run(
            [*command, str(path)], cwd=shared / "score", capture_output=True, text=True, check=True
        ).stdout
    return _figures(printed)


def _lines(stories: Iterable[list[Reading]]) -> Iterator[str]:
    """Groups as `sayso events` prints them: reports are named as the input does."""
    for story in stories:
        names = {reading.report.id: reading.report.input_id or reading.report.id for reading in story}
        attributions = {reading.report.id: reading.attributions for reading in story}
        claims = [claim for reading in story for claim in sourced_claims(reading)]
        for group in group_events(claims, attributions=attributions):
            yield json.dumps(_with_names(msgspec.to_builtins(group), names)) + "\n"


def _with_names(group: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    for kind in ("claims", "values"):
        for row in group[kind]:
            row["report"] = names[row["report"]]
    return group


def _figures(printed: str) -> dict[str, float]:
    figures: dict[str, float] = {}
    for story, recall, precision in re.findall(r"(\w+): reports recall (\S+) precision ([\d.]+)", printed):
        figures[f"{story} reports"] = min(float(recall), float(precision))
    for name in ("values_f1", "conflicts", "conflicts_f1", "origins_f1"):
        found = re.search(rf"^{name} ([\d.]+)", printed, re.M)
        figures[name] = float(found.group(1)) if found else 0.0
    return figures


def score_labelled(readings: Readings) -> dict[str, float]:
    """B-cubed F1 of each story labelled by hand, over the claims that have a label."""
    stories = defaultdict[str, dict[str, list[Labelled]]](lambda: defaultdict(list))
    with _LABELS.open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            stories[row["story"]][row["report"]].append((int(row["start"]), int(row["end"]), row["event"]))
    return {
        f"{story} B3": _score_story([readings[name] for name in labels], labels)
        for story, labels in stories.items()
        if labels.keys() <= readings.keys()
    }


def _score_story(story: list[Reading], labels: dict[str, list[Labelled]]) -> float:
    names = {reading.report.id: reading.report.input_id or "" for reading in story}
    groups = group_events([claim for reading in story for claim in sourced_claims(reading)])
    grouped = {
        (names[claim.report], claim.claim): (group.id, event)
        for group in groups
        for claim in group.claims
        if (event := _event_at(labels[names[claim.report]], claim.trigger.start, claim.trigger.end))
    }
    return b_cubed(list(grouped.values()))


def _event_at(labels: Collection[Labelled], start: int, end: int) -> str:
    return next((event for first, last, event in labels if first < end and start < last), "")


def read_reports(pipeline: Pipeline, rows: Iterable[dict[str, Any]]) -> Readings:
    """Read the reports of a labelled file."""
    reports = [
        make_report(
            row["text"],
            input_id=row["id"],
            url=row.get("url"),
            title=row.get("title"),
            publisher=row.get("publisher"),
            published=row.get("published"),
        )
        for row in rows
    ]
    batches = (reports[n : n + _BATCH] for n in range(0, len(reports), _BATCH))
    return {reading.report.input_id or "": reading for batch in batches for reading in pipeline.read(batch)}


def corroboration_rows(shared: Path) -> list[dict[str, Any]]:
    """The reports of corroboration/."""
    lines = (shared / "data/corroboration/reports.jsonl").read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines if line.strip()]


def labelled_rows(shared: Path) -> list[dict[str, Any]]:
    """The reports that event_groups.tsv labels."""
    with _LABELS.open(encoding="utf-8") as file:
        wanted = {row["report"] for row in csv.DictReader(file, delimiter="\t")}
    lines = (shared / "data/stories/ecbplus_docs.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line.strip()]
    return [row for row in rows if row["id"] in wanted]


def _stored(paths: list[Path]) -> Readings:
    lines = (line for path in paths for line in path.read_bytes().splitlines())
    return {reading.report.input_id or "": reading for reading in map(Reading.from_json, lines)}


def main() -> None:
    """Print the figures of both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--tier", type=Tier, default=Tier.FULL)
    parser.add_argument("--readings", type=Path, nargs="+", default=[])
    arguments = parser.parse_args()
    if arguments.readings:
        readings = _stored(arguments.readings)
    else:
        rows = [*corroboration_rows(arguments.shared), *labelled_rows(arguments.shared)]
        readings = read_reports(Pipeline(arguments.tier), rows)
    wanted = {row["id"] for row in corroboration_rows(arguments.shared)}
    figures = score_corroboration(
        arguments.shared, {name: reading for name, reading in readings.items() if name in wanted}
    )
    for name, figure in {**figures, **score_labelled(readings)}.items():
        print(f"{name}\t{figure:.3f}")


if __name__ == "__main__":
    main()
