"""Vectors of a report's features for comparison: weights by term, normalized to length 1 or sum 1."""

import math
from dataclasses import dataclass
from functools import lru_cache
from struct import iter_unpack

import msgspec

from sayso.relate.stories.features import LEAD, NAME, NUMBER, SCALE, ReportFeatures, weigh_term

__all__ = ["ReportVectors", "Weights", "unpack_vectors"]

Weights = dict[int, float]
# Number of a report's weightiest numbers that are compared.
_TOP_NUMBERS = 4

_decoder = msgspec.msgpack.Decoder(ReportFeatures)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVectors:
    """Unpacked features of a report: vectors of length 1, shares that sum up to 1, both empty for none.

    If no name stands in the lead, all its terms are its `lead_name_shares`.
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


# Caches the vectors that a batch compares repeatedly; about 20 kB each.
@lru_cache(maxsize=2048)
def unpack_vectors(body: bytes) -> ReportVectors:
    """Return the vectors of the features in the body of a sketch."""
    features = _decoder.decode(body)
    rows = [
        (term, count, rarity_weight / SCALE, kind)
        for (term,), count, rarity_weight, kind in zip(
            iter_unpack("<I", features.hashes),
            features.counts,
            features.rarities,
            features.kinds,
            strict=True,
        )
    ]
    spread = {term: (1 + math.log(count)) * rarity_weight for term, count, rarity_weight, _ in rows}
    weights = {
        term: weigh_term(count, rarity_weight, in_lead=bool(kind & LEAD))
        for term, count, rarity_weight, kind in rows
    }
    kinds = {term: kind for term, _, _, kind in rows}
    rarities = {term: rarity_weight for term, _, rarity_weight, _ in rows}
    names = [term for term, kind in kinds.items() if kind & NAME]
    numbers = [term for term, kind in kinds.items() if kind & NUMBER]
    lead = [term for term, kind in kinds.items() if kind & LEAD]
    return ReportVectors(
        length=features.length,
        day=features.day,
        terms=frozenset(kinds),
        names=_vector({term: spread[term] for term in names}),
        number_rarities={term: rarities[term] for term in numbers},
        lead_name_shares=_shares(
            {term: weights[term] for term in lead if kinds[term] & NAME}
            or {term: weights[term] for term in lead}
        ),
        person_shares=_shares({person: math.sqrt(count) for person, count in features.persons}),
        top_numbers=_top({term: weights[term] for term in numbers}, _TOP_NUMBERS),
        phrases=frozenset(phrase for (phrase,) in iter_unpack("<I", features.phrases)),
        surnames={surname: rarity_weight / SCALE for surname, rarity_weight in features.surnames},
        places={place: rarity_weight / SCALE for place, rarity_weight in features.places},
        years=frozenset(features.years),
        months=frozenset(features.months),
        amounts=frozenset(features.amounts),
        event_days=frozenset(features.event_days),
    )


def _vector(weights: Weights) -> Weights:
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {term: weight / length for term, weight in weights.items()} if length else {}


def _shares(weights: Weights) -> Weights:
    total = sum(weights.values())
    return {term: weight / total for term, weight in weights.items()} if total else {}


def _top(weights: Weights, most: int) -> Weights:
    first = sorted(weights, key=lambda term: (-weights[term], term))[:most]
    return _shares({term: weights[term] for term in first})
