"""One plain line for an event, from what its claims tell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.codebook import read_codebook, word_set
from sayso.model import Participant, Told, Toponym, Value
from sayso.relate.meanings import families_of

__all__ = ["label_event"]

_LONGEST = 60
_MOST_NUMBERS = 2


def label_event(claims: Sequence[Told], type: str, places: Sequence[Toponym], values: Sequence[Value]) -> str:
    """Say what happened, to or by whom, where, and how many ("Shooting in Seattle: 5 injured").

    `claims` are in order, `places` the event's, the most told first.
    """
    what, family = _name_event(claims, type)
    who = _who(claims, type, family)
    where = f" in {places[0].name}" if places and places[0].name not in who else ""
    numbers = _numbers(values)
    return f"{what}{who}{where}{': ' if numbers else ''}{', '.join(numbers)}"


def _name_event(claims: Sequence[Told], type: str) -> tuple[str, dict[str, Any]]:
    families = read_codebook("happenings")["families"]
    counted = _ranked(name for one in claims for name in families_of(one.claim))
    if counted:
        return families[counted[0]]["noun"], families[counted[0]]
    return read_codebook("events")["types"].get(type, {}).get("noun", type.capitalize()), {}


def _who(claims: Sequence[Told], type: str, family: dict[str, Any]) -> str:
    """By whom, or to whom, as the type has it."""
    entry = {**read_codebook("events")["types"].get(type, {}), **family}
    parts = ""
    for role, word in entry.get("says", {}).items():
        people = _fullest(person for one in claims for person in getattr(one.claim, role))
        if people:
            parts += f" {word} {people}"
    return parts


def _fullest(people: Iterable[Participant]) -> str:
    """The name that most claims give, else the description that most give; "" for nobody."""
    known = list(people)
    named = _ranked(one.entity.name for one in known if one.entity is not None and one.entity.name)
    if named:
        return named[0]
    skipped = word_set("events", "phrases", "skipped")
    told = _ranked(one.text for one in known if one.text.lower() not in skipped and len(one.text) <= _LONGEST)
    return told[0] if told else ""


def _numbers(values: Sequence[Value]) -> list[str]:
    """Of each kind of harm the number that most claims give; the highest of those told as often."""
    found = []
    for slot in read_codebook("values")["harm"]:
        counted = Counter((one.value, one.min, one.max) for one in values if one.slot == slot)
        counted.pop((None, None, None), None)
        if counted:
            value, least, most = max(counted, key=lambda one: (counted[one], *map(_low, one)))
            number = value if value is not None else least if least is not None else most
            bound = "" if value is not None else "at least " if least is not None else "at most "
            found.append(f"{bound}{number:g} {slot}")
    return found[:_MOST_NUMBERS]


def _low(number: float | None) -> float:
    return -1.0 if number is None else float(number)


def _ranked(words: Iterable[str]) -> list[str]:
    """The most frequent first; of two as frequent the one met first."""
    return [word for word, _ in Counter(words).most_common()]
