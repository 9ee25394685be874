"""A report's marks unpacked for comparing: weights by term, as vectors and as shares."""

import math
from dataclasses import dataclass
from functools import lru_cache
from struct import iter_unpack

import msgspec

from sayso.relate.stories.marks import LEAD, NAME, NUMBER, SCALE, Marks, weigh_term

__all__ = ["Profile", "Weights", "profile_of"]

Weights = dict[int, float]
# How many of its weightiest numbers stand for a report.
_TOP_NUMBERS = 4

_decoder = msgspec.msgpack.Decoder(Marks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What two reports are compared by: vectors of length 1, shares that sum up to 1, both empty for none.

    Where no name stands in the lead, all its terms are its `lead_name_shares`.
    """

    length: int
    day: int | None
    terms: frozenset[int]
    names: Weights
    number_rarities: Weights
    lead_name_shares: Weights
    person_shares: Weights
    top_numbers: Weights
    phrases: frozenset[int]
    surnames: Weights
    places: Weights
    years: frozenset[int]
    months: frozenset[int]
    amounts: frozenset[int]
    event_days: frozenset[int]


# Holds what a batch compares again and again; about 20 kB each.
@lru_cache(maxsize=2048)
def profile_of(body: bytes) -> Profile:
    """Unpack the body of a sketch."""
    marks = _decoder.decode(body)
    rows = [
        (one, count, rareness / SCALE, kind)
        for (one,), count, rareness, kind in zip(
            iter_unpack("<I", marks.hashes), marks.counts, marks.rarities, marks.kinds, strict=True
        )
    ]
    spread = {one: (1 + math.log(count)) * rareness for one, count, rareness, _ in rows}
    weights = {
        one: weigh_term(count, rareness, in_lead=bool(kind & LEAD)) for one, count, rareness, kind in rows
    }
    kinds = {one: kind for one, _, _, kind in rows}
    rarities = {one: rareness for one, _, rareness, _ in rows}
    names = [one for one, kind in kinds.items() if kind & NAME]
    numbers = [one for one, kind in kinds.items() if kind & NUMBER]
    lead = [one for one, kind in kinds.items() if kind & LEAD]
    return Profile(
        length=marks.length,
        day=marks.day,
        terms=frozenset(kinds),
        names=_vector({one: spread[one] for one in names}),
        number_rarities={one: rarities[one] for one in numbers},
        lead_name_shares=_shares(
            {one: weights[one] for one in lead if kinds[one] & NAME} or {one: weights[one] for one in lead}
        ),
        person_shares=_shares({one: math.sqrt(count) for one, count in marks.persons}),
        top_numbers=_top({one: weights[one] for one in numbers}, _TOP_NUMBERS),
        phrases=frozenset(one for (one,) in iter_unpack("<I", marks.phrases)),
        surnames={one: rareness / SCALE for one, rareness in marks.surnames},
        places={one: rareness / SCALE for one, rareness in marks.places},
        years=frozenset(marks.years),
        months=frozenset(marks.months),
        amounts=frozenset(marks.amounts),
        event_days=frozenset(marks.event_days),
    )


def _vector(weights: Weights) -> Weights:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {one: weight / length for one, weight in weights.items()} if length else {}


def _shares(weights: Weights) -> Weights:
    total = sum(weights.values())
    return {one: weight / total for one, weight in weights.items()} if total else {}


def _top(weights: Weights, most: int) -> Weights:
    first = sorted(weights, key=lambda one: (-weights[one], one))[:most]
    return _shares({one: weights[one] for one in first})
