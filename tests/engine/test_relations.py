"""Relating what a record holds: the same whatever the order, and after forgetting and judging."""

import random
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from sayso.engine import Record, relate, relate_anew, stories
from sayso.ingest import Refusal, read_inputs
from sayso.model import Reader, Reading, Tier, Verdict, make_report
from sayso.pipeline import Pipeline
from sayso.record import Decision, Store
from sayso.tables import as_object

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"


@pytest.fixture(scope="module")
def readings() -> list[Reading]:
    inputs = [one for one in read_inputs([str(EXAMPLES)]) if not isinstance(one, Refusal)]
    return list(Pipeline().read(inputs))


def related(address: Path, readings: list[Reading], steps: int = 1) -> Store:
    """A record of readings, related after each step."""
    record = Store(address)
    for step in range(steps):
        for one in readings[step::steps]:
            record.put(one, first_seen="2021-01-01T00:00:00+00:00")
        relate(record)
    return record


def unrated(reading: Reading) -> Reading:
    """The reading with claims of unknown confidence, all of which are related."""
    claims = tuple(replace(claim, confidence=None) for claim in reading.claims)
    return replace(reading, claims=claims)


def told(record: Store) -> dict[str, object]:
    """All that relating says, without the order."""
    return {
        "copies": sorted(record.groups("copy")),
        "stories": sorted(record.groups("story")),
        "events": sorted((as_object("event", row) for row in record.events()), key=lambda one: one["id"]),
        "disagreements": sorted(str(as_object("disagreement", row)) for row in record.disagreements()),
    }


def beirut(record: Store) -> dict[str, str]:
    return {name: group for name, group in record.groups("story") if name.startswith("beirut")}


def test_order_and_steps_of_arrival_do_not_show(tmp_path: Path, readings: list[Reading]) -> None:
    first = told(related(tmp_path / "one.db", readings))
    shuffled = random.Random(7).sample(readings, len(readings))  # noqa: S311
    assert told(related(tmp_path / "two.db", shuffled, steps=4)) == first


SAID = (
    "Fire broke out in the Karvel refinery near Ostrograd before dawn.",
    "Governor Lena Markovic said 14 workers were missing.",
    "Smoke drifted over Lake Tumen, and three villages were evacuated.",
    "The refinery belongs to Petrokar, which was fined in Zelenik last year.",
    "Ambulances took 31 people to the hospital of Ostrograd.",
    "A pipeline to the port of Varnava was shut.",
    "Firefighters from Zelenik and Dubrovka joined by noon.",
)


def long_story() -> list[Reading]:
    """Reports of one fire, each in other sentences, more of them in four days than may stand for all."""
    chance = random.Random(3)  # noqa: S311
    reader = Reader(version="0", tier=Tier.FAST, models={})
    texts = [" ".join(chance.sample(SAID, k=4)) + f" Edition {n}." for n in range(60)]
    days = [f"2024-05-{1 + n // 5:02}" if n % 9 else None for n in range(60)]
    return [
        Reading(report=make_report(text, published=day), reader=reader)
        for text, day in zip(texts, days, strict=True)
    ]


@pytest.mark.parametrize("most", [512, 5])
def test_order_does_not_show_in_a_story_for_which_few_reports_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    # With 5, the story is cut in parts at its weakest pairs, again and again as it grows.
    monkeypatch.setattr(stories, "most_reports", lambda: most)
    monkeypatch.setattr(stories, "most_representatives", lambda: 3 * most)
    reports = long_story()
    with related(tmp_path / "one.db", reports) as record:
        groups = dict(record.groups("story"))
    assert max(Counter(groups.values()).values()) > 8
    for seed, steps in ((1, 60), (2, 7)):
        shuffled = random.Random(seed).sample(reports, len(reports))  # noqa: S311
        with related(tmp_path / f"{seed}.db", shuffled, steps=steps) as record:
            assert dict(record.groups("story")) == groups


def test_relating_anew_gives_the_same(tmp_path: Path, readings: list[Reading]) -> None:
    record = related(tmp_path / "one.db", readings, steps=3)
    first = told(record)
    assert relate_anew(record) == len(readings)
    assert told(record) == first


def test_relating_twice_does_nothing(tmp_path: Path, readings: list[Reading]) -> None:
    record = related(tmp_path / "one.db", readings)
    assert relate(record) == 0


