"""Make event groups from readings, as `sayso events` prints them, to score them.

usage: python -m benchmarks.score_events_across READINGS.jsonl > GROUPS.jsonl

A story is what the ids of its reports begin with, up to the first "_" ("seattle_express_dccb"). Score with
score_corroboration.py of the shared data.
"""

import sys
from collections import defaultdict
from pathlib import Path

import msgspec

from sayso.export.telling import told_of
from sayso.model import EventGroup, Reading, Told
from sayso.relate.events import group_events

__all__ = ["group_stories"]


def group_stories(readings: list[Reading]) -> dict[str, tuple[EventGroup, ...]]:
    """The event groups of each story."""
    stories = defaultdict[str, list[Told]](list)
    for reading in readings:
        stories[(reading.report.input_id or "").split("_")[0]].extend(told_of(reading))
    return {name: group_events(told) for name, told in stories.items()}


def main() -> None:
    """Write the groups of all stories, one a line, with the reports named as the input does."""
    lines = Path(sys.argv[1]).read_bytes().splitlines()
    readings = [Reading.from_json(line) for line in lines]
    names = {one.report.id: one.report.input_id for one in readings}
    for groups in group_stories(readings).values():
        for group in groups:
            text = msgspec.json.encode(group).decode()
            for id, name in names.items():
                text = text.replace(f'"{id}"', f'"{name}"')
            sys.stdout.write(text + "\n")


if __name__ == "__main__":
    main()
