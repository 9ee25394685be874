"""The clause that tells an event, in the words of a report and with names for its pronouns."""

import re
from collections.abc import Sequence
from typing import Any

from sayso.codebook import read_codebook, word_set
from sayso.model import Participant, SourcedClaim, Span, Status
from sayso.relate.events.names import call

__all__ = ["find_clause", "find_phrase", "trim"]

# A stop within a number or a short form ("2,750", "U.S.") is none.
_STOP = r"[;!?()\[\]\n‚]|[.,:](?!\w)|\s[–—-]+\s"
_STOPS = re.compile(_STOP)
_STOPS_OR_QUOTES = re.compile(rf"{_STOP}|[“”\"]|``|''")
_WORD = re.compile(r"[\w’'-]+")
_ARTICLES = frozenset({"a", "an", "the", "his", "her", "their", "its", "our", "those", "one"})
_HALTS = frozenset(
    {"between", "against", "near", "during", "under", "described", "including", "like", "where"}
)
_BESIDE = "“”\"'‘’`,;:()[]—–-"
# What has not come about may be told as "France to send rescuers".
_AHEAD = (Status.PLANNED, Status.DEMANDED, Status.HYPOTHETICAL)
_PAIRS = (("“", "”"), ("``", "''"), ("(", ")"))


def find_clause(claims: Sequence[SourcedClaim]) -> str:
    """The clause of the first of the claims that tell most: what follows the verb, and who stands before it.

    "" where all claims tell the event by a noun.
    """
    verbs = [one for one in claims if not _is_noun(one)]
    if not verbs:
        return ""
    told = max(verbs, key=lambda one: (_end(one) > one.claim.trigger.end, _has_subject_near(one)))
    subject = _subject(told)
    if subject is None:
        return _pair(_without_subject(told))
    return _pair(f"{call(subject)} {told.report.text[subject.end : _end(told)].strip()}")


def find_phrase(told: SourcedClaim) -> str:
    """The noun for an event with what belongs to it ("deadline of 30 June for the whole stock")."""
    trigger, text = told.claim.trigger, told.report.text
    following = (text[trigger.end : told.claim.sentence.end].split() or [""])[0]
    is_longer = following in word_set("labels", "noun", "behind")
    return _pair(text[trigger.start : _end(told)]) if is_longer else trigger.text


def trim(text: str) -> str:
    """Without the words that nothing may end with, and without the name of a day.

    >>> trim("met the envoy early on Tuesday"), trim("left the city with its")
    ('met the envoy', 'left the city')
    """
    hanging = word_set("labels", "bounds", "hanging") | word_set("labels", "bounds", "days")
    text = text.rstrip(" ,;:–—-")
    while (match := re.search(r"(?:^|\s)([\w’'-]+)$", text)) and match.group(1).lower() in hanging:
        text = text[: match.start()].rstrip(" ,;:–—-")
    return text


def _is_noun(told: SourcedClaim) -> bool:
    """Whether the words for the event are a noun, by what stands before them."""
    first = told.claim.trigger.text.split()[0].lower()
    last = (_before(told).lower().split() or [""])[-1].lstrip("“‘'\"(")
    if first.endswith("ed"):
        return False
    behind = word_set("labels", "noun", "articles")
    if not first.endswith("ing"):
        behind |= word_set("labels", "noun", "before")
    return last in behind or last.endswith(("'s", "’s", "s’", "s'"))


def _subject(told: SourcedClaim) -> Participant | None:
    """Who stands right before the verb: who acts, or, before a passive, who bears it."""
    claim = told.claim
    for one in claim.actors:
        if _stands_before(one, told) is not None and call(one):
            return one
    for one in claim.recipients:
        words = _stands_before(one, told)
        if words and words & word_set("labels", "noun", "passive") and call(one):
            return one
    return None


def _stands_before(person: Participant, told: SourcedClaim) -> set[str] | None:
    """The words between somebody and the verb; None if they are not only such as may stand there."""
    between = told.report.text[person.end : told.claim.trigger.start].lower()
    if person.end > told.claim.trigger.start or _STOPS_OR_QUOTES.search(between):
        return None
    words = between.split()
    is_whole = all(map(_may_stand_between, words)) or _is_verb_phrase(words)
    return set(words) if is_whole else None


def _has_subject_near(told: SourcedClaim) -> int:
    """2 where who acts stands right before the verb, 1 where other verbs lead to it, else 0."""
    subject = _subject(told)
    if subject is None:
        return 0
    between = told.report.text[subject.end : told.claim.trigger.start].lower().split()
    return 2 if all(map(_may_stand_between, between)) else 1


