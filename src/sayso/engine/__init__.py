"""How many reports are read at once: in this process, or in a pool of processes."""

from sayso.engine.batches import BatchReader
from sayso.engine.schedule import read_all

__all__ = ["BatchReader", "read_all"]
