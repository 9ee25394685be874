"""Location of a place: its town, district and province, from the gazetteer."""

from functools import lru_cache

from sayso.gazetteer import country_of, find_place, holders_of, place_class, place_level
from sayso.model import Toponym
from sayso.model.base import Struct

__all__ = ["Location", "locate"]


class Location(Struct, frozen=True, kw_only=True):
    """The units that a place lies in, by name, "" where unknown; a town's `city` is itself.

    `feature_class` is GeoNames's (A, P, S, ...). `level` is PLOVER's: 5 below a town, 4 town, 3 district,
    2 province, 1 country; None for what is none of these (a base, a river).
    """

    city: str = ""
    district: str = ""
    province: str = ""
    province_id: int = 0
    country_name: str = ""
    feature_class: str = ""
    level: int | None = None


def locate(toponym: Toponym) -> Location:
    """Return the administrative units of a place, as far as the gazetteer knows them."""
    return _locate(toponym.name, toponym.geonameid, toponym.country, toponym.feature)


@lru_cache(maxsize=8192)
def _locate(name: str, geonameid: int | None, country: str, feature: str) -> Location:
    place = find_place(geonameid) if geonameid is not None else None
    level = place_level(feature)
    body = country_of(country) if country else None
    province_id, district_id = holders_of(place) if place else (0, 0)
    if level == 2 and geonameid is not None:
        province_id = geonameid
    return Location(
        city=name if level == 4 else "",
        district=name if level == 3 else _name(district_id),
        province=name if level == 2 else _name(province_id),
        province_id=province_id,
        country_name=body.name if body else "",
        feature_class=place_class(feature),
        level=level,
    )


def _name(place_id: int) -> str:
    place = find_place(place_id) if place_id else None
    return place.name if place else ""
