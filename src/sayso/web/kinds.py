"""What queries of the record can be asked for: one line a kind; API, downloads and Explore all go by it."""

from typing import Any, NamedTuple

from sayso.engine import track_commitments
from sayso.export import FORMATS
from sayso.record import Query, Store
from sayso.web.asking import Asked

__all__ = ["KINDS", "Kind"]

_ROWS = ("jsonl", "csv", "tsv")


class Kind(NamedTuple):
    """One kind of rows: its name in addresses and in `Store`, one of them in words, the formats it has."""

    name: str
    one: str
    about: str
    formats: tuple[str, ...] = _ROWS

    def ask(self, store: Store, **filters: Any) -> "Query[Any]":  # noqa: ANN401 - see Filters
        """The query of this kind."""
        if self.name == "commitments":
            return track_commitments(store, **filters)
        query: Query[Any] = getattr(store, self.name)(**filters)
        return query

    def answer(self, store: Store, asked: Asked) -> "Query[Any]":
        """The query that an address asks for."""
        follows = self.name == "commitments"
        return self.ask(store, **(asked.of_commitments() if follows else asked.filters()))


_KINDS = (
    Kind("reports", "report", "Reports of the record"),
    Kind("attributions", "attribution", "Who says what, with or without a claim in it"),
    Kind("claims", "claim", "What reports claim, on whose word", ("jsonl", "tsv", *FORMATS)),
    Kind("commitments", "commitment", "What was promised or demanded, and what became of it"),
    Kind("events", "event", "Claims of one event, side by side"),
    Kind("disagreements", "disagreement", "Values that do not go together"),
)
KINDS: dict[str, Kind] = {one.name: one for one in _KINDS}
