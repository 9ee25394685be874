"""Pairwise similarity of reports: how far two are about one happening."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.relate.stories.vectors import ReportVectors, Weights

__all__ = ["ComparisonVector", "compare_vectors", "days_apart", "most_days_apart", "score_comparison"]

# Scores are multiples of 1/1024: their sums are exact, and a last bit of a logarithm decides nothing.
_STEPS = 1024


class ComparisonVector(NamedTuple):
    """Comparison features of a pair of reports, symmetric in the two.

    `words` is the cosine of all terms of the two heads. "least" is the smaller of the two reports' values;
    "missing" is the share of one report's weight that the other report lacks; "apart" is 1 if both have
    values and share none.
    """

    words: float
    lead_names_missing_least: float
    numbers_found: float
    phrases_shared: float
    places_apart: float
    years_overlap: float
    months_apart: float


def compare_vectors(a: ReportVectors, b: ReportVectors) -> ComparisonVector:
    """Return the comparison features of two reports."""
    return ComparisonVector(
        words=_cosine(a.words, b.words),
        lead_names_missing_least=min(_missing(a.lead_name_shares, b), _missing(b.lead_name_shares, a)),
        numbers_found=min(_found(a, b), _found(b, a)),
        phrases_shared=math.log1p(len(a.phrases & b.phrases)),
        places_apart=_apart(a.places, b.places),
        years_overlap=_overlap(a.years, b.years),
        months_apart=_apart(a.months, b.months),
    )


def most_days_apart() -> int:
    """Return the number of days from which nearness in time counts for nothing."""
    return _settings().most


def score_comparison(
    comparison: ComparisonVector,
    days_apart: int | None,
    *,
    weights: Mapping[str, float] | None = None,
    intercept: float | None = None,
) -> float:
    """Return the score, 0 to 1, that the two reports are about one happening; by other weights if given.

    It is the mean of two views: how alike the words are, and the probability by all features and the days
    between the two reports. Days count only for a match: two reports of which one has no day score like two
    that are far apart. If of neither lead any name stands in the other report, the two do not match, however
    alike their words: two quakes are often told in the same ones.
    """
    settings = _settings()
    if comparison.lead_names_missing_least > settings.most_missing:
        return 0.0
    used = settings.weights if weights is None else weights
    total = settings.intercept if intercept is None else intercept
    total += sum(weight * getattr(comparison, name) for name, weight in used.items())
    if days_apart is not None and days_apart < settings.most:
        total += settings.same_day * (1 - math.log1p(days_apart) / math.log1p(settings.most))
    score = (comparison.words + 1 / (1 + math.exp(-total))) / 2
    return round(score * _STEPS) / _STEPS


class _Settings(NamedTuple):
    weights: Mapping[str, float]
    intercept: float
    same_day: float
    most: int
    most_missing: float


@lru_cache(maxsize=1)
def _settings() -> _Settings:
    book = read_codebook("stories")
    weights = dict(book["weights"])
    return _Settings(
        {name: weight for name, weight in weights.items() if name != "intercept"},
        weights["intercept"],
        book["days"]["same"],
        book["days"]["most"],
        book["names"]["missing"],
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


def _found(a: ReportVectors, b: ReportVectors) -> float:
    """Return the share of the weightiest numbers of `a` that stand in `b`; 0 if it has no numbers."""
    return sum(share for term, share in a.top_numbers.items() if term in b.numbers)


def _apart(a: frozenset[int], b: frozenset[int]) -> float:
    """Return 1 if both have values and share none, else 0."""
    return float(bool(a and b) and not a & b)


def _overlap(a: frozenset[int], b: frozenset[int]) -> float:
    """Return a value from -0.5 (disjoint) to 0.5 (equal); 0 if either is empty."""
    return len(a & b) / len(a | b) - 0.5 if a and b else 0.0
