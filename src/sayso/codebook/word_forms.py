"""Base forms and stems of English words: the one rule for the forms of a word.

The parse has lemmas while a report is read; the record format keeps words, not lemmas. Whatever compares the
words of stored claims derives their stems here, from the same endings and the same table of irregular forms
(`word_forms.toml`) by which the rules of the fast tier look words up. spaCy's own lemmatizer needs a parsed
sentence, and a second to load.
"""

from collections.abc import Iterator
from functools import cache, lru_cache

from sayso.codebook import read_codebook

__all__ = ["base_forms", "root", "singular", "stem"]

_VOWELS = "aeiouy"
# How many letters make a root: "destroy" meets "destruction". Swept 4 to 7 on the tuning parts of the
# commitments followed, no difference.
_ROOT = 5


@lru_cache(maxsize=65536)
def base_forms(word: str) -> tuple[str, ...]:
    """Return the forms in lower case that a word may be inflected from, the likeliest first; () for none.

    >>> base_forms("struck"), base_forms("shots"), base_forms("stabbed")
    (('strike',), ('shot', 'shoot'), ('stab', 'stabb', 'stabbe'))
    >>> base_forms("armies"), base_forms("deploying"), base_forms("truce")
    (('army',), ('deploy', 'deploye'), ())
    """
    word = word.lower()
    if word in _irregular():
        return (_irregular()[word],)
    found = list(_without_ending(word))
    found += [_irregular()[form] for form in found if form in _irregular()]
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem that the forms of a word share, which need not be a word.

    >>> stem("shot"), stem("Killings"), stem("stabbed"), stem("investigating"), stem("died"), stem("shots")
    ('shoot', 'kill', 'stab', 'investigat', 'die', 'shoot')
    """
    word = word.lower()
    first = next(iter(base_forms(word)), word)
    first = _irregular().get(first, first)
    return first[:-1] if first.endswith("e") and len(first) > 3 else first


@lru_cache(maxsize=65536)
def root(word: str) -> str:
    """Return the first letters of a word's stem, which words derived from it share.

    >>> root("withdrew") == root("withdrawal"), root("destroyed") == root("destruction")
    (True, True)
    """
    return stem(word)[:_ROOT].removesuffix("e")


def singular(word: str) -> str:
    """Return a regular plural in lower case without its ending; any other word as it is.

    >>> singular("armies"), singular("crashes"), singular("bases"), singular("crisis"), singular("gas")
    ('army', 'crash', 'base', 'crisis', 'gas')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        return word[:-1]
    return word


def _without_ending(word: str) -> Iterator[str]:
    """Return the forms without an ending; one form at least if the word has one."""
    for ending in ("ings", "ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and any(sign in _VOWELS for sign in rest):
            yield from (_without_double(rest), rest, rest + "e")
            return
    if (plural := singular(word)) != word:
        yield plural


def _without_double(rest: str) -> str:
    """Return the verb before "-ed" or "-ing": "stab" for "stabb", "carry" for "carri"."""
    if rest.endswith("i"):
        return rest[:-1] + "y"
    return rest[:-1] if rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest


@cache
def _irregular() -> dict[str, str]:
    """Return the base form of each irregular form."""
    book = read_codebook("word_forms")
    return {form: base for table in book.values() for base, forms in table.items() for form in forms}
