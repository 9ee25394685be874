"""The blocks of code in a document, by the language that is written behind the fence."""

import re
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["LANGUAGES", "Block", "find_blocks"]

# What the tests run, and what is there to be looked at or written into a file.
LANGUAGES = {"sh", "python", "r", "sql"} | {"text", "json", "csv", "toml"}
_FENCE = re.compile(r"^```(\S*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    """What stands between two fences."""

    language: str
    text: str


def find_blocks(document: str, *languages: str) -> Iterator[Block]:
    """Each block of the languages, in order; of all languages unless some are named."""
    for language, text in _FENCE.findall(document):
        if not languages or language in languages:
            yield Block(language, text)
