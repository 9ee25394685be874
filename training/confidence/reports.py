"""Labelled reports, and which of them the encoder never saw."""

import gzip
import importlib.util
import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from sayso.heads import WEIGHTS

GOLD = Path("claims/train")
OWN = Path("training/gold")
_SILVER = Path("training/silver")


class LabelledReport(NamedTuple):
    """A report with its gold; `row` is its line of reports.jsonl (title, publisher, date), if it has one."""

    name: str
    text: str
    gold: dict[str, Any]
    row: dict[str, Any]

    @property
    def is_unseen(self) -> bool:
        """Whether the encoder's training never saw the report."""
        return self.name.startswith("gm_") or self.name in _held_out()


@lru_cache(maxsize=1)
def _held_out() -> frozenset[str]:
    config = json.loads((WEIGHTS / "config.json").read_text(encoding="utf-8"))
    return frozenset(config["trained"]["held"]["claims"])


def shared() -> Path:
    """Return the folder with data/ and score/."""
    return Path(os.environ.get("SAYSO_SHARED", "../shared"))


def shared_data() -> Path:
    """Return the folder of the labelled sets."""
    return shared() / "data"


def labelled_texts(folder: Path) -> Iterator[LabelledReport]:
    """Yield the reports of a gold folder in order of their names."""
    listed = folder / "reports.jsonl"
    lines = listed.read_text(encoding="utf-8").splitlines() if listed.exists() else []
    rows = {row["id"]: row for row in map(json.loads, lines)}
    for path in sorted(folder.glob("*.json")):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        gold = json.loads(path.read_text(encoding="utf-8"))
        yield LabelledReport(path.stem, text, gold, rows.get(path.stem, {}))


def silver_texts() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the texts with silver labels, and the labels."""
    texts = load_script(_SILVER / "texts.py").reports(shared_data())
    with gzip.open(_SILVER / "labels.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in texts:
                yield texts[row["id"]], row


def load_script(path: Path) -> ModuleType:
    """Import a script by its path: a scorer of the shared folder, or one that is run by itself."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is not at hand: set SAYSO_SHARED")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
