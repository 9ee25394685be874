"""Places as sentences name them: in lists, as what is taken, or only to say where another lies."""

from collections.abc import Iterable

from sayso.codebook import word_set
from sayso.model import Told, Toponym
from sayso.relate.commitments.parties import place_identity
from sayso.relate.commitments.phrases import says, words_of

__all__ = ["is_far", "listed", "taken_places"]

# A list of two places has no more than this between them (", as well as ").
_REACH = 14
# Between a verb and the place it takes stand no more words than this.
_STEPS = 6
_PASSIVE = frozenset(["was", "were", "been", "is", "under", "has"])
_BESIDE_PASSIVE = frozenset(["have", "had", "the", "now", "still"])


def is_far(text: str, place: Toponym) -> bool:
    """Whether a place only says where another lies ("20 km north of Baghdad", "within 5 miles of")."""
    before = " ".join(text[max(0, place.start - 60) : place.start].split()[-6:])
    return before.removesuffix(" the").endswith(" of") and says(before, "situations", "places", "distance")


def listed(told: Told, places: Iterable[Toponym]) -> list[Toponym]:
    """Places with all that stand in one list with them ("in Ein al-Assad and Erbil"), each once."""
    found = {place.start: place for place in places}
    others = [place for place in told.toponyms if told.claim.sentence.contains(place)]
    for _ in others:
        for other in others:
            if any(_are_listed(told.report.text, other, one) for one in found.values()):
                found.setdefault(other.start, other)
    unique = {place_identity(place): place for _, place in sorted(found.items(), reverse=True)}
    return sorted(unique.values(), key=lambda place: place.start)


def _are_listed(text: str, one: Toponym, other: Toponym) -> bool:
    first, second = sorted((one, other), key=lambda place: place.start)
    between = text[first.end : second.start]
    words = set(words_of(between))
    is_joined = len(between) <= _REACH and ("," in between or bool(words))
    return is_joined and words <= word_set("situations", "places", "listing")


def taken_places(told: Told) -> list[Toponym]:
    """The places that a trigger takes as its object ("captured the town of X", "X was liberated")."""
    trigger, text = told.claim.trigger, told.report.text
    inside = [place for place in told.toponyms if told.claim.sentence.contains(place)]
    after = [place for place in inside if place.start >= trigger.end]
    direct = [place for place in after if _links(text[trigger.end : place.start])]
    if direct:
        return listed(told, sorted(direct, key=lambda place: place.feature == "PCLI")[:1])
    before = [place for place in inside if place.end <= trigger.start]
    if not before or not _is_passive(text[before[-1].end : trigger.start]):
        return []
    within = len(before) > 1 and " in " in text[before[-2].end : before[-1].start]
    return before[-2:-1] if within and before[-1].feature == "PCLI" else before[-1:]


def _links(between: str) -> bool:
    words = words_of(between)
    linking = word_set("situations", "places", "linking")
    return len(words) <= _STEPS and linking.issuperset(words) and "," not in between


def _is_passive(between: str) -> bool:
    words = set(words_of(between))
    return bool(words & _PASSIVE) and words <= _PASSIVE | _BESIDE_PASSIVE
