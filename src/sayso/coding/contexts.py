"""PLOVER's general contexts of a claim, from the words of its sentence (fast tier)."""

from functools import lru_cache

from sayso.codebook import read_codebook
from sayso.model import Parse, Sentence

__all__ = ["contexts_of"]


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """Single words and two-word phrases, each with its context."""
    single: dict[str, str] = {}
    double: dict[str, str] = {}
    for key, words in read_codebook("contexts").items():
        for word in words:
            (double if " " in word else single).setdefault(word, key.replace("_", " "))
    return single, double


@lru_cache(maxsize=64)
def contexts_of(parse: Parse, sentence: Sentence) -> tuple[str, ...]:
    """Contexts named by the words of a sentence, in order of their first word; kept, as claims share it."""
    single, double = _words()
    found: dict[str, None] = {}
    before = ""
    for i in range(sentence.first, sentence.last):
        token = parse.tokens[i]
        for form in (token.lower, token.lemma):
            context = double.get(f"{before} {form}") or single.get(form)
            if context is not None:
                found.setdefault(context)
        before = token.lower
    return tuple(found)
