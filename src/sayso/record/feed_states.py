"""States of polled feeds, stored in the record itself: no file can lie beside a database on a server."""

import msgspec
from sqlalchemy import Engine, delete, insert, select

from sayso.model import FeedState
from sayso.record.database import read_transaction, write_transaction
from sayso.record.schema import meta

__all__ = ["RecordStates"]


class RecordStates:
    """The states of feeds, one row each; other processes may save those of other feeds."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, feed: str) -> FeedState | None:
        """Return the state saved last for a feed; None without one."""
        with read_transaction(self._engine) as connection:
            value = connection.scalar(select(meta.c.value).where(meta.c.key == _key(feed)))
        return None if value is None else msgspec.json.decode(value, type=FeedState)

    def save(self, state: FeedState) -> None:
        """Save a state in place of the earlier one of its feed."""
        value = msgspec.json.encode(state).decode()
        with write_transaction(self._engine) as connection:
            connection.execute(delete(meta).where(meta.c.key == _key(state.feed)))
            connection.execute(insert(meta).values(key=_key(state.feed), value=value))


def _key(feed: str) -> str:
    return f"feed {feed}"
