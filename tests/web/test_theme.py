"""Light, dark, or as the system has it: a form that needs no script."""

import pytest


def choose(client, theme: str, back: str = "/explore?text=Beirut"):
    return client.post("/theme", data={"theme": theme, "back": back})


def test_choice_is_kept_and_leads_back(serve, db: str) -> None:
    client = serve(db)
    assert "data-theme" not in client.get("/").text
    answer = choose(client, "dark")
    assert (answer.status_code, answer.headers["location"]) == (303, "/explore?text=Beirut")
    page = client.get("/").text
    assert '<html lang="en" data-theme="dark">' in page
    assert 'name="theme" value="dark" aria-pressed="true"' in page
    assert '<meta name="color-scheme" content="dark">' in page
    choose(client, "system")
    assert "data-theme" not in client.get("/").text


def test_form_comes_back_to_the_page_as_it_was(client) -> None:
    page = client.get("/explore?text=Beirut&status=occurred").text
    assert '<input type="hidden" name="back" value="/explore?text=Beirut&amp;status=occurred">' in page


@pytest.mark.parametrize(
    "back",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "",
    ],
)
def test_choice_leads_nowhere_else(client, back: str) -> None:
    assert choose(client, "light", back).headers["location"] == "/"


def test_unknown_choice_is_refused_and_an_unknown_cookie_means_nothing(serve, db: str) -> None:
    client = serve(db)
    assert choose(client, "plaid").status_code == 400
    client.cookies.set("theme", '"><script>')
    page = client.get("/").text
    assert "data-theme" not in page
    assert '"><script>' not in page
