"""Tracking of commitments: later claims that keep, break or change them, each with its source."""

from collections.abc import Iterable
from typing import NamedTuple

from sayso.codebook import word_set
from sayso.model import (
    Bearing,
    Commitment,
    CommitmentState,
    Evidence,
    FollowedCommitment,
    SourcedClaim,
    Strength,
)
from sayso.model.dates import is_published_by, iso_day
from sayso.relate.commitments.blocking import (
    blocking_keys_of_claim,
    blocking_keys_of_deed,
    may_bear_on_commitments,
)
from sayso.relate.commitments.deeds import CommitmentContext, Deed, deeds_of
from sayso.relate.commitments.matching import match_claim
from sayso.relate.commitments.outcomes import find_outcome
from sayso.relate.commitments.sources import innermost_source, published_by, source_names

__all__ = ["track_commitment"]


class _TrackedClaim(NamedTuple):
    """Claim that bears on a commitment: by a deed or by words, by which source, and the due day it sets."""

    evidence: Evidence
    by_deed: bool
    source: str
    sentence: int
    due: str | None = None


def track_commitment(
    context: CommitmentContext, claims: Iterable[SourcedClaim], *, as_of: str | None = None
) -> FollowedCommitment:
    """Return the state of a commitment by later claims and those of its own report, up to a day.

    A claim bears on it if a debtor does the deed (keeps), refuses, fails or does the contrary (breaks), or if
    its date is moved (changes). Claims of other reports count from the day this one was published; undated
    ones, and those after `as_of`, do not. In its own report only later claims keep it, unless the promise is
    the background of its news. The state is `kept`, `broken` or `disputed` by the claims; `expired` if the
    due date has passed by `as_of` without any such claim; else `open`. A compound duty is kept only if each
    of its parts is, a request stays `open`. A later deed overrides an earlier refusal; two sources that
    contradict each other are a dispute, and no count decides it.
    """
    published = published_by(filter(may_bear_on_commitments, claims), as_of)
    named = _outcome_claims(context, as_of)
    parts = [[*named, *_track_deed(context, deed, published)] for deed in deeds_of(context)]
    evidence = dict.fromkeys(tracked.evidence for part in parts for tracked in part)
    return FollowedCommitment(
        commitment=context.commitment,
        report=context.report.id,
        sources=context.sources,
        state=_whole_state([_state(context, part, as_of) for part in parts], context),
        as_of=as_of,
        evidence=tuple(evidence),
    )


def _outcome_claims(context: CommitmentContext, as_of: str | None) -> list[_TrackedClaim]:
    """Return the claim that states a commitment if its own report names what became of it."""
    outcome = find_outcome(context)
    report = context.report
    if outcome is None or not is_published_by(report.published, as_of):
        return []
    evidence = Evidence(
        report=report.id,
        claim=outcome.claim.id,
        bears=outcome.bears,
        words=outcome.words,
        sources=outcome.sources,
        published=report.published,
    )
    source = next(iter(outcome.sources), "") or report.publisher or report.url or report.id
    return [_TrackedClaim(evidence, by_deed=False, source=source, sentence=outcome.claim.sentence.start)]


def _track_deed(
    context: CommitmentContext, deed: Deed, claims: Iterable[SourcedClaim]
) -> list[_TrackedClaim]:
    """Return the claims that bear on a deed."""
    wanted = blocking_keys_of_deed(deed, context.report.document)
    tracked_claims = [
        _tracked(claim, *bearing)
        for claim in claims
        if (bearing := match_claim(context, deed, claim))
        and wanted.intersection(blocking_keys_of_claim(claim))
    ]
    # "Kenya postponed the closure": a sentence that postpones a deed does not report it as done.
    moved = {_sentence_of(tracked) for tracked in tracked_claims if _bears(tracked) is Bearing.CHANGES}
    return [
        tracked
        for tracked in tracked_claims
        if _bears(tracked) is not Bearing.KEEPS or _sentence_of(tracked) not in moved
    ]


def _tracked(sourced: SourcedClaim, bears: Bearing, by_deed: bool) -> _TrackedClaim:
    claim = sourced.claim
    evidence = Evidence(
        report=sourced.report.id,
        claim=claim.id,
        bears=bears,
        words=claim.sentence.text,
        sources=source_names(sourced),
        published=sourced.report.published,
    )
    due = claim.time.last if claim.time else None
    return _TrackedClaim(evidence, by_deed, innermost_source(sourced), claim.sentence.start, due)


def _whole_state(states: list[CommitmentState], context: CommitmentContext) -> CommitmentState:
    """Return the state of a commitment by those of its parts: kept if all are, broken if one is.

    A request binds nobody, so that it is neither kept nor broken; its evidence is shown all the same. "We
    must stand together" is one, too.
    """
    if _is_request(context.commitment):
        return CommitmentState.OPEN
    for state in (CommitmentState.BROKEN, CommitmentState.DISPUTED, CommitmentState.EXPIRED):
        if state in states:
            return state
    return CommitmentState.KEPT if set(states) == {CommitmentState.KEPT} else CommitmentState.OPEN


def _is_request(commitment: Commitment) -> bool:
    debtor = commitment.debtor.text.lower() if commitment.debtor else ""
    is_duty = commitment.strength in (Strength.MUST, Strength.SHALL)
    addressed = is_duty and debtor in word_set("following", "words", "addressed")
    return commitment.strength is Strength.URGED or addressed


def _bears(tracked: _TrackedClaim) -> Bearing:
    return tracked.evidence.bears


def _sentence_of(tracked: _TrackedClaim) -> tuple[str, int]:
    return tracked.evidence.report, tracked.sentence


def _state(
    context: CommitmentContext, tracked_claims: list[_TrackedClaim], as_of: str | None
) -> CommitmentState:
    kept = [tracked for tracked in tracked_claims if _bears(tracked) is Bearing.KEEPS]
    broken = [tracked for tracked in tracked_claims if _bears(tracked) is Bearing.BREAKS]
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
    sources = {tracked.source for tracked in (*kept, *broken)}
    if len(sources) == 1 and last_broken > last_kept:
        return CommitmentState.BROKEN
    return CommitmentState.DISPUTED


def _day(tracked: _TrackedClaim) -> str:
    return iso_day(tracked.evidence.published)


def _due(context: CommitmentContext, tracked_claims: list[_TrackedClaim]) -> str | None:
    """Return the due day: the last day that a change set, else the commitment's own."""
    moved = [tracked.due for tracked in tracked_claims if _bears(tracked) is Bearing.CHANGES and tracked.due]
    own, made = context.commitment.due, iso_day(context.report.published)
    day = own.last if own is not None and (own.last or "") >= made else None
    return max(moved, default=day)
