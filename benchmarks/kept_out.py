"""Reports whose claims are labelled to measure on, and on which nothing is trained.

`kept_out.jsonl.gz` holds labels on characters and a hash of each text; the texts are those of
`training.silver.texts` (`out-*`, `pol-*`). Labelled by language models under the guide of the labelled
claims, one annotator a report. On six reports that two labelled, F1 of claims found by both is .82, of those
alike in type, status, negation and source .72.
"""

import gzip
import json
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from training.silver.texts import reports

__all__ = ["write_kept_out"]

_LABELS = Path(__file__).parent / "kept_out.jsonl.gz"
Json = dict[str, Any]


def write_kept_out(shared: Path, folder: Path) -> int:
    """Write the reports that are at hand as gold for score_claims.py, and return their number."""
    texts = reports(shared / "data")
    number = 0
    for labels in _labels():
        text = texts.get(labels["id"])
        if text is None or sha256(text.encode()).hexdigest()[:16] != labels["text_sha256"]:
            continue
        name = labels["id"].replace("/", "_")
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
        (folder / f"{name}.json").write_text(json.dumps(_gold(text, labels)), encoding="utf-8")
        number += 1
    return number


def _labels() -> Iterator[Json]:
    yield from map(json.loads, gzip.decompress(_LABELS.read_bytes()).splitlines())


def _gold(text: str, labels: Json) -> Json:
    found = [_attribution(text, label) for label in labels["attributions"]]
    return {
        "id": labels["id"],
        "date": None,
        "attributions": found,
        "claims": [
            {
                "trigger": _span(text, label["trigger"]),
                **{name: label[name] for name in ("type", "mode", "status", "negated")},
                **{
                    role: [_named(text, span) for span in label[role]]
                    for role in ("actors", "recipients", "places")
                },
                "time": _span(text, label["time"][0]) if label["time"] else None,
                "quantities": [],
                "sources": _chain(text, labels, label["attribution"]),
            }
            for label in labels["claims"]
        ],
        "commitments": [
            {
                "debtor": _span(text, label["debtor"]) if label["debtor"] else None,
                "deed": text[slice(*label["deed"])],
                "start": label["deed"][0],
                "end": label["deed"][1],
                "strength": label["strength"],
                "sources": _chain(text, labels, label["attribution"]),
            }
            for label in labels["commitments"]
        ],
    }


def _span(text: str, span: list[int]) -> Json:
    return {"text": text[slice(*span)], "start": span[0], "end": span[1]}


def _named(text: str, span: list[int]) -> Json:
    return {**_span(text, span), "is": text[slice(*span)], "country": "", "sector": ""}


def _attribution(text: str, label: Json) -> Json:
    source = {**_named(text, label["source"]), "kind": label["kind"]} if label["source"] else None
    return {
        "source": source,
        "cue": _span(text, label["cue"]) if label["cue"] else None,
        "content": [_span(text, part) for part in label["content"]],
        "style": "indirect",
        "parent": label["parent"],
    }


def _chain(text: str, labels: Json, link: int | None) -> list[Json]:
    """Return the sources of a chain, innermost first; hearsay has its cue."""
    chain: list[Json] = []
    while link is not None and len(chain) < len(labels["attributions"]):
        label = labels["attributions"][link]
        span = label["source"] or label["cue"] or [0, 0]
        named = bool(label["source"])
        chain.append({**_named(text, span), "kind": label["kind"] if named else ""})
        link = label["parent"]
    return chain
