"""Score the values of time expressions on the dated times of the labelled claims.

usage: python -m benchmarks.score_time_values [--shared FOLDER] [--split train|dev] [--verbose]

Each time of the gold counts once a report. `found`: an expression of ours overlaps it; `value`: the one that
overlaps it most has its value, compared at the first ten characters as score_claims.py does. Gold without a
value (no date known) is left out, the report's date is that of the gold.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from sayso.grounding.times import find_times
from sayso.language.parser import parse_texts
from sayso.model.dates import known_day

__all__ = ["Timed", "compare_times", "read_gold", "score_time_values"]

_COMPARED = 10


class Timed(Protocol):
    """A time expression: where it stands, and its value."""

    @property
    def start(self) -> int:  # noqa: D102
        ...

    @property
    def end(self) -> int:  # noqa: D102
        ...

    @property
    def value(self) -> str:  # noqa: D102
        ...


def score_time_values(folder: Path, *, verbose: bool = False) -> dict[str, float]:
    """Score all reports of a claims folder: shares found and with the right value, and how many there are."""
    gold = read_gold(folder)
    parses = parse_texts([(text, None) for text, _ in gold.values()])
    found = {
        name: find_times(parse, known_day(labels["date"]))
        for (name, (_, labels)), parse in zip(gold.items(), parses, strict=True)
    }
    return compare_times(gold, found, verbose=verbose)


def read_gold(folder: Path) -> dict[str, tuple[str, dict[str, Any]]]:
    """The text and the labels of each report of a claims folder."""
    paths = sorted(folder.glob("*.json"))
    return {
        path.stem: (
            path.with_suffix(".txt").read_text(encoding="utf-8"),
            json.loads(path.read_text(encoding="utf-8")),
        )
        for path in paths
    }


def compare_times(
    gold: Mapping[str, tuple[str, dict[str, Any]]],
    found: Mapping[str, Sequence[Timed]],
    *,
    verbose: bool = False,
) -> dict[str, float]:
    """Score what was found in each report."""
    total = found_times = right = 0
    for name, (_, labels) in gold.items():
        for time in _dated(labels):
            total += 1
            match = _nearest(time, found.get(name, ()))
            found_times += match is not None
            good = match is not None and match.value[:_COMPARED] == time["value"][:_COMPARED]
            right += good
            if verbose and not good:
                print(f"{name}: {time['text']!r} is {time['value']}, read as {match and match.value}")
    return {"found": found_times / max(total, 1), "value": right / max(total, 1), "times": total}


def _dated(gold: dict[str, Any]) -> list[dict[str, Any]]:
    """The times that have a value, each place in the text once."""
    times = (claim.get("time") for claim in gold["claims"])
    return list({(time["start"], time["end"]): time for time in times if time and time.get("value")}.values())


def _nearest(gold: dict[str, Any], times: Sequence[Timed]) -> Timed | None:
    """The expression that shares most characters with the gold's."""
    shared = [
        (min(time.end, gold["end"]) - max(time.start, gold["start"]), -time.start, time) for time in times
    ]
    length, _, best = max(shared, key=lambda entry: entry[:2], default=(0, 0, None))
    return best if length > 0 else None


def main() -> int:
    """Score one split and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/")
    parser.add_argument("--split", choices=("train", "dev"), default="train")
    parser.add_argument("--verbose", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    folder = arguments.shared / "data" / "claims" / arguments.split
    for name, figure in score_time_values(folder, verbose=arguments.verbose).items():
        print(f"{name:8} {figure:.3f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
