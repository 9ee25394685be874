"""What all tests share: where the labelled data is, and the pipeline, loaded once."""

import os
from pathlib import Path

import pytest

from sayso.model import Tier
from sayso.pipeline import Pipeline


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data (SAYSO_SHARED, default ../shared); tests that need it are skipped without."""
    folder = Path(os.environ.get("SAYSO_SHARED", "../shared"))
    if not (folder / "data").is_dir():
        pytest.skip("no labelled data here: set SAYSO_SHARED to its folder")
    return folder


@pytest.fixture(scope="session")
def fast() -> Pipeline:
    return Pipeline(Tier.FAST)
