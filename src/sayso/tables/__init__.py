"""The tables: every row that leaves the program is defined once, here.

Delimited text, Arrow, Parquet, data frames, SQL views, tables in the terminal, the API's description and the
reference pages are made from these definitions.
"""

from typing import Any

from sayso.tables.attributions import ATTRIBUTIONS
from sayso.tables.changes import CHANGES
from sayso.tables.claims import CLAIMS, claim_rows
from sayso.tables.columns import Column, Type
from sayso.tables.commitments import COMMITMENTS
from sayso.tables.events import DISAGREEMENTS, EVENT_CLAIMS, EVENTS, VALUES, value_rows
from sayso.tables.objects import as_object, as_words, situation_object
from sayso.tables.reports import REPORTS
from sayso.tables.situations import SITUATIONS, TURNS
from sayso.tables.sql import Dialect
from sayso.tables.table import Table, TerminalColumn

__all__ = [
    "ALL_TABLES",
    "CHANGES",
    "CLAIMS",
    "SITUATIONS",
    "TABLES",
    "TURNS",
    "VALUES",
    "Column",
    "Dialect",
    "Table",
    "TerminalColumn",
    "Type",
    "as_object",
    "as_words",
    "claim_rows",
    "situation_object",
    "value_rows",
]

# The tables of queries, by the kind of their rows.
TABLES: dict[str, Table[Any]] = {
    "report": REPORTS,
    "claim": CLAIMS,
    "attribution": ATTRIBUTIONS,
    "commitment": COMMITMENTS,
    "event": EVENTS,
    "disagreement": DISAGREEMENTS,
}
ALL_TABLES: tuple[Table[Any], ...] = (*TABLES.values(), EVENT_CLAIMS, VALUES, SITUATIONS, TURNS, CHANGES)