def test_wire_copy_is_a_copy_and_a_later_report_is_none(tmp_path: Path, readings: list[Reading]) -> None:
    copies = dict(related(tmp_path / "one.db", readings).groups("copy"))
    assert copies["beirut-1"] == copies["beirut-2"]
    assert copies["beirut-4"] != copies["beirut-1"] != copies["beirut-5"]


def test_rewrite_in_other_words_is_no_copy_but_rests_on_the_same_word(
    tmp_path: Path, readings: list[Reading]
) -> None:
    record = related(tmp_path / "one.db", list(map(unrated, readings)))
    copies = dict(record.groups("copy"))
    assert copies["beirut-3"] != copies["beirut-1"]
    blast = next(row.event for row in record.events(text="explosion") if row.event.reports > 3)
    origins = [one for one in blast.origins if "Red Cross" in one.name]
    ours = {one.report.id for one in readings if one.report.input_id in ("beirut-1", "beirut-3")}
    assert any(ours <= {claim.report for claim in origin.claims} for origin in origins)


def test_reports_of_the_blast_are_one_story(tmp_path: Path, readings: list[Reading]) -> None:
    record = related(tmp_path / "one.db", readings)
    stories = beirut(record)
    assert len(set(stories.values())) == 1
    others = {group for name, group in record.groups("story") if not name.startswith("beirut")}
    assert others.isdisjoint(stories.values())


def test_missing_people_are_shown_on_two_sides(tmp_path: Path, full: Pipeline) -> None:
    # The fast tier has no claim for "seven people were missing".
    reports = [str(EXAMPLES / name) for name in ("01-beirut-blast.jsonl", "05-beirut-toll-corrected.jsonl")]
    inputs = [one for one in read_inputs(reports) if not isinstance(one, Refusal)]
    record = related(tmp_path / "one.db", list(full.read(inputs)))
    for row in list(record.claims(text="missing")):
        if row.claim.trigger.text == "missing":  # read with a low confidence
            record.judge(row.claim.id, Decision(verdict=Verdict.ACCEPT, by="Ann"))
    relate(record)
    missing = [row.disagreement for row in record.disagreements() if row.disagreement.slot == "missing"]
    assert {side.value for one in missing for side in one.sides} >= {3, 7}


def test_forgotten_report_leaves_its_groups(tmp_path: Path, readings: list[Reading]) -> None:
    record = related(tmp_path / "one.db", readings)
    record.forget("beirut-5", reason="withdrawn")
    relate(record)
    left = [one for one in readings if one.report.input_id != "beirut-5"]
    assert told(record) == told(related(tmp_path / "two.db", left))


def test_split_claims_tell_of_two_events(tmp_path: Path, readings: list[Reading]) -> None:
    record = related(tmp_path / "one.db", readings)
    event = next(row.event for row in record.events(text="explosion") if row.event.reports > 1)
    one, other = event.claims[0], next(c for c in event.claims if c.key != event.claims[0].key)
    record.judge(one.key, Decision(verdict=Verdict.SPLIT, by="Ada", other=other.key))
    relate(record)
    groups = [{claim.key for claim in row.event.claims} for row in record.events()]
    assert not any({one.key, other.key} <= group for group in groups)


def test_old_id_leads_to_the_event_that_took_it_over(tmp_path: Path, readings: list[Reading]) -> None:
    record = related(tmp_path / "one.db", readings)
    events = [row.event for row in record.events(text="explosion")]
    kept, gone = events[0], next(one for one in events if one.id != events[0].id)
    record.judge(kept.claims[0].key, Decision(verdict=Verdict.MERGE, by="Ada", other=gone.claims[0].key))
    relate(record)
    by_kept, by_gone = list(record.events(id=kept.id)), list(record.events(id=gone.id))
    assert [row.event.id for row in by_kept] == [row.event.id for row in by_gone]
    assert {kept.claims[0].key, gone.claims[0].key} <= {one.key for one in by_kept[0].event.claims}


def test_event_as_of_a_day_knows_nothing_later(tmp_path: Path, readings: list[Reading]) -> None:
    record = related(tmp_path / "one.db", readings)
    for row in record.events(as_of="2020-08-06"):
        assert all((one.published or "") <= "2020-08-06" for one in row.event.claims)
        assert {value.report for value in row.event.values} <= {one.report for one in row.event.claims}
    assert len(record.events(as_of="2020-08-06")) == sum(1 for _ in record.events(as_of="2020-08-06"))


def test_record_relates_what_it_adds(readings: list[Reading]) -> None:
    record = Record(":memory:", tier="fast")
    record.add(readings)
    assert len(set(beirut(record).values())) == 1
    assert len(record.events(country="LBN")) > 0
