"""Headlines: where they end, and their words in plain case.

The parser takes every word of "Army Pullout Begins in North" for a name. A word that the body writes small,
or that denotes an event, is made small before the parse; its length and place stay.
"""

import re
from functools import lru_cache

from sayso.codebook import read_codebook
from sayso.codebook.word_forms import base_forms

__all__ = ["headline_end", "in_plain_case"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# A first line longer than this is a paragraph.
_MAX_LENGTH = 160
_CLOSED = (".", "!”", '."', ".”", '!"')
# Share of a headline's longer words that begin with a capital when every word does.
_TITLE_CASE = 0.7


def headline_end(text: str, title: str | None) -> int:
    """Where the headline ends: the title, or a short first line without a full stop before a blank line."""
    begin = len(text) - len(text.lstrip())
    if title and text.startswith(title, begin):
        return begin + len(title)
    first, line_end, rest = text[begin:].partition("\n")
    alone = bool(line_end) and rest[:1] == "\n"
    if alone and len(first) <= _MAX_LENGTH and not first.rstrip().endswith(_CLOSED):
        return begin + len(first)
    return 0


def in_plain_case(text: str, end: int) -> str:
    """Make small the words of a headline (the text up to `end`) that are no names; same length.

    >>> in_plain_case("Army Pullout Nears End\\n\\nThe end nears, Haddad said.", 22)
    'Army pullout nears end\\n\\nThe end nears, Haddad said.'
    """
    words = list(_WORD.finditer(text, 0, end))
    long = [word.group() for word in words if len(word.group()) >= 4]
    if len(long) < 3 or sum(word[0].isupper() for word in long) < _TITLE_CASE * len(long):
        return text
    body = _body_words(text[end:])
    pieces, last = [], 0
    for n, word in enumerate(words):
        pieces.append(text[last : word.start()])
        pieces.append(_plain(word.group(), body) if n else word.group())
        last = word.end()
    changed = "".join(pieces) + text[last:]
    return changed if len(changed) == len(text) else text


def _plain(word: str, body: frozenset[str]) -> str:
    lower = word.lower()
    if word.isupper() or not word[0].isupper() or len(lower) != len(word):
        return word
    if word in body:
        return word
    known = lower in body or not _event_words().isdisjoint((lower, *base_forms(lower)))
    return lower if known else word


def _body_words(body: str) -> frozenset[str]:
    """Words of the body as written, without those a capital only begins a sentence with."""
    return frozenset(
        word.group() for word in _WORD.finditer(body) if not _begins_sentence(body, word.start())
    )


def _begins_sentence(body: str, at: int) -> bool:
    before = body[max(0, at - 4) : at].rstrip(" \"“‘'(")
    return not before or before[-1] in ".!?:\n"


@lru_cache(maxsize=1)
def _event_words() -> frozenset[str]:
    """Return the codebook's event words, reporting verbs and words of status, in their base form."""
    lemmas: set[str] = set()
    for modes in read_codebook("triggers").values():
        for by_pos in modes.values():
            lemmas.update(word for words in by_pos.values() for entry in words for word in entry.split())
    for verbs in read_codebook("cues")["verbs"].values():
        lemmas.update(verbs)
    for key in ("ongoing", "planned", "demanded", "negating"):
        lemmas.update(read_codebook("status")[key])
    return frozenset(lemmas)
