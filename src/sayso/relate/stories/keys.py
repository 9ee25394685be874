"""The keys by which a report finds those that may tell its story: pairs of its weightiest terms, by days."""

from itertools import combinations
from struct import iter_unpack

from sayso.codebook import read_codebook
from sayso.relate.stories.evidence import most_days_apart
from sayso.relate.stories.marks import LEAD, NAME, NUMBER, SCALE, Marks, weigh_term

__all__ = ["make_keys", "make_looks"]

# A key is a pair of terms in the upper bits and a time in the lower ones: so many days each, counted from the
# year 1; 0 where the day is not known.
_LOW, _STEP = 19, 8
_ANY = (1 << _LOW) - 1
# Spreads a pair of terms over the upper bits (2**64 divided by the golden ratio).
_SPREAD, _BITS = 0x9E3779B97F4A7C15, 64


def make_keys(marks: Marks) -> tuple[int, ...]:
    """Whole numbers below 2**63, sorted: one for each two terms of `_pairs` and each time that is told of."""
    return tuple(sorted(pair | time for pair in _pairs(marks) for time in _times(marks) or [0]))


def make_looks(marks: Marks) -> tuple[tuple[int, int], ...]:
    """Where the keys of those lie that share two terms and are near in time, or of which no day is known."""
    reach = -(-most_days_apart() // _STEP)
    times = _times(marks)
    near = [(0, 0), *((time - reach, time + reach) for time in times)] if times else [(0, _ANY)]
    return tuple((pair | max(first, 0), pair | last) for pair in _pairs(marks) for first, last in near)


def _times(marks: Marks) -> list[int]:
    """When it was published and what it tells of happened."""
    if marks.day is None:
        return []
    return sorted({day // _STEP + 1 for day in (marks.day, *marks.event_days)})


def _pairs(marks: Marks) -> list[int]:
    """One number for each two weighty terms that are rare enough together, its lower bits free."""
    settings = read_codebook("stories")["keys"]
    rarities, weights = {}, {}
    rows = zip(iter_unpack("<I", marks.hashes), marks.counts, marks.rarities, marks.kinds, strict=True)
    for (one,), count, scaled, kind in rows:
        rarities[one] = scaled / SCALE
        weight = weigh_term(count, rarities[one], in_lead=bool(kind & LEAD))
        weights[one] = weight * (settings["names"] if kind & (NAME | NUMBER) else 1)
    first = sorted(weights, key=lambda one: (-weights[one], one))[: settings["terms"]]
    return [
        _spread(one, other)
        for one, other in combinations(sorted(first), 2)
        if rarities[one] + rarities[other] >= settings["rarity"]
    ]


def _spread(one: int, other: int) -> int:
    spread = ((one << 32 | other) * _SPREAD) % (1 << _BITS)
    return spread >> (_LOW + 1) << _LOW
