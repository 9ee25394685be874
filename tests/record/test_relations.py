"""What relates reports, on every store: groups, events, redirects, and how they go on after changes."""

from functools import partial
from pathlib import Path

import pytest
from benchmarks.made_record import make_readings
from msgspec.structs import replace
from sqlalchemy import insert, select, text
from tests.record.made import FIRST, SECOND, plain, shelling, withdrawal

from sayso.engine import Record, relate, relate_anew, track_commitments
from sayso.engine.parts import split_story
from sayso.model import BlockingKeys, CommitmentState, CopyGroup, Pair, Reading, Sketch, Strength, Verdict
from sayso.record import Decision, Relations, Store, migrations, schema
from sayso.record.relations import _rank_of
from sayso.record.views import drop_views
from sayso.tables import as_object

SHELLED = "Rebels shelled the market in Karo on Monday and killed 12 people, the governor said."


def wires() -> list[Reading]:
    """One text in three outlets, another of the same happening, and one of something else."""
    text = f"{SHELLED} They left the town at night. The hospital took in forty wounded people."
    known = [("Daily Post", "2020-04-14"), ("Evening Star", "2020-04-14"), ("Karo Times", "2020-04-14")]
    copies = [
        plain(text, trigger="shelled", input_id=f"wire-{i}", publisher=outlet, published=day)
        for i, (outlet, day) in enumerate(known)
    ]
    return [*copies, withdrawal(), shelling()]


def told(record: Store) -> dict[str, object]:
    """All that relating says, in the order in which it is given."""
    return {
        "copies": sorted(record.groups("copy")),
        "stories": sorted(record.groups("story")),
        "events": [as_object("event", row) for row in record.events()],
        "disagreements": [as_object("disagreement", row) for row in record.disagreements()],
        "claims": sorted((row.report.id, row.claim.id, row.group) for row in record.claims()),
    }


def filled(address: str | Path, readings: list[Reading]) -> Store:
    record = Store(address)
    for one in readings:
        record.put(one, first_seen="2021-01-01T00:00:00+00:00")
    relate(record)
    return record


def test_copies_are_one_group_and_their_claims_one_event(record: Store) -> None:
    for one in wires():
        record.put(one)
    assert record.count_waiting() == 5
    assert relate(record) == 5
    assert record.count_waiting() == 0
    groups = dict(record.groups("copy"))
    assert len({groups[f"wire-{i}"] for i in range(3)}) == 1
    (row,) = record.events(type="RETREAT", published_first="2020-04-14", report="wire-0")
    assert (row.event.reports, row.event.copies_folded, len(row.event.claims)) == (3, 2, 3)


def test_event_that_most_reports_tell_comes_first_whatever_the_order(kind: str, new_address) -> None:
    with (
        filled(new_address(kind), wires()) as first,
        filled(new_address(kind), wires()[::-1]) as other,
    ):
        assert told(first) == told(other)
        numbers = [row.event.reports for row in first.events()]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 3


def test_of_events_that_as_many_reports_tell_the_one_with_most_claims_comes_first(record: Store) -> None:
    for one in wires():
        record.put(one)
    relate(record)
    event = next(iter(record.events())).event
    known = {
        name: replace(event, id=name, reports=reports, claims=event.claims[:claims])
        for name, reports, claims in (("few", 3, 1), ("more", 3, 3), ("most", 4, 1), ("undated", 3, 0))
    }
    assert sorted(known, key=lambda name: _rank_of(known[name])) == ["most", "more", "few", "undated"]


