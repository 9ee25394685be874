"""Which claims may bear on a commitment, told by a few numbers, before their words are read.

Many claims share a key with a commitment ("the army did something"); few name what it is about. A sieve lets
through every claim that may bear on it, and leaves out most that do not.
"""

from collections.abc import Callable, Iterable
from math import ceil
from struct import pack, unpack
from zlib import crc32

from sayso.codebook import read_codebook, word_set
from sayso.model import Claim, SourcedClaim, Status
from sayso.relate.following.deeds import Undertaking, deed_of
from sayso.relate.following.parties import identities_of, place_identity
from sayso.relate.following.wording import lead_of, says, stems_of, window_of

__all__ = [
    "is_changing",
    "is_done",
    "is_undone",
    "named_in",
    "profile_of_claim",
    "sieve_of",
    "spots_of",
]


def named_in(claim: Claim, text: str) -> frozenset[str]:
    """The stems of all that a claim names, as far as it belongs to it."""
    parties = " ".join(one.text for one in (*claim.actors, *claim.recipients, *claim.places))
    meant = claim.object.span.text if claim.object else ""
    return frozenset(stems_of(f"{window_of(claim, text)} {parties} {meant}"))


def spots_of(claim: Claim) -> frozenset[str]:
    """The places of a claim that are smaller than a country."""
    return frozenset(place_identity(place) for place in claim.places if place.feature != "PCLI")


def is_changing(window: str) -> bool:
    """Whether what a trigger opens moves the date of something."""
    return says(window, "following", "words", "changing")


def is_undone(claim: Claim, text: str) -> bool:
    """Whether a claim tells that something is not done, or refused."""
    said = f"{lead_of(claim, text)} {claim.trigger.text}"
    return claim.negated or says(said, "following", "words", "refusing")


def is_done(claim: Claim, text: str) -> bool:
    """Whether a claim tells that something is done, not that it is only meant to be."""
    return claim.status in (Status.OCCURRED, Status.ONGOING) and not _is_willed(claim, text)


def _is_willed(claim: Claim, text: str) -> bool:
    """Whether the word before the trigger says that it is only meant to be."""
    lead = lead_of(claim, text).lower().split()[-1:]
    willed = bool(lead) and lead[0] in word_set("following", "words", "willing")
    return willed or says(claim.trigger.text, "following", "words", "promising")


def profile_of_claim(told: SourcedClaim) -> bytes:
    """What a sieve looks at: whether anything is done, by whom, where, and the words of the sentence."""
    claim, text = told.claim, told.report.text
    # Four numbers say how the others are to be taken.
    tells = is_undone(claim, text) or is_done(claim, text) or is_changing(window_of(claim, text))
    actors, spots = _numbers(identities_of(claim.actors)), _numbers(spots_of(claim))
    words = _numbers(named_in(claim, text).union(stems_of(claim.sentence.text)))
    numbers = (tells, bool(claim.actors), len(actors), len(spots), *actors, *spots, *words)
    return pack(f"<{len(numbers)}I", *numbers)


def sieve_of(undertaking: Undertaking) -> Callable[[bytes], bool]:
    """What tells of a claim's profile whether it may bear on a commitment."""
    deed = deed_of(undertaking)
    debtors, places = frozenset(_numbers(deed.debtors)), frozenset(_numbers(deed.places))
    words, verb = frozenset(_numbers(deed.words)), crc32(deed.verb.encode())
    measure = read_codebook("following")["measure"]
    share = min(measure[one] for one in ("share", "share_within", "share_unsaid"))
    # The least number of words that is such a share; what rounding adds to it is taken off.
    least = ceil(share * len(words) - 1e-9)

    def may_bear(profile: bytes) -> bool:
        # Most are left out by the first number alone.
        if not profile[0]:
            return False
        numbers = unpack(f"<{len(profile) // 4}I", profile)
        first, spots = 4 + numbers[2], numbers[3]
        if numbers[1] and debtors.isdisjoint(numbers[4:first]):
            return False
        named = numbers[first + spots :]
        if spots and places and places.isdisjoint(numbers[first : first + spots]):
            return False
        return len(words.intersection(named)) >= least or (bool(deed.contrary) and verb in named)

    return may_bear


def _numbers(words: Iterable[str]) -> tuple[int, ...]:
    return tuple(crc32(word.encode()) for word in sorted(words))
