"""The packages that keep to the glossary use none of its retired words."""

from pathlib import Path

import pytest
from tests.docs.vocabulary import find_retired

_SOURCE = Path(__file__).parents[2] / "src" / "sayso"
HELD = ("export", "record")


@pytest.mark.parametrize("package", HELD)
def test_package_uses_no_retired_word(package):
    files = sorted((_SOURCE / package).rglob("*.py"))
    assert [finding for path in files for finding in find_retired(path)] == []
