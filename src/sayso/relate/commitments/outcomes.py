"""Outcomes that a report tells of a commitment by its own name: "made good on a promise to pay".

No later claim need repeat the deed: "pledged to reinstate him, but reneged on the promise". Read from the
text around the deed, since triggers of such phrases ("missed that deadline") are seldom read as events.
"""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from sayso.codebook import word_set
from sayso.model import Bearing, Claim
from sayso.relate.commitments.deeds import CommitmentContext, has_time

__all__ = ["NamedOutcome", "find_outcome"]


class NamedOutcome(NamedTuple):
    """Outcome of a commitment in its own report.

    `claim` states the commitment; `words` tell the outcome, by `sources` (innermost first; () for
    the report).
    """

    bears: Bearing
    claim: Claim
    words: str
    sources: tuple[str, ...] = ()


# How many letters before a deed and after it the outcome may stand; two sentences are seldom longer.
_BEFORE, _AFTER = 160, 400
_END = re.compile(
    r"(?<!Mr)(?<!Ms)(?<!Dr)(?<!Mrs)(?<!Gov)(?<!Sen)(?<!Rep)(?<!Gen)(?<!\bSt)[.!?][”’\"']*\s+(?=[A-Z“‘\"'])|\n"
)
# Between a word of keeping or breaking and the promise's name, and from there to the deed.
_ANY = r"(?:[\w’'$,.-]+ ){0,3}?"
_TO = r"(?:,? (?:not |never )?(?:to|that|of|by|on|for)(?: \w+)?)?\s*(?:not )?$"
_THIS = r"(?:the|that|this|those|these|his|her|its|their|such|both|all)"


def find_outcome(context: CommitmentContext) -> NamedOutcome | None:
    """Return the outcome of a commitment that its own report names, or None.

    Before the deed the phrase governs the promise ("broke a pledge to leave"); after it, in the same or one
    of the next two sentences, it refers back ("missed that deadline"). What is only willed, feared, asked or
    charged tells nothing.
    """
    deed, text = context.commitment.deed, context.report.text
    stating = next((claim for claim in context.claims if claim.sentence.contains(deed)), None)
    if stating is None:
        return None
    start = max(stating.sentence.start, deed.start - _BEFORE)
    found = _governing(text[start : deed.start])
    if found is not None:
        return _outcome(context, stating, found, start, (stating.sentence.start, stating.sentence.end))
    due = context.commitment.due
    timed = (due is not None and due.last is not None) or has_time(deed.text)
    for first, last in _sentences_after(deed.end, text):
        bare = first == deed.end
        found = _referring(text[first:last], bare=bare, timed=timed)
        if found is not None:
            words = (stating.sentence.start if bare else first, last)
            return _outcome(context, stating, found, first, words)
    return None


class _Phrase(NamedTuple):
    """Bearing of a phrase that names an outcome, and its offset in the text searched."""

    bears: Bearing
    start: int


def _outcome(
    context: CommitmentContext, stating: Claim, found: _Phrase, offset: int, words: tuple[int, int]
) -> NamedOutcome:
    sources = _sources(context, offset + found.start)
    return NamedOutcome(found.bears, stating, context.report.text[slice(*words)].strip(), sources)


def _sentences_after(start: int, text: str) -> list[tuple[int, int]]:
    """Return the start and end of the rest of a sentence and of the next two."""
    reach = min(len(text), start + _AFTER)
    edges = [start, *(match.end() for match in _END.finditer(text, start, reach)), reach]
    return list(pairwise(edges))[:3]


def _sources(context: CommitmentContext, place: int) -> tuple[str, ...]:
    """Return the innermost source in whose content a place stands, and who relays it."""
    known = {attribution.id: attribution for attribution in context.attributions}
    covering = [
        (span.end - span.start, attribution.id)
        for attribution in context.attributions
        for span in attribution.content
        if span.start <= place < span.end
    ]
    names: list[str] = []
    source = known.get(min(covering)[1]) if covering else None
    while source is not None:
        names.append(source.source_name())
        source = known.get(source.parent or "")
    return tuple(filter(None, names))


def _governing(before: str) -> _Phrase | None:
    match = _governing_phrase().search(before)
    if match:
        return _phrase(match, before, "keeping")
    implied = _implying_phrase().search(before)
    return _Phrase(Bearing.BREAKS, implied.start()) if implied else None


def _referring(part: str, *, bare: bool, timed: bool) -> _Phrase | None:
    """Return the outcome by a phrase that refers back to a promise; `bare` ones name no promise.

    Only a `timed` deed has a deadline.
    """
    patterns = [(_referring_phrase(), "keeping"), *([(_bare_phrase(), "kept_alone")] if bare else [])]
    matches = ((match, key) for pattern, key in patterns for match in pattern.finditer(part))
    found = (
        _phrase(match, part, key) for match, key in matches if timed or "deadline" not in match[0].lower()
    )
    return next(filter(None, found), None)


def _phrase(match: re.Match[str], text: str, key: str) -> _Phrase | None:
    lead = text[: match.start()].lower().split()
    is_kept = match["phrase"].lower() in word_set("following", "outcome", key)
    start = match.start()
    # "Little evidence that the mayor kept": the denial may stand before a subject, a will seldom does.
    if _words("failing").search(" ".join(lead[-5:])):
        return _Phrase(Bearing.BREAKS, start) if is_kept else None
    willed = _words("willing").search(" ".join(lead[-3:]))
    is_announced = match["phrase"].lower() in word_set("following", "outcome", "announced")
    if willed and not (is_announced and willed[0] in ("will", "would")):
        return None
    return _Phrase(Bearing.KEEPS if is_kept else Bearing.BREAKS, start)


@cache
def _governing_phrase() -> re.Pattern[str]:
    phrases = _any_of("keeping", "breaking")
    return re.compile(rf"\b(?P<phrase>{phrases}) {_ANY}(?:{_any_of('names')}){_TO}", re.IGNORECASE)


@cache
def _implying_phrase() -> re.Pattern[str]:
    """Return the pattern of what implies a change: "had previously agreed to", "a failed promise to"."""
    promising = rf"(?:{_any_of('promising')})(?: (?:he|she|it|they|we|I))?(?: would| will)?{_TO}"
    had = r"(?:(?:had|has|have) )?"
    return re.compile(
        rf"\b{had}(?:{_any_of('superseded')}) {had}{promising}"
        rf"|\bhad (?:{_any_of('planning')}) to (?:\w+ )?$|\bfailed (?:{_any_of('names')}){_TO}",
        re.IGNORECASE,
    )


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
