"""Figures say what their rows say, to the eye and in words, whatever the rows hold."""

import datetime as dt
import re
from itertools import combinations, pairwise
from typing import NamedTuple
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.web.figures.made import DATED, HOSTILE, PLACED, VALUES

from sayso.model import Toponym
from sayso.web.figures import (
    Dated,
    Placed,
    Valued,
    Whole,
    draw_days,
    draw_map,
    draw_values,
    spot_of,
    values_of,
)
from sayso.web.figures.shapes import SHAPES


class Mark(NamedTuple):
    """A mark of a picture: its title, where it leads, and where its column is, as a share of the width."""

    title: str
    href: str | None
    x: float
    y: float


def picture(figure: str) -> ElementTree.Element:
    return ElementTree.fromstring(re.search(r"<svg.*?</svg>(?=</div>)", figure, re.S)[0])  # noqa: S314


def marks(figure: str) -> list[Mark]:
    """The marks of a figure, in their order."""
    found = []
    for column in picture(figure).iter("svg"):
        for one in column:
            if one.get("class") == "fig-point":
                x = column.get("x") or one.find("rect").get("x")
                circle = one.find("circle")
                y = 0 if circle is None else float(circle.get("cy"))
                found.append(Mark(one.find("title").text, one.get("href"), float(x.rstrip("%")) / 100, y))
    return found


def bars(figure: str) -> list[tuple[str, int]]:
    """The days and numbers of a figure's bars."""
    titles = (mark.title.rpartition(": ") for mark in marks(figure))
    return [(day, int(words.split()[0].replace(",", ""))) for day, _, words in titles]


ALL = {"map": draw_map(PLACED), "days": draw_days(DATED), "values": draw_values(VALUES, slot="killed")}


@pytest.mark.parametrize("name", ALL)
def test_figure_has_no_inline_script_style_or_handler(name: str) -> None:
    figure = ALL[name]
    assert not re.search(r"<[^>]*\s(style|on\w+)=", figure)
    assert "<style" not in figure
    assert "<script" not in figure
    assert "http" not in figure


@pytest.mark.parametrize("name", ALL)
def test_picture_has_a_description(name: str) -> None:
    picture = re.search(r'<svg class="fig-svg[^>]*>', ALL[name])[0]
    assert 'role="group"' in picture
    assert re.search(r'aria-label="[^"]{20,}"', picture)
    assert all(mark.title for mark in marks(ALL[name]))


def test_map_counts_the_claims_it_cannot_place() -> None:
    assert "2 claims are not on the map" in ALL["map"]
    assert "19 claims at 10 places" in ALL["map"]
    body = re.search(r"<tbody>.*</tbody>", ALL["map"], re.S)[0]
    assert sum(int(count) for count in re.findall(r"<td>(\d+)</td>", body)) == 19


def test_map_names_places_where_there_is_room() -> None:
    far = [
        Placed("Talks", "Erbil", "occurred", 36.2, 44.0),
        Placed("Talks", "Basra", "planned", 30.5, 47.8),
    ]
    assert names(draw_map(far)) == ["Basra", "Erbil"]
    near = [Placed("Talks", f"Quarter {n}", "occurred", 36.2 + n / 1000, 44.0) for n in range(9)]
    assert len(names(draw_map(near))) < 3


def test_map_names_more_places_where_it_is_zoomed() -> None:
    near = [Placed("Talks", f"Village {n}", "occurred", 36.2 + n / 4, 44.0) for n in range(12)]
    figure = draw_map(near)
    assert 2 < len(names(figure)) < 12
    assert len(names(figure, 4)) == 12


def test_map_names_countries_and_towns_around() -> None:
    figure = draw_map([Placed("Talks", "Mosul", "occurred", 36.335, 43.119)])
    others = [one.text for one in picture(figure).iter("text") if one.get("class") == "fig-town"]
    assert "Erbil" in others
    assert "Mosul" not in others


