"""The glossary is kept: no retired word in a name, no docstring that opens with a question."""

from pathlib import Path

import pytest
from tests.docs.vocabulary import find_retired

ROOT = Path(__file__).parents[2]
PARTS = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("src/sayso", "training", "benchmarks")
    for path in (ROOT / folder).iterdir()
    if path.suffix == ".py" or (path / "__init__.py").exists()
)


@pytest.mark.parametrize("name", PARTS)
def test_names_keep_to_the_glossary(name: str) -> None:
    path = ROOT / name
    paths = [path] if path.is_file() else sorted(path.rglob("*.py"))
    assert paths
    assert [finding for path in paths for finding in find_retired(path)] == []
