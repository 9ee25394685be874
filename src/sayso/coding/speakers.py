"""Entities of "I", "we" and "us" inside the content of an attribution."""

from collections.abc import Mapping

from msgspec.structs import replace

from sayso.gazetteer import country_of
from sayso.model import Attribution, Claim, Entity, EntityKind, Participant

__all__ = ["name_speakers"]

_SINGULAR = frozenset({"i", "me", "my", "myself", "mine"})
_PLURAL = frozenset({"we", "us", "our", "ours", "ourselves"})
# Somebody who holds such a post says "we" of the country's government.
_FOR_THE_COUNTRY = frozenset({"GOV", "MIL"})


def name_speakers(claim: Claim, attributions: Mapping[str, Attribution]) -> Claim:
    """Give the first persons among a claim's participants the entity of its innermost source.

    "I" is the person who speaks; "we" the body or group that speaks, or the country for which an official
    does. Claims without a source chain stay as they are.
    """
    source = _speaker(claim, attributions)
    if source is None:
        return claim
    actors = tuple(_named(participant, source) for participant in claim.actors)
    recipients = tuple(_named(participant, source) for participant in claim.recipients)
    if (actors, recipients) == (claim.actors, claim.recipients):
        return claim
    return replace(claim, actors=actors, recipients=recipients)


def _speaker(claim: Claim, attributions: Mapping[str, Attribution]) -> Entity | None:
    chain = next((chain for chain in claim.chains if chain), None)
    attribution = attributions.get(chain[0]) if chain else None
    return attribution.source_entity if attribution is not None else None


def _named(participant: Participant, source: Entity) -> Participant:
    word = participant.text.lower()
    if participant.entity is not None or word not in _SINGULAR | _PLURAL:
        return participant
    entity = source if word in _SINGULAR else _body_of(source)
    if word in _SINGULAR and source.kind is not EntityKind.PERSON:
        entity = None
    return replace(participant, entity=entity) if entity is not None else participant


def _body_of(source: Entity) -> Entity | None:
    """Return the body that a speaker means by "we", or None."""
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
