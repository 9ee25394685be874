"""Kinds of rows that can be queried, for the API, downloads and Explore."""

from typing import Any, NamedTuple

from sayso.engine import track_commitments
from sayso.export import FORMATS
from sayso.record import Query, Store
from sayso.web.filters import FilterParams

__all__ = ["KINDS", "Kind"]

_ROWS = ("jsonl", "csv", "tsv")


class Kind(NamedTuple):
    """Kind of rows: its name in addresses and in `Store`, its singular noun, and its formats."""

    name: str
    noun: str
    about: str
    formats: tuple[str, ...] = _ROWS

    def ask(self, store: Store, **filters: Any) -> "Query[Any]":  # noqa: ANN401 - see Filters
        """Return the query of this kind."""
        if self.name == "commitments":
            return track_commitments(store, **filters)
        query: Query[Any] = getattr(store, self.name)(**filters)
        return query

    def answer(self, store: Store, params: FilterParams) -> "Query[Any]":
        """Return the query that a request asks for."""
        follows = self.name == "commitments"
        return self.ask(store, **(params.of_commitments() if follows else params.filters()))


_KINDS = (
    Kind("reports", "report", "Reports of the record"),
    Kind("attributions", "attribution", "Who says what, with or without a claim in it"),
    Kind("claims", "claim", "What reports claim, on whose word", ("jsonl", "tsv", *FORMATS)),
    Kind("commitments", "commitment", "What was promised or demanded, and what became of it"),
    Kind("events", "event", "Claims of one event, side by side"),
    Kind("disagreements", "disagreement", "Values that do not go together"),
)
KINDS: dict[str, Kind] = {noun.name: noun for noun in _KINDS}
