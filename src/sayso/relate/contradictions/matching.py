"""Tests of whether two times, two places or two actors can be the same."""

import re
from datetime import date

from sayso.gazetteer import are_apart, fold_name
from sayso.model import Entity, EntityKind, TimeExpression, Toponym

__all__ = ["actors_may_match", "days_apart", "places_may_match", "times_may_match"]

_DAY_OF_YEAR = re.compile(r"^[\dX]{4}-(\d\d)(?:-(\d\d))?")
_WEEKDAY = re.compile(r"^[\dX]{4}-WXX-(\d)")


def times_may_match(a: TimeExpression, b: TimeExpression) -> bool:
    """Tell whether both can be one day; times without known days match by weekday or day of the year."""
    if a.first and a.last and b.first and b.last:
        return a.first <= b.last and b.first <= a.last
    weekdays = (_weekday(a), _weekday(b))
    if None not in weekdays:
        return weekdays[0] == weekdays[1]
    days = (_day_of_year(a), _day_of_year(b))
    return all(a == b for a, b in zip(*days, strict=True) if a and b)


def days_apart(a: TimeExpression, b: TimeExpression) -> int | None:
    """Return the number of days between two times, 0 if they overlap; None if days are unknown."""
    if not (a.first and a.last and b.first and b.last):
        return None
    first, last = (
        date.fromisoformat(max(a.first, b.first)),
        date.fromisoformat(min(a.last, b.last)),
    )
    return max((first - last).days, 0)


def _weekday(time: TimeExpression) -> int | None:
    """Return 1 for Monday to 7 for Sunday, or None if the time is not a single known day."""
    if found := _WEEKDAY.match(time.value):
        return int(found[1])
    return date.fromisoformat(time.first).isoweekday() if time.first and time.first == time.last else None


def _day_of_year(time: TimeExpression) -> tuple[str, str]:
    found = _DAY_OF_YEAR.match(time.value)
    return (found[1] or "", found[2] or "") if found else ("", "")


def places_may_match(a: Toponym, b: Toponym) -> bool:
    """Tell whether both can be one place, or one lie inside the other; an unresolved place matches any."""
    if a.geonameid == b.geonameid or fold_name(a.name) == fold_name(b.name):
        return True
    return a.geonameid is None or b.geonameid is None or not are_apart(a, b)


def actors_may_match(a: Entity, b: Entity) -> bool:
    """Tell whether both can be one actor, or one belong to the other; an unnamed actor matches any.

    A person may act for an organisation or a country, hence only persons are distinguished from persons, and
    bodies from bodies of another country.
    """
    if a.id == b.id and a.gazetteer:
        return True
    mine, theirs = set(fold_name(a.name).split()), set(fold_name(b.name).split())
    if mine <= theirs or theirs <= mine:
        return True
    kinds = {a.kind, b.kind}
    if kinds == {EntityKind.PERSON}:
        return False
    if EntityKind.PERSON in kinds or not a.gazetteer or not b.gazetteer:
        return True
    return not a.country or not b.country or a.country == b.country
