"""Queries of a record, evaluated lazily and in pages."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar, cast

from msgspec.structs import replace
from sqlalchemy import Connection, Engine, Select, and_, func, or_, select

from sayso.errors import UsageError
from sayso.model import DisagreementKind, Row, SourcedClaim
from sayso.record.database import read_transaction
from sayso.record.filters import (
    IN_KEY,
    Filters,
    Order,
    Scope,
    Sharpest,
    check_filters,
    select_found,
    select_narrow,
)
from sayso.record.loaders import LoadOptions, Pairs, load_rows, load_sourced_claims
from sayso.record.schema import FOUND, event
from sayso.record.tallies import DayTally, PlaceTally, Tally, tally, tally_days, tally_places
from sayso.tables import TABLES, Column, Table

if TYPE_CHECKING:
    import pandas
    import pyarrow

__all__ = ["Page", "Query"]

Found = TypeVar("Found", bound=Row)
# Rows loaded at once: with more, memory grows and time does not shrink.
_LOADED = 500
# Numbers asked for at once; a long answer is asked for in growing pieces, as each batch searches anew.
_FIRST, _MOST = 200, 20_000
# Numbers in the first window; every second is a row. Swept 4,000 to 400,000
# over half a million claims.
_WINDOW = 20_000
_EVERYWHERE = Scope()
# Rows that a notebook shows.
_SHOWN = 20
# The orders of each kind.
_ORDERS = {"claim": tuple(order for order in Order if order is not Order.NEWEST), "event": tuple(Order)}
# Rows that are looked up in the full-text index one by one, at about 20 µs each.
_FEW = 2_000
# Of more rows than these, those that hold the words are found quicker among all that do, if these are no more
# than so many times as many: a row is looked up in the time in which so many are loaded. Where country, type
# or status leave few to be looked up, if they are no more than so many.
_LOOKED_UP, _TIMES, _HOLDING = 200, 40, 5_000


class Page(NamedTuple, Generic[Found]):
    """Some rows of a query, and the cursor of the next page; None after the last."""

    rows: "list[Found]"
    next: str | None


class Query(Generic[Found]):
    """A lazy query: it runs when it is iterated, counted, paged or made a table.

    Rows come in the order in which the record took them in; events, and disagreements with them, those with
    most reports first, then by day of publication and number of claims. `len` is their number. A record that
    grows meanwhile adds rows at the end; an event that grows moves up.
    """

    def __init__(self, engine: Engine, kind: str, filters: Filters, limit: int | None = None) -> None:
        if limit is not None and limit < 0:
            raise UsageError(f"a limit of {limit} makes no sense", help="give 1 or more")
        self._engine = engine
        self.kind = kind
        self.filters = check_filters(filters)
        self.limit = limit
        self._through: Callable[[list[Found]], list[Found]] | None = None
        self._drops = False
        self._sharpest: Sharpest | None = None
        self._order: Order | None = None

    def __repr__(self) -> str:
        """Return the kind, filters and limit; the query does not run."""
        limit = "" if self.limit is None else f", limit={self.limit}"
        return f"<Query of {self.kind}s: {self.filters!r}{limit}>"

    def _repr_html_(self) -> str:
        """Return the first rows, and the number of all, as a notebook shows them."""
        from sayso.markup import render_rows

        rows = list(islice(self, _SHOWN))
        number = len(rows) if len(rows) < _SHOWN else len(self)
        shown = f"{len(rows)} of " if number > len(rows) else ""
        note = f"{self.kind}s: {shown}{number:,}"
        return render_rows(self._table, rows, note)

    def sharpest(self, kind: DisagreementKind | None = None) -> "Query[Found]":
        """Return the same disagreements, the sharpest of now first; of one kind, if it is given."""
        if self.kind != "disagreement":
            raise UsageError("only disagreements are sharp", help="ask with Record.disagreements(...)")
        query = Query[Found](self._engine, self.kind, self.filters, self.limit)
        query._sharpest = Sharpest(kind)
        return query

    def by_confidence(self) -> "Query[Found]":
        """Return the same claims, the most confident first."""
        if self.kind != "claim":
            raise UsageError("only claims have a confidence", help="ask with Record.claims(...)")
        return self.ordered(Order.CONFIDENCE)

    def ordered(self, order: str) -> "Query[Found]":
        """Return the same claims or events in another order (see `Order`)."""
        known = _ORDERS.get(self.kind, ())
        if order not in known:
            raise UsageError(
                f"{self.kind}s are not ordered by {order[:40]!r}",
                help=f"one of: {', '.join(known)}" if known else "only claims and events have other orders",
            )
        query = Query[Found](self._engine, self.kind, self.filters, self.limit)
        query._order = Order(order)
        return query

    def through(
        self, change: "Callable[[list[Found]], list[Found]]", *, drops: bool = False
    ) -> "Query[Found]":
        """Return the same query with a function applied to its rows, some at a time, as they are loaded.

        If it `drops` rows, they are counted by loading them; limit and pages are of those that are left.
        """
        query = Query[Found](self._engine, self.kind, self.filters, self.limit)
        query._through, query._drops = change, drops
        return query

    def __iter__(self) -> Iterator[Found]:
        """Yield each row, with memory for a few hundred of them."""
        if self._drops:
            yield from islice(self._left(None), self.limit)
            return
        for rows in self._load(self._rows, self.limit):
            yield from rows

    def _left(self, after: tuple[int, int] | None) -> Iterator[Found]:
        """Yield all rows after a cursor that are not dropped."""
        for rows in self._load(self._rows, None, after):
            yield from rows

    def __len__(self) -> int:
        """Return the number of rows."""
        return self.count()

    def __bool__(self) -> bool:
        """Return True if there is a row at all."""
        if self._drops:
            return next(iter(self), None) is not None
        return bool(self._pairs(None, 1)) and self.limit != 0

    def count(self) -> int:
        """Return the number of rows without loading one."""
        if self._drops or (self.kind == "disagreement" and self.filters.as_of is not None):
            return sum(1 for _ in self)  # what disagrees by then shows only in the events themselves
        with read_transaction(self._engine) as connection:
            few = self._few(connection) if self._is_narrowed(connection) else None
            found = self._select(connection, few or _EVERYWHERE).subquery()
            number: int = connection.scalar(select(func.count()).select_from(found)) or 0
        return number if self.limit is None else min(number, self.limit)

    def page(self, size: int = 100, *, after: str | None = None) -> "Page[Found]":
        """Return up to `size` rows after a cursor (of a page or of a row), the first ones without one.

        The limit does not hold across pages. Raises `UsageError` for a cursor that is none.
        """
        if self._drops:
            left = list(islice(self._left(_parse_cursor(after)), size + 1))
            return Page(left[:size], left[size - 1].cursor if size and len(left) > size else None)
        pairs = self._pairs(_parse_cursor(after), size + 1)
        rows = self._rows(pairs[:size])
        return Page(rows, rows[-1].cursor if len(pairs) > size and rows else None)

    def last(self, size: int) -> "list[Found]":
        """Return the rows that the record took in last, the newest first.

        Events, and with them their disagreements, are as new as their last report.
        """
        with read_transaction(self._engine) as connection:
            query = self._select(connection)
            n, report = query.selected_columns["n"], query.selected_columns["report"]
            across = (event.c.newest.desc(), n, report)
            order = (n.desc(), report.desc()) if self.kind in (*FOUND, "report") else across
            found = connection.execute(query.order_by(*order).limit(size))
            pairs = [(row.n, row.report) for row in found]
        return self._rows(pairs)

    def at(self, cursors: Sequence[str]) -> "list[Found]":
        """Return the rows with these cursors, in that order; the filters are not applied again."""
        return self._rows([pair for cursor in cursors if (pair := _parse_cursor(cursor)) is not None])

    def told(self, *, named: bool = True) -> Iterator[SourcedClaim]:
        """Yield each claim with its report, attributions and event group; only for a query of claims.

        It has the entities and toponyms of its report unless `named` is False: they take a tenth longer.
        """
        if self.kind != "claim":
            raise UsageError("only claims are told", help="ask with Record.claims(...)")
        for claims in self._load(partial(self._sourced_claims, named=named), self.limit):
            yield from claims

    def places(self, limit: int = 1000) -> tuple[list[PlaceTally], int]:
        """Return the places with most claims, and the number of all places; only for claims.

        Claims without a place whose coordinates are known are those of the same query with `placed=False`.
        """
        if limit < 1:
            raise UsageError(f"a limit of {limit} makes no sense", help="give 1 or more")
        with read_transaction(self._engine) as connection:
            return tally_places(connection, self._claims("places", "status", "negated"), limit)

    def days(self) -> list[DayTally]:
        """Return the numbers of claims by days, earliest first, those without a day last; only for claims."""
        with read_transaction(self._engine) as connection:
            return tally_days(connection, self._claims("days", "first_day", "last_day", "status", "negated"))

    def tally(self, limit: int = 1000) -> Tally:
        """Return places and days at once, and the numbers of claims in all and on a map; only for claims."""
        columns = ("first_day", "last_day", "status", "negated")
        with read_transaction(self._engine) as connection:
            return tally(connection, self._claims("a tally", *columns), limit)

    def _claims(self, what: str, *columns: str) -> "Select[Any]":
        """Return the query of row numbers with some columns; raises `UsageError` unless it is of claims."""
        if self.kind != "claim":
            raise UsageError(f"only claims have {what}", help="ask with Record.claims(...)")
        dialect = self._engine.dialect.name
        query = cast("Select[Any]", select_found(self.kind, self.filters, dialect, more=columns))
        if self.limit is None:
            return query
        first = query.selected_columns["n"], query.selected_columns["report"]
        return query.order_by(*first).limit(self.limit)

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the columns of the flat table, in order: name, type and meaning."""
        return self._table.columns

    def tuples(self) -> Iterator[tuple[Any, ...]]:
        """Yield each row as the values of the flat table's columns."""
        return self._table.rows(self)

    @property
    def _table(self) -> "Table[Found]":
        return cast("Table[Found]", TABLES[self.kind])

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the flat table as a data frame; needs pandas."""
        from sayso.tables.frames import make_frame

        return make_frame(self.columns, self.tuples())

    def to_arrow(self) -> "pyarrow.Table":
        """Return the flat table as an Arrow table; needs pyarrow."""
        from sayso.tables.frames import make_table

        return make_table(self.columns, self.tuples())

    def arrow_schema(self) -> "pyarrow.Schema":
        """Return the schema of the Arrow table; needs pyarrow."""
        from sayso.tables.frames import make_schema

        return make_schema(self.columns)

    def batches(self) -> "Iterator[pyarrow.RecordBatch]":
        """Yield the flat table in batches, for a table larger than the memory; needs pyarrow."""
        from sayso.tables.frames import make_batches

        return make_batches(self.columns, self.tuples())

    def _rows(self, pairs: Pairs) -> "list[Found]":
        with read_transaction(self._engine) as connection:
            filters = self.filters
            rows = load_rows(
                connection, self.kind, self._numbers(pairs), original=filters.original, as_of=filters.as_of
            )
        if self._has_own_keys:
            rows = [
                replace(row, cursor=f"{n}.{report}") for row, (n, report) in zip(rows, pairs, strict=True)
            ]
        found = cast("list[Found]", rows)
        return self._through(found) if self._through is not None else found

    def _sourced_claims(self, pairs: Pairs, *, named: bool) -> list[SourcedClaim]:
        wanted = LoadOptions(self.filters.original, self.filters.as_of, named=named)
        with read_transaction(self._engine) as connection:
            return load_sourced_claims(connection, self._numbers(pairs), wanted)

    @property
    def _has_own_keys(self) -> bool:
        """Tell whether sort keys stand in place of the rows' numbers."""
        return self._order is not None and self.kind in FOUND

    def _numbers(self, pairs: Pairs) -> Pairs:
        """Return the pairs with the rows' numbers in place of their sort keys."""
        return [(n % IN_KEY, report) for n, report in pairs] if self._has_own_keys else pairs

    def _load(
        self,
        load: "Callable[[Pairs], list[_Loaded]]",
        left: int | None,
        after: tuple[int, int] | None = None,
    ) -> "Iterator[list[_Loaded]]":
        asked = _FIRST
        while left is None or left > 0:
            wanted = asked if left is None else min(asked, left)
            pairs = self._pairs(after, wanted)
            for i in range(0, len(pairs), _LOADED):
                yield load(pairs[i : i + _LOADED])
            if len(pairs) < wanted:
                return
            after, asked = pairs[-1], min(asked * 10, _MOST)
            left = None if left is None else left - len(pairs)

    def _pairs(self, after: tuple[int, int] | None, number: int) -> Pairs:
        """Return up to `number` pairs of a row's number and its report's, in order."""
        found: list[tuple[int, int]] = []
        with read_transaction(self._engine) as connection:
            for scope in self._scopes(connection, after):
                found += self._pairs_in(connection, scope, after, number - len(found))
                if len(found) >= number:
                    break
        return found

    def _pairs_in(
        self, connection: Connection, scope: Scope, after: tuple[int, int] | None, number: int
    ) -> Pairs:
        query = self._select(connection, scope)
        n, report = query.selected_columns["n"], query.selected_columns["report"]
        if after is not None:
            # The first half is implied by the second; it is what an index can use.
            query = query.where(n >= after[0], or_(n > after[0], and_(n == after[0], report > after[1])))
        rows = connection.execute(query.order_by(n, report).limit(number)).all()
        return [(row_number, of_report) for row_number, of_report in rows]

    def _select(self, connection: Connection, scope: Scope = _EVERYWHERE) -> "Select[int, int]":
        dialect = connection.dialect.name
        order = scope._replace(sharpest=self._sharpest, order=self._order)
        return select_found(self.kind, self.filters, dialect, order)

    def _scopes(self, connection: Connection, after: tuple[int, int] | None) -> Iterator[Scope]:
        """Yield the scopes to search, one after the other.

        SQLite collects all that a word or a name matches before it takes the first row. If a name or days
        match few rows, only these are searched. Else all are, in windows that grow: if many rows match, the
        first has enough; if few do, there are not many windows.
        """
        if not self._is_narrowed(connection):
            yield Scope()
            return
        few = self._few(connection)
        if few is not None:
            yield from [few] if few.among else []
            return
        start, width = (after[0] if after else 0), _WINDOW
        last = connection.scalar(select(func.max(FOUND[self.kind].c.n))) or 0
        while start <= last:
            yield Scope(window=(start, start + width))
            start, width = start + width, width * 4

    def _is_narrowed(self, connection: Connection) -> bool:
        """Return True if filters that leave few rows are worth running first: PostgreSQL does that itself."""
        return self.kind in FOUND and self._order is None and connection.dialect.name == "sqlite"

    def _few(self, connection: Connection) -> Scope | None:
        """Return the scope of rows left by filters of report, id, name, days or words, if one leaves few."""
        few, by_text = None, False
        for query, is_text in select_narrow(self.kind, self.filters, connection.dialect.name):
            if is_text and few is not None and len(few) <= _LOOKED_UP:
                break
            most = _FEW
            if is_text and few is not None:
                f = self.filters
                most = _HOLDING if f.country or f.type or f.status else _TIMES * len(few)
                if _is_more(connection, query, most):
                    break
            numbers = set(connection.scalars(query.limit(most + 1)).all())
            if len(numbers) <= most:
                few = numbers if few is None else few & numbers
                by_text = by_text or is_text
            if few is not None and not few:
                break
        return None if few is None else Scope(among=tuple(sorted(few)), by_text=by_text)


def _is_more(connection: Connection, query: Select[int], number: int) -> bool:
    """Return True if a query finds more than `number` rows; counting takes a tenth of the time of loading."""
    found = connection.scalar(select(func.count()).select_from(query.limit(number + 1).subquery()))
    return (found or 0) > number


_Loaded = TypeVar("_Loaded")


def _parse_cursor(cursor: str | None) -> tuple[int, int] | None:
    if cursor is None:
        return None
    n, dot, report = cursor.partition(".")
    if len(cursor) > _LONGEST or not (
        dot and n.isascii() and n.isdigit() and report.isascii() and report.isdigit()
    ):
        raise UsageError(f"{cursor[:40]!r} is no cursor", help="give the one of the page before, unchanged")
    return min(int(n), _LAST), min(int(report), _LAST)


_LAST, _LONGEST = 2**62, 60
