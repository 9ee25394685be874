"""The parts of a reading in plain words."""

from collections.abc import Iterable, Mapping, Sequence

from sayso.cli.layout import Piece, shorten
from sayso.codebook import read_codebook
from sayso.model import (
    Attribution,
    Certainty,
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
    """Sign, words and colour of a status."""
    signs = read_codebook("signs")
    told = signs["status"][status]
    if negated:
        return signs["negated"]["sign"], told["negated"], "red"
    return told["sign"], told["word"], _COLOURS[status]


def describe_event(event: Event | ObjectEvent, certainty: Certainty = Certainty.CERTAIN) -> list[Piece]:
    """Mode and type ("withdraw · RETREAT"), and how sure it is."""
    entry = read_codebook("plover").get(event.type, {})
    plain = ", ".join(event.mode) or str(entry.get("verb", ""))
    sure = read_codebook("signs")["certainty"][certainty]
    pieces = [Piece(f"{sure} ", "italic")] if sure else []
    return [*pieces, Piece(plain), Piece(f"{' · ' if plain else ''}{event.type}", "dim")]


def describe_participants(participants: Sequence[Participant]) -> str:
    """The words that name the participants, each with its name where the words do not tell it."""
    return " and ".join(_with_name(one.text, one.entity) for one in participants)


def describe_source(attribution: Attribution) -> str:
    """Who speaks, by name if that is known; what words it were, where they do not hold the name."""
    words = " ".join(span.text for span in attribution.source)
    if not words:
        cue = " ".join(span.text for span in attribution.cue)
        return f"an unnamed source (“{shorten(cue, _NAME_ROOM)}”)" if cue else "an unnamed source"
    entity = attribution.source_entity
    if entity is None or not entity.name:
        return shorten(words, _NAME_ROOM)
    name = shorten(entity.name, _NAME_ROOM)
    told = entity.name.casefold() in " ".join(words.split()).casefold()
    if told and entity.name.islower():  # no proper name ("official"): the words say more
        return shorten(words, _NAME_ROOM)
    return name if told else f"{name} (“{shorten(words, _NAME_ROOM)}”)"


def describe_chains(chains: Iterable[Sequence[str]], attributions: Mapping[str, Attribution]) -> str:
    """Source chains in words, the innermost source first ("al-Qameni, quoted by al-Ahd")."""
    told = [
        ", quoted by ".join(describe_source(attributions[one]) for one in chain if one in attributions)
        for chain in chains
    ]
    return "; also ".join(one for one in told if one) or OWN_VOICE


def describe_place(place: Toponym) -> str:
    """The place as the text has it, its usual name if that differs, and where that is."""
    known = place.name if place.name.casefold() != place.text.casefold() else ""
    found = f"{place.lat:.2f}, {place.lon:.2f}" if place.lat is not None and place.lon is not None else ""
    return _with_note(place.text, "; ".join(one for one in (known, found) if one))


def describe_time(time: TimeExpression) -> str:
    """The time as the text has it, and the days it covers if they are known."""
    if not time.first:
        if time.value[:1].isdigit():
            return _with_note(time.text, time.value if time.value != time.text else "")
        return _with_note(time.text, "date not known" if time.value.startswith("X") else "")
    days = time.first if time.last in (None, time.first) else f"{time.first} to {time.last}"
    return time.text if days == time.text else _with_note(time.text, days)


def describe_quantity(quantity: Quantity) -> str:
    """The amount as the text has it, with what is counted if the words leave that open."""
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
