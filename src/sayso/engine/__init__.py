"""Batch and parallel reading, reading into a record, and the relations between its reports."""

from typing import TYPE_CHECKING

from sayso.engine.batches import BatchReader
from sayso.engine.schedule import read_all

if TYPE_CHECKING:
    from sayso.engine.changes import find_changes
    from sayso.engine.commitments import track_commitments, track_rows
    from sayso.engine.record import AddResult, Plan, Record, add_all
    from sayso.engine.relations import relate, relate_anew
    from sayso.engine.situations import find_state_assertions

__all__ = [
    "AddResult",
    "BatchReader",
    "Plan",
    "Record",
    "add_all",
    "find_changes",
    "find_state_assertions",
    "read_all",
    "relate",
    "relate_anew",
    "track_commitments",
    "track_rows",
]


def __getattr__(name: str) -> object:
    """Load what needs a record's database on first use."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sayso.engine import changes, commitments, record, relations, situations

    modules = (changes, commitments, record, relations, situations)
    return next(getattr(module, name) for module in modules if name in module.__all__)
