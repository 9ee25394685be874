"""One pass of the encoder over a text: one vector a word."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sayso.errors import MissingModelError
from sayso.heads import WEIGHTS, explained_damage, read_settings
from sayso.language.words import pack_windows, split_words
from sayso.model.encoding import Encoding, Floats, Ints, Words

__all__ = ["Encoder", "load_encoder"]


class Encoder:
    """Tokenizer and ONNX session, loaded once; `encode` is pure and may be called from several threads."""

    def __init__(self, session: Any, tokenizer: Any, settings: dict[str, Any]) -> None:  # noqa: ANN401
        self._session = session
        self._tokenizer = tokenizer
        self._abbreviations = frozenset(settings["abbreviations"])
        self._limit = int(settings["window_pieces"])
        self._unknown = int(settings["unknown_id"])
        self._edges = (int(settings["first_id"]), int(settings["last_id"]))

    def encode(self, text: str) -> Encoding:
        """Give every word of a text its vector."""
        words = split_words(text, self._abbreviations)
        ids, counts = self.pieces(words)
        windows = pack_windows(words, counts, self._limit)
        offsets = np.concatenate([[0], np.cumsum(counts)])
        vectors = np.zeros((0, 0), dtype=np.float32)
        for window in windows:
            part = self._window(words, ids, offsets, window)
            if not window[0]:
                # One array for all windows: those of a long text have most of the memory of its reading.
                vectors = np.empty((len(words), part.shape[1]), dtype=np.float32)
            vectors[slice(*window)] = part
        return Encoding(words=words, windows=windows, vectors=vectors)

    def pieces(self, words: Words) -> tuple[Ints, Ints]:
        """All word pieces of a text and how many each word has (at least one)."""
        encoding = self._tokenizer.encode(
            [words.word(i) for i in range(len(words))], is_pretokenized=True, add_special_tokens=False
        )
        owner = np.array(encoding.word_ids, dtype=np.int64)
        counts = np.bincount(owner, minlength=len(words)).astype(np.int64)
        ids = np.array(encoding.ids, dtype=np.int64)
        empty = np.flatnonzero(counts == 0)
        if empty.size:
            places = np.concatenate([[0], np.cumsum(counts)])[empty]
            ids = np.insert(ids, places, self._unknown)
            counts[empty] = 1
        return ids, counts

    def _window(self, words: Words, ids: Ints, offsets: Ints, window: tuple[int, int]) -> Floats:
        first, last = window
        inner = ids[offsets[first] : offsets[last]]
        pieces = np.concatenate([[self._edges[0]], inner, [self._edges[1]]])[None]
        kinds = np.repeat(words.kind[first:last], np.diff(offsets[first : last + 1]))
        kinds = np.concatenate([[0], kinds, [0]])[None]
        firsts = (offsets[first:last] - offsets[first] + 1)[None]
        vectors = self._session.run(None, {"pieces": pieces, "kinds": kinds, "firsts": firsts})[0][0]
        return np.asarray(vectors, dtype=np.float32)


@lru_cache(maxsize=2)
def load_encoder(folder: Path = WEIGHTS) -> Encoder:
    """Load the encoder once a process, on one thread; `MissingModelError` where it is not installed.

    `folder` is the package's, or an export of the training.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    weights = folder / "encoder.int8.onnx"
    if not weights.exists():
        raise MissingModelError(
            f"the encoder {weights.name} is not installed", help="pip install --force-reinstall sayso"
        )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    with explained_damage(weights):
        session = onnxruntime.InferenceSession(
            str(weights), sess_options=options, providers=["CPUExecutionProvider"]
        )
    pieces = folder / "tokenizer.json"
    with explained_damage(pieces):
        tokenizer = Tokenizer.from_file(str(pieces))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Encoder(session, tokenizer, read_settings(folder)["encoder"])
