"""The network: MiniLM, taggers, and heads that read roles, links and classes from an anchor's vector."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from training.encoder.labels import (
    COMMITMENT_ROLES,
    CUE_ROLES,
    EVENT_ROLES,
    KINDS,
    STATUSES,
    STRENGTHS,
    TYPES,
)
from training.encoder.windows import Window

__all__ = [
    "EDGES",
    "FIRST_PIECE",
    "KIND_ROLES",
    "LAST_PIECE",
    "Batch",
    "Network",
    "anchor_vectors",
    "collate",
    "distance_bucket",
    "role_context",
]

KIND_ROLES = {"cue": CUE_ROLES, "event": EVENT_ROLES, "commit": COMMITMENT_ROLES}
# Edges of the buckets of signed word distance: 1, 2, 3, 4, 6, 8, ... words away.
EDGES = [1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 38, 52, 70, 100]
N_DISTANCE = 2 * len(EDGES) + 3
N_SENTENCE = 5  # -2, -1, 0, 1, 2 sentences away
N_KINDS = 12
N_DOMAINS = 2  # guidelines that roles are labelled by: PolNeAR's, and the claims gold's
FIRST_PIECE, LAST_PIECE = 101, 102  # [CLS] and [SEP] of the base model
_KERNEL = 5


def distance_bucket(distance: Tensor) -> Tensor:
    """Return the bucket of each signed distance in words."""
    edges = torch.tensor(EDGES)
    size = torch.bucketize(distance.abs(), edges, right=True)  # 0 for 0, up to len(EDGES)
    return torch.where(distance < 0, len(EDGES) + 1 - size, len(EDGES) + 1 + size)


class RoleHead(nn.Module):
    """Head that gives every word of the window one BIO choice a role, for anchors of one kind.

    Distance counts from the anchor's edges: 0 inside the anchor.
    """

    def __init__(self, roles: Sequence[str], hidden: int, size: int) -> None:
        super().__init__()
        self.roles = roles
        self.anchor = nn.Linear(hidden, size)
        self.word = nn.Linear(hidden, size)
        self.anchor_gate = nn.Linear(hidden, size)
        self.word_gate = nn.Linear(hidden, size)
        self.distance = nn.Embedding(N_DISTANCE, size)
        self.sentence = nn.Embedding(N_SENTENCE, size)
        self.quoted = nn.Embedding(4, size)
        self.domain = nn.Embedding(N_DOMAINS, size)
        self.mix = nn.Conv1d(size, size, _KERNEL, padding=_KERNEL // 2, groups=size)
        self.norm = nn.LayerNorm(size)
        self.out = nn.Linear(size, 3 * len(roles))
        self.out.bias.data.view(-1, 3)[:, 0] = 4.0  # nearly all words are outside
        self.dropout = nn.Dropout(0.1)
        for table in (self.distance, self.sentence, self.quoted, self.domain):
            nn.init.normal_(table.weight, std=0.3)

    def forward(self, anchors: Tensor, words: Tensor, owner: Tensor, where: Mapping[str, Tensor]) -> Tensor:
        """Return the logits [A,W,roles,3] of outside, begins, inside.

        `anchors` [A,H], `words` [B,W,H], `owner` [A] the window of each anchor, `where` of `role_context`.
        """
        # Matrix products instead of look-ups: their backward pass is many times faster on a processor.
        pick = functional.one_hot(owner, words.shape[0]).float()
        a, g = self.anchor(anchors), self.anchor_gate(anchors)
        z = (pick @ self.word(words).flatten(1)).view(len(owner), -1, a.shape[1])
        flags = torch.cat(
            [
                functional.one_hot(where["distance"], N_DISTANCE),
                functional.one_hot(where["sentence"], N_SENTENCE),
                functional.one_hot(where["quoted"], 4),
            ],
            -1,
        ).to(z.dtype)
        tables = torch.cat([self.distance.weight, self.sentence.weight, self.quoted.weight])
        gate = (pick @ self.word_gate(words).flatten(1)).view_as(z)
        z = (
            z
            + (a + self.domain(where["domain"]).to(a.dtype))[:, None]
            + gate * g[:, None]
            + flags @ tables.to(flags.dtype)
        )
        z = functional.relu(z) * where["mask"][..., None].to(z.dtype)
        half = _KERNEL // 2
        wide = functional.pad(z, (0, 0, half, half))
        weight = self.mix.weight[:, 0].to(z.dtype)
        mixed = self.mix.bias.to(z.dtype)
        for k in range(_KERNEL):
            mixed = mixed + wide[:, k : k + z.shape[1]] * weight[:, k]
        z = z + functional.relu(mixed)
        z = self.dropout(self.norm(z))
        return self.out(z).unflatten(-1, (len(self.roles), 3))


class LinkHead(nn.Module):
    """Head that scores the cue that an anchor depends on; index 0 is the report's own voice."""

    def __init__(self, hidden: int, size: int) -> None:
        super().__init__()
        self.below = nn.Linear(hidden, size)
        self.cue = nn.Linear(hidden, size)
        self.below_gate = nn.Linear(hidden, size)
        self.cue_gate = nn.Linear(hidden, size)
        self.distance = nn.Embedding(N_DISTANCE, size)
        self.masks = nn.Linear(4, size)
        self.out = nn.Linear(size, 1)
        self.none = nn.Sequential(nn.Linear(hidden, size), nn.ReLU(), nn.Linear(size, 1))
        self.dropout = nn.Dropout(0.1)
        nn.init.normal_(self.distance.weight, std=0.3)

    def forward(self, below: Tensor, cues: Tensor, distance: Tensor, masks: Tensor) -> Tensor:
        """Return the scores [T,C+1]; `below` [T,H], `cues` [C,H], `distance` [T,C], `masks` [T,C,4]."""
        z = (
            self.below(below)[:, None]
            + self.cue(cues)[None]
            + self.below_gate(below)[:, None] * self.cue_gate(cues)[None]
        )
        z = functional.relu(z + self.distance(distance) + self.masks(masks))
        return torch.cat([self.none(below), self.out(self.dropout(z))[..., 0]], 1)


