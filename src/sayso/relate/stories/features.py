"""Features of a report for finding its story: words, names, numbers, places, days."""

import math
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise
from zlib import crc32

import msgspec

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import is_country
from sayso.model import Reading, Status
from sayso.model.dates import day_number
from sayso.relate.background import find_words, fold_word, is_ordinary, rarity

__all__ = ["HEAD", "LEAD", "NAME", "NUMBER", "SCALE", "ReportFeatures", "extract_features", "weigh_term"]

# Kinds of terms, as bits.
LEAD, NAME, NUMBER, HEAD = 1, 2, 4, 8
# Rarities are stored in steps of 1/32.
SCALE = 32

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_MONTH = re.compile(r"(?:\d{4}|XXXX)-(\d\d)\b")
_WIDE = frozenset(["CONT", "OCN"])
_HAPPENED = frozenset([Status.OCCURRED, Status.ONGOING])


class ReportFeatures(msgspec.Struct, frozen=True, array_like=True):
    """Features of one report. Words are stored as hashes of 32 bits.

    The n-th of `hashes` (4 bytes each), `counts`, `rarities` and `kinds` belong together: a term, its
    frequency in the report, its rarity in news, and whether it is a name, a number, in the lead, in the head
    (the words that are compared as a whole). `day` is that of publication, `event_days` are the days of
    events in the lead.
    """

    day: int | None
    hashes: bytes
    counts: bytes
    rarities: bytes
    kinds: bytes
    phrases: bytes
    places: tuple[int, ...]
    years: tuple[int, ...]
    months: tuple[int, ...]
    event_days: tuple[int, ...] = ()


def extract_features(reading: Reading) -> ReportFeatures:
    """Return the features of a reading.

    Only the first words are used (`words.read` in the codebook): news says first what happened.
    """
    settings = read_codebook("stories")["words"]
    found = list(islice(find_words(reading.report.text), settings["read"]))
    words = [word for word, _ in found]
    reading = _first_part(reading, _end(found))
    terms = _Terms(words, settings["lead"], settings["head"])
    kept = sorted(terms.counts, key=_hash)
    said = [term for word in words[: settings["phrases"]] if (term := _term(word))]
    return ReportFeatures(
        day=day_number(reading.report.published),
        hashes=_pack(map(_hash, kept)),
        counts=bytes(min(terms.counts[term], 255) for term in kept),
        rarities=bytes(_scaled(rarity(term)) for term in kept),
        kinds=bytes(terms.kind(term) for term in kept),
        phrases=_pack(sorted({_hash(f"{a} {b}") for a, b in pairwise(said)})),
        places=_places(reading),
        years=tuple(sorted({int(year) for year in _YEAR.findall(reading.report.text)})),
        months=tuple(sorted({int(month) for time in reading.times for month in _MONTH.findall(time.value)})),
        event_days=_event_days(reading, _end(found[: settings["lead"]])),
    )


def _end(words: list[tuple[str, int]]) -> int:
    """Return the end offset of the last word, 0 for none."""
    return words[-1][1] + len(words[-1][0]) if words else 0


def _event_days(reading: Reading, end: int) -> tuple[int, ...]:
    """Return the days of events that happened, by the text before `end`."""
    return tuple(
        sorted(
            {
                date.fromisoformat(claim.time.first).toordinal()
                for claim in reading.claims
                if claim.trigger.end <= end and claim.status in _HAPPENED
                if claim.time is not None and claim.time.first and claim.time.first == claim.time.last
            }
        )
    )


def _first_part(reading: Reading, end: int) -> Reading:
    """Return the reading cut to the text before `end`."""
    return msgspec.structs.replace(
        reading,
        report=msgspec.structs.replace(reading.report, text=reading.report.text[:end]),
        toponyms=tuple(toponym for toponym in reading.toponyms if toponym.start < end),
        times=tuple(time for time in reading.times if time.start < end),
    )


def weigh_term(count: int, rarity_weight: float, *, in_lead: bool) -> float:
    """Return the weight of a term among those of its report."""
    return math.log1p(count) * rarity_weight * (1.5 if in_lead else 1.0)


class _Terms:
    """Terms of a text with their counts and kinds."""

    def __init__(self, words: list[str], lead: int, head: int) -> None:
        self.counts: Counter[str] = Counter()
        self._capital: set[str] = set()
        self._lower: set[str] = set()
        self._lead = {_term(word) for word in words[:lead]}
        self._head = {_term(word) for word in words[:head]}
        for word in words:
            if not (term := _term(word)):
                continue
            self.counts[term] += 1
            (self._capital if word[0].isupper() else self._lower).add(term)

    def kind(self, term: str) -> int:
        number = term[0].isdigit()
        name = term in self._capital and term not in self._lower and not is_ordinary(term)
        parts = LEAD * (term in self._lead) | HEAD * (term in self._head)
        return parts | NAME * name | NUMBER * number


@lru_cache(maxsize=65536)
def _term(word: str) -> str:
    """Return the folded word, or "" for a stop word."""
    if word.lower() in word_set("stories", "words", "idle"):
        return ""
    term = fold_word(word)
    return term if len(term) > 1 or term.isdigit() else ""


@lru_cache(maxsize=65536)
def _hash(term: str) -> int:
    return crc32(term.encode("utf-8"))


def _pack(hashes: Iterable[int]) -> bytes:
    return b"".join(term_hash.to_bytes(4, "little") for term_hash in hashes)


def _scaled(amount: float) -> int:
    return min(round(amount * SCALE), 255)


def _places(reading: Reading) -> tuple[int, ...]:
    """Return the places smaller than a country."""
    found = {
        toponym.geonameid if toponym.geonameid is not None else _hash(fold_word(toponym.name))
        for toponym in reading.toponyms
        if not is_country(toponym) and toponym.feature not in _WIDE and next(find_words(toponym.name), None)
    }
    return tuple(sorted(found))
