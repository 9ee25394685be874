"""Pearson r and mean absolute error of factuality on the dev parts."""

import argparse
from pathlib import Path

import data as D
import numpy as np

from sayso.coding.learned import context_vectors
from sayso.heads import linear, load_heads, mlp
from sayso.language import load_encoder
from sayso.model.encoding import Anchor


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model", type=Path)
    args = ap.parse_args()
    encoder, heads = load_encoder(args.model), load_heads(args.model)
    maker = D.Maker(args.model / "tokenizer.json")
    for column, name in ((-3, "uw"), (-2, "uds_ih2"), (-1, "meantime")):
        gold, pred = [], []
        for doc in D.factuality(maker, name, "dev"):
            encoded = encoder.encode(doc.words.text)
            if not doc.facts:
                continue
            anchors = [Anchor(window=0, first=a, last=b) for a, b, _ in doc.facts]
            around = context_vectors(encoded, anchors)
            scores = (
                linear(heads.weights, "factuality_context", around)[:, 0]
                if name == "uw"
                else mlp(heads.weights, "event_class", around[:, : encoded.vectors.shape[1]])[:, column]
            )
            pred += np.clip(scores, -3, 3).tolist()
            gold += [value for _, _, value in doc.facts]
        r, error = np.corrcoef(gold, pred)[0, 1], np.abs(np.array(gold) - pred).mean()
        print(f"{name} dev: {len(gold)} mentions, r {r:.3f}, mean absolute error {error:.3f}")


if __name__ == "__main__":
    main()