def names(figure: str, zoom: int = 1) -> list[str]:
    """The places with claims that are named at a zoom."""
    return [
        one.text
        for column in picture(figure)
        for one in column.iter("text")
        if one.get("class") == "fig-place" and int(column.get("data-zoom") or 1) <= zoom
    ]


def test_point_leads_to_its_claim_or_to_all_of_them() -> None:
    two = [Placed("Talks", "Erbil", "occurred", 36.2, 44.0, f"#c{n}") for n in range(2)]
    (alone,) = marks(draw_map(two[:1]))
    assert alone.href == "#c0"
    figure = draw_map(two)
    (both,) = marks(figure)
    assert f'<tr id="{both.href[1:]}">' in figure
    assert re.findall('<li><a href="([^"]+)"', figure) == ["#c0", "#c1"]


def test_row_finds_its_point() -> None:
    place = Toponym(start=0, end=5, text="Erbil", name="Erbil", lat=36.2, lon=-0.0)
    spot = spot_of([replace(place, lat=None), place])
    assert f'id="{spot}"' in draw_map([Placed("Talks", "Erbil", "occurred", 36.2, 0.0)])
    assert spot_of([place], frozenset()) is None


def test_map_without_a_place_says_so() -> None:
    assert "None of the 1 claims has a place" in draw_map([Placed("Talks", "", "planned")])


def test_statuses_of_a_map_have_a_shape_and_a_word() -> None:
    paths = {shape.path for shape in SHAPES.values()}
    assert len(paths) == len(SHAPES)
    for status, shape in SHAPES.items():
        assert re.search(f'data-only="{status}".*?<span>{shape.word}</span>', ALL["map"])


def test_hostile_text_is_inert_in_every_figure() -> None:
    values = draw_values([Valued("2020-08-04", HOSTILE, HOSTILE, value=3)], slot=HOSTILE)
    for figure in (
        ALL["map"],
        values,
        draw_days([Dated("2020-08-04", HOSTILE)], title=HOSTILE, noun=HOSTILE),
    ):
        assert "<img" not in figure
        assert "\u202e" not in figure
        assert "</script><" not in figure
    assert marks(values)[0].title.startswith("A: </script><img")


def test_days_count_the_same_in_picture_and_table() -> None:
    total = sum(row.number for row in DATED if row.day)
    assert sum(count for _, count in bars(ALL["days"])) == total
    body = re.search(r"<tbody>.*</tbody>", ALL["days"], re.S)[0]
    assert sum(int(count) for count in re.findall(r"<td>(\d+)</td>", body)) == total
    assert f"{total} claims by day" in ALL["days"]
    assert "7 more claims have no day" in ALL["days"]


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.dates(), st.sampled_from(sorted(SHAPES))), min_size=1, max_size=30))
def test_days_lose_no_claim_whatever_the_span(pairs) -> None:
    figure = draw_days([Dated(day.isoformat(), status) for day, status in pairs])
    outside = re.search(r"Not drawn: ([^.]*)", figure)
    left_out = sum(map(int, re.findall(r"\d+", outside[1]))) if outside else 0
    assert sum(count for _, count in bars(figure)) + left_out == len(pairs)
    assert len(re.findall(r'class="fig-bar', figure)) == len(bars(figure))


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.dates(dt.date(2019, 1, 1), dt.date(2021, 1, 1)), st.integers(0, 300)),
        min_size=1,
        max_size=30,
    )
)
def test_bar_counts_each_claim_whose_time_it_touches(pairs) -> None:
    spans = [(first, first + dt.timedelta(days=days)) for first, days in pairs]
    figure = draw_days(
        [Dated(a.isoformat(), "occurred", last=b.isoformat()) for a, b in spans],
        link=lambda first, last: f"/explore?from={first}&to={last}",
    )
    for (_, count), mark in zip(bars(figure), marks(figure), strict=True):
        first, last = (dt.date.fromisoformat(one[-10:]) for one in mark.href.split("&"))
        assert count == sum(a <= last and b >= first for a, b in spans)


