"""Values of events: the numbers of people killed, injured or arrested, or of things counted."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import stem
from sayso.model import (
    Attribution,
    Claim,
    EntityKind,
    Participant,
    Quantity,
    SourcedClaim,
    Span,
    Status,
    Value,
)
from sayso.relate.sources import is_itself
from sayso.relate.word_families import trigger_stems

__all__ = ["Lent", "find_values", "harm_slots", "lend_harm", "source_names"]

# Quantities that other claims of the sentence lend to a claim, by report and claim.
Lent = Mapping[tuple[str, str], tuple[Quantity, ...]]

_WORDS = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# Between the parts of a sum ("one woman and two men").
_JOINS = re.compile(r"\s*(?:,|and|, and|&)\s*")
# Number of a picture in a gallery ("8/22", "3 of 14:").
_SERIES = re.compile(r"\d+ ?/ ?\d+(?![\d/])")
_SERIES_BEFORE = re.compile(r"\d ?/ ?$")
_AND = re.compile(r"\band\b|&")
_HELP = "AID"
_TYPES_OF_HARM = ("ASSAULT", "INCIDENT", "COERCE", _HELP)
_NOTHING: Lent = MappingProxyType({})
_HAPPENED = (Status.OCCURRED, Status.ONGOING)


def find_values(claims: Iterable[SourcedClaim], lent: Lent = _NOTHING) -> tuple[Value, ...]:
    """Return the values of claims, in their order.

    Numbers of harm only feared, planned or demanded are left out. People counted in a claim of harm were
    harmed ("five people were shot": injured 5), a sum of them counts as one number, too ("one woman and two
    men": 3), and so does one victim who is named or described ("the boy was found dead": killed 1). One who
    was shot is not counted as injured where a claim tells of one dead.
    """
    values = [(claim, value) for claim in claims for value in _values_of(claim, lent)]
    dead = [_victims(claim.claim) for claim, value in values if value.slot == "killed" and value.value == 1]
    return tuple(value for claim, value in values if not _may_have_died(claim.claim, value, dead))


def _may_have_died(claim: Claim, value: Value, dead: Sequence[set[str]]) -> bool:
    """Tell whether a value counts one victim as injured who may be one of the dead.

    A word such as "shot" leaves open who died; a victim is another one only under another name.
    """
    is_open = not word_set("disagreements", "counted", "shot").isdisjoint(trigger_stems(claim))
    is_single = value.value == 1 and not any(value.text == quantity.text for quantity in claim.quantities)
    if value.slot != "injured" or not (is_open and is_single):
        return False
    victims = _victims(claim)
    return any(not victims or not names or victims & names for names in dead)


def _victims(claim: Claim) -> set[str]:
    """Return the last names of the recipients who are named."""
    return {
        _last_name(recipient)
        for recipient in claim.recipients
        if recipient.entity is not None and recipient.entity.kind is EntityKind.PERSON
    }


def lend_harm(claims: Iterable[SourcedClaim]) -> Lent:
    """Return the numbers of harmed people in claims of aid, by the claim of harm they belong to.

    "Crews treated five patients with gunshot wounds" is a claim of aid; its number belongs to the claim of
    the shooting in the same sentence.
    """
    sentences = defaultdict[tuple[str, int], list[SourcedClaim]](list)
    for claim in claims:
        sentences[claim.report.id, claim.claim.sentence.start].append(claim)
    lent = defaultdict[tuple[str, str], tuple[Quantity, ...]](tuple)
    for together in sentences.values():
        harms = [
            claim
            for claim in together
            if claim.claim.event.type in _TYPES_OF_HARM[:2] and _has_happened(claim.claim)
        ]
        for quantity in _only_helped(together, harms) if harms else ():
            nearest = min(harms, key=lambda claim: _distance(claim.claim.trigger, quantity))
            lent[nearest.report.id, nearest.claim.id] += (quantity,)
    return dict(lent)


def _only_helped(together: list[SourcedClaim], harms: list[SourcedClaim]) -> list[Quantity]:
    """Return the numbers of harmed people that claims of aid give and those of harm do not."""
    known = {quantity for claim in harms for quantity in claim.claim.quantities}
    helped = [
        quantity
        for claim in together
        if claim.claim.event.type == _HELP
        for quantity in claim.claim.quantities
    ]
    return [
        quantity
        for quantity in dict.fromkeys(helped)
        if quantity.unit in harm_slots() and quantity not in known
    ]


def _distance(a: Span, b: Span) -> tuple[int, int]:
    return max(a.start - b.end, b.start - a.end), a.start


def source_names(sourced: SourcedClaim) -> tuple[str, ...]:
    """Return the sources of a claim's first chain by name, innermost first; () for the report itself.

    The report that names itself as its source has no source; an unresolved pronoun has the name "".
    """
    known = {
        attribution.id: attribution for attribution in sourced.attributions if not is_itself(attribution)
    }
    chain = sourced.claim.chains[0] if sourced.claim.chains else ()
    return tuple(_source_name(known[id]) for id in chain if id in known)


def _source_name(attribution: Attribution) -> str:
    name = attribution.source_name()
    is_pronoun = " " not in name and name.lower() in word_set("origins", "names", "pronouns")
    return "" if is_pronoun else name


def _values_of(sourced: SourcedClaim, lent: Lent) -> Iterator[Value]:
    claim = sourced.claim
    quantities = claim.quantities + lent.get((sourced.report.id, claim.id), ())
    slotted = [
        (slot, quantity)
        for quantity in quantities
        if not _is_of_caption(sourced, quantity) and (slot := _slot_of(claim, quantity))
    ]
    for slot, quantity in slotted:
        if _has_happened(claim) or slot not in harm_slots():
            yield _value(sourced, slot, quantity)
    if _has_happened(claim):
        sums = list(_sums(sourced, slotted))
        yield from sums
        if not sums and not claim.quantities:
            yield from _single_victim(sourced)


def _is_of_caption(sourced: SourcedClaim, quantity: Quantity) -> bool:
    """Tell whether a number is that of a picture in a series ("8/22 Police at the scene")."""
    text = sourced.report.text
    return bool(
        _SERIES.match(quantity.text)
        or _SERIES.match(text, quantity.start)
        or _SERIES_BEFORE.search(text, max(quantity.start - 4, 0), quantity.start)
    )


def _has_happened(claim: Claim) -> bool:
    return claim.status in _HAPPENED


def _value(sourced: SourcedClaim, slot: str, quantity: Quantity) -> Value:
    return Value(
        report=sourced.report.id,
        claim=sourced.claim.id,
        slot=slot,
        of=_counted(sourced.claim, quantity, slot),
        value=quantity.value,
        min=quantity.min,
        max=quantity.max,
        approximate=quantity.approximate,
        text=quantity.text,
        sources=source_names(sourced),
    )


def _slot_of(claim: Claim, quantity: Quantity) -> str:
    """Return the slot: killed, injured and so on, or the unit counted; "" if that is not stated."""
    if _counts_things(quantity):
        return quantity.unit if quantity.unit not in harm_slots() else ""
    if quantity.unit in harm_slots():
        return quantity.unit
    if (
        _counts_people(quantity.unit)
        and not any(actor.overlaps(quantity) for actor in claim.actors)
        and not _counts_helpers(claim, quantity)
    ):
        harm = _harm_of(claim) or _harm_around(claim)
        if harm:
            return harm
    return "" if quantity.unit.isdigit() else quantity.unit


def harm_slots() -> dict[str, list[str]]:
    """Return the slots for harm to people, the gravest first, each with the words for it."""
    table: dict[str, list[str]] = read_codebook("values")["harm"]
    return table


def _harm_of(claim: Claim) -> str:
    """Return the slot of harm of an event, by its trigger; "" for none."""
    if claim.event.type not in _TYPES_OF_HARM:
        return ""
    return next(iter(_slots_in(trigger_stems(claim))), "")


def _harm_around(claim: Claim) -> str:
    """Return the slot of harm by the other words of the sentence, if they express one alone."""
    if claim.event.type not in _TYPES_OF_HARM[:2]:
        return ""
    slots = _slots_in(stem(word) for word in _WORDS.findall(claim.sentence.text))
    return slots[0] if len(slots) == 1 else ""


def _slots_in(stems: Iterable[str]) -> list[str]:
    present = set(stems)
    return [slot for slot, words in harm_slots().items() if present & {stem(word) for word in words}]


def _counts_things(quantity: Quantity) -> bool:
    """Tell whether the words count things or occasions ("arrested four times", "7 villages damaged")."""
    words = quantity.text.lower().split()
    return len(words) > 1 and words[-1] in word_set("values", "things", "nouns")


def _counts_people(unit: str) -> bool:
    """Tell whether the unit is a noun for people, or a number ("2 of the 5")."""
    last = unit.split()[-1] if unit.split() else ""
    return last.isdigit() or stem(last) in _people_nouns()


def _counts_helpers(claim: Claim, quantity: Quantity) -> bool:
    """Tell whether those counted came to the event ("70 firefighters"), and are not its recipients."""
    words = set(_WORDS.findall(f"{quantity.text} {quantity.unit}".lower()))
    is_harmed = any(recipient.overlaps(quantity) for recipient in claim.recipients)
    return not is_harmed and not words.isdisjoint(word_set("values", "people", "helpers"))


def _people_nouns() -> frozenset[str]:
    return frozenset(stem(noun) for noun in word_set("values", "people", "nouns"))


def _counted(claim: Claim, quantity: Quantity, slot: str) -> str:
    """Return the noun phrase counted, extended to that of the argument ("men in hospital")."""
    around = [
        recipient
        for recipient in claim.recipients
        if recipient.overlaps(quantity) and len(recipient.text) < 80
    ]
    spans: list[Span] = [max(around, key=lambda recipient: len(recipient.text))] if around else []
    for span in [*spans, quantity]:
        words = _without_amount(span.text)
        if words and not _slots_in([stem(words)]):
            return words
    return "people" if slot in harm_slots() else quantity.unit


def _without_amount(text: str) -> str:
    amounts, numbers = word_set("values", "amount", "words"), read_codebook("quantities")["numbers"]
    for word in _WORDS.finditer(text):
        lower = word.group().lower()
        if lower not in amounts and not lower[0].isdigit() and set(lower.split("-")) - numbers.keys():
            return text[word.start() :].strip(" .,;:'\"”’")
    return ""


class _Part(NamedTuple):
    """Part of a sum of people: a number, or one person who is named or described."""

    words: Span
    slot: str
    number: float
    approximate: bool = False


def _sums(sourced: SourcedClaim, slotted: list[tuple[str, Quantity]]) -> Iterator[Value]:
    """Return coordinated numbers of people, and people, as one number ("two women and a man")."""
    run: list[_Part] = []
    for part in _parts(sourced.claim, slotted):
        if run and (run[-1].slot != part.slot or not _are_joined(sourced, run[-1].words, part.words)):
            yield from _sum(sourced, run)
            run = []
        run.append(part)
    yield from _sum(sourced, run)


def _parts(claim: Claim, slotted: list[tuple[str, Quantity]]) -> list[_Part]:
    """Return the possible summands, in text order."""
    counted = [
        _Part(quantity, slot, quantity.value, quantity.approximate)
        for slot, quantity in slotted
        if slot in harm_slots() and quantity.value is not None
    ]
    harm = "" if claim.negated else _harm_of(claim)
    single = [
        _Part(recipient, harm, 1)
        for recipient in claim.recipients
        if harm
        and _is_single_person(recipient)
        and not any(recipient.overlaps(quantity) for _, quantity in slotted)
    ]
    return sorted([*counted, *single], key=lambda part: (part.words.start, part.words.end))


def _are_joined(sourced: SourcedClaim, a: Span, b: Span) -> bool:
    return bool(_JOINS.fullmatch(sourced.report.text[a.end : max(a.end, b.start)]))


def _sum(sourced: SourcedClaim, run: list[_Part]) -> Iterator[Value]:
    # A comma alone may only join a person's name to the words for the same person.
    if len(run) > 1 and _AND.search(sourced.report.text[run[-2].words.end : run[-1].words.start]):
        yield Value(
            report=sourced.report.id,
            claim=sourced.claim.id,
            slot=run[0].slot,
            of="people",
            value=sum(part.number for part in run),
            approximate=any(part.approximate for part in run),
            text=sourced.report.text[run[0].words.start : run[-1].words.end],
            sources=source_names(sourced),
        )


def _single_victim(sourced: SourcedClaim) -> Iterator[Value]:
    """Return one victim, named or described, of harm that happened."""
    claim = sourced.claim
    harm = _harm_of(claim)
    if harm not in word_set("values", "one", "slots") or claim.negated:
        return
    if claim.recipients and all(map(_is_single_person, claim.recipients)):
        last = {_last_name(recipient) for recipient in claim.recipients}
        if len(last) == 1:
            victim = claim.recipients[0]
            yield Value(
                report=sourced.report.id,
                claim=claim.id,
                slot=harm,
                of=_name_victim(victim),
                value=1,
                text=victim.text,
                sources=source_names(sourced),
            )


def _name_victim(victim: Participant) -> str:
    """Return the words for a victim, the name for a pronoun."""
    is_pronoun = victim.text.lower() in word_set("events", "phrases", "skipped")
    return victim.entity.name if is_pronoun and victim.entity is not None else victim.text


def _is_single_person(person: Participant) -> bool:
    words = [word.lower() for word in _WORDS.findall(person.text)]
    if person.entity is not None and person.entity.kind is EntityKind.PERSON:
        return "and" not in words
    if not words or words[0] not in word_set("values", "people", "single") or "and" in words:
        return False
    last = words[-1]
    is_plural = last in word_set("values", "people", "plural") or (last.endswith("s") and last != "boss")
    return stem(last) in _people_nouns() and not is_plural


def _last_name(person: Participant) -> str:
    named = person.entity is not None and person.entity.kind is EntityKind.PERSON
    words = _WORDS.findall(person.entity.name if named and person.entity else person.text)
    return words[-1].lower() if words else ""
