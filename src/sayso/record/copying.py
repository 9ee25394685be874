"""Copies what hangs on no reading, judgements and tombstones, from one record to another."""

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from sayso.errors import UnknownError
from sayso.record import schema
from sayso.record.connecting import writing
from sayso.record.forgetting import forget
from sayso.record.judging import apply_judgements, copy_judgement
from sayso.record.writing import Outcome, is_forgotten

__all__ = ["Copy", "CopyCount"]


class CopyCount(NamedTuple):
    """What was new to the record that was copied into."""

    reports: int
    there: int
    judgements: int
    tombstones: int


class Copy:
    """A copy under way: counts the readings, and at the end brings the rest over."""

    def __init__(self, target: Engine, source: Connection) -> None:
        self._target = target
        self._source = source
        self._outcomes: Counter[Outcome] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count a reading that was put into the target."""
        self._outcomes[outcome] += 1

    def finish(self) -> CopyCount:
        """Bring over tombstones and judgements, and count."""
        with writing(self._target) as connection:
            tombstones = self._bury(connection)
            judgements = self._judge(connection)
        return CopyCount(
            reports=self._outcomes[Outcome.ADDED] + self._outcomes[Outcome.COPY],
            there=self._outcomes[Outcome.THERE],
            judgements=judgements,
            tombstones=tombstones,
        )

    def _bury(self, connection: Connection) -> int:
        """Take out of the target what the source has forgotten."""
        new = 0
        for row in self._source.execute(select(schema.tombstone).order_by(schema.tombstone.c.report)).all():
            if is_forgotten(connection, row.report):
                continue
            try:
                forget(connection, row.report, row.reason)
            except UnknownError:
                connection.execute(insert(schema.tombstone).values(**row._mapping))
            new += 1
        return new

    def _judge(self, connection: Connection) -> int:
        j, a = schema.judgement, schema.anchor
        new, keys = 0, set[str]()
        for row in self._source.execute(select(j).order_by(j.c.n)).all():
            anchors = self._source.scalars(select(a.c.key).where(a.c.judgement == row.n)).all()
            if copy_judgement(connection, row, anchors):
                new += 1
                keys.update(anchors)
        apply_judgements(connection, keys)
        return new
