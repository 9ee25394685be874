"""What a query asks for, as conditions over the tables.

Every value is taken as plain words: it reaches the database as a bound value or, cut into words, as a phrase
in quotes. Nothing in it can act as SQL, as a wildcard, or as a search operator.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy import ColumnElement, FromClause, Select, exists, or_, select, true

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.gazetteer import find_country
from sayso.model import DisagreementKind, Status, canonical_text
from sayso.model.base import Record
from sayso.record import schema
from sayso.record.search import Window, matching, within

__all__ = ["Filters", "Scope", "Sharpest", "check_filters", "select_found", "select_narrow"]

Condition = ColumnElement[bool]


class Filters(Record, frozen=True, kw_only=True):
    """What the rows of a query have in common; what is left empty asks for nothing.

    `text`: all the words, those in double quotes as a phrase; of a claim its sentence is searched, of a
    report its whole text. `actor`, `recipient`, `source`, `place`: one or more whole words in a row, of the
    words in the text, the name, the code or the gazetteer's key. `country`: ISO 3166-1 alpha-3 or a name.
    `first` and `last` bound when a claim's event happens and when a commitment is due, and, for reports and
    attributions, the day of publication; what has no known day is left out. `published_first` and
    `published_last` bound publication for all. `as_of`: only what had been reported by the end of that day
    (day of publication, else the day the record first saw the report). `report`: id, input id or address.
    `id`: an id or a key. `placed`: claims with, or without, a place whose coordinates are known. `verdict`:
    what a person decided (accepted, rejected, corrected), or `none`. `original`: values as they were read,
    before any judgement.
    """

    text: str | None = None
    actor: str | None = None
    recipient: str | None = None
    source: str | None = None
    place: str | None = None
    country: str | None = None
    type: str | None = None
    status: str | None = None
    first: str | None = None
    last: str | None = None
    published_first: str | None = None
    published_last: str | None = None
    as_of: str | None = None
    report: str | None = None
    id: str | None = None
    placed: bool | None = None
    verdict: str | None = None
    original: bool = False


_CHOICES: dict[str, Callable[[], Iterable[str]]] = {
    "type": lambda: read_codebook("plover"),
    "status": lambda: [one.value for one in Status],
    "verdict": lambda: ("none", "accepted", "rejected", "corrected"),
}
_DAYS = ("first", "last", "published_first", "published_last", "as_of")


def check_filters(filters: Filters) -> Filters:
    """The filters, days cut to days; raises `UsageError` for what cannot be a day, a type, a status, ..."""
    given = {field: getattr(filters, field) for field in filters.__struct_fields__}
    # Texts hold neither NUL nor lone surrogates, and a database would choke on them.
    words = {field: canonical_text(value) for field, value in given.items() if isinstance(value, str)}
    days = {field: _day(words[field]) for field in _DAYS if field in words}
    chosen = {field: _choice(field, words[field]) for field in _CHOICES if field in words}
    if "country" in words:
        chosen["country"] = _country_code(words["country"])
    return replace(filters, **words | days | chosen)


def _choice(field: str, value: str) -> str:
    """The value as its field spells it; a slip would find nothing, and look like an answer."""
    choices = _CHOICES[field]()
    for one in choices:
        if one.casefold() == value.strip().casefold():
            return one
    raise UsageError(f"{value!r} is no {field}", help=f"one of: {', '.join(choices)}")
