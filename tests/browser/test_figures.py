"""Pictures by keyboard and pointer; that they say all without a script, too."""

import pytest
from tests.browser.conftest import Made, Seen

from sayso.record import Store

POINT = ".fig-map .fig-point"
FOCUSED = "document.activeElement.closest('.fig-point') && document.activeElement.ariaLabel"


def box_of(page) -> list[float]:
    """What the map shows of the land, in hundredths of a degree."""
    return [float(one) for one in page.get_attribute(".fig-ground", "viewBox").split()]


@pytest.fixture
def explore(page, made: Made):
    page.goto(f"{made.root}/explore?min_confidence=0")
    page.wait_for_selector(".fig-zoom")
    return page


def test_arrow_keys_move_between_the_marks_of_a_picture(explore) -> None:
    names = explore.locator(POINT).evaluate_all("(all) => all.map((one) => one.ariaLabel)")
    assert len(names) > 3
    explore.focus(".fig-zoom button >> nth=0")
    explore.keyboard.press("Tab")  # one stop: the button to zoom out is disabled
    assert explore.evaluate(FOCUSED) == names[0]
    for key, number in (
        ("ArrowRight", 1),
        ("ArrowDown", 2),
        ("ArrowLeft", 1),
        ("ArrowUp", 0),
        ("ArrowUp", -1),
    ):
        explore.keyboard.press(key)
        assert explore.evaluate(FOCUSED) == names[number]
        assert explore.inner_text(".fig-tip") == names[number]
    explore.keyboard.press("Tab")
    assert explore.evaluate(FOCUSED) is None
    assert explore.locator(".fig-tip").count() == 0


def test_mark_leads_to_the_claims_it_counts(explore) -> None:
    number = explore.locator(POINT).first.get_attribute("aria-label").split(": ")[1].split()[0]
    explore.locator(POINT).first.focus()
    with explore.expect_navigation():
        explore.keyboard.press("Enter")
    assert "place=" in explore.url
    assert explore.inner_text("#results .count strong") == number


def test_title_is_shown_where_a_mark_is_pointed_at(explore) -> None:
    bar = explore.locator(".fig-days .fig-point").last
    bar.hover()
    tip = explore.locator(".fig-tip")
    assert tip.inner_text() == bar.get_attribute("aria-label")
    stage, shown = (one.bounding_box() for one in (explore.locator(".fig-days .fig-stage"), tip))
    assert stage["x"] <= shown["x"]
    assert shown["x"] + shown["width"] <= stage["x"] + stage["width"] + 1


def test_map_zooms_by_its_buttons_and_the_wheel_and_moves(explore) -> None:
    whole = box_of(explore)
    explore.click(".fig-zoom button >> nth=0")
    half = box_of(explore)
    assert half[2:] == [side / 2 for side in whole[2:]]
    names = explore.locator(".fig-map-picture text:visible").count()
    explore.locator(".fig-map-stage").hover(position={"x": 200, "y": 100})
    explore.mouse.down()
    explore.mouse.move(100, 100, steps=4)
    explore.mouse.up()
    moved = box_of(explore)
    assert moved[2:] == half[2:]
    assert moved != half
    explore.keyboard.down("Control")
    explore.locator(".fig-map-stage").hover(position={"x": 200, "y": 100})
    explore.mouse.wheel(0, -200)
    explore.keyboard.up("Control")
    explore.wait_for_function(
        "(before) => document.querySelector('.fig-ground').viewBox.baseVal.width < before", arg=half[2]
    )
    for _ in range(8):
        if explore.locator(".fig-zoom button >> nth=1").is_enabled():
            explore.click(".fig-zoom button >> nth=1")
    assert box_of(explore) == whole
    assert explore.locator(".fig-map-picture text:visible").count() < names or names < 8


def test_wheel_alone_scrolls_the_page(explore) -> None:
    whole = box_of(explore)
    explore.locator(".fig-map-stage").hover()
    explore.mouse.wheel(0, 200)
    explore.wait_for_function("() => window.scrollY > 0")
    assert box_of(explore) == whole


def test_zoomed_map_shows_the_mark_that_gets_the_focus(explore) -> None:
    for _ in range(3):
        explore.click(".fig-zoom button >> nth=0")
    stage = explore.locator(".fig-map-stage").bounding_box()
    explore.locator(POINT).first.focus()
    for _ in range(explore.locator(POINT).count()):
        explore.keyboard.press("ArrowRight")
        mark = explore.evaluate(
            "(() => { const at = document.activeElement.getBoundingClientRect();"
            " return [at.x + at.width / 2, at.y + at.height / 2]; })()"
        )
        assert stage["x"] <= mark[0] <= stage["x"] + stage["width"]
        assert stage["y"] <= mark[1] <= stage["y"] + stage["height"]


def test_row_leads_to_its_point_on_the_map(explore) -> None:
    row = explore.locator("a.find").last
    spot = row.get_attribute("href")[1:]
    row.click()
    explore.wait_for_function("(id) => document.activeElement.id === id", arg=spot)
    assert explore.locator(f"[id='{spot}']").evaluate("(one) => one.matches(':target')")
    top = explore.locator(f"[id='{spot}']").bounding_box()["y"]
    assert 0 <= top <= 900


def test_entry_of_the_key_leaves_only_its_marks_clear(page, made: Made) -> None:
    page.goto(f"{made.root}/events/{made.blast}")
    figure = page.locator(".fig-values").first
    figure.locator(".fig-key > li").first.hover()
    marks = figure.locator("[data-kind]").evaluate_all(
        "(all) => all.map((one) => [one.dataset.kind, one.classList.contains('is-faint')])"
    )
    assert len(marks) > 1
    assert all(faint == (kind != "A") for kind, faint in marks)
    page.mouse.move(0, 0)
    assert figure.locator(".is-faint").count() == 0


def test_letter_leads_to_its_claim(page, made: Made) -> None:
    page.goto(f"{made.root}/events/{made.blast}")
    letter = page.locator(".fig-values .fig-point").first
    letter.click()
    account = page.locator(".account:target")
    assert account.count() == 1
    assert account.is_visible()


def test_pictures_need_no_script(browser, made: Made) -> None:
    with Store(made.db, create=False) as store:
        (row,) = store.claims(placed=True).page(1).rows
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    seen = Seen(page)
    page.goto(f"{made.root}/reports/{row.report.id}")
    page.locator(POINT).first.click()
    assert "claim=" in page.url or page.url.split("#")[1].startswith("in-at-")
    page.goto(f"{made.root}/explore?min_confidence=0")
    page.locator(".fig-days .fig-point").first.click()
    page.wait_for_url("**from=**")
    assert not seen.faults
    context.close()
