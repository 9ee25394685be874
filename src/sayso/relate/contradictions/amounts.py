"""Compatibility of two numbers, by their bounds and by the people or things each counts."""

import re
from functools import cache, lru_cache
from math import inf
from typing import Any, NamedTuple

from sayso.codebook import read_codebook
from sayso.model import Value
from sayso.model.base import Struct

__all__ = ["Amount", "amount_of", "amounts_compatible", "counted_group", "least_of", "measures"]

_ENDS = re.compile(r"[,.;:\n]")
_AGE = re.compile(r"\b[\w-]+? ?- ?year ?- ?olds?\b")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")


class Amount(Struct, frozen=True, kw_only=True):
    """Number with its bounds.

    `counted` holds the words for the people or things counted, `after` those that follow. `text` are the
    words of the number itself; `is_part` says that the words before it make it a part of another number,
    `is_open` that those counted may have died or not ("three people were shot").
    """

    value: float | int | None = None
    min: float | int | None = None
    max: float | int | None = None
    approximate: bool = False
    slot: str
    counted: str
    text: str = ""
    after: str = ""
    is_part: bool = False
    is_open: bool = False


class _Counted(NamedTuple):
    """People or things counted: restricting words, severity of harm, period, whether only a part."""

    words: frozenset[str]
    severity: str
    span: str
    is_part: bool


def amount_of(value: Value, near: str) -> Amount:
    """Return the amount of a value in `near`, its sentence."""
    found = list(re.finditer(rf"(?<!\w){re.escape(value.text)}(?!\w)", near))
    before, after = (near[: found[-1].start()], near[found[-1].end() :]) if found else ("", "")
    return Amount(
        value=value.value,
        min=value.min,
        max=value.max,
        approximate=value.approximate,
        slot=value.slot,
        counted=f"{value.text} {value.of}".strip(),
        text=value.text,
        is_part=any(re.search(mark, before.lower()) for mark in _book()["counted"]["part_before"])
        or any(re.match(mark, after.lower()) for mark in _book()["counted"]["part_after"]),
        after=_ENDS.split(after)[0],
    )


def amounts_compatible(a: Amount, b: Amount) -> bool:
    """Tell whether both numbers can hold at one time.

    They can if their bounds overlap, or if they count different things. A part may be as large as the whole
    but not larger. An amount whose words the other contains is a part of it.
    """
    mine, theirs = _counted(a), _counted(b)
    (low, high), (least, most) = _interval(a), _interval(b)
    if (mine.severity, mine.span) != (theirs.severity, theirs.span):
        return True
    if _is_summand(a, b) or (b.is_open and not a.is_open):
        return low <= most
    if _is_summand(b, a) or (a.is_open and not b.is_open):
        return least <= high
    if mine.words == theirs.words and mine.is_part == theirs.is_part:
        return low <= most and least <= high
    if _is_within(mine, theirs):
        return low <= most
    if _is_within(theirs, mine):
        return least <= high
    return True


def counted_group(amount: Amount) -> tuple[str, ...]:
    """Return a key of the people counted, equal for numbers of the same people."""
    counted = _counted(amount)
    return counted.severity, counted.span, *(["part"] if counted.is_part else []), *sorted(counted.words)


def least_of(amount: Amount) -> float:
    """Return the least number that the amount can be."""
    return _interval(amount)[0]


def _is_within(part: _Counted, whole: _Counted) -> bool:
    if whole.is_part:
        return False
    return whole.words < part.words or (part.is_part and whole.words <= part.words)


def _is_summand(part: Amount, whole: Amount) -> bool:
    """Tell whether a sum contains the other amount's words ("two men" in "two men and a woman")."""
    mine, theirs = part.text.lower(), whole.text.lower()
    if not mine or mine == theirs or _counted(whole).is_part:
        return False
    return bool(re.search(rf"(?<!\w){re.escape(mine)}(?!\w)", theirs))


def _interval(amount: Amount) -> tuple[float, float]:
    if amount.value is not None and not _is_count(amount):
        return amount.value, inf
    if amount.value is not None:
        slack = amount.value * _book()["tolerance"]["approximate"] if amount.approximate else 0
        return amount.value - slack, amount.value + slack
    if amount.min is not None or amount.max is not None:
        return amount.min or 0, inf if amount.max is None else amount.max
    text = amount.counted.lower()
    vague: dict[str, list[float]] = _book()["vague"]
    found = max((word for word in vague if re.search(rf"\b{word}\b", text)), key=len, default="")
    least, most = vague.get(found, (0, 0))
    return least, most or inf


def _is_count(amount: Amount) -> bool:
    """Tell whether its words state a number; a person named or described may be one of several."""
    text = _AGE.sub("", amount.text.lower())
    words = set(_words(text))
    is_numeral = any(map(str.isdigit, text)) or not words.isdisjoint(_numerals())
    return is_numeral or not amount.value or not words


@lru_cache(maxsize=8192)
def _counted(amount: Amount) -> _Counted:
    text = amount.counted.lower()
    same: dict[str, str] = _book()["counted"]["same"]
    idle = _idle() | set(_words(amount.slot))
    words = frozenset(same.get(word, word) for word in _words(text)) - idle
    everyone = frozenset(_book()["counted"]["everyone"])
    severity = _severity(f"{text} {amount.after.lower()}")
    marks = _book()["counted"]["part"] + ([] if severity else _book()["counted"]["rest"])
    return _Counted(
        words=words - everyone if everyone <= words else words,
        severity=severity,
        span=_span(amount.after.lower()[: _book()["span"]["within"]]),
        is_part=amount.is_part or any(re.search(mark, text) for mark in marks),
    )


def _severity(text: str) -> str:
    """Return the class of harm in a text by its first word of harm; the lightest class if that is denied."""
    classes: dict[str, list[str]] = _book()["counted"]["severity"]
    found = [(text.find(word), name) for name, words in classes.items() for word in words if word in text]
    if not found:
        return ""
    start, severity = min(found)
    return list(classes)[-1] if re.search(_book()["counted"]["denied"], text[:start]) else severity


def _span(after: str) -> str:
    kinds = ("part", "stretch")
    return next(
        (kind for kind in kinds if any(re.search(pattern, after) for pattern in _book()["span"][kind])), ""
    )


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


@cache
def _idle() -> frozenset[str]:
    """Return the words that do not restrict a group: numbers, bounds, and words for people in general."""
    amounts, counted = read_codebook("quantities"), _book()["counted"]
    phrases = [*amounts["numbers"], *amounts["magnitudes"], *amounts["bounds"], *amounts["plain"]["words"]]
    phrases += [*_book()["vague"], *(phrase for ways in amounts["after"].values() for phrase in ways)]
    words = {word for phrase in phrases for word in _words(phrase)}
    return frozenset(words | {*counted["whole"], *counted["plain"]} | _severe())


@cache
def _numerals() -> frozenset[str]:
    """Return the number words."""
    amounts = read_codebook("quantities")
    return frozenset({*amounts["numbers"], *amounts["magnitudes"]}) - {"a", "an"}


@cache
def measures() -> frozenset[str]:
    """Return the units of measure, which do not say what is measured: metres, percent, dollars."""
    book = read_codebook("quantities")
    return frozenset({*book["measures"].values(), *book["currencies"].values()})


def _severe() -> set[str]:
    return {word for words in _book()["counted"]["severity"].values() for word in words}


def _book() -> dict[str, Any]:
    return read_codebook("disagreements")
