"""List ordinary words that are also names of places or bodies, from how news text writes them.

usage: python -m training.gazetteer.ordinary > src/sayso/gazetteer/data/ordinary.txt

A word is ordinary where the training reports write it in small letters at least three times, and that is at
least a fifth of all its uses. Only words that the built gazetteer knows as names are kept.
"""

import json
import re
import sqlite3
import sys
from collections import Counter

from training.paths import ROOT, shared_data

WORD = re.compile(r"[A-Za-z]+")


def main() -> int:
    """Print the list."""
    data = shared_data()
    small: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for file in ("attribution/polnear_train.jsonl", "claims/train/reports.jsonl"):
        for line in (data / file).read_text(encoding="utf-8").splitlines():
            for word in WORD.findall(json.loads(line).get("text") or ""):
                total[word.lower()] += 1
                small[word.lower()] += word.islower()
    db = sqlite3.connect(ROOT / "src/sayso/gazetteer/gazetteer.sqlite")
    names = {row[0] for row in db.execute("SELECT key FROM alias WHERE key NOT LIKE '% %'")}
    names |= {row[0] for row in db.execute("SELECT key FROM body_name WHERE key NOT LIKE '% %'")}
    print(
        "# Ordinary words that are also names: written small in PolNeAR train and the claims' train reports."
    )
    print("# Made by training/gazetteer/ordinary.py.")
    for word in sorted(names):
        if small[word] >= 3 and small[word] * 5 >= total[word] and len(word) > 1:
            print(word)
    return 0


if __name__ == "__main__":
    sys.exit(main())
