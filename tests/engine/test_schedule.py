"""Any number of processes: the same readings, in the same order, in bounded memory."""

import os
from collections.abc import Iterable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from tests.engine import plain_reader

from sayso.engine import read_all
from sayso.engine.batches import cut_batches
from sayso.engine.pool import Pool, WorkerError
from sayso.errors import MissingModelError
from sayso.ingest import Refusal
from sayso.model import Reading, Report, make_report


def make_reports(number: int) -> list[Report]:
    return [make_report(f"Platoon {n} left the base on Monday.", input_id=str(n)) for n in range(number)]


def lines(inputs: Iterable[Report | Refusal], **options: int) -> list[bytes | str]:
    return [
        one.to_json() if isinstance(one, Reading) else one.where
        for one in read_all(inputs, load=plain_reader.load, **options)
    ]


def refuse(where: str, report: str | None = None) -> Refusal:
    return Refusal(where=where, code="malformed", message="not valid JSON", report=report)


def test_readings_come_in_the_order_of_the_reports() -> None:
    readings = list(read_all(make_reports(40), load=plain_reader.load, batch_size=7))
    assert [one.report.input_id for one in readings if isinstance(one, Reading)] == [
        str(n) for n in range(40)
    ]
    assert all(one.claims for one in readings if isinstance(one, Reading))


def test_two_processes_give_the_bytes_of_one() -> None:
    assert lines(make_reports(40), jobs=2, batch_size=3) == lines(make_reports(40), jobs=1, batch_size=3)


@pytest.mark.parametrize("jobs", [1, 2])
def test_refusals_keep_their_place(jobs: int) -> None:
    one, two = make_reports(2)
    given = [refuse("a:1"), one, refuse("a:3"), refuse("a:4"), two, refuse("a:6")]
    told = lines(given, jobs=jobs, batch_size=1)
    assert [line for line in told if isinstance(line, str)] == ["a:1", "a:3", "a:4", "a:6"]
    assert [isinstance(line, str) for line in told] == [True, False, True, True, False, True]


def test_refused_part_of_a_report_becomes_its_issue() -> None:
    one, two = make_reports(2)
    first, second = read_all([refuse("a:1", one.id), one, two], load=plain_reader.load)
    assert isinstance(first, Reading)
    assert isinstance(second, Reading)
    assert [issue.code for issue in first.issues] == ["malformed"]
    assert second.issues == ()


@pytest.mark.parametrize("jobs", [1, 2])
def test_inputs_are_drawn_as_they_are_needed(jobs: int) -> None:
    drawn = 0

    def endless() -> Iterator[Report]:
        nonlocal drawn
        while True:
            drawn += 1
            yield make_report(f"Platoon {drawn} left the base on Monday.")

    readings = read_all(endless(), load=plain_reader.load, jobs=jobs, batch_size=4)
    next(readings)
    readings.close()
    assert drawn <= jobs * 2 * 4


def test_long_reports_close_a_batch_early() -> None:
    drawn = 0

    def long() -> Iterator[Report]:
        nonlocal drawn
        while True:
            drawn += 1
            yield make_report(f"Platoon {drawn} left. " + "x" * 600_000)

    readings = read_all(long(), load=plain_reader.load, batch_size=100)
    next(readings)
    assert drawn == 2


def test_archive_of_broken_lines_is_told_as_it_goes() -> None:
    drawn = 0

    def broken() -> Iterator[Refusal]:
        nonlocal drawn
        while True:
            drawn += 1
            yield refuse(f"a:{drawn}")

    told = read_all(broken(), load=plain_reader.load)
    assert next(told) == refuse("a:1")
    assert drawn < 1000


