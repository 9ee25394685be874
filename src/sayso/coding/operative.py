"""Operative paragraphs of resolutions: "2. Calls upon all parties to ..."."""

import re
from functools import lru_cache

from sayso.codebook import read_codebook
from sayso.model import Parse, Span, Strength
from sayso.model.base import Record

__all__ = ["Operative", "find_operatives"]

# One such line is a list item of any text; a resolution has more.
_MIN_PARAGRAPHS = 2
_PARAGRAPH_END = re.compile(r"\n\s*\n|\n(?=\s*\d+\.\s)|\Z")
_DEBTOR = re.compile(
    r"(?:that\s+)?(?P<debtor>[^;:.]*?)\s+(?P<link>to|shall|must|should|will|may)\s+(?P<deed>.+)", re.S
)
_MAX_DEBTOR_WORDS = 25


class Operative(Record, frozen=True, kw_only=True):
    """An operative paragraph: its verb, whom it binds if that is said, and to what."""

    verb: Span
    debtor: Span | None
    deed: Span
    strength: Strength


@lru_cache(maxsize=1)
def _opening() -> re.Pattern[str]:
    verbs = sorted(read_codebook("commitments")["operative"], key=len, reverse=True)
    names = "|".join(verb[0].upper() + verb[1:] for verb in verbs) + "|" + "|".join(verbs)
    return re.compile(
        rf"(?:^|\n)[ \t]*(?:(?P<number>\d+)\s*\.\s+(?:The\s+\w+\s+\w+\s+)?)?"
        rf"(?:(?:Also|Further|Again|Strongly|Urgently|Solemnly|Deeply|Fully|Firmly)\s+)?"
        rf"(?P<verb>(?:{names}))\b(?P<more>\s+(?:also|further|once again|its|in this regard))*\s+",
    )


def find_operatives(parse: Parse) -> tuple[Operative, ...]:
    """Find the operative paragraphs of a resolution, numbered or opened by their verb; else nothing."""
    text = parse.text
    found = []
    for match in _opening().finditer(text):
        verb = match.group("verb")
        if match.group("number") is None and not verb[0].isupper():
            continue
        end = _PARAGRAPH_END.search(text, match.end())
        last = end.start() if end is not None else len(text)
        found.append(_operative(text, match, last))
    return tuple(found) if len(found) >= _MIN_PARAGRAPHS else ()


def _operative(text: str, match: re.Match[str], last: int) -> Operative:
    start = match.start("verb")
    strength = Strength(read_codebook("commitments")["operative"][match.group("verb").lower()])
    debtor = None
    deed_start = match.end()
    inside = _DEBTOR.match(text, match.end(), last)
    if inside is not None and 0 < len(inside.group("debtor").split()) <= _MAX_DEBTOR_WORDS:
        debtor = _trimmed(text, inside.start("debtor"), inside.end("debtor"))
        deed_start = inside.start("deed")
        if inside.group("link") in ("shall", "must"):
            strength = Strength(inside.group("link"))
    elif inside is not None and not inside.group("debtor"):
        deed_start = inside.start("deed")
    return Operative(
        verb=Span.of(text, start, match.end("verb")),
        debtor=debtor,
        deed=_trimmed(text, deed_start, last),
        strength=strength,
    )


def _trimmed(text: str, start: int, end: int) -> Span:
    """Cut white space and the closing sign off."""
    stretch = text[start:end]
    left = len(stretch) - len(stretch.lstrip(" \n\t,"))
    kept = stretch.strip(" \n\t,;.:")
    return Span.of(text, start + left, start + left + len(kept)) if kept else Span.of(text, start, end)
