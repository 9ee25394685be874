"""The record: readings kept in SQLite or PostgreSQL, asked, judged, copied and forgotten."""

from sayso.model.claim_sources import name_sources
from sayso.record.candidates import Candidate
from sayso.record.coverage import OutletCoverage
from sayso.record.filters import Filters, Order
from sayso.record.judgements import Decision
from sayso.record.queries import Page, Query
from sayso.record.record_copy import CopyCount
from sayso.record.relations import DatedReport, Made, Relations
from sayso.record.store import Store
from sayso.record.tallies import DayTally, PlaceTally, StatusTally
from sayso.record.writer import Outcome

__all__ = [
    "Candidate",
    "CopyCount",
    "DatedReport",
    "DayTally",
    "Decision",
    "Filters",
    "Made",
    "Order",
    "Outcome",
    "OutletCoverage",
    "Page",
    "PlaceTally",
    "Query",
    "Relations",
    "StatusTally",
    "Store",
    "name_sources",
]
