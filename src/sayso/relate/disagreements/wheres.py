"""Whether two place names can stand for one place, or for one inside the other."""

from math import asin, cos, radians, sin, sqrt

from sayso.codebook import read_codebook
from sayso.gazetteer import fold_name
from sayso.model import Toponym

__all__ = ["distance_km", "is_nested"]

_EARTH_KM = 6371.0
_SMALL = ("PPL", "ADM2", "ADM3", "ADM4", "ADM5")


def is_nested(one: Toponym, other: Toponym) -> bool:
    """Whether both can be one place, or one lie inside the other; a place not resolved goes with any."""
    if one.geonameid == other.geonameid or fold_name(one.name) == fold_name(other.name):
        return True
    if one.geonameid is None or other.geonameid is None:
        return True
    if one.country and other.country and one.country != other.country:
        return False
    if not _is_small(one) or not _is_small(other):
        return True
    book = read_codebook("disagreements")["places"]
    districts = sum(place.feature.startswith("ADM") for place in (one, other))
    limit: float = book["inside_km"] if districts else book["near_km"]
    return distance_km(one, other) <= limit


def _is_small(place: Toponym) -> bool:
    """Whether a place is a town, a part of one, or a district: not a country, state, sea or island."""
    return place.feature.startswith(_SMALL)


def distance_km(one: Toponym, other: Toponym) -> float:
    """The distance between two places along the surface, in kilometres; 0 where coordinates are missing."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return 0.0
    north, south = radians(one.lat), radians(other.lat)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(other.lon - one.lon) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
