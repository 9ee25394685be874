"""Losses of the heads on a batch of windows."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from sayso.heads import WordRange
from training.encoder.documents import Anchor, Document
from training.encoder.labels import TYPES
from training.encoder.model import (
    KIND_ROLES,
    Batch,
    Network,
    anchor_vectors,
    collate,
    distance_bucket,
    role_context,
)
from training.encoder.windows import Window

__all__ = ["REDUCED", "ROOT_TYPES", "Losses", "compute_losses"]

# Processors without bfloat16 of their own take many times longer for it.
_HAS_BFLOAT16 = any(flag in Path("/proc/cpuinfo").read_text() for flag in ("avx512_bf16", "amx_bf16"))

ROOT_TYPES = {type_: [type_] for type_ in TYPES} | {"YIELD": ["CONCEDE", "RETREAT"]}
# PLOVER's reduction of what is not done yet: these types count as the root when planned, demanded or
# hypothetical.
REDUCED = {
    "AGREE": ["CONSULT", "SUPPORT", "COOPERATE", "AID"],
    "THREATEN": ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
}
_WEIGHTS = {
    "cue_polnear": 1.0,
    "cue_claims": 1.0,
    "event": 1.0,
    "commit": 0.5,
    "role_cue": 0.5,
    "role_event": 0.35,
    "role_commit": 0.3,
    "type": 1.0,
    "mode": 0.5,
    "status": 1.0,
    "negated": 0.7,
    "source_kind": 0.4,
    "parent": 0.7,
    "claim": 1.0,
    "fact": 1.5,
    "plv": 0.5,
}
_UNLABELLED = -100
_FACT_COLUMNS = {"uw": 0, "uds": 1, "meantime": 2}


class Losses(dict[str, tuple[Tensor, int]]):
    """Sum of each loss and the number of examples that it sums over."""

    def add(self, name: str, value: Tensor, count: int) -> None:
        """Add the loss of `count` examples."""
        if count:
            known, before = self.get(name, (None, 0))
            self[name] = (value if known is None else known + value, before + count)

    def total(self) -> Tensor:
        """Return the weighted sum of the mean losses."""
        return sum(_WEIGHTS[name] * value / max(count, 1) for name, (value, count) in self.items())


@dataclass
class Found:
    """Anchors of one kind in a batch: their windows, spans in them, vectors, and logits of their roles."""

    windows: list[int]
    anchors: list[Anchor]
    owner: Tensor
    spans: Tensor
    vectors: Tensor
    logits: Tensor


def compute_losses(network: Network, windows: list[Window]) -> Losses:
    """Run the network over the windows and return all losses."""
    batch = collate(windows)
    with _lower_precision():
        vectors = network.encode(batch.pieces, batch.kinds, batch.mask, batch.firsts, batch.words)
    vectors = network.dropout(vectors.float())
    losses = Losses()
    event_logits = _add_tags(losses, network, vectors, batch)
    cues = _add_roles(losses, network, vectors, batch, "cue")
    events = _add_roles(losses, network, vectors, batch, "event")
    commitments = _add_roles(losses, network, vectors, batch, "commit")
    if events:
        _add_event_classes(losses, network, events)
    if cues:
        _add_source_kinds(losses, network, vectors, batch, cues)
    if cues:
        for name, below in (("claim", events), ("claim", commitments), ("parent", cues)):
            if below:
                _add_links(losses, name, network, (cues, below), batch)
    _add_facts(losses, network, vectors, batch)
    _add_plv(losses, network, vectors, event_logits, batch)
    return losses


def _lower_precision() -> AbstractContextManager[Any]:
    context: AbstractContextManager[Any] = torch.autocast("cpu", dtype=torch.bfloat16, enabled=_HAS_BFLOAT16)
    return context


def _rows_of(batch: Batch, dataset: str) -> list[int]:
    return [row for row, window in enumerate(batch.windows) if window.document.dataset == dataset]


def _bio(spans: Iterable[WordRange], window: Window, width: int) -> Tensor:
    """Return 0 outside, 1 at the beginning of, 2 inside the spans; the longest are marked first."""
    tags = torch.zeros(width, dtype=torch.long)
    for span in sorted(spans, key=lambda span: span[0] - span[1]):
        first = max(span[0], window.first) - window.first
        last = min(span[1], window.last) - window.first
        if last > first:
            tags[first] = 1
            tags[first + 1 : last] = 2
    return tags


def _add_tags(losses: Losses, network: Network, vectors: Tensor, batch: Batch) -> Tensor:
    """Add the losses of the taggers; returns the logits of the events' tags."""
    cue_logits = network.cue_tags(vectors)
    event_logits, commit_logits = network.event_tags(vectors), network.commit_tags(vectors)
    width = batch.words.shape[1]
    for guideline, dataset in enumerate(("polnear", "claims")):
        rows = _rows_of(batch, dataset)
        if rows:
            gold = [_bio(_cue_spans(batch.windows[row].document), batch.windows[row], width) for row in rows]
            logits = cue_logits[rows][..., 3 * guideline : 3 * guideline + 3]
            _add_tag_loss(losses, f"cue_{dataset}", logits, torch.stack(gold), batch.words[rows])
    rows = _rows_of(batch, "claims")
    if rows:
        tags = [_event_tags(batch.windows[row], width) for row in rows]
        _add_tag_loss(
            losses, "event", event_logits[rows], torch.stack([pair[0] for pair in tags]), batch.words[rows]
        )
        _add_tag_loss(
            losses, "commit", commit_logits[rows], torch.stack([pair[1] for pair in tags]), batch.words[rows]
        )
    return event_logits


