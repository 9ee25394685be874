"""Cues found in the parse, with their sources and contents as token indexes and characters."""

from sayso.model import Parse
from sayso.model.base import Struct

__all__ = ["CueMatch", "content_spans", "noun_phrase"]

_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "appos", "punct", "cc", "conj"})
# Signs that belong to no content where they stand at its edge.
_EDGE = " \t\n,;:–—-"


class CueMatch(Struct, frozen=True, kw_only=True):
    """A cue with its source and content. `source` and `cue` are tokens [first, last); `content` characters.

    `inside` is the index of the cue token of a match that relays this one, or None.
    """

    source: tuple[int, int] | None
    cue: tuple[int, int]
    cue_head: int
    content: tuple[tuple[int, int], ...]
    inside: int | None = None


def noun_phrase(parse: Parse, head: int) -> tuple[int, int]:
    """Return the noun phrase of `head` with coordination, without relative clauses and appositions."""
    without = _CLAUSES - {"cc", "conj"} if _joins_names(parse, head) else _CLAUSES
    return parse.phrase(head, set(parse.subtree(head, frozenset(without))))


def _joins_names(parse: Parse, head: int) -> bool:
    """Return True if "A and B" joins two noun phrases, not two clauses."""
    return all(conjunct.pos in ("NOUN", "PROPN", "PRON") for conjunct in parse.children(head, "conj"))


def content_spans(parse: Parse, tokens: list[int], without: set[int]) -> tuple[tuple[int, int], ...]:
    """Return the characters of the runs of `tokens`, without the tokens `without`, edges trimmed."""
    runs: list[list[int]] = []
    for i in tokens:
        if i in without:
            continue
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    spans = (trim(parse.text, parse.tokens[run[0]].start, parse.tokens[run[-1]].end) for run in runs)
    return tuple((start, end) for start, end in spans if any(map(str.isalnum, parse.text[start:end])))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out commas, dashes and the full stop at the edges."""
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and (text[end - 1] in _EDGE or _is_full_stop(text, end - 1)):
        end -= 1
    return start, end


def _is_full_stop(text: str, at: int) -> bool:
    """Return True if the sign ends a sentence, not an abbreviation ("U.S.")."""
    return text[at] == "." and text[max(0, at - 2) : at - 1] != "."
