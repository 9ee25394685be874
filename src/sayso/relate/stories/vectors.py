"""Vectors of a report's features for comparison: weights by term, normalized to length 1 or sum 1."""

import math
from dataclasses import dataclass
from functools import lru_cache
from struct import iter_unpack

import msgspec

from sayso.relate.stories.features import HEAD, LEAD, NAME, NUMBER, SCALE, ReportFeatures, weigh_term

__all__ = ["ReportVectors", "Weights", "decode_features", "unpack_vectors"]

Weights = dict[int, float]
# Number of a report's weightiest numbers that are compared.
_TOP_NUMBERS = 4

_decoder = msgspec.msgpack.Decoder(ReportFeatures)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportVectors:
    """Unpacked features of a report: vectors of length 1, shares that sum up to 1, both empty for none.

    `words` are the terms of the head, names and numbers among them. If no name stands in the lead, all its
    terms are its `lead_name_shares`.
    """

    day: int | None
    terms: frozenset[int]
    words: Weights
    numbers: frozenset[int]
    lead_name_shares: Weights
    top_numbers: Weights
    phrases: frozenset[int]
    places: frozenset[int]
    years: frozenset[int]
    months: frozenset[int]
    event_days: frozenset[int]


def decode_features(body: bytes) -> ReportFeatures:
    """Return the features in the body of a sketch."""
    return _decoder.decode(body)


# Caches the vectors that a batch compares repeatedly; about 20 kB each.
@lru_cache(maxsize=2048)
def unpack_vectors(body: bytes) -> ReportVectors:
    """Return the vectors of the features in the body of a sketch."""
    features = decode_features(body)
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
    weights = {
        term: weigh_term(count, rarity_weight, in_lead=bool(kind & LEAD))
        for term, count, rarity_weight, kind in rows
    }
    kinds = {term: kind for term, _, _, kind in rows}
    numbers = [term for term, kind in kinds.items() if kind & NUMBER]
    lead = [term for term, kind in kinds.items() if kind & LEAD]
    return ReportVectors(
        day=features.day,
        terms=frozenset(kinds),
        # A power of 1.5 through the root, which every processor computes to the same bit.
        words=_vector({term: rare * math.sqrt(rare) for term, _, rare, kind in rows if kind & HEAD}),
        numbers=frozenset(numbers),
        lead_name_shares=_shares(
            {term: weights[term] for term in lead if kinds[term] & NAME}
            or {term: weights[term] for term in lead}
        ),
        top_numbers=_top({term: weights[term] for term in numbers}, _TOP_NUMBERS),
        phrases=frozenset(phrase for (phrase,) in iter_unpack("<I", features.phrases)),
        places=frozenset(features.places),
        years=frozenset(features.years),
        months=frozenset(features.months),
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
