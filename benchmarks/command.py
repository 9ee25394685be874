"""Command line of the small scorers."""

import argparse
from collections.abc import Callable
from pathlib import Path

__all__ = ["print_figures"]


def print_figures(about: str | None, data: str, score: Callable[..., dict[str, float]]) -> None:
    """Run a scorer on `data`, a path below the labelled data, and print its figures."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--verbose", action="store_true")
    arguments = parser.parse_args()
    for name, figure in score(arguments.shared / "data" / data, verbose=arguments.verbose).items():
        print(f"{name}\t{figure:.3f}")
