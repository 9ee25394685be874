"""What the gazetteer knows of places, of bodies (countries, groups, outlets, people) and of titles."""

from enum import StrEnum

from sayso.model import Span, Toponym
from sayso.model.base import Struct

__all__ = ["Body", "BodyKind", "NameKind", "Place", "Title"]


class BodyKind(StrEnum):
    """What sort of body it is."""

    COUNTRY = "country"
    GROUP = "group"
    ORGANIZATION = "organization"
    OFFICE = "office"
    OUTLET = "outlet"
    PERSON = "person"


class NameKind(StrEnum):
    """How a name names.

    Outright, as another name, as a people ("Iraqis", "Iraqi"), as the capital that stands for its government,
    as a bare surname, as a short form ("Ga."), or only when transliteration is forgotten.
    """

    NAME = "name"
    OTHER = "other"
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

    def told_by(self, span: Span, confidence: float) -> Toponym:
        """The place as the words of a text tell it, so surely (0 to 1)."""
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
        """The sector of the post held on an ISO day, ELI after the last; without a day the last known."""
        if not self.roles:
            return self.sector
        if day is None:
            return self.roles[-1][0]
        for sector, first, last in reversed(self.roles):
            if (not first or first <= day) and (not last or day <= last):
                return sector
        return "ELI" if self.roles[-1][2] and day > self.roles[-1][2] else self.roles[-1][0]


class Title(Struct, frozen=True, kw_only=True):
    """A title: the sector of those who bear it, and their gender where it tells (`m`, `f` or "")."""

    word: str
    sector: str = ""
    gender: str = ""
