"""Pairwise similarity of reports: the probability that two are about one happening."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.relate.stories.vectors import ReportVectors, Weights

__all__ = ["ComparisonVector", "compare_vectors", "days_apart", "most_days_apart", "score_comparison"]


class ComparisonVector(NamedTuple):
    """Comparison features of a pair of reports, symmetric in the two.

    "least" and "most" are the smaller and the larger of the two reports' values; "missing" is the share of
    one report's weight that the other report lacks; "apart" is 1 if both have values and share none.
    """

    names: float
    lead_names_missing_least: float
    lead_names_missing_most: float
    persons_missing_least: float
    persons_missing_most: float
    surnames_shared: float
    numbers_found: float
    numbers_apart: float
    numbers_missing: float
    numbers_shared: float
    amounts_shared: float
    phrases_shared: float
    places_shared: float
    places_apart: float
    years_overlap: float
    months_apart: float
    longer: float


def compare_vectors(a: ReportVectors, b: ReportVectors) -> ComparisonVector:
    """Return the comparison features of two reports."""
    lead_names_missing = _missing(a.lead_name_shares, b), _missing(b.lead_name_shares, a)
    persons_missing = _missing(a.person_shares, b), _missing(b.person_shares, a)
    numbers_found = _found(a, b)
    places = _shared(a.places, b.places)
    return ComparisonVector(
        names=_cosine(a.names, b.names),
        lead_names_missing_least=min(lead_names_missing),
        lead_names_missing_most=max(lead_names_missing),
        persons_missing_least=min(persons_missing),
        persons_missing_most=max(persons_missing),
        surnames_shared=math.log1p(_shared(a.surnames, b.surnames)),
        numbers_found=min(numbers_found) if len(numbers_found) == 2 else 0.0,
        numbers_apart=float(len(numbers_found) == 2 and max(numbers_found) == 0),
        numbers_missing=max(_missing_numbers(a.number_rarities, b), _missing_numbers(b.number_rarities, a)),
        numbers_shared=_contained(a.number_rarities, b.number_rarities),
        amounts_shared=math.log1p(len(a.amounts & b.amounts)),
        phrases_shared=math.log1p(len(a.phrases & b.phrases)),
        places_shared=math.log1p(places),
        places_apart=float(bool(a.places and b.places) and not places),
        years_overlap=_overlap(a.years, b.years),
        months_apart=float(bool(a.months and b.months) and not a.months & b.months),
        longer=math.log(max(a.length, b.length, 100) / 100),
    )


def most_days_apart() -> int:
    """Return the number of days from which two reports never match, whatever else they share."""
    settings = _settings()
    return settings.grace + settings.most


def score_comparison(comparison: ComparisonVector, days_apart: int | None) -> float:
    """Return the probability, 0 to 1, that the two reports are about one happening."""
    settings = _settings()
    if days_apart is not None and days_apart >= most_days_apart():
        return 0.0
    total = settings.intercept + sum(
        weight * getattr(comparison, name) for name, weight in settings.weights.items()
    )
    if days_apart is not None:
        total = min(total, settings.ceiling) - settings.day * min(
            max(0, days_apart - settings.grace), settings.most
        )
    return 1 / (1 + math.exp(-total))


class _Settings(NamedTuple):
    weights: Mapping[str, float]
    intercept: float
    day: float
    grace: int
    most: int
    ceiling: float


@lru_cache(maxsize=1)
def _settings() -> _Settings:
    book = read_codebook("stories")
    weights = dict(book["weights"])
    days = book["days"]
    return _Settings(
        {name: weight for name, weight in weights.items() if name != "intercept"},
        weights["intercept"],
        days["weight"],
        days["grace"],
        days["most"],
        days["ceiling"],
    )


def days_apart(a: ReportVectors, b: ReportVectors) -> int | None:
    """Return the least number of days between the publication or event days of two reports.

    A report of weeks later that says "on 4 August" is as near to those of that day as they are themselves.
    Returns None if the day of publication of either is unknown.
    """
    if a.day is None or b.day is None:
        return None
    return min(abs(day_a - day_b) for day_a in (a.day, *a.event_days) for day_b in (b.day, *b.event_days))


def _cosine(a: Weights, b: Weights) -> float:
    if len(b) < len(a):
        a, b = b, a
    return sum(weight * b[term] for term, weight in a.items() if term in b)


def _missing(shares: Weights, profile: ReportVectors) -> float:
    terms = profile.terms
    return sum(share for term, share in shares.items() if term not in terms)


def _found(first: ReportVectors, second: ReportVectors) -> list[float]:
    """Return the share of each report's weightiest numbers found in the other; none if it has no numbers."""
    return [
        1 - sum(share for term, share in a.top_numbers.items() if term not in b.number_rarities)
        for a, b in ((first, second), (second, first))
        if a.top_numbers
    ]


def _missing_numbers(numbers: Weights, profile: ReportVectors) -> float:
    total = sum(numbers.values())
    if not total:
        return 0.0
    return sum(weight for term, weight in numbers.items() if term not in profile.number_rarities) / total


def _shared(a: Weights, b: Weights) -> float:
    return sum(weight for term, weight in a.items() if term in b)


def _contained(a: Weights, b: Weights) -> float:
    """Return the shared weight as a fraction of the smaller total."""
    least = min(sum(a.values()), sum(b.values()))
    return _shared(a, b) / least if least else 0.0


def _overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Return a value from -0.5 (disjoint) to 0.5 (equal); 0 if either is empty."""
    return len(a & b) / len(a | b) - 0.5 if a and b else 0.0
