"""Agencies that a report credits: in its dateline, its by-line, or at its end."""

import re
from collections.abc import Iterator

from sayso.gazetteer import BodyKind, find_body

__all__ = ["find_credits"]

# Credits stand in the first lines or at the very end.
_FIRST_LINES = 6
_LAST_LINES = 3
_BRACKETS = re.compile(r"\(([A-Z][^()\n]{1,40})\)[ ]?(?:[–—:-]|--|$)|^\(([A-Z][^()\n]{1,40})\)$", re.M)
_CLOSING = re.compile(
    r"(?:[-–—][ ]*|\(|with (?:reporting|files|reports?|additional reporting) (?:by|from) |^)"
    r"([^()\n]{2,60}?)(?:\)?\.?|[ ]contributed to this (?:report|story|article)\.?)$",
    re.I,
)
_SEPARATORS = re.compile(r"\s*(?:/|,|;|\||&|\band\b|\bwith\b|\bby\b|\bfrom\b)\s*", re.I)
_AGENCIES = re.compile(r"\b(?:news )?(?:agencies|wire services|wires)\b", re.I)


def find_credits(text: str, byline: str | None) -> tuple[str, ...]:
    """Name the agencies credited, in order, each once; "agencies" where none is named.

    >>> find_credits("BEIRUT (Reuters) – An explosion shook the port.", None)
    ('Reuters',)
    """
    found: dict[str, None] = {}
    for candidate in _candidates(text, byline):
        for part in _SEPARATORS.split(candidate):
            name = _agency(part.strip(" .:"))
            if name:
                found.setdefault(name)
    return tuple(found)


def _candidates(text: str, byline: str | None) -> Iterator[str]:
    if byline:
        yield byline
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[:_FIRST_LINES]:
        if len(line) <= 60 and re.match(r"(?:By|From|Source:)\s", line):
            yield line
        for match in _BRACKETS.finditer(line[:120]):
            yield match.group(1) or match.group(2)
    for line in lines[-_LAST_LINES:]:
        if len(line) <= 40:
            yield line
        closing = _CLOSING.search(line[-120:])
        if closing is not None:
            yield closing.group(1)


def _agency(name: str) -> str | None:
    if _AGENCIES.fullmatch(name):
        return "agencies"
    body = find_body(name) if 1 < len(name) <= 40 and name[0].isalpha() else None
    return body.name if body is not None and body.kind is BodyKind.OUTLET else None
