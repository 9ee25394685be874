"""The labelled sets as documents; run alone, counts of what there is to learn from.

usage: python -m training.encoder.data TOKENIZER.json
"""

import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.score_factuality import SENTENCES, read_marked_texts

from training.encoder.documents import (
    UNKNOWN,
    Anchor,
    CueAnchors,
    Document,
    DocumentBuilder,
    merge_spans,
    word_span,
    word_spans,
)
from training.encoder.gold import claims
from training.encoder.labels import TYPES, Modes, mode_table
from training.encoder.silver_labels import silver
from training.encoder.windows import windows_of
from training.paths import shared_data

__all__ = ["factuality", "plv", "polnear", "readers"]


def readers(
    builder: DocumentBuilder, modes: Modes, weak: Path | None = None
) -> dict[str, Callable[[], list[Document]]]:
    """Return the readers of the training sets by name; `weak` names a file of guessed triggers for PLV."""
    return {
        "polnear": lambda: polnear(builder, "polnear_train"),
        "claims": lambda: claims(builder, "train", modes),
        "plv": lambda: plv(builder, weak),
        "uw": lambda: factuality(builder, "uw"),
        "uds": lambda: factuality(builder, "uds_ih2"),
        "meantime": lambda: factuality(builder, "meantime"),
        "silver": lambda: silver(builder, modes),
    }


def polnear(builder: DocumentBuilder, name: str) -> list[Document]:
    """Return the articles of PolNeAR."""
    documents: list[Document] = []
    for row in _rows(shared_data() / "attribution" / f"{name}.jsonl"):
        document = builder.build(row["id"], "polnear", row["text"])
        cues = CueAnchors(document.words)
        for attribution in row["attributions"]:
            cue = word_spans(document.words, attribution["cue"])
            if not cue:
                continue
            roles = {
                "source": word_spans(document.words, attribution["source"]),
                "content": merge_spans(document.words, word_spans(document.words, attribution["content"])),
            }
            cues.add(Anchor("cue", cue[0], roles, parent=UNKNOWN, key=len(documents)))
        document.anchors += cues
        documents.append(document)
    return documents


def plv(builder: DocumentBuilder, weak: Path | None = None) -> list[Document]:
    """Return PLV's sentences; `weak` names a file of guessed triggers (weak_triggers.py)."""
    documents = []
    guesses = {row["id"]: row for row in _rows(weak)} if weak else {}
    for row in _rows(shared_data() / "events" / "plv_train.jsonl"):
        document = builder.build(row["id"], "plv", row["text"])
        document.root = row["root"]
        for name in (row["source"], row["target"]):
            at = row["text"].lower().find((name or "").lower())
            document.ends.append(word_span(document.words, at, at + len(name)) if name and at >= 0 else None)
        guess = guesses.get(row["id"])
        if guess and (span := word_span(document.words, *guess["trigger"])):
            ends = zip(("actors", "recipients"), document.ends, strict=True)
            roles = {role: [end] for role, end in ends if end}
            document.anchors.append(Anchor("event", span, roles, type=TYPES.index(guess["type"])))
        documents.append(document)
    return documents


def factuality(builder: DocumentBuilder, name: str) -> list[Document]:
    """Return the sentences of a factuality set's train part, some of them a document."""
    documents = []
    path = shared_data() / "factuality" / f"{name}_train.jsonl"
    for number, (text, marks) in enumerate(read_marked_texts(path)):
        dataset = {"uds_ih2": "uds"}.get(name, name)
        document = builder.build(f"{name}_{number * SENTENCES}", dataset, text)
        for start, end, value in marks:
            if span := word_span(document.words, start, end):
                document.facts.append((*span, value))
        documents.append(document)
    return documents


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _summary(documents: list[Document]) -> tuple[object, ...]:
    windows = windows_of(documents)
    anchors = [anchor for document in documents for anchor in document.anchors]
    unknown = sum(anchor.parent == UNKNOWN for anchor in anchors if anchor.kind != "cue")
    return (
        *(len(documents), "docs", sum(len(document.words) for document in documents), "words"),
        *(sum(len(document.ids) for document in documents), "pieces", len(windows), "windows"),
        sum(window.size for window in windows) / max(1, len(windows)),
        dict(Counter(anchor.kind for anchor in anchors)),
        *("unknown parents", unknown, "facts", sum(len(document.facts) for document in documents)),
    )


def main() -> None:
    """Print counts of each set."""
    builder, modes = DocumentBuilder(Path(sys.argv[1])), mode_table()
    print(len(modes), "type and mode pairs")
    for name, read in readers(builder, modes).items():
        try:
            documents = read()
        except FileNotFoundError as error:
            print(name, "is not at hand:", error.filename)
            continue
        print(name, *_summary(documents))


if __name__ == "__main__":
    main()
