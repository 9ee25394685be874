"""The arithmetic of the heads, in numpy: small networks over the encoder's word vectors.

An anchor is a range of words (a cue, a trigger, a deed) whose vector is the mean of its words'. A role head
gives every word of the anchor's window one of outside, begins, inside for each role.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sayso.heads.products import on_grid, product
from sayso.heads.weights import Heads, Weights
from sayso.model import Span
from sayso.model.encoding import Encoding, Flags, Floats, Ints, LearnedAttribution, WordSpan

__all__ = [
    "CueLink",
    "WordRange",
    "anchor_vector",
    "inside_odds",
    "linear",
    "link_masks",
    "link_scores",
    "log_softmax",
    "mlp",
    "probability",
    "role_logits",
    "runs",
    "score",
    "share_of",
    "trim",
    "word_span",
]

# First word and the word after the last.
WordRange = tuple[int, int]

# Log-odds beyond doubt, for words that a head does not look at.
_FAR = 20.0


def log_softmax(x: Floats) -> Floats:
    """Return the log of the softmax over the last axis."""
    shifted = x - x.max(axis=-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return result


def probability(log_odds: float) -> float:
    """Return the probability of log-odds."""
    return 0.5 + 0.5 * math.tanh(log_odds / 2)


def share_of(scores: Floats, n: int) -> float:
    """Return the softmax of a row of scores at `n`: the probability of that choice among all."""
    return float(np.exp(log_softmax(scores))[n])


def inside_odds(logits: Floats) -> Floats:
    """Return the log-odds of begins or inside against outside, over the last axis of three."""
    result: Floats = np.logaddexp(logits[..., 1], logits[..., 2]) - logits[..., 0]
    return result


def linear(weights: Weights, name: str, x: Floats) -> Floats:
    """Apply an affine layer."""
    result: Floats = product(x, weights[f"{name}.weight"])
    result += weights[f"{name}.bias"]
    return result


def score(weights: Weights, name: str, x: Floats) -> Floats:
    """Apply an affine layer whose results are scores, rounded before they are compared."""
    return on_grid(linear(weights, name, x))


def mlp(weights: Weights, name: str, x: Floats) -> Floats:
    """Return the scores of two layers with a rectifier between."""
    return score(weights, f"{name}.3", rectify(linear(weights, f"{name}.0", x)))


def rectify(z: Floats) -> Floats:
    """Put zero for what is below it, in place; a row of zeros is twice as fast as a single one."""
    result: Floats = np.maximum(z, np.zeros(z.shape[-1], dtype=z.dtype), out=z)
    return result


def anchor_vector(encoded: Encoding, first: int, last: int) -> Floats:
    """Return the mean of the words' vectors."""
    if last - first == 1:
        alone: Floats = encoded.vectors[first]
        return alone
    mean: Floats = encoded.vectors[first:last].sum(axis=0) / (last - first)
    return mean


def buckets(distance: Ints, edges: Sequence[int]) -> Ints:
    """Return the bucket numbers of signed distances in words."""
    size = np.searchsorted(np.asarray(edges), np.abs(distance), side="right")
    middle = len(edges) + 1
    return np.where(distance < 0, middle - size, middle + size)


def role_logits(
    heads: Heads, kind: str, encoded: Encoding, anchors: Sequence[WordSpan], domains: Sequence[int]
) -> list[Floats]:
    """Return for each anchor of a window: [word of the window, role, (outside, begins, inside)].

    Words out of the kind's reach are outside. Anchors are read one by one: small arrays stay in the cache.
    """
    weights, name = heads.weights, f"roles.{kind}"
    first, last = encoded.windows[anchors[0].window]
    words = encoded.vectors[first:last]
    base = linear(weights, f"{name}.word", words)
    gate = linear(weights, f"{name}.word_gate", words)
    vectors = np.stack([anchor_vector(encoded, a.first, a.last) for a in anchors])
    mine = linear(weights, f"{name}.anchor", vectors) + weights[f"{name}.domain.weight"][list(domains)]
    my_gate = linear(weights, f"{name}.anchor_gate", vectors)
    reach = int(heads.settings["reach"][kind])
    found: list[Floats] = []
    for n, anchor in enumerate(anchors):
        near = slice(max(first, anchor.first - reach), min(last, anchor.last + reach))
        here = slice(near.start - first, near.stop - first)
        z = gate[here] * my_gate[n]
        z += base[here]
        z += mine[n]
        z += _position_features(heads, name, encoded, (anchor, near))
        found.append(_roles_of(weights, name, z, (here, last - first)))
    return found


def _roles_of(weights: Weights, name: str, z: Floats, place: tuple[slice, int]) -> Floats:
    """Apply the head's last layers to the words in reach; return logits for the whole window."""
    here, size = place
    rectify(z)
    z += rectify(_mix(z, weights[f"{name}.mix.weight"][:, 0], weights[f"{name}.mix.bias"]))
    z = _layer_norm(z, weights[f"{name}.norm.weight"], weights[f"{name}.norm.bias"])
    out = score(weights, f"{name}.out", z).reshape(len(z), -1, 3)
    logits = np.full((size, *out.shape[1:]), -_FAR, dtype=np.float32)
    logits[..., 0] = _FAR
    logits[here] = out
    return logits


