"""Forests of decision trees as data, evaluated in whole numbers."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import msgspec

from sayso.confidence.evidence import SCALE, Features
from sayso.errors import MissingModelError
from sayso.model.base import Struct

__all__ = ["ConfidenceModel", "confidence_version", "load_model"]

# A tree in preorder, three numbers a node: feature, threshold, place of the right branch; the left branch
# follows its node. A leaf has feature -1 and its share of right examples, in 1/1024, for threshold.
Tree = tuple[int, ...]


class ConfidenceModel(Struct, frozen=True, kw_only=True):
    """One forest for each decision that has to be right, and the calibration of their product.

    `steps` are (least score, confidence in hundredths), in ascending order; the first score is 0.
    """

    features: tuple[str, ...]
    forests: dict[str, tuple[Tree, ...]]
    steps: tuple[tuple[int, int], ...]

    def score(self, features: Features) -> int:
        """Return the product of the forests' probabilities in 1/1024, not calibrated."""
        row = [features.get(name, 0) for name in self.features]
        product = SCALE
        for trees in self.forests.values():
            product = product * sum(_leaf(tree, row) for tree in trees) // (SCALE * len(trees))
        return product

    def confidence(self, features: Features) -> float:
        """Return the calibrated probability that all decisions are right, in two decimals."""
        score = self.score(features)
        return max(step for least, step in self.steps if least <= score) / 100


def _leaf(tree: Tree, row: Sequence[int]) -> int:
    at = 0
    while tree[at] >= 0:
        at = at + 3 if row[tree[at]] <= tree[at + 1] else tree[at + 2]
    return tree[at + 1]


@lru_cache(maxsize=8)
def load_model(name: str) -> ConfidenceModel:
    """Load the model of a kind of records in a tier, "claims-full" say, once a process."""
    path = Path(__file__).with_name(f"{name}.json")
    try:
        return msgspec.json.decode(path.read_bytes(), type=ConfidenceModel)
    except (OSError, msgspec.DecodeError) as error:
        raise MissingModelError(
            f"the model file {path.name} cannot be read ({type(error).__name__})",
            where=str(path.parent),
            help="pip install --force-reinstall sayso",
        ) from error


@lru_cache(maxsize=1)
def confidence_version() -> str:
    """Return the version of the models of confidence: a hash over their files."""
    files = sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".json", ".tsv"))
    return sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
