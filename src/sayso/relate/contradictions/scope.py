"""Day and place of an event by most of its reports, to tell claims of other events apart."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from typing import Generic, TypeVar

from sayso.codebook import read_codebook
from sayso.gazetteer import is_country
from sayso.model import SourcedClaim, TimeExpression, Toponym
from sayso.relate.contradictions.matching import days_apart, places_may_match

__all__ = ["within_scope"]

_Value = TypeVar("_Value")


class _Mentions(Generic[_Value]):
    """Values of one slot with the reports that give each; `main` is the one that most do, at least two."""

    def __init__(self, given: Iterable[tuple[Hashable, _Value, str]]) -> None:
        self._reports = defaultdict[Hashable, set[str]](set)
        values: dict[Hashable, _Value] = {}
        for key, value, report in given:
            self._reports[key].add(report)
            values[key] = value
        main = max(values, key=lambda key: (len(self._reports[key]), str(key)), default=None)
        self._most = len(self._reports[main]) if main is not None else 0
        self.main = values[main] if main is not None and self._most > 1 else None

    def is_rarer(self, key: Hashable) -> bool:
        """Tell whether fewer reports give a value than the main one."""
        return len(self._reports.get(key, ())) < self._most


def within_scope(claims: Sequence[SourcedClaim]) -> list[SourcedClaim]:
    """Return the claims without those of another day or place than most reports of the event give.

    Reports tell earlier events as background ("the attacks of January 2015 in Paris"), and a reading may take
    them for claims of the event.
    """
    days = _Mentions(
        (_day_key(time), time, sourced.report.id)
        for sourced in claims
        if (time := sourced.claim.time) is not None and time.first and time.first == time.last
    )
    sites = _Mentions(
        (_site_key(place), place, sourced.report.id) for sourced in claims for place in _sites(sourced)
    )
    return [
        sourced
        for sourced in claims
        if not _is_on_different_day(sourced, days) and not _is_elsewhere(sourced, sites)
    ]


def _is_on_different_day(sourced: SourcedClaim, days: _Mentions[TimeExpression]) -> bool:
    time = sourced.claim.time
    if time is None or days.main is None or not days.is_rarer(_day_key(time)):
        return False
    apart = days_apart(time, days.main)
    return apart is not None and apart > read_codebook("disagreements")["deed"]["days_apart"]


def _is_elsewhere(sourced: SourcedClaim, sites: _Mentions[Toponym]) -> bool:
    places, main = _sites(sourced), sites.main
    if main is None or not places:
        return False
    return not any(places_may_match(place, main) or not sites.is_rarer(_site_key(place)) for place in places)


def _day_key(time: TimeExpression) -> tuple[str | None, str | None]:
    return time.first, time.last


def _sites(sourced: SourcedClaim) -> list[Toponym]:
    """Return the named places of a claim that are smaller than a country."""
    return [place for place in sourced.named_places() if not is_country(place)]


def _site_key(place: Toponym) -> tuple[int | None, str]:
    return place.geonameid, "" if place.geonameid else place.name
