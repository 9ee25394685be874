"""Descriptions in plain words of the parts of a reading, for the templates."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sayso.codebook import confidence_mark, confidence_word, event_noun, event_reading, read_codebook
from sayso.export.sources import web_address
from sayso.gazetteer import country_of
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
from sayso.model.dates import date_part

__all__ = [
    "TEMPLATE_FUNCTIONS",
    "Step",
    "chain_of",
    "describe_event",
    "describe_status",
    "name_chains",
    "outlet_of",
    "title_of",
]


class StatusWords(NamedTuple):
    """A shape and a word for each status, so that nothing hangs on colour alone; `slug` names its look."""

    sign: str
    word: str
    slug: str


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")


def describe_status(claim: Claim) -> StatusWords:
    """Return the sign, word and style of a claim's status."""
    signs = read_codebook("signs")
    entry = signs["status"][claim.status]
    if claim.negated:
        return StatusWords(signs["negated"]["sign"], entry["negated"], "negated")
    return StatusWords(entry["sign"], entry["word"], str(claim.status))


def describe_event(event: Event | ObjectEvent) -> str:
    """Return what a person reads of an event: "withdraws"."""
    return event_reading(event.type, event.mode)


def _certainty(claim: Claim) -> str:
    """Return how certain the source puts a claim; "" without words of the source that say so."""
    return str(read_codebook("signs")["certainty"][claim.certainty]) if claim.hedge_words() else ""


def _confidence(claim: Claim) -> tuple[str, str, str] | None:
    """Return mark and words of a claim's confidence, and its number in words; None if it is unknown."""
    if claim.confidence is None:
        return None
    number = f"{claim.confidence:.2f} likely to be read right"
    return confidence_mark(claim.confidence), confidence_word(claim.confidence), number


def _name(participant: Participant) -> str:
    """Return the name of a participant's entity if its mention lacks it."""
    entity = participant.entity
    if entity is None or not entity.name or entity.name.casefold() in participant.text.casefold():
        return ""
    return entity.name


def _place(place: Toponym) -> str:
    """Return the usual name of a place if its mention differs, and its country."""
    known = place.name if place.name.casefold() != place.text.casefold() else ""
    return ", ".join(part for part in (known, place.country) if part)


def _days(time: TimeExpression) -> str:
    if not time.first:
        return "" if time.value == time.text else "day not known"
    days = time.first if time.last in (None, time.first) else f"{time.first} to {time.last}"
    return "" if days == time.text else days


def _amount(quantity: Quantity) -> str:
    """Return the unit of a quantity if its words lack it."""
    return "" if quantity.unit.casefold() in quantity.text.casefold() else quantity.unit


def _country(code: str) -> str:
    """Return the name of a country by its code; the code if the gazetteer has none."""
    body = country_of(code)
    return body.name if body else code


class Step(NamedTuple):
    """Step of a source chain, from the innermost source to the outlet."""

    name: str
    words: str
    kind: str
    cue: str
    attribution: Attribution | None = None


def chain_of(chain: Sequence[str], attributions: Mapping[str, Attribution], report: Report) -> list[Step]:
    """Return the steps of a chain, innermost first; the last is the outlet."""
    steps = [_step(attributions[id]) for id in chain if id in attributions]
    return [*steps, Step(outlet_of(report), "", "the outlet", "", None)]


def _step(attribution: Attribution) -> Step:
    words = " ".join(span.text for span in attribution.source)
    name = attribution.source_name() or "an unnamed source"
    kind = str(attribution.source_kind or "").replace("_", " ")
    shown = "" if words.casefold() in name.casefold() else words
    return Step(name, shown, kind, " … ".join(span.text for span in attribution.cue), attribution)


def outlet_of(report: Report) -> str:
    """Return the outlet of a report if it is known, else its input id."""
    return report.outlet() or report.input_id or "an outlet not named"


def title_of(report: Report) -> str:
    """Return the title of a report, else its first line."""
    lines = (line.strip() for line in report.text.split("\n", 50))
    return (report.title or next((line for line in lines if line), "") or "(no text)")[:300]


def _language(report: Report) -> str:
    """Return the language tag of a report; "" if it is no valid tag."""
    given = report.language or "en"
    return given if _LANGUAGE.fullmatch(given) else ""


def name_chains(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> list[list[str]]:
    """Return the names of the sources of each chain, innermost first."""
    known = {attribution.id: attribution for attribution in attributions}
    return [
        [known[id].source_name() or "an unnamed source" for id in chain if id in known] for chain in chains
    ]


def _around(sentence: Any, trigger: Any) -> tuple[str, str, str]:  # noqa: ANN401 - spans
    """Return a sentence in three parts: before its trigger, the trigger, after it."""
    start, end = trigger.start - sentence.start, trigger.end - sentence.start
    if not 0 <= start < end <= len(sentence.text):
        return sentence.text, "", ""
    return sentence.text[:start], sentence.text[start:end], sentence.text[end:]


# Names of the functions in the templates.
TEMPLATE_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "status_of": describe_status,
    "event_of": describe_event,
    "reading_of": event_reading,
    "noun_of": event_noun,
    "country_of": _country,
    "certainty_of": _certainty,
    "confidence_of": _confidence,
    "name_of": _name,
    "place_of": _place,
    "days_of": _days,
    "amount_of": _amount,
    "outlet_of": outlet_of,
    "title_of": title_of,
    "language_of": _language,
    "address_of": web_address,
    "day_of": date_part,
    "sources_of": name_chains,
    "around": _around,
}
