"""Sayso's own stages under the same protocol, so that they are measured as the other tools are."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from benchmarks.peers.protocol import Answer, Row, Tool, serve
from benchmarks.score_quantities import numbers_of
from sayso.grounding import ground
from sayso.grounding.quantities import find_quantities
from sayso.grounding.times import find_times
from sayso.language.parser import parse_texts
from sayso.model import Parse, Report, Tier, make_report
from sayso.model.dates import known_day
from sayso.pipeline import Pipeline
from sayso.relate.copies import find_copies
from sayso.relate.stories import find_stories

_BATCH = 32


def load(setting: str) -> Tool:
    """A stage by its name, and after a space the tier where it has a part in it."""
    stage, _, tier = setting.partition(" ")
    if stage == "attributions":
        return lambda rows: _attributions(Pipeline(Tier(tier)), rows)
    if stage == "stories":
        return lambda rows: _stories(Pipeline(Tier(tier)), rows)
    return {"places": _places, "times": _times, "amounts": _amounts, "copies": _copies}[stage]


def _attributions(pipeline: Pipeline, rows: list[Row]) -> Iterator[Answer]:
    for start in range(0, len(rows), _BATCH):
        for reading in pipeline.read(_reports(rows[start : start + _BATCH])):
            attributions = msgspec.to_builtins(reading.attributions)
            yield {"id": reading.report.input_id, "attributions": attributions}


def _places(rows: list[Row]) -> Iterator[Answer]:
    for row, parse in _parsed(rows):
        yield {"id": row["id"], "toponyms": msgspec.to_builtins(ground(parse, None).toponyms)}


def _times(rows: list[Row]) -> Iterator[Answer]:
    for row, parse in _parsed(rows):
        day = known_day(row.get("published"))
        yield {"id": row["id"], "times": msgspec.to_builtins(find_times(parse, day))}


def _amounts(rows: list[Row]) -> Iterator[Answer]:
    for row, parse in _parsed(rows):
        yield {"id": row["id"], "numbers": [numbers_of(quantity) for quantity in find_quantities(parse)]}


def _copies(rows: list[Row]) -> Iterator[Answer]:
    reports = _reports(rows)
    yield {"groups": _groups(reports, (group.reports for group in find_copies(reports)))}


def _stories(pipeline: Pipeline, rows: list[Row]) -> Iterator[Answer]:
    batches = (rows[at : at + _BATCH] for at in range(0, len(rows), _BATCH))
    readings = [reading for batch in batches for reading in pipeline.read(_reports(batch))]
    reports = [reading.report for reading in readings]
    yield {"groups": _groups(reports, (story.reports for story in find_stories(readings)))}


def _groups(reports: list[Report], found: Iterable[Iterable[str]]) -> list[list[str]]:
    names = {report.id: report.input_id or report.id for report in reports}
    groups = [[names.pop(report) for report in group] for group in found]
    return [*groups, *([name] for name in names.values())]


def _reports(rows: list[Row]) -> list[Report]:
    return [make_report(row["text"], input_id=row["id"], published=row.get("published")) for row in rows]


def _parsed(rows: list[Row]) -> Iterator[tuple[dict[str, Any], Parse]]:
    yield from zip(rows, parse_texts([(row["text"], None) for row in rows]), strict=True)


if __name__ == "__main__":
    serve("sayso", load)
