"""Query parameters of pages and the API: the filters of the command line."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from sayso.errors import UsageError
from sayso.model import CommitmentState
from sayso.model.dates import first_day, last_day, parse_date

__all__ = [
    "FILTERS",
    "FilterParams",
    "PageParams",
    "PlacesParams",
    "query_string",
    "read_filter_params",
]

_SHARE = re.compile(r"0(\.\d{1,4})?|\.\d{1,4}|1(\.0{1,4})?")
_NUMBER = re.compile(r"[1-9][0-9]{0,3}")
# Longer words are nobody's question, and would cost a search.
_MOST = 500


def _empty_is_unasked(value: object) -> object:
    return None if value == "" else value


def _day_of(value: str | None, bound: Callable[[str], str]) -> str | None:
    """Return the first or last day of a date; other text unchanged, for the record to refuse."""
    date = parse_date(value or "")
    return bound(date) if date else value


_Unasked = BeforeValidator(_empty_is_unasked)
_Words = Annotated[Annotated[str, Field(max_length=_MOST)] | None, _Unasked, Field(default=None)]
_First = Annotated[_Words, AfterValidator(lambda value: _day_of(value, first_day))]
_Last = Annotated[_Words, AfterValidator(lambda value: _day_of(value, last_day))]
_Share = Annotated[Annotated[float, Field(ge=0, le=1)] | None, _Unasked, Field(default=None)]
_Number = Annotated[Annotated[int, Field(ge=1, le=10_000)] | None, _Unasked, Field(default=None)]
_Truth = Annotated[bool | None, _Unasked, Field(default=None)]


class FilterParams(BaseModel):
    """The filters. Each value is plain text: nothing in it is a wildcard or an operator."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    text: _Words = Field(None, description='All of these words; "in quotes" one after another')
    actor: _Words = Field(None, description="Who does it: whole words of a name or code")
    recipient: _Words = Field(None, description="Whom it is done to")
    source: _Words = Field(None, description="On whose word, anywhere in the chain")
    place: _Words = Field(None, description="Where it happens: a name or a GeoNames id")
    country: _Words = Field(None, description="Where it happens: ISO 3166-1 alpha-3 or a name")
    type: _Words = Field(None, description="Event type: PROTEST, ASSAULT, ...")
    status: _Words = Field(None, description="occurred, ongoing, planned, demanded or hypothetical")
    first: _First = Field(None, alias="from", description="On this day or later: the event, or what is due")
    last: _Last = Field(None, alias="to", description="On this day or earlier")
    published_first: _First = Field(
        None, alias="published_from", description="In reports of this day or later"
    )
    published_last: _Last = Field(None, alias="published_to", description="In reports of this day or earlier")
    as_of: _Last = Field(None, description="Only what had been reported by the end of this day")
    report: _Words = Field(None, description="In this report: id, input id or address")
    id: _Words = Field(None, description="With this id or key")
    placed: _Truth = Field(None, description="Only claims that a map can show, or only those that none can")
    verdict: _Words = Field(None, description="As people judged: none, accepted, rejected or corrected")
    min_confidence: _Share = Field(
        None, description="At least this likely to be read right, 0 to 1; unknown ones too"
    )
    max_sources: _Number = Field(None, description="Of events with at most so many independent sources")
    original: _Truth = Field(None, description="As it was read, before any judgement")
    state: Annotated[CommitmentState | None, _Unasked] = Field(
        None, description="What became of it by later reports: open, kept, broken, disputed or expired"
    )

    def filters(self) -> dict[str, Any]:
        """Return the filters of a query; raises `UsageError` for a state, which only commitments have."""
        if self.state is not None:
            raise UsageError("only commitments have a state", help="leave state out")
        return self.of_commitments()

    def of_commitments(self) -> dict[str, Any]:
        """Return the filters of a query for commitments."""
        given = {name: getattr(self, name) for name in (*FIELDS, "state")}
        return {name: value for name, value in given.items() if value is not None}

    def parts(self) -> dict[str, str]:
        """Return the filters that are set, by parameter name."""
        return {FIELDS.get(name, name): _plain(value) for name, value in self.of_commitments().items()}


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)


# Field of `FilterParams`, and its name in an address.
FIELDS = {name: field.alias or name for name, field in FilterParams.model_fields.items() if name != "state"}
FILTERS = tuple(FIELDS.values())


class PageParams(FilterParams):
    """The filters, and the page of the answer."""

    order: str = Field(
        "record",
        max_length=20,
        description="Of claims and events: record, confidence (the most confident first), sources (most "
        "independent sources first) or fewest-sources; of events also newest (the last published first)",
    )

    limit: int = Field(100, ge=1, le=1000, description="Rows on the page")
    after: str | None = Field(None, max_length=60, description="The cursor `next` of the page before")


class PlacesParams(FilterParams):
    """The filters, and the number of places."""

    limit: int = Field(100, ge=1, le=1000, description="Places, those with most claims")


def read_filter_params(request: Request, form: Mapping[str, str] | None = None) -> FilterParams:
    """Return the filters that a page asks for; unknown parameters and invalid values are left out.

    The fields of a form replace the parameters of the address.
    """
    params = {**request.query_params, **(form or {})}
    given = {name: value for name, value in params.items() if name in FILTERS}
    for name in ("placed", "original"):
        if given.get(name) not in ("true", "false"):
            given.pop(name, None)
    if not _SHARE.fullmatch(given.get("min_confidence", "").strip()):
        given.pop("min_confidence", None)
    if not _NUMBER.fullmatch(given.get("max_sources", "").strip()):
        given.pop("max_sources", None)
    return FilterParams.model_validate({name: value.strip()[:_MOST] for name, value in given.items()})


def query_string(**parts: object) -> str:
    """Return a query string with its question mark, without empty parameters; "" if none is left."""
    given = [(name.rstrip("_"), _plain(value)) for name, value in parts.items() if value not in (None, "")]
    return f"?{urlencode(given)}" if given else ""
