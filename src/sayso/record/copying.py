"""Copies what hangs on no reading, judgements and tombstones, from one record to another."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, insert, select

from sayso.errors import UnknownError
from sayso.record import schema
from sayso.record.connecting import reading, writing
from sayso.record.forgetting import finish_overwriting, forget
from sayso.record.judging import apply_judgements, copy_judgement
from sayso.record.writing import Outcome, is_forgotten

__all__ = ["Copy", "CopyCount"]


class CopyCount(NamedTuple):
    """What was new to the record that was copied into; `lost` reports could not be read any more."""

    reports: int
    there: int
    judgements: int
    tombstones: int
    lost: int = 0


class Copy:
    """A copy under way: counts the readings, and at the end brings the rest over."""

    def __init__(self, source: Engine, target: Engine) -> None:
        self._source = source
        self._target = target
        self._outcomes: Counter[Outcome] = Counter()

    def add(self, outcome: Outcome) -> None:
        """Count a reading that was put into the target."""
        self._outcomes[outcome] += 1

    def finish(self) -> CopyCount:
        """Bring over tombstones and judgements, and count."""
        j, a, table = schema.judgement, schema.anchor, schema.tombstone
        with reading(self._source) as source:
            buried = source.execute(select(table).order_by(table.c.report)).all()
            judged = source.execute(select(j).order_by(j.c.n)).all()
            keys = defaultdict[int, list[str]](list)
            for row in source.execute(select(a.c.key, a.c.judgement)):
                keys[row.judgement].append(row.key)
        with writing(self._target) as target:
            tombstones = _bury(buried, target)
            judgements = _judge([(row, keys[row.n]) for row in judged], target)
        finish_overwriting(self._target)
        return CopyCount(
            reports=self._outcomes[Outcome.ADDED] + self._outcomes[Outcome.COPY],
            there=self._outcomes[Outcome.THERE],
            judgements=judgements,
            tombstones=tombstones,
        )


def _bury(buried: Iterable[Any], target: Connection) -> int:
    """Take out of the target what the source has forgotten."""
    new, table = 0, schema.tombstone
    for row in buried:
        if is_forgotten(target, row.report):
            continue
        try:
            forget(target, row.report, row.reason)
        except UnknownError:
            target.execute(insert(table).values(**row._mapping))
        new += 1
    return new


def _judge(judged: Iterable[tuple[Any, Sequence[str]]], target: Connection) -> int:
    """Write the source's judgements, each with its keys, into the target, and show there what they say."""
    new, keys = 0, set[str]()
    for row, anchors in judged:
        if copy_judgement(target, row, anchors):
            new += 1
            keys.update(anchors)
    apply_judgements(target, keys)
    return new