def test_bars_keep_to_the_days_that_were_asked_for() -> None:
    figure = draw_days(
        [Dated("2020-01-01", "occurred", last="2020-12-31"), Dated("2020-08-05", "occurred")],
        within=("2020-08-04", "2020-08-06"),
        link=lambda first, last: f"/explore?from={first}&to={last}",
    )
    assert bars(figure) == [("4 Aug 2020", 1), ("5 Aug 2020", 2), ("6 Aug 2020", 1)]
    assert "1 claim of a longer time stands in each day of it" in figure
    assert "2 claims by day" in figure


def test_old_day_does_not_make_all_others_one_bar() -> None:
    recent = [Dated(f"2020-08-{day:02d}", "occurred", 5) for day in range(1, 31)]
    figure = draw_days([Dated("1848-03-01", "occurred"), *recent])
    assert len(bars(figure)) == 30
    assert "Not drawn: 1 earlier." in figure


def test_place_of_many_claims_is_a_link_only_within_the_site() -> None:
    def figure(href: str) -> str:
        rows = [Placed("", "Taji", "occurred", 33.5, 44.2, href, 28)]
        return draw_map([*rows, Placed("", "Taji", "planned", 33.5, 44.2, href, 3)], whole=Whole(30, 250))

    shown = figure("/explore?place=1")
    assert shown.count('href="/explore?place=1"') == 2
    assert "30 claims at 250 places; most at Taji (31). Drawn: the 1 with most." in shown
    assert "28 occurred, 3 planned" in shown
    for href in ("javascript:alert(1)", "//evil.example", "https://evil.example"):
        # The point leads to its row of the table.
        assert re.findall('<a [^>]*href="([^"]+)"', figure(href)) == ["#in-at-33.5000,44.2000"]


@settings(deadline=None, max_examples=50)
@given(st.permutations(VALUES))
def test_values_do_not_depend_on_the_order_of_rows(values) -> None:
    assert draw_values(values, slot="killed") == ALL["values"]


def test_values_give_one_letter_to_an_origin() -> None:
    titles = [mark.title for mark in marks(ALL["values"])]
    letters = {title.split(", ")[1]: title[0] for title in titles}
    assert len(set(letters.values())) == len(letters) == 5
    assert [title[0] for title in titles if "Red Cross" in title] == ["C", "C"]


def test_origins_of_one_name_have_a_letter_each() -> None:
    two = [Valued("2020-08-05", f"{n}", "officials", value=n, source=str(n)) for n in (5, 50)]
    assert [mark.title[0] for mark in marks(draw_values(two, slot="killed"))] == ["A", "B"]


def test_value_without_number_or_date_is_listed_alone() -> None:
    assert "dozens" in ALL["values"]
    assert "2 without a number or a date are in the list alone" in ALL["values"]
    assert not [mark for mark in marks(ALL["values"]) if "dozens" in mark.title or "130" in mark.title]


def ranges(figure: str) -> list[str]:
    return [one.get("d") for one in picture(figure).iter("path") if one.get("class") == "fig-range"]


def test_bound_is_open_at_one_end_and_range_at_none() -> None:
    day = "2020-08-05"
    at_least = draw_values([Valued(day, "over 100", "a", min=100)], slot="killed")
    assert ["L" in end for end in ranges(at_least)] == [True, False]
    at_most = draw_values([Valued(day, "up to 100", "a", max=100)], slot="killed")
    assert ["L" in end for end in ranges(at_most)] == [False, True]
    between = draw_values([Valued(day, "90 to 110", "a", min=90, max=110)], slot="killed")
    assert ["L" in end for end in ranges(between)] == [False, False]


def test_marks_of_one_day_stand_over_it() -> None:
    same = [Valued("2020-08-05", "78", f"source {n}", value=78) for n in range(7)]
    later = Valued("2020-11-05", "80", "source 8", value=80)
    *stack, last = marks(draw_values([*same, later], slot="killed"))
    assert len({mark.x for mark in stack}) == 1
    heights = sorted(mark.y for mark in stack)
    assert {round(b - a) for a, b in pairwise(heights)} == {19}
    assert last.x > stack[0].x


