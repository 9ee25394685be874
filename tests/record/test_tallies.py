"""Claims counted by place and day in the database are those that the query gives one by one."""

from collections import Counter

import pytest
from msgspec.structs import replace
from tests.record.made import Maker, fields, plain, shelling, withdrawal

from sayso.errors import UsageError
from sayso.model import Reading, Status, TimeExpression, Toponym, Verdict, make_report
from sayso.record import Decision, Query, Store

TWICE = "Troops left Erbil, the army said. They left Erbil and Hawler for Basra last week, and never Mosul."


def twice() -> Reading:
    """Claims with a place named twice, with two places, with one under another name, with a span of days."""
    make = Maker(make_report(TWICE, input_id="t", publisher="Daily Post", published="2020-04-20"))
    text = make.text
    erbil = Toponym(**fields(text, "Erbil"), name="Erbil", geonameid=95446, lat=36.2, lon=44.0, country="IRQ")
    hawler = Toponym(**fields(text, "Hawler"), name="Hewlêr", geonameid=95446, lat=36.19, lon=44.01)
    basra = Toponym(**fields(text, "Basra"), name="Basrah", geonameid=99532, lat=30.5, lon=47.8)
    mosul = Toponym(**fields(text, "Mosul"), name="Mosul", lat=36.3, lon=43.1)
    last_week = TimeExpression(
        **fields(text, "last week"), value="2020-W16", first="2020-04-13", last="2020-04-19"
    )
    left = make.claim("left Erbil, the", "RETREAT", places=(erbil, hawler), time=last_week)
    gone = make.claim("left Erbil and", "RETREAT", places=(erbil, basra, hawler), status=Status.ONGOING)
    never = make.claim("never", "RETREAT", places=(mosul, replace(mosul, name="Mossul")), negated=True)
    return make.reading(claims=(left, gone, never))


@pytest.fixture
def record(record: Store) -> Store:
    known = {"text": "Rebels left Aleppo.", "published": "2020-05-02"}
    for one in (
        withdrawal(), shelling(), twice(), withdrawal(publisher="Evening Star", input_id="e"), plain(**known)
    ):  # fmt: skip
        record.put(one)
    return record


def by_place(query: Query) -> Counter:
    """Claims by place and status, counted one by one."""
    counts: Counter = Counter()
    for row in query:
        placed = [one for one in row.claim.places if one.lat is not None]
        keys = {(one.geonameid or (one.name, one.lat, one.lon)) for one in placed}
        counts.update((key, str(row.claim.status), row.claim.negated) for key in keys)
    return counts


def by_day(query: Query) -> Counter:
    """Claims by days and status, counted one by one."""
    counts: Counter = Counter()
    for row in query:
        time = row.claim.time
        first, last = (time.first, time.last) if time else (None, None)
        counts[first or last, last or first, str(row.claim.status), row.claim.negated] += 1
    return counts


def check(query: Query) -> None:
    places, number = query.places()
    assert number == len(places)
    assert [one.number for one in places] == sorted((one.number for one in places), reverse=True)
    told = {
        (one.geonameid or (one.name, one.lat, one.lon), status.status, status.negated): status.number
        for one in places
        for status in one.statuses
    }
    assert told == by_place(query)
    assert all(one.number == sum(status.number for status in one.statuses) for one in places)
    days = query.days()
    assert {(one.first, one.last, one.status, one.negated): one.number for one in days} == by_day(query)
    assert sum(one.number for one in days) == query.count()
    tally = query.tally()
    assert (tally.places, tally.number, tally.days, tally.claims) == (places, number, days, query.count())
    assert tally.placed == sum(any(one.lat is not None for one in row.claim.places) for row in query)


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"text": "left"},
        {"place": "Erbil"},
        {"country": "IRQ"},
        {"status": "ongoing"},
        {"placed": True},
        {"placed": False},
        {"first": "2020-04-13", "last": "2020-04-13"},
        {"as_of": "2020-04-15"},
        {"report": "e"},
        {"original": True},
        {"text": "nothing of the kind"},
        {"limit": 3},
        {"limit": 0},
    ],
    ids=str,
)
def test_tallies_are_the_rows_counted_one_by_one(record: Store, filters: dict) -> None:
    check(record.claims(**filters))


def test_tallies_follow_what_people_judged(record: Store) -> None:
    rows = list(record.claims(text="left"))
    decided = [
        Decision(verdict=Verdict.REJECT, by="Ann"),
        Decision(verdict=Verdict.CORRECT, by="Ann", field="status", value="planned"),
        Decision(verdict=Verdict.CORRECT, by="Ann", field="places", value="Basra"),
    ]
    for row, decision in zip(rows, decided, strict=False):
        record.judge(row.claim.id, decision)
    for filters in ({}, {"original": True}, {"verdict": "rejected"}, {"verdict": "corrected"}):
        check(record.claims(**filters))


def test_place_is_one_whatever_it_is_called(record: Store) -> None:
    places, number = record.claims().places()
    assert number == len(places)
    assert sum(one.geonameid == 95446 for one in places) == 1
    assert places[0].geonameid == 95446
    # A query for the place finds as many as are counted there.
    for one in places:
        if one.geonameid is not None:
            assert record.claims(place=str(one.geonameid)).count() == one.number


def test_limit_leaves_out_places_with_fewest_claims(record: Store) -> None:
    every, number = record.claims().places()
    assert record.claims().places(2) == (every[:2], number)
    with pytest.raises(UsageError, match="no sense"):
        record.claims().places(0)


def test_tallies_are_of_claims_alone(record: Store) -> None:
    for query in (record.reports(), record.commitments(), record.attributions(), record.events()):
        with pytest.raises(UsageError, match="only claims have places"):
            query.places()
        with pytest.raises(UsageError, match="only claims have days"):
            query.days()
        with pytest.raises(UsageError, match="only claims have a tally"):
            query.tally()


def test_empty_record_has_neither(address: str) -> None:
    with Store(address) as empty:
        assert empty.claims().places() == ([], 0)
        assert empty.claims().days() == []
