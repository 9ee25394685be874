"""One-line labels of events, from their claims."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import stem
from sayso.model import Participant, SourcedClaim, Toponym, Value
from sayso.relate.events.clauses import (
    LONGEST_LABEL,
    find_clause,
    find_phrase,
    find_sentence,
    find_title,
    stands_as_noun,
    title_of,
    trim,
)
from sayso.relate.events.names import call_participant, lower_first
from sayso.relate.word_families import families_in, families_of

__all__ = ["label_event"]

_MOST_NUMBERS = 2
# Participants and places named in a smaller share of the claims are not in the label; nor are participants
# with less than half of the votes of the claims that name anybody.
_LEAST_SHARE = 0.15
_LEAST_VOTES = 0.5
_WORD = re.compile(r"\w+(?:-\w+)*")
_LEAST_WORDS = 2
# A quotation or a bracket that the label opens with and does not close, or another stray mark.
_STRAY = re.compile(r"[‘“\"'(\[][^’”\"')\]]*$|[^\w‘“\"'(\[$£€#@]")


def label_event(
    claims: Sequence[SourcedClaim], type: str, places: Sequence[Toponym], values: Sequence[Value]
) -> str:
    """Return the label of an event ("Shooting in Seattle: 5 injured").

    What several reports tell is labelled by its noun, participants, place and numbers; else the label is the
    title of a report that tells the event, or a clause, sentence or noun phrase that says by itself what
    happened ("Kadhimi pledged to reform the security forces"). Where nothing reads as a label, it is the
    title of the earliest report, else the first claim's sentence. `claims` are in order, `places` those of
    the event, the most frequent first.
    """
    drafts = map(_finish, _drafts(claims, type, places, values))
    return next(filter(_reads_as_label, drafts), "") or _finish(claims[0].claim.sentence.text)


def _drafts(
    claims: Sequence[SourcedClaim], type: str, places: Sequence[Toponym], values: Sequence[Value]
) -> Iterator[str]:
    family = _family(claims)
    entry = {**read_codebook("events")["types"].get(type, {}), **_families().get(family, {})}
    participants = _participants(claims, entry)
    entry = {**entry, "noun": entry["noun"].lower() if family else _noun_of(claims)}
    noun = _label_by_noun(claims, entry, participants, places, values)
    by_clause, nouns = word_set("labels", "clause", "types"), word_set("labels", "clause", "nouns")
    has_own_noun = bool(family) and (family in nouns or type not in by_clause)
    if has_own_noun and participants and len({claim.report.id for claim in claims}) > 1:
        yield noun
    yield find_title(claims)
    surest = sorted(claims, key=lambda claim: (family not in families_of(claim.claim), -_weight(claim)))
    yield from map(find_clause, surest)
    if has_own_noun:
        yield noun
    yield from map(find_sentence, surest)
    yield from (f"{_how_far(claims)}{phrase}" for phrase in map(find_phrase, surest) if phrase)
    if "recipients" not in entry.get("says", {}) or _named_most(claims, "recipients"):
        yield noun
    for sourced in claims:
        yield title_of(sourced.report)
        yield sourced.claim.sentence.text.rstrip(".")
    yield claims[0].report.text.strip().partition("\n")[0].rstrip(".")


def _weight(sourced: SourcedClaim) -> float:
    return 1.0 if sourced.claim.confidence is None else sourced.claim.confidence


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


def _finish(text: str) -> str:
    """Return the text on one line with a capital, cut to the longest label."""
    text = " ".join(text.split())
    if len(text) > LONGEST_LABEL:
        text = f"{trim(text[: text.rfind(' ', 0, LONGEST_LABEL)])} …"
    return text[:1].upper() + text[1:]


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
    claims: Sequence[SourcedClaim],
    entry: dict[str, Any],
    participants: str,
    places: Sequence[Toponym],
    values: Sequence[Value],
) -> str:
    noun, numbers = entry["noun"], _numbers(values)
    if numbers and _is_number(participants):
        participants = ""
    if participants:
        numbers = [number for number in numbers if not number.startswith("1 ")]
    where = _where(claims, places[0], entry) if places and places[0].name not in participants else ""
    has_more = not entry.get("outcome") and any(stem(noun) != stem(each.split()[-1]) for each in numbers)
    if not noun or not (participants or where or has_more):
        return ""
    return f"{_how_far(claims)}{noun}{participants}{where}{': ' if numbers else ''}{', '.join(numbers)}"


def _noun_of(claims: Sequence[SourcedClaim]) -> str:
    """Return the most frequent word for the event that stands as a noun; "" if none does."""
    triggers = [claim.claim.trigger.text for claim in claims if stands_as_noun(claim)]
    known = Counter(text for text in triggers if text.lower() not in word_set("labels", "label", "openers"))
    return lower_first(known.most_common(1)[0][0]) if known else ""


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
        people = _named_most(claims, role)
        if people and people not in parts:
            parts[people] = f" {word} {people}"
    return "".join(parts.values())


def _named_most(claims: Sequence[SourcedClaim], role: str) -> str:
    """Return the participant in the role whom the claims vote for, by their confidence; "" for nobody."""
    votes, naming = defaultdict[str, float](float), 0.0
    for sourced in claims:
        people: Sequence[Participant] = getattr(sourced.claim, role)
        names = {name for person in people if (name := _name(person, sourced))}
        for name in sorted(names):
            votes[name] += _weight(sourced)
        naming += _weight(sourced) if names else 0.0
    ranked = sorted(votes, key=lambda name: -votes[name])
    least = max(_LEAST_VOTES * naming, _LEAST_SHARE * sum(map(_weight, claims)))
    is_tie = len({votes[name] for name in ranked[:2]}) < len(ranked[:2])
    return ranked[0] if ranked and votes[ranked[0]] >= least and not is_tie else ""


def _name(person: Participant, sourced: SourcedClaim) -> str:
    """Return the name of a participant within a label; "" for half of a word, and for "her daughter"."""
    is_half = sourced.report.text[person.end : person.end + 1].startswith(("-", "‑"))
    if is_half or person.text.split()[0].lower() in word_set("labels", "label", "openers"):
        return ""
    name = call_participant(person)
    is_named = person.entity is not None and person.entity.name[:1].isupper()
    is_opener = person.start == sourced.claim.sentence.start and not is_named
    return lower_first(name) if is_opener else name


def _is_number(participants: str) -> bool:
    """Tell whether people are described by their number alone ("of at least 100 people")."""
    numbers = read_codebook("quantities")["numbers"]
    return any(word[0].isdigit() or word in numbers for word in _WORD.findall(participants.lower()))


def _where(claims: Sequence[SourcedClaim], place: Toponym, entry: dict[str, Any]) -> str:
    """Return the place with its most frequent preposition ("near Beirut"); "" for a stray place."""
    there = [
        (claim, at)
        for claim in claims
        for at in claim.claim.places
        if (at.geonameid, at.name) == (place.geonameid, place.name)
    ]
    if len(there) < _LEAST_SHARE * len(claims):
        return ""
    words = Counter((claim.report.text[: at.start].split() or [""])[-1] for claim, at in there)
    known = [word for word, _ in words.most_common() if word in word_set("labels", "place", "before")]
    return f" {next(iter(known), entry.get('place', 'in'))} {place.name}"


def _numbers(values: Sequence[Value]) -> list[str]:
    """Return for each kind of harm the number or bound that most reports give; of equals the highest."""
    found = []
    for slot in read_codebook("values")["harm"]:
        reports = defaultdict[float, dict[str, set[str]]](dict)
        for value in values:
            bound = "" if value.value is not None else "at least " if value.min is not None else "at most "
            number = next((n for n in (value.value, value.min, value.max) if n is not None), None)
            if value.slot == slot and number is not None:
                reports[number].setdefault(bound, set()).add(value.report)
        if reports:
            number = max(reports, key=lambda n: (len(set[str]().union(*reports[n].values())), n))
            bound = max(sorted(reports[number]), key=lambda bound: len(reports[number][bound]))
            found.append(f"{bound}{_write(number)} {slot}" if number else f"nobody {slot}")
    return found[:_MOST_NUMBERS]


def _write(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,g}"
