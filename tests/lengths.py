"""How long the tests run that try a great many things: short in every run, long with SAYSO_LONG_TESTS=1."""

import os

__all__ = ["choose_length"]


def choose_length(short: int, long: int) -> int:
    """How many tries a test makes."""
    return long if os.environ.get("SAYSO_LONG_TESTS") == "1" else short
