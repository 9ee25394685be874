"""One-line labels of events, from their claims."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from sayso.codebook import read_codebook, word_set
from sayso.model import Participant, SourcedClaim, Toponym, Value
from sayso.relate.events.clauses import find_clause, find_phrase, stands_as_noun, trim
from sayso.relate.events.names import call_participant, lower_first
from sayso.relate.word_families import families_in, families_of

__all__ = ["label_event"]

_LONGEST = 100
_MOST_NUMBERS = 2
# Participants and places named in a smaller share of the claims are not in the label.
_LEAST_SHARE = 0.15
_WORD = re.compile(r"[\w’'-]+")
_LEAST_WORDS = 2
# A quotation or a bracket that the label opens with and does not close, or another stray mark.
_STRAY = re.compile(r"[‘“\"'(\[][^’”\"')\]]*$|[^\w‘“\"'(\[$£€#@]")


def label_event(
    claims: Sequence[SourcedClaim], type: str, places: Sequence[Toponym], values: Sequence[Value]
) -> str:
    """Return the label of an event ("Shooting in Seattle: 5 injured").

    An event with a noun of its own is labelled by it, with its participants, place and numbers; other events
    by a clause of a report ("Kadhimi pledged to reform the security forces"). Where neither reads as a label,
    it is the title of the earliest report, else the first claim's sentence. `claims` are in order, `places`
    those of the event, the most frequent first.
    """
    drafts = (_finish(text) for text in _drafts(claims, type, places, values))
    return next((text for text in drafts if _reads_as_label(text)), "") or _finish(_title(claims))


def _drafts(
    claims: Sequence[SourcedClaim], type: str, places: Sequence[Toponym], values: Sequence[Value]
) -> Iterator[str]:
    family = _family(claims)
    if not family or (_is_labelled_by_clause(type) and family not in _event_nouns()):
        yield find_clause(claims)
    yield _label_by_noun(claims, type, family, places, values)
    yield find_clause(claims)
    if stands_as_noun(claims[0]):
        yield f"{_how_far(claims)}{find_phrase(claims[0])}"


def _reads_as_label(text: str) -> bool:
    """Tell whether a text is a label: some words that neither begin nor end in the middle of a clause.

    >>> _reads_as_label("Fire in Lyon"), _reads_as_label("Their of inspectors"), _reads_as_label("Tunnel")
    (True, False, False)
    >>> _reads_as_label("12 / 04 / 11"), _reads_as_label("Attack on Mr.")
    (False, False)
    """
    words = [word.lower() for word in _WORD.findall(text)]
    if all(map(str.isdigit, words)):
        return False
    if len(words) < _LEAST_WORDS or words[0] in word_set("labels", "label", "openers"):
        return False
    if len(words) == _LEAST_WORDS and words[0] in word_set("labels", "noun", "articles"):
        return False
    hanging = word_set("labels", "bounds", "hanging") | word_set("labels", "bounds", "titles")
    return words[-1] not in hanging and not _STRAY.match(text)


def _title(claims: Sequence[SourcedClaim]) -> str:
    """Return the title of the earliest report, or its first line; else the sentence of the first claim."""
    report = claims[0].report
    first, rest, _ = report.text.strip().partition("\n")
    title = report.title or (first if rest and len(first) <= _LONGEST and first[-1:] not in '.”"' else "")
    return title or claims[0].claim.sentence.text


def _finish(text: str) -> str:
    """Return the text on one line with a capital, cut to the longest label."""
    text = " ".join(text.split())
    if len(text) > _LONGEST:
        text = f"{trim(text[: text.rfind(' ', 0, _LONGEST)])} …"
    return text[:1].upper() + text[1:]


def _is_labelled_by_clause(type: str) -> bool:
    return type in word_set("labels", "clause", "types")


def _event_nouns() -> frozenset[str]:
    return word_set("labels", "clause", "nouns")


def _family(claims: Sequence[SourcedClaim]) -> str:
    """Return the word family that most claims use; for an outcome, the act in their sentences.

    "killed" in "The explosion killed 10" is the outcome of an explosion.
    """
    counted = Counter(name for claim in claims for name in families_of(claim.claim))
    first = _most_frequent(counted)
    if first and _families()[first].get("outcome"):
        around = Counter(name for claim in claims for name in _acts_around(claim))
        act = _most_frequent(around)
        if around[act] * 2 >= len(claims):
            return act
    return first


def _most_frequent(families: Counter[str]) -> str:
    """Return the most frequent family; of equals the one of fewer types ("fire" is no shooting)."""
    types = _families()
    return max(families, key=lambda name: (families[name], -len(types[name].get("types", ()))), default="")


def _families() -> dict[str, Any]:
    families: dict[str, Any] = read_codebook("happenings")["families"]
    return families


def _acts_around(sourced: SourcedClaim) -> Iterable[str]:
    """Return the acts that may have such an outcome, by the words of the sentence."""
    families = _families()
    found = families_in(_WORD.findall(sourced.claim.sentence.text), sourced.claim.event.type)
    return [name for name in found if not families[name].get("outcome") and families[name].get("types")]


def _label_by_noun(
    claims: Sequence[SourcedClaim], type: str, family: str, places: Sequence[Toponym], values: Sequence[Value]
) -> str:
    entry = read_codebook("events")["types"].get(type, {"noun": type.capitalize()})
    entry = {**entry, **_families().get(family, {})}
    participants, numbers = _participants(claims, entry), _numbers(values)
    if numbers and _is_number(participants):
        participants = "" if entry.get("outcome") else _without_conflicting_number(participants, numbers)
    if participants:
        numbers = [number for number in numbers if not number.startswith("1 ")]
    where = _where(claims, places[0], entry) if places and places[0].name not in participants else ""
    if not (participants or where or numbers):
        return ""
    noun = entry["noun"].lower() if family else _noun_of(claims, entry["noun"])
    return f"{_how_far(claims)}{noun}{participants}{where}{': ' if numbers else ''}{', '.join(numbers)}"


def _noun_of(claims: Sequence[SourcedClaim], noun: str) -> str:
    """Return the most frequent word for the event, if it stands as a noun; else the noun of its type."""
    triggers = [claim.claim.trigger.text for claim in claims if stands_as_noun(claim)]
    known = [text for text in triggers if text.lower() not in word_set("labels", "label", "openers")]
    return lower_first(_ranked(known)[0]) if known else noun.lower()


def _how_far(claims: Sequence[SourcedClaim]) -> str:
    """Return the words for an event that has not happened, if all claims agree on that."""
    if all(claim.claim.negated for claim in claims):
        return "no "
    statuses = {claim.claim.status for claim in claims if not claim.claim.negated}
    words: dict[str, str] = read_codebook("events")["statuses"]
    return f"{words[next(iter(statuses))]} " if len(statuses) == 1 and statuses <= words.keys() else ""


def _participants(claims: Sequence[SourcedClaim], entry: dict[str, Any]) -> str:
    """Return the actor or recipient with its preposition, as the codebook has it."""
    parts: dict[str, str] = {}
    for role, word in entry.get("says", {}).items():
        people = _named_most([_whole(getattr(claim.claim, role), claim) for claim in claims])
        if people and people not in parts:
            parts[people] = f" {word} {lower_first(people)}"
    return "".join(parts.values())


def _whole(people: Sequence[Participant], sourced: SourcedClaim) -> list[Participant]:
    """Return the participants that are more than a pronoun, and no half of a word ("co" of "co-workers")."""
    text, openers = sourced.report.text, word_set("labels", "label", "openers")
    return [
        person
        for person in people
        if not text[person.end : person.end + 1].startswith(("-", "‑"))
        and not set(person.text.lower().split()) <= openers
    ]


def _named_most(roles: Sequence[Sequence[Participant]]) -> str:
    """Return the participant in the role in most claims, if in enough of them; "" for nobody."""
    names = Counter(name for people in roles for name in dict.fromkeys(map(call_participant, people)) if name)
    if not names:
        return ""
    name, times = names.most_common(1)[0]
    return name if times >= _LEAST_SHARE * len(roles) else ""


def _without_conflicting_number(participants: str, numbers: Sequence[str]) -> str:
    """Remove the number of people from a phrase if the label gives another number."""
    known = read_codebook("quantities")["numbers"]
    word, *words = participants.split()
    amount = list(takewhile(lambda token: token[0].isdigit() or token.lower() in _amounts(), words))
    rest = words[len(amount) :]
    given = {word for number in numbers for word in number.split()}
    if any(str(known.get(word.lower(), word)) in given for word in amount):
        return participants
    return f" {' '.join([word, *rest])}" if rest and rest != ["people"] else ""


def _amounts() -> frozenset[str]:
    return word_set("values", "amount", "words") | frozenset(read_codebook("quantities")["numbers"])


def _is_number(participants: str) -> bool:
    """Tell whether people are described by their number alone ("of at least 100 people")."""
    numbers = read_codebook("quantities")["numbers"]
    return any(word[0].isdigit() or word in numbers for word in _WORD.findall(participants.lower()))


def _where(claims: Sequence[SourcedClaim], place: Toponym, entry: dict[str, Any]) -> str:
    """Return the place with its most frequent preposition ("at the port of Beirut"); "" for a stray place."""
    there = [claim for claim in claims if any(_is_same(place, at) for at in claim.claim.places)]
    if len(there) < _LEAST_SHARE * len(claims):
        return ""
    words = Counter(_before(claim, place) for claim in there)
    frequent = [
        preposition
        for preposition in words
        if preposition and words[preposition] >= _LEAST_SHARE * len(there)
    ]
    before = max(frequent, key=lambda preposition: words[preposition], default=entry.get("place", "in"))
    return f" {before} {place.name}"


def _is_same(a: Toponym, b: Toponym) -> bool:
    return (a.geonameid, a.name) == (b.geonameid, b.name)


def _before(sourced: SourcedClaim, place: Toponym) -> str:
    """Return the words from a preposition to the place, if few stand between; "" for none."""
    at = next(toponym for toponym in sourced.claim.places if _is_same(toponym, place))
    words = sourced.report.text[max(0, at.start - 60) : at.start].rsplit("\n", 1)[-1].split(" ")[:-1]
    found: list[str] = []
    for word in reversed(words[-read_codebook("labels")["place"]["most_words"] :]):
        if not word.isalpha() or not word.islower():
            break
        found.insert(0, word)
        if word in word_set("labels", "place", "before"):
            return " ".join(found)
    return ""


def _numbers(values: Sequence[Value]) -> list[str]:
    """Return for each kind of harm the number that most claims give; of equals the highest."""
    found = []
    for slot in read_codebook("values")["harm"]:
        counted = Counter((value.value, value.min, value.max) for value in values if value.slot == slot)
        counted.pop((None, None, None), None)
        if counted:
            value, least, most = max(counted, key=lambda amount: (counted[amount], *map(_low, amount)))
            number = value if value is not None else least if least is not None else most or 0
            bound = "" if value is not None else "at least " if least is not None else "at most "
            found.append(f"{bound}{_write(number)} {slot}" if number else f"nobody {slot}")
    return found[:_MOST_NUMBERS]


def _write(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,g}"


def _low(number: float | None) -> float:
    return -1.0 if number is None else float(number)


def _ranked(words: Iterable[str]) -> list[str]:
    """Return the words by frequency; ties keep the order of the input."""
    return [word for word, _ in Counter(words).most_common()]
