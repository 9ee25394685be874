"""What became of commitments: later claims that keep, break or change them, each on whose word."""

import hashlib
from collections.abc import Iterable
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.model import (
    Bearing,
    BlockingKeys,
    Claim,
    CommitmentState,
    Evidence,
    FollowedCommitment,
    SourcedClaim,
    Status,
)
from sayso.relate.following.deeds import Deed, Undertaking, deed_of, kinds_of, undertakings_of
from sayso.relate.following.parties import are_sure, identities_of, place_identity
from sayso.relate.following.sieves import (
    is_changing,
    is_done,
    is_undone,
    named_in,
    profile_of_claim,
    spots_of,
)
from sayso.relate.following.tellers import innermost_source, names_of, publication_day, told_by
from sayso.relate.following.wording import lead_of, says, stem_of, stems_of, window_of

__all__ = ["Undertaking", "follow", "keys_of_claim", "keys_of_commitment", "seek_claim", "undertakings_of"]

_REFUSED, _CHANGED = "refused", "changed"


class _Heard(NamedTuple):
    """A later claim that bears on a commitment."""

    told: SourcedClaim
    bears: Bearing
    by_deed: bool


def follow(
    undertaking: Undertaking, claims: Iterable[SourcedClaim], *, as_of: str | None = None
) -> FollowedCommitment:
    """What became of a commitment by a day, by later claims and those of its own report.

    A claim bears on it when one who owes the deed does it (keeps), refuses, fails or does the contrary
    (breaks), or when its date is moved (changes). Claims of other reports count from the day this one was
    published; those without a date, and those after `as_of`, do not. In its own report only what is told
    after it keeps it. The state is `kept`, `broken` or `disputed` by what is told; `expired` if the due date
    has passed by `as_of` and nothing was told; else `open`. A later deed goes before an earlier refusal; two
    sources that cannot both be right are a dispute, and no count decides it.
    """
    deed = deed_of(undertaking)
    wanted = frozenset(_keys(_wanted(deed)))
    heard = [
        _Heard(one, *bearing)
        for one in told_by(claims, as_of)
        if (bearing := _bearing(undertaking, deed, one)) and wanted.intersection(keys_of_claim(one))
    ]
    # "Kenya postponed the closure": what is put off in a sentence is not done by it.
    moved = {_sentence_of(one) for one in heard if one.bears is Bearing.CHANGES}
    heard = [one for one in heard if one.bears is not Bearing.KEEPS or _sentence_of(one) not in moved]
    return FollowedCommitment(
        commitment=undertaking.commitment,
        report=undertaking.report.id,
        sources=undertaking.sources,
        state=_state(undertaking, heard, as_of),
        as_of=as_of,
        evidence=tuple(map(_evidence, heard)),
    )


def _sentence_of(heard: _Heard) -> tuple[str, int]:
    return heard.told.report.id, heard.told.claim.sentence.start


def keys_of_commitment(undertaking: Undertaking) -> tuple[int, ...]:
    """Whole numbers: only claims that share one can bear on the commitment."""
    return tuple(sorted(set(_keys(_wanted(deed_of(undertaking))))))


def keys_of_claim(told: SourcedClaim) -> tuple[int, ...]:
    """The numbers under which a store finds a claim for the commitments that it may bear on."""
    claim = told.claim
    window = window_of(claim, told.report.text)
    around = lead_of(claim, told.report.text) + window
    acts = [*kinds_of(claim), stem_of(claim.trigger.text.split()[0] if claim.trigger.text.split() else "")]
    if says(around, "following", "words", "refusing") or claim.negated:
        acts.append(_REFUSED)
    if is_changing(window):
        acts.append(_CHANGED)
    who = [*identities_of((*claim.actors, *claim.recipients)), *map(place_identity, claim.places)]
    return tuple(sorted(set(_keys((act, one) for act in acts for one in who))))


def seek_claim(told: SourcedClaim) -> BlockingKeys:
    """How a store finds a claim for the commitments that it may bear on."""
    return BlockingKeys(keys_of_claim(told), profile_of_claim(told))


def _wanted(deed: Deed) -> Iterable[tuple[str, str]]:
    acts = {*deed.kinds, *deed.contrary, deed.verb, _REFUSED, _CHANGED}
    return ((act, one) for act in sorted(acts) for one in sorted(deed.debtors | deed.places))


def _keys(pairs: Iterable[tuple[str, str]]) -> Iterable[int]:
    for act, who in pairs:
        yield int.from_bytes(hashlib.sha256(f"{act}\0{who}".encode()).digest()[:8]) >> 1


def _bearing(undertaking: Undertaking, deed: Deed, told: SourcedClaim) -> tuple[Bearing, bool] | None:
    """What a claim means for a commitment, and whether by a deed rather than by a word of refusal."""
    within = told.report.document == undertaking.report.document
    if _is_earlier(undertaking, told) if not within else _only_states(undertaking, deed, told.claim):
        return None
    debtors = identities_of(told.claim.actors) & deed.debtors
    if not debtors and not _may_be_theirs(deed, told.claim):
        return None
    near = _Near(
        act=_is_same_act(deed, told.claim),
        contrary=not within and bool(kinds_of(told.claim) & deed.contrary),
        share=_share(deed, told),
        after=not within or told.claim.trigger.start > undertaking.commitment.deed.end,
    )
    least = _measure("share_within" if within else "share") if are_sure(debtors) else _measure("share_unsaid")
    if near.share < least or _is_elsewhere(deed, told.claim) or not (deed.words or are_sure(debtors)):
        return None
    return _judged(undertaking, deed, told, near)


