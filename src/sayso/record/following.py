"""Keeps in a record how far feeds were followed, where no file can lie beside it."""

import msgspec
from sqlalchemy import Engine, delete, insert, select

from sayso.model import FeedState
from sayso.record.connecting import reading, writing
from sayso.record.schema import meta

__all__ = ["RecordStates"]


class RecordStates:
    """The states of feeds, one row each; those of other feeds may be saved by other processes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self, feed: str) -> FeedState | None:
        """What was saved last for this feed."""
        with reading(self._engine) as connection:
            value = connection.scalar(select(meta.c.value).where(meta.c.key == _key(feed)))
        return None if value is None else msgspec.json.decode(value, type=FeedState)

    def save(self, state: FeedState) -> None:
        """Keep this instead of what was kept for its feed."""
        value = msgspec.json.encode(state).decode()
        with writing(self._engine) as connection:
            connection.execute(delete(meta).where(meta.c.key == _key(state.feed)))
            connection.execute(insert(meta).values(key=_key(state.feed), value=value))


def _key(feed: str) -> str:
    return f"feed {feed}"
