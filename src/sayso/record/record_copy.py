"""Copy of one record into another: judgements, tombstones and the counts of readings."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from sayso.errors import UnknownError
from sayso.record import schema
from sayso.record.database import read_transaction, write_transaction
from sayso.record.erasure import finish_overwriting, forget
from sayso.record.judgements import apply_judgements, copy_judgement
from sayso.record.writer import Outcome, is_forgotten

__all__ = ["Copy", "CopyCount"]


class CopyCount(NamedTuple):
    """Numbers of rows that were new to the target record; `lost` reports could not be read any more."""

    reports: int
    there: int
    judgements: int
    tombstones: int
    lost: int = 0


class Copy:
    """A copy in progress: counts the readings, and copies tombstones and judgements at the end."""

    def __init__(self, source: Engine, target: Engine) -> None:
        self._source = source
        self._target = target
        self._outcomes: Counter[Outcome] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count a reading that was written to the target."""
        self._outcomes[outcome] += 1

    def finish(self) -> CopyCount:
        """Copy tombstones and judgements, and return the counts."""
        j, a, table = schema.judgement, schema.anchor, schema.tombstone
        with read_transaction(self._source) as source:
            forgotten = source.execute(select(table).order_by(table.c.report)).all()
            judged = source.execute(select(j).order_by(j.c.n)).all()
            keys = defaultdict[int, list[str]](list)
            for row in source.execute(select(a.c.key, a.c.judgement)):
                keys[row.judgement].append(row.key)
        with write_transaction(self._target) as target:
            tombstones = _copy_tombstones(forgotten, target)
            judgements = _copy_judgements([(row, keys[row.n]) for row in judged], target)
        finish_overwriting(self._target)
        return CopyCount(
            reports=self._outcomes[Outcome.ADDED] + self._outcomes[Outcome.COPY],
            there=self._outcomes[Outcome.THERE],
            judgements=judgements,
            tombstones=tombstones,
        )


def _copy_tombstones(rows: Iterable[Any], target: Connection) -> int:
    """Delete from the target the reports that the source has forgotten; return how many were new."""
    new, table = 0, schema.tombstone
    for row in rows:
        if is_forgotten(target, row.report):
            continue
        try:
            forget(target, row.report, row.reason)
        except UnknownError:
            target.execute(insert(table).values(**row._mapping))
        new += 1
    return new


def _copy_judgements(judged: Iterable[tuple[Any, Sequence[str]]], target: Connection) -> int:
    """Write the source's judgements with their keys into the target and apply them; count the new ones."""
    new, keys = 0, set[str]()
    for row, anchors in judged:
        if copy_judgement(target, row, anchors):
            new += 1
            keys.update(anchors)
    apply_judgements(target, keys)
    return new
