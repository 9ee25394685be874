"""Copies: the built copies of ECB+ reports, grouped in memory and scored by `score_copies.py`.

python -m benchmarks.score_copies [SHARED]
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from sayso.model import make_report
from sayso.relate.copies import find_copies

__all__ = ["score_copies"]


def score_copies(shared: Path) -> dict[str, float]:
    """The figures that the scorer prints, by name."""
    gold = shared / "data" / "copies" / "copies_dev.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line]
    reports = [make_report(row["text"], input_id=row["id"]) for row in rows]
    names = {report.id: report.input_id for report in reports}
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8") as groups:
        for group in find_copies(reports):
            groups.writelines(f"{names[report]}\t{group.id}\n" for report in group.reports)
        groups.flush()
        command = [sys.executable, str(shared / "score" / "score_copies.py"), str(gold), groups.name]
        printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {name: float(figure) for name, figure in map(str.split, printed.splitlines())}


if __name__ == "__main__":
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("SAYSO_SHARED", "../shared"))
    for name, figure in score_copies(folder).items():
        print(f"{name:28} {figure:g}")
