"""Drafts of attributions by the learned heads: cue, source, content and parent of each (full tier)."""

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec.structs import replace

from sayso.attribution.chains import is_ancestor
from sayso.attribution.edges import cut_loose_ends, settle_edges
from sayso.attribution.rules import draft_attributions_by_rules
from sayso.attribution.tolls import add_toll_attributions
from sayso.heads import (
    CueLink,
    Heads,
    WordRange,
    anchor_vector,
    inside_odds,
    link_masks,
    link_scores,
    load_heads,
    log_softmax,
    mlp,
    probability,
    role_logits,
    runs,
    share_of,
    trim,
    word_span,
)
from sayso.model import Parse, SourceKind
from sayso.model.drafts import AttributionProbabilities
from sayso.model.encoding import Encoding, Floats, LearnedAttribution, WordSpan

__all__ = ["draft_attributions_with_encoder", "infer_attributions"]

# The guideline of the claims gold, in the role heads.
_CLAIMS = 1


def draft_attributions_with_encoder(parse: Parse, encoding: Encoding) -> tuple[LearnedAttribution, ...]:
    """Draft every "X says Y" of a text with the learned heads, edges settled by the rules (full tier)."""
    by_rules = draft_attributions_by_rules(parse)
    learned = infer_attributions(encoding, load_heads())
    settled = cut_loose_ends(parse, settle_edges(parse.text, learned, by_rules))
    return add_toll_attributions(parse, encoding, settled, by_rules)


def infer_attributions(encoded: Encoding, heads: Heads) -> list[LearnedAttribution]:
    """Find all attributions of a text, in the order of their cues."""
    found: list[LearnedAttribution] = []
    for window in range(len(encoded.windows)):
        mine = _in_window(encoded, heads, window)
        links = _parents(encoded, heads, mine)
        base = len(found)
        found += [_with_parent(draft, link, base) for draft, link in zip(mine, links, strict=True)]
    return found


def _with_parent(draft: LearnedAttribution, link: CueLink, base: int) -> LearnedAttribution:
    """Return a draft with its parent; `base` is the number of drafts in the windows before."""
    parent = None if link.index is None else base + link.index
    probabilities = draft.probabilities and replace(draft.probabilities, parent=link.probability)
    return replace(draft, parent=parent, probabilities=probabilities)


def _in_window(encoded: Encoding, heads: Heads, window: int) -> list[LearnedAttribution]:
    """Return the attributions of a window: the outer ones and those inside their contents."""
    first, last = encoded.windows[window]
    tags = mlp(heads.weights, "cue_tags", encoded.vectors[first:last])
    outer = _read(
        encoded, heads, list(_cues(encoded, heads, window, tags)), int(heads.settings["role_domain"])
    )
    if not outer:
        return []
    inner = _read(encoded, heads, list(_nested_cues(encoded, heads, tags, outer)), _CLAIMS)
    return sorted(outer + inner, key=lambda attribution: attribution.anchor.first)


def _read(
    encoded: Encoding, heads: Heads, cues: Sequence[tuple[WordSpan, float]], domain: int
) -> list[LearnedAttribution]:
    """Return the attributions of the cues that have a content."""
    if not cues:
        return []
    anchors = [anchor for anchor, _ in cues]
    logits = role_logits(heads, "cue", encoded, anchors, [domain] * len(anchors))
    read = (
        _attribution(encoded, heads, anchor, logits[n], confidence)
        for n, (anchor, confidence) in enumerate(cues)
    )
    return [attribution for attribution in read if attribution is not None]


def _cues(encoded: Encoding, heads: Heads, window: int, tags: Floats) -> Iterator[tuple[WordSpan, float]]:
    """Give the cues of a window with their probability.

    Two taggers follow the two guidelines learned from: a mixture of both decides whether there is a cue
    (`claims_share`), another how far it reaches (`extent_share`).
    """
    first = encoded.windows[window][0]
    mixed = _mixture(tags, heads.settings["claims_share"])
    extent = _mixture(tags, heads.settings["extent_share"])
    least = float(heads.settings["cue_threshold"])
    sure, reach = mixed[:, 1] + mixed[:, 2], extent[:, 1] + extent[:, 2]
    for begin, end in runs((sure > least) | (reach > 0.5), extent[:, 1] > extent[:, 2]):
        edges = (begin, end) if end - begin == 1 else _local_trim(encoded, first, begin, end)
        if edges and (confidence := float(sure[edges[0] : edges[1]].max())) > least:
            yield WordSpan(window=window, first=first + edges[0], last=first + edges[1]), confidence


def _nested_cues(
    encoded: Encoding, heads: Heads, tags: Floats, outer: Sequence[LearnedAttribution]
) -> Iterator[tuple[WordSpan, float]]:
    """Give the cues inside the contents of `outer`; PolNeAR never marks these, so the claims decide."""
    window = outer[0].anchor.window
    first = encoded.windows[window][0]
    mine = _mixture(tags, 1.0)
    free = np.max(np.stack([attribution.content_odds for attribution in outer]), axis=0) > 0
    for attribution in outer:
        free[attribution.anchor.first - first : attribution.anchor.last - first] = False
    inside = mine[:, 1] + mine[:, 2]
    marked = free & (inside > float(heads.settings["nested_threshold"]))
    for begin, end in runs(marked, mine[:, 1] > mine[:, 2]):
        edges = (begin, end) if end - begin == 1 else _local_trim(encoded, first, begin, end)
        if edges:
            confidence = float(inside[edges[0] : edges[1]].max())
            yield WordSpan(window=window, first=first + edges[0], last=first + edges[1]), confidence


