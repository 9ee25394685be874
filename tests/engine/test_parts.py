"""Stories that very many texts tell are taken apart, the same way in whatever order they come."""

import random

from sayso.engine.parts import split_story
from sayso.model import CopyGroup, make_report
from sayso.record import DatedReport


def dated(text: str, **told: str | None) -> DatedReport:
    report = make_report(text, **told)
    return DatedReport(report.id, report.document, report.published)


def story(days: list[str], each: int) -> list[DatedReport]:
    return [
        dated(f"Rescuers reached house {n} in Karo. {day}", input_id=f"{day} {n}", published=day or None)
        for day in days
        for n in range(each)
    ]


def parts(
    reports: list[DatedReport], most: int, copies: dict[str, CopyGroup] | None = None
) -> list[set[str]]:
    return [{one.id for one in part} for part in split_story(reports, copies or {}, most=most)]


WEEKS = ["2020-08-03", "2020-08-05", "2020-08-12", ""]


def test_small_story_is_one_part() -> None:
    assert len(parts(story(WEEKS, 2), most=8)) == 1


def test_large_story_is_cut_into_weeks_then_days() -> None:
    reports = story(WEEKS, 2)
    assert [len(one) for one in parts(reports, most=4)] == [2, 4, 2]
    assert [len(one) for one in parts(reports, most=2)] == [2, 2, 2, 2]


def test_day_with_too_many_is_cut_into_heaps_that_keep_copies_together() -> None:
    reports = story(["2020-08-03"], 40)
    group = CopyGroup(id="c_00ff", reports=tuple(one.id for one in reports[:5]))
    found = parts(reports, 10, dict.fromkeys(group.reports, group))
    assert len(found) > 2
    assert sum(map(len, found)) == 40
    assert any(set(group.reports) <= part for part in found)


def test_order_of_reports_does_not_show() -> None:
    reports = story(WEEKS, 9)
    shuffled = random.Random(5).sample(reports, len(reports))  # noqa: S311 - an order
    assert parts(shuffled, 4) == parts(reports, 4)


def test_copies_of_one_text_count_once() -> None:
    text = "Rescuers reached the last house in Karo."
    reports = [dated(text, publisher=f"Outlet {n}", published="2020-08-03") for n in range(50)]
    assert len(parts(reports, most=1)) == 1
