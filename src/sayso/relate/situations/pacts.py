"""Cease-fires and sanctions: states between parties."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import country_of, is_country
from sayso.model import Change, Entity, EntityKind, Participant, SourcedClaim, Toponym
from sayso.relate.commitments.parties import place_identity, same_state
from sayso.relate.commitments.phrases import root_of, words_of
from sayso.relate.situations.stations import is_adjective, named_places
from sayso.relate.situations.ties import UNKNOWN, Tie, entity_of, is_resolved, place_entity

__all__ = ["tie_ceasefire", "tie_sanctions"]

# Most characters between a trigger and a place that belongs to it ("sanctions on Belarus").
_BESIDE = 40


def tie_ceasefire(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return a cease-fire by its place and by each pair of its parties."""
    parties = _parties((*sourced.claim.actors, *sourced.claim.recipients))
    places = _truce_places(sourced, change)
    pairs = [f"{a.id}|{b.id}" for a, b in combinations(parties, 2)]
    subjects = [*parties, *map(place_entity, places)]
    if not subjects:
        return
    tokens = (*map(place_identity, places[:1]), *pairs)
    second = parties[1] if len(parties) > 1 else None
    yield Tie(subjects[0], second, next(iter(places), None), tokens or (subjects[0].id,), change)


def tie_sanctions(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return the targets of sanctions and, if stated, the imposers."""
    countries = filter(is_country, _places_beside(sourced))
    targets = _parties(sourced.claim.recipients) or [place_entity(place) for place in countries][:1]
    imposers = _parties(sourced.claim.actors)
    for target in targets:
        imposer = next((candidate for candidate in imposers if candidate.id != target.id), UNKNOWN)
        yield Tie(imposer, target, None, (f"{imposer.id}>{target.id}",), change)


def _parties(parties: Iterable[Participant]) -> list[Entity]:
    sides = [side for party in parties if (side := _side_of(party)) is not None and is_resolved(side)]
    return sorted({side.id: side for side in sides}.values(), key=lambda side: side.id)


def _side_of(party: Participant) -> Entity | None:
    """Return the state for its government and army, else the group or body itself."""
    entity = party.entity
    if entity is None or entity.kind not in (EntityKind.GROUP, EntityKind.ORGANIZATION, EntityKind.COUNTRY):
        return None
    state = same_state(entity) if entity.id.startswith("country/") else ""
    country = country_of(state.removeprefix("state/")) if state else None
    if country is None:
        return entity_of(party)
    return Entity(
        id=country.key,
        name=country.name,
        kind=EntityKind.COUNTRY,
        code=country.code,
        country=country.code,
        gazetteer=country.key,
    )


def _truce_places(sourced: SourcedClaim, change: Change) -> list[Toponym]:
    """Return the places where arms rest: those that the words for the truce or for its sides name.

    A town where a truce is signed is none: "sign a cease-fire in Geneva".
    """
    claim, text = sourced.claim, sourced.report.text
    inside = [place for place in named_places(sourced.toponyms) if claim.sentence.contains(place)]
    bound = [place for place in inside if _is_of_truce(sourced, place)]
    if bound or change is not Change.BEGINS:
        return bound or [*named_places(claim.places)]
    owners = (place for place in inside if is_country(place) and place.end <= claim.trigger.start)
    return [place for place in owners if text[place.end :].startswith(("'s ", "’s "))][:1]


def _is_of_truce(sourced: SourcedClaim, place: Toponym) -> bool:
    claim, text = sourced.claim, sourced.report.text
    if _before_truce().match(text, place.end):
        return True
    after = _after_truce().search(text, claim.sentence.start, place.start)
    if after is None:
        return False
    signs = {root_of(word) for word in word_set("situations", "truce", "signing")}
    signed = not signs.isdisjoint(map(root_of, words_of(text[claim.sentence.start : after.start()])))
    return not signed or not place.feature.startswith("PPL")


@cache
def _truce() -> str:
    words = sorted(read_codebook("situations")["about"]["ceasefire"], key=len, reverse=True)
    return rf"(?:{'|'.join(map(re.escape, words))})"


@cache
def _before_truce() -> re.Pattern[str]:
    return re.compile(rf"(?:['’]s)? {_truce()}\b", re.IGNORECASE)


@cache
def _after_truce() -> re.Pattern[str]:
    before = "|".join(sorted(word_set("situations", "truce", "before")))
    return re.compile(rf"\b{_truce()} (?:deal |agreement |line )?(?:{before}) (?:the )?$", re.IGNORECASE)


def _places_beside(sourced: SourcedClaim) -> list[Toponym]:
    """Return the claim's places, else the first right after its trigger."""
    claim = sourced.claim
    inside = [
        place
        for place in sourced.toponyms
        if claim.sentence.contains(place) and not is_adjective(sourced.report.text, place)
    ]
    beside = [place for place in inside if 0 <= place.start - claim.trigger.end <= _BESIDE]
    return [*named_places(claim.places)] or beside[:1]
