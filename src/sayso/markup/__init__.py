"""Claims and the texts that they stand in as HTML, for pages and notebooks."""

from sayso.markup.descriptions import (
    CLAIM_FUNCTIONS,
    describe_event,
    describe_status,
    name_chains,
    outlet_of,
    title_of,
)
from sayso.markup.inert import finish_value, make_inert
from sayso.markup.marks import Mark, Paragraph, Piece, mark_text
from sayso.markup.notebooks import render_note, render_reading, render_rows

__all__ = [
    "CLAIM_FUNCTIONS",
    "Mark",
    "Paragraph",
    "Piece",
    "describe_event",
    "describe_status",
    "finish_value",
    "make_inert",
    "mark_text",
    "name_chains",
    "outlet_of",
    "render_note",
    "render_reading",
    "render_rows",
    "title_of",
]
