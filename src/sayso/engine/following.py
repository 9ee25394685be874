"""What became of commitments, and what holds where, by what a record holds."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from sayso.model import CommitmentRow, CommitmentState, Told
from sayso.record import Query, Store
from sayso.relate import Turn, Undertaking, follow, keys_of_claim, keys_of_commitment, undertakings_of

__all__ = ["follow_commitments", "turn_values"]


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
    as_of = filters.get("as_of") or datetime.now(UTC).date().isoformat()

    def change(rows: list[CommitmentRow]) -> list[CommitmentRow]:
        followed = _follow(store, rows, as_of)
        return [one for one in followed if state is None or _state(one) is state]

    return store.commitments(limit=limit, **filters).through(change, drops=state is not None)


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
    undertakings = _undertakings(store, rows)
    wanted = {id: keys_of_commitment(one) for id, one in undertakings.items()}
    told = store.told_under({key for keys in wanted.values() for key in keys}, as_of=as_of)
    under: dict[int, list[Told]] = defaultdict(list)
    for one in told:
        for key in keys_of_claim(one):
            under[key].append(one)
    return [_followed(row, undertakings, wanted, under, as_of) for row in rows]


def _followed(
    row: CommitmentRow,
    undertakings: dict[tuple[str, str], Undertaking],
    wanted: dict[tuple[str, str], tuple[int, ...]],
    under: dict[int, list[Told]],
    as_of: str,
) -> CommitmentRow:
    id = _id_of(row)
    if id not in undertakings:
        return row
    claims = {(one.report.id, one.claim.id): one for key in wanted[id] for one in under.get(key, ())}
    followed = follow(undertakings[id], claims.values(), as_of=as_of)
    return msgspec.structs.replace(row, followed=followed)


def _undertakings(store: Store, rows: Iterable[CommitmentRow]) -> dict[tuple[str, str], Undertaking]:
    """What it takes to follow the commitments of some rows, with what people corrected in them."""
    judged = {_id_of(row): row.commitment for row in rows}
    found = {}
    for reading in store.readings_of({report for report, _ in judged}):
        for one in undertakings_of(reading):
            id = (reading.report.id, one.commitment.id)
            if id in judged:
                found[id] = msgspec.structs.replace(one, commitment=judged[id])
    return found


def _id_of(row: CommitmentRow) -> tuple[str, str]:
    return row.report.id, row.commitment.id
