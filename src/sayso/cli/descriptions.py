"""Descriptions in plain words of the parts of a reading."""

from collections.abc import Iterable, Mapping, Sequence

from sayso.cli.layout import Piece, shorten
from sayso.codebook import event_reading, read_codebook
from sayso.model import (
    Attribution,
    Claim,
    Entity,
    Event,
    ObjectEvent,
    Participant,
    Quantity,
    Status,
    TimeExpression,
    Toponym,
)

__all__ = [
    "OWN_VOICE",
    "describe_chains",
    "describe_event",
    "describe_hedge",
    "describe_participants",
    "describe_place",
    "describe_quantity",
    "describe_source",
    "describe_status",
    "describe_time",
]

OWN_VOICE = "in the report’s own words"
_NAME_ROOM = 60

_COLOURS = {
    Status.OCCURRED: "green",
    Status.ONGOING: "cyan",
    Status.PLANNED: "blue",
    Status.DEMANDED: "magenta",
    Status.HYPOTHETICAL: "yellow",
}


def describe_status(status: Status, *, negated: bool) -> tuple[str, str, str]:
    """Return the sign, the words and the colour of a status."""
    signs = read_codebook("signs")
    entry = signs["status"][status]
    if negated:
        return signs["negated"]["sign"], entry["negated"], "red"
    return entry["sign"], entry["word"], _COLOURS[status]


def describe_hedge(claim: Claim) -> list[Piece]:
    """Return how certain the source puts a claim, with the words that say so ("possibly (“may have”)")."""
    words = claim.hedge_words()
    if not words:
        return []
    word = read_codebook("signs")["certainty"][claim.certainty]
    return [Piece(f"{word} (“{shorten(words, _NAME_ROOM)}”) ", "italic")]


def describe_event(event: Event | ObjectEvent) -> list[Piece]:
    """Return what a person reads of an event, and its type ("withdraws · RETREAT")."""
    return [Piece(event_reading(event.type, event.mode)), Piece(f" · {event.type}", "dim")]


def describe_participants(participants: Sequence[Participant]) -> str:
    """Return the mentions of the participants, each with the entity's name if the mention lacks it."""
    return " and ".join(_with_name(participant.text, participant.entity) for participant in participants)


def describe_source(attribution: Attribution) -> str:
    """Return the name of a source if it is known, with its mention if that lacks the name."""
    words = " ".join(span.text for span in attribution.source)
    if not words:
        cue = " ".join(span.text for span in attribution.cue)
        return f"an unnamed source (“{shorten(cue, _NAME_ROOM)}”)" if cue else "an unnamed source"
    entity = attribution.source_entity
    if entity is None or not entity.name:
        return shorten(words, _NAME_ROOM)
    name = shorten(entity.name, _NAME_ROOM)
    names_source = entity.name.casefold() in " ".join(words.split()).casefold()
    if names_source and entity.name.islower():  # no proper name ("official"): the words say more
        return shorten(words, _NAME_ROOM)
    return name if names_source else f"{name} (“{shorten(words, _NAME_ROOM)}”)"


def describe_chains(chains: Iterable[Sequence[str]], attributions: Mapping[str, Attribution]) -> str:
    """Return the source chains in words, the innermost source first ("al-Qameni, quoted by al-Ahd")."""
    descriptions = [
        ", quoted by ".join(describe_source(attributions[id]) for id in chain if id in attributions)
        for chain in chains
    ]
    return "; also ".join(description for description in descriptions if description) or OWN_VOICE


def describe_place(place: Toponym) -> str:
    """Return the mention of a place, its usual name if that differs, and its coordinates."""
    known = place.name if place.name.casefold() != place.text.casefold() else ""
    found = f"{place.lat:.2f}, {place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
    return _with_note(place.text, "; ".join(part for part in (known, found) if part))


def describe_time(time: TimeExpression) -> str:
    """Return the time expression, and the days that it covers if they are known."""
    if not time.first:
        if time.value[:1].isdigit():
            return _with_note(time.text, time.value if time.value != time.text else "")
        return _with_note(time.text, "date not known" if time.value.startswith("X") else "")
    days = time.first if time.last in (None, time.first) else f"{time.first} to {time.last}"
    return time.text if days == time.text else _with_note(time.text, days)


def describe_quantity(quantity: Quantity) -> str:
    """Return the words of a quantity, with its unit if the words lack it."""
    if not quantity.unit or quantity.unit.casefold() in quantity.text.casefold():
        return quantity.text
    return f"{quantity.text} {quantity.unit}"


def _with_name(words: str, entity: Entity | None) -> str:
    words = shorten(words, _NAME_ROOM)
    if entity is None or not entity.name or entity.name.casefold() in words.casefold():
        return words
    return _with_note(words, shorten(entity.name, _NAME_ROOM))


def _with_note(words: str, note: str) -> str:
    return f"{words} ({note})" if note else words
