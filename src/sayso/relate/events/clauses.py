"""Clauses that express an event, in the words of a report and with names for pronouns."""

import re
from collections.abc import Sequence
from typing import Any

from sayso.codebook import read_codebook, word_set
from sayso.model import Participant, SourcedClaim, Span, Status
from sayso.relate.events.names import call_participant

__all__ = ["find_clause", "find_phrase", "stands_as_noun", "trim"]

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
# Events that have not happened may read "France to send rescuers".
_AHEAD = (Status.PLANNED, Status.DEMANDED, Status.HYPOTHETICAL)
_PAIRS = (("“", "”"), ("``", "''"), ("(", ")"))


def find_clause(claims: Sequence[SourcedClaim]) -> str:
    """Return the clause of the most informative claim: its subject, verb and object.

    Returns "" if all claims express the event by a noun.
    """
    verbs = [sourced for sourced in claims if not stands_as_noun(sourced)]
    if not verbs:
        return ""
    sourced = max(
        verbs, key=lambda sourced: (_end(sourced) > sourced.claim.trigger.end, _has_subject_near(sourced))
    )
    subject = _subject(sourced)
    if subject is None:
        return _pair(_without_subject(sourced))
    return _pair(f"{call_participant(subject)} {sourced.report.text[subject.end : _end(sourced)].strip()}")


def find_phrase(sourced: SourcedClaim) -> str:
    """Return the noun for an event with its complements ("deadline of 30 June for the whole stock")."""
    trigger, text = sourced.claim.trigger, sourced.report.text
    following = (text[trigger.end : sourced.claim.sentence.end].split() or [""])[0]
    is_longer = following in word_set("labels", "noun", "behind")
    return _pair(text[trigger.start : _end(sourced)]) if is_longer else trigger.text


def trim(text: str) -> str:
    """Remove words that no label may end with, and the name of a day at the end.

    >>> trim("met the envoy early on Tuesday"), trim("left the city with its")
    ('met the envoy', 'left the city')
    """
    hanging = word_set("labels", "bounds", "hanging") | word_set("labels", "bounds", "days")
    text = text.rstrip(" ,;:–—-")
    while (match := re.search(r"(?:^|\s)([\w’'-]+)$", text)) and match.group(1).lower() in hanging:
        text = text[: match.start()].rstrip(" ,;:–—-")
    return text


def stands_as_noun(sourced: SourcedClaim) -> bool:
    """Tell whether the trigger is a noun, by the words before it."""
    first = sourced.claim.trigger.text.split()[0].lower()
    last = (_before(sourced).lower().split() or [""])[-1].lstrip("“‘'\"(")
    if first.endswith("ed"):
        return False
    behind = word_set("labels", "noun", "articles")
    if not first.endswith("ing"):
        behind |= word_set("labels", "noun", "before")
    return last in behind or last.endswith(("'s", "’s", "s’", "s'"))


def _subject(sourced: SourcedClaim) -> Participant | None:
    """Return the participant right before the verb: the actor or, before a passive, the recipient."""
    claim = sourced.claim
    for actor in claim.actors:
        if _stands_before(actor, sourced) is not None and call_participant(actor):
            return actor
    for actor in claim.recipients:
        words = _stands_before(actor, sourced)
        if words and words & word_set("labels", "noun", "passive") and call_participant(actor):
            return actor
    return None


def _stands_before(person: Participant, sourced: SourcedClaim) -> set[str] | None:
    """Return the words between a participant and the verb; None if others than fillers are among them."""
    between = sourced.report.text[person.end : sourced.claim.trigger.start].lower()
    if person.end > sourced.claim.trigger.start or _STOPS_OR_QUOTES.search(between):
        return None
    words = between.split()
    is_whole = all(map(_may_stand_between, words)) or _is_verb_phrase(words)
    return set(words) if is_whole else None


def _has_subject_near(sourced: SourcedClaim) -> int:
    """Return 2 if the subject stands right before the verb, 1 if other verbs lead to it, else 0."""
    subject = _subject(sourced)
    if subject is None:
        return 0
    between = sourced.report.text[subject.end : sourced.claim.trigger.start].lower().split()
    return 2 if all(map(_may_stand_between, between)) else 1


def _is_verb_phrase(words: Sequence[str]) -> bool:
    """Tell whether words before a verb lead to it as verbs ("continues to", "is unlikely to act to")."""
    if not 0 < len(words) <= _book()["clause"]["verbs"] or not _may_stand_between(words[-1]):
        return False
    boundaries = word_set("labels", "bounds", "words") | word_set("labels", "bounds", "openers")
    auxiliaries = (
        word_set("labels", "noun", "behind")
        | word_set("origins", "names", "pronouns")
        | {"am", "'s", "’s", "'", "’"}
    )
    return words[0] != "to" and (boundaries | auxiliaries - {"to"}).isdisjoint(words)


