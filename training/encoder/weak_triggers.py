"""Guess which word of each PLV sentence carries its root code, with a trained model; writes JSON lines.

A guess needs a type that agrees with the root, and must name the marked source or target as actor or
recipient.
"""

import argparse
import json
from dataclasses import replace
from pathlib import Path

import data as D
from train import REDUCED, ROOT_TYPES

from sayso.attribution.learned import infer_attributions
from sayso.coding.learned import infer_events
from sayso.heads import load_heads
from sayso.language import load_encoder


def find(text, needle):
    i = text.lower().find((needle or "").lower())
    return (i, i + len(needle)) if needle and i >= 0 else None


def touches(span, spans):
    return span is not None and any(s.start < span[1] and s.end > span[0] for s in spans)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model", type=Path)
    ap.add_argument("out", type=Path)
    args = ap.parse_args()
    encoder, heads = load_encoder(args.model), load_heads(args.model)
    heads = replace(heads, settings={**heads.settings, "trigger_threshold": 0.1})
    kept = n = 0
    with args.out.open("w") as out:
        for line in (D.shared() / "events" / "plv_train.jsonl").open():
            row = json.loads(line)
            n += 1
            encoded = encoder.encode(row["text"])
            events = infer_events(encoded, heads, infer_attributions(encoded, heads))
            s, t = find(row["text"], row["source"]), find(row["text"], row["target"])
            best = None
            for e in events:
                exact = e.event.type in ROOT_TYPES[row["root"]]
                undone = e.status in ("planned", "hypothetical", "demanded")
                undone = undone and e.event.type in REDUCED.get(row["root"], [])
                ends = touches(s, e.event.actors) + touches(t, e.event.recipients)
                near = touches(s, e.event.recipients) + touches(t, e.event.actors)
                score = 2 * (exact or undone) + ends + 0.3 * near + 0.5 * e.probabilities.trigger
                if ends + near and (best is None or score > best[0]):
                    best = (score, e, exact or undone)
            if best and (best[2] or best[0] >= 2.3):
                kind = best[1].event.type if best[2] else ROOT_TYPES[row["root"]][0]
                if best[2] or row["root"] != "YIELD":
                    kept += 1
                    out.write(
                        json.dumps(
                            {
                                "id": row["id"],
                                "trigger": [best[1].trigger.start, best[1].trigger.end],
                                "type": kind,
                            }
                        )
                        + "\n"
                    )
    print(kept, "of", n)


if __name__ == "__main__":
    main()