def _position_features(heads: Heads, name: str, encoded: Encoding, seen: tuple[WordSpan, slice]) -> Floats:
    """Return the position features of each word: distance, sentences between, quotation marks."""
    anchor, near = seen
    at = np.arange(near.start, near.stop)
    distance = np.minimum(at - anchor.first, 0) + np.maximum(at - anchor.last + 1, 0)
    sentence = encoded.words.sentence[near] - encoded.words.sentence[anchor.first]
    sentence = np.minimum(np.maximum(sentence, -2), 2) + 2
    pair = encoded.words.quoted[near] + 2 * encoded.words.quoted[anchor.first].astype(np.int64)
    bucket = buckets(distance, heads.settings["distance_edges"])
    result: Floats = heads.weights[f"{name}.places"][bucket, sentence, pair]
    return result


def _mix(z: Floats, kernel: Floats, bias: Floats) -> Floats:
    """Convolve each channel over the neighbouring words; z [word, channel], kernel [channel, width]."""
    half = kernel.shape[1] // 2
    taps = np.ascontiguousarray(kernel.T)
    out: Floats = z * taps[half]
    for shift in range(1, min(half, len(z) - 1) + 1):
        out[shift:] += z[:-shift] * taps[half - shift]
        out[:-shift] += z[shift:] * taps[half + shift]
    out += bias
    return out


def _layer_norm(z: Floats, weight: Floats, bias: Floats) -> Floats:
    """Normalise `z` over its last axis, in place."""
    z -= z.sum(axis=-1, keepdims=True) / z.shape[-1]
    z /= np.sqrt(np.square(z).sum(axis=-1, keepdims=True) / z.shape[-1] + 1e-5)
    z *= weight
    z += bias
    return z


@dataclass(frozen=True, slots=True)
class CueLink:
    """The cue that a cue, trigger or deed depends on: its index, or None.

    `probability` is that of the choice; None where there was none.
    """

    index: int | None
    probability: float | None


def link_masks(places: Sequence[int], cues: Sequence[LearnedAttribution], base: int) -> Floats:
    """Return the features of `places` by cue: [place, cue, (content, source, in content, its size)]."""
    at = np.array(places) - base
    content = np.clip(np.stack([c.content_odds for c in cues]), -8, 8)
    source = np.clip(np.stack([c.source_odds for c in cues]), -8, 8)
    size = (content > 0).sum(axis=1) / 50
    here = content[:, at].T
    return np.stack(
        [here / 4, source[:, at].T / 4, (here > 0).astype(np.float32), np.broadcast_to(size, here.shape)],
        axis=-1,
    ).astype(np.float32)


def link_scores(
    heads: Heads, name: str, vectors: tuple[Floats, Floats], distance: Ints, masks: Floats
) -> Floats:
    """Return the scores of [anchor, nobody or one of the cues]; `vectors` are the anchors' and the cues'."""
    weights = heads.weights
    below, cues = vectors
    z = linear(weights, f"{name}.below", below)[:, None] + linear(weights, f"{name}.cue", cues)[None]
    gates = (
        linear(weights, f"{name}.below_gate", below)[:, None]
        * linear(weights, f"{name}.cue_gate", cues)[None]
    )
    near = weights[f"{name}.distance.weight"][buckets(distance, heads.settings["distance_edges"])]
    z = rectify(z + gates + near + linear(weights, f"{name}.masks", masks))
    scores = score(weights, f"{name}.out", z)[..., 0]
    hidden = rectify(linear(weights, f"{name}.none.0", below))
    return np.concatenate([score(weights, f"{name}.none.2", hidden), scores], axis=1)


def runs(inside: Flags, begins: Flags | None = None) -> list[WordRange]:
    """Return the ranges of words that are inside, split where a new range begins."""
    if not inside.any():
        return []
    before = np.concatenate([[False], inside[:-1]])
    starts = inside & ~before if begins is None else inside & (begins | ~before)
    at = np.flatnonzero(starts)
    stops = np.append(np.flatnonzero(starts | ~inside), len(inside))
    ends = stops[np.searchsorted(stops, at, side="right")]
    return list(zip(at.tolist(), ends.tolist(), strict=True))


def trim(encoded: Encoding, first: int, last: int) -> WordRange | None:
    """Return the range without punctuation at its edges; None if nothing is left."""
    words = encoded.words
    while first < last and not _counts(words.word(first), "$€£#@%"):
        first += 1
    while last > first and not _counts(words.word(last - 1), "%"):
        last -= 1
    return (first, last) if last > first else None


def word_span(encoded: Encoding, words: WordRange) -> Span:
    """Return the characters of a range of words."""
    text, starts, ends = encoded.words.text, encoded.words.starts, encoded.words.ends
    return Span.of(text, int(starts[words[0]]), int(ends[words[1] - 1]))


def _counts(word: str, signs: str) -> bool:
    return word[0].isalnum() or word[0] in signs
