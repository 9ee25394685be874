"""What speaks for and against two reports being about one happening, and what it comes to."""

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.relate.stories.profiles import Profile, Weights

__all__ = ["Evidence", "collect_evidence", "days_apart", "most_days_apart", "score_evidence"]


class Evidence(NamedTuple):
    """One pair's evidence, the same whichever report comes first.

    "least" and "most" are the smaller and the larger of what the two reports come to; "missing" is the share
    of one report's weight that the other has nothing of; "apart" is 1 where both have some and share none.
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


def collect_evidence(one: Profile, other: Profile) -> Evidence:
    """Compare two reports on every count."""
    lead_names_missing = _missing(one.lead_name_shares, other), _missing(other.lead_name_shares, one)
    persons_missing = _missing(one.person_shares, other), _missing(other.person_shares, one)
    numbers_found = _found(one, other)
    places = _shared(one.places, other.places)
    return Evidence(
        names=_cosine(one.names, other.names),
        lead_names_missing_least=min(lead_names_missing),
        lead_names_missing_most=max(lead_names_missing),
        persons_missing_least=min(persons_missing),
        persons_missing_most=max(persons_missing),
        surnames_shared=math.log1p(_shared(one.surnames, other.surnames)),
        numbers_found=min(numbers_found) if len(numbers_found) == 2 else 0.0,
        numbers_apart=float(len(numbers_found) == 2 and max(numbers_found) == 0),
        numbers_missing=max(
            _missing_numbers(one.number_rarities, other), _missing_numbers(other.number_rarities, one)
        ),
        numbers_shared=_contained(one.number_rarities, other.number_rarities),
        amounts_shared=math.log1p(len(one.amounts & other.amounts)),
        phrases_shared=math.log1p(len(one.phrases & other.phrases)),
        places_shared=math.log1p(places),
        places_apart=float(bool(one.places and other.places) and not places),
        years_overlap=_overlap(one.years, other.years),
        months_apart=float(bool(one.months and other.months) and not one.months & other.months),
        longer=math.log(max(one.length, other.length, 100) / 100),
    )


def most_days_apart() -> int:
    """So many days between two reports part them, whatever else speaks for one happening."""
    settings = _settings()
    return settings.grace + settings.most


def score_evidence(evidence: Evidence, days_apart: int | None) -> float:
    """From 0 to 1: how surely the two are about one happening."""
    settings = _settings()
    if days_apart is not None and days_apart >= most_days_apart():
        return 0.0
    total = settings.intercept + sum(
        weight * getattr(evidence, name) for name, weight in settings.weights.items()
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


def days_apart(one: Profile, other: Profile) -> int | None:
    """How many days lie between two reports, or what happened by their leads; the nearest count.

    A report of weeks later that says "on 4 August" is as near to those of that day as they are themselves.
    None where the day of publication of one is unknown.
    """
    if one.day is None or other.day is None:
        return None
    return min(abs(a - b) for a in (one.day, *one.event_days) for b in (other.day, *other.event_days))


def _cosine(one: Weights, other: Weights) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[term] for term, weight in one.items() if term in other)


def _missing(shares: Weights, other: Profile) -> float:
    terms = other.terms
    return sum(share for term, share in shares.items() if term not in terms)


def _found(one: Profile, other: Profile) -> list[float]:
    """The share of each report's weightiest numbers that the other has; none for one without numbers."""
    return [
        1 - sum(share for term, share in a.top_numbers.items() if term not in b.number_rarities)
        for a, b in ((one, other), (other, one))
        if a.top_numbers
    ]


def _missing_numbers(numbers: Weights, other: Profile) -> float:
    total = sum(numbers.values())
    if not total:
        return 0.0
    return sum(weight for term, weight in numbers.items() if term not in other.number_rarities) / total


def _shared(one: Weights, other: Weights) -> float:
    return sum(weight for term, weight in one.items() if term in other)


def _contained(one: Weights, other: Weights) -> float:
    """What the two share as a part of the smaller."""
    least = min(sum(one.values()), sum(other.values()))
    return _shared(one, other) / least if least else 0.0


def _overlap(one: frozenset[int], other: frozenset[int]) -> float:
    """From -0.5 (both have some, none shared) to 0.5 (the same); 0 where one has none."""
    return len(one & other) / len(one | other) - 0.5 if one and other else 0.0
