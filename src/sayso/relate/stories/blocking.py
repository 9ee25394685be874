"""Blocking keys for finding candidate reports of a story: pairs of the weightiest terms, by days."""

from collections.abc import Iterable
from functools import lru_cache
from itertools import combinations
from struct import iter_unpack

from sayso.codebook import read_codebook
from sayso.relate.stories.features import LEAD, NAME, NUMBER, SCALE, ReportFeatures, weigh_term
from sayso.relate.stories.similarity import most_days_apart

__all__ = ["blocking_keys", "candidate_ranges", "keys_of_day"]

# A key is a pair of terms in the upper bits and a period of `_STEP` days in the lower ones, counted from the
# year 1; 0 if the day is unknown, `_EVER` for a pair that finds reports of any day.
_LOW, _STEP = 19, 8
_EVER = (1 << _LOW) - 1
# Spreads a pair of terms over the upper bits (2**64 divided by the golden ratio).
_SPREAD, _BITS = 0x9E3779B97F4A7C15, 64


def blocking_keys(features: ReportFeatures) -> tuple[int, ...]:
    """Return the blocking keys, integers below 2**63, sorted: one for each pair of terms and each period."""
    pairs, distinctive = _pairs(features)
    keys = {pair | time for pair in pairs for time in _times(features) or [0]}
    return tuple(sorted(keys | {pair | _EVER for pair in distinctive}))


def candidate_ranges(features: ReportFeatures) -> tuple[tuple[int, int], ...]:
    """Return the key ranges of candidates: reports that share two terms and are near in time or undated.

    Reports that share two of their very weightiest terms find each other whatever their days.
    """
    reach = -(-most_days_apart() // _STEP)
    times = _times(features)
    near = [(0, 0), *((time - reach, time + reach) for time in times)] if times else [(0, _EVER)]
    pairs, distinctive = _pairs(features)
    return (
        *((pair | max(first, 0), pair | last) for pair in pairs for first, last in near),
        *((pair | _EVER, pair | _EVER) for pair in distinctive),
    )


def keys_of_day(keys: Iterable[int], day: int | None) -> list[int]:
    """Return the keys that all reports of a day that share their terms have; None if the day is unknown."""
    time = 0 if day is None else day // _STEP + 1
    return [key for key in keys if key & _EVER == time]


def _times(features: ReportFeatures) -> list[int]:
    """Return the periods of publication and of the events in the lead."""
    if features.day is None:
        return []
    return sorted({day // _STEP + 1 for day in (features.day, *features.event_days)})


# A report's keys and its ranges are asked for one after the other.
@lru_cache(maxsize=1)
def _pairs(features: ReportFeatures) -> tuple[list[int], list[int]]:
    """Return a number for each pair of weighty terms that are rare enough together, its lower bits free.

    The second list has those that find reports of any day.
    """
    settings = read_codebook("stories")["keys"]
    rarities, weights = {}, {}
    rows = zip(
        iter_unpack("<I", features.hashes), features.counts, features.rarities, features.kinds, strict=True
    )
    for (term,), count, scaled, kind in rows:
        rarities[term] = scaled / SCALE
        weight = weigh_term(count, rarities[term], in_lead=bool(kind & LEAD))
        weights[term] = weight * (settings["names"] if kind & (NAME | NUMBER) else 1)
    ordered = sorted(weights, key=lambda term: (-weights[term], term))

    def rare(most: int, least: float) -> list[int]:
        found = combinations(sorted(ordered[:most]), 2)
        return [_spread(a, b) for a, b in found if rarities[a] + rarities[b] >= least]

    return (
        rare(settings["terms"], settings["rarity"]),
        rare(settings["ever_terms"], settings["ever_rarity"]),
    )


def _spread(a: int, b: int) -> int:
    spread = ((a << 32 | b) * _SPREAD) % (1 << _BITS)
    return spread >> (_LOW + 1) << _LOW
