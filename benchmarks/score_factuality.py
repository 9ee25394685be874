"""Score factuality, from -3 (certainly not) to 3 (certainly), on the dev parts of UW, UDS-IH2 and MEANTIME.

usage: python -m benchmarks.score_factuality [--shared FOLDER] [--model FOLDER]

Pearson r and the mean absolute error of the learned heads at the labelled words, without anything that the
pipeline does around them; six sentences are read as one text. The heads learned from the training parts.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sayso.coding.learned import context_vectors
from sayso.heads import Heads, linear, load_heads, mlp
from sayso.language import load_encoder
from sayso.model.encoding import Encoding, Floats, WordSpan

__all__ = ["SENTENCES", "SETS", "read_marked_texts", "score_factuality"]

# The column of each set in the head of event classes; UW has a head of its own, over the neighbours too.
SETS = {"uw": None, "uds_ih2": -2, "meantime": -1}
SENTENCES = 6  # of a text
_QUOTES = {"``": "“", "''": "”"}


def score_factuality(path: Path, name: str, model: Path | None = None) -> dict[str, float]:
    """Score one set; `path` is its dev part, `name` one of SETS."""
    encoder = load_encoder(*([model] if model else []))
    heads = load_heads(*([model] if model else []))
    gold: list[float] = []
    found: list[float] = []
    for text, marks in read_marked_texts(path):
        encoding = encoder.encode(text)
        anchors = [(anchor, value) for *span, value in marks if (anchor := _anchor(encoding, *span))]
        if anchors:
            vectors = context_vectors(encoding, [anchor for anchor, _ in anchors])
            found += _scores(heads, vectors, encoding.vectors.shape[1], SETS[name]).tolist()
            gold += [value for _, value in anchors]
    r = float(np.corrcoef(gold, found)[0, 1])
    return {
        "r": r,
        "mean absolute error": float(np.abs(np.array(gold) - found).mean()),
        "mentions": len(gold),
    }


def _scores(heads: Heads, vectors: Floats, width: int, column: int | None) -> Floats:
    if column is None:
        scores = linear(heads.weights, "factuality_context", vectors)[:, 0]
    else:
        scores = mlp(heads.weights, "event_class", vectors[:, :width])[:, column]
    return np.clip(scores, -3, 3)


def read_marked_texts(path: Path) -> Iterator[tuple[str, list[tuple[int, int, float]]]]:
    """Give texts of some sentences each, with the start, end and value of their mentions."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for at in range(0, len(rows), SENTENCES):
        text, marks = "", []
        for row in rows[at : at + SENTENCES]:
            sentence, mentions = _sentence(row, len(text))
            text += sentence + "\n\n"
            marks += mentions
        yield text, marks


def _sentence(row: dict[str, Any], start: int) -> tuple[str, list[tuple[int, int, float]]]:
    tokens = [_QUOTES.get(token, token) for token in row["text"].split(" ")]
    places = []
    for token in tokens:
        places.append((start, start + len(token)))
        start += len(token) + 1
    spans = [(*target["span1"], target["label"]) for target in row["targets"]]
    mentions = [
        (places[first][0], places[last - 1][1], value) for first, last, value in spans if last <= len(places)
    ]
    return " ".join(tokens), mentions


def _anchor(encoding: Encoding, start: int, end: int) -> WordSpan | None:
    """The words that overlap some characters, without signs at their edges where something is left."""
    words = encoding.words
    first = int(np.searchsorted(words.ends, start, side="right"))
    inside = range(first, int(np.searchsorted(words.starts, end, side="left")))
    kept = [n for n in inside if words.word(n)[0].isalnum() or words.word(n)[0] in "$€£#@%"] or list(inside)
    return WordSpan(window=0, first=kept[0], last=kept[-1] + 1) if kept else None


def main() -> int:
    """Print the figures of the three sets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/")
    parser.add_argument("--model", type=Path, help="an export of the training, not the package's weights")
    arguments = parser.parse_args()
    for name in SETS:
        path = arguments.shared / "data" / "factuality" / f"{name}_dev.jsonl"
        figures = score_factuality(path, name, arguments.model)
        print(f"{name}: " + "  ".join(f"{what} {figure:.3f}" for what, figure in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
