"""Blocking of claims for a commitment: keys and profiles that select candidates before their words are read.

Many claims share a key with a commitment ("the army did something"); few name its content. The filter of
profiles passes every claim that may bear on a commitment, and drops most that do not.
"""

import hashlib
from collections.abc import Callable, Iterable
from math import ceil
from struct import pack, unpack
from zlib import crc32

from sayso.codebook import read_codebook
from sayso.model import BlockingKeys, SourcedClaim
from sayso.relate.commitments.deeds import CommitmentContext, Deed, deeds_of, kinds_of
from sayso.relate.commitments.matching import is_changing, is_done, is_undone, named_in, spots_of
from sayso.relate.commitments.parties import identities_of, place_identity
from sayso.relate.commitments.phrases import (
    adjacent_verbs,
    alike_of,
    lead_of,
    root_of,
    roots_of,
    says,
    window_of,
)

__all__ = [
    "blocking_keys_of_claim",
    "blocking_keys_of_commitment",
    "blocking_keys_of_deed",
    "blocking_profile",
    "candidate_filter",
    "index_claim",
    "may_bear_on_commitments",
]

_REFUSED, _CHANGED, _ALIKE, _ACT = "refused", "changed", "alike/", "act/"


def blocking_keys_of_commitment(context: CommitmentContext) -> tuple[int, ...]:
    """Return integer keys: only claims that share one can bear on the commitment."""
    document = context.report.document
    keys = frozenset(key for deed in deeds_of(context) for key in blocking_keys_of_deed(deed, document))
    return tuple(sorted(keys))


def blocking_keys_of_claim(sourced: SourcedClaim) -> tuple[int, ...]:
    """Return the keys under which a store finds a claim for the commitments it may bear on."""
    claim = sourced.claim
    window = window_of(claim, sourced.report.text)
    around = lead_of(claim, sourced.report.text) + window
    acts = [*kinds_of(claim), root_of(claim.trigger.text.split()[0] if claim.trigger.text.split() else "")]
    acts += [f"{_ALIKE}{group}" for group in alike_of(claim, sourced.report.text)]
    if says(around, "following", "words", "refusing") or claim.negated:
        acts.append(_REFUSED)
    if is_changing(window):
        acts.append(_CHANGED)
    parties = [*identities_of((*claim.actors, *claim.recipients)), *map(place_identity, claim.places)]
    parties.append(sourced.report.document)
    beside = adjacent_verbs(claim, sourced.report.text)
    pairs = [(act, party) for act in acts for party in parties]
    pairs += [(act, party) for act in beside for party in identities_of(claim.actors)]
    return tuple(sorted(set(_keys(pairs))))


def may_bear_on_commitments(sourced: SourcedClaim) -> bool:
    """Tell whether a claim has the confidence to bear on commitments, less than events ask for."""
    return sourced.claim.is_confident(read_codebook("following")["measure"]["confidence"])


def index_claim(sourced: SourcedClaim) -> BlockingKeys:
    """Return the blocking keys and the profile of a claim, as a store keeps them."""
    return BlockingKeys(blocking_keys_of_claim(sourced), blocking_profile(sourced))


def blocking_keys_of_deed(deed: Deed, document: str) -> frozenset[int]:
    """Return the blocking keys of a deed: hashes of each act that bears on it with each party or place.

    Its document is one of them, since a report may tell the deed again without naming anybody.
    """
    like = (f"{_ALIKE}{group}" for group in deed.alike | deed.unlike)
    acts = {*deed.kinds, *deed.contrary, deed.verb, *like, _REFUSED, _CHANGED}
    return frozenset(_keys((act, party) for act in acts for party in {*deed.debtors, *deed.places, document}))


def _keys(pairs: Iterable[tuple[str, str]]) -> Iterable[int]:
    for act, party in pairs:
        yield int.from_bytes(hashlib.sha256(f"{act}\0{party}".encode()).digest()[:8]) >> 1


def blocking_profile(sourced: SourcedClaim) -> bytes:
    """Return the packed profile of a claim: its status, actors, places, words and groups of like verbs."""
    claim, text = sourced.claim, sourced.report.text
    # The first four numbers are the header: informative, has actors, number of actors, number of places.
    is_informative = is_undone(claim, text) or is_done(claim, text) or is_changing(window_of(claim, text))
    is_informative |= bool(adjacent_verbs(claim, text))
    actors, spots = _numbers(identities_of(claim.actors)), _numbers(spots_of(claim))
    acts = [f"{_ALIKE}{group}" for group in alike_of(claim, text)]
    acts += [f"{_ACT}{root}" for root in (*roots_of(claim.trigger.text), *adjacent_verbs(claim, text))]
    words = _numbers(named_in(claim, text).union(roots_of(claim.sentence.text), acts))
    numbers = (is_informative, bool(claim.actors), len(actors), len(spots), *actors, *spots, *words)
    return pack(f"<{len(numbers)}I", *numbers)


def candidate_filter(context: CommitmentContext) -> Callable[[bytes], bool]:
    """Return a test of claims' profiles: whether the claim may bear on a commitment."""
    filters = [_deed_filter(deed) for deed in deeds_of(context)]
    return lambda profile: any(may_bear(profile) for may_bear in filters)


def _deed_filter(deed: Deed) -> Callable[[bytes], bool]:
    debtors, places = frozenset(_numbers(deed.debtors)), frozenset(_numbers(deed.places))
    words, verb = frozenset(_numbers(deed.words)), crc32(deed.verb.encode())
    like = (f"{_ALIKE}{group}" for group in deed.alike | deed.unlike)
    acts = frozenset(_numbers([f"{_ACT}{deed.verb}", *like]))
    measure = read_codebook("following")["measure"]
    share = min(measure[name] for name in ("share", "share_within", "share_unsaid", "share_contrary"))
    # The least number of words that reaches the share; 1e-9 guards against rounding up.
    least = ceil(share * len(words) - 1e-9)

    def may_bear(profile: bytes) -> bool:
        # The first number alone drops most claims.
        if not profile[0]:
            return False
        numbers = unpack(f"<{len(profile) // 4}I", profile)
        first, spots = 4 + numbers[2], numbers[3]
        if numbers[1] and debtors.isdisjoint(numbers[4:first]):
            return False
        named = numbers[first + spots :]
        if spots and places and places.isdisjoint(numbers[first : first + spots]):
            return False
        acted = bool(numbers[1]) and not acts.isdisjoint(named)
        against = bool(deed.contrary) and verb in named
        return acted or against or len(words.intersection(named)) >= least

    return may_bear


def _numbers(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(crc32(word.encode()) for word in sorted(words))
