"""Part of speech, features and lemma of a word, by the language model's own rules.

The model matches its rules (`attribute_ruler`, `lemmatizer`) anew at every word. All but a handful look at
one word alone, at its form, its tag and its dependency: their labels are cached. A text that a longer rule
matches ("let 's") goes through the rules themselves.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher
    from spacy.tokens import Doc, Token

__all__ = ["WordLabels", "WordRules"]

# Words in the cache, some 10 MB; news of 100,000 words has 20,000 of them.
_CACHE_SIZE = 50_000

# Form, tag and dependency, as numbers of the model's vocabulary.
_Key = tuple[int, int, int]


class WordLabels(NamedTuple):
    """Labels that the model gives a word."""

    lemma: str
    pos: str
    tag: str
    dep: str
    morph: str


class WordRules:
    """The rules of a loaded model, whose pipeline leaves `attribute_ruler` and `lemmatizer` out."""

    def __init__(self, model: "Language") -> None:
        self._vocab = model.vocab
        self._steps = (model.get_pipe("attribute_ruler"), model.get_pipe("lemmatizer"))
        _index_lemmas(model)
        longer = list(_longer_rules(model))
        self._longer = _matcher(model, longer)
        self._first = _matcher(model, [rule[:1] for rule in longer])
        self._cache: dict[_Key, WordLabels] = {}
        self._opening: set[_Key] = set()

    def read(self, docs: "Sequence[Doc]") -> Iterator[list[WordLabels]]:
        """Give the labels of all words of each text; the texts have tags and dependencies."""
        keys = [list(map(tuple, doc.to_array(["ORTH", "TAG", "DEP"]).tolist())) for doc in docs]
        if len(self._cache) > _CACHE_SIZE:
            self._cache.clear()
        self._learn(list({key for row in keys for key in row} - self._cache.keys()))
        for doc, row in zip(docs, keys, strict=True):
            if self._opening.isdisjoint(row) or not self._longer(doc, allow_missing=True):
                yield [self._cache[key] for key in row]
            else:
                yield self._apply(doc)

    def _learn(self, keys: "list[_Key]") -> None:
        """Ask the rules of words alone; those that can begin a longer rule one by one."""
        if not keys:
            return
        opening = {keys[start] for _, start, _ in self._first(self._doc(keys), allow_missing=True)}
        self._opening |= opening
        for group in ([key for key in keys if key not in opening], *([key] for key in opening)):
            self._cache.update(zip(group, self._apply(self._doc(group)), strict=True))

    def _doc(self, keys: "Sequence[_Key]") -> "Doc":
        from spacy.tokens import Doc

        doc = Doc(self._vocab, words=[self._vocab.strings[form] for form, _, _ in keys])
        for token, (_, tag, dep) in zip(doc, keys, strict=True):
            token.tag, token.dep = tag, dep
        return doc

    def _apply(self, doc: "Doc") -> list[WordLabels]:
        for step in self._steps:
            doc = step(doc)
        return [_labels(token) for token in doc]


def _index_lemmas(model: "Language") -> None:
    """Make sets of the lemmatizer's lists of known forms, which it looks through for every new word."""
    table = model.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    for part_of_speech, forms in list(table.items()):
        table[part_of_speech] = frozenset(forms)


def _longer_rules(model: "Language") -> "Iterator[list[dict[str, object]]]":
    """Give the rules about several words."""
    for rule in model.get_pipe("attribute_ruler").patterns:
        yield from (words for words in rule["patterns"] if len(words) > 1)


def _matcher(model: "Language", rules: "list[list[dict[str, object]]]") -> "Matcher":
    from spacy.matcher import Matcher

    matcher = Matcher(model.vocab)
    matcher.add("rule", rules)
    return matcher


def _labels(token: "Token") -> WordLabels:
    return WordLabels(token.lemma_.lower(), token.pos_, token.tag_, token.dep_, str(token.morph))
