"""Documents from the silver labels: offsets on texts that are built anew from the labelled sets."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from sayso.heads import WordRange
from sayso.model.encoding import Words
from training.encoder.documents import (
    UNKNOWN,
    Anchor,
    CueAnchors,
    Document,
    DocumentBuilder,
    Key,
    merge_spans,
    word_span,
    word_spans,
)
from training.encoder.labels import EVENT_ROLES, KINDS, STATUSES, STRENGTHS, TYPES, Modes
from training.paths import ROOT, shared_data
from training.silver.texts import reports

__all__ = ["silver"]

_LABELS = ROOT / "training" / "silver" / "labels.jsonl.gz"
Row = Mapping[str, Any]


def silver(builder: DocumentBuilder, modes: Modes) -> list[Document]:
    """Return the reports with silver labels whose texts are at hand; see training/silver."""
    texts = reports(shared_data())
    documents = []
    with gzip.open(_LABELS, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            text = texts.get(row["id"])
            if text is None or row.get("validation"):  # its labelled set is not at hand, or it is measured on
                continue
            if sha256(text.encode()).hexdigest()[:16] != row["text_sha256"]:
                raise SystemExit(f"the text of {row['id']} is not the one that was labelled")
            document = builder.build(row["id"], "claims", text)
            cues = _cues(document.words, row)
            document.anchors += cues
            document.anchors += _events(document.words, row, cues.keys, modes)
            document.anchors += _commitments(document.words, row, cues.keys)
            documents.append(document)
    return documents


def _cues(words: Words, row: Row) -> CueAnchors:
    cues = CueAnchors(words)
    for number, attribution in enumerate(row["attributions"]):
        source = word_spans(words, [attribution["source"]] if attribution["source"] else [])
        cue = word_span(words, *attribution["cue"]) if attribution["cue"] else _colon(words, source)
        if not cue:
            continue
        roles = {"source": source, "content": merge_spans(words, word_spans(words, attribution["content"]))}
        kind = KINDS.index(attribution["kind"]) if attribution["kind"] else -1
        cues.add(Anchor("cue", cue, roles, source_kind=kind, key=number, parent=attribution["parent"]))
    cues.link_parents()
    return cues


def _colon(words: Words, source: Sequence[WordRange]) -> WordRange | None:
    """Return the colon after a source, the cue of an attribution that has no other."""
    if not source or words.word(source[0][1]) != ":":
        return None
    return source[0][1], source[0][1] + 1


def _parent(keys: Mapping[Key, Key], labels: Row) -> Key:
    number = labels["attribution"]
    return None if number is None else keys.get(number, UNKNOWN)


def _events(words: Words, row: Row, keys: Mapping[Key, Key], modes: Modes) -> Iterator[Anchor]:
    seen = set()
    for claim in row["claims"]:
        trigger = word_span(words, *claim["trigger"])
        if not trigger or trigger in seen:
            continue
        seen.add(trigger)
        yield Anchor(
            "event",
            trigger,
            {role: word_spans(words, claim[role]) for role in EVENT_ROLES},
            type=TYPES.index(claim["type"]),
            mode=modes.get((claim["type"], claim["mode"]), -1),
            status=STATUSES.index(claim["status"]),
            negated=int(claim["negated"]),
            parent=_parent(keys, claim),
        )


def _commitments(words: Words, row: Row, keys: Mapping[Key, Key]) -> Iterator[Anchor]:
    for commitment in row["commitments"]:
        deed = word_span(words, *commitment["deed"])
        if deed:
            yield Anchor(
                "commit",
                (deed[0], deed[0] + 1),
                {
                    "deed": [deed],
                    "debtor": word_spans(words, [commitment["debtor"]] if commitment["debtor"] else []),
                },
                strength=STRENGTHS.index(commitment["strength"]),
                parent=_parent(keys, commitment),
            )