def _is_verb_phrase(words: Sequence[str]) -> bool:
    """Whether words before a verb are verbs that lead to it ("continues to", "is unlikely to act to")."""
    if not 0 < len(words) <= _book()["clause"]["verbs"] or not _may_stand_between(words[-1]):
        return False
    bounds = word_set("labels", "bounds", "words") | word_set("labels", "bounds", "openers")
    others = (
        word_set("labels", "noun", "behind")
        | word_set("origins", "names", "pronouns")
        | {"am", "'s", "’s", "'", "’"}
    )
    return words[0] != "to" and (bounds | others - {"to"}).isdisjoint(words)


def _may_stand_between(word: str) -> bool:
    return word in word_set("labels", "noun", "between") or word.endswith("ly")


def _without_subject(told: SourcedClaim) -> str:
    """With a name from further off, if the verb is joined to another one; else with what stands before it."""
    before = _before(told)
    start = _last_bound(before)
    joined = re.split(r"\b(?=to\b)", before[start:])[-1].strip()
    words = joined.lower().split()
    people = told.claim.actors or (
        told.claim.recipients if word_set("labels", "noun", "passive").intersection(words) else ()
    )
    name = next((name for one in people if _precedes(one, told) and (name := call(one))), "")
    name = name or _antecedent(before[:start])
    is_plan = words[:1] != ["to"] or told.claim.status in _AHEAD
    if name and is_plan and all(map(_may_stand_between, words)):
        return f"{name} {joined} {told.report.text[told.claim.trigger.start : _end(told)]}"
    if len(before) - start > _book()["clause"]["before"]:
        start = len(before)
    return told.report.text[told.claim.sentence.start + start : _end(told)]


def _antecedent(before: str) -> str:
    """The words for those of whom a clause with "who" tells ("senior officers, who | had been arrested").

    What "which" and "that" stand for may be all that is said before.
    """
    words = before.split()
    if not words or words[-1].lower() != "who":
        return ""
    bounds = _HALTS | word_set("labels", "bounds", "words") | word_set("labels", "bounds", "hanging")
    bounds |= word_set("origins", "names", "pronouns")
    found: list[str] = []
    for word in reversed(words[:-1][-_book()["clause"]["antecedent"] :]):
        bare = word.strip(_BESIDE).lower()
        is_bound = bare in bounds and bare not in _ARTICLES
        if (found and word[-1] in ",;:.?!") or is_bound or bare.endswith("ed"):
            break
        found.insert(0, word.strip(_BESIDE))
        if bare in _ARTICLES:
            break
    return " ".join(found)


def _precedes(person: Participant, told: SourcedClaim) -> bool:
    return told.claim.sentence.start <= person.start and person.end <= told.claim.trigger.start


def _last_bound(before: str) -> int:
    """Behind the last stop or word that a clause begins with."""
    ends = [match.end() for match in _STOPS_OR_QUOTES.finditer(before)]
    bounds = word_set("labels", "bounds", "words") | word_set("labels", "bounds", "openers")
    ends += [match.end() for match in _WORD.finditer(before) if match.group().lower() in bounds]
    return max(ends, default=0)


def _end(told: SourcedClaim) -> int:
    """Where the clause ends: behind all that belongs to it, at a stop or before another clause."""
    claim, text = told.claim, told.report.text
    first, last = claim.trigger.end, claim.sentence.end
    limit = min(last, first + _book()["clause"]["longest"])
    behind = first
    for part in sorted(_parts(told), key=lambda one: one.start):
        between = text[behind : part.start].strip()
        if first <= part.start and part.end <= limit and (_is_list(between) or not _STOPS.search(between)):
            behind = max(behind, part.end)
    bound = min(_bounds(text, behind, last), default=last)
    if bound > limit:
        bound = behind if behind > first else max(first, text.rfind(" ", first, limit + 1))
    return first + len(trim(text[first:bound]))


def _parts(told: SourcedClaim) -> list[Span]:
    """To whom it happened, and what was asked, promised or denied."""
    claim = told.claim
    return [*claim.recipients, *([claim.object.span] if claim.object else [])]


def _is_list(between: str) -> bool:
    return between in (",", "and", ", and")


def _bounds(text: str, start: int, end: int) -> list[int]:
    words = word_set("labels", "bounds", "words")
    stops = [match.start() for match in _STOPS.finditer(text, start, end)]
    return stops + [
        match.start() for match in _WORD.finditer(text, start, end) if match.group().lower() in words
    ]


def _pair(text: str) -> str:
    """Without a quotation mark or bracket that has lost its other half."""
    for left, right in _PAIRS:
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return text


def _before(told: SourcedClaim) -> str:
    """What stands before the words for the event in their sentence."""
    return told.report.text[told.claim.sentence.start : told.claim.trigger.start]


def _book() -> dict[str, Any]:
    return read_codebook("labels")