def _mixture(logits: Floats, claims_share: float) -> Floats:
    share = np.float32(claims_share)
    polnear, claims = np.exp(log_softmax(logits[:, :3])), np.exp(log_softmax(logits[:, 3:]))
    return np.asarray((1 - share) * polnear + share * claims, dtype=np.float32)


def _local_trim(encoded: Encoding, base: int, begin: int, end: int) -> WordRange | None:
    edges = trim(encoded, base + begin, base + end)
    return (edges[0] - base, edges[1] - base) if edges else None


def _attribution(
    encoded: Encoding, heads: Heads, anchor: WordSpan, logits: Floats, confidence: float
) -> LearnedAttribution | None:
    source_odds, content_odds = inside_odds(logits[:, 0]), inside_odds(logits[:, 1])
    content = list(_content(encoded, heads, anchor, content_odds))
    if not content:
        return None
    source = _source(encoded, heads, anchor, logits[:, 0], source_odds)
    kind, kind_probability = _source_kind(encoded, heads, anchor, source) if source else (None, None)
    return LearnedAttribution(
        anchor=anchor,
        cue=word_span(encoded, (anchor.first, anchor.last)),
        source=word_span(encoded, source) if source else None,
        content=tuple(word_span(encoded, piece) for piece in content),
        source_kind=kind,
        probabilities=AttributionProbabilities(
            cue=confidence,
            source=probability(float(source_odds.max())),
            source_kind=kind_probability,
            content=probability(float(content_odds.max())),
        ),
        content_odds=content_odds,
        source_odds=source_odds,
    )


def _content(encoded: Encoding, heads: Heads, anchor: WordSpan, odds: Floats) -> Iterator[WordRange]:
    """Give the spans of content without the cue; spans with only punctuation between them are joined."""
    base = encoded.windows[anchor.window][0]
    odds = odds.copy()
    odds[anchor.first - base : anchor.last - base] = -np.inf
    joined: list[WordRange] = []
    for begin, end in runs(odds > heads.settings["content_threshold"]):
        edges = trim(encoded, base + begin, base + end)
        if not edges:
            continue
        if (
            joined
            and _only_signs(encoded, joined[-1][1], edges[0])
            and not joined[-1][1] <= anchor.first < edges[0]
        ):
            joined[-1] = (joined[-1][0], edges[1])
        else:
            joined.append(edges)
    yield from joined


def _only_signs(encoded: Encoding, first: int, last: int) -> bool:
    return not any(encoded.words.word(i)[0].isalnum() for i in range(first, last))


def _source(
    encoded: Encoding, heads: Heads, anchor: WordSpan, logits: Floats, odds: Floats
) -> WordRange | None:
    """Return the span that most probably names the source, None if no span is above the threshold."""
    base = encoded.windows[anchor.window][0]
    best: WordRange | None = None
    best_score = heads.settings["source_threshold"]
    for begin, end in runs(odds > heads.settings["source_inside"], logits[:, 1] > logits[:, 2]):
        edges = trim(encoded, base + begin, base + end)
        score = float(odds[begin:end].max())
        if edges and score > best_score:
            best, best_score = edges, score
    return best


def _source_kind(
    encoded: Encoding, heads: Heads, anchor: WordSpan, source: WordRange
) -> tuple[SourceKind, float]:
    """Return the most probable kind of a source, with its probability."""
    vector = np.concatenate(
        [anchor_vector(encoded, *source), anchor_vector(encoded, anchor.first, anchor.last)]
    )
    scores = mlp(heads.weights, "source_kind", vector[None])[0]
    best = int(scores.argmax())
    return SourceKind(heads.settings["source_kinds"][best]), share_of(scores, best)


def _parents(encoded: Encoding, heads: Heads, cues: Sequence[LearnedAttribution]) -> list[CueLink]:
    """Return the parent of each attribution of a window; a cycle is cut at its weakest link."""
    if len(cues) < 2:
        return [CueLink(index=None, probability=None)] * len(cues)
    base = encoded.windows[cues[0].anchor.window][0]
    at = np.array([c.anchor.first for c in cues])
    vectors = np.stack([anchor_vector(encoded, c.anchor.first, c.anchor.last) for c in cues])
    masks = link_masks(at.tolist(), cues, base)
    scores = link_scores(heads, "cue_link", (vectors, vectors), at[:, None] - at[None], masks)
    scores[:, 1:] += heads.settings["geometry_share"] * masks[..., 0] * 4
    scores[np.arange(len(cues)), np.arange(len(cues)) + 1] = -np.inf
    scores[:, 0] += heads.settings["parent_bias"]
    order = np.argsort(scores[:, 0] - scores[:, 1:].max(axis=1), kind="stable")
    parents: list[int | None] = [None] * len(cues)
    for child in order.tolist():
        best = int(scores[child].argmax()) - 1
        if best >= 0 and not is_ancestor(parents, child, best):
            parents[child] = best
    return [
        CueLink(index=parent, probability=share_of(scores[n], 0 if parent is None else parent + 1))
        for n, parent in enumerate(parents)
    ]