class Mixer(nn.Module):
    """Two layers that add to every word's vector those of its neighbours.

    Shifts and products instead of convolutions, so that the export's int8 reaches them too.
    """

    def __init__(self, hidden: int, size: int = 128, width: int = 5) -> None:
        super().__init__()
        self.width = width
        self.into = nn.Linear(hidden, size)
        self.near = nn.Linear(width * size, size)
        self.far = nn.Linear(width * size, size)
        self.out = nn.Linear(2 * size, hidden)
        nn.init.zeros_(self.out.weight)  # at first every word stays as the encoder has it
        nn.init.zeros_(self.out.bias)

    def around(self, z: Tensor, step: int) -> Tensor:
        """Return each word beside those up to `step` * (width // 2) words away: [B,W,C] to [B,W,width*C]."""
        half = step * (self.width // 2)
        wide = functional.pad(z, (0, 0, half, half))
        return torch.cat([wide[:, k * step : k * step + z.shape[1]] for k in range(self.width)], -1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Return the vectors of the words, mixed with their neighbours'."""
        mask = mask[..., None].to(x.dtype)
        z = functional.relu(self.into(x)) * mask
        near = functional.relu(self.near(self.around(z, 1))) * mask
        far = functional.relu(self.far(self.around(near, 3)))
        return x + self.out(torch.cat([near, far], -1))


def _mlp(hidden: int, size: int, out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(hidden, size), nn.ReLU(), nn.Dropout(0.1), nn.Linear(size, out))


class Network(nn.Module):
    """Encoder and heads; `size` is the width of the role heads."""

    def __init__(self, base: Path, n_modes: int, size: int = 128, attention: str = "sdpa") -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            str(base),
            add_pooling_layer=False,
            attn_implementation=attention,
            hidden_dropout_prob=0.1,
            attention_probs_dropout_prob=0.0,
        )
        h = self.bert.config.hidden_size
        old = self.bert.embeddings.token_type_embeddings.weight.data
        kinds = nn.Embedding(N_KINDS, h)
        kinds.weight.data = old[:1].repeat(N_KINDS, 1) + torch.randn(N_KINDS, h) * 0.01
        self.bert.embeddings.token_type_embeddings = kinds
        self.bert.config.type_vocab_size = N_KINDS
        self.bert.embeddings.word_embeddings.weight.requires_grad_(False)
        self.mixer = Mixer(h)
        self.dropout = nn.Dropout(0.1)
        self.cue_tags = _mlp(h, 256, 6)  # O B I for each guideline
        self.event_tags = _mlp(h, 256, 2 + len(TYPES))  # O, I, B of each type
        self.commit_tags = _mlp(h, 128, 1 + len(STRENGTHS))
        self.roles = nn.ModuleDict({kind: RoleHead(roles, h, size) for kind, roles in KIND_ROLES.items()})
        self.event_class = _mlp(h, 384, len(TYPES) + n_modes + len(STATUSES) + 1 + 3)
        self.source_kind = _mlp(2 * h, 128, len(KINDS))
        self.claim_link = LinkHead(h, 96)
        self.cue_link = LinkHead(h, 96)
        for tags in (self.cue_tags, self.event_tags, self.commit_tags):
            tags[-1].bias.data[0] = 4.0
        self.cue_tags[-1].bias.data[3] = 4.0
        self.sizes = [len(TYPES), n_modes, len(STATUSES), 1, 3]

    def encode(self, pieces: Tensor, kinds: Tensor, mask: Tensor, firsts: Tensor, words: Tensor) -> Tensor:
        """Return one vector a word: that of its first piece, with its neighbours' mixed in."""
        hidden = self.bert(input_ids=pieces, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        return self.mixer(hidden.gather(1, firsts[..., None].expand(-1, -1, hidden.shape[-1])), words)


@dataclass
class Batch:
    """Windows as tensors: `pieces`, `kinds`, `mask` by piece, the rest by word."""

    windows: list[Window]
    pieces: Tensor
    kinds: Tensor
    mask: Tensor
    firsts: Tensor
    words: Tensor
    sentence: Tensor
    quoted: Tensor


def collate(windows: list[Window]) -> Batch:
    """Return windows as tensors, padded to the longest."""
    by_piece = len(windows), max(window.size for window in windows)
    by_word = len(windows), max(window.last - window.first for window in windows)
    batch = Batch(
        windows,
        pieces=torch.zeros(by_piece, dtype=torch.long),
        kinds=torch.zeros(by_piece, dtype=torch.long),
        mask=torch.zeros(by_piece, dtype=torch.long),
        firsts=torch.zeros(by_word, dtype=torch.long),
        words=torch.zeros(by_word, dtype=torch.bool),
        sentence=torch.zeros(by_word, dtype=torch.long),
        quoted=torch.zeros(by_word, dtype=torch.long),
    )
    for row, window in enumerate(windows):
        _fill(batch, row, window)
    return batch


def _fill(batch: Batch, row: int, window: Window) -> None:
    document, part = window.document, slice(window.first, window.last)
    counts = torch.from_numpy(document.counts[part])
    offset = int(document.counts[: window.first].sum())
    ids = torch.from_numpy(document.ids[offset : offset + int(counts.sum())])
    end = len(ids) + 1
    batch.pieces[row, 0], batch.pieces[row, 1:end], batch.pieces[row, end] = FIRST_PIECE, ids, LAST_PIECE
    batch.kinds[row, 1:end] = torch.from_numpy(document.words.kind[part].repeat(document.counts[part]))
    batch.mask[row, : end + 1] = 1
    width = window.last - window.first
    batch.firsts[row, :width] = torch.cumsum(counts, 0) - counts + 1
    batch.words[row, :width] = True
    batch.sentence[row, :width] = torch.from_numpy(document.words.sentence[part])
    batch.quoted[row, :width] = torch.from_numpy(document.words.quoted[part].astype("int64"))


def role_context(batch: Batch, owner: Tensor, spans: Tensor, domain: Tensor) -> dict[str, Tensor]:
    """Return the position of every word relative to each anchor."""
    at = torch.arange(batch.words.shape[1])[None]
    first, last = spans[:, :1], spans[:, 1:] - 1
    distance = torch.where(at < first, at - first, torch.where(at > last, at - last, 0))
    sentence = batch.sentence[owner]
    mine = sentence.gather(1, first)
    quoted = batch.quoted[owner]
    return {
        "distance": distance_bucket(distance),
        "sentence": (sentence - mine).clamp(-2, 2) + 2,
        "quoted": quoted + 2 * quoted.gather(1, first),
        "domain": domain,
        "mask": batch.words[owner].float(),
    }


def anchor_vectors(words: Tensor, owner: Tensor, spans: Tensor) -> Tensor:
    """Return the mean vector of each anchor's words."""
    at = torch.arange(words.shape[1])[None]
    inside = ((at >= spans[:, :1]) & (at < spans[:, 1:])).float()
    return torch.einsum(
        "abw,bwh->ah",
        functional.one_hot(owner, len(words)).float()[:, :, None]
        * (inside / inside.sum(1, keepdim=True))[:, None],
        words,
    )
