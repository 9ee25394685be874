"""One plain line for an event, from what its claims tell."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from sayso.codebook import read_codebook, word_set
from sayso.model import Participant, SourcedClaim, Toponym, Value
from sayso.relate.events.clauses import find_clause, find_phrase, trim
from sayso.relate.events.names import call, lower_first
from sayso.relate.meanings import families_in, families_of

__all__ = ["label_event"]

_LONGEST = 100
_MOST_NUMBERS = 2
# Who or what place is named in fewer of the claims is not in the label.
_LEAST_SHARE = 0.15
_WORD = re.compile(r"[\w’'-]+")


def label_event(
    claims: Sequence[SourcedClaim], type: str, places: Sequence[Toponym], values: Sequence[Value]
) -> str:
    """Say what happened, to or by whom, where, and how many ("Shooting in Seattle: 5 injured").

    What has a noun of its own is told by it, other events in a clause of a report ("Kadhimi pledged to reform
    the security forces"). `claims` are in order, `places` the event's, the most told first.
    """
    family = _family(claims)
    if not family or (_is_told_by_clause(type) and family not in _told_by_noun()):
        clause = find_clause(claims)
        if clause:
            return _finish(clause)
    return _finish(_tell_by_noun(claims, type, family, places, values))


def _finish(text: str) -> str:
    """One line with a capital, not too long."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        text = f"{trim(text[: text.rfind(' ', 0, _LONGEST)])} …"
    return text[:1].upper() + text[1:]


def _is_told_by_clause(type: str) -> bool:
    return type in word_set("labels", "clause", "types")


def _told_by_noun() -> frozenset[str]:
    return word_set("labels", "clause", "nouns")


def _family(claims: Sequence[SourcedClaim]) -> str:
    """The family of words that most claims use; where that is an outcome, the act in their sentences.

    "killed" in "The explosion killed 10" tells of an explosion.
    """
    counted = Counter(name for one in claims for name in families_of(one.claim))
    first = _most_told(counted)
    if first and _families()[first].get("outcome"):
        around = Counter(name for one in claims for name in _acts_around(one))
        act = _most_told(around)
        if around[act] * 2 >= len(claims):
            return act
    return first


def _most_told(families: Counter[str]) -> str:
    """The most frequent; of those as frequent that of fewer types ("fire" in an accident is no shooting)."""
    types = _families()
    return max(families, key=lambda name: (families[name], -len(types[name].get("types", ()))), default="")


def _families() -> dict[str, Any]:
    families: dict[str, Any] = read_codebook("happenings")["families"]
    return families


def _acts_around(told: SourcedClaim) -> Iterable[str]:
    """The acts that may have such an outcome, by the words of the sentence."""
    families = _families()
    found = families_in(_WORD.findall(told.claim.sentence.text), told.claim.event.type)
    return [name for name in found if not families[name].get("outcome") and families[name].get("types")]


def _tell_by_noun(
    claims: Sequence[SourcedClaim], type: str, family: str, places: Sequence[Toponym], values: Sequence[Value]
) -> str:
    entry = read_codebook("events")["types"].get(type, {"noun": type.capitalize()})
    entry = {**entry, **_families().get(family, {})}
    who, numbers = _who(claims, entry), _numbers(values)
    if numbers and _is_number(who):
        who = "" if entry.get("outcome") else _without_other_number(who, numbers)
    if who:
        numbers = [one for one in numbers if not one.startswith("1 ")]
    where = _where(claims, places[0], entry) if places and places[0].name not in who else ""
    if not (who or where or numbers):
        return find_clause(claims) or f"{_how_far(claims)}{find_phrase(claims[0])}"
    noun = (
        entry["noun"].lower() if family else lower_first(_ranked(one.claim.trigger.text for one in claims)[0])
    )
    return f"{_how_far(claims)}{noun}{who}{where}{': ' if numbers else ''}{', '.join(numbers)}"


def _how_far(claims: Sequence[SourcedClaim]) -> str:
    """Says that it has not happened, where no claim has it otherwise."""
    if all(one.claim.negated for one in claims):
        return "no "
    statuses = {one.claim.status for one in claims if not one.claim.negated}
    words: dict[str, str] = read_codebook("events")["statuses"]
    return f"{words[next(iter(statuses))]} " if len(statuses) == 1 and statuses <= words.keys() else ""


def _who(claims: Sequence[SourcedClaim], entry: dict[str, Any]) -> str:
    """By whom, or to whom, as the codebook has it."""
    parts = ""
    for role, word in entry.get("says", {}).items():
        people = _named_most([getattr(one.claim, role) for one in claims])
        parts += f" {word} {lower_first(people)}" if people else ""
    return parts


def _named_most(roles: Sequence[Sequence[Participant]]) -> str:
    """Who stands in the role in most claims, if in enough of them to be more than a stray; "" for nobody."""
    names = Counter(name for people in roles for name in dict.fromkeys(map(call, people)) if name)
    if not names:
        return ""
    name, times = names.most_common(1)[0]
    return name if times >= _LEAST_SHARE * len(roles) else ""


def _without_other_number(who: str, numbers: Sequence[str]) -> str:
    """Without the number of those whom it happened to, where the label gives another one."""
    known = read_codebook("quantities")["numbers"]
    word, *words = who.split()
    amount = list(takewhile(lambda one: one[0].isdigit() or one.lower() in _amounts(), words))
    rest = words[len(amount) :]
    given = {one for number in numbers for one in number.split()}
    if any(str(known.get(one.lower(), one)) in given for one in amount):
        return who
    return f" {' '.join([word, *rest])}" if rest and rest != ["people"] else ""


def _amounts() -> frozenset[str]:
    return word_set("values", "amount", "words") | frozenset(read_codebook("quantities")["numbers"])


def _is_number(who: str) -> bool:
    """Whether people are told of by their number alone ("of at least 100 people")."""
    numbers = read_codebook("quantities")["numbers"]
    return any(word[0].isdigit() or word in numbers for word in _WORD.findall(who.lower()))


def _where(claims: Sequence[SourcedClaim], place: Toponym, entry: dict[str, Any]) -> str:
    """The place with the words that most claims put before it ("at the port of Beirut"); "" for a stray."""
    there = [one for one in claims if any(_is_same(place, at) for at in one.claim.places)]
    if len(there) < _LEAST_SHARE * len(claims):
        return ""
    words = Counter(_before(one, place) for one in there)
    told = [one for one in words if one and words[one] >= _LEAST_SHARE * len(there)]
    before = max(told, key=lambda one: words[one], default=entry.get("place", "in"))
    return f" {before} {place.name}"


def _is_same(place: Toponym, other: Toponym) -> bool:
    return (place.geonameid, place.name) == (other.geonameid, other.name)


def _before(told: SourcedClaim, place: Toponym) -> str:
    """From a word like "at" to the place, if little stands between; "" for none."""
    at = next(one for one in told.claim.places if _is_same(one, place))
    words = told.report.text[max(0, at.start - 60) : at.start].rsplit("\n", 1)[-1].split(" ")[:-1]
    found: list[str] = []
    for word in reversed(words[-read_codebook("labels")["place"]["most_words"] :]):
        if not word.isalpha() or not word.islower():
            break
        found.insert(0, word)
        if word in word_set("labels", "place", "before"):
            return " ".join(found)
    return ""


def _numbers(values: Sequence[Value]) -> list[str]:
    """Of each kind of harm the number that most claims give; the highest of those told as often."""
    found = []
    for slot in read_codebook("values")["harm"]:
        counted = Counter((one.value, one.min, one.max) for one in values if one.slot == slot)
        counted.pop((None, None, None), None)
        if counted:
            value, least, most = max(counted, key=lambda one: (counted[one], *map(_low, one)))
            number = value if value is not None else least if least is not None else most or 0
            bound = "" if value is not None else "at least " if least is not None else "at most "
            found.append(f"{bound}{_write(number)} {slot}" if number else f"nobody {slot}")
    return found[:_MOST_NUMBERS]


def _write(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,g}"


def _low(number: float | None) -> float:
    return -1.0 if number is None else float(number)


def _ranked(words: Iterable[str]) -> list[str]:
    """The most frequent first; of two as frequent the one met first."""
    return [word for word, _ in Counter(words).most_common()]
