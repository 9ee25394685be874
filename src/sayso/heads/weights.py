"""The learned weights and their settings, as shipped in the package."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sayso.errors import MissingModelError, SaysoError
from sayso.model.encoding import Floats

__all__ = [
    "WEIGHTS",
    "Heads",
    "Weights",
    "explained_damage",
    "is_installed",
    "load_heads",
    "read_settings",
    "weights_version",
]

WEIGHTS = Path(__file__).with_name("weights")
Weights = Mapping[str, Floats]
_FILES = ("encoder.int8.onnx", "heads.npz", "config.json", "tokenizer.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Weights by name, and the settings they were exported with (labels, thresholds, buckets)."""

    weights: Weights
    settings: Mapping[str, Any]


def is_installed() -> bool:
    """Return whether the package carries the learned weights."""
    return all((WEIGHTS / name).exists() for name in _FILES)


@contextmanager
def explained_damage(path: Path) -> Iterator[None]:
    """Turn whatever a library says of a model file that it cannot read into a `MissingModelError`."""
    try:
        yield
    except SaysoError:
        raise
    except Exception as error:  # ONNX Runtime and tokenizers raise a bare Exception.
        what = "cannot be read" if path.exists() else "is not installed"
        raise MissingModelError(
            f"the model file {path.name} {what} ({type(error).__name__})",
            where=str(path.parent),
            help="pip install --force-reinstall sayso, or --tier fast",
        ) from error


@lru_cache(maxsize=2)
def read_settings(folder: Path = WEIGHTS) -> dict[str, Any]:
    """Return the settings of encoder and heads; raises `MissingModelError` if they are not installed."""
    path = folder / "config.json"
    if not path.exists():
        raise MissingModelError(
            "the learned models are not installed", help="pip install --force-reinstall sayso, or --tier fast"
        )
    with explained_damage(path):
        settings: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        settings["version"], settings["encoder"], settings["heads"]
        return settings


@lru_cache(maxsize=2)
def load_heads(folder: Path = WEIGHTS) -> Heads:
    """Load the heads once a process, from the package or from an export of the training."""
    settings, path = read_settings(folder)["heads"], folder / "heads.npz"
    with explained_damage(path), path.open("rb") as file, np.load(file) as archive:
        weights = {name: np.asarray(archive[name], dtype=np.float32) for name in archive.files}
        tables = {f"roles.{kind}": _place_table(weights, f"roles.{kind}") for kind in settings["reach"]}
    weights |= {f"{name}.places": table for name, table in tables.items()}
    return Heads(weights=weights, settings=settings)


def _place_table(weights: Weights, name: str) -> Floats:
    """Return the sums of a role head's position features: [distance, sentence, quotation marks]."""
    distance, sentence, quoted = (
        weights[f"{name}.{part}.weight"] for part in ("distance", "sentence", "quoted")
    )
    table: Floats = distance[:, None, None] + sentence[:, None] + quoted
    return table


def weights_version() -> str:
    """Return the version of the weights: a hash over encoder, heads and settings, made at export."""
    return str(read_settings()["version"])
