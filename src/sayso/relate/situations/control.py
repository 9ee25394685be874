"""Control of a place."""

from collections.abc import Iterator

from sayso.gazetteer import is_country
from sayso.model import Change, Entity, EntityKind, Participant, SourcedClaim, Toponym
from sayso.relate.commitments.parties import place_identity
from sayso.relate.commitments.phrases import says
from sayso.relate.situations.forces import force_of
from sayso.relate.situations.stations import named_places, taken_places
from sayso.relate.situations.ties import UNKNOWN, Tie, entity_of, is_resolved

__all__ = ["tie_control"]


# Characters behind a trigger that tell whether a person is taken.
_BEHIND = 14


def tie_control(sourced: SourcedClaim, change: Change) -> Iterator[Tie]:
    """Return the holders that take, have or lose a place, and those it is taken from."""
    after = sourced.report.text[sourced.claim.trigger.end :]
    if says(after[:_BEHIND], "situations", "control", "persons"):
        return
    holders = [holder for party in sourced.claim.actors if (holder := _holder_of(party)) is not None]
    nobody = [UNKNOWN] if change is Change.BEGINS else []
    for place in named_places(taken_places(sourced)):
        if any(_is_home(holder, place) for holder in holders):
            continue
        for holder in holders[:1] or nobody:
            yield _tie(holder, place, change)
        if change is Change.BEGINS:
            known = {holder.id for holder in holders}
            losers = {loser.id: loser for loser in _losers(sourced, place) if loser.id not in known}
            yield from (_tie(loser, place, Change.ENDS) for loser in losers.values())


def _tie(holder: Entity, place: Toponym, change: Change) -> Tie:
    return Tie(holder, None, place, (f"{holder.id}@{place_identity(place)}",), change)


def _holder_of(party: Participant) -> Entity | None:
    acts = party.entity is not None and party.entity.kind in _ACTING
    holder = force_of(party) or (entity_of(party) if acts else None)
    return holder if holder is not None and is_resolved(holder) else None


_ACTING = (EntityKind.GROUP, EntityKind.ORGANIZATION, EntityKind.COUNTRY)


def _losers(sourced: SourcedClaim, place: Toponym) -> Iterator[Entity]:
    """Return the forces that a place is taken from: among the recipients, or named after "from"."""
    yield from filter(None, map(_loser_of, sourced.claim.recipients))
    text, sentence = sourced.report.text, sourced.claim.sentence
    for entity in sourced.entities:
        for at in entity.mentions:
            if sentence.contains(at) and text[place.end : at.start].split()[-1:] == ["from"]:
                party = Participant(start=at.start, end=at.end, text=at.text, entity=entity.entity())
                yield from filter(None, [_loser_of(party)])


def _loser_of(party: Participant) -> Entity | None:
    """Return an armed group or a state's forces; a country or place is the location, not the holder."""
    entity = party.entity
    if entity is None or entity.kind in (EntityKind.PLACE, EntityKind.COUNTRY):
        return None
    loser = force_of(party)
    return loser if loser is not None and is_resolved(loser) else None


def _is_home(holder: Entity, place: Toponym) -> bool:
    """Return True if a place is the holder's own country, which no report says that it holds."""
    return is_country(place) and holder.country == place.country
