"""Entries of the gazetteer: places, bodies (countries, groups, outlets, people) and titles."""

from enum import StrEnum

from sayso.model import Span, Toponym
from sayso.model.base import Struct

__all__ = ["Body", "BodyKind", "NameKind", "Place", "Title"]


class BodyKind(StrEnum):
    """The type of a body."""

    COUNTRY = "country"
    GROUP = "group"
    ORGANIZATION = "organization"
    OFFICE = "office"
    OUTLET = "outlet"
    PERSON = "person"


class NameKind(StrEnum):
    """The relation of a name to its entry; the values are those of the gazetteer's tables.

    The main name, an alias, a people ("Iraqis", "Iraqi"), the capital that stands for its government, a bare
    surname, a short form ("Ga."), or a name that matches only after loose folding.
    """

    NAME = "name"
    ALIAS = "other"
    PEOPLE = "people"
    CAPITAL = "capital"
    SURNAME = "surname"
    SHORT = "short"
    LOOSE = "loose"


class Place(Struct, frozen=True, kw_only=True):
    """A place under one of its names.

    `id` is the GeoNames id, or below zero where the place has none. `admin1` and `admin2` are the ids of the
    province and district it lies in, 0 where unknown. Degrees are WGS 84.
    """

    id: int
    name: str
    lat: float
    lon: float
    country: str
    feature: str
    admin1: int = 0
    admin2: int = 0
    population: int = 0
    named: NameKind = NameKind.NAME

    @property
    def geonameid(self) -> int | None:
        """The GeoNames id, or None."""
        return self.id if self.id > 0 else None

    def to_toponym(self, span: Span, confidence: float) -> Toponym:
        """Return the toponym of a mention that means this place, with the confidence (0 to 1) of that."""
        return Toponym(
            start=span.start,
            end=span.end,
            text=span.text,
            name=self.name,
            geonameid=self.geonameid,
            lat=self.lat,
            lon=self.lon,
            country=self.country,
            feature=self.feature,
            confidence=round(confidence, 3),
        )


class Body(Struct, frozen=True, kw_only=True):
    """A body under one of its names.

    `code` and `sector` are PLOVER's; `country` is ISO3 or "". `written` is the form that its capitals must
    have ("IS"), or "". `roles` are (sector, first day, last day) of a person, in order; "" is unknown.
    """

    key: str
    name: str
    kind: BodyKind
    code: str = ""
    country: str = ""
    sector: str = ""
    language: str = ""
    gender: str = ""
    roles: tuple[tuple[str, str, str], ...] = ()
    named: NameKind = NameKind.NAME
    written: str = ""

    def sector_on(self, day: str | None) -> str:
        """Return the sector of the post on an ISO day, ELI after the last; without a day the last known."""
        if not self.roles:
            return self.sector
        if day is None:
            return self.roles[-1][0]
        for sector, first, last in reversed(self.roles):
            if (not first or first <= day) and (not last or day <= last):
                return sector
        return "ELI" if self.roles[-1][2] and day > self.roles[-1][2] else self.roles[-1][0]


class Title(Struct, frozen=True, kw_only=True):
    """A title: the sector of those who bear it, and their gender (`m`, `f`, or "" if unknown)."""

    word: str
    sector: str = ""
    gender: str = ""
