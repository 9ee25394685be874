"""Places, countries, people, organisations, outlets and bases, and what news calls them."""

from sayso.gazetteer.lookup import (
    capital_of,
    country_of,
    find_bodies,
    find_body,
    find_country,
    find_place,
    find_places,
    find_places_loosely,
    gazetteer_version,
    gender_of,
    is_ordinary,
    longest_key,
    sector_of,
    title_of,
)
from sayso.gazetteer.name_keys import fold_loosely, fold_name
from sayso.gazetteer.own_names import read_names, use_names
from sayso.gazetteer.records import Body, BodyKind, NameKind, Place, Title

__all__ = [
    "Body",
    "BodyKind",
    "NameKind",
    "Place",
    "Title",
    "capital_of",
    "country_of",
    "find_bodies",
    "find_body",
    "find_country",
    "find_place",
    "find_places",
    "find_places_loosely",
    "fold_loosely",
    "fold_name",
    "gazetteer_version",
    "gender_of",
    "is_ordinary",
    "longest_key",
    "read_names",
    "sector_of",
    "title_of",
    "use_names",
]
