"""Places in sentences: in lists, as the object of a trigger, or as a reference point only."""

from collections.abc import Iterable

from sayso.codebook import word_set
from sayso.gazetteer import is_country
from sayso.model import SourcedClaim, Toponym
from sayso.relate.commitments.parties import place_identity
from sayso.relate.commitments.phrases import says, words_of

__all__ = ["is_adjective", "is_far", "listed", "named_places", "taken_places", "without_reference"]

# Most characters between two places of one list (", as well as ").
_REACH = 14
# Most words between a verb and the place that is its object.
_STEPS = 6
_PASSIVE = frozenset(["was", "were", "been", "is", "under"])
_BESIDE_PASSIVE = frozenset(["has", "have", "had", "the", "now", "still"])


def named_places(places: Iterable[Toponym]) -> tuple[Toponym, ...]:
    """Return the places that are named where they stand; "the building" is a guess at one."""
    return tuple(place for place in places if any(map(str.isupper, place.text)))


def without_reference(sourced: SourcedClaim, places: Iterable[Toponym]) -> list[Toponym]:
    """Return places without those that only tell where another place before them lies.

    "The Gulf of Aden, between Yemen and Somalia", "the strait, which links X to Y".
    """
    text, claim = sourced.report.text, sourced.claim
    found: list[Toponym] = []
    for place in sorted(places, key=lambda place: place.start):
        before = [at for at in sourced.toponyms if claim.sentence.start <= at.start < place.start]
        first = before[0].end if before else place.start
        if not says(text[first : place.start], "situations", "places", "bordering"):
            found.append(place)
    return found


def is_adjective(text: str, place: Toponym) -> bool:
    """Return True if a country's name only tells whose something is ("the Turkish forces", "a US ally")."""
    following = text[place.end :].split(maxsplit=1)[:1]
    word = following[0] if following and text[place.end : place.end + 1] == " " else ""
    is_noun = word.isalpha() and word.islower() and word not in word_set("following", "words", "empty")
    return is_country(place) and place.text != place.name and is_noun


def is_far(text: str, place: Toponym) -> bool:
    """Tell whether a place is only a reference point ("20 km north of Baghdad", "within 5 miles of")."""
    before = " ".join(text[max(0, place.start - 60) : place.start].split()[-6:])
    return before.removesuffix(" the").endswith(" of") and says(before, "situations", "places", "distance")


def listed(sourced: SourcedClaim, places: Iterable[Toponym]) -> list[Toponym]:
    """Return places with all that stand in one list with them ("in Ein al-Assad and Erbil"), each once."""
    found = {place.start: place for place in places}
    candidates = [place for place in sourced.toponyms if sourced.claim.sentence.contains(place)]
    for _ in candidates:
        for candidate in candidates:
            if any(_are_listed(sourced.report.text, candidate, place) for place in found.values()):
                found.setdefault(candidate.start, candidate)
    unique = {place_identity(place): place for _, place in sorted(found.items(), reverse=True)}
    return sorted(unique.values(), key=lambda place: place.start)


def _are_listed(text: str, a: Toponym, b: Toponym) -> bool:
    first, second = sorted((a, b), key=lambda place: place.start)
    between = text[first.end : second.start]
    words = set(words_of(between))
    is_joined = len(between) <= _REACH and ("," in between or bool(words))
    return is_joined and words <= word_set("situations", "places", "listing")


def taken_places(sourced: SourcedClaim) -> list[Toponym]:
    """Return the places that a trigger takes as its object ("captured the town of X", "X was liberated")."""
    trigger, text = sourced.claim.trigger, sourced.report.text
    inside = [
        place
        for place in sourced.toponyms
        if sourced.claim.sentence.contains(place) and not is_adjective(text, place)
    ]
    after = [place for place in inside if place.start >= trigger.end]
    direct = [place for place in after if _links(text[trigger.end : place.start])]
    if direct:
        return listed(sourced, sorted(direct, key=is_country)[:1])
    before = [place for place in inside if place.end <= trigger.start]
    if not before or not _is_passive(text[before[-1].end : trigger.start]):
        return []
    within = len(before) > 1 and " in " in text[before[-2].end : before[-1].start]
    return before[-2:-1] if within and is_country(before[-1]) else before[-1:]


def _links(between: str) -> bool:
    words = words_of(between)
    linking = word_set("situations", "places", "linking")
    return len(words) <= _STEPS and linking.issuperset(words) and "," not in between


def _is_passive(between: str) -> bool:
    words = set(words_of(between))
    return bool(words & _PASSIVE) and words <= _PASSIVE | _BESIDE_PASSIVE
