"""The record: readings kept in SQLite or PostgreSQL, asked, judged, copied and forgotten."""

from sayso.record.columns import COLUMNS, Column, name_sources
from sayso.record.copying import CopyCount
from sayso.record.filters import Filters
from sayso.record.judging import Decision
from sayso.record.objects import row_object
from sayso.record.queries import Page, Query
from sayso.record.store import Store
from sayso.record.writing import Outcome

__all__ = [
    "COLUMNS",
    "Column",
    "CopyCount",
    "Decision",
    "Filters",
    "Outcome",
    "Page",
    "Query",
    "Store",
    "name_sources",
    "row_object",
]