def _cue_spans(document: Document) -> list[WordRange]:
    return [anchor.span for anchor in document.anchors if anchor.kind == "cue"]


def _event_tags(window: Window, width: int) -> tuple[Tensor, Tensor]:
    """Return the tags of triggers (2 + type at the beginning, 1 inside) and of deeds (1 + strength)."""
    triggers = torch.zeros(width, dtype=torch.long)
    deeds = torch.zeros(width, dtype=torch.long)
    for anchor in window.document.anchors:
        first = max(anchor.span[0], window.first) - window.first
        last = min(anchor.span[1], window.last) - window.first
        if last > first and anchor.kind == "event":
            triggers[first], triggers[first + 1 : last] = 2 + anchor.type, 1
        elif last > first and anchor.kind == "commit":
            deeds[first] = 1 + anchor.strength
    return triggers, deeds


def _add_tag_loss(losses: Losses, name: str, logits: Tensor, gold: Tensor, mask: Tensor) -> None:
    loss = functional.cross_entropy(logits.flatten(0, 1), gold.flatten(), reduction="none")
    losses.add(name, (loss * mask.flatten()).sum(), len(gold))


def _find_anchors(batch: Batch, kind: str) -> tuple[list[int], list[Anchor]]:
    """Return the anchors of a kind that stand wholly in a window, with the window of each."""
    found = [
        (row, anchor)
        for row, window in enumerate(batch.windows)
        for anchor in window.document.anchors
        if anchor.kind == kind and anchor.span[0] >= window.first and anchor.span[1] <= window.last
    ]
    return [row for row, _ in found], [anchor for _, anchor in found]


def _local(batch: Batch, rows: Iterable[int], spans: Iterable[WordRange]) -> Tensor:
    """Return spans counted from the beginnings of their windows."""
    firsts = [batch.windows[row].first for row in rows]
    return torch.tensor(
        [[span[0] - first, span[1] - first] for first, span in zip(firsts, spans, strict=True)]
    )


def _add_roles(losses: Losses, network: Network, vectors: Tensor, batch: Batch, kind: str) -> Found | None:
    """Add the losses of the roles of the anchors of a kind; returns the anchors, None if there are none."""
    rows, anchors = _find_anchors(batch, kind)
    if not anchors:
        return None
    owner = torch.tensor(rows)
    spans = _local(batch, rows, [anchor.span for anchor in anchors])
    domain = torch.tensor([int(batch.windows[row].document.dataset != "polnear") for row in rows])
    anchored = anchor_vectors(vectors, owner, spans)
    where = role_context(batch, owner, spans, domain)
    with _lower_precision():
        logits = network.roles[kind](anchored, vectors, owner, where)
    found = Found(rows, anchors, owner, spans, anchored, logits.float())
    losses.add(f"role_{kind}", _role_loss(found, batch, kind, where["mask"]), len(anchors))
    return found


