"""Tracking of a record's commitments: their state as of a day, by later claims."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from sayso.model import CommitmentRow, CommitmentState, FollowedCommitment, Period, SourcedClaim, Strength
from sayso.model.dates import check_date, date_part, last_day
from sayso.record import Query, Store
from sayso.relate import (
    CommitmentContext,
    blocking_keys_of_commitment,
    candidate_filter,
    commitment_contexts,
    track_commitment,
)

__all__ = ["TrackedChange", "find_tracked_changes", "track_commitments", "track_rows"]

# A commitment by report and id.
_Id = tuple[str, str]


def track_commitments(
    store: Store,
    *,
    state: CommitmentState | None = None,
    limit: int | None = None,
    **filters: Any,  # noqa: ANN401 - as Filters has them
) -> Query[CommitmentRow]:
    """Query the commitments that meet the filters, each with its state as of `as_of`, else of today.

    With `state` only those in that state. The state is computed per row: counting them means tracking every
    commitment that meets the filters.
    """
    asked = filters.get("as_of")
    as_of = last_day(check_date(asked, "as_of")) if asked else datetime.now(UTC).date().isoformat()

    def change(rows: list[CommitmentRow]) -> list[CommitmentRow]:
        tracked = _track(store, rows, as_of)
        return [row for row in tracked if state is None or _state(row) is state]

    return store.commitments(limit=limit, **filters).through(change, drops=state is not None)


def track_rows(store: Store, rows: Sequence[CommitmentRow]) -> list[CommitmentRow]:
    """Return commitments with their state as of today."""
    return _track(store, rows, datetime.now(UTC).date().isoformat())


class TrackedChange(NamedTuple):
    """A commitment whose state changed in a period, or that is new in it: then `before` is None."""

    before: FollowedCommitment | None
    after: FollowedCommitment
    row: CommitmentRow


def find_tracked_changes(store: Store, period: Period, **filters: Any) -> Iterator[TrackedChange]:  # noqa: ANN401 - as Filters
    """Yield the commitments that meet the filters and are new in a period, or got another state in it.

    Only those are tracked that a claim of a new report may bear on, or whose day passed. One whose day was
    moved and passed without a new report is not among them.
    """
    rows = list(store.commitments(**filters))
    known_at = store.known_at({row.report.id for row in rows}, period.by)
    rows = [row for row in rows if not period.has_ended(known_at[row.report.id])]
    old = [row for row in rows if not period.has_begun(known_at[row.report.id])]
    # A copy of a report holds the same commitments again.
    there = {row.commitment.key for row in old}
    new = [row for row in rows if row.commitment.key not in there]
    # A request stays open, whatever is reported of it.
    old = _touched(store, [row for row in old if row.commitment.strength is not Strength.URGED], period)
    once = {row.commitment.key: row for row in reversed([*old, *new])}
    for before, after, row in _track_twice(store, list(reversed(once.values())), period):
        if row.commitment.key not in there:
            yield TrackedChange(None, after, row)
        elif before.state is not after.state:
            yield TrackedChange(before, after, row)


def _touched(store: Store, rows: Sequence[CommitmentRow], period: Period) -> list[CommitmentRow]:
    """Return the commitments whose state may have changed in a period."""
    new = store.new_keys(period)
    commitments = _load_commitments(store, rows) if new else {}
    borne_on = {
        id
        for id, commitment in commitments.items()
        if not new.isdisjoint(blocking_keys_of_commitment(commitment))
    }
    return [row for row in rows if _id_of(row) in borne_on or _is_due_in(row, period)]


def _is_due_in(row: CommitmentRow, period: Period) -> bool:
    first, last = period.days
    return row.commitment.due is not None and first <= (row.commitment.due.last or "") < last


def _track_twice(
    store: Store, rows: Sequence[CommitmentRow], period: Period
) -> Iterator[tuple[FollowedCommitment, FollowedCommitment, CommitmentRow]]:
    """Yield the state of commitments at the beginning and at the end of a period."""
    commitments = _load_commitments(store, rows)
    candidates = _find_candidates(store, commitments, None)
    claims = store.told_at({place for places in candidates.values() for place in places})
    known_at = store.known_at({claim.report.id for claim in claims.values()}, period.by)
    first, last = period.days
    for row in rows:
        commitment = commitments.get(_id_of(row))
        if commitment is None:
            continue
        found = [claims[place] for place in candidates.get(_id_of(row), ())]
        now = [claim for claim in found if not period.has_ended(known_at[claim.report.id])]
        then = [claim for claim in now if not period.has_begun(known_at[claim.report.id])]
        before = track_commitment(commitment, then, as_of=first)
        yield before, track_commitment(commitment, now, as_of=last), row


def _state(row: CommitmentRow) -> CommitmentState | None:
    return row.followed.state if row.followed else None


def _track(store: Store, rows: Sequence[CommitmentRow], as_of: str) -> list[CommitmentRow]:
    commitments = _load_commitments(store, rows)
    candidates = _find_candidates(store, commitments, as_of)
    claims = store.told_at({place for places in candidates.values() for place in places})
    return [
        _tracked(row, commitments, [claims[place] for place in candidates.get(_id_of(row), ())], as_of)
        for row in rows
    ]


class _CandidateFilter(NamedTuple):
    """Filter of the candidate claims of a commitment: by document, day (`made`) and profile."""

    id: _Id
    document: str
    made: str
    may_bear: Callable[[bytes], bool]


def _find_candidates(
    store: Store, commitments: Mapping[_Id, CommitmentContext], as_of: str | None
) -> dict[_Id, set[tuple[int, int]]]:
    """Return for each commitment the places of the claims that may bear on it."""
    by_key: dict[int, list[_CandidateFilter]] = defaultdict(list)
    for id, commitment in commitments.items():
        made = date_part(commitment.report.published) or "~"
        criteria = _CandidateFilter(id, commitment.report.document, made, candidate_filter(commitment))
        for key in blocking_keys_of_commitment(commitment):
            by_key[key].append(criteria)
    found: dict[_Id, set[tuple[int, int]]] = defaultdict(set)
    for key, place, document, day, profile in store.candidates(by_key.keys(), as_of=as_of):
        for criteria in by_key[key]:
            # An earlier report says nothing of a commitment's outcome, unless it has the same text.
            if day < criteria.made and document != criteria.document:
                continue
            if profile is None or criteria.may_bear(profile):
                found[criteria.id].add(place)
    return found


def _tracked(
    row: CommitmentRow,
    commitments: Mapping[_Id, CommitmentContext],
    claims: Sequence[SourcedClaim],
    as_of: str,
) -> CommitmentRow:
    commitment = commitments.get(_id_of(row))
    if commitment is None:
        return row
    return msgspec.structs.replace(row, followed=track_commitment(commitment, claims, as_of=as_of))


def _load_commitments(store: Store, rows: Iterable[CommitmentRow]) -> dict[_Id, CommitmentContext]:
    """Load all that tracking the commitments of some rows needs, with people's corrections."""
    judged = {_id_of(row): row.commitment for row in rows}
    found = {}
    for reading in store.readings_of({report for report, _ in judged}):
        for commitment in commitment_contexts(reading):
            id = (reading.report.id, commitment.commitment.id)
            if id in judged:
                found[id] = msgspec.structs.replace(commitment, commitment=judged[id])
    return found


def _id_of(row: CommitmentRow) -> _Id:
    return row.report.id, row.commitment.id
