"""The glossary holds in the packages whose names have been changed to the standard vocabulary."""

from pathlib import Path

import pytest

from .vocabulary import find_retired

SOURCE = Path(__file__).parents[2] / "src" / "sayso"
HELD = ("cli", "web")


@pytest.mark.parametrize("package", HELD)
def test_package_uses_the_standard_vocabulary(package: str) -> None:
    findings = [
        finding for path in sorted((SOURCE / package).rglob("*.py")) for finding in find_retired(path)
    ]
    assert findings == []
