"""axe-core finds nothing on any page: light and dark, narrow and wide, in either direction of writing."""

from pathlib import Path

import pytest
from tests.browser.conftest import Made, Seen
from tests.browser.places import COMMON, LISTS, addresses, linked

AXE = (Path(__file__).parent / "vendor/axe-core/axe.min.js").read_text(encoding="utf-8")
WIDTHS = (390, 768, 1600)
# No script hears of another width.
DEAF = "window.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };"
# One line a fault: the rule, where, and what axe-core has to say about it.
RUN = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.flatMap(
  (one) => one.nodes.map((node) => `${one.id}: ${node.target} ${node.failureSummary}`))"""


def faults(page, *, widths=WIDTHS) -> list[str]:
    """What axe-core finds, and whether the page is wider than the window."""
    page.evaluate(AXE)
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if wide > 0:
            found.append(f"{width} px: {wide} px too wide")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{width} px, {scheme}: {one}" for one in page.evaluate(RUN)]
    page.emulate_media(color_scheme="light")
    return found


def check(page, address: str) -> None:
    found = faults(page)
    assert not found, "\n".join([address, *found])


def sign_in(page, root: str) -> None:
    page.goto(f"{root}/review")
    page.fill("[name=name]", "Ann")
    page.press("[name=name]", "Enter")
    page.wait_for_selector(".reviewing")
    page.wait_for_load_state()


@pytest.mark.parametrize("address", COMMON)
def test_page_keeps_nobody_out(page, made: Made, address: str) -> None:
    page.goto(made.root + address)
    check(page, address)


@pytest.mark.parametrize("open_", ["#list_commitments, #judge", "#schema-Claim"])
def test_description_of_the_api_keeps_nobody_out(page, made: Made, open_: str) -> None:
    page.goto(f"{made.root}/api/docs")
    page.locator(open_).evaluate_all("(all) => all.forEach((one) => { one.open = true; })")
    check(page, f"/api/docs, {open_}")


@pytest.mark.parametrize(
    "address",
    ["/events/{}", "/events/{}?as_of=2020-03-17", "/events/{}?since=2020-03-17", "/disagreements?text=شخصا"],
)
def test_pages_between_reports_keep_nobody_out_from_right_to_left(page, made: Made, address: str) -> None:
    page.goto(made.root + address.format(made.blast))
    assert "شخصا" in page.inner_text("main")
    check(page, address)


@pytest.mark.parametrize("address", ["/events/{}", "/explore"])
def test_page_fits_another_width_before_any_script_hears_of_it(page, made: Made, address: str) -> None:
    page.add_init_script(DEAF)
    page.goto(made.root + address.format(made.blast))
    page.wait_for_load_state("networkidle")
    for width in (1600, 1280, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("which", ["example", "arabic", "hostile"])
def test_pages_of_a_report_keep_nobody_out(page, made: Made, which: str) -> None:
    sign_in(page, made.root)
    for address in addresses(made.db, getattr(made, which)):
        page.goto(made.root + address)
        check(page, address)


@pytest.mark.parametrize("start", LISTS)
def test_lists_and_what_they_lead_to_keep_nobody_out(page, made: Made, start: str) -> None:
    assert page.goto(made.root + start).status == 200
    check(page, start)
    for address in list(linked(page.content(), start))[:1]:
        page.goto(made.root + address)
        check(page, address)


def test_signing_in_and_trouble_keep_nobody_out(page, seen: Seen, made: Made) -> None:
    page.goto(f"{made.root}/review")
    check(page, "/review, before anybody signed in")
    seen.may_fail = True
    page.goto(f"{made.root}/reports/r_none")
    check(page, "/reports/r_none")
