"""The shell blocks of a document, run in this process: as much of a shell as they need, and no more.

What needs a network, a server of others or an installation is not run: a line with an address elsewhere, any
command but `sayso`, `echo`, `printf` and `curl`, and `sayso serve`, which does not end by itself.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from tests.docs.blocks import find_blocks

__all__ = ["Line", "find_lines", "parse_lines", "run_line"]

# Addresses on this machine stand for a server that the test has started; that of a record is an example.
_ELSEWHERE = re.compile(r"\bhttps?://(?!127\.0\.0\.1:)|\bpostgresql://me@")

Call = Callable[[list[str], bytes], bytes]


class Line(NamedTuple):
    """A pipe of commands, each as its words, and the file that the last one's output goes to."""

    calls: list[list[str]]
    source: str
    target: str
    text: str

    @property
    def runs_here(self) -> bool:
        """Whether nothing is needed for it that a test does not have."""
        names = {words[0].rpartition("/")[2] for words in self.calls}
        serves = any(words[1:2] in (["serve"], ["read-spark"], ["alert"]) for words in self.calls)
        return names <= {"sayso", *_BUILT_IN} and not serves and not _ELSEWHERE.search(self.text)


def find_lines(document: str) -> Iterator[Line]:
    """Each line of each block that is marked `sh`."""
    for block in find_blocks(document, "sh"):
        yield from parse_lines(block.text)


def parse_lines(block: str) -> Iterator[Line]:
    """Each line of a block that is more than a comment."""
    for text in block.splitlines():
        if shlex.split(text, comments=True):
            yield _parse(text)


def run_line(line: Line, sayso: Call) -> bytes:
    """What the line prints; `sayso` is given the arguments and the input, and gives the output."""
    passed = _read(line.source)
    for name, *arguments in line.calls:
        passed = _BUILT_IN[name](arguments) if name in _BUILT_IN else sayso(arguments, passed)
    if line.target:
        Path(line.target).write_bytes(passed)
        return b""
    return passed


def _echo(words: list[str]) -> bytes:
    return f"{' '.join(words)}\n".encode()


def _printf(words: list[str]) -> bytes:
    """`printf FORMAT`, without arguments."""
    (form,) = words
    return form.encode().decode("unicode_escape").encode("latin-1")


def _curl(words: list[str]) -> bytes:
    """`curl [-o FILE] ADDRESS`."""
    *option, address = words
    with urlopen(address) as answer:  # noqa: S310 - our own document
        body: bytes = answer.read()
    if not option:
        return body
    Path(option[1]).write_bytes(body)
    return b""


_BUILT_IN: dict[str, Callable[[list[str]], bytes]] = {"echo": _echo, "printf": _printf, "curl": _curl}


def _parse(text: str) -> Line:
    lexer = shlex.shlex(text, posix=True, punctuation_chars="|<>")
    lexer.whitespace_split = True
    calls: list[list[str]] = [[]]
    files = {"<": "", ">": ""}
    words = iter(lexer)
    for word in words:
        if word == "|":
            calls.append([])
        elif word in files:
            files[word] = next(words)
        else:
            calls[-1].append(word)
    return Line(calls, files["<"], files[">"], text)


def _read(path: str) -> bytes:
    return Path(path).read_bytes() if path else b""
