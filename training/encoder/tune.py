"""Choose the thresholds on the held-out part of the training sets; prints each sweep, writes thresholds.json.

Nothing here looks at a dev or test part.
"""

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import data as D
from predict import reading

from sayso.heads import load_heads
from sayso.language import load_encoder

# setting, values, scorer, the figure to raise (regular expression with one group)
F1 = r" +P +[\d.]+ +R +[\d.]+ +F1 +([\d.]+)"
SWEEPS = [
    ("cue_threshold", [0.4, 0.45, 0.5, 0.55], "attribution", "SC" + F1),
    ("content_threshold", [-0.5, 0.0, 0.5], "attribution", "SC" + F1),
    ("source_threshold", [-0.5, 0.0, 0.5], "attribution", "SC" + F1),
    ("extent_share", [0.0, 0.25, 0.5], "attribution", "AR exact" + F1),
    ("claims_share", [0.2, 0.35, 0.5, 0.65], "both", None),
    ("role_domain", [0, 1], "both", None),
    ("nested_threshold", [0.3, 0.5, 0.7, 0.9, 1.0], "both", None),
    ("geometry_share", [0.0, 0.25, 0.5, 1.0, 3.0], "claims", r"chain +([\d.]+)"),
    ("own_voice_bias", [-1.0, -0.5, 0.0, 0.5, 1.0], "claims", r"chain +([\d.]+)"),
    ("parent_bias", [-1.5, -0.75, 0.0, 0.75], "claims", r"chain +([\d.]+)"),
    ("type_share", [0.0, 0.3, 0.5, 0.7, 1.0], "claims", "typed" + F1),
    ("trigger_threshold", [0.3, 0.4, 0.45, 0.5, 0.55, 0.6], "claims", "right" + F1),
    ("context_share", [0.0, 0.5, 0.7, 0.9], "claims", r"status +([\d.]+)"),
    ("status_bias", [[b, 0, 0, 0, 0] for b in (-0.5, 0.0, 0.5, 1.0)], "claims", r"status +([\d.]+)"),
    ("negated_threshold", [-1.0, -0.5, 0.0, 0.5], "claims", r"negated +([\d.]+)"),
    ("role_thresholds.actors", [-1.0, 0.0, 0.5, 1.0], "claims", "actors" + F1),
    ("role_thresholds.recipients", [-1.0, 0.0, 0.5, 1.0], "claims", "recipients" + F1),
    ("commit_threshold", [0.2, 0.3, 0.4, 0.5], "claims", "commitments" + F1),
]


class Bench:
    def __init__(self, model, score):
        self.model, self.score = model, score
        self.encoder, self.heads = load_encoder(model), load_heads(model)
        held = json.loads((model / "config.json").read_text())["trained"]["held"]
        self.tmp = Path(tempfile.mkdtemp())
        (self.tmp / "claims").mkdir()
        self.texts = {"claims": [], "attribution": []}
        for name in held["claims"]:
            for ext in ("txt", "json"):
                shutil.copy(D.shared() / "claims" / "train" / f"{name}.{ext}", self.tmp / "claims")
            self.texts["claims"].append(
                (name, (self.tmp / "claims" / f"{name}.txt").read_text(encoding="utf-8"))
            )
        rows = [json.loads(x) for x in (D.shared() / "attribution" / "polnear_train.jsonl").open()]
        rows = [r for r in rows if r["id"] in set(held["polnear"])]
        (self.tmp / "attribution.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
        self.texts["attribution"] = [(r["id"], r["text"]) for r in rows]
        self.encoded = {k: [(n, t, self.encoder.encode(t)) for n, t in v] for k, v in self.texts.items()}

    def run(self, settings, name):
        heads = replace(self.heads, settings=settings)
        out = self.tmp / "readings.jsonl"
        out.write_text("".join(json.dumps(reading(n, t, e, heads)) + "\n" for n, t, e in self.encoded[name]))
        gold = self.tmp / ("claims" if name == "claims" else "attribution.jsonl")
        done = subprocess.run(
            [sys.executable, str(self.score / f"score_{name}.py"), str(gold), str(out)],
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout


def put(settings, name, value):
    head, _, tail = name.partition(".")
    return {**settings, head: {**settings[head], tail: value} if tail else value}


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model", type=Path)
    ap.add_argument("--score", type=Path, default=D.shared().parent / "score")
    ap.add_argument("--write", type=Path)
    ap.add_argument("--only", default="", help="settings to sweep, with commas; all when empty")
    args = ap.parse_args()
    bench = Bench(args.model, args.score)
    settings = dict(bench.heads.settings)
    for name, values, which, figure in SWEEPS:
        if args.only and name not in args.only.split(","):
            continue
        results = []
        for v in values:
            now = put(settings, name, v)
            if which == "both":
                sc = float(re.search("SC" + F1, bench.run(now, "attribution"))[1]) / 100
                text = bench.run(now, "claims")
                mine = [
                    float(re.search(x, text)[1])
                    for x in ("attributions" + F1, "right" + F1, r"sourced +([\d.]+)")
                ]
                print("   ", v, "SC", sc, "attributions, right, sourced", mine)
                results.append(sc + mine[0] + mine[1] + 0.5 * mine[2])
            else:
                results.append(float(re.search(figure, bench.run(now, which))[1]))
        best = max(range(len(values)), key=lambda i: results[i])
        settings = put(settings, name, values[best])
        print(name, list(zip(values, results, strict=True)), "->", values[best], flush=True)
    print(bench.run(settings, "attribution"), bench.run(settings, "claims"), sep="\n")
    if args.write:
        old = json.loads(args.write.read_text())
        args.write.write_text(json.dumps({k: settings[k] for k in old}, indent=1) + "\n")
    shutil.rmtree(bench.tmp)


if __name__ == "__main__":
    main()
