"""One plain line for an event, from what its claims tell."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sayso.codebook import read_codebook, word_set
from sayso.model import EntityKind, Participant, Told, Toponym, Value
from sayso.relate.meanings import families_of

__all__ = ["label_event"]

_LONGEST = 60
_MOST_NUMBERS = 2
# Who is named in fewer of the claims is not in the label.
_LEAST_SHARE = 0.15


def label_event(claims: Sequence[Told], type: str, places: Sequence[Toponym], values: Sequence[Value]) -> str:
    """Say what happened, to or by whom, where, and how many ("Shooting in Seattle: 5 injured").

    `claims` are in order, `places` the event's, the most told first.
    """
    what, entry = _name_event(claims, type)
    who = _who(claims, entry)
    where = f" in {places[0].name}" if places and places[0].name not in who else ""
    numbers = _numbers(values)
    if not (who or where or numbers):
        who = f": {claims[0].claim.trigger.text}"
    text = f"{_how_far(claims)}{what}{who}{where}{': ' if numbers else ''}{', '.join(numbers)}"
    return " ".join((text[:1].upper() + text[1:]).split())


def _how_far(claims: Sequence[Told]) -> str:
    """Says that it has not happened, where no claim has it otherwise."""
    if all(one.claim.negated for one in claims):
        return "no "
    statuses = {one.claim.status for one in claims if not one.claim.negated}
    words: dict[str, str] = read_codebook("events")["statuses"]
    return f"{words[next(iter(statuses))]} " if len(statuses) == 1 and statuses <= words.keys() else ""


def _name_event(claims: Sequence[Told], type: str) -> tuple[str, dict[str, Any]]:
    """What an event of the type, or of the family of words, is called, and how its label goes on."""
    families = read_codebook("happenings")["families"]
    counted = _ranked(name for one in claims for name in families_of(one.claim))
    entry = read_codebook("events")["types"].get(type, {"noun": type.capitalize()})
    if counted:
        entry = {**entry, **families[counted[0]]}
    return entry["noun"].lower(), entry


def _who(claims: Sequence[Told], entry: dict[str, Any]) -> str:
    """By whom, or to whom, as the codebook has it."""
    parts = ""
    for role, word in entry.get("says", {}).items():
        people = _named_most([getattr(one.claim, role) for one in claims])
        parts += f" {word} {people}" if people else ""
    return parts


def _named_most(roles: Sequence[Sequence[Participant]]) -> str:
    """Who stands in the role in most claims, if in enough of them to be more than a stray; "" for nobody."""
    names = Counter(name for people in roles for name in dict.fromkeys(map(_call, people)) if name)
    if not names:
        return ""
    name, times = names.most_common(1)[0]
    return name if times >= _LEAST_SHARE * len(roles) else ""


def _call(person: Participant) -> str:
    """The name, else the words for who it is; "" for a pronoun and for what is too long to be a name."""
    entity, text = person.entity, person.text
    if text.lower() in word_set("events", "phrases", "skipped") or len(text) > _LONGEST:
        text = ""
    if entity is not None and (entity.name in person.text or entity.gazetteer):
        return entity.name
    if not text and entity is not None and entity.kind is EntityKind.PERSON:
        return entity.name
    first = text.split(" ", 1)[0].lower()
    return text[:1].lower() + text[1:] if first in word_set("values", "people", "single") else text


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
