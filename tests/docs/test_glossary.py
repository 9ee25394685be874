"""The glossary in code: no retired word in identifiers, no docstring that opens with a question word."""

from pathlib import Path

import pytest
from tests.docs.vocabulary import find_retired

ROOT = Path(__file__).parents[2]
# Packages that hold to the glossary.
HELD = ("relate",)


@pytest.mark.parametrize("package", HELD)
def test_package_uses_no_retired_word(package):
    files = sorted((ROOT / "src" / "sayso" / package).rglob("*.py"))
    assert files
    assert [finding for path in files for finding in find_retired(path)] == []