def _role_loss(found: Found, batch: Batch, kind: str, mask: Tensor) -> Tensor:
    """Return the summed loss of the roles; an anchor whose role is not labelled counts nothing for it."""
    total = 0.0
    width = batch.words.shape[1]
    for column, role in enumerate(KIND_ROLES[kind]):
        gold = torch.stack(
            [
                _bio(anchor.roles.get(role, []), batch.windows[row], width)
                for row, anchor in zip(found.windows, found.anchors, strict=True)
            ]
        )
        known = torch.tensor([float(role in anchor.roles) for anchor in found.anchors])
        loss = functional.cross_entropy(
            found.logits[:, :, column].flatten(0, 1), gold.flatten(), reduction="none"
        )
        total = total + (loss * (mask * known[:, None]).flatten()).sum()
    return total


def _add_event_classes(losses: Losses, network: Network, events: Found) -> None:
    """Add the losses of type, mode, status and negation."""
    logits = network.event_class(events.vectors).split(network.sizes, 1)
    for column, name in enumerate(("type", "mode", "status")):
        gold = torch.tensor([getattr(anchor, name) for anchor in events.anchors])
        loss = functional.cross_entropy(logits[column], gold, ignore_index=-1, reduction="sum")
        losses.add(name, loss, int((gold >= 0).sum()))
    rows = [row for row, anchor in enumerate(events.anchors) if anchor.negated >= 0]
    if rows:
        gold = torch.tensor([float(events.anchors[row].negated) for row in rows])
        loss = functional.binary_cross_entropy_with_logits(logits[3][rows, 0], gold, reduction="sum")
        losses.add("negated", loss, len(rows))


def _add_source_kinds(losses: Losses, network: Network, vectors: Tensor, batch: Batch, cues: Found) -> None:
    """Add the loss of the kinds of the sources that stand wholly in the window of their cue."""
    rows = [
        row
        for row, (window, anchor) in enumerate(zip(cues.windows, cues.anchors, strict=True))
        if anchor.source_kind >= 0
        and anchor.roles["source"]
        and batch.windows[window].first <= anchor.roles["source"][0][0]
        and anchor.roles["source"][0][1] <= batch.windows[window].last
    ]
    if rows:
        sources = [cues.anchors[row].roles["source"][0] for row in rows]
        spans = _local(batch, [cues.windows[row] for row in rows], sources)
        source_vectors = anchor_vectors(vectors, cues.owner[rows], spans)
        logits = network.source_kind(torch.cat([source_vectors, cues.vectors[rows]], 1))
        gold = torch.tensor([cues.anchors[row].source_kind for row in rows])
        losses.add("source_kind", functional.cross_entropy(logits, gold, reduction="sum"), len(rows))


def _inside_logits(logits: Tensor, role: int) -> Tensor:
    """Return the log-odds of being inside a role, [A, W]."""
    choice = logits[:, :, role]
    return torch.logsumexp(choice[..., 1:], -1) - choice[..., 0]


def _add_links(
    losses: Losses, name: str, network: Network, linked: tuple[Found, Found], batch: Batch
) -> None:
    """Add the loss of the links of anchors to the cue that each depends on, among the window's gold cues.

    `linked` are the cues and the anchors below them.
    """
    cues, below = linked
    head = network.cue_link if name == "parent" else network.claim_link
    with torch.no_grad():
        content = _inside_logits(cues.logits, 1).clamp(-8, 8)
        source = _inside_logits(cues.logits, 0).clamp(-8, 8)
    for row in _rows_of(batch, "claims"):
        above = [k for k, window in enumerate(cues.windows) if window == row]
        mine = [k for k, window in enumerate(below.windows) if window == row]
        if not above or not mine:
            continue
        keys = [cues.anchors[k].key for k in above]
        gold = torch.tensor([_link_choice(below.anchors[k], keys) for k in mine])
        at = below.spans[mine][:, 0]
        distance = distance_bucket(at[:, None] - cues.spans[above][:, 0][None])
        masks = _link_masks(content[above], source[above], at)
        logits = head(below.vectors[mine], cues.vectors[above], distance, masks)
        if name == "parent":
            same = torch.tensor([[k == cue for cue in above] for k in mine])
            voice = torch.zeros(len(mine), 1, dtype=torch.bool)
            logits = logits.masked_fill(torch.cat([voice, same], 1), -1e4)
        loss = functional.cross_entropy(logits, gold, ignore_index=_UNLABELLED, reduction="sum")
        losses.add(name, loss, int((gold >= 0).sum()))