def _may_be_theirs(deed: Deed, claim: Claim) -> bool:
    """Whether a claim that says nothing of who did it is of the debtor, or of where the deed is due."""
    touched = identities_of(claim.recipients) & deed.debtors
    return not claim.actors and bool(touched or deed.places.intersection(map(place_identity, claim.places)))


class _Near(NamedTuple):
    """How near a claim comes to a deed: same or contrary act, share of its words, whether told after it."""

    act: bool
    contrary: bool
    share: float
    after: bool


def _measure(name: str) -> float:
    return float(read_codebook("following")["measure"][name])


def _judged(
    undertaking: Undertaking, deed: Deed, told: SourcedClaim, near: _Near
) -> tuple[Bearing, bool] | None:
    claim, text = told.claim, told.report.text
    window = window_of(claim, text)
    named = near.act or deed.verb in stems_of(window)
    if named and is_changing(window):
        return Bearing.CHANGES, False
    if is_undone(claim, text):
        meant = named or (bool(deed.words) and near.share >= _measure("share_unsaid"))
        undone = meant and not deed.forbidden and not _may_still_come(undertaking, told)
        return (Bearing.BREAKS, False) if undone else None
    if not is_done(claim, text):
        return None
    if near.contrary or (deed.forbidden and near.act):
        return Bearing.BREAKS, True
    kept = near.act and near.after and not deed.forbidden and not deed.goes_on
    return (Bearing.KEEPS, True) if kept and claim.status is Status.OCCURRED else None


def _only_states(undertaking: Undertaking, deed: Deed, claim: Claim) -> bool:
    """Whether a claim of the same report states a commitment, or the deed has no words to be met by."""
    stated = undertaking.commitment.deed.overlaps(claim.sentence)
    return stated or not deed.words or any(span.contains(claim.trigger) for span in undertaking.stated)


def _is_earlier(undertaking: Undertaking, told: SourcedClaim) -> bool:
    made, published = publication_day(undertaking.report), publication_day(told.report)
    if made is None or published is None or published < made:
        return True
    happened = told.claim.time.last if told.claim.time else None
    return happened is not None and happened < made


def _is_same_act(deed: Deed, claim: Claim) -> bool:
    return bool(kinds_of(claim) & deed.kinds) or deed.verb in stems_of(claim.trigger.text)


def _may_still_come(undertaking: Undertaking, told: SourcedClaim) -> bool:
    """Whether a deed that is told as not done "yet" is not late."""
    due = undertaking.commitment.due
    late = due is not None and due.last is not None and (publication_day(told.report) or "") > due.last
    span = told.claim.sentence
    return not late and says(told.report.text[span.start : span.end], "following", "words", "not_yet")


def _share(deed: Deed, told: SourcedClaim) -> float:
    """How much of what the deed names comes back in a claim; all of it where it names nothing."""
    claim = told.claim
    against = kinds_of(claim) & deed.contrary and deed.verb in stems_of(claim.sentence.text)
    if not deed.words or against:
        return 1.0
    return len(deed.words & named_in(claim, told.report.text)) / len(deed.words)


def _is_elsewhere(deed: Deed, claim: Claim) -> bool:
    places = spots_of(claim)
    return bool(places) and bool(deed.places) and not places & deed.places


def _evidence(heard: _Heard) -> Evidence:
    told = heard.told
    return Evidence(
        report=told.report.id,
        claim=told.claim.id,
        bears=heard.bears,
        words=told.claim.sentence.text,
        sources=names_of(told),
        published=told.report.published,
    )


def _state(undertaking: Undertaking, heard: list[_Heard], as_of: str | None) -> CommitmentState:
    kept = [one for one in heard if one.bears is Bearing.KEEPS]
    broken = [one for one in heard if one.bears is Bearing.BREAKS]
    if kept and broken:
        return _weigh(kept, broken)
    if kept:
        return CommitmentState.KEPT
    if broken:
        return CommitmentState.BROKEN
    due = _due(undertaking, heard)
    return CommitmentState.EXPIRED if due and as_of and due < as_of else CommitmentState.OPEN


def _weigh(kept: list[_Heard], broken: list[_Heard]) -> CommitmentState:
    """Kept and broken: a change if one came after the other, else a dispute between those who tell it."""
    last_kept, last_broken = max(map(_day, kept)), max(map(_day, broken))
    if last_kept > last_broken:
        return CommitmentState.KEPT
    if last_broken > last_kept and any(one.by_deed and _day(one) > last_kept for one in broken):
        return CommitmentState.BROKEN
    told_by_one = {innermost_source(one.told) for one in (*kept, *broken)}
    if len(told_by_one) == 1 and last_broken > last_kept:
        return CommitmentState.BROKEN
    return CommitmentState.DISPUTED


def _day(heard: _Heard) -> str:
    return publication_day(heard.told.report) or ""


def _due(undertaking: Undertaking, heard: list[_Heard]) -> str | None:
    """The day a deed is due: the last of those that a change gave it, else its own."""
    moved = [
        one.told.claim.time.last
        for one in heard
        if one.bears is Bearing.CHANGES and one.told.claim.time and one.told.claim.time.last
    ]
    own, made = undertaking.commitment.due, publication_day(undertaking.report)
    day = own.last if own is not None and (own.last or "") >= (made or "") else None
    return max(moved, default=day)
