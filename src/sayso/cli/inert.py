"""Makes words from outside harmless on a terminal.

A report may hold anything: escape sequences that move the cursor or set the window's title, marks that turn
the direction of writing around, line ends of every kind. Nothing of that may act when its words are shown.
"""

import codecs
import re
import sys
from collections.abc import Iterable
from typing import IO, Any, TextIO, cast

from sayso.codebook import code_points

__all__ = ["InertStream", "make_inert", "make_lines_inert", "make_streams_inert"]

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

_LINE_ENDS_AND_TABS = dict.fromkeys(map(ord, "\t\n\v\f\r\x85\u2028\u2029"), " ")
# Marks that nobody sees: left-to-right, right-to-left and Arabic letter mark, BOM, word joiner, tags.
_UNSEEN = dict.fromkeys([0x200E, 0x200F, 0x061C, 0xFEFF, 0x2060, 0x180E, *code_points("tags")], None)
_TABLE = {
    # C0 controls are shown as their Unicode pictures, the others as U+FFFD.
    **{code: 0x2421 if code == 0x7F else 0x2400 + code for code in code_points("pictured")},
    **dict.fromkeys(code_points("controls", "directions", "annotations"), 0xFFFD),
    **_LINE_ENDS_AND_TABS,
    **_UNSEEN,
    **dict.fromkeys(range(0xD800, 0xE000), 0xFFFD),
}

# The blocks of right-to-left scripts (Unicode Standard, UAX 9): Hebrew to Arabic Extended-A, their
# presentation forms, and the old scripts of plane 1.
_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL_RUN = re.compile(f"[{_RTL}](?:[^A-Za-z\n]*[{_RTL}])?")


# Of what is written as a whole: line ends, tabs, looks (bold, dim, a colour), and isolates that end on their
# line, as `make_inert` sets them.
_PASSED = re.compile(r"[\n\t]+|\x1b\[(?:0|1;4|[1-4]|[39][1-7])m|\u2068([^\u2066-\u2069\n\x1b]*)\u2069")


def make_inert(text: str) -> str:
    """Replace what could act on a terminal, and isolate right-to-left words from what stands around them.

    >>> make_inert("a\\x1b[2Jb")
    'a␛[2Jb'
    """
    text = text.translate(_TABLE)
    if text.isascii():
        return text
    return _RTL_RUN.sub(_isolate, text)


def make_lines_inert(text: str) -> str:
    """Make text inert as it goes to a terminal: line ends, tabs and looks pass, what is inert stays as it is.

    >>> make_lines_inert("\\x1b[1mTitle\\x1b[0m\\n\\x1b[2Jtext")
    '\\x1b[1mTitle\\x1b[0m\\n␛[2Jtext'
    """
    pieces, end = [], 0
    for passed in _PASSED.finditer(text):
        isolated = passed.group(1)
        pieces += [
            make_inert(text[end : passed.start()]),
            passed.group()
            if isolated is None
            else f"{_FIRST_STRONG_ISOLATE}{isolated.translate(_TABLE)}{_POP_ISOLATE}",
        ]
        end = passed.end()
    return "".join([*pieces, make_inert(text[end:])])


def make_streams_inert() -> tuple[TextIO, TextIO]:
    """Let nothing that is written to standard error, or to a terminal, act there; returns the streams before.

    So messages of libraries and tracebacks are inert, too. What goes into a file or a pipe stays as it is.
    """
    before = sys.stdout, sys.stderr
    if sys.stderr is not None and not isinstance(sys.stderr, InertStream):
        sys.stderr = cast("TextIO", InertStream(sys.stderr))
    if sys.stdout is not None and not isinstance(sys.stdout, InertStream) and sys.stdout.isatty():
        sys.stdout = cast("TextIO", InertStream(sys.stdout))
    return before


class InertStream:
    """A text stream that makes inert what is written to it; `bare` is the stream behind it."""

    def __init__(self, bare: TextIO) -> None:
        self.bare = bare
        self.buffer = cast("IO[bytes]", _InertBytes(bare))

    def write(self, text: str) -> int:
        """Write a text."""
        self.bare.write(make_lines_inert(text))
        return len(text)

    def writelines(self, lines: Iterable[str]) -> None:
        """Write lines."""
        for line in lines:
            self.write(line)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the stream behind has
        """Return the attribute of the stream behind."""
        return getattr(self.bare, name)


class _InertBytes:
    """The bytes under an inert stream: text in its encoding."""

    def __init__(self, bare: TextIO) -> None:
        self._bare = bare
        self._encoding = bare.encoding or "utf-8"
        self._decoder = codecs.getincrementaldecoder(self._encoding)("replace")

    def write(self, shown: bytes) -> int:
        text = make_lines_inert(self._decoder.decode(shown))
        self._bare.buffer.write(text.encode(self._encoding, "replace"))
        return len(shown)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the bytes behind have
        return getattr(self._bare.buffer, name)


def _isolate(run: re.Match[str]) -> str:
    return f"{_FIRST_STRONG_ISOLATE}{run.group()}{_POP_ISOLATE}"