def _link_choice(anchor: Anchor, keys: list[Any]) -> int:
    if anchor.parent is None:
        return 0
    return keys.index(anchor.parent) + 1 if anchor.parent in keys else _UNLABELLED


def _link_masks(content: Tensor, source: Tensor, at: Tensor) -> Tensor:
    """Return, for each word at `at` and each cue, what the cue's own roles say of the word."""
    return torch.stack(
        [
            content[:, at].T / 4,
            source[:, at].T / 4,
            (content[:, at].T > 0).float(),
            (content.clamp(min=0) > 0).float().sum(1)[None].expand(len(at), -1) / 50,
        ],
        -1,
    )


def _add_facts(losses: Losses, network: Network, vectors: Tensor, batch: Batch) -> None:
    """Add the loss of factuality, a column of its own for each set."""
    found = [
        (row, fact)
        for row, window in enumerate(batch.windows)
        for fact in window.document.facts
        if fact[0] >= window.first and fact[1] <= window.last
    ]
    if not found:
        return
    owner = torch.tensor([row for row, _ in found])
    spans = _local(batch, [row for row, _ in found], [(fact[0], fact[1]) for _, fact in found])
    scores = network.event_class(anchor_vectors(vectors, owner, spans)).split(network.sizes, 1)[4]
    column = torch.tensor([_FACT_COLUMNS[batch.windows[row].document.dataset] for row, _ in found])
    gold = torch.tensor([fact[2] for _, fact in found])
    chosen = scores.gather(1, column[:, None])[:, 0]
    losses.add("fact", functional.smooth_l1_loss(chosen, gold, reduction="sum"), len(found))


def _add_plv(losses: Losses, network: Network, vectors: Tensor, event_logits: Tensor, batch: Batch) -> None:
    """Add the loss of PLV: some word of the sentence, not known which, is a trigger of its root code."""
    rows = _rows_of(batch, "plv")
    if not rows:
        return
    tags = event_logits[rows].log_softmax(-1)[..., 2:]
    classes = network.event_class(vectors[rows]).split(network.sizes, -1)
    types, status = classes[0].log_softmax(-1), classes[2].log_softmax(-1)
    undone = torch.logsumexp(status[..., 2:], -1)
    total = 0.0
    for k, row in enumerate(rows):
        window = batch.windows[row]
        if window.document.anchors:  # the trigger is guessed: learn it as such
            logs = event_logits[row].log_softmax(-1)
            for anchor in window.document.anchors:
                first, last = anchor.span[0] - window.first, anchor.span[1] - window.first
                total = total - logs[first, 2 + anchor.type] - logs[first + 1 : last, 1].sum()
            continue
        allowed = _outside_ends(batch, row)
        if allowed.any():
            score = _root_score(window.document.root, tags[k], types[k], undone[k])
            total = total - torch.logsumexp(score[allowed], 0).clamp(max=0)
    losses.add("plv", total, len(rows))


def _outside_ends(batch: Batch, row: int) -> Tensor:
    """Mark the words of a PLV sentence that are in neither its marked source nor its target."""
    allowed = batch.words[row].clone()
    window = batch.windows[row]
    for span in window.document.ends:
        if span:
            allowed[max(0, span[0] - window.first) : max(0, span[1] - window.first)] = False
    return allowed


def _root_score(root: str, tags: Tensor, types: Tensor, undone: Tensor) -> Tensor:
    """Return the log-probability of each word to be a trigger of the root code."""
    tag = torch.logsumexp(tags, -1)
    score = _share(tags, types, tag, ROOT_TYPES[root])
    if root in REDUCED:
        score = torch.logaddexp(score, _share(tags, types, tag, REDUCED[root]) + undone)
    return tag + score


def _share(tags: Tensor, types: Tensor, tag: Tensor, names: Iterable[str]) -> Tensor:
    """Return the log-share of some types, by the geometric mean of tagger and classifier."""
    columns = [TYPES.index(name) for name in names]
    return torch.logsumexp(0.5 * (tags[:, columns] - tag[:, None] + types[:, columns]), -1)
