"""Words and phrases of a search; nothing in them can act as SQL or as a search operator."""

import re

__all__ = ["phrases"]

_CHUNK = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")


def phrases(text: str) -> tuple[tuple[str, ...], ...]:
    """Split a search into phrases: words that must follow one another.

    What stands in double quotes is one phrase; so is what is written without a space ("U.S.", "al-Ahd").
    Signs are no words: a search for `%` holds none, and finds nothing.

    >>> phrases('al-Ahd "no confidence" vote')
    (('al', 'Ahd'), ('no', 'confidence'), ('vote',))
    """
    cut = (tuple(_WORD.findall(quoted or bare)) for quoted, bare in _CHUNK.findall(text))
    return tuple(words for words in cut if words)
