"""The parts of a record in plain words, for the templates."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sayso.codebook import read_codebook
from sayso.export.sources import web_address
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
    "WORDS",
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
    """How far an event went."""
    signs = read_codebook("signs")
    told = signs["status"][claim.status]
    if claim.negated:
        return StatusWords(signs["negated"]["sign"], told["negated"], "negated")
    return StatusWords(told["sign"], told["word"], str(claim.status))


def describe_event(event: Event | ObjectEvent) -> str:
    """The modes, or the verb of the type: "withdraw"."""
    entry = read_codebook("plover").get(event.type, {})
    return ", ".join(event.mode) or str(entry.get("verb", "")) or event.type.lower()


def _certainty(claim: Claim) -> str:
    return str(read_codebook("signs")["certainty"][claim.certainty])


def _name(participant: Participant) -> str:
    """The usual name behind the words, where they do not hold it."""
    entity = participant.entity
    if entity is None or not entity.name or entity.name.casefold() in participant.text.casefold():
        return ""
    return entity.name


def _place(place: Toponym) -> str:
    """The usual name where it differs, and where that is."""
    known = place.name if place.name.casefold() != place.text.casefold() else ""
    return ", ".join(one for one in (known, place.country) if one)


def _days(time: TimeExpression) -> str:
    if not time.first:
        return "" if time.value == time.text else "day not known"
    days = time.first if time.last in (None, time.first) else f"{time.first} to {time.last}"
    return "" if days == time.text else days


def _amount(quantity: Quantity) -> str:
    """What is counted, where the words leave that open."""
    return "" if quantity.unit.casefold() in quantity.text.casefold() else quantity.unit


class Step(NamedTuple):
    """One step from the innermost source to the outlet."""

    name: str
    words: str
    kind: str
    cue: str
    attribution: Attribution | None = None


def chain_of(chain: Sequence[str], attributions: Mapping[str, Attribution], report: Report) -> list[Step]:
    """The steps of a chain, innermost first; the last is the outlet."""
    steps = [_step(attributions[one]) for one in chain if one in attributions]
    return [*steps, Step(outlet_of(report), "", "the outlet", "", None)]


def _step(one: Attribution) -> Step:
    words = " ".join(span.text for span in one.source)
    name = one.source_name() or "an unnamed source"
    kind = str(one.source_kind or "").replace("_", " ")
    shown = "" if words.casefold() in name.casefold() else words
    return Step(name, shown, kind, " … ".join(span.text for span in one.cue), one)


def outlet_of(report: Report) -> str:
    """Where a report was published, as far as that is known; else what it was called as it came in."""
    return report.outlet() or report.input_id or "an outlet not named"


def title_of(report: Report) -> str:
    """The title, else the first line."""
    lines = (line.strip() for line in report.text.split("\n", 50))
    return (report.title or next((line for line in lines if line), "") or "(no text)")[:300]


def _language(report: Report) -> str:
    """The language of a report as a page declares it; "" for a word that names none."""
    given = report.language or "en"
    return given if _LANGUAGE.fullmatch(given) else ""


def _day(moment: str | None) -> str:
    return (moment or "")[:10]


def name_chains(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> list[list[str]]:
    """The names of the sources of each chain, innermost first."""
    known = {one.id: one for one in attributions}
    return [
        [known[one].source_name() or "an unnamed source" for one in chain if one in known] for chain in chains
    ]


def _around(sentence: Any, trigger: Any) -> tuple[str, str, str]:  # noqa: ANN401 - spans
    """A sentence in three: before its trigger, the trigger, after it."""
    start, end = trigger.start - sentence.start, trigger.end - sentence.start
    if not 0 <= start < end <= len(sentence.text):
        return sentence.text, "", ""
    return sentence.text[:start], sentence.text[start:end], sentence.text[end:]


# What templates call these.
WORDS: dict[str, Callable[..., Any]] = {
    "status_of": describe_status,
    "event_of": describe_event,
    "certainty_of": _certainty,
    "name_of": _name,
    "place_of": _place,
    "days_of": _days,
    "amount_of": _amount,
    "outlet_of": outlet_of,
    "title_of": title_of,
    "language_of": _language,
    "address_of": web_address,
    "day_of": _day,
    "sources_of": name_chains,
    "around": _around,
}
