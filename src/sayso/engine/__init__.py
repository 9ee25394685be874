"""How many reports are read at once: in this process or a pool of processes; and reading into a record."""

from typing import TYPE_CHECKING

from sayso.engine.batches import BatchReader
from sayso.engine.schedule import read_all

if TYPE_CHECKING:
    from sayso.engine.adding import Added, Plan, Record, add_all

__all__ = ["Added", "BatchReader", "Plan", "Record", "add_all", "read_all"]


def __getattr__(name: str) -> object:
    """What needs a record's database is loaded only when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from sayso.engine import adding

    return getattr(adding, name)
