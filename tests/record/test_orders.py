"""Orders of claims and events: by confidence, by independent sources, by day; in pages as in one piece."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.engine.story import REPORTS, fill

from sayso.engine import find_changes, relate
from sayso.errors import UsageError
from sayso.model import Basis, make_period
from sayso.record import Order, Query, Store

EXTRA = (
    "2024-05-03",
    "2023-11-07",
    "Old Post",
    "Police arrested the mayor of Delm on Monday, Ivan Petrov said. Rebels shelled Aleppo.",
)


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(":memory:") as store:
        fill(store, [*REPORTS, EXTRA])
        yield store


def in_pages(query: "Query[Any]", size: int) -> list[Any]:
    rows, after = [], None
    while True:
        page = query.page(size, after=after)
        rows += page.rows
        if page.next is None:
            return rows
        after = page.next


def sources(row: Any) -> int:
    return row.event.independent_sources if hasattr(row, "event") else row.group.independent_sources


def newest(row: Any) -> str:
    return max(claim.published for claim in row.event.claims)


@pytest.mark.parametrize("kind", ["claims", "events"])
@pytest.mark.parametrize("order", list(Order))
def test_pages_hold_each_row_once_in_order(store: Store, kind: str, order: Order) -> None:
    query = getattr(store, kind)()
    if kind == "claims" and order is Order.NEWEST:
        with pytest.raises(UsageError, match="not ordered"):
            query.ordered(order)
        return
    ordered = list(query.ordered(order))
    assert len(ordered) == query.count() == query.ordered(order).count()
    id_of = (lambda row: row.event.id) if kind == "events" else (lambda row: row.claim.id)
    assert sorted(map(id_of, ordered)) == sorted(map(id_of, query))
    assert [id_of(row) for row in in_pages(query.ordered(order), 3)] == [id_of(row) for row in ordered]


def test_events_come_by_sources(store: Store) -> None:
    most = [sources(row) for row in store.events().ordered("sources")]
    assert most == sorted(most, reverse=True)
    assert most[0] > most[-1]
    fewest = [sources(row) for row in store.events().ordered("fewest-sources")]
    assert fewest == sorted(most)


def test_claims_come_by_the_sources_of_their_event_and_those_in_none_last(store: Store) -> None:
    for order in (Order.SOURCES, Order.FEWEST_SOURCES):
        rows = list(store.claims().ordered(order))
        grouped = [row.group is not None for row in rows]
        assert grouped == sorted(grouped, reverse=True)
        counts = [sources(row) for row in rows if row.group is not None]
        assert counts == sorted(counts, reverse=order is Order.SOURCES)


def test_newest_event_comes_first_whatever_its_size(store: Store) -> None:
    days = [newest(row) for row in store.events().ordered("newest")]
    assert days == sorted(days, reverse=True)
    assert days[-1] == "2023-11-07"


def test_events_by_confidence_begin_with_the_surest_claim(store: Store) -> None:
    best = []
    for row in store.events().ordered("confidence"):
        claims = store.claims_of(row.event.claims)
        best.append(max(claim.claim.confidence for claim in claims))
    assert best == sorted(best, reverse=True)


def test_filters_hold_in_every_order(store: Store) -> None:
    rows = list(store.events(max_sources=1, country="Kenya").ordered("newest"))
    assert rows
    assert all(row.event.independent_sources == 1 for row in rows)


@pytest.mark.parametrize("kind", ["reports", "commitments", "disagreements"])
def test_other_kinds_have_one_order(store: Store, kind: str) -> None:
    with pytest.raises(UsageError, match="not ordered"):
        getattr(store, kind)().ordered("sources")


def test_every_store_gives_the_same_orders_and_changes(store: Store, new_address) -> None:
    address = new_address("postgresql")
    store.copy_to(address)
    with Store(address, create=False) as other:
        relate(other)
        for order in Order:
            ids = [[row.event.id for row in one.events().ordered(order)] for one in (store, other)]
            assert ids[0] == ids[1]
        for order in ("sources", "fewest-sources", "confidence"):
            ids = [[row.claim.id for row in one.claims().ordered(order)] for one in (store, other)]
            assert ids[0] == ids[1]
        for basis in Basis:
            period = make_period("2024-05-01", "2024-05-02", basis)
            assert find_changes(other, period) == find_changes(store, period) != ()
        assert other.coverage() == store.coverage()
