"""Makes words from outside harmless on a terminal.

A report may hold anything: escape sequences that move the cursor or set the window's title, marks that turn
the direction of writing around, line ends of every kind. Nothing of that may act when its words are shown.
"""

import re

from sayso.codebook import code_points

__all__ = ["make_inert"]

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


def make_inert(text: str) -> str:
    """Replace what could act on a terminal, and isolate right-to-left words from what stands around them.

    >>> make_inert("a\\x1b[2Jb")
    'a␛[2Jb'
    """
    text = text.translate(_TABLE)
    if text.isascii():
        return text
    return _RTL_RUN.sub(_isolate, text)


def _isolate(run: re.Match[str]) -> str:
    return f"{_FIRST_STRONG_ISOLATE}{run.group()}{_POP_ISOLATE}"
