"""What became of commitments, and what holds where, by what a record holds."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from sayso.model import CommitmentRow, CommitmentState, Told
from sayso.model.dates import check_date, last_day
from sayso.record import Query, Store
from sayso.relate import (
    CommitmentContext,
    Turn,
    blocking_keys_of_commitment,
    candidate_filter,
    commitment_contexts,
    track_commitment,
)

__all__ = ["follow_commitments", "follow_rows", "turn_values"]

# A commitment by report and id.
_Id = tuple[str, str]


def follow_commitments(
    store: Store,
    *,
    state: CommitmentState | None = None,
    limit: int | None = None,
    **filters: Any,  # noqa: ANN401 - as Filters has them
) -> Query[CommitmentRow]:
    """The commitments that meet the filters, each with what became of it by `as_of`, else by today.

    With `state` only those of which that has become. It shows when a commitment is followed: they are counted
    by following each that meets the filters.
    """
    asked = filters.get("as_of")
    as_of = last_day(check_date(asked, "as_of")) if asked else datetime.now(UTC).date().isoformat()

    def change(rows: list[CommitmentRow]) -> list[CommitmentRow]:
        followed = _follow(store, rows, as_of)
        return [one for one in followed if state is None or _state(one) is state]

    return store.commitments(limit=limit, **filters).through(change, drops=state is not None)


def follow_rows(store: Store, rows: Sequence[CommitmentRow]) -> list[CommitmentRow]:
    """Some commitments, each with what became of it by today."""
    return _follow(store, rows, datetime.now(UTC).date().isoformat())


def _state(row: CommitmentRow) -> CommitmentState | None:
    return row.followed.state if row.followed else None


def turn_values(turn: Turn) -> dict[str, Any]:
    """A turn of the timeline of situations as a row of the flat table."""
    return {
        "situation": turn.situation,
        "happened": turn.happened,
        "published": turn.published,
        "change": str(turn.change),
        "words": turn.words,
        "sources": " via ".join(turn.sources),
        "report": turn.claim.report,
        "claim": turn.claim.claim,
    }


def _follow(store: Store, rows: Sequence[CommitmentRow], as_of: str) -> list[CommitmentRow]:
    contexts = _contexts(store, rows)
    bearing = _find_bearing(store, contexts, as_of)
    told = store.told_at({place for places in bearing.values() for place in places})
    return [
        _followed(row, contexts, [told[place] for place in bearing.get(_id_of(row), ())], as_of)
        for row in rows
    ]


class _Sought(NamedTuple):
    """A commitment, and which claims may bear on it."""

    id: _Id
    document: str
    made: str
    may_bear: Callable[[bytes], bool]


def _find_bearing(
    store: Store, contexts: Mapping[_Id, CommitmentContext], as_of: str
) -> dict[_Id, set[tuple[int, int]]]:
    """For each commitment where the claims stand that may bear on it."""
    under: dict[int, list[_Sought]] = defaultdict(list)
    for id, one in contexts.items():
        made = (one.report.published or "~")[:10]
        sought = _Sought(id, one.report.document, made, candidate_filter(one))
        for key in blocking_keys_of_commitment(one):
            under[key].append(sought)
    found: dict[_Id, set[tuple[int, int]]] = defaultdict(set)
    for key, place, document, day, profile in store.candidates(under.keys(), as_of=as_of):
        for sought in under[key]:
            # A report that came out before does not tell what became of it, but for the same text.
            if day < sought.made and document != sought.document:
                continue
            if profile is None or sought.may_bear(profile):
                found[sought.id].add(place)
    return found


def _followed(
    row: CommitmentRow, contexts: Mapping[_Id, CommitmentContext], claims: Sequence[Told], as_of: str
) -> CommitmentRow:
    context = contexts.get(_id_of(row))
    if context is None:
        return row
    return msgspec.structs.replace(row, followed=track_commitment(context, claims, as_of=as_of))


def _contexts(store: Store, rows: Iterable[CommitmentRow]) -> dict[_Id, CommitmentContext]:
    """What it takes to follow the commitments of some rows, with what people corrected in them."""
    judged = {_id_of(row): row.commitment for row in rows}
    found = {}
    for reading in store.readings_of({report for report, _ in judged}):
        for one in commitment_contexts(reading):
            id = (reading.report.id, one.commitment.id)
            if id in judged:
                found[id] = msgspec.structs.replace(one, commitment=judged[id])
    return found


def _id_of(row: CommitmentRow) -> _Id:
    return row.report.id, row.commitment.id
