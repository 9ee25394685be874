"""Filters of a query, as conditions over the tables.

Every value is taken as plain words: it reaches the database as a bound value or, cut into words, as a phrase
in quotes. Nothing in it can act as SQL, as a wildcard, or as a search operator.
"""

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec.structs import replace
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    true,
)

from sayso.codebook import read_codebook
from sayso.errors import UsageError
from sayso.gazetteer import find_country
from sayso.model import Basis, DisagreementKind, Period, Status, canonical_text
from sayso.model.base import Struct
from sayso.model.dates import DATE_FORMS, first_day, last_day, parse_date
from sayso.record import schema
from sayso.record.search import Window, matching, within

__all__ = [
    "IN_KEY",
    "Filters",
    "Order",
    "Scope",
    "Sharpest",
    "check_filters",
    "is_in_period",
    "is_known_before",
    "select_found",
    "select_narrow",
]

Condition = ColumnElement[bool]


class Filters(Struct, frozen=True, kw_only=True):
    """The conditions that the rows of a query meet; an empty field is no condition.

    `text`: all the words, those in double quotes as a phrase; of a claim its sentence is searched, of a
    report its whole text. `actor`, `recipient`, `source`, `place`: one or more whole words in a row, of the
    words in the text, the name, the code or the gazetteer's key. `country`: ISO 3166-1 alpha-3 or a name.
    `first` and `last` bound when a claim's event happens and when a commitment is due, and, for reports and
    attributions, the day of publication; what has no known day is left out. `published_first` and
    `published_last` bound publication for all. `as_of`: only what had been reported by the end of that day
    (day of publication, else the day the record first saw the report). `report`: id, input id or address.
    `id`: an id or a key. `placed`: claims with, or without, a place whose coordinates are known. `verdict`:
    what a person decided (accepted, rejected, corrected), or `none`. `original`: values as they were read,
    before any judgement. `min_confidence` (0 to 1): claims with at least this confidence or an unknown
    one, and those that a person accepted or corrected. `max_sources`: events with at most so many
    independent sources, and their claims. `period`: only in reports that became known in it (see
    `make_period`).
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
    min_confidence: float | None = None
    max_sources: int | None = None
    original: bool = False
    period: Period | None = None


_CHOICES: dict[str, Callable[[], Iterable[str]]] = {
    "type": lambda: read_codebook("plover"),
    "status": lambda: [status.value for status in Status],
    "verdict": lambda: ("none", "accepted", "rejected", "corrected"),
}


def check_filters(filters: Filters) -> Filters:
    """Return the filters with dates made days; raises `UsageError` for an invalid day, type, status, ..."""
    given = {field: getattr(filters, field) for field in filters.__struct_fields__}
    # Texts hold neither NUL nor lone surrogates, and a database would choke on them.
    words = {field: canonical_text(value) for field, value in given.items() if isinstance(value, str)}
    days = {field: bound(words[field]) for field, bound in _DAYS.items() if field in words}
    chosen = {field: _choice(field, words[field]) for field in _CHOICES if field in words}
    _check_confidence(filters.min_confidence)
    if filters.max_sources is not None and not (
        isinstance(filters.max_sources, int) and filters.max_sources > 0
    ):
        raise UsageError(f"{filters.max_sources!r} is no number of sources", help="give 1 or more")
    if filters.period is not None and not isinstance(filters.period, Period):
        raise UsageError(f"{filters.period!r:.40} is no period", help="make one with make_period")
    if "country" in words:
        chosen["country"] = _country_code(words["country"])
    return replace(filters, **words | days | chosen)


def _check_confidence(value: object) -> None:
    if value is not None and not (isinstance(value, int | float) and 0 <= value <= 1):
        raise UsageError(f"{value!r} is no confidence", help="give 0 to 1, like 0.5")


def _choice(field: str, value: str) -> str:
    """Return the value as the codebook spells it; a misspelt one is an error, as it would find nothing."""
    choices = _CHOICES[field]()
    for choice in choices:
        if choice.casefold() == value.strip().casefold():
            return choice
    raise UsageError(f"{value!r} is no {field}", help=f"one of: {', '.join(choices)}")


def _country_code(country: str) -> str:
    """Return a country code as given, or the code of a country by name."""
    code = country.strip().upper()
    if len(code) == 3 and code.isalpha():
        return code
    body = find_country(country)
    if body is None:
        raise UsageError(
            f"{country!r} is no country that Sayso knows", help="give its name, or its code: IRQ"
        )
    return body.code


def _date(value: str) -> str:
    date = parse_date(value)
    if date is None:
        raise UsageError(f"{value!r} is no date", help=DATE_FORMS)
    return date


def _from(value: str) -> str:
    return first_day(_date(value))


def _until(value: str) -> str:
    return last_day(_date(value))


# A month or a year is asked for from its first day, and until its last.
_DAYS = {"first": _from, "last": _until, "published_first": _from, "published_last": _until, "as_of": _until}


class Sharpest(NamedTuple):
    """The order of disagreements by sharpness; of one kind alone, if it is given."""

    kind: DisagreementKind | None = None


class Order(StrEnum):
    """Order of claims or events, other than that of the record.

    The most confident first (events by their surest claim), those with most or with fewest independent
    sources first, or, for events alone, the last published first. Events that are equal come by day, the
    last published first, claims as the record took them in.
    """

    CONFIDENCE = "confidence"
    SOURCES = "sources"
    FEWEST_SOURCES = "fewest-sources"
    NEWEST = "newest"


class Scope(NamedTuple):
    """The row numbers to search: a window, or a few; `by_text` if all of these contain the words.

    `sharpest` says that disagreements come in another order, `order` that claims or events do.
    """

    window: Window | None = None
    among: tuple[int, ...] | None = None
    by_text: bool = False
    sharpest: Sharpest | None = None
    order: Order | None = None


_ALL = Scope()
# Verdicts by which a person vouches for a claim.
_CONFIRMED = ("accepted", "corrected")
# Factor of what claims are ordered by in their sort key; their own numbers are smaller.
IN_KEY = 1 << 40
# More independent sources than any event has, and a day as a number of eight digits after all days.
_MOST_SOURCES, _LAST_DAY = 9_999, 99_999_999


def select_narrow(kind: str, filters: Filters, dialect: str) -> "list[tuple[Select[int], bool]]":
    """Return a query of row numbers of `kind` for each filter that may leave few.

    Each comes with whether it is the query of the words, which is the last one.
    """
    made = _Conditions(filters, dialect, _ALL)
    found = [(query.distinct(), False) for query in made.narrow(kind)]
    return [*found, (made.holding(kind, filters.text), True)] if filters.text is not None else found


def select_found(
    kind: str,
    filters: Filters,
    dialect: str,
    scope: Scope = _ALL,
    *,
    more: tuple[str, ...] = (),
) -> "Select[int, int]":
    """Return the query of the rows of `kind`: their numbers and those of their reports, unordered.

    Events and disagreements, which stand in no single report, have the event's rank before their number
    instead, or their own where the sharpest come first. With a scope only rows in it are looked at (not for
    reports, events, disagreements). `more` are columns of what readers find.
    """
    made = _Conditions(filters, dialect, scope)
    r = schema.report
    if kind == "report":
        return select(r.c.n, r.c.n.label("report")).where(*made.of_reports(r))
    if kind == "event":
        e = schema.event
        key = e.c.rank if scope.order is None else _event_key(e, scope.order, made)
        return select(key.label("n"), e.c.n.label("report")).where(
            *made.of_events(e.c.n), *made.of_event_id(e)
        )
    if kind == "disagreement":
        d, e = schema.disagreement, schema.event
        sharpest = scope.sharpest
        rank = e.c.rank if sharpest is None else d.c.rank
        query = select(rank.label("n"), d.c.n.label("report")).join_from(d, e, e.c.n == d.c.event)
        if sharpest is not None and sharpest.kind is not None:
            query = query.where(d.c.kind == sharpest.kind)
        return query.where(*made.of_events(d.c.event), *made.of_event_id(e))
    table = schema.FOUND[kind].alias("f")
    conditions = {
        "claim": made.of_claims,
        "attribution": made.of_attributions,
        "commitment": made.of_commitments,
    }
    n = table.c.n if scope.order is None else _claim_key(table, r, scope.order).label("n")
    query = select(n, r.c.n.label("report"), *(table.c[column] for column in more))
    query = query.join_from(table, r, r.c.reading == table.c.reading)
    query = query.where(within(table.c.n, scope.window))
    if scope.among is not None:
        query = query.where(table.c.n.in_(scope.among))
    return query.where(made.shown(table), *conditions[kind](table), *made.of_publication(r))


def _claims_of_events(sources: int) -> "Select[int]":
    """Return the query of the claims of events with at most so many independent sources."""
    e, link = schema.event, schema.event_claim
    return select(link.c.claim).join(e, e.c.n == link.c.event).where(e.c.independent_sources <= sources)


def is_in_period(r: FromClause, period: Period, dialect: str) -> Condition:
    """Return the condition that a report became known in a period."""
    known_at, until = _known_at(r, period.by, dialect), period.limits[1]
    is_new = known_at > period.limits[0]
    return is_new if until is None else and_(is_new, known_at <= until)


def is_known_before(r: FromClause, period: Period, dialect: str) -> Condition:
    """Return the condition that a report was known when a period began."""
    return _known_at(r, period.by, dialect) <= period.limits[0]


def _known_at(r: FromClause, by: Basis, dialect: str) -> ColumnElement[str]:
    known_at: ColumnElement[str] = r.c.first_seen if by is Basis.ARRIVAL else r.c.reported_on
    # Moments are compared sign by sign, whatever the language of the server.
    return known_at.collate("C") if dialect == "postgresql" else known_at


def _confidence_of(c: FromClause) -> ColumnElement[int]:
    return case((c.c.verdict.in_(_CONFIRMED), 100), else_=func.coalesce(c.c.confidence, -1))


def _claim_key(c: FromClause, r: FromClause, order: Order) -> ColumnElement[int]:
    """Return the sort key of claims, with their number in it; those in no event come after all others."""
    if order is Order.CONFIDENCE:
        first: ColumnElement[Any] = 100 - _confidence_of(c)
    else:
        e, link = schema.event, schema.event_claim
        found = select(e.c.independent_sources).join(link, link.c.event == e.c.n)
        of_claim = found.where(link.c.claim == c.c.n, link.c.report == r.c.n).limit(1)
        sources = of_claim.correlate(c, r).scalar_subquery()
        fewest = order is Order.FEWEST_SOURCES
        first = func.coalesce(sources if fewest else _MOST_SOURCES - sources, _MOST_SOURCES)
    return first * literal(IN_KEY, BigInteger) + c.c.n


def _event_key(e: FromClause, order: Order, made: "_Conditions") -> ColumnElement[int]:
    """Return the sort key of events: what they are ordered by, then the day of the last report."""
    c, r, link = schema.claim.alias("c"), schema.report.alias("r"), schema.event_claim.alias("link")
    claims = select(link.c.event).where(link.c.event == e.c.n).correlate(e)
    day = cast(func.replace(r.c.reported_on, "-", ""), BigInteger)
    dated = claims.join(r, r.c.n == link.c.report).where(r.c.published.is_not(None), *made.of_publication(r))
    last = dated.with_only_columns(func.max(day)).scalar_subquery()
    since = _LAST_DAY - func.coalesce(last, 0)
    if order is Order.NEWEST:
        return since * (_MOST_SOURCES + 1) + _MOST_SOURCES - e.c.independent_sources
    if order is Order.CONFIDENCE:
        surest = claims.join(c, c.c.n == link.c.claim).with_only_columns(func.max(_confidence_of(c)))
        first: ColumnElement[Any] = 100 - surest.scalar_subquery()
    else:
        sources = e.c.independent_sources
        first = sources if order is Order.FEWEST_SOURCES else _MOST_SOURCES - sources
    return first * literal(_LAST_DAY + 1, BigInteger) + since


class _Conditions:
    """The conditions that filters put on each kind of row."""

    def __init__(self, filters: Filters, dialect: str, scope: Scope) -> None:
        self._filters = filters
        self._dialect = dialect
        self._scope = scope

    def shown(self, found: FromClause) -> Condition:
        """Return the condition that queries show a row: as a person judged it, or as it was read."""
        if self._filters.original or self._filters.verdict == "rejected":
            return found.c.n % 2 == 0
        return found.c.shown == true()

    def of_claims(self, c: FromClause) -> Iterator[Condition]:
        """Return the conditions on a claim."""
        f = self._filters
        yield from self._of_claims_at_large(c, scope=self._scope)
        if f.text is not None:
            yield self._of_text("claim", c, f.text)
        if f.source is not None:
            yield self._is_in(
                c, self._chained("claim", f.source), self._scope, row_by_row=self._is_row_by_row()
            )
        yield from self._of_days(c.c.first_day, c.c.last_day)
        yield from self._of_id(c)

    def of_attributions(self, a: FromClause) -> Iterator[Condition]:
        """Return the conditions on an attribution; a claim whose chains contain it meets those on claims."""
        f = self._filters
        if f.text is not None:
            yield self._of_text("attribution", a, f.text)
        if f.source is not None:
            yield a.c.name.in_(self._words("name", f.source))
        c, chain = schema.claim.alias("c"), schema.claim_chain
        asked = [*self._of_claims_at_large(c)]
        if asked:
            cited = select(chain.c.attribution).join(c, c.c.n == chain.c.claim)
            yield (a.c.n - a.c.n % 2).in_(cited.where(self.shown(c), *asked))
        yield from self._of_id(a)
        yield from self._of_published(schema.report, f.first, f.last)

    def of_commitments(self, k: FromClause) -> Iterator[Condition]:
        """Return the conditions on a commitment: on its debtor as the actor, and on its claim."""
        f = self._filters
        if f.text is not None:
            yield self._of_text("commitment", k, f.text)
        if f.actor is not None:
            yield k.c.debtor.in_(self._words("name", f.actor))
        if f.source is not None:
            of_source = self._chained("commitment", f.source)
            yield self._is_in(k, of_source, self._scope, row_by_row=self._is_row_by_row())
        c = schema.claim.alias("c")
        asked = [*self._of_claims_at_large(c, but_actor=True)]
        if asked:
            yield k.c.claim.in_(select(c.c.n - c.c.n % 2).where(self.shown(c), *asked))
        yield from self._of_days(k.c.first_day, k.c.last_day)
        yield from self._of_id(k)

    def of_reports(self, r: FromClause) -> Iterator[Condition]:
        """Return the conditions on a report; those on claims must all hold for one of its claims."""
        f = self._filters
        if f.text is not None:
            yield r.c.document.in_(self._words("document", f.text))
        c = schema.claim.alias("c")
        asked = [*self._of_claims_at_large(c)]
        if f.source is not None and not asked:
            a = schema.attribution.alias("a")
            by_source = select(a.c.reading).where(a.c.name.in_(self._words("name", f.source)))
            yield r.c.reading.in_(by_source.where(self.shown(a)))
        elif asked:
            if f.source is not None:
                asked.append(c.c.n.in_(self._chained("claim", f.source)))
            yield r.c.reading.in_(select(c.c.reading).where(self.shown(c), *asked))
        if f.id is not None:
            yield r.c.id == f.id
        yield from self._of_published(r, f.first, f.last)
        yield from self.of_publication(r, but_days=True)

    def of_events(self, event: ColumnElement[Any]) -> Iterator[Condition]:
        """Return the conditions on an event, which must all hold for one of its claims."""
        f = self._filters
        c, r, link = schema.claim.alias("c"), schema.report.alias("r"), schema.event_claim
        asked = [*self._of_claims_at_large(c), *self._of_days(c.c.first_day, c.c.last_day)]
        if f.text is not None:
            asked.append(self._of_text("claim", c, f.text))
        if f.source is not None:
            asked.append(c.c.n.in_(self._chained("claim", f.source)))
        published = [*self.of_publication(r)]
        if asked or published:
            events = select(link.c.event).join(c, c.c.n == link.c.claim)
            if published:
                events = events.join(r, r.c.n == link.c.report)
            yield event.in_(events.where(*asked, *published))

    def of_event_id(self, e: FromClause) -> Iterator[Condition]:
        """Return the condition on an event's id: its own, one redirected to it, or a claim's."""
        if self._filters.id is not None:
            gone, id = schema.event_redirect, self._filters.id
            c, link = schema.claim, schema.event_claim
            events = select(link.c.event).join(c, c.c.n == link.c.claim)
            yield or_(
                e.c.id == id,
                e.c.id.in_(select(gone.c.new).where(gone.c.old == id)),
                e.c.n.in_(events.where(or_(c.c.id == id, c.c.key == id))),
            )

    def of_publication(self, r: FromClause, *, but_days: bool = False) -> Iterator[Condition]:
        """Return the conditions on the report that contains a row."""
        f = self._filters
        yield from self._of_published(r, f.published_first, f.published_last)
        if f.as_of is not None:
            yield r.c.reported_on <= f.as_of
        if f.period is not None:
            yield is_in_period(r, f.period, self._dialect)
        if f.report is not None:
            yield self._in_report(r)

    def _in_report(self, r: FromClause) -> Condition:
        named = self._filters.report
        return or_(r.c.id == named, r.c.input_id == named, r.c.url == named)

    def _of_claims_at_large(
        self, c: FromClause, *, but_actor: bool = False, scope: Scope = _ALL
    ) -> Iterator[Condition]:
        f = self._filters
        for named in self._named(but_actor=but_actor):
            yield self._is_in(c, named, scope, row_by_row=scope.among is not None)
        p = schema.place
        if f.country is not None:
            there = select(p.c.claim).where(p.c.country == f.country)
            if scope.among is None:
                yield c.c.n.in_(there.where(within(p.c.claim, scope.window)))
            else:
                yield exists(there.where(p.c.claim == c.c.n))
        if f.type is not None:
            yield c.c.type == f.type
        if f.status is not None:
            yield c.c.status == f.status
        if f.placed is not None:
            m = schema.name
            there = select(p.c.claim).join(m, m.c.n == p.c.name).where(m.c.lat.is_not(None))
            # All that have a place are collected only where all are counted.
            if scope.among is not None or scope.window is not None or f.text is not None:
                here = exists(there.where(p.c.claim == c.c.n))
                yield here if f.placed else ~here
            else:
                yield c.c.n.in_(there) if f.placed else c.c.n.not_in(there)
        if f.min_confidence:
            sure = c.c.confidence >= round(f.min_confidence * 100)
            yield or_(sure, c.c.confidence.is_(None), c.c.verdict.in_(_CONFIRMED))
        if f.max_sources is not None:
            yield c.c.n.in_(_claims_of_events(f.max_sources))
        if f.verdict is not None:
            yield c.c.verdict == ("" if f.verdict == "none" else f.verdict)

    def _is_in(
        self, found: FromClause, numbers: "Select[int]", scope: Scope, *, row_by_row: bool
    ) -> Condition:
        """Return the condition that a row is among some numbers, looked up row by row or all in the scope."""
        n = numbers.selected_columns[0]
        if not row_by_row:
            return found.c.n.in_(numbers.where(within(n, scope.window)))
        here: Condition = exists(numbers.where(n == found.c.n))
        return here

    def _is_row_by_row(self) -> bool:
        """Return True if sources are looked up row by row: for a few rows, and for those with the words."""
        scope = self._scope
        return scope.among is not None or (scope.window is not None and self._filters.text is not None)

    def holding(self, kind: str, words: str) -> "Select[int]":
        """Return the query of all rows that contain the words."""
        found: Select[int] = self._words(kind, words)
        return found

    def narrow(self, kind: str) -> "Iterator[Select[int]]":
        """Return a query for each filter by report, id, name or days alone."""
        f, found, r = self._filters, schema.FOUND[kind], schema.report
        if f.period is not None:
            new = select(r.c.reading).where(is_in_period(r, f.period, self._dialect))
            yield select(found.c.n).where(found.c.reading.in_(new))
        if f.report is not None:
            yield select(found.c.n).where(found.c.reading.in_(select(r.c.reading).where(self._in_report(r))))
        if f.id is not None:
            yield select(found.c.n).where(*self._of_id(found))
        if kind == "claim":
            yield from self._named()
        if kind == "claim" and f.first is not None and f.last is not None:
            c = schema.claim.c
            yield select(c.n).where(*self._of_days(c.first_day, c.last_day))
        if kind in schema.CHAINS and self._filters.source is not None:
            yield self._chained(kind, self._filters.source)

    def _named(self, *, but_actor: bool = False) -> "Iterator[Select[int]]":
        """Return the queries of claims by participant and by place."""
        f = self._filters
        for role, words in (("actor", None if but_actor else f.actor), ("recipient", f.recipient)):
            if words is not None:
                p = schema.participant
                found = select(p.c.claim).where(p.c.role == role)
                yield found.where(p.c.name.in_(self._words("name", words)))
        if f.place is not None:
            p = schema.place
            yield select(p.c.claim).where(p.c.name.in_(self._words("name", f.place)))

    def _of_text(self, kind: str, found: FromClause, words: str) -> Condition:
        if self._scope.by_text:
            return true()
        if self._scope.among is None:
            return found.c.n.in_(self._words(kind, words, self._scope.window))
        # Each of a few rows is looked up in the index, instead of all that contain the words.
        matches = self._words(kind, words)
        here: Condition = exists(matches.where(matches.selected_columns[0] == found.c.n))
        return here

    def _of_days(self, first: ColumnElement[Any], last: ColumnElement[Any]) -> Iterator[Condition]:
        if self._filters.first is not None:
            yield last >= self._filters.first
        if self._filters.last is not None:
            yield first <= self._filters.last

    def _of_published(self, r: FromClause, first: str | None, last: str | None) -> Iterator[Condition]:
        if first is not None:
            # A report dated to the month or year may be of any day in it.
            yield or_(r.c.published >= first, r.c.published.in_([first[:7], first[:4]]))
        if last is not None:
            # "~" sorts after every sign of a date: whatever moment of that day comes before it.
            yield r.c.published <= f"{last}~"

    def _of_id(self, found: FromClause) -> Iterator[Condition]:
        if self._filters.id is not None:
            yield or_(found.c.id == self._filters.id, found.c.key == self._filters.id)

    def _words(self, kind: str, words: str, window: Window | None = None) -> Any:  # noqa: ANN401 - a subquery
        # Names are phrases: "Iraqi army" is not any army that stands beside an Iraqi.
        if kind == "name":
            words = '"' + words.replace('"', " ") + '"'
        return matching(self._dialect, kind, words, window)

    def _chained(self, kind: str, source: str) -> Any:  # noqa: ANN401 - a subquery
        chain, a = schema.CHAINS[kind], schema.attribution.alias("a")
        query = select(chain.c[kind]).join(a, a.c.n == chain.c.attribution)
        # With + 0 SQLite looks up the name of each attribution, and does not scan all that have the name.
        name = a.c.name + 0 if self._is_row_by_row() else a.c.name
        return query.where(name.in_(self._words("name", source)), within(chain.c[kind], self._scope.window))
