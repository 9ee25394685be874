"""Score the article's body taken out of real pages.

usage: python -m benchmarks.score_pages [--shared FOLDER] [--verbose]

The method of the article extraction benchmark (scrapinghub): a text is the bag of its runs of four words; a
page's precision and recall are those of the bags, each page counts alike, and F1 is that of the two means.
The title, which canonical texts begin with, is no part of the body.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from sayso.ingest.charsets import decode_page
from sayso.ingest.pages import extract_body

__all__ = ["score_pages"]

_RUN = 4
_WORD = re.compile(r"\w+")

Bag = Counter[tuple[str, ...]]


def score_pages(folder: Path, *, verbose: bool = False) -> dict[str, float]:
    """Mean precision and recall over a folder of pages with their ground truth, F1 of them, and the pages."""
    precisions, recalls = [], []
    for name, body, ours in _bodies(folder):
        gold, found = _bag(body), _bag(ours)
        shared = (gold & found).total()
        if found:
            precisions.append(shared / found.total())
        if gold:
            recalls.append(shared / gold.total())
        if verbose:
            print(
                f"{name[:12]}  P {shared / max(found.total(), 1):.3f}  R {shared / max(gold.total(), 1):.3f}"
            )
    precision, recall = mean(precisions), mean(recalls)
    return {
        "P": precision,
        "R": recall,
        "F1": 2 * precision * recall / (precision + recall),
        "pages": len(recalls),
    }


def _bodies(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Each page's name, its body as labelled, and as we find it."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    for name, labels in sorted(truth.items()):
        page = decode_page(gzip.decompress((folder / f"{name}.html.gz").read_bytes()))
        yield name, labels["articleBody"], extract_body(page)


def _bag(text: str) -> Bag:
    words = _WORD.findall(text)
    return Counter(
        tuple(words[at : at + _RUN]) for at in range(max(len(words) - _RUN + 1, min(len(words), 1)))
    )


def main() -> int:
    """Score the pages and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/")
    parser.add_argument("--verbose", action="store_true", help="print each page")
    arguments = parser.parse_args()
    figures = score_pages(arguments.shared / "data" / "html", verbose=arguments.verbose)
    print("  ".join(f"{name} {figure:.3f}" for name, figure in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
