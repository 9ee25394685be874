"""Figures say what their rows say, to the eye and in words, whatever the rows hold."""

import datetime as dt
import json
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.web.figures.made import DATED, HOSTILE, PLACED, VALUES

from sayso.web.figures import Dated, Placed, Valued, Whole, draw_days, draw_map, draw_values, values_of
from sayso.web.figures.shapes import SHAPES


def pictures(figure: str) -> list[ElementTree.Element]:
    return [ElementTree.fromstring(one) for one in re.findall(r"<svg.*</svg>", figure, re.S)[:1]]  # noqa: S314


def payload(figure: str) -> dict:
    return json.loads(re.search(r"<data hidden>(.*?)</data>", figure, re.S)[1])


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
    assert 'role="img"' in picture
    assert re.search(r'aria-label="[^"]{20,}"', picture)


def test_map_counts_the_claims_it_cannot_place() -> None:
    assert "2 claims are not on the map" in ALL["map"]
    assert "19 claims at 10 places" in ALL["map"]
    assert len(payload(ALL["map"])["points"]) == 19


def test_map_names_places_where_there_is_room() -> None:
    far = [
        Placed("a", "Talks", "Erbil", "occurred", 36.2, 44.0),
        Placed("b", "Talks", "Basra", "planned", 30.5, 47.8),
    ]
    assert re.findall('class="fig-place"[^>]*>([^<]+)', draw_map(far)) == ["Basra", "Erbil"]
    near = [Placed(str(n), "Talks", f"Quarter {n}", "occurred", 36.2 + n / 1000, 44.0) for n in range(9)]
    assert len(re.findall('class="fig-place"', draw_map(near))) < 3


def test_map_without_a_place_says_so() -> None:
    assert "None of the 1 claims has a place" in draw_map([Placed("a", "Talks", "", "planned")])


def test_statuses_of_a_map_have_a_shape_and_a_word() -> None:
    paths = {shape.path for shape in SHAPES.values()}
    assert len(paths) == len(SHAPES)
    for status, shape in SHAPES.items():
        assert re.search(f'data-status="{status}".*?<span>{shape.word}</span>', ALL["map"])


def test_hostile_text_is_inert_in_every_figure() -> None:
    values = draw_values([Valued("v", "2020-08-04", HOSTILE, HOSTILE, value=3)], slot=HOSTILE)
    for figure in (
        ALL["map"],
        values,
        draw_days([Dated("2020-08-04", HOSTILE)], title=HOSTILE, noun=HOSTILE),
    ):
        assert "<img" not in figure
        assert "\u202e" not in figure
        assert "</script><" not in figure
    assert payload(values)["marks"][0]["text"].startswith("</script><img")


def test_days_count_the_same_in_picture_table_and_script() -> None:
    bars = payload(ALL["days"])["bars"]
    total = sum(row.number for row in DATED if row.day)
    assert sum(bar["count"] for bar in bars) == total
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
    assert sum(bar["count"] for bar in payload(figure)["bars"]) + left_out == len(pairs)
    assert len(re.findall(r'class="fig-bar', figure)) == len(payload(figure)["bars"])


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
    for bar in payload(figure)["bars"]:
        first, last = (dt.date.fromisoformat(one[-10:]) for one in bar["href"].split("&"))
        assert bar["count"] == sum(a <= last and b >= first for a, b in spans)


def test_bars_keep_to_the_days_that_were_asked_for() -> None:
    figure = draw_days(
        [Dated("2020-01-01", "occurred", last="2020-12-31"), Dated("2020-08-05", "occurred")],
        within=("2020-08-04", "2020-08-06"),
        link=lambda first, last: f"/explore?from={first}&to={last}",
    )
    bars = payload(figure)["bars"]
    assert [(bar["start"], bar["count"]) for bar in bars] == [
        ("2020-08-04", 1),
        ("2020-08-05", 2),
        ("2020-08-06", 1),
    ]
    assert "1 claim of a longer time stands in each day of it" in figure
    assert "2 claims by day" in figure


