"""Folders that the training scripts read from and write to."""

import os
from pathlib import Path

__all__ = ["ROOT", "shared_data"]

ROOT = Path(__file__).resolve().parents[1]


def shared_data() -> Path:
    """Return the folder of the labelled sets: `data` in $SAYSO_SHARED, by default beside the project."""
    return Path(os.environ.get("SAYSO_SHARED", ROOT.parent / "shared")) / "data"
