"""Our own figures on labelled claims, from the benchmarks, for `sayso score` to show beside others."""

import re
from pathlib import Path

__all__ = ["make_table"]

_RESULTS = Path(__file__).parents[1] / "benchmarks/RESULTS.md"
_TITLE = "## Claims: the other reports of dev"


def make_table() -> str:
    """Return a row a tier, with the figures in the order of the results."""
    section = _RESULTS.read_text(encoding="utf-8").partition(_TITLE)[2].partition("\n## ")[0]
    rows = [re.split(r"\s*\|\s*", line)[1:-1] for line in section.splitlines() if line.startswith("|")]
    lines = ["\t".join(row) for row in rows if not row[0].startswith("---")]
    return "# Made from benchmarks/RESULTS.md by `make reference`.\n" + "\n".join(lines) + "\n"
