"""The sentence of a claim, and PLOVER's general contexts from its words."""

from functools import lru_cache

from sayso.codebook import read_codebook
from sayso.model import Parse, Sentence, Span

__all__ = ["contexts_of", "sentence_span"]

# A claim repeats its sentence, and a text without full stops is one: of a longer one the part around the
# trigger is kept. The longest of 27,783 sentences of news and of resolutions has 1,014 characters.
_MAX_SENTENCE = 1_100


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """Return single words and two-word phrases, each with its context."""
    single: dict[str, str] = {}
    double: dict[str, str] = {}
    for key, words in read_codebook("contexts").items():
        for word in words:
            (double if " " in word else single).setdefault(word, key.replace("_", " "))
    return single, double


# Few, as each keeps its whole parse; claims come in the order of their sentences.
@lru_cache(maxsize=2)
def contexts_of(parse: Parse, sentence: Sentence) -> tuple[str, ...]:
    """Return the contexts named by the words of a sentence, in order; cached, as claims share sentences."""
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


def sentence_span(parse: Parse, sentence: Sentence, trigger: Span) -> Span:
    """Return the sentence of a trigger; of a very long one the whole words around the trigger."""
    whole = _whole(parse, sentence)
    if whole.end - whole.start <= _MAX_SENTENCE:
        return whole
    start = max(whole.start, min(trigger.start - _MAX_SENTENCE // 2, whole.end - _MAX_SENTENCE))
    end = start + _MAX_SENTENCE
    inside = parse.tokens_in(start, end)
    first = inside.start + (parse.tokens[inside.start].start < start)
    last = inside.stop - (parse.tokens[inside.stop - 1].end > end)
    around = parse.span(first, last) if first < last else trigger
    return around if around.contains(trigger) else trigger


@lru_cache(maxsize=2)
def _whole(parse: Parse, sentence: Sentence) -> Span:
    """Return one span for all claims of a sentence."""
    return parse.span(sentence.first, sentence.last)
