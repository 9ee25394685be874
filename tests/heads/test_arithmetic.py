"""The arithmetic of the heads, against sums done by hand and against plain loops."""

import math
from typing import Any

import numpy as np
import pytest

from sayso.heads import (
    Heads,
    anchor_vector,
    inside_odds,
    linear,
    link_scores,
    log_softmax,
    mlp,
    role_logits,
    runs,
    score,
    trim,
)
from sayso.heads.arithmetic import buckets, rectify
from sayso.language.words import split_words
from sayso.model.encoding import Encoding, Floats, WordSpan

TEXT = "The envoy said: “We left Tabriz.” Nobody stayed. The mayor of Ahvaz agreed, and the talks went on."
EDGES = [1, 2, 4, 8]
SIZE = 6
ROLES = 2


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float32)


def encode(text: str = TEXT, cut: int | None = None) -> Encoding:
    """A text with a made-up vector a word; `cut` is the first word of a second window."""
    words = split_words(text, frozenset())
    vectors = np.random.default_rng(7).normal(size=(len(words), SIZE)).astype(np.float32)
    windows = ((0, len(words)),) if cut is None else ((0, cut), (cut, len(words)))
    return Encoding(words=words, windows=windows, vectors=vectors)


def matrix(generator: np.random.Generator, *shape: int) -> Floats:
    return generator.normal(size=shape).astype(np.float32)


def role_heads(reach: int) -> Heads:
    """A role head of made-up weights."""
    make, name = np.random.default_rng(11), "roles.event"
    layers = ("word", "word_gate", "anchor", "anchor_gate")
    weights = {f"{name}.{layer}.weight": matrix(make, SIZE, SIZE) for layer in layers}
    weights |= {f"{name}.{layer}.bias": matrix(make, SIZE) for layer in layers}
    weights |= {
        f"{name}.domain.weight": matrix(make, 3, SIZE),
        f"{name}.places": matrix(make, 2 * len(EDGES) + 3, 5, 4, SIZE),
        f"{name}.mix.weight": matrix(make, SIZE, 1, 5),
        f"{name}.mix.bias": matrix(make, SIZE),
        f"{name}.norm.weight": matrix(make, SIZE),
        f"{name}.norm.bias": matrix(make, SIZE),
        f"{name}.out.weight": matrix(make, ROLES * 3, SIZE),
        f"{name}.out.bias": matrix(make, ROLES * 3),
    }
    return Heads(weights=weights, settings={"reach": {"event": reach}, "distance_edges": EDGES})


def affine(heads: Heads, layer: str, x: Floats) -> Floats:
    weights = heads.weights
    return weights[f"roles.event.{layer}.weight"] @ x + weights[f"roles.event.{layer}.bias"]


def position(heads: Heads, encoding: Encoding, word: int, anchor: WordSpan) -> Floats:
    """The position feature of one word, counted out."""
    before, behind = anchor.first - word, word - (anchor.last - 1)
    bucket = len(EDGES) + 1
    if before > 0:
        bucket -= sum(before >= edge for edge in EDGES)
    if behind > 0:
        bucket += sum(behind >= edge for edge in EDGES)
    sentence, quoted = encoding.words.sentence, encoding.words.quoted
    apart = min(2, max(-2, int(sentence[word]) - int(sentence[anchor.first]))) + 2
    return heads.weights["roles.event.places"][
        bucket, apart, int(quoted[word]) + 2 * int(quoted[anchor.first])
    ]


def plain_role_logits(heads: Heads, encoding: Encoding, anchor: WordSpan, domain: int) -> Floats:
    """What `role_logits` computes for one anchor, word by word."""
    first, last = encoding.windows[anchor.window]
    reach = heads.settings["reach"]["event"]
    low, high = max(first, anchor.first - reach), min(last, anchor.last + reach)
    mean = encoding.vectors[anchor.first : anchor.last].mean(axis=0)
    rows = []
    for word in range(low, high):
        vector = encoding.vectors[word]
        row = affine(heads, "word", vector) + affine(heads, "anchor", mean)
        row += affine(heads, "word_gate", vector) * affine(heads, "anchor_gate", mean)
        row += heads.weights["roles.event.domain.weight"][domain] + position(heads, encoding, word, anchor)
        rows.append(np.maximum(row, 0))
    found = np.full((last - first, ROLES, 3), -20, dtype=np.float32)
    found[..., 0] = 20
    kernel = heads.weights["roles.event.mix.weight"][:, 0]
    for n, row in enumerate(rows):
        near = [(t, rows[n + t - 2]) for t in range(5) if 0 <= n + t - 2 < len(rows)]
        mixed = sum(kernel[:, t] * beside for t, beside in near) + heads.weights["roles.event.mix.bias"]
        z = row + np.maximum(mixed, 0)
        z = (z - z.mean()) / np.sqrt(z.var() + 1e-5)
        z = z * heads.weights["roles.event.norm.weight"] + heads.weights["roles.event.norm.bias"]
        found[low + n - first] = affine(heads, "out", z).reshape(ROLES, 3)
    return found


