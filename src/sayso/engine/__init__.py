"""How many reports are read at once, reading into a record, and relating what it holds."""

from typing import TYPE_CHECKING

from sayso.engine.batches import BatchReader
from sayso.engine.schedule import read_all

if TYPE_CHECKING:
    from sayso.engine.adding import Added, Plan, Record, add_all
    from sayso.engine.following import follow_commitments, follow_rows, turn_values
    from sayso.engine.relating import relate, relate_anew
    from sayso.engine.tellings import find_tellings

__all__ = [
    "Added",
    "BatchReader",
    "Plan",
    "Record",
    "add_all",
    "find_tellings",
    "follow_commitments",
    "follow_rows",
    "read_all",
    "relate",
    "relate_anew",
    "turn_values",
]


def __getattr__(name: str) -> object:
    """What needs a record's database is loaded only when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sayso.engine import adding, following, relating, tellings

    module = next(one for one in (adding, following, relating, tellings) if name in one.__all__)
    return getattr(module, name)
