"""Write minimal readings (RECORD.md) for the scorers from the exported encoder and heads."""

import argparse
import json
import time
from dataclasses import replace
from pathlib import Path

from sayso.attribution.learned import infer_attributions
from sayso.coding.learned import infer_commitments, infer_events
from sayso.heads import load_heads
from sayso.language import load_encoder


def texts_of(path):
    if path.is_dir():
        return [(p.stem, p.read_text(encoding="utf-8")) for p in sorted(path.glob("*.txt"))]
    return [(r["id"], r["text"]) for r in map(json.loads, path.open(encoding="utf-8"))]


def span(found):
    return {"start": found.start, "end": found.end, "text": found.text}


def reading(name, text, encoded, heads):
    found = infer_attributions(encoded, heads)
    events = infer_events(encoded, heads, found)
    duties = infer_commitments(encoded, heads, found)
    attributions = [
        {
            "id": f"a{i}",
            "source": [span(a.source)] if a.source else [],
            "cue": [span(a.cue)],
            "content": [span(c) for c in a.content],
            "source_kind": a.source_kind,
            "parent": None if a.parent is None else f"a{a.parent}",
        }
        for i, a in enumerate(found)
    ]

    def chain(cue):
        out = []
        while cue is not None:
            out.append(f"a{cue}")
            cue = found[cue].parent
        return [out] if out else []

    claims = []
    for e in events:
        claims.append(
            {
                "trigger": span(e.trigger),
                "event": {"type": e.event.type, "mode": [e.event.mode] if e.event.mode else []},
                "status": e.status,
                "negated": e.negated,
                "chains": chain(e.attribution),
                "actors": [span(s) for s in e.event.actors],
                "recipients": [span(s) for s in e.event.recipients],
                "factuality": e.probabilities.factuality,
                "places": [{**span(s), "name": s.text, "lat": None} for s in e.event.places],
                "quantities": [],
            }
        )
    commitments = [
        {
            "debtor": span(d.debtor) if d.debtor else None,
            "deed": span(d.deed),
            "strength": d.strength,
            "chains": chain(d.attribution),
        }
        for d in duties
    ]
    return {
        "report": {"id": name, "input_id": name, "text": text},
        "attributions": attributions,
        "claims": claims,
        "commitments": commitments,
    }


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model", type=Path)
    ap.add_argument("input", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument(
        "--set", action="append", default=[], help="setting=value (JSON), over the exported settings"
    )
    ap.add_argument("--only", type=Path, help="a JSON list of ids to keep")
    args = ap.parse_args()
    encoder = load_encoder(args.model)
    heads = load_heads(args.model)
    changed = {k: json.loads(v) for k, v in (one.split("=", 1) for one in args.set)}
    heads = replace(heads, settings={**heads.settings, **changed})
    keep = set(json.loads(args.only.read_text())) if args.only else None
    words = encode_s = 0
    started = time.perf_counter()
    with args.out.open("w", encoding="utf-8") as out:
        for name, text in texts_of(args.input):
            if keep is not None and name not in keep:
                continue
            t = time.perf_counter()
            encoded = encoder.encode(text)
            encode_s += time.perf_counter() - t
            words += len(text.split())
            out.write(json.dumps(reading(name, text, encoded, heads), ensure_ascii=False) + "\n")
    total = time.perf_counter() - started
    print(f"{words} words, {words / total:.0f} words/s ({words / encode_s:.0f} the encoder alone)")


if __name__ == "__main__":
    main()