def test_pages_of_events_go_on_where_they_ended(record: Store) -> None:
    for one in wires():
        record.put(one)
    relate(record)
    query, seen, after = record.events(), [], None
    while True:
        page = query.page(1, after=after)
        seen += [row.event.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert seen == [row.event.id for row in query]
    assert len(seen) == len(query)


def test_claims_come_with_their_event(record: Store) -> None:
    for one in wires():
        record.put(one)
    (row, *_) = record.claims(report="wire-0")
    assert row.group is None
    relate(record)
    rows = list(record.claims(type="RETREAT", published_first="2020-04-14"))
    shared = {row.group.id for row in rows if row.report.input_id.startswith("wire")}
    assert len(shared) == 1
    (event,) = record.events(id=shared.pop())
    told = next(one for one in record.told() if one.report.input_id == "wire-1")
    assert (told.group.id, told.group.claims) == (event.event.id, 3)
    assert told.group.independent_sources == event.event.independent_sources
    assert told.group.label == event.event.label != ""


def test_claims_as_of_a_day_count_the_sources_of_that_day(record: Store) -> None:
    for n, day in enumerate(("2020-04-14", "2020-06-01")):
        record.put(plain("They left.", input_id=str(n), publisher=f"Outlet {n}", published=day))
    relate(record)
    (row,) = record.claims(as_of="2020-05-01")
    (event,) = record.events(as_of="2020-05-01")
    assert row.group.id == event.event.id
    assert row.group.independent_sources == event.event.independent_sources == 1
    (told,) = record.claims(as_of="2020-05-01").told()
    assert told.group.label == event.event.label != ""


def test_forgotten_copy_leaves_the_event(record: Store) -> None:
    for one in wires():
        record.put(one)
    relate(record)
    record.forget("wire-2", reason="withdrawn")
    relate(record)
    assert [row.event.reports for row in record.events(report="wire-0")] == [2]
    assert len(set(dict(record.groups("copy")).values())) == 3


def test_rejected_claim_leaves_its_event(record: Store) -> None:
    record.put(withdrawal())
    relate(record)
    claim = next(iter(record.claims(type="RETREAT"))).claim
    record.judge(claim.id, Decision(verdict=Verdict.REJECT, by="Ada"))
    assert record.count_waiting() == 1
    relate(record)
    assert len(record.events(type="RETREAT")) == 0
    assert len(record.events()) == 1


def test_reread_report_is_related_anew(record: Store) -> None:
    record.put(withdrawal())
    relate(record)
    before = [row.event.id for row in record.events()]
    record.put(withdrawal(SECOND))
    assert record.count_waiting() == 1
    relate(record)
    assert [row.event.id for row in record.events()] == before
    assert all(len(row.event.claims) == 1 for row in record.events())


def test_merged_and_split_claims(record: Store) -> None:
    record.put(withdrawal())
    relate(record)
    one, other = (row.claim for row in record.claims())
    gone = {row.event.id for row in record.events()}
    judgement = record.judge(one.key, Decision(verdict=Verdict.MERGE, by="Ada", other=other.key))
    relate(record)
    (row,) = record.events()
    assert len(row.event.claims) == 2
    assert {found.event.id for id in gone for found in record.events(id=id)} == {row.event.id}
    record.judge(one.key, Decision(verdict=Verdict.WITHDRAW, by="Ada", other=judgement.id))
    relate(record)
    assert {row.event.id for row in record.events()} == gone


def test_claims_of_two_stories_are_merged(record: Store) -> None:
    for one in wires():
        record.put(one)
    relate(record)
    one, other = (next(iter(record.claims(type=type))).claim for type in ("ASSAULT", "REQUEST"))
    record.judge(one.key, Decision(verdict=Verdict.MERGE, by="Ada", other=other.key))
    relate(record)
    (row,) = record.events(id=one.key)
    assert {claim.key for claim in row.event.claims} == {one.key, other.key}
    before = told(record)
    record.put(plain("Platoon 9 left the base at Zubair.", input_id="new", published="2020-04-14"))
    relate(record)
    record.forget("new", reason="withdrawn")
    relate(record)
    assert told(record) == before
    relate_anew(record)
    assert told(record) == before


def test_claims_of_two_parts_of_a_large_story_are_merged(
    record: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # As in a story of more than 150 texts: every text is a part.
    monkeypatch.setattr("sayso.engine.relations.split_story", partial(split_story, most=1))
    for one in wires():
        record.put(one)
    relate(record)
    before = told(record)
    one, other = (next(iter(record.claims(type=type))).claim for type in ("ASSAULT", "REQUEST"))
    judgement = record.judge(one.key, Decision(verdict=Verdict.MERGE, by="Ada", other=other.key))
    relate(record)
    (row,) = record.events(id=one.key)
    assert {claim.key for claim in row.event.claims} == {one.key, other.key}
    merged = told(record)
    record.put(plain("Platoon 9 left the base at Zubair.", input_id="new", published="2020-04-14"))
    relate(record)
    record.forget("new", reason="withdrawn")
    relate(record)
    assert told(record) == merged
    record.judge(one.key, Decision(verdict=Verdict.WITHDRAW, by="Ada", other=judgement.id))
    relate(record)
    assert told(record) == before


@pytest.mark.parametrize("first", [0, 1])
def test_merged_claim_that_is_rejected_leaves_the_other_its_event(record: Store, first: int) -> None:
    for one in wires():
        record.put(one)
    relate(record)
    pair = [next(iter(record.claims(type=type))).claim for type in ("ASSAULT", "REQUEST")]
    one, other = pair[first], pair[1 - first]
    events = {row.event.id for row in record.events()}
    record.judge(one.key, Decision(verdict=Verdict.MERGE, by="Ada", other=other.key))
    relate(record)
    record.judge(one.key, Decision(verdict=Verdict.REJECT, by="Ada"))
    relate(record)
    (left,) = record.events(id=other.key)
    assert [claim.key for claim in left.event.claims] == [other.key]
    assert len(record.events()) == len(events) - 1


def test_merged_claim_that_is_forgotten_leaves_two_stories(record: Store) -> None:
    for one in wires():
        record.put(one)
    relate(record)
    one, other = (next(iter(record.claims(type=type))).claim for type in ("REQUEST", "ASSAULT"))
    first = told(record)
    (key,) = {row.claim.key for row in record.claims(report="wire-0")}
    for merged in (one.key, other.key):
        record.judge(key, Decision(verdict=Verdict.MERGE, by="Ada", other=merged))
        relate(record)
    (row,) = record.events(id=key)
    assert len(row.event.claims) == 5
    for id in ("wire-0", "wire-1", "wire-2"):
        record.forget(id, reason="withdrawn")
        relate(record)
    before = told(record)
    assert len(before["events"]) == len(first["events"]) - 1
    relate_anew(record)
    assert told(record) == before


def test_anew_gives_the_same(record: Store) -> None:
    for one in wires():
        record.put(one)
        relate(record)
    before = told(record)
    assert relate_anew(record) == 5
    assert told(record) == before


def test_copied_record_relates_to_the_same(kind: str, new_address) -> None:
    with filled(new_address(kind), wires()) as record:
        for other in ("sqlite", "postgresql"):
            address = new_address(other)
            record.copy_to(address)
            with Store(address) as copy:
                assert copy.count_waiting() == 5
                relate(copy)
                assert told(copy) == told(record)


def test_record_of_the_first_schema_is_related_after_its_upgrade(kind: str, new_address) -> None:
    address = new_address(kind, bare=True)
    with Store(address) as record:
        for one in wires():
            record.put(one)
        with record._engine.begin() as connection:
            drop_views(connection)
            new = [one for one in reversed(schema.metadata.sorted_tables) if one.name in NEW]
            for table in new:
                table.drop(connection)
            connection.execute(text("UPDATE meta SET value = '1' WHERE key = 'schema'"))
    assert migrations.schema_version() == 8
    with Store(address) as record:
        assert record.count_waiting() == 5
        assert relate(record) == 5
        assert len(record.events()) > 0


def test_record_with_keys_of_other_roots_is_related_after_its_upgrade(kind: str, new_address) -> None:
    address = new_address(kind)
    with filled(address, wires()) as record:
        relate(record)
        before = told(record)
        with record._engine.begin() as connection:
            connection.execute(text("UPDATE meta SET value = '5' WHERE key = 'schema'"))
    with Store(address) as record:
        assert record.count_waiting() == 5
        assert relate(record) == 5
        assert told(record) == before


NEW = {"waiting", "sketch", "sketch_key", "pair", "follow_key", "membership", "copy_group", "event"}
NEW |= {"event_claim", "event_redirect", "disagreement", "telling", "follow_profile"}


def test_piece_that_fails_is_not_related_at_all(record: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for one in wires():
        record.put(one)
    with monkeypatch.context() as patched, pytest.raises(RuntimeError, match="stopped"):
        patched.setattr("sayso.engine.relations.group_events", _stop)
        relate(record)
    assert record.count_waiting() == 5
    assert len(record.events()) == 0
    assert len({group for _, group in record.groups("copy")}) == 5
    assert relate(record) == 5


def _stop(*_: object, **__: object) -> None:
    raise RuntimeError("stopped")


def test_events_of_a_story_that_has_not_changed_are_not_made_again(
    record: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sayso.engine import relations

    made: list[int] = []
    make = relations.group_events
    monkeypatch.setattr(
        relations, "group_events", lambda told, **known: made.append(len(told)) or make(told, **known)
    )
    for one in wires():
        record.put(one)
    relate(record)
    made.clear()
    record.put(plain("Platoon 9 left the base at Zubair.", input_id="new", published="2020-04-14"))
    relate(record)
    assert made == [1]


def test_relations_of_a_record(record: Store) -> None:
    """Sketches, pairs and components as they were put."""
    for name in "abcd":
        record.put(plain(f"Platoon {name} left.", input_id=name))
    with record.relating() as relations:
        names = sorted(relations.waiting(10))
        a, b, c, d = names
        for name, keys in zip(names, ((1, 2), (2, 2**62), (9,), (7,)), strict=True):
            relations.put_sketches("copy", [Sketch(report=name, keys=keys, body=name.encode())])
        assert relations.within("copy", [(2, 2)]) == {a, b}
        assert relations.within("copy", [(10, 2**62)]) == {b}
        assert relations.within("story", [(2, 2)]) == set()
        assert [one.body for one in relations.sketches("copy", [c, b])] == [b.encode(), c.encode()]
        relations.put_pairs("copy", [a], [Pair(a, b, 0.9)])
        relations.put_pairs("copy", [b], [Pair(a, b, 0.9), Pair(b, c, 0.5)])
        relations.put_pairs("copy", [d], [Pair(c, d, 0.1)])
        assert relations.component(["copy"], [a], least=0.4) == [Pair(a, b, 0.9), Pair(b, c, 0.5)]
        assert relations.component(["copy"], [d], least=0.4) == []
        relations.put_pairs("copy", [b], [])
        assert relations.component(["copy"], [a], least=0.4) == []
        reports = {name: ids[0] for name, ids in relations.reports_of(names).items()}
        group = CopyGroup(id="c_1", reports=(reports[a], reports[b]), original=reports[a])
        relations.put_copies([group])
        assert relations.copies_of([reports[b], reports[c]]) == {reports[b]: group}
        assert relations.partners("copy", [a]) == {a, b}
        assert relations.groups_of("copy", reports.values()) == {reports[a]: "c_1", reports[b]: "c_1"}


def test_commitments_by_what_became_of_them(record: Store) -> None:
    (asked,) = withdrawal().commitments
    record.put(replace(withdrawal(), commitments=(replace(asked, strength=Strength.MUST),)))
    relate(record)
    for state, as_of, number in (("open", "2020-05-01", 1), ("expired", "2020-05-01", 0)):
        query = track_commitments(record, state=CommitmentState(state), as_of=as_of)
        assert len(query) == len(list(query)) == len(query.page(5).rows) == number
        assert bool(query) is bool(number)
    (row,) = track_commitments(record, state=CommitmentState.EXPIRED, as_of="2020-07-01")
    assert row.followed.state is CommitmentState.EXPIRED
    assert list(track_commitments(record, state=CommitmentState.EXPIRED, as_of="2020-07-01", limit=0)) == []


def test_views_show_events(record: Store) -> None:
    for one in wires():
        record.put(one)
    relate(record)
    with record._engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM events ORDER BY reports DESC")).mappings().all()
        assert len(rows) == len(record.events())
        first = next(iter(record.events())).event
        assert (rows[0]["event"], rows[0]["label"]) == (first.id, first.label)
        assert (rows[0]["reports"], rows[0]["type"]) == (first.reports, first.type)
        number = connection.scalar(text("SELECT count(*) FROM event_claims"))
        assert number == len(record.claims())
        assert connection.scalar(text("SELECT count(*) FROM disagreements")) == len(record.disagreements())


def test_disagreements_have_a_view(record: Store) -> None:
    with record._engine.begin() as connection:
        event = {"n": 256, "id": "g_1", "story": "s", "part": "p", "rank": 1, "claims": 1, "newest": 2}
        body = '{"label": "Shelling in Karo", "type": "ASSAULT"}'
        connection.execute(insert(schema.event).values(**event, independent_sources=2, body=body))
        side = {"n": 256, "event": 256, "slot": "killed", "kind": "incompatible", "rank": 1}
        side["body"] = '{"kind": "incompatible"}'
        connection.execute(insert(schema.disagreement).values(**side))
        (row,) = connection.execute(text("SELECT * FROM disagreements")).mappings().all()
        assert (row["event"], row["slot"], row["kind"]) == ("g_1", "killed", "incompatible")
        assert row["label"] == "Shelling in Karo"
        connection.execute(schema.event.delete())
        assert connection.execute(select(schema.disagreement)).all() == []


def test_record_in_python_relates_after_judging_and_forgetting(address: str) -> None:
    with Record(address, tier="fast") as record:
        record.put(withdrawal(FIRST))
        relate(record)
        claim = next(iter(record.claims(type="RETREAT"))).claim
        record.judge(claim.key, Decision(verdict=Verdict.REJECT, by="Ada"))
        assert (record.count_waiting(), len(record.events())) == (0, 1)
        record.forget("w", reason="withdrawn")
        assert (record.count_waiting(), len(record.events())) == (0, 0)


def steps_of(address: Path, reports: int) -> int:
    """In a record with so many reports, how far SQLite goes to relate the claims of one of them."""
    steps = 0

    def step() -> None:
        nonlocal steps
        steps += 1

    with Store(address) as record:
        for reading in make_readings(reports):
            record.put(reading)
        with record._engine.begin() as connection:
            name = str(connection.scalar(select(schema.report.c.id).order_by(schema.report.c.n.desc())))
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.set_progress_handler(step, 1)
            relations = Relations(connection)
            claims = [one.claim.id for one in relations.claims_of([name])]
            relations.put_blocking_keys({one: BlockingKeys((), b"") for one in claims})
            relations.put_state_assertions([name], ())
            driver.set_progress_handler(None, 0)
    assert claims
    return steps // len(claims)


def test_claims_of_one_report_are_found_without_a_look_at_all_others(tmp_path: Path) -> None:
    assert steps_of(tmp_path / "large.db", 80) < 1.5 * steps_of(tmp_path / "small.db", 20)
