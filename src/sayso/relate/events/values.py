"""The numbers that claims give: how many were killed, injured, arrested, or whatever else is counted."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from sayso.codebook import read_codebook, word_set
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
from sayso.relate.meanings import stem, stems_of
from sayso.relate.origins import is_itself

__all__ = ["Lent", "find_values", "harm_slots", "lend_harm", "source_names"]

# By report and claim the amounts that other claims of its sentence lend to it.
Lent = Mapping[tuple[str, str], tuple[Quantity, ...]]

_WORDS = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")
# Between the parts of a sum ("one woman and two men").
_JOINS = re.compile(r"\s*(?:,|and|, and|&)\s*")
_AND = re.compile(r"\band\b|&")
_HELP = "AID"
_TYPES_OF_HARM = ("ASSAULT", "INCIDENT", "COERCE", _HELP)
_NOTHING: Lent = MappingProxyType({})
_TOLD = (Status.OCCURRED, Status.ONGOING)


def find_values(told: Iterable[SourcedClaim], lent: Lent = _NOTHING) -> tuple[Value, ...]:
    """The values of claims, in their order; numbers of harm only feared, planned or demanded are left out.

    People counted in a claim of harm were harmed ("five people were shot": injured 5), a sum of them counts
    as one number, too ("one woman and two men": 3), and so does one victim who is named or described ("the
    boy was found dead": killed 1).
    """
    return tuple(value for one in told for value in _values_of(one, lent))


def lend_harm(told: Iterable[SourcedClaim]) -> Lent:
    """Numbers of the harmed that help for them gives: the harm told in the same sentence has them, too.

    "Crews treated five patients with gunshot wounds" is a claim of aid, its number one of the shooting.
    """
    sentences = defaultdict[tuple[str, int], list[SourcedClaim]](list)
    for one in told:
        sentences[one.report.id, one.claim.sentence.start].append(one)
    lent = defaultdict[tuple[str, str], tuple[Quantity, ...]](tuple)
    for together in sentences.values():
        harms = [
            one for one in together if one.claim.event.type in _TYPES_OF_HARM[:2] and _is_told(one.claim)
        ]
        for quantity in _only_helped(together, harms) if harms else ():
            nearest = min(harms, key=lambda one: _distance(one.claim.trigger, quantity))
            lent[nearest.report.id, nearest.claim.id] += (quantity,)
    return dict(lent)


def _only_helped(together: list[SourcedClaim], harms: list[SourcedClaim]) -> list[Quantity]:
    """The numbers of the harmed that claims of help give and those of harm do not."""
    known = {quantity for one in harms for quantity in one.claim.quantities}
    helped = [
        quantity for one in together if one.claim.event.type == _HELP for quantity in one.claim.quantities
    ]
    return [one for one in dict.fromkeys(helped) if one.unit in harm_slots() and one not in known]


def _distance(one: Span, other: Span) -> tuple[int, int]:
    return max(one.start - other.end, other.start - one.end), one.start


def source_names(told: SourcedClaim) -> tuple[str, ...]:
    """The sources of a claim's first chain by name, innermost first; () for the report's own voice.

    The report itself as its source is its own voice; a pronoun for nobody known has the name "".
    """
    known = {one.id: one for one in told.attributions if not is_itself(one)}
    chain = told.claim.chains[0] if told.claim.chains else ()
    return tuple(_source_name(known[one]) for one in chain if one in known)


def _source_name(attribution: Attribution) -> str:
    name = attribution.source_name()
    is_pronoun = " " not in name and name.lower() in word_set("origins", "names", "pronouns")
    return "" if is_pronoun else name


def _values_of(told: SourcedClaim, lent: Lent) -> Iterator[Value]:
    claim = told.claim
    quantities = claim.quantities + lent.get((told.report.id, claim.id), ())
    slotted = [(slot, one) for one in quantities if (slot := _slot_of(claim, one))]
    for slot, quantity in slotted:
        if _is_told(claim) or slot not in harm_slots():
            yield _value(told, slot, quantity)
    if _is_told(claim):
        sums = list(_sums(told, slotted))
        yield from sums
        if not sums and not claim.quantities:
            yield from _one_victim(told)


def _is_told(claim: Claim) -> bool:
    return claim.status in _TOLD


def _value(told: SourcedClaim, slot: str, quantity: Quantity) -> Value:
    return Value(
        report=told.report.id,
        claim=told.claim.id,
        slot=slot,
        of=_counted(told.claim, quantity, slot),
        value=quantity.value,
        min=quantity.min,
        max=quantity.max,
        approximate=quantity.approximate,
        text=quantity.text,
        sources=source_names(told),
    )


def _slot_of(claim: Claim, quantity: Quantity) -> str:
    """killed, injured and so on, or what is counted; "" where that is not said."""
    if _counts_things(quantity):
        return quantity.unit if quantity.unit not in harm_slots() else ""
    if quantity.unit in harm_slots():
        return quantity.unit
    if _counts_people(quantity.unit) and not any(one.overlaps(quantity) for one in claim.actors):
        harm = _harm_of(claim) or _harm_around(claim)
        if harm:
            return harm
    return "" if quantity.unit.isdigit() else quantity.unit


def harm_slots() -> dict[str, list[str]]:
    """The slots for harm to people, the gravest first, each with the words for it."""
    table: dict[str, list[str]] = read_codebook("values")["harm"]
    return table


def _harm_of(claim: Claim) -> str:
    """What the event did to people, by its words; "" for none."""
    if claim.event.type not in _TYPES_OF_HARM:
        return ""
    return next(iter(_slots_in(stems_of(claim))), "")


def _harm_around(claim: Claim) -> str:
    """The same by the other words of the sentence, where those tell of one sort of harm alone."""
    if claim.event.type not in _TYPES_OF_HARM[:2]:
        return ""
    slots = _slots_in(stem(one) for one in _WORDS.findall(claim.sentence.text))
    return slots[0] if len(slots) == 1 else ""


def _slots_in(stems: Iterable[str]) -> list[str]:
    present = set(stems)
    return [slot for slot, words in harm_slots().items() if present & {stem(one) for one in words}]


def _counts_things(quantity: Quantity) -> bool:
    """Whether the words count things or occasions ("arrested four times", "7 villages damaged")."""
    words = quantity.text.lower().split()
    return len(words) > 1 and words[-1] in word_set("values", "things", "nouns")


def _counts_people(unit: str) -> bool:
    """Whether the unit is a noun for people, or a number ("2 of the 5")."""
    last = unit.split()[-1] if unit.split() else ""
    return last.isdigit() or stem(last) in _people_nouns()


def _people_nouns() -> frozenset[str]:
    return frozenset(stem(one) for one in word_set("values", "people", "nouns"))


def _counted(claim: Claim, quantity: Quantity, slot: str) -> str:
    """Who or what is counted: the words behind the number, with what the role adds ("men in hospital")."""
    around = [one for one in claim.recipients if one.overlaps(quantity) and len(one.text) < 80]
    spans: list[Span] = [max(around, key=lambda one: len(one.text))] if around else []
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
    """People of a sum: a number, or one who is named or described."""

    words: Span
    slot: str
    number: float
    approximate: bool = False


def _sums(told: SourcedClaim, slotted: list[tuple[str, Quantity]]) -> Iterator[Value]:
    """Numbers of people, and people, side by side as one number ("two women and a man")."""
    run: list[_Part] = []
    for part in _parts(told.claim, slotted):
        if run and (run[-1].slot != part.slot or not _are_joined(told, run[-1].words, part.words)):
            yield from _sum(told, run)
            run = []
        run.append(part)
    yield from _sum(told, run)


def _parts(claim: Claim, slotted: list[tuple[str, Quantity]]) -> list[_Part]:
    """What may be summed up, in text order."""
    counted = [
        _Part(one, slot, one.value, one.approximate)
        for slot, one in slotted
        if slot in harm_slots() and one.value is not None
    ]
    harm = "" if claim.negated else _harm_of(claim)
    single = [
        _Part(one, harm, 1)
        for one in claim.recipients
        if harm and _is_one_person(one) and not any(one.overlaps(quantity) for _, quantity in slotted)
    ]
    return sorted([*counted, *single], key=lambda part: (part.words.start, part.words.end))


def _are_joined(told: SourcedClaim, one: Span, other: Span) -> bool:
    return bool(_JOINS.fullmatch(told.report.text[one.end : max(one.end, other.start)]))


def _sum(told: SourcedClaim, run: list[_Part]) -> Iterator[Value]:
    # A comma alone may only join a person's name to the words for the same person.
    if len(run) > 1 and _AND.search(told.report.text[run[-2].words.end : run[-1].words.start]):
        yield Value(
            report=told.report.id,
            claim=told.claim.id,
            slot=run[0].slot,
            of="people",
            value=sum(part.number for part in run),
            approximate=any(part.approximate for part in run),
            text=told.report.text[run[0].words.start : run[-1].words.end],
            sources=source_names(told),
        )


def _one_victim(told: SourcedClaim) -> Iterator[Value]:
    """One victim, named or described, of harm that is told to have been done."""
    claim = told.claim
    harm = _harm_of(claim)
    if harm not in word_set("values", "one", "slots") or claim.negated:
        return
    if claim.recipients and all(map(_is_one_person, claim.recipients)):
        last = {_last_name(one) for one in claim.recipients}
        if len(last) == 1:
            victim = claim.recipients[0]
            yield Value(
                report=told.report.id,
                claim=claim.id,
                slot=harm,
                of=_name_victim(victim),
                value=1,
                text=victim.text,
                sources=source_names(told),
            )


def _name_victim(victim: Participant) -> str:
    """The words for a victim, the name for a pronoun."""
    is_pronoun = victim.text.lower() in word_set("events", "phrases", "skipped")
    return victim.entity.name if is_pronoun and victim.entity is not None else victim.text


def _is_one_person(person: Participant) -> bool:
    words = [one.lower() for one in _WORDS.findall(person.text)]
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
