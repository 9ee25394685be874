"""The glossary: no retired word in the names and docstrings of the packages that follow it."""

from pathlib import Path

import pytest
from tests.docs.vocabulary import find_retired

ROOT = Path(__file__).parents[2] / "src" / "sayso"
# Packages and modules that follow the glossary.
HELD = ("model", "engine", "errors.py", "pipeline.py")


@pytest.mark.parametrize("name", HELD)
def test_names_follow_the_glossary(name: str) -> None:
    path = ROOT / name
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert [finding for file in files for finding in find_retired(file)] == []
