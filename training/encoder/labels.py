"""Labels of the heads, in the order of their outputs."""

import json
from collections import Counter
from pathlib import Path

from sayso.codebook import read_codebook
from sayso.heads import WEIGHTS
from sayso.model import SourceKind, Status
from training.paths import shared_data

__all__ = [
    "COMMITMENT_ROLES",
    "CUE_ROLES",
    "DATASETS",
    "EVENT_ROLES",
    "KINDS",
    "STATUSES",
    "STRENGTHS",
    "TYPES",
    "Modes",
    "mode_table",
    "read_abbreviations",
]

Modes = dict[tuple[str, str], int]

TYPES = list(read_codebook("plover"))
STATUSES = [status.value for status in Status]
KINDS = [kind.value for kind in SourceKind]
# Not all of `Strength`: "shall" is labelled as "must".
STRENGTHS = ["will", "urged", "must", "commits", "agreed", "banned"]
CUE_ROLES = ["source", "content"]
EVENT_ROLES = ["actors", "recipients", "object", "places", "time", "quantities"]
COMMITMENT_ROLES = ["debtor", "deed"]
DATASETS = ["polnear", "claims", "plv", "uw", "uds", "meantime"]


def read_abbreviations() -> list[str]:
    """Return the abbreviations after which a full stop ends no sentence."""
    lines = Path(__file__).with_name("abbreviations.txt").read_text(encoding="utf-8").splitlines()
    return sorted({word for line in lines if not line.startswith("#") for word in line.split()})


def mode_table(part: str = "train", least: int = 5) -> Modes:
    """Return the numbers of type and mode pairs; without the labelled claims those of the shipped model."""
    folder = shared_data() / "claims" / part
    if not folder.is_dir():
        shipped = json.loads((WEIGHTS / "config.json").read_text(encoding="utf-8"))["trained"]["modes"]
        return {(type_, mode): number for number, (type_, mode) in enumerate(shipped)}
    counts = Counter(
        (claim["type"], claim["mode"])
        for path in folder.glob("*.json")
        for claim in json.loads(path.read_text(encoding="utf-8"))["claims"]
    )
    frequent = sorted(pair for pair, count in counts.items() if count >= least or not pair[1])
    return {pair: number for number, pair in enumerate(frequent)}
