"""Score the hedges of claims, on labelled sentences and on the dev parts of the factuality sets.

usage: python -m benchmarks.score_hedges [--shared FOLDER] [--verbose]

hedges.tsv labels claims by hand: set and id of the text, its hash, offsets of the trigger, certainty, offsets
of the words that hedge; the texts stay where they are. Cues were chosen on part `chosen`; the errors on part
`checked` were then looked at; no rule was changed for an error on part `last`. The factuality sets have no
hedges but how sure readers are of an event, from -3 to 3.
"""

import argparse
import csv
import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from math import nan
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.score_factuality import SETS
from sayso.coding.hedges import find_hedges
from sayso.language import parse_texts
from sayso.model import Certainty, Parse, make_report

__all__ = ["score_factuality_sets", "score_labels"]

_LABELS = Path(__file__).with_name("hedges.tsv")
_FILES = {
    "claims/train": "claims/train/reports.jsonl",
    "factuality/uw_train": "factuality/uw_train.jsonl",
    "places/lgl": "places/lgl.jsonl",
    "attribution/polnear_train": "attribution/polnear_train.jsonl",
}
# A mention that most readers are not certain of: five of them give 3, 2, 1, ... and the value is their mean.
_UNSURE = 2.25
_Key = tuple[str, str]
_Label = dict[str, str]


def score_labels(data: Path, *, verbose: bool = False) -> dict[str, dict[str, float]]:
    """Return precision and recall per claim, and the share of the found with the right certainty, by part."""
    labels = _labels()
    parses = _parse(data, {(label["set"], label["id"]): label["sha256"] for label in labels})
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for label in labels:
        parse = parses[label["set"], label["id"]]
        start, end = int(label["start"]), int(label["end"])
        found = find_hedges(parse, parse.head_of(start, end))
        hedged, read = label["certainty"] != Certainty.CERTAIN, bool(found.spans)
        count = counts[label["part"]]
        count.update(claims=1, hedged=hedged, read=read, both=hedged and read)
        count["level"] += hedged and read and label["certainty"] == found.certainty
        if verbose and hedged != read:
            words = [span.text for span in found.spans]
            print(f"{label['part']} {label['set']} {label['id']} {start} {parse.text[start:end]!r}: {words}")
    return {part: _figures(count) for part, count in counts.items()}


def _figures(count: Counter[str]) -> dict[str, float]:
    precision, recall = count["both"] / max(count["read"], 1), count["both"] / max(count["hedged"], 1)
    return {
        "precision": precision,
        "recall": recall,
        "F1": 2 * precision * recall / max(precision + recall, 1e-9),
        "certainty right": count["level"] / max(count["both"], 1),
        "claims": count["claims"],
        "hedged": count["hedged"],
    }


def _labels() -> list[_Label]:
    with _LABELS.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _parse(data: Path, hashes: dict[_Key, str]) -> dict[_Key, Parse]:
    """Return the parses of the labelled texts; ends the program if a text is not the labelled one."""
    texts: dict[_Key, tuple[str, str | None]] = {}
    for name, file in _FILES.items():
        for n, row in enumerate(_rows(data / file)):
            key = name, str(row.get("id", n))
            if key in hashes:
                title = row.get("title") if name.startswith("claims") else None
                texts[key] = make_report(row["text"], title=title).text, title
    for key, expected in hashes.items():
        if hashlib.sha256(texts[key][0].encode()).hexdigest()[:16] != expected:
            raise SystemExit(f"{' '.join(key)}: not the text that was labelled")
    return dict(zip(texts, parse_texts(texts.values()), strict=True))


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def score_factuality_sets(data: Path) -> dict[str, dict[str, float]]:
    """Return by set how sure readers are of events with a hedge and of those without."""
    return {
        name: _compare(data / "factuality" / f"{name}_dev.jsonl")
        for name in SETS
        if (data / "factuality" / f"{name}_dev.jsonl").is_file()
    }


def _compare(path: Path) -> dict[str, float]:
    values: dict[bool, list[float]] = {True: [], False: []}
    for value, is_hedged in _mentions(path):
        values[is_hedged].append(abs(value))
    figures: dict[str, float] = {}
    for name, key in (("hedged", True), ("others", False)):
        distances = values[key]
        unsure = sum(distance < _UNSURE for distance in distances)
        figures[f"mean, {name}"] = mean(distances) if distances else nan
        figures[f"below {_UNSURE}, {name}"] = unsure / len(distances) if distances else nan
        figures[name] = len(values[key])
    return figures


def _mentions(path: Path) -> Iterator[tuple[float, bool]]:
    """Yield the value of each mention and whether a hedge is found."""
    rows = _rows(path)
    for row, parse in zip(rows, parse_texts((row["text"], None) for row in rows), strict=True):
        starts, start = [], 0
        for word in row["text"].split(" "):
            starts.append((start, start + len(word)))
            start += len(word) + 1
        for target in row["targets"]:
            first, last = target["span1"]
            if last <= len(starts):
                head = parse.head_of(starts[first][0], starts[last - 1][1])
                yield target["label"], bool(find_hedges(parse, head).spans)


def main() -> int:
    """Print the figures of the labelled parts and of the factuality sets."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--shared", type=Path, default=Path("../shared"), help="folder with data/")
    parser.add_argument("--verbose", action="store_true", help="print the claims that differ")
    arguments = parser.parse_args()
    data = arguments.shared / "data"
    scores = score_labels(data, verbose=arguments.verbose) | score_factuality_sets(data)
    for name, figures in scores.items():
        print(f"{name}: " + "  ".join(f"{key} {figure:.3f}" for key, figure in figures.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
