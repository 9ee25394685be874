"""What all tests share: where the labelled data is, and the pipeline, loaded once."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from sayso.model import Tier
from sayso.pipeline import Pipeline

# Nothing is timed: a busy machine fails no test.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of labelled data (SAYSO_SHARED, default ../shared); without it tests are skipped."""
    folder = Path(os.environ.get("SAYSO_SHARED", "../shared"))
    if not (folder / "data").is_dir():
        pytest.skip("no labelled data here: set SAYSO_SHARED to its folder")
    return folder


@pytest.fixture(scope="session")
def fast() -> Pipeline:
    return Pipeline(Tier.FAST)


@pytest.fixture(scope="session")
def full() -> Pipeline:
    return Pipeline(Tier.FULL)


@pytest.fixture(scope="session", params=[Tier.FAST, Tier.FULL], ids=str)
def either(request: pytest.FixtureRequest) -> Pipeline:
    """Each tier in turn: what holds for any reading holds for both."""
    return request.getfixturevalue(str(request.param))
