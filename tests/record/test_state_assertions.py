"""What claims tell of what holds is kept where they are related, and never differs from what they tell."""

import pytest
from sqlalchemy import text
from tests.record.made import SECOND, plain, put_disagreements, withdrawal
from tests.record.test_relations import wires

from sayso.engine import find_state_assertions, relate, relate_anew, track_commitments
from sayso.errors import UsageError
from sayso.model import DisagreementKind, StateAssertion, Verdict
from sayso.record import Decision, Store, migrations, schema
from sayso.record.views import drop_views
from sayso.relate import extract_assertions


def looked_for(record: Store, **filters: object) -> list[StateAssertion]:
    """What the claims tell when each is looked at."""
    return in_order(one for told in record.claims(**filters).told() for one in extract_assertions(told))


def in_order(tellings) -> list[StateAssertion]:
    return sorted(set(tellings), key=repr)


QUESTIONS = [{}, {"actor": "army"}, {"as_of": "2020-05-01"}, {"original": True}, {"verdict": "rejected"}]


def check(record: Store) -> int:
    """That what is kept, with what waits, is what the claims tell; how much that is."""
    for asked in QUESTIONS:
        assert in_order(find_state_assertions(record, **asked)) == looked_for(record, **asked), asked
    return len(find_state_assertions(record))


def test_tellings_are_those_of_the_claims_whatever_happens_to_them(record: Store) -> None:
    record.put(withdrawal())
    assert check(record)
    assert record.tellings() == []
    relate(record)
    assert len(record.tellings()) == check(record)
    claim = next(row.claim for row in record.claims(type="RETREAT"))
    record.judge(claim.id, Decision(verdict=Verdict.CORRECT, by="Ada", field="status", value="planned"))
    check(record)
    relate(record)
    check(record)
    record.judge(claim.id, Decision(verdict=Verdict.REJECT, by="Ada"))
    check(record)
    relate(record)
    assert check(record) == 0
    record.put(withdrawal(SECOND))
    check(record)
    relate(record)
    check(record)


def test_each_copy_tells_for_itself_until_it_is_forgotten(record: Store) -> None:
    for n in range(2):
        record.put(withdrawal(input_id=str(n), publisher=f"Outlet {n}"))
    relate(record)
    before = check(record)
    record.forget("1", reason="asked for")
    check(record)
    relate(record)
    assert check(record) * 2 == before > 0


def test_anew_keeps_the_same_tellings(record: Store) -> None:
    record.put(withdrawal())
    relate(record)
    before = in_order(record.tellings())
    relate_anew(record)
    assert in_order(record.tellings()) == before


def test_record_of_the_second_schema_is_related_after_its_upgrade(kind: str, new_address) -> None:
    address = new_address(kind, bare=True)
    with Store(address) as record:
        for one in wires():
            record.put(one)
        relate(record)
        before = asked(record)
        make_second(record)
    with Store(address) as record:
        assert record.tellings() == []
        assert relate(record) == 5
        assert asked(record) == before


def asked(record: Store) -> list[object]:
    return [
        [row.event.id for row in record.events().last(9)],
        in_order(record.tellings()),
        [row.followed for row in track_commitments(record, as_of="2020-07-01")],
    ]


def make_second(record: Store) -> None:
    """Take away what the third schema added."""
    with record._engine.begin() as connection:
        drop_views(connection)
        for table in (schema.follow_profile, schema.state_assertion):
            table.drop(connection)
        for name in ("event_newest", "disagreement_rank"):
            connection.execute(text(f"DROP INDEX {name}"))
        for column in ("event.newest", "disagreement.kind", "disagreement.rank"):
            table, name = column.split(".")
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {name}"))
        connection.execute(text("UPDATE meta SET value = '2' WHERE key = 'schema'"))
    assert migrations.schema_version() == 8


# Disagreements and events in an order of their own


SHARPEST = ["sharp", "lopsided", "weak too", "weak", "later"]


def test_sharpest_disagreements_come_first_page_by_page(record: Store) -> None:
    record.put(withdrawal())
    put_disagreements(record)
    query, seen, after = record.disagreements().sharpest(), [], None
    while True:
        page = query.page(2, after=after)
        seen += [row.disagreement.slot for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == SHARPEST
    assert len(query) == len(seen)
    assert [row.disagreement.slot for row in record.disagreements()] != SHARPEST


def test_sharpest_of_one_kind(record: Store) -> None:
    record.put(withdrawal())
    put_disagreements(record)
    changed = record.disagreements().sharpest(DisagreementKind.CHANGED)
    assert [row.disagreement.slot for row in changed] == ["later"]
    assert len(changed) == 1
    assert len(record.disagreements(type="AID").sharpest()) == 0


def test_last_events_are_those_that_were_told_last(record: Store) -> None:
    for n, words in enumerate(("They left Karo.", "Rebels left Aleppo.", "Police left a house in Oslo.")):
        record.put(plain(words, input_id=str(n)))
        relate(record)
    told = [next(iter(row.reports.values())) for row in record.events().last(2)]
    assert told == ["2", "1"]


@pytest.mark.parametrize("kind_of", ["claims", "events"])
def test_only_disagreements_are_sharp(record: Store, kind_of: str) -> None:
    with pytest.raises(UsageError, match="only disagreements"):
        getattr(record, kind_of)().sharpest()
