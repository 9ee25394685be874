"""Readings and rows of queries as HTML for notebooks.

The words of a report are made inert and escaped: nothing in them can act on the notebook. The HTML needs no
script and loads nothing.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sayso.codebook import least_confidence
from sayso.markup.descriptions import CLAIM_FUNCTIONS, describe_status
from sayso.markup.inert import finish_value, make_inert
from sayso.markup.marks import Mark, mark_text
from sayso.model import Claim, Reading, ReadingStatus
from sayso.model.report import web_address
from sayso.tables import Table

__all__ = ["render_note", "render_reading", "render_rows"]


def render_reading(reading: Reading, *, page: bool = False) -> str:
    """Return a reading as HTML: its text with sources and triggers marked, its claims and commitments.

    Claims of low confidence are folded. With `page` it is a whole page, to be written to a file.
    """
    least = least_confidence()
    shown = [claim for claim in reading.claims if claim.is_confident(least)]
    folded = [claim for claim in reading.claims if not claim.is_confident(least)]
    numbers = {claim.id: number for number, claim in enumerate([*shown, *folded], 1)}
    return (
        _environment()
        .get_template("reading.html")
        .render(
            reading=reading,
            page=page,
            address=web_address(reading.report),
            is_read=reading.status is ReadingStatus.READ,
            paragraphs=mark_text(reading.report.text, [*_marks_of(reading, shown)]),
            claims=[("", shown), ("less certain", folded)],
            claims_by_id={claim.id: claim for claim in shown},
            numbers=numbers,
        )
    )


def render_rows(table: Table[Any], rows: Iterable[Any], note: str) -> str:
    """Return rows of a table as HTML, with the columns that the terminal shows, and a note below."""
    cells = [[column.cell(values) for column in table.terminal] for values in table.records(rows)]
    headings = [column.heading for column in table.terminal]
    return _environment().get_template("rows.html").render(headings=headings, rows=cells, note=note)


def render_note(note: str) -> str:
    """Return a line of text as HTML."""
    return str(Markup("<p>{}</p>").format(make_inert(note)))


def _marks_of(reading: Reading, claims: Sequence[Claim]) -> Iterator[Mark]:
    """Yield the marks of the sources and cues of a reading and of the triggers of claims."""
    for attribution in reading.attributions:
        yield from (Mark(span.start, span.end, ("source",)) for span in attribution.source)
        yield from (Mark(span.start, span.end, ("cue",)) for span in attribution.cue)
    for claim in claims:
        looks = ("trigger", describe_status(claim).slug)
        yield Mark(claim.trigger.start, claim.trigger.end, looks, claim.id)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("sayso.markup"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        finalize=finish_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(CLAIM_FUNCTIONS)
    return made
