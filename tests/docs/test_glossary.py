"""The glossary is kept: no retired word in a name, no docstring that opens with a question."""

from pathlib import Path

import pytest
from tests.docs.vocabulary import find_retired

SOURCE = Path(__file__).parents[2] / "src" / "sayso"
PARTS = sorted(
    path.name for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
)


@pytest.mark.parametrize("name", PARTS)
def test_names_keep_to_the_glossary(name: str) -> None:
    path = SOURCE / name
    paths = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert paths
    assert [finding for path in paths for finding in find_retired(path)] == []
