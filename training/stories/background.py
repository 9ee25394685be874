"""Count in how many news reports each word stands: the fixed frequencies by which names and words are rare.

usage: python -m training.stories.background SHARED > src/sayso/codebook/background.tsv

Reports: LGL and GeoWebNews (local and web news), PolNeAR train (political news), and those of the claims'
train part from re3d and Wikinews. None of the reports by which stories are tuned or checked is among them.
Words are folded as `sayso.relate.background.fold_word` folds them; kept are those in three reports or more.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sayso.relate.background import find_words, fold_word

NEWS = ("places/lgl", "places/gwn", "attribution/polnear_train", "claims/train/reports")
# Sources of the claims' texts that are in the other files already, or among the stories.
ELSEWHERE = ("ecb", "pn", "g5", "gwn_")
LEAST = 3


def read_texts(data: Path) -> Iterator[str]:
    """Give the texts of the news reports."""
    for name in NEWS:
        for line in (data / f"{name}.jsonl").open(encoding="utf-8"):
            report = json.loads(line)
            if not (name.startswith("claims") and report["id"].startswith(ELSEWHERE)):
                yield report["text"]


def main(data: Path) -> None:
    """Print the counts."""
    texts = sorted(set(read_texts(data)))
    reports: Counter[str] = Counter()
    lower: Counter[str] = Counter()
    for text in texts:
        words = {word for word, _ in find_words(text)}
        reports.update({fold_word(word) for word in words})
        lower.update({fold_word(word) for word in words if word[0].islower()})
    print(f"# word\treports of {len(texts)}\tof them with the word in lower case")
    for word, count in sorted(reports.items()):
        if count >= LEAST:
            print(f"{word}\t{count}\t{lower[word]}")


if __name__ == "__main__":
    main(Path(sys.argv[1]) / "data")
