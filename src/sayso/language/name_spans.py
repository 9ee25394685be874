"""Names, from the language model's own network, read in all texts of a batch at once.

The model's component (`ner`) steps from word to word, and spends more time on asking which steps are allowed
than on its network. But where no name is open, a step looks at its word alone: so these steps are taken at
all words together, and only where one begins a name do others follow. What is found is the same.
"""

from typing import TYPE_CHECKING, Any

import numpy as np

from sayso.model.encoding import Floats, Ints

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["FoundSpan", "NameReader"]

# First word, last word exclusive, label.
FoundSpan = tuple[int, int, str]

# What a step says of its word: it begins a name, stands inside, ends it, is one by itself, or stands outside.
_BEGINS, _INSIDE, _ENDS, _ALONE, _OUTSIDE = range(5)
_KINDS = "BILUO"


class NameReader:
    """The names of a loaded model, whose pipeline leaves `ner` out."""

    def __init__(self, model: "Language") -> None:
        ner: Any = model.get_pipe("ner")
        network = ner.model
        self._vectors, self._lower, self._upper = (
            network.get_ref(name) for name in ("tok2vec", "lower", "upper")
        )
        moves = [ner.moves.get_class_name(n).partition("-") for n in range(ner.moves.n_moves)]
        self._names = ["", *sorted({label for _, _, label in moves if label})]
        self._kinds = np.array([_KINDS.index(kind) for kind, _, _ in moves])
        self._labels = np.array([self._names.index(label) for _, _, label in moves])
        self._barred = _barred(self._kinds, self._labels, len(self._names))

    def read(self, docs: "Sequence[Doc]") -> "list[list[FoundSpan]]":
        """The names of each text, in order; the texts are cut into sentences already."""
        seen = self._lower.predict(self._vectors.predict(docs))
        lasts, labels = self._names_from(seen, _places(docs))
        ends = np.cumsum([len(doc) for doc in docs])
        found: list[list[FoundSpan]] = [[] for _ in docs]
        free = 0
        for first in np.flatnonzero(lasts >= 0).tolist():
            if first >= free:
                free = int(lasts[first]) + 1
                owner = int(np.searchsorted(ends, first, side="right"))
                base = int(ends[owner]) - len(docs[owner])
                found[owner].append((first - base, free - base, self._names[labels[first]]))
        return found

    def _names_from(self, seen: Floats, places: Ints) -> tuple[Ints, Ints]:
        """For every word the last word, or -1, and the label of the name that begins there if none is open.

        `seen` has a row for no word, then one for each word: what the word tells as the present one, as the
        first of the open name, and as the one before in it.
        """
        move = self._best(seen[1:, 0] + seen[0, 1] + seen[0, 2], self._barred[0, places])
        kinds, labels = self._kinds[move], self._labels[move]
        lasts = np.where(kinds == _ALONE, np.arange(len(move)), -1)
        first = np.flatnonzero(kinds == _BEGINS)
        now = first + 1
        while first.size:
            sums = seen[now + 1, 0] + seen[first + 1, 1] + seen[now, 2]
            ends = self._kinds[self._best(sums, self._barred[labels[first], places[now]])] == _ENDS
            lasts[first[ends]] = now[ends]
            first, now = first[~ends], now[~ends] + 1
        return lasts, labels

    def _best(self, sums: Floats, barred: Floats) -> Ints:
        """The best step that is not barred."""
        scores: Floats = self._upper.predict((sums + self._lower.get_param("b")).max(axis=-1))
        best: Ints = (scores + barred).argmax(axis=1)
        return best


def _places(texts: "Sequence[Doc]") -> Ints:
    """For every word 1 if a sentence ends with it, and 2 if it is white space."""
    found = []
    for text in texts:
        begins, is_space = text.to_array(["SENT_START", "IS_SPACE"]).T
        found.append(np.append(begins[1:] == 1, True) + 2 * (is_space == 1))
    return np.concatenate(found)


def _barred(kinds: Ints, labels: Ints, n_labels: int) -> Floats:
    """[label of the open name, place of the word, step]: minus infinity where the step is not allowed."""
    barred = np.zeros((n_labels, 4, len(kinds)), dtype=np.float32)
    goes_on, closes = (kinds == _BEGINS) | (kinds == _INSIDE), (kinds == _INSIDE) | (kinds == _ENDS)
    barred[0, :, closes] = -np.inf
    for label in range(1, n_labels):
        barred[label, :, ~closes | (labels != label)] = -np.inf
    barred[:, 1::2, goes_on] = -np.inf
    barred[:, 2:, (kinds == _BEGINS) | (kinds == _ALONE)] = -np.inf
    barred[
        :, :, (kinds != _OUTSIDE) & (labels == 0)
    ] = -np.inf  # for words marked beforehand, of which we have none
    return barred
