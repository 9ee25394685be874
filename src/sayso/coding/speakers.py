"""Whom "I", "we" and "us" mean inside what somebody says."""

from collections.abc import Mapping

from msgspec.structs import replace

from sayso.gazetteer import country_of
from sayso.model import Attribution, Claim, Entity, EntityKind, Participant

__all__ = ["name_speakers"]

_ONE = frozenset({"i", "me", "my", "myself", "mine"})
_MANY = frozenset({"we", "us", "our", "ours", "ourselves"})
# Who holds such a post says "we" of the country's government.
_FOR_THE_COUNTRY = frozenset({"GOV", "MIL"})


def name_speakers(claim: Claim, attributions: Mapping[str, Attribution]) -> Claim:
    """Give the first persons among a claim's participants the entity of its innermost source.

    "I" is the person who speaks; "we" the body or group that speaks, or the country for which an official
    does. What the report says in its own voice stays as it is.
    """
    source = _speaker(claim, attributions)
    if source is None:
        return claim
    actors = tuple(_named(one, source) for one in claim.actors)
    recipients = tuple(_named(one, source) for one in claim.recipients)
    if (actors, recipients) == (claim.actors, claim.recipients):
        return claim
    return replace(claim, actors=actors, recipients=recipients)


def _speaker(claim: Claim, attributions: Mapping[str, Attribution]) -> Entity | None:
    chain = next((one for one in claim.chains if one), None)
    said = attributions.get(chain[0]) if chain else None
    return said.source_entity if said is not None else None


def _named(participant: Participant, source: Entity) -> Participant:
    word = participant.text.lower()
    if participant.entity is not None or word not in _ONE | _MANY:
        return participant
    entity = source if word in _ONE else _body_of(source)
    if word in _ONE and source.kind is not EntityKind.PERSON:
        entity = None
    return replace(participant, entity=entity) if entity is not None else participant


def _body_of(source: Entity) -> Entity | None:
    """Whom a speaker means by "we"."""
    if source.kind not in (EntityKind.PERSON, EntityKind.OFFICE):
        return source
    country = country_of(source.country) if source.sector in _FOR_THE_COUNTRY else None
    if country is None:
        return None
    return Entity(
        id=country.key,
        name=country.name,
        kind=EntityKind.COUNTRY,
        code=country.code,
        country=country.country,
        sector="GOV",
        gazetteer=country.key,
    )
