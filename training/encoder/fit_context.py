"""Fit the linear readers of status, negation and factuality over a trigger and its neighbours.

The network's own heads see the trigger's vector only; auxiliaries and negations stand beside it. Logistic
regression (ridge for factuality, on UW) over the frozen encoder, on the train part without the documents held
out; the weights are added to an export.
"""

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.preprocessing import StandardScaler

from sayso.coding.learned import context_vectors
from sayso.heads import WEIGHTS, WordRange
from sayso.language import Encoder, load_encoder
from sayso.model.encoding import Flags, Floats, Ints, WordSpan
from training.encoder.data import factuality
from training.encoder.documents import Document, DocumentBuilder
from training.encoder.gold import claims
from training.encoder.labels import mode_table
from training.encoder.silver_labels import silver

Archive = dict[str, NDArray[Any]]


def read_vectors(encoder: Encoder, document: Document, spans: Iterable[WordRange]) -> Floats:
    """Return the vectors of words of a document with their neighbours'."""
    anchors = [WordSpan(window=0, first=first, last=last) for first, last in spans]
    return context_vectors(encoder.encode(document.words.text), anchors)


def fit_events(
    encoder: Encoder, documents: Iterable[Document], excluded: set[str], strength: float
) -> Archive:
    """Fit status and negation by logistic regression; prints the accuracy on both parts."""
    vectors, kept_out = [], []
    labels: dict[str, list[int]] = {"status": [], "negated": []}
    for document in documents:
        triggers = [anchor for anchor in document.anchors if anchor.kind == "event"]
        if triggers:
            vectors.append(read_vectors(encoder, document, [anchor.span for anchor in triggers]))
            kept_out += [document.id in excluded] * len(triggers)
            labels["status"] += [anchor.status for anchor in triggers]
            labels["negated"] += [anchor.negated for anchor in triggers]
    x, apart = np.concatenate(vectors), np.array(kept_out)
    scaler = StandardScaler().fit(x[~apart])
    archive: Archive = {}
    for name, values in labels.items():
        y: Ints = np.array(values)
        fit = LogisticRegression(C=strength, max_iter=300)
        fit.fit(scaler.transform(x[~apart]), y[~apart])
        print_accuracy(name, fit, scaler.transform(x), y, apart)
        archive |= linear_reader(name, fit.coef_, fit.intercept_, scaler)
    return archive


def print_accuracy(name: str, fit: LogisticRegression, x: Floats, y: Ints, apart: Flags) -> None:
    """Print the accuracy on the documents of the fit and on those kept out of it."""
    outside = round(fit.score(x[apart], y[apart]), 3) if apart.any() else "-"
    print(name, "train", round(fit.score(x[~apart], y[~apart]), 3), "held out", outside)


def fit_factuality(encoder: Encoder, builder: DocumentBuilder) -> Archive:
    """Fit factuality by ridge on UW's train part; the penalty matters little between 300 and 10,000."""
    vectors, values = [], []
    for document in factuality(builder, "uw"):
        if document.facts:
            spans = [(first, last) for first, last, _ in document.facts]
            vectors.append(read_vectors(encoder, document, spans))
            values += [value for _, _, value in document.facts]
    x = np.concatenate(vectors)
    scaler = StandardScaler().fit(x)
    fit = Ridge(alpha=3000).fit(scaler.transform(x), values)
    return linear_reader("factuality", fit.coef_[None], fit.intercept_, scaler)


def linear_reader(name: str, coefficients: Any, intercept: Any, scaler: StandardScaler) -> Archive:  # noqa: ANN401  # scikit-learn has no types
    """Return the weights of a fit on scaled vectors, for vectors that are not scaled."""
    weight = coefficients / scaler.scale_
    return {
        f"{name}_context.weight": weight.astype(np.float16),
        f"{name}_context.bias": (intercept - weight @ scaler.mean_).astype(np.float32),
    }


def main() -> None:
    """Add the fitted weights to an export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument(
        "--strength", type=float, default=0.001, help="C of the regression; chosen on the held-out part"
    )
    args = parser.parse_args()
    settings = json.loads((args.model / "config.json").read_text())
    excluded = set(settings["trained"]["held"]["claims"])
    builder, encoder = DocumentBuilder(args.model / "tokenizer.json"), load_encoder(args.model)
    modes = mode_table()
    documents = [*claims(builder, "train", modes), *silver(builder, modes)]
    archive: Archive = dict(np.load(args.model / "heads.npz"))
    archive |= fit_events(encoder, documents, excluded, args.strength)
    try:
        archive |= fit_factuality(encoder, builder)
    except FileNotFoundError as error:
        print("factuality stays as it is shipped:", error.filename, "is not at hand")
        shipped = np.load(WEIGHTS / "heads.npz")
        archive |= {name: shipped[name] for name in shipped.files if name.startswith("factuality_context")}
    np.savez(args.model / "heads.npz", **archive)  # type: ignore[arg-type]  # of its option for pickles


if __name__ == "__main__":
    main()