def test_report_that_kills_its_process_costs_only_itself() -> None:
    reports = make_reports(12)
    reports[5] = make_report("This one holds dynamite.", input_id="5")
    readings = [
        one
        for one in read_all(reports, load=plain_reader.load, jobs=2, batch_size=3)
        if isinstance(one, Reading)
    ]
    assert [one.report.input_id for one in readings] == [str(n) for n in range(12)]
    lost = [one for one in readings if one.issues]
    assert [(one.report.input_id, one.status, one.issues[0].code) for one in lost] == [
        ("5", "unread", "crashed")
    ]
    assert lost[0].reader == plain_reader.load().reader
    assert all(one.claims for one in readings if not one.issues)


def test_many_deadly_reports_are_each_found_out() -> None:
    reports = [make_report(f"{'dynamite' if n % 4 == 0 else 'left'} {n}", input_id=str(n)) for n in range(12)]
    readings = [
        one
        for one in read_all(reports, load=plain_reader.load, jobs=2, batch_size=3)
        if isinstance(one, Reading)
    ]
    assert [one.report.input_id for one in readings if one.issues] == ["0", "4", "8"]
    assert len(readings) == 12


@pytest.mark.parametrize("jobs", [1, 2])
def test_report_that_the_reader_fails_at_costs_only_itself(jobs: int) -> None:
    reports = make_reports(6)
    reports[2] = make_report("This is nonsense.", input_id="2")
    readings = [
        one for one in read_all(reports, load=plain_reader.load, jobs=jobs) if isinstance(one, Reading)
    ]
    assert [one.report.input_id for one in readings] == [str(n) for n in range(6)]
    assert [(one.status, one.issues[0].code) for one in readings if one.issues] == [("unread", "failed")]


def test_worker_killed_from_outside_costs_no_report(tmp_path: Path) -> None:
    reports = make_reports(10)
    load = partial(plain_reader.FrailReader, str(tmp_path / "died"))
    readings = list(read_all(reports, load=load, jobs=2, batch_size=2))
    assert (tmp_path / "died").exists()
    assert [one.to_json() for one in readings if isinstance(one, Reading)] == lines(reports)


def test_lone_deadly_report_is_tried_twice(tmp_path: Path) -> None:
    load = partial(plain_reader.load_and_count, str(tmp_path))
    reports = [make_report("This one holds dynamite.")]
    (reading,) = read_all(reports, load=load, jobs=2)
    assert isinstance(reading, Reading)
    assert reading.issues[0].code == "crashed"
    assert len(list(tmp_path.iterdir())) == 2


def test_workers_are_replaced_after_their_share(tmp_path: Path) -> None:
    load = partial(plain_reader.load_and_count, str(tmp_path))
    with closing(Pool(load, 1, recycled_after=3)) as pool:
        readings = list(pool.read(cut_batches(make_reports(14), 2)))
    assert [one.to_json() for one in readings if isinstance(one, Reading)] == lines(make_reports(14))
    assert len(list(tmp_path.iterdir())) == 3


def test_pool_reads_one_stream_after_another(tmp_path: Path) -> None:
    load = partial(plain_reader.load_and_count, str(tmp_path))
    with closing(Pool(load, 1)) as pool:
        for number in (5, 3):
            assert len(list(pool.read(cut_batches(make_reports(number), 2)))) == number
    assert len(list(tmp_path.iterdir())) == 1


def test_reader_is_made_once_in_each_process(tmp_path: Path) -> None:
    load = partial(plain_reader.load_and_count, str(tmp_path))
    assert len(list(read_all(make_reports(40), load=load, jobs=2, batch_size=2))) == 40
    made = [file.name.split("-")[0] for file in tmp_path.iterdir()]
    assert len(made) == len(set(made)) <= 2
    assert str(os.getpid()) not in made


def test_missing_model_reaches_the_caller() -> None:
    for jobs in (1, 2):
        with pytest.raises(MissingModelError, match="not installed") as raised:
            list(read_all(make_reports(1), load=plain_reader.load_without_models, jobs=jobs))
        assert raised.value.help == "pip install it"


def test_workers_that_die_at_once_are_told() -> None:
    with pytest.raises(WorkerError, match="worker processes die"):
        list(read_all(make_reports(1), load=plain_reader.die, jobs=2))
