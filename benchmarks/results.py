"""The page of results: sections under titles, replaced one by one or all together, never half written."""

import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

__all__ = ["merge_sections", "title_of", "write_whole"]

# The last part of the page: what is new comes before it.
_LAST = "Speed"


def title_of(section: str) -> str:
    """The title of a section."""
    return section.partition("\n")[0].removeprefix("## ").strip()


def merge_sections(page: str, sections: Iterable[str]) -> str:
    """The page with these sections in place of those of the same titles; new ones before the speeds."""
    head, *old = re.split(r"\n\n(?=## )", page.strip())
    kept = {title_of(section): section for section in old}
    speeds = {title: kept.pop(title) for title in [title for title in kept if title.startswith(_LAST)]}
    for section in sections:
        title = title_of(section)
        (speeds if title.startswith(_LAST) else kept)[title] = section
    return "\n\n".join([head, *kept.values(), *speeds.values()]) + "\n"


def write_whole(path: Path, text: str) -> None:
    """Write a file in one step: whoever reads it has the old one or the new one."""
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        file.write(text)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)
