"""The part of a very long text that is read."""

import pytest

from sayso.language import budget, within_budget
from sayso.model import ReadingStatus, make_report
from sayso.pipeline import Pipeline

SENTENCE = "Troops left Mosul on Monday, officials said.\n\n"


@pytest.fixture
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MAX_WORDS", 50)
    monkeypatch.setattr(budget, "MAX_CHARACTERS", 300)


@pytest.mark.usefixtures("_small")
@pytest.mark.parametrize(
    ("text", "read"),
    [
        (SENTENCE * 3, SENTENCE * 3),
        (SENTENCE * 9, SENTENCE * 5),
        ("Troops left Mosul. " * 30, "Troops left Mosul. " * 11 + "Troops left Mosul."),
        ("a-" * 200, "a-" * 25),
        ("a " * 200, "a " * 50),
        ("government " * 40, "government " * 27),
        ("x" * 400, "x" * 300),
        ("\n" * 400, "\n" * 300),
    ],
)
def test_text_is_read_up_to_the_budget(text: str, read: str) -> None:
    part, issues = within_budget(text)
    assert part == read
    assert [issue.code for issue in issues] == ["too-long"] * (part != text)
    assert text.startswith(part)


@pytest.mark.usefixtures("_small")
def test_what_was_read_is_kept_with_an_issue() -> None:
    report = make_report("Iraq's parliament voted on Sunday, officials said.\n\n" * 9)
    (reading,) = Pipeline().read([report])
    assert reading.status is ReadingStatus.READ
    assert reading.report.text == report.text
    assert len(reading.claims) == 4
    (issue,) = reading.issues
    assert issue.code == "too-long"
    assert "208 of 468 characters were read" in issue.message


def test_every_text_up_to_the_budget_is_read_whole() -> None:
    text = SENTENCE * (budget.MAX_CHARACTERS // len(SENTENCE))
    assert within_budget(text) == (text, ())
