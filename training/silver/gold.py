"""Labels on characters as a labelled report of the claims gold, for the scorers."""

import gzip
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from training.paths import shared_data
from training.silver.texts import reports

__all__ = ["as_gold", "silver_texts", "validation_reports"]

Json = dict[str, Any]

_LABELS = Path(__file__).with_name("labels.jsonl.gz")


def silver_texts() -> Iterator[tuple[str, Json]]:
    """Yield the texts with silver labels that are at hand, and the labels."""
    texts = reports(shared_data())
    with gzip.open(_LABELS, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["id"] in texts:
                yield texts[row["id"]], row


@lru_cache(maxsize=1)
def validation_reports() -> dict[str, tuple[str, Json]]:
    """Return text and gold of the reports with silver labels that the encoder is not trained on, by id."""
    return {row["id"]: (text, as_gold(text, row)) for text, row in silver_texts() if row.get("validation")}


def as_gold(text: str, labels: Json) -> Json:
    """Return the labels of a report in the form of claims/*/NAME.json."""
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
                "debtor": _span(text, label["debtor"] or [0, 0]),
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