def test_old_day_does_not_make_all_others_one_bar() -> None:
    recent = [Dated(f"2020-08-{day:02d}", "occurred", 5) for day in range(1, 31)]
    figure = draw_days([Dated("1848-03-01", "occurred"), *recent])
    assert len(payload(figure)["bars"]) == 30
    assert "Not drawn: 1 earlier." in figure


def test_place_of_many_claims_is_a_link_only_within_the_site() -> None:
    def figure(href: str) -> str:
        rows = [Placed("p1", "", "Taji", "occurred", 33.5, 44.2, href, 28)]
        return draw_map(
            [*rows, Placed("p1", "", "Taji", "planned", 33.5, 44.2, href, 3)], whole=Whole(30, 250)
        )

    shown = figure("/explore?place=1")
    assert shown.count('href="/explore?place=1"') == 2
    assert "30 claims at 250 places; most at Taji (31). Drawn: the 1 with most." in shown
    assert "28 occurred, 3 planned" in shown
    for href in ("javascript:alert(1)", "//evil.example", "https://evil.example"):
        assert "<a " not in figure(href)


@settings(deadline=None, max_examples=50)
@given(st.permutations(VALUES))
def test_values_do_not_depend_on_the_order_of_rows(values) -> None:
    assert draw_values(values, slot="killed") == ALL["values"]


def test_values_give_one_letter_to_an_origin() -> None:
    marks = payload(ALL["values"])["marks"]
    letters = {mark["origin"]: mark["letter"] for mark in marks}
    assert len(set(letters.values())) == len(letters)
    assert [mark["letter"] for mark in marks if mark["origin"] == "Lebanese Red Cross"] == ["C", "C"]


def test_value_without_number_or_date_is_listed_alone() -> None:
    assert "dozens" in ALL["values"]
    assert "2 without a number or a date are in the list alone" in ALL["values"]
    assert not {"r9/c1", "r10/c1"} & {mark["id"] for mark in payload(ALL["values"])["marks"]}


def test_bound_is_open_at_one_end_and_range_at_none() -> None:
    marks = {mark["id"]: mark for mark in payload(ALL["values"])["marks"]}
    assert (marks["r5/c1"]["low"], marks["r5/c1"]["high"]) == (100, None)
    assert (marks["r6/c1"]["low"], marks["r6/c1"]["high"]) == (90, 110)


def test_marks_on_one_spot_stand_side_by_side() -> None:
    same = [Valued(f"r{n}/c", "2020-08-05T10:00:00Z", "78", f"source {n}", value=78) for n in range(3)]
    assert [mark["aside"] for mark in payload(draw_values(same, slot="killed"))["marks"]] == [0, 1, 2]


@settings(deadline=None, max_examples=50)
@given(
    st.lists(
        st.tuples(st.datetimes(), st.integers(-(10**12), 10**12) | st.floats(0, 1e9)), min_size=1, max_size=12
    )
)
def test_values_stay_inside_their_picture(pairs) -> None:
    valued = [
        Valued(f"r{n}", at.isoformat(), str(v), f"source {n}", value=v) for n, (at, v) in enumerate(pairs)
    ]
    figure = draw_values(valued, slot="killed")
    assert all(0 <= float(x) <= 100 for x in re.findall(r'<svg x="([-\d.]+)%"', figure))
    assert all(0 <= float(y) <= 232 for y in re.findall(r'<circle cx="0" cy="([-\d.]+)"', figure))
    assert pictures(figure)


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
    (found,) = values_of(event, "killed")
    assert (found.id, found.at, found.origin, found.min) == ("r1/c1", "2020-08-05", "a minister", 100)
    assert values_of(event, "injured") == []
    # A claim that may rest on either of two is the word of none of them alone.
    both = [
        Origin(name=name, kind=OriginKind.SOURCE, why="named", claims=(ClaimRef(**refs),))
        for name in ("Hamad Hasan", "Red Cross")
    ]
    (found,) = values_of(replace(event, origins=tuple(both)), "killed")
    assert (found.origin, found.kind) == ("Hamad Hasan or Red Cross", "source")
