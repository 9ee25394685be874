"""Names, from the language model's own network, read word by word in all texts of a batch at once.

The model's component (`ner`) steps through each text for itself, and spends more time on asking which steps
are allowed than on its network. Here one step is taken in all texts together, with the same sums in the same
order: what is found is the same.
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
        order = sorted(range(len(docs)), key=lambda n: -len(docs[n]))  # so that the unfinished stand first
        texts = [docs[n] for n in order]
        starts = np.concatenate([[0], np.cumsum([len(text) for text in texts])])
        moves = self._moves(texts, starts)
        found: list[list[FoundSpan]] = [[] for _ in docs]
        kinds = self._kinds[moves]
        firsts = np.flatnonzero((kinds == _BEGINS) | (kinds == _ALONE))
        lasts = np.flatnonzero((kinds == _ENDS) | (kinds == _ALONE))
        owners = np.searchsorted(starts, firsts, side="right") - 1
        for first, last, owner in zip(firsts.tolist(), lasts.tolist(), owners.tolist(), strict=True):
            base = int(starts[owner])
            label = self._names[self._labels[moves[first]]]
            found[order[owner]].append((first - base, last + 1 - base, label))
        return found

    def _moves(self, texts: "Sequence[Doc]", starts: Ints) -> Ints:
        """The step taken at every word; the texts stand one after the other, the longest first."""
        seen = self._lower.predict(self._vectors.predict(texts))  # row 0 stands for no word
        places = _places(texts)
        lengths = np.diff(starts)
        moves = np.zeros(starts[-1], dtype=np.int64)
        opened = np.zeros(len(texts), dtype=np.int64)  # the row of the open name's first word
        label = np.zeros(len(texts), dtype=np.int64)
        for step in range(int(lengths[0])):
            live = int(np.searchsorted(-lengths, -step, side="left"))
            at = starts[:live] + step
            opened, label = opened[:live], label[:live]
            before = np.where(opened > 0, at, 0)
            scores = self._scores(seen[at + 1, 0] + seen[opened, 1] + seen[before, 2])
            move = (scores + self._barred[label, places[at]]).argmax(axis=1)
            moves[at] = move
            kind = self._kinds[move]
            opened = np.where(kind == _BEGINS, at + 1, np.where(kind == _INSIDE, opened, 0))
            label = np.where(kind <= _INSIDE, self._labels[move], 0)
        return moves

    def _scores(self, sums: Floats) -> Floats:
        scores: Floats = self._upper.predict((sums + self._lower.get_param("b")).max(axis=-1))
        return scores


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
