"""Geography of places: countries, containment and distance."""

from math import asin, cos, radians, sin, sqrt
from typing import Protocol

from sayso.codebook import read_codebook
from sayso.gazetteer.lookup import find_place
from sayso.gazetteer.records import Place

__all__ = [
    "are_apart",
    "contains",
    "distance_km",
    "holders_of",
    "is_country",
    "lie_together",
    "place_class",
    "place_level",
]

# Mean radius (IUGG).
_EARTH_KM = 6371.0
_COUNTRY, _PROVINCE, _DISTRICT = 1, 2, 3
# GeoNames classes of water, regions, mountains and islands: the gazetteer has a point of them, no extent.
_EXTENDED = frozenset("HLT")


class _Located(Protocol):
    """Toponym or place of the gazetteer."""

    @property
    def geonameid(self) -> int | None: ...
    @property
    def country(self) -> str: ...
    @property
    def feature(self) -> str: ...
    @property
    def lat(self) -> float | None: ...
    @property
    def lon(self) -> float | None: ...


def place_level(feature: str) -> int | None:
    """Return PLOVER's level of a feature code: 1 country, 2 province, 3 district, 4 town, 5 part of one."""
    known: dict[str, int] = read_codebook("features")["level"]
    return known.get(feature, known.get(feature[:3]))


def place_class(feature: str) -> str:
    """Return GeoNames's class of a feature code: A administrative, P town, S site, H water, L area, ..."""
    known: dict[str, str] = read_codebook("features")["class"]
    return known.get(feature) or known.get(feature[:3], "")


def is_country(place: _Located) -> bool:
    """Tell whether a place is a country or a territory with a code of its own."""
    return place_level(place.feature) == _COUNTRY


def holders_of(place: _Located) -> tuple[int, int]:
    """Return the ids of the province and the district that a place lies in, 0 where unknown."""
    known = _entry(place)
    if known is None:
        return 0, 0
    district = find_place(known.admin2) if known.admin2 and not known.admin1 else None
    return known.admin1 or (district.admin1 if district else 0), known.admin2


def contains(whole: _Located, part: _Located) -> bool | None:
    """Tell whether a place lies in another, larger one; None if the gazetteer does not know.

    A country contains what has its code, a province or district what the gazetteer puts there. The extent of
    regions, islands and waters is not known, nor is the province or district of every town and base.
    """
    level, inner = place_level(whole.feature), place_level(part.feature)
    if level is None:
        return None if _has_extent(whole.feature) else False
    if level > _DISTRICT or (inner is not None and inner <= level):
        return False
    if level == _COUNTRY or (whole.country and part.country and whole.country != part.country):
        return whole.country == part.country if part.country else None
    holder = holders_of(part)[0 if level == _PROVINCE else 1]
    entry = _entry(whole)
    return (entry is not None and holder == entry.id) if holder else None


def _entry(place: _Located) -> Place | None:
    if isinstance(place, Place):
        return place
    return find_place(place.geonameid) if place.geonameid is not None else None


def _has_extent(feature: str) -> bool:
    kind = place_class(feature)
    return kind in _EXTENDED or (kind == "A" and place_level(feature) is None)


def lie_together(a: _Located, b: _Located) -> bool:
    """Tell whether one place lies in the other for certain, or they are near each other."""
    return bool(contains(a, b) or contains(b, a)) or _are_near(a, b) is True


def are_apart(a: _Located, b: _Located) -> bool:
    """Tell whether neither place lies in the other for certain, nor are they near each other."""
    return contains(a, b) is False and contains(b, a) is False and _are_near(a, b) is False


def _are_near(a: _Located, b: _Located) -> bool | None:
    """Tell whether places are a city and its parts, or one place under two names; None if unknown."""
    if is_country(a) or is_country(b):
        return a.country == b.country and is_country(a) and is_country(b)
    distance = distance_km(a, b)
    return None if distance is None else distance <= read_codebook("features")["near"]["km"]


def distance_km(a: _Located, b: _Located) -> float | None:
    """Return the great-circle distance of two places in kilometres; None if coordinates are missing.

    >>> from sayso.gazetteer import find_places
    >>> round(distance_km(find_places("Erbil")[0], find_places("Mosul")[0]))
    82
    """
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    north, south = radians(a.lat), radians(b.lat)
    half = sin((north - south) / 2) ** 2 + cos(north) * cos(south) * sin(radians(a.lon - b.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(min(half, 1.0)))
