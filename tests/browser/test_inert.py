"""Words of a report never act, whatever they look like; nothing leaves the site."""

import pytest
from tests.browser.conftest import Made
from tests.browser.places import COMMON, addresses
from tests.browser.test_access import sign_in
from tests.web.hostile import EVENT, IMAGE, SCRIPT


def test_hostile_report_does_nothing_on_its_pages(page, made: Made) -> None:
    sign_in(page, made.root)
    for address in addresses(made.db, made.hostile):
        page.goto(made.root + address)
        page.wait_for_load_state()
        assert page.locator("img, iframe, object, embed, base").count() == 0, address
        assert page.locator("[href^='javascript:' i]").count() == 0, address
        for one in page.locator("main a, main button, main mark").all()[:40]:
            one.dispatch_event("mouseover")
    # `page` fails at the end where a dialog, an error or a refusal by the policy was seen.


def test_hostile_words_in_an_address_do_nothing(page, made: Made) -> None:
    for words in (SCRIPT, EVENT, IMAGE, "javascript:alert(1)", "\u202e{{7*7}}"):
        page.goto(f"{made.root}/explore?text={words}&source={words}")
        page.goto(f"{made.root}/review?note={words}&done={words}&of={words}")
        assert "49" not in page.inner_text("main")


def test_hostile_rows_are_swapped_in_as_words(page, made: Made) -> None:
    page.goto(f"{made.root}/explore")
    page.fill(".filters [name=text]", "shelled rebels")
    page.press(".filters [name=text]", "Enter")
    page.wait_for_function("() => document.querySelector('#results').innerText.includes('<script>')")
    assert page.locator("#results script, #results img").count() == 0


@pytest.mark.parametrize("which", ["arabic", "hostile"])
def test_words_keep_their_own_direction(page, made: Made, which: str) -> None:
    page.goto(f"{made.root}/reports/{getattr(made, which)}")
    looks = page.evaluate(
        "[...document.querySelectorAll('.text p')].map((one) => [one.innerText.slice(0, 20),"
        " getComputedStyle(one).direction])"
    )
    for words, direction in looks:
        arabic = any("\u0600" <= sign <= "\u06ff" for sign in words[:1])
        assert direction == ("rtl" if arabic else "ltr"), words
    assert any(direction == "rtl" for _, direction in looks)


def test_words_keep_their_own_direction_between_reports(page, made: Made) -> None:
    page.goto(f"{made.root}/events/{made.blast}")
    assert page.inner_text(".sides").count("شخصا") == 2
    for words in ("h1 bdi", ".rests .who", ".side .said q", ".accounts q"):
        found = page.locator(words).first
        assert found.evaluate("(one) => getComputedStyle(one).direction") == "rtl", words
    # Numbers beside such words stay where they are.
    assert page.inner_text(".fig-values figcaption bdi").endswith("شخصا")
    # What is ours around them still runs from left to right.
    for ours in (".event-head", ".standing", ".split-head", "figcaption"):
        assert page.locator(ours).first.evaluate("(one) => getComputedStyle(one).direction") == "ltr", ours
    # The number of a source stands where the page begins, whatever its name is written in.
    number, name = (page.locator(one).first.bounding_box()["x"] for one in (".rests > li", ".rests .who"))
    assert number < name


def test_paper_shows_whose_word_it_is(page, made: Made) -> None:
    page.goto(f"{made.root}/events/{made.blast}")
    page.evaluate("for (const one of document.querySelectorAll('.ways')) one.removeAttribute('open')")
    page.emulate_media(media="print")
    for relays in page.locator(".relays").all():
        assert relays.is_visible()
    assert not page.locator(".asof, .search, .top nav").first.is_visible()


@pytest.mark.parametrize("address", [*COMMON, "/api/docs"])
def test_nothing_leaves_the_site(page, made: Made, address: str) -> None:
    page.goto(made.root + address)
    page.wait_for_load_state("networkidle")


def test_description_of_the_api_is_shown_and_can_be_tried(page, made: Made) -> None:
    page.goto(f"{made.root}/api/docs")
    page.click("#count_claims summary")
    page.fill("#count_claims [name=text]", "killed")
    page.click("#count_claims button")
    page.wait_for_url("**/api/claims/count?text=killed")
    assert '"count":' in page.content()
