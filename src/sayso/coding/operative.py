"""Operative paragraphs of resolutions: "2. Calls upon all parties to ..."."""

import re
from functools import lru_cache

from sayso.codebook import read_codebook, word_set
from sayso.model import Parse, Span, Strength
from sayso.model.base import Struct

__all__ = ["Operative", "find_operatives"]

# One such line is a list item of any text; a resolution has more.
_MIN_PARAGRAPHS = 2
# The longest of 1,973 such paragraphs has 1,232 characters.
_MAX_PARAGRAPH = 2_500
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=\s*\d+\.\s)|\Z")
# "the Secretary-General to report", after a verb that addresses somebody.
_ADDRESSED = re.compile(r"(?P<debtor>[^;:.]*?)\s+(?P<link>to)\s+(?P<deed>.+)", re.S)
# "that all States shall prevent ..."
_BOUND = re.compile(
    r"(?:[^;:.]{0,200}?\s)?(?:that|under\s+which|whereby)\s+"
    r"(?P<debtor>[^;:.]*?)\s+(?P<link>shall|must|should|will)\s+(?P<deed>.+)",
    re.S,
)
# Words put between the verb and whom it addresses: ", in this connection,".
_ASIDE = re.compile(r",[^,;:.]{0,120},\s+")
_MAX_DEBTOR_WORDS = 25


class Operative(Struct, frozen=True, kw_only=True):
    """An operative paragraph: its verb, whom it binds if stated, and to what.

    One that only states ("Condemns the attack") does not bind.
    """

    verb: Span
    debtor: Span | None
    deed: Span
    strength: Strength
    binds: bool = True


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    verbs = sorted(read_codebook("commitments")["operative"], key=len, reverse=True)
    names = "|".join(verb[0].upper() + verb[1:] for verb in verbs) + "|" + "|".join(verbs)
    return re.compile(
        rf"(?:^|\n)[ \t]*(?:(?P<number>\d+)\s*\.\s+(?:The\s+\w+\s+\w+\s+)?)?"
        rf"(?:(?:Also|Further|Again|Strongly|Urgently|Solemnly|Deeply|Fully|Firmly)\s+)?"
        rf"(?P<verb>(?:{names}))\b(?P<more>\s+(?:also|further|once again|its|in this regard))*"
        rf"(?:[,.]?\s+)",
    )


def find_operatives(parse: Parse) -> tuple[Operative, ...]:
    """Find the operative paragraphs of a resolution, numbered or opened by their verb; else nothing."""
    text = parse.text
    openings = [match for match in _opening().finditer(text) if match["number"] or match["verb"][0].isupper()]
    if len(openings) < _MIN_PARAGRAPHS:
        return ()
    found = []
    for opening, limit in zip(openings, [*(match.start() for match in openings[1:]), len(text)], strict=True):
        limit = min(limit, opening.end() + _MAX_PARAGRAPH)
        end = _PARAGRAPH_END.search(text, opening.end(), limit)
        found.append(_operative(parse, opening, end.start() if end is not None else limit))
    return tuple(found)


def _operative(parse: Parse, match: re.Match[str], last: int) -> Operative:
    text, start = parse.text, match.start("verb")
    verb = match.group("verb").lower()
    strength = Strength(read_codebook("commitments")["operative"][verb])
    aside = _ASIDE.match(text, match.end() - 2, last) or _ASIDE.match(text, match.end(), last)
    debtor, deed_start, link = _bound(parse, verb, aside.end() if aside else match.end(), last)
    if link in ("shall", "must"):
        strength = Strength(link)
    states = verb in word_set("commitments", "resolution", "stating")
    return Operative(
        verb=Span.of(text, start, match.end("verb")),
        debtor=debtor,
        deed=_trimmed(text, deed_start, last),
        strength=strength,
        binds=not states or link in word_set("commitments", "resolution", "binding"),
    )


def _bound(parse: Parse, verb: str, start: int, last: int) -> tuple[Span | None, int, str]:
    """Return the debtor (None: nobody, or the body itself), the start of the deed and the link."""
    text = parse.text
    addresses = verb in word_set("commitments", "resolution", "addressing")
    found = _BOUND.match(text, start, last)
    if found is None and addresses and not text.startswith("that", start):
        found = _ADDRESSED.match(text, start, last)
    if found is not None and 0 < len(found.group("debtor").split()) <= _MAX_DEBTOR_WORDS:
        debtor = _trimmed(text, found.start("debtor"), found.end("debtor"))
        return debtor, found.start("deed"), found.group("link")
    if addresses and text.startswith("that", start):
        return _subject(parse, start, last)
    return None, start, ""


def _subject(parse: Parse, start: int, last: int) -> tuple[Span | None, int, str]:
    """Return as `_bound` the subject of "that all parties cease ...", found in the parse."""
    for i in parse.tokens_in(start, min(last, start + 300)):
        token = parse.tokens[i]
        if token.dep in ("nsubj", "nsubjpass") and token.head > i:
            inside = [j for j in parse.subtree(i, frozenset({"relcl"})) if j <= parse.tokens[i].head]
            end = max(parse.tokens[j].end for j in inside)
            return Span.of(parse.text, parse.tokens[min(inside)].start, end), end, ""
    return None, start, ""


def _trimmed(text: str, start: int, end: int) -> Span:
    """Cut white space and the closing sign off."""
    raw = text[start:end]
    left = len(raw) - len(raw.lstrip(" \n\t,"))
    kept = raw.strip(" \n\t,;.:")
    return Span.of(text, start + left, start + left + len(kept)) if kept else Span.of(text, start, end)
