"""Fit the linear readers of status, negation and factuality over a trigger and its neighbours.

The network's own heads see the trigger's vector only; auxiliaries and negations stand beside it. Logistic
regression (ridge for factuality, on UW) over the frozen encoder, on the train part without the documents held
out; the weights are added to an export.
"""

import argparse
import json
from pathlib import Path

import data as D
import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

from sayso.coding.learned import context_vectors
from sayso.language import load_encoder
from sayso.model.encoding import WordSpan


def features(encoder, docs):
    for doc in docs:
        encoded = encoder.encode(doc.words.text)
        triggers = [a for a in doc.anchors if a.kind == "event"]
        if triggers:
            anchors = [WordSpan(window=0, first=a.span[0], last=a.span[1]) for a in triggers]
            yield doc, context_vectors(encoded, anchors), triggers


def fit_factuality(encoder, maker, archive):
    """Ridge on UW's train part; the penalty matters little between 300 and 10,000."""
    x, y = [], []
    for doc in D.factuality(maker, "uw"):
        if doc.facts:
            x.append(
                context_vectors(
                    encoder.encode(doc.words.text),
                    [WordSpan(window=0, first=a, last=b) for a, b, _ in doc.facts],
                )
            )
            y += [value for _, _, value in doc.facts]
    scaler = StandardScaler().fit(np.concatenate(x))
    fit = Ridge(alpha=3000).fit(scaler.transform(np.concatenate(x)), y)
    weight = (fit.coef_ / scaler.scale_)[None]
    archive["factuality_context.weight"] = weight.astype(np.float16)
    archive["factuality_context.bias"] = (fit.intercept_ - weight @ scaler.mean_).astype(np.float32)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model", type=Path)
    ap.add_argument(
        "--strength", type=float, default=0.001, help="C of the regression; chosen on the held-out part"
    )
    args = ap.parse_args()
    settings = json.loads((args.model / "config.json").read_text())
    held = set(settings["trained"]["held"]["claims"])
    maker, encoder = D.Maker(args.model / "tokenizer.json"), load_encoder(args.model)
    modes = D.mode_table()
    rows = list(features(encoder, [*D.claims(maker, "train", modes), *D.silver(maker, modes)]))
    x = np.concatenate([v for _, v, _ in rows])
    out_of_train = np.array([d.id in held for d, _, t in rows for _ in t])
    labels = {
        name: np.array([getattr(a, name) for _, _, t in rows for a in t]) for name in ("status", "negated")
    }
    scaler = StandardScaler().fit(x[~out_of_train])
    archive = dict(np.load(args.model / "heads.npz"))
    for name, y in labels.items():
        fit = LogisticRegression(C=args.strength, max_iter=300).fit(
            scaler.transform(x[~out_of_train]), y[~out_of_train]
        )
        print(
            name,
            "train",
            round(fit.score(scaler.transform(x[~out_of_train]), y[~out_of_train]), 3),
            "held out",
            round(fit.score(scaler.transform(x[out_of_train]), y[out_of_train]), 3)
            if out_of_train.any()
            else "-",
        )
        weight = fit.coef_ / scaler.scale_
        archive[f"{name}_context.weight"] = weight.astype(np.float16)
        archive[f"{name}_context.bias"] = (fit.intercept_ - weight @ scaler.mean_).astype(np.float32)
    try:
        fit_factuality(encoder, maker, archive)
    except FileNotFoundError as error:
        print("factuality stays as it is shipped:", error.filename, "is not at hand")
        shipped = np.load(D.SHIPPED / "heads.npz")
        archive |= {name: shipped[name] for name in shipped.files if name.startswith("factuality_context")}
    np.savez(args.model / "heads.npz", **archive)


if __name__ == "__main__":
    main()