def _may_stand_between(word: str) -> bool:
    return word in word_set("labels", "noun", "between") or word.endswith("ly")


def _without_subject(sourced: SourcedClaim) -> str:
    """Return a clause with a subject from further off, if the verb is coordinated, else without one."""
    before = _before(sourced)
    start = _last_bound(before)
    joined = re.split(r"\b(?=to\b)", before[start:])[-1].strip()
    words = joined.lower().split()
    people = sourced.claim.actors or (
        sourced.claim.recipients if word_set("labels", "noun", "passive").intersection(words) else ()
    )
    name = next(
        (name for person in people if _precedes(person, sourced) and (name := call_participant(person))), ""
    )
    name = name or _antecedent(before[:start])
    is_plan = words[:1] != ["to"] or sourced.claim.status in _AHEAD
    if name and is_plan and all(map(_may_stand_between, words)):
        return f"{name} {joined} {sourced.report.text[sourced.claim.trigger.start : _end(sourced)]}"
    if len(before) - start > _book()["clause"]["before"]:
        start = len(before)
    return sourced.report.text[sourced.claim.sentence.start + start : _end(sourced)]


def _antecedent(before: str) -> str:
    """Return the antecedent of a clause with "who" ("senior officers, who | had been arrested").

    "Which" and "that" may stand for the whole sentence before, and so have none.
    """
    words = before.split()
    if not words or words[-1].lower() != "who":
        return ""
    boundaries = _HALTS | word_set("labels", "bounds", "words") | word_set("labels", "bounds", "hanging")
    boundaries |= word_set("origins", "names", "pronouns")
    found: list[str] = []
    for word in reversed(words[:-1][-_book()["clause"]["antecedent"] :]):
        bare = word.strip(_BESIDE).lower()
        is_bound = bare in boundaries and bare not in _ARTICLES
        if (found and word[-1] in ",;:.?!") or is_bound or bare.endswith("ed"):
            break
        found.insert(0, word.strip(_BESIDE))
        if bare in _ARTICLES:
            break
    return " ".join(found)


def _precedes(person: Participant, sourced: SourcedClaim) -> bool:
    return sourced.claim.sentence.start <= person.start and person.end <= sourced.claim.trigger.start


def _last_bound(before: str) -> int:
    """Return the offset after the last stop or word that opens a clause."""
    ends = [match.end() for match in _STOPS_OR_QUOTES.finditer(before)]
    boundaries = word_set("labels", "bounds", "words") | word_set("labels", "bounds", "openers")
    ends += [match.end() for match in _WORD.finditer(before) if match.group().lower() in boundaries]
    return max(ends, default=0)


def _end(sourced: SourcedClaim) -> int:
    """Return the end of the clause: after its arguments, at a stop or before another clause."""
    claim, text = sourced.claim, sourced.report.text
    first, last = claim.trigger.end, claim.sentence.end
    limit = min(last, first + _book()["clause"]["longest"])
    behind = first
    for span in sorted(_parts(sourced), key=lambda span: span.start):
        between = text[behind : span.start].strip()
        if first <= span.start and span.end <= limit and (_is_list(between) or not _STOPS.search(between)):
            behind = max(behind, span.end)
    bound = min(_boundaries(text, behind, last), default=last)
    if bound > limit:
        bound = behind if behind > first else max(first, text.rfind(" ", first, limit + 1))
    return first + len(trim(text[first:bound]))


def _parts(sourced: SourcedClaim) -> list[Span]:
    """Return the spans of the recipients and of what was asked, promised or denied."""
    claim = sourced.claim
    return [*claim.recipients, *([claim.object.span] if claim.object else [])]


def _is_list(between: str) -> bool:
    return between in (",", "and", ", and")


def _boundaries(text: str, start: int, end: int) -> list[int]:
    words = word_set("labels", "bounds", "words")
    stops = [match.start() for match in _STOPS.finditer(text, start, end)]
    return stops + [
        match.start() for match in _WORD.finditer(text, start, end) if match.group().lower() in words
    ]


def _pair(text: str) -> str:
    """Remove quotation marks and brackets that lack their other half."""
    for left, right in _PAIRS:
        if text.count(left) != text.count(right):
            text = text.replace(left, "").replace(right, "")
    return text


def _before(sourced: SourcedClaim) -> str:
    """Return the words before the trigger in its sentence."""
    return sourced.report.text[sourced.claim.sentence.start : sourced.claim.trigger.start]


def _book() -> dict[str, Any]:
    return read_codebook("labels")
