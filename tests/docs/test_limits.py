"""The page of limits, and the README, tell figures that the results have."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
LIMITS = (ROOT / "docs/explanation/limits.md").read_text(encoding="utf-8")
RESULTS = (ROOT / "benchmarks/RESULTS.md").read_text(encoding="utf-8")
# A row of the first table, and the columns of the results it is from.
ROWS = {
    "claims found (F1)": ("found",),
    "with the right type": ("typed",),
    "right in type, status, negation and source all at once": ("right",),
    "status, of claims found": ("status",),
    "negation, of claims found": ("negated",),
    "innermost source, of claims found": ("source",),
    "claims that somebody says, with all of that right": ("sourced",),
    "chains of two or more sources": ("chained",),
    "actors, recipients (F1)": ("actors", "recipients"),
    "commitments (F1)": ("commitments",),
}
# A new training moves figures a little; more than this, and the page is out of date.
SLACK = 0.03


def measured() -> dict[str, dict[str, float]]:
    section = RESULTS.partition("## Claims: the other reports of dev")[2].partition("\n## ")[0]
    head, *rows = re.findall(r"^\| (.*) \|$", section, re.MULTILINE)
    names = head.split(" | ")[1:]
    cells = [row.split(" | ") for row in rows]
    return {tier: dict(zip(names, map(float, figures), strict=True)) for tier, *figures in cells}


@pytest.mark.parametrize("row", ROWS)
def test_figures_of_one_report_are_those_of_the_results(row: str) -> None:
    found = re.search(rf"^\| {re.escape(row)} \| (.*) \| (.*) \|$", LIMITS, re.MULTILINE)
    assert found
    for tier, cell in zip(("full", "fast"), found.groups(), strict=True):
        told = [float(figure) for figure in cell.split(", ")]
        assert told == pytest.approx([measured()[tier][name] for name in ROWS[row]], abs=SLACK)


def test_figures_of_the_readme_are_those_of_the_page_of_limits() -> None:
    figures = re.findall(r"^\| .* \| \.\d\d \| \.\d\d \|$", README, re.MULTILINE)
    assert len(figures) >= 4
    assert not [row for row in figures if row not in LIMITS]
