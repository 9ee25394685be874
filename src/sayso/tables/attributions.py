"""The table of attributions: one row for each time that a source says something."""

from collections.abc import Iterable

from sayso.model import AttributionRow, Span
from sayso.tables.columns import Column, Type, column, join
from sayso.tables.reports import PUBLISHED, REPORT_COLUMNS
from sayso.tables.sql import NAME, json_joined
from sayso.tables.table import Table, TerminalColumn, View

__all__ = ["ATTRIBUTIONS"]

# Between a source and one that relays it, and between the parts of an interrupted content.
_VIA, _GAP = " via ", " … "


def _words(spans: Iterable[Span]) -> str:
    return join(span.text for span in spans)


def _content(row: AttributionRow) -> str:
    return _GAP.join(dict.fromkeys(span.text for span in row.attribution.content))


ATTRIBUTIONS = Table[AttributionRow](
    "attributions",
    "One row for each time that a source says something.",
    (
        column("attribution", Type.TEXT, lambda row: row.attribution.id, "Id of the attribution", "a.id"),
        REPORT_COLUMNS,
        column(
            "source",
            Type.TEXT,
            lambda row: row.attribution.source_name(),
            "Name of the source, else its words; empty if the text does not name it",
            f"coalesce({NAME}, '')",
        ),
        column(
            "source_words",
            Type.TEXT,
            lambda row: _words(row.attribution.source),
            "Words of the text that name the source",
            json_joined("b.body", "source", field="text"),
        ),
        column(
            "source_kind",
            Type.TEXT,
            lambda row: str(row.attribution.source_kind or ""),
            "Kind of the source",
            "a.source_kind",
        ),
        column(
            "chain",
            Type.TEXT,
            lambda row: _VIA.join(attribution.source_name() or "?" for attribution in row.chain),
            "The source, `via` those who relay it",
        ),
        column(
            "cue",
            Type.TEXT,
            lambda row: _words(row.attribution.cue),
            "Reporting words",
            json_joined("b.body", "cue", field="text"),
        ),
        column(
            "content",
            Type.TEXT,
            _content,
            "What is said, in the words of the text",
            json_joined("b.body", "content", field="text", separator=_GAP),
        ),
        column(
            "style",
            Type.TEXT,
            lambda row: str(row.attribution.style),
            "`direct`, `indirect` or `mixed` speech",
            "a.style",
        ),
        column("verdict", Type.TEXT, lambda row: row.verdict, "Decision of a person, if any", "a.verdict"),
        column("key", Type.TEXT, lambda row: row.attribution.key, "Key, the same for every reader", "a.key"),
    ),
    view=View(
        "attributions",
        "FROM attribution a JOIN attribution_body b ON b.n = a.n JOIN report r ON r.reading = a.reading"
        " LEFT JOIN name m ON m.n = a.name WHERE a.shown",
        (
            Column("source_name", Type.TEXT, "Name of the source's entity", "m.name"),
            Column("words", Type.TEXT, "Source, cue and content, in the order of the text", "b.words"),
            Column("body", Type.TEXT, "The attribution as JSON (the record format)", "b.body"),
        ),
    ),
    terminal=(
        PUBLISHED,
        TerminalColumn("source", 12, 2, "chain"),
        TerminalColumn("says", 16, 5, "content"),
        TerminalColumn("attribution", 18, 0, "attribution"),
    ),
)