def test_one_origin_gives_a_value_of_one_day_once() -> None:
    three = [
        Valued(f"2020-08-05T1{n}:00:00Z", "78", "Red Cross", value=78, source="1", href=f"#c{n}")
        for n in range(3)
    ]
    figure = draw_values(three, slot="killed")
    (mark,) = marks(figure)
    assert mark.title.endswith("; 2 more of the same day")
    assert mark.href == "#c0"
    assert re.findall('<li><a href="([^"]+)"', figure) == ["#c0", "#c1", "#c2"]


def test_line_joins_values_of_one_source_alone() -> None:
    def lines(*sources: str | None) -> list[str]:
        valued = [
            Valued(f"2020-08-{5 + n:02d}", f"{n}", "officials", value=10 * n, source=source)
            for n, source in enumerate(sources)
        ]
        found = picture(draw_values(valued, slot="killed")).findall("line")
        return [one.get("data-kind") for one in found if one.get("class") == "fig-thread"]

    assert lines("1", "1", "1") == ["A", "A"]
    assert lines("1", "2", "1") == ["A"]
    assert lines("1", "2") == []
    # Of several origins, or none that is known.
    assert lines(None, None) == []


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.datetimes(), st.integers(-(10**12), 10**12) | st.floats(0, 1e9)), min_size=1, max_size=12
    )
)
def test_values_stay_inside_their_picture(pairs) -> None:
    valued = [Valued(at.isoformat(), str(v), f"source {n}", value=v) for n, (at, v) in enumerate(pairs)]
    figure = draw_values(valued, slot="killed")
    height = float(picture(figure).get("height"))
    placed = marks(figure)
    assert all(0 <= mark.x <= 1 and 9 <= mark.y <= height - 26 for mark in placed)
    for a, b in combinations(placed, 2):
        assert abs(a.x - b.x) > 0.05 or abs(a.y - b.y) > 18


def test_values_of_an_event_name_its_origins() -> None:
    from sayso.model import ClaimRef, EventGroup, GroupedClaim, Origin, OriginKind, Span, Status, Value

    refs = {"report": "r1", "claim": "c1"}
    trigger = Span(start=0, end=6, text="killed")
    event = EventGroup(
        id="e1",
        label="blast in Beirut",
        type="ASSAULT",
        claims=(
            GroupedClaim(
                **refs,
                key="k",
                trigger=trigger,
                status=Status.OCCURRED,
                negated=False,
                published="2020-08-05",
            ),
        ),
        values=(
            Value(**refs, slot="killed", of="people", min=100, text="at least 100", sources=("a minister",)),
        ),
        reports=1,
        independent_sources=1,
        origins=(Origin(name="Hamad Hasan", kind=OriginKind.SOURCE, why="named", claims=()),),
    )

    def link(claim: ClaimRef) -> str:
        return f"#{claim.report}-{claim.claim}"

    (found,) = values_of(event, "killed", link=link)
    assert (found.href, found.at, found.origin, found.min) == ("#r1-c1", "2020-08-05", "a minister", 100)
    # No origin is known to have it: nothing is joined to it.
    assert found.source is None
    assert values_of(event, "injured", link=link) == []
    # A claim that may rest on either of two is the word of none of them alone.
    both = [
        Origin(name=name, kind=OriginKind.SOURCE, why="named", claims=(ClaimRef(**refs),))
        for name in ("Hamad Hasan", "Red Cross")
    ]
    (found,) = values_of(replace(event, origins=tuple(both)), "killed", link=link)
    assert (found.origin, found.kind, found.source) == ("Hamad Hasan or Red Cross", "source", None)
    (found,) = values_of(replace(event, origins=tuple(both[:1])), "killed", link=link)
    assert (found.origin, found.source) == ("Hamad Hasan", "0")
