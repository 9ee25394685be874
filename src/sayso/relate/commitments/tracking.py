"""Tracking of commitments: later claims that keep, break or change them, each with its source."""

from collections.abc import Iterable
from typing import NamedTuple

from sayso.model import (
    Bearing,
    CommitmentState,
    Evidence,
    FollowedCommitment,
    SourcedClaim,
    Strength,
)
from sayso.model.dates import iso_day
from sayso.relate.commitments.blocking import blocking_keys_of_claim, blocking_keys_of_deed
from sayso.relate.commitments.deeds import CommitmentContext, Deed, deeds_of
from sayso.relate.commitments.matching import match_claim
from sayso.relate.commitments.sources import innermost_source, published_by, source_names

__all__ = ["track_commitment"]


class _TrackedClaim(NamedTuple):
    """Later claim that bears on a commitment."""

    sourced: SourcedClaim
    bears: Bearing
    by_deed: bool


def track_commitment(
    context: CommitmentContext, claims: Iterable[SourcedClaim], *, as_of: str | None = None
) -> FollowedCommitment:
    """Return the state of a commitment by later claims and those of its own report, up to a day.

    A claim bears on it if a debtor does the deed (keeps), refuses, fails or does the contrary (breaks), or if
    its date is moved (changes). Claims of other reports count from the day this one was published; undated
    ones, and those after `as_of`, do not. In its own report only later claims keep it. The state is `kept`,
    `broken` or `disputed` by the claims; `expired` if the due date has passed by `as_of` without any such
    claim; else `open`. A compound duty is kept only if each of its parts is, a request stays `open`. A later
    deed overrides an earlier refusal; two sources that contradict each other are
    a dispute, and no count decides it.
    """
    published = published_by(claims, as_of)
    parts = [_track_deed(context, deed, published) for deed in deeds_of(context)]
    evidence = dict.fromkeys(_evidence(tracked) for part in parts for tracked in part)
    return FollowedCommitment(
        commitment=context.commitment,
        report=context.report.id,
        sources=context.sources,
        state=_whole_state([_state(context, part, as_of) for part in parts], context),
        as_of=as_of,
        evidence=tuple(evidence),
    )


def _track_deed(
    context: CommitmentContext, deed: Deed, claims: Iterable[SourcedClaim]
) -> list[_TrackedClaim]:
    """Return the claims that bear on a deed."""
    wanted = blocking_keys_of_deed(deed, context.report.document)
    tracked_claims = [
        _TrackedClaim(claim, *bearing)
        for claim in claims
        if (bearing := match_claim(context, deed, claim))
        and wanted.intersection(blocking_keys_of_claim(claim))
    ]
    # "Kenya postponed the closure": a sentence that postpones a deed does not report it as done.
    moved = {_sentence_of(tracked) for tracked in tracked_claims if tracked.bears is Bearing.CHANGES}
    return [
        tracked
        for tracked in tracked_claims
        if tracked.bears is not Bearing.KEEPS or _sentence_of(tracked) not in moved
    ]


def _whole_state(states: list[CommitmentState], context: CommitmentContext) -> CommitmentState:
    """Return the state of a commitment by those of its parts: kept if all are, broken if one is.

    A request binds nobody, so that it is neither kept nor broken; its evidence is shown all the same.
    """
    if context.commitment.strength is Strength.URGED:
        return CommitmentState.OPEN
    for state in (CommitmentState.BROKEN, CommitmentState.DISPUTED, CommitmentState.EXPIRED):
        if state in states:
            return state
    return CommitmentState.KEPT if set(states) == {CommitmentState.KEPT} else CommitmentState.OPEN


def _sentence_of(tracked: _TrackedClaim) -> tuple[str, int]:
    return tracked.sourced.report.id, tracked.sourced.claim.sentence.start


def _evidence(tracked: _TrackedClaim) -> Evidence:
    sourced = tracked.sourced
    return Evidence(
        report=sourced.report.id,
        claim=sourced.claim.id,
        bears=tracked.bears,
        words=sourced.claim.sentence.text,
        sources=source_names(sourced),
        published=sourced.report.published,
    )


def _state(
    context: CommitmentContext, tracked_claims: list[_TrackedClaim], as_of: str | None
) -> CommitmentState:
    kept = [tracked for tracked in tracked_claims if tracked.bears is Bearing.KEEPS]
    broken = [tracked for tracked in tracked_claims if tracked.bears is Bearing.BREAKS]
    if kept and broken:
        return _weigh(kept, broken)
    if kept:
        return CommitmentState.KEPT
    if broken:
        return CommitmentState.BROKEN
    due = _due(context, tracked_claims)
    return CommitmentState.EXPIRED if due and as_of and due < as_of else CommitmentState.OPEN


def _weigh(kept: list[_TrackedClaim], broken: list[_TrackedClaim]) -> CommitmentState:
    """Return the later of kept and broken if one followed the other, else a dispute between their sources."""
    last_kept, last_broken = max(map(_day, kept)), max(map(_day, broken))
    if last_kept > last_broken:
        return CommitmentState.KEPT
    if last_broken > last_kept and any(tracked.by_deed and _day(tracked) > last_kept for tracked in broken):
        return CommitmentState.BROKEN
    sources = {innermost_source(tracked.sourced) for tracked in (*kept, *broken)}
    if len(sources) == 1 and last_broken > last_kept:
        return CommitmentState.BROKEN
    return CommitmentState.DISPUTED


def _day(tracked: _TrackedClaim) -> str:
    return iso_day(tracked.sourced.report.published)


def _due(context: CommitmentContext, tracked_claims: list[_TrackedClaim]) -> str | None:
    """Return the due day: the last day that a change set, else the commitment's own."""
    moved = [
        tracked.sourced.claim.time.last
        for tracked in tracked_claims
        if tracked.bears is Bearing.CHANGES and tracked.sourced.claim.time and tracked.sourced.claim.time.last
    ]
    own, made = context.commitment.due, iso_day(context.report.published)
    day = own.last if own is not None and (own.last or "") >= made else None
    return max(moved, default=day)
