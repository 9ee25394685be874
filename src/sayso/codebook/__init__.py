"""The field's codebooks as data: PLOVER types, trigger words, reporting cues, source kinds, contexts.

The files beside this module are the content; each names its source. `read_codebook` is the way in.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = [
    "code_points",
    "confidence_mark",
    "confidence_word",
    "event_noun",
    "event_reading",
    "least_confidence",
    "read_codebook",
    "word_set",
]


@cache
def read_codebook(name: str) -> dict[str, Any]:
    """Read one codebook file (`plover`, `triggers`, `cues`, ...) once a process.

    >>> "withdraw" in read_codebook("plover")["RETREAT"]["modes"]
    True
    """
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def word_set(name: str, *keys: str) -> frozenset[str]:
    """Return the list of words under `keys` of a codebook as a set.

    >>> "say" in word_set("cues", "verbs", "speech")
    True
    """
    entry: Any = read_codebook(name)
    for key in keys:
        entry = entry[key]
    return frozenset(entry)


def least_confidence(kind: str = "claims") -> float:
    """Return the confidence from which claims are shown at once and related, or situations as certain.

    >>> 0 < least_confidence() < least_confidence("situations") < 1
    True
    """
    return float(read_codebook("confidence")["least" if kind == "claims" else f"least_{kind}"])


def confidence_mark(confidence: float | None) -> str:
    """Return the mark of a confidence: filled, half or empty; "" if it is unknown.

    >>> confidence_mark(0.95), confidence_mark(0.02), confidence_mark(None)
    ('■', '□', '')
    """
    return _of_level("marks", confidence)


def confidence_word(confidence: float | None) -> str:
    """Return what a person reads of a confidence; "" if it is unknown.

    >>> confidence_word(0.95)
    'sure reading'
    """
    return _of_level("words", confidence)


def _of_level(table: str, confidence: float | None) -> str:
    book = read_codebook("confidence")
    if confidence is None:
        return ""
    level = "sure" if confidence >= book["sure"] else "fair" if confidence >= book["least"] else "unsure"
    return str(book[table][level])


def event_reading(type: str, modes: Iterable[str] = ()) -> str:
    """Return what a person reads of an event: of its modes, else of its type.

    >>> event_reading("ASSAULT", ["explosives"]), event_reading("REQUEST"), event_reading("NEW")
    ('attacks with explosives', 'asks or demands', 'new')
    """
    entry = read_codebook("plover").get(type, {})
    readings: dict[str, str] = entry.get("readings", {})
    return ", ".join(readings.get(mode, mode) for mode in modes) or str(entry.get("reading", type.lower()))


def event_noun(type: str) -> str:
    """Return what an event of a type is called.

    >>> event_noun("COERCE")
    'coercion'
    """
    return str(read_codebook("plover").get(type, {}).get("noun", type.lower()))


@cache
def code_points(*keys: str) -> frozenset[int]:
    """Return the characters that act on their neighbours (`controls.toml`), of the kinds named.

    >>> 0x202E in code_points("directions")
    True
    """
    book = read_codebook("controls")
    return frozenset(code for key in keys for first, last in book[key] for code in range(first, last + 1))
