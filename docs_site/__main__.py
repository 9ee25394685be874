"""Write the made pages of the reference, or check them: `python -m docs_site [--check]`."""

import sys
from collections.abc import Callable
from pathlib import Path

from docs_site import api, codes, commands, door, errors, published, tables

__all__ = ["PAGES", "main"]

FOLDER = Path(__file__).parents[1] / "docs/reference"
PAGES: dict[str, Callable[[], str]] = {
    "commands.md": commands.make_page,
    "errors.md": errors.make_page,
    "codebook.md": codes.make_page,
    "python.md": door.make_page,
    "api.md": api.make_page,
    "tables.md": tables.make_page,
    "../../src/sayso/labels/published.tsv": published.make_table,
}


def main(arguments: list[str]) -> int:
    """Write the pages; with `--check` write nothing and give 1 if any of them is out of date."""
    stale = []
    for name, make in PAGES.items():
        page, path = make(), FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == page:
            continue
        stale.append(name)
        if "--check" not in arguments:
            path.write_text(page, encoding="utf-8")
    if "--check" in arguments and stale:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run: make reference\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