@pytest.mark.parametrize(
    ("reach", "cut", "anchors"),
    [
        (40, None, [(2, 3)]),
        (4, None, [(2, 3), (9, 11)]),
        (3, None, [(0, 1), (22, 23)]),
        (5, 10, [(10, 12), (14, 15), (21, 22)]),
        (2, 4, [(1, 3)]),
        (1, None, [(6, 7)]),
        (0, None, [(6, 7)]),
    ],
)
def test_role_logits_are_those_of_plain_loops(
    reach: int, cut: int | None, anchors: list[tuple[int, int]]
) -> None:
    heads, encoding = role_heads(reach), encode(cut=cut)
    window = int(cut is not None and anchors[0][0] >= cut)
    spans = [WordSpan(window=window, first=first, last=last) for first, last in anchors]
    domains = [n % 3 for n in range(len(spans))]
    found = role_logits(heads, "event", encoding, spans, domains)
    assert len(found) == len(spans)
    for logits, span, domain in zip(found, spans, domains, strict=True):
        np.testing.assert_allclose(
            logits, plain_role_logits(heads, encoding, span, domain), rtol=1e-3, atol=2e-3
        )


def test_words_out_of_reach_are_outside_beyond_doubt() -> None:
    found = role_logits(role_heads(2), "event", encode(), [WordSpan(window=0, first=10, last=11)], [0])[0]
    assert found.dtype == np.float32
    assert (found[:8] == [20, -20, -20]).all()
    assert (found[13:] == [20, -20, -20]).all()
    assert (np.abs(found[8:13]) < 20).all()
    assert (inside_odds(found[:8]) < -30).all()


def test_role_scores_stand_on_the_grid() -> None:
    found = role_logits(role_heads(40), "event", encode(), [WordSpan(window=0, first=2, last=3)], [1])[0]
    assert (found * 1024 == np.rint(found * 1024)).all()


def link_heads() -> Heads:
    make, name = np.random.default_rng(13), "link"
    weights: dict[str, Floats] = {}
    for layer, out, into in (
        ("below", SIZE, SIZE),
        ("cue", SIZE, SIZE),
        ("below_gate", SIZE, SIZE),
        ("cue_gate", SIZE, SIZE),
        ("masks", SIZE, 4),
        ("out", 1, SIZE),
        ("none.0", SIZE, SIZE),
        ("none.2", 1, SIZE),
    ):
        weights[f"{name}.{layer}.weight"] = matrix(make, out, into)
        weights[f"{name}.{layer}.bias"] = matrix(make, out)
    weights[f"{name}.distance.weight"] = matrix(make, 2 * len(EDGES) + 3, SIZE)
    return Heads(weights=weights, settings={"distance_edges": EDGES})


def test_link_scores_are_those_of_plain_loops() -> None:
    heads, make = link_heads(), np.random.default_rng(17)
    below, cues, masks = matrix(make, 3, SIZE), matrix(make, 2, SIZE), matrix(make, 3, 2, 4)
    distance = np.array([[-9, 1], [0, 3], [5, -2]])

    def layer(name: str, x: Floats) -> Any:
        return heads.weights[f"link.{name}.weight"] @ x + heads.weights[f"link.{name}.bias"]

    expected = np.zeros((3, 3))
    for n in range(3):
        expected[n, 0] = layer("none.2", np.maximum(layer("none.0", below[n]), 0))[0]
        for m in range(2):
            z = layer("below", below[n]) + layer("cue", cues[m]) + layer("masks", masks[n, m])
            z = z + layer("below_gate", below[n]) * layer("cue_gate", cues[m])
            z = z + heads.weights["link.distance.weight"][buckets(distance[n, m], EDGES)]
            expected[n, m + 1] = layer("out", np.maximum(z, 0))[0]
    found = link_scores(heads, "link", (below, cues), distance, masks)
    np.testing.assert_allclose(found, expected, rtol=1e-3, atol=2e-3)


@pytest.mark.parametrize(
    ("distance", "bucket"),
    [(-100, 1), (-8, 1), (-7, 2), (-4, 2), (-3, 3), (-1, 4), (0, 5), (1, 6), (2, 7), (3, 7), (4, 8), (8, 9)],
)
def test_distance_has_its_bucket(distance: int, bucket: int) -> None:
    assert buckets(np.array([distance]), EDGES).tolist() == [bucket]


