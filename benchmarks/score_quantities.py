"""Score amounts: recall of those of the labelled claims, and values on NewsQuant.

usage: python -m benchmarks.score_quantities [--shared FOLDER] [--split train|dev] [--verbose]

Claims: an amount of the gold is `same` where one of ours passes the test of score_claims.py (half of the
characters shared, equal value, least and greatest value), `unit` is the share of casualties among those that
also have the gold's unit. What claims leave out is not marked, so precision cannot be had from them.
NewsQuant: values per sentence, one to one; a bound counts as its number, a range as both; "dozens" has none.
"""

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sayso.grounding.quantities import find_quantities
from sayso.language.parser import parse_texts
from sayso.model import Quantity

__all__ = ["compare_newsquant", "numbers_of", "score_claim_quantities", "score_newsquant"]

CASUALTIES = frozenset({"killed", "injured", "missing", "arrested", "displaced"})
_RANGE = re.compile(r"(-?[\d.]+)-(-?[\d.]+)")


def score_claim_quantities(folder: Path, *, verbose: bool = False) -> dict[str, float]:
    """Recall of the gold claims' amounts in a claims folder, and the casualty units among them."""
    counts: Counter[str] = Counter()
    paths = sorted(folder.glob("*.json"))
    texts = [(path.with_suffix(".txt").read_text(encoding="utf-8"), None) for path in paths]
    for path, parse in zip(paths, parse_texts(texts), strict=True):
        ours = find_quantities(parse)
        gold = json.loads(path.read_text(encoding="utf-8"))
        for amount in (amount for claim in gold["claims"] for amount in claim.get("quantities", [])):
            matches = [quantity for quantity in ours if _is_same(amount, quantity)]
            counts["gold"] += 1
            counts["same"] += bool(matches)
            if matches and amount["unit"] in CASUALTIES:
                counts["casualties"] += 1
                counts["unit"] += any(quantity.unit == amount["unit"] for quantity in matches)
            if verbose and not matches:
                print(f"{path.stem}: missed {amount['text']!r}")
    return {
        "same": counts["same"] / max(counts["gold"], 1),
        "unit": counts["unit"] / max(counts["casualties"], 1),
        "amounts": counts["gold"],
    }


def _is_same(gold: dict[str, Any], ours: Quantity) -> bool:
    shared = min(gold["end"], ours.end) - max(gold["start"], ours.start)
    length, mine = gold["end"] - gold["start"], ours.end - ours.start
    if shared <= 0 or shared * 2 < min(length, mine) or mine > 3 * length + 60:
        return False
    pairs = [(gold["value"], ours.value), (gold["min"], ours.min), (gold["max"], ours.max)]
    return all(a == b or (a is not None and b is not None and abs(a - b) < 1e-6) for a, b in pairs)


def score_newsquant(path: Path, *, verbose: bool = False) -> dict[str, float]:
    """Precision, recall and F1 of the values in NewsQuant's sentences."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    parses = parse_texts([(row["text"], None) for row in rows])
    found = [[numbers_of(quantity) for quantity in find_quantities(parse)] for parse in parses]
    return compare_newsquant(rows, found, verbose=verbose)


def compare_newsquant(
    rows: Sequence[dict[str, Any]], found: Iterable[Iterable[Sequence[float]]], *, verbose: bool = False
) -> dict[str, float]:
    """Score the numbers found in each sentence; a range is two of them."""
    right = mine = labelled = 0
    for row, amounts in zip(rows, found, strict=True):
        gold = Counter(_key(_gold_numbers(amount["value"])) for amount in row["quantities"])
        ours = Counter(_key(numbers) for numbers in amounts if numbers)
        right += (gold & ours).total()
        labelled += gold.total()
        mine += ours.total()
        if verbose and gold != ours:
            print(f"{row['text']} missed {list(gold - ours)} extra {list(ours - gold)}")
    precision, recall = right / max(mine, 1), right / max(labelled, 1)
    return {"P": precision, "R": recall, "F1": 2 * right / max(mine + labelled, 1)}


def _gold_numbers(text: str) -> tuple[float, ...]:
    plain = text.replace(",", "")
    match = _RANGE.fullmatch(plain)
    try:
        return (float(match[1]), float(match[2])) if match else (float(plain),)
    except ValueError:
        return ()


def numbers_of(quantity: Quantity) -> tuple[float, ...]:
    """The two ends of a range, or the number told, or the bound; none of "dozens"."""
    if quantity.min is not None and quantity.max is not None:
        return (quantity.min, quantity.max)
    return tuple(number for number in (quantity.value, quantity.min, quantity.max) if number is not None)


def _key(numbers: Sequence[float]) -> tuple[str, ...]:
    """Numbers to six figures, so that 1/3 equals 0.333333."""
    return tuple(f"{number:.6g}" for number in numbers)


def main() -> int:
    """Score both sets and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/")
    parser.add_argument("--split", choices=("train", "dev"), default="train")
    parser.add_argument("--verbose", action="store_true", help="print what is wrong")
    arguments = parser.parse_args()
    data = arguments.shared / "data"
    tables = {
        f"claims/{arguments.split}": score_claim_quantities(
            data / "claims" / arguments.split, verbose=arguments.verbose
        ),
        "newsquant_dev": score_newsquant(
            data / "quantities" / "newsquant_dev.jsonl", verbose=arguments.verbose
        ),
    }
    for title, figures in tables.items():
        print(title, "  ".join(f"{name} {figure:.3f}" for name, figure in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
