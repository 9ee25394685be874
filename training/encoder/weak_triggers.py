"""Guess which word of each PLV sentence carries its root code, with a trained model; writes JSON lines.

A guess needs a type that agrees with the root, and must name the marked source or target as actor or
recipient.
"""

import argparse
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sayso.attribution.learned import infer_attributions
from sayso.coding.learned import infer_events
from sayso.heads import Heads, WordRange, load_heads
from sayso.language import Encoder, load_encoder
from sayso.model import Span
from sayso.model.drafts import ClaimDraft
from training.encoder.losses import REDUCED, ROOT_TYPES
from training.paths import shared_data

Row = Mapping[str, Any]

# Of the score of an event: it needs both ends of the sentence, or a type that agrees.
_LEAST = 2.3


def find(text: str, name: str | None) -> WordRange | None:
    """Return the characters of a name in a text, in whatever case; None if it is not there."""
    start = text.lower().find((name or "").lower())
    return (start, start + len(name)) if name and start >= 0 else None


def touches(span: WordRange | None, spans: Iterable[Span]) -> bool:
    """Return True if a span overlaps any of the spans."""
    return span is not None and any(found.start < span[1] and found.end > span[0] for found in spans)


def agrees(event: ClaimDraft, root: str) -> bool:
    """Return True if an event has the root code's type, or a type that is reduced to it."""
    undone = event.status in ("planned", "hypothetical", "demanded")
    return event.event.type in ROOT_TYPES[root] or (undone and event.event.type in REDUCED.get(root, []))


def guess(row: Row, encoder: Encoder, heads: Heads) -> dict[str, Any] | None:
    """Return the guess for a sentence, None if no event is good enough."""
    encoded = encoder.encode(row["text"])
    source, target = find(row["text"], row["source"]), find(row["text"], row["target"])
    best: tuple[float, ClaimDraft] | None = None
    for event in infer_events(encoded, heads, infer_attributions(encoded, heads)):
        ends = touches(source, event.event.actors) + touches(target, event.event.recipients)
        swapped = touches(source, event.event.recipients) + touches(target, event.event.actors)
        score = (
            2 * agrees(event, row["root"])
            + ends
            + 0.3 * swapped
            + 0.5 * (event.probabilities.trigger if event.probabilities else 0)
        )
        if ends + swapped and (best is None or score > best[0]):
            best = (score, event)
    if best is None:
        return None
    score, event = best
    trigger = [event.trigger.start, event.trigger.end]
    if agrees(event, row["root"]):
        return {"id": row["id"], "trigger": trigger, "type": event.event.type}
    if score >= _LEAST and row["root"] != "YIELD":
        return {"id": row["id"], "trigger": trigger, "type": ROOT_TYPES[row["root"]][0]}
    return None


def main() -> None:
    """Write the guesses, and print how many sentences have one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    encoder, heads = load_encoder(args.model), load_heads(args.model)
    heads = replace(heads, settings={**heads.settings, "trigger_threshold": 0.1})
    with (shared_data() / "events" / "plv_train.jsonl").open(encoding="utf-8") as lines:
        guesses = [guess(row, encoder, heads) for row in map(json.loads, lines)]
    made = [found for found in guesses if found is not None]
    args.out.write_text("".join(json.dumps(found) + "\n" for found in made))
    print(len(made), "of", len(guesses))


if __name__ == "__main__":
    main()