@pytest.mark.parametrize(
    ("inside", "begins", "ranges"),
    [
        ("", None, []),
        ("....", None, []),
        ("xx..", None, [(0, 2)]),
        ("..xx", None, [(2, 4)]),
        ("x.x.", None, [(0, 1), (2, 3)]),
        ("xxxx", None, [(0, 4)]),
        ("xxxx", "..b.", [(0, 2), (2, 4)]),
        ("xxxx", "bbbb", [(0, 1), (1, 2), (2, 3), (3, 4)]),
        (".xx.", "...b", [(1, 3)]),
        (".xx.x", ".b..b", [(1, 3), (4, 5)]),
    ],
)
def test_runs_are_split_where_another_begins(
    inside: str, begins: str | None, ranges: list[tuple[int, int]]
) -> None:
    marks = None if begins is None else np.array([sign == "b" for sign in begins], dtype=np.bool_)
    assert runs(np.array([sign == "x" for sign in inside], dtype=np.bool_), marks) == ranges


@pytest.mark.parametrize(
    ("text", "first", "last", "kept"),
    [
        ("“ The minister , ”", 0, 5, "The minister"),
        ("- $ 40 million ,", 0, 5, "$ 40 million"),
        ("( 30 % )", 0, 4, "30 %"),
        (". # Baghdad .", 0, 4, "# Baghdad"),
        ("the envoy € .", 0, 4, "the envoy"),
        ("troops left Mosul .", 1, 3, "left Mosul"),
        ("@ Ahmed", 0, 2, "@ Ahmed"),
    ],
)
def test_punctuation_at_the_edges_is_cut(text: str, first: int, last: int, kept: str) -> None:
    encoding = encode(text)
    found = trim(encoding, first, last)
    assert found is not None
    words = encoding.words
    assert text[words.starts[found[0]] : words.ends[found[1] - 1]] == kept


@pytest.mark.parametrize("last", [0, 1, 3])
def test_nothing_is_left_of_punctuation_alone(last: int) -> None:
    assert trim(encode(", ” . Ankara"), 0, last) is None


def test_anchor_of_one_word_is_its_vector_and_of_more_their_mean() -> None:
    encoding = encode()
    assert (anchor_vector(encoding, 3, 4) == encoding.vectors[3]).all()
    mean = (encoding.vectors[3] + encoding.vectors[4] + encoding.vectors[5]) / 3
    np.testing.assert_allclose(anchor_vector(encoding, 3, 6), mean, rtol=1e-6)


def test_log_softmax_is_the_log_of_shares() -> None:
    found = log_softmax(np.array([[1.0, 2.0, 3.0], [1000.0, 1000.0, -1000.0]], dtype=np.float32))
    total = math.e + math.e**2 + math.e**3
    np.testing.assert_allclose(found[0], [math.log(math.e**n / total) for n in (1, 2, 3)], rtol=1e-5)
    np.testing.assert_allclose(np.exp(found[1]), [0.5, 0.5, 0.0], atol=1e-6)


def test_inside_is_begins_or_inside_against_outside() -> None:
    logits = np.log(np.array([[0.2, 0.3, 0.5], [0.9, 0.1, 1e-9]], dtype=np.float32))
    np.testing.assert_allclose(inside_odds(logits), [math.log(0.8 / 0.2), math.log(0.1 / 0.9)], rtol=1e-5)


def test_layers_are_affine_with_a_rectifier_between() -> None:
    weights = {
        "net.0.weight": np.array([[1, 0], [0, -1], [1, 1]], dtype=np.float32),
        "net.0.bias": floats(0.5, 0.0, -1.0),
        "net.3.weight": np.array([[1, 10, 100]], dtype=np.float32),
        "net.3.bias": floats(0.25),
    }
    x = np.array([[2.0, 3.0], [-1.0, -2.0]], dtype=np.float32)
    assert linear(weights, "net.0", x).tolist() == [[2.5, -3.0, 4.0], [-0.5, 2.0, -4.0]]
    assert mlp(weights, "net", x).tolist() == [[402.75], [20.25]]


def test_scores_are_rounded_and_sums_on_the_way_are_not() -> None:
    weights = {"out.weight": np.array([[1.0]], dtype=np.float32), "out.bias": floats(0.0)}
    x = np.array([[0.3001]], dtype=np.float32)
    assert score(weights, "out", x).tolist() == [[307 / 1024]]
    assert linear(weights, "out", x).tolist() == x.tolist()


def test_rectifier_works_in_place() -> None:
    z = np.array([[-1.0, 0.5], [2.0, -0.0]], dtype=np.float32)
    assert rectify(z) is z
    assert z.tolist() == [[0.0, 0.5], [2.0, 0.0]]
