"""The reference names every column, field and format there is."""

import re
from pathlib import Path

import pytest
from tests.export.made import COLUMNS

from sayso.export import FORMATS
from sayso.export.acled import TABLE
from sayso.export.ftm import STATEMENT_COLUMNS

PAGE = (Path(__file__).parents[2] / "docs/reference/exports.md").read_text(encoding="utf-8")


def section(name):
    """What stands under a format's heading, and the names in it that are set as code."""
    text = re.search(rf"^## {re.escape(name)}$(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE).group(1)
    return set(re.findall(r"`([^`]+)`", text))


@pytest.mark.parametrize("name", FORMATS)
def test_format_has_a_section(name):
    assert section(name)


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("polecat", COLUMNS["polecat"]),
        ("acled", TABLE.names),
        ("gdelt", COLUMNS["gdelt_events"] + COLUMNS["gdelt_mentions"]),
        ("ftm", STATEMENT_COLUMNS),
    ],
)
def test_every_column_is_explained(name, columns):
    assert not set(columns) - section(name)
