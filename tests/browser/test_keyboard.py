"""The main tasks, by keyboard alone."""

from tests.browser.conftest import Made, Seen

from sayso.record import Store


def reach(page, selector: str, *, most: int = 200) -> None:
    """Press Tab until the focus is there, as a person would."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab does not come to {selector}")


def follow(page, selector: str) -> None:
    """To a link by Tab, and along it by Enter."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_first_stop_leads_past_the_head(page, made: Made) -> None:
    page.goto(made.root)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_focus_is_seen_wherever_it_is(page, made: Made) -> None:
    page.goto(f"{made.root}/explore")
    for _ in range(25):
        page.keyboard.press("Tab")
        look = page.evaluate(
            "(() => { const at = document.activeElement, look = getComputedStyle(at);"
            " return [look.outlineStyle, parseFloat(look.outlineWidth), at.outerHTML]; })()"
        )
        assert look[0] != "none", look
        assert look[1] >= 2, look


def test_search_open_a_report_and_see_a_chain(page, made: Made) -> None:
    page.goto(made.root)
    page.keyboard.press("/")
    page.keyboard.type("killed")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/explore?text=killed")
    follow(page, "tbody a[href^='/reports/']")
    assert "/reports/" in page.url
    with page.expect_navigation():  # back to the whole report, to choose a claim there
        reach(page, ".panel .tools a")
        page.keyboard.press("Enter")
    follow(page, ".panel .claims a")
    assert page.locator(".panel .chain li").count() >= 1
    assert page.locator(".text .chosen, h1 .chosen").count() >= 1
    assert page.locator(".panel .chain li").last.get_attribute("class") == "outlet"


def test_claim_is_chosen_in_the_text(page, made: Made) -> None:
    page.goto(f"{made.root}/reports/{made.example}")
    follow(page, ".text a.trigger")
    assert page.locator(".text a[aria-current=true]").count() >= 1


def test_filter_in_explore_swaps_the_results_alone(page, made: Made) -> None:
    page.goto(f"{made.root}/explore")
    page.evaluate("window.sayso_stayed = true")
    before = page.inner_text("#results .count strong")
    reach(page, ".filters [name=text]")
    page.keyboard.type("army")
    with page.expect_response(lambda response: "/explore?text=army" in response.url) as asked:
        page.keyboard.press("Enter")
    assert asked.value.request.headers["hx-target"] == "results"
    page.wait_for_function(
        "(before) => document.querySelector('#results strong').innerText !== before", arg=before
    )
    assert page.evaluate("window.sayso_stayed") is True
    page.wait_for_url("**/explore?text=army")
    count = page.inner_text("#results .count strong")
    page.reload()
    assert page.inner_text("#results .count strong") == count
    page.go_back()
    page.wait_for_function(
        "(before) => document.querySelector('#results strong').innerText === before", arg=before
    )


def test_commitments_of_a_state_and_a_debtor_by_keyboard(page, made: Made) -> None:
    page.goto(f"{made.root}/commitments")
    everything = int(page.inner_text(".count strong"))
    follow(page, ".tabs a[href$='state=open']")
    assert page.locator(".tabs [aria-current]").inner_text().endswith("open")
    reach(page, ".filters [name=actor]")
    page.keyboard.type("Syria")
    page.keyboard.press("Enter")
    page.wait_for_url("**/commitments?state=open&actor=Syria")
    page.wait_for_function(
        "(before) => Number(document.querySelector('.count strong').innerText) < before", arg=everything
    )
    assert page.locator(".commitment .state").count() == page.locator(".commitment .is-open").count()


def test_judge_with_one_key_and_take_it_back_with_one(page, own: str, tmp_path) -> None:
    page.goto(f"{own}/review")
    reach(page, "[name=name]")
    page.keyboard.type("Ann")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    first = page.inner_text("blockquote mark")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert "Written down" in page.inner_text("[role=status]")
    with Store(tmp_path / "record.db", create=False) as store:
        (made,) = store.judgements()
        assert (str(made.verdict), made.by) == ("accept", "Ann")
        assert made.quote.words == first
    with page.expect_navigation():
        page.keyboard.press("u")
    assert "Taken back" in page.inner_text("[role=status]")
    assert page.inner_text("blockquote mark") == first
    with Store(tmp_path / "record.db", create=False) as store:
        assert not [one for one in store.judgements() if one.in_force and one.verdict != "withdraw"]


def test_every_key_of_review_does_what_it_says(page, own: str) -> None:
    page.goto(f"{own}/review")
    page.fill("[name=name]", "Ann")
    page.press("[name=name]", "Enter")
    page.wait_for_selector(".reviewing")
    page.wait_for_load_state()
    for key, name in (("c", "choice"), ("m", "other"), ("s", "other")):
        page.keyboard.press(key)
        assert page.evaluate("document.activeElement.name") == name
        page.evaluate("document.activeElement.blur()")
    first = page.get_attribute(".decide [name=claim] >> nth=0", "value")
    with page.expect_navigation():
        page.keyboard.press("n")
    assert page.get_attribute(".decide [name=claim] >> nth=0", "value") != first
    with page.expect_navigation():
        page.keyboard.press("r")
    assert "Written down" in page.inner_text("[role=status]")


def test_keys_are_letters_where_one_writes(page, own: str) -> None:
    page.goto(f"{own}/review")
    page.focus("[name=name]")
    page.keyboard.type("aru/")
    assert page.input_value("[name=name]") == "aru/"


def test_pages_work_without_script(browser, made: Made) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    seen = Seen(page)
    page.goto(f"{made.root}/explore")
    page.fill(".filters [name=text]", "army")
    page.press(".filters [name=text]", "Enter")
    page.wait_for_url("**text=army**")
    page.click("tbody a[href^='/reports/'] >> nth=0")
    page.wait_for_selector(".panel .chain")
    page.goto(f"{made.root}/commitments")
    page.click(".tabs a >> text=open")
    page.wait_for_url("**/commitments?state=open")
    page.fill(".filters [name=to]", "2021-01-01")
    page.click(".filters button")
    page.wait_for_url("**state=open**")
    assert "to=2021-01-01" in page.url
    assert page.locator(".tabs [aria-current]").inner_text().endswith("open")
    assert not seen.faults
    context.close()
