"""Outcomes that a report tells of a commitment by its own name: "made good on a promise to pay".

No later claim need repeat the deed: "pledged to reinstate him, but reneged on the promise". Read from the text
around the deed, since triggers of such phrases ("missed that deadline") are seldom read as events.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from sayso.codebook import word_set
from sayso.model import Bearing, Claim
from sayso.relate.commitments.deeds import CommitmentContext, has_time

__all__ = ["ToldOutcome", "told_outcome"]


class ToldOutcome(NamedTuple):
    """Outcome of a commitment in its own report: the claim that states the commitment, and the words."""

    bears: Bearing
    claim: Claim
    words: str


# How many letters before a deed and after its sentence the outcome may stand; two sentences are seldom longer.
_BEFORE, _AFTER = 160, 400
_END = re.compile(r"[.!?][”’\"']*\s+(?=[A-Z“‘\"'])|\n")
# Between a word of keeping or breaking and the promise's name, and from there to the deed.
_ANY = r"(?:[\w’'$,.-]+ ){0,3}?"
_TO = r"(?:,? (?:not |never )?(?:to|that|of|by|on|for)(?: \w+)?)?\s*(?:not )?$"
_THIS = r"(?:the|that|this|those|these|his|her|its|their|such|both|all)"


def told_outcome(context: CommitmentContext) -> ToldOutcome | None:
    """Return the outcome of a commitment that its own report names, or None.

    Before the deed the phrase governs the promise ("broke a pledge to leave"); after it, in the same or one of
    the next two sentences, it refers back ("missed that deadline"). What is only willed, feared, asked or
    charged tells nothing.
    """
    deed, text = context.commitment.deed, context.report.text
    stating = next((claim for claim in context.claims if claim.sentence.contains(deed)), None)
    if stating is None:
        return None
    start = max(stating.sentence.start, deed.start - _BEFORE)
    found = _governing(text[start : deed.start])
    if found is not None:
        return ToldOutcome(found, stating, text[stating.sentence.start : stating.sentence.end])
    rest, *following = _END.split(text[deed.end : deed.end + _AFTER])[:3]
    due = context.commitment.due
    timed = (due is not None and due.last is not None) or has_time(deed.text)
    for part, bare in ((rest, True), *((sentence, False) for sentence in following)):
        found = _referring(part, bare=bare, timed=timed)
        if found is not None:
            return ToldOutcome(found, stating, text[stating.sentence.start : deed.end] + rest if bare else part)
    return None


def _governing(before: str) -> Bearing | None:
    for match in _governing_phrase().finditer(before):
        return _bearing(match["phrase"], before[: match.start()], "keeping")
    return None


def _referring(part: str, *, bare: bool, timed: bool) -> Bearing | None:
    """Return the outcome by a phrase that refers back to a promise; `bare` ones name no promise.

    Only a `timed` deed has a deadline.
    """
    for pattern, key in ((_referring_phrase(), "keeping"), (_bare_phrase(), "kept_alone")):
        if key == "kept_alone" and not bare:
            continue
        for match in pattern.finditer(part):
            if "deadline" in match.group().lower() and not timed:
                continue
            found = _bearing(match["phrase"], part[: match.start()], key)
            if found is not None:
                return found
    return None


def _bearing(phrase: str, before: str, key: str) -> Bearing | None:
    lead = before.lower().split()
    is_kept = phrase.lower() in word_set("following", "outcome", key)
    # "Little evidence that the mayor kept": the denial may stand before a subject, a will seldom does.
    if _words("failing").search(" ".join(lead[-5:])):
        return Bearing.BREAKS if is_kept else None
    if _words("willing").search(" ".join(lead[-3:])):
        return None
    return Bearing.KEEPS if is_kept else Bearing.BREAKS


@cache
def _governing_phrase() -> re.Pattern[str]:
    phrases = _any_of("keeping", "breaking")
    return re.compile(rf"\b(?P<phrase>{phrases}) {_ANY}(?:{_any_of('names')}){_TO}", re.IGNORECASE)


@cache
def _referring_phrase() -> re.Pattern[str]:
    phrases = _any_of("keeping", "breaking")
    return re.compile(
        rf"\b(?P<phrase>{phrases}) {_THIS} (?:\w+ ){{0,2}}?(?:{_any_of('names')})\b", re.IGNORECASE
    )


@cache
def _bare_phrase() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<phrase>{_any_of('kept_alone', 'broken_alone')})\b", re.IGNORECASE)


@cache
def _words(key: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any_of(key)})(?!\w)")


def _any_of(*keys: str) -> str:
    words: Iterable[str] = (word for key in keys for word in word_set("following", "outcome", key))
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
