"""The shell blocks of a document, run in this process: as much of a shell as they need, and no more.

What needs a network, a server or an installation is not run: a line with an address, any command but
`sayso` and `echo`, and `sayso serve`, which does not end by itself.
"""

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = ["Line", "find_lines", "run_line"]

_SHELL = re.compile(r"^```sh$(.*?)^```$", re.DOTALL | re.MULTILINE)
_ELSEWHERE = re.compile(r"\b(?:https?|postgresql)://")

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
        return names <= {"sayso", "echo"} and not serves and not _ELSEWHERE.search(self.text)


def find_lines(document: str) -> Iterator[Line]:
    """Each line of each block that is marked `sh`."""
    for block in _SHELL.findall(document):
        for text in block.splitlines():
            if shlex.split(text, comments=True):
                yield _parse(text)


def run_line(line: Line, sayso: Call) -> bytes:
    """What the line prints; `sayso` is given the arguments and the input, and gives the output."""
    passed = _read(line.source)
    for name, *arguments in line.calls:
        passed = f"{' '.join(arguments)}\n".encode() if name == "echo" else sayso(arguments, passed)
    if line.target:
        Path(line.target).write_bytes(passed)
        return b""
    return passed


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
