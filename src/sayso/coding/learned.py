"""Drafts of claims and commitments by the learned heads (full tier)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sayso.coding.commitments import LEAST_WITH_RULE, settle_commitments
from sayso.coding.corrections import correct_claims
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
    score,
    share_of,
    trim,
    word_span,
)
from sayso.model import Grounding, Parse, Span, Status, Strength
from sayso.model.drafts import (
    ClaimDraft,
    ClaimProbabilities,
    CommitmentDraft,
    CommitmentProbabilities,
    EventDraft,
    ObjectDraft,
)
from sayso.model.encoding import Encoding, Flags, Floats, LearnedAttribution, WordSpan

__all__ = [
    "context_vectors",
    "draft_claims_with_encoder",
    "draft_commitments_with_encoder",
    "infer_commitments",
    "infer_events",
]

# The guideline that events were labelled by, in the role heads.
_CLAIMS = 1


def draft_claims_with_encoder(
    parse: Parse, encoding: Encoding, attributions: Sequence[LearnedAttribution]
) -> tuple[ClaimDraft, ...]:
    """Draft the claims of a text with the learned heads, in order of their triggers."""
    return correct_claims(parse, infer_events(encoding, load_heads(), attributions), attributions)


def draft_commitments_with_encoder(
    parse: Parse, encoding: Encoding, grounding: Grounding, attributions: Sequence[LearnedAttribution]
) -> tuple[CommitmentDraft, ...]:
    """Draft the commitments of a text with the learned heads; those of resolutions by their form."""
    heads = load_heads()
    learned = infer_commitments(encoding, heads, attributions, least=LEAST_WITH_RULE)
    sure = heads.settings["commit_threshold"]
    return settle_commitments(parse, grounding, learned, attributions, sure=sure)


def infer_events(
    encoded: Encoding, heads: Heads, attributions: Sequence[LearnedAttribution]
) -> list[ClaimDraft]:
    """Find all events of a text, in order of their triggers."""
    found: list[ClaimDraft] = []
    by_window = _by_window(attributions)
    for window in range(len(encoded.windows)):
        triggers = list(_triggers(encoded, heads, window))
        if not triggers:
            continue
        anchors = [trigger.anchor for trigger in triggers]
        classes = _classes(encoded, heads, anchors)
        logits = role_logits(heads, "event", encoded, anchors, [_CLAIMS] * len(anchors))
        links = link_cues(encoded, heads, anchors, by_window[window])
        for n, trigger in enumerate(triggers):
            found.append(_event(encoded, heads, trigger, classes[n], (logits[n], links[n])))
    return found


@dataclass(frozen=True, slots=True)
class _Trigger:
    anchor: WordSpan
    types: Floats
    confidence: float


def _triggers(encoded: Encoding, heads: Heads, window: int) -> Iterator[_Trigger]:
    first, last = encoded.windows[window]
    logs = log_softmax(mlp(heads.weights, "event_tags", encoded.vectors[first:last]))
    inside = 1 - np.exp(logs[:, 0])
    begins = 1 - np.exp(logs[:, 0]) - np.exp(logs[:, 1])
    threshold = heads.settings["trigger_threshold"]
    for begin, end in runs(inside > threshold, begins > np.exp(logs[:, 1])):
        edges = trim(encoded, first + begin, first + end)
        if edges:
            anchor = WordSpan(window=window, first=edges[0], last=edges[1])
            yield _Trigger(anchor, logs[begin, 2:], float(inside[begin:end].max()))


@dataclass(frozen=True, slots=True)
class _Classes:
    """Scores of one trigger: type and mode, status, log-odds of negation, factuality."""

    types: Floats
    modes: Floats
    status: Floats
    negation: float
    factuality: float


def _classes(encoded: Encoding, heads: Heads, anchors: Sequence[WordSpan]) -> list[_Classes]:
    settings = heads.settings
    cuts = np.cumsum([len(settings["types"]), len(settings["modes"]), len(settings["statuses"]), 1])
    vectors = np.stack([anchor_vector(encoded, a.first, a.last) for a in anchors])
    types, modes, status, negation, _ = np.split(mlp(heads.weights, "event_class", vectors), cuts, axis=1)
    around = context_vectors(encoded, anchors)
    share = np.float32(settings["context_share"])
    status = (1 - share) * log_softmax(status) + share * log_softmax(
        score(heads.weights, "status_context", around)
    )
    negation = (1 - share) * negation + share * score(heads.weights, "negated_context", around)
    facts = score(heads.weights, "factuality_context", around)
    return [
        _Classes(types[n], modes[n], status[n], float(negation[n, 0]), float(facts[n, 0]))
        for n in range(len(anchors))
    ]


def context_vectors(encoded: Encoding, anchors: Sequence[WordSpan]) -> Floats:
    """Return the vectors of a trigger, the word before, the three before and the two after, concatenated."""
    sentence = encoded.words.sentence
    rows = []
    for a in anchors:
        begin = int(np.searchsorted(sentence, sentence[a.first], side="left"))
        end = int(np.searchsorted(sentence, sentence[a.first], side="right"))
        around = ((a.first - 1, a.first), (a.first - 3, a.first), (a.last, a.last + 2))
        near = [_mean(encoded, max(begin, i), min(end, j)) for i, j in around]
        rows.append(np.concatenate([anchor_vector(encoded, a.first, a.last), *near]))
    return np.stack(rows)


def _mean(encoded: Encoding, first: int, last: int) -> Floats:
    """Return the mean vector of the words, zero where there are none."""
    if first >= last:
        return np.zeros(encoded.vectors.shape[1], dtype=np.float32)
    return anchor_vector(encoded, first, last)


def _event(
    encoded: Encoding, heads: Heads, trigger: _Trigger, classes: _Classes, read: tuple[Floats, CueLink]
) -> ClaimDraft:
    settings = heads.settings
    share = settings["type_share"]
    types = share * log_softmax(classes.types) + (1 - share) * log_softmax(trigger.types)
    statuses = classes.status + np.array(settings["status_bias"])
    best_type, best_status = int(types.argmax()), int(statuses.argmax())
    mode, mode_probability = _mode(settings["modes"], classes.modes, settings["types"][best_type])
    logits, link = read
    roles = dict(_roles(encoded, heads, trigger.anchor, logits))
    factuality = min(3.0, max(-3.0, classes.factuality))
    return ClaimDraft(
        trigger=word_span(encoded, (trigger.anchor.first, trigger.anchor.last)),
        event=EventDraft(
            type=settings["types"][best_type],
            mode=mode,
            actors=roles["actors"],
            recipients=roles["recipients"],
            places=roles["places"],
        ),
        object=ObjectDraft(span=roles["object"][0]) if roles["object"] else None,
        time=next(iter(roles["time"]), None),
        quantities=roles["quantities"],
        status=Status(settings["statuses"][best_status]),
        negated=classes.negation > settings["negated_threshold"],
        attribution=link.index,
        probabilities=ClaimProbabilities(
            trigger=trigger.confidence,
            type=share_of(types, best_type),
            mode=mode_probability,
            status=share_of(statuses, best_status),
            negated=probability(classes.negation),
            attribution=link.probability,
            factuality=factuality,
        ),
    )


def _mode(modes: Sequence[Sequence[str]], scores: Floats, event_type: str) -> tuple[str, float | None]:
    """Return the best mode of the type with its probability; '' where the type has none."""
    mine = [n for n, (type_, _) in enumerate(modes) if type_ == event_type]
    if not mine:
        return "", None
    best = max(range(len(mine)), key=lambda n: (float(scores[mine[n]]), modes[mine[n]][1]))
    return modes[mine[best]][1], share_of(scores[mine], best)


def _roles(
    encoded: Encoding, heads: Heads, anchor: WordSpan, logits: Floats
) -> Iterator[tuple[str, tuple[Span, ...]]]:
    """Return the spans of each role; object and time keep the most probable span only."""
    odds = inside_odds(logits)
    begins = logits[..., 1] > logits[..., 2]
    peaks = odds.max(axis=0)
    for n, role in enumerate(heads.settings["event_roles"]):
        threshold = heads.settings["role_thresholds"][role]
        spans: list[tuple[WordRange, float]] = []
        if peaks[n] > max(threshold, 0):
            spans = list(_scored_spans(encoded, anchor, (odds[:, n], begins[:, n]), threshold))
        if role in ("object", "time") and spans:
            spans = [max(spans, key=lambda scored: scored[1])]
        yield role, tuple(word_span(encoded, span) for span, _ in spans)


def _scored_spans(
    encoded: Encoding, anchor: WordSpan, read: tuple[Floats, Flags], threshold: float
) -> Iterator[tuple[WordRange, float]]:
    """Yield spans and their peaks, from the log-odds of each word and whether a span begins there."""
    base = encoded.windows[anchor.window][0]
    odds, begins = read
    for begin, end in runs(odds > 0, begins):
        edges = trim(encoded, base + begin, base + end)
        peak = float(odds[begin:end].max())
        if edges and peak > threshold:
            yield edges, peak


def _by_window(
    attributions: Sequence[LearnedAttribution],
) -> defaultdict[int, list[tuple[int, LearnedAttribution]]]:
    """Return the attributions of each window, with their indexes."""
    found: defaultdict[int, list[tuple[int, LearnedAttribution]]] = defaultdict(list)
    for n, attribution in enumerate(attributions):
        found[attribution.anchor.window].append((n, attribution))
    return found


def link_cues(
    encoded: Encoding,
    heads: Heads,
    anchors: Sequence[WordSpan],
    here: Sequence[tuple[int, LearnedAttribution]],
) -> list[CueLink]:
    """Return for each anchor of a window the attribution that it depends on.

    `here` are the attributions of the window, with their indexes.
    """
    if not here:
        return [CueLink(index=None, probability=None)] * len(anchors)
    cues = [cue for _, cue in here]
    at = np.array([a.first for a in anchors])
    spots = np.array([c.anchor.first for c in cues])
    vectors = (
        np.stack([anchor_vector(encoded, a.first, a.last) for a in anchors]),
        np.stack([anchor_vector(encoded, c.anchor.first, c.anchor.last) for c in cues]),
    )
    masks = link_masks(at.tolist(), cues, encoded.windows[anchors[0].window][0])
    scores = link_scores(heads, "claim_link", vectors, at[:, None] - spots[None], masks)
    scores[:, 1:] += heads.settings["geometry_share"] * masks[..., 0] * 4
    scores[:, 0] += heads.settings["own_voice_bias"]
    best = scores.argmax(axis=1)
    return [
        CueLink(index=None if b == 0 else here[b - 1][0], probability=share_of(row, b))
        for row, b in zip(scores, best.tolist(), strict=True)
    ]


def infer_commitments(
    encoded: Encoding,
    heads: Heads,
    attributions: Sequence[LearnedAttribution],
    *,
    least: float | None = None,
) -> list[CommitmentDraft]:
    """Find the duties that a text says someone takes on or is placed under.

    Those with a probability above `least`, else above the threshold of the heads.
    """
    threshold = heads.settings["commit_threshold"] if least is None else least
    found: list[CommitmentDraft] = []
    by_window = _by_window(attributions)
    for window, (first, last) in enumerate(encoded.windows):
        logs = log_softmax(mlp(heads.weights, "commit_tags", encoded.vectors[first:last]))
        probabilities = 1 - np.exp(logs[:, 0])
        spots = np.flatnonzero(probabilities > threshold).tolist()
        anchors = [WordSpan(window=window, first=first + i, last=first + i + 1) for i in spots]
        if not anchors:
            continue
        logits = role_logits(heads, "commit", encoded, anchors, [_CLAIMS] * len(anchors))
        links = link_cues(encoded, heads, anchors, by_window[window])
        for n, i in enumerate(spots):
            deed = _best(encoded, anchors[n], logits[n][:, 1]) or (first + i, first + i + 1)
            debtor = _best(encoded, anchors[n], logits[n][:, 0])
            strength = int(logs[i, 1:].argmax())
            found.append(
                CommitmentDraft(
                    debtor=word_span(encoded, debtor) if debtor else None,
                    deed=word_span(encoded, deed),
                    strength=Strength(heads.settings["strengths"][strength]),
                    attribution=links[n].index,
                    probabilities=CommitmentProbabilities(
                        deed=float(probabilities[i]),
                        strength=share_of(logs[i, 1:], strength),
                        attribution=links[n].probability,
                    ),
                )
            )
    return found


def _best(encoded: Encoding, anchor: WordSpan, logits: Floats) -> WordRange | None:
    read = inside_odds(logits), logits[:, 1] > logits[:, 2]
    spans = list(_scored_spans(encoded, anchor, read, 0.0))
    return max(spans, key=lambda scored: scored[1])[0] if spans else None
