"""Score what stands behind the main events of stories that were labelled by hand (main_events.jsonl).

usage: python -m benchmarks.score_main_events [--shared FOLDER] READINGS ...

READINGS are what `sayso read --tier full` prints for the reports of the stories (ECB+ and the outlets). Each
line of the labels is a story: its part, the reports that tell its main event and those that do not, the
independent sources behind the event with every place where a report calls them, and each number of killed or
injured. Places are spans of characters in the reports, which are not part of the project. All reports of a
part are put into one record, and its events are scored by `score_corroboration.py`. `check` was labelled
after all else was made; nothing but the weights of speakers was fitted on it (training/origins).
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sayso.engine import Record
from sayso.model import Reading
from sayso.tables import as_object

__all__ = ["PARTS", "labelled_stories", "score_main_events"]

PARTS = ("tune", "check")
_LABELS = Path(__file__).with_name("main_events.jsonl")
_FIGURES = ("values", "pairs", "origins")
_Story = dict[str, Any]


def labelled_stories(shared: Path, part: str) -> Iterator[_Story]:
    """Yield the stories of a part in the form of the corroboration gold."""
    texts = {
        row["id"]: row["text"]
        for name in ("ecbplus_docs", "outlets")
        for row in map(json.loads, (shared / "data/stories" / f"{name}.jsonl").open(encoding="utf-8"))
    }
    for line in _LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["part"] == part:
            yield _as_gold(row, texts)


def _as_gold(row: _Story, texts: Mapping[str, str]) -> _Story:
    slots = [
        {
            "slot": slot,
            "values": [
                {"report": report, "value": value, "min": least, "max": most}
                for kind, report, _, _, value, least, most, _ in row["values"]
                if kind == slot
            ],
            "conflicts": [pair for kind, *pair in row["conflicts"] if kind == slot],
        }
        for slot in ("killed", "injured")
    ]
    sources = [
        [texts[report][start:end] for report, start, end in source["mentions"]] for source in row["sources"]
    ]
    main = {"key": "main", "mentions": [{"report": report} for report in row["telling"]], "slots": slots}
    return {
        "story": row["story"],
        "reports": [*row["telling"], *row["not_telling"]],
        "events": [main],
        "independent_sources": {"main": len(sources)},
        "main_sources": [{"name": max(names, key=len), "also": sorted(set(names))} for names in sources],
    }


def score_main_events(shared: Path, readings: Iterable[Reading], part: str) -> dict[str, float]:
    """Return precision, recall and F1 of values, pairs of a disagreement, and origins by name."""
    stories = list(labelled_stories(shared, part))
    wanted = {report for story in stories for report in story["reports"]}
    record = Record(":memory:", tier="full")
    record.add(reading for reading in readings if reading.report.input_id in wanted)
    with TemporaryDirectory() as folder:
        for story in stories:
            (Path(folder) / f"{story['story']}.json").write_text(json.dumps(story), encoding="utf-8")
        events = Path(folder) / "events.jsonl"
        events.write_text(
            "".join(json.dumps(as_object("event", row)) + "\n" for row in record.events()), encoding="utf-8"
        )
        command = [sys.executable, "score_corroboration.py", folder, str(events)]
        printed = subprocess.run(
            command, cwd=shared / "score", capture_output=True, text=True, check=True
        ).stdout
    lines = (line.split() for line in printed.splitlines())
    return {
        f"{words[0]} {words[at]}": float(words[at + 1])
        for words in lines
        if words[0] in _FIGURES
        for at in (1, 3, 5)
    }


def main() -> int:
    """Print the figures of both parts."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("readings", nargs="+", type=Path)
    arguments = parser.parse_args()
    readings = [
        Reading.from_json(line)
        for path in arguments.readings
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    for part in PARTS:
        for name, figure in score_main_events(arguments.shared, readings, part).items():
            print(f"{part} {name}\t{figure}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
