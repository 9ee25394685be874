"""Descriptions in plain words of the parts of a claim, for templates."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sayso.codebook import confidence_mark, read_codebook
from sayso.model import (
    Attribution,
    Claim,
    Event,
    ObjectEvent,
    Participant,
    Quantity,
    Report,
    TimeExpression,
    Toponym,
)

__all__ = [
    "CLAIM_FUNCTIONS",
    "StatusWords",
    "describe_certainty",
    "describe_confidence",
    "describe_days",
    "describe_event",
    "describe_place",
    "describe_status",
    "missing_name",
    "missing_unit",
    "name_chains",
    "outlet_of",
    "title_of",
]


class StatusWords(NamedTuple):
    """A shape and a word for each status, so that nothing hangs on colour alone; `slug` names its look."""

    sign: str
    word: str
    slug: str


def describe_status(claim: Claim) -> StatusWords:
    """Return the sign, word and style of a claim's status."""
    signs = read_codebook("signs")
    entry = signs["status"][claim.status]
    if claim.negated:
        return StatusWords(signs["negated"]["sign"], entry["negated"], "negated")
    return StatusWords(entry["sign"], entry["word"], str(claim.status))


def describe_event(event: Event | ObjectEvent) -> str:
    """Return the modes of an event, or the verb of its type: "withdraw"."""
    entry = read_codebook("plover").get(event.type, {})
    return ", ".join(event.mode) or str(entry.get("verb", "")) or event.type.lower()


def describe_certainty(claim: Claim) -> str:
    """Return how certain the source puts a claim; "" without words of the source that say so."""
    return str(read_codebook("signs")["certainty"][claim.certainty]) if claim.hedge_words() else ""


def describe_confidence(claim: Claim) -> tuple[str, str] | None:
    """Return the mark of a claim's confidence and its number in words; None if it is unknown."""
    if claim.confidence is None:
        return None
    return confidence_mark(claim.confidence), f"{claim.confidence:.2f} likely to be read right"


def missing_name(participant: Participant) -> str:
    """Return the name of a participant's entity if its mention lacks it."""
    entity = participant.entity
    if entity is None or not entity.name or entity.name.casefold() in participant.text.casefold():
        return ""
    return entity.name


def describe_place(place: Toponym) -> str:
    """Return the usual name of a place if its mention differs, and its country."""
    known = place.name if place.name.casefold() != place.text.casefold() else ""
    return ", ".join(part for part in (known, place.country) if part)


def describe_days(time: TimeExpression) -> str:
    """Return the days that a time expression covers; "" if its words are these days."""
    if not time.first:
        return "" if time.value == time.text else "day not known"
    days = time.first if time.last in (None, time.first) else f"{time.first} to {time.last}"
    return "" if days == time.text else days


def missing_unit(quantity: Quantity) -> str:
    """Return the unit of a quantity if its words lack it."""
    return "" if quantity.unit.casefold() in quantity.text.casefold() else quantity.unit


def outlet_of(report: Report) -> str:
    """Return the outlet of a report if it is known, else its input id."""
    return report.outlet() or report.input_id or "an outlet not named"


def title_of(report: Report) -> str:
    """Return the title of a report, else its first line."""
    lines = (line.strip() for line in report.text.split("\n", 50))
    return (report.title or next((line for line in lines if line), "") or "(no text)")[:300]


def name_chains(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> list[list[str]]:
    """Return the names of the sources of each chain, innermost first."""
    known = {attribution.id: attribution for attribution in attributions}
    return [
        [known[id].source_name() or "an unnamed source" for id in chain if id in known] for chain in chains
    ]


# Names of the functions in templates.
CLAIM_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "status_of": describe_status,
    "event_of": describe_event,
    "certainty_of": describe_certainty,
    "confidence_of": describe_confidence,
    "name_of": missing_name,
    "place_of": describe_place,
    "days_of": describe_days,
    "amount_of": missing_unit,
    "outlet_of": outlet_of,
    "title_of": title_of,
    "sources_of": name_chains,
}
