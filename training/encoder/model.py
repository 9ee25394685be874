"""The network: MiniLM, taggers, and heads that read roles, links and classes from an anchor's vector."""

import torch
import torch.nn.functional as F
from data import COMMIT_ROLES, CUE_ROLES, DATASETS, EVENT_ROLES, KINDS, STATUSES, STRENGTHS, TYPES
from torch import nn
from transformers import BertModel

KIND_ROLES = {"cue": CUE_ROLES, "event": EVENT_ROLES, "commit": COMMIT_ROLES}
# Edges of the buckets of signed word distance: 1, 2, 3, 4, 6, 8, ... words away.
EDGES = [1, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 38, 52, 70, 100]
N_DISTANCE = 2 * len(EDGES) + 3
N_SENTENCE = 5  # -2, -1, 0, 1, 2 sentences away
N_KINDS = 12


def distance_bucket(distance):
    edges = torch.tensor(EDGES)
    size = torch.bucketize(distance.abs(), edges, right=True)  # 0 for 0, up to len(EDGES)
    return torch.where(distance < 0, len(EDGES) + 1 - size, len(EDGES) + 1 + size)


class RoleHead(nn.Module):
    """For anchors of one kind and every word of the window: one BIO choice a role.

    Distance counts from the anchor's edges: 0 inside the anchor.
    """

    def __init__(self, roles, hidden, size, domains, kernel=5):
        super().__init__()
        self.roles = roles
        self.anchor = nn.Linear(hidden, size)
        self.word = nn.Linear(hidden, size)
        self.anchor_gate = nn.Linear(hidden, size)
        self.word_gate = nn.Linear(hidden, size)
        self.distance = nn.Embedding(N_DISTANCE, size)
        self.sentence = nn.Embedding(N_SENTENCE, size)
        self.quoted = nn.Embedding(4, size)
        self.kernel = kernel
        self.domain = nn.Embedding(domains, size)
        self.mix = nn.Conv1d(size, size, kernel, padding=kernel // 2, groups=size)
        self.norm = nn.LayerNorm(size)
        self.out = nn.Linear(size, 3 * len(roles))
        self.out.bias.data.view(-1, 3)[:, 0] = 4.0  # nearly all words are outside
        self.dropout = nn.Dropout(0.1)
        for e in (self.distance, self.sentence, self.quoted, self.domain):
            nn.init.normal_(e.weight, std=0.3)

    def forward(self, anchors, words, owner, where):
        """anchors [A,H], words [B,W,H], owner [A] window of each, where: dict of [A,W] ids, domain [A]."""
        # Matrix products instead of look-ups: their backward pass is many times faster on a processor.
        pick = F.one_hot(owner, words.shape[0]).float()
        a, g = self.anchor(anchors), self.anchor_gate(anchors)
        z = (pick @ self.word(words).flatten(1)).view(len(owner), -1, a.shape[1])
        flags = torch.cat(
            [
                F.one_hot(where["distance"], N_DISTANCE),
                F.one_hot(where["sentence"], N_SENTENCE),
                F.one_hot(where["quoted"], 4),
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
        z = F.relu(z) * where["mask"][..., None].to(z.dtype)
        half = self.kernel // 2
        wide = F.pad(z, (0, 0, half, half))
        weight = self.mix.weight[:, 0].to(z.dtype)
        mixed = self.mix.bias.to(z.dtype)
        for k in range(self.kernel):
            mixed = mixed + wide[:, k : k + z.shape[1]] * weight[:, k]
        z = z + F.relu(mixed)
        z = self.dropout(self.norm(z))
        return self.out(z).unflatten(-1, (len(self.roles), 3))


class LinkHead(nn.Module):
    """Scores which cue an anchor stands under; index 0 is nobody's word but the report's."""

    def __init__(self, hidden, size):
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

    def forward(self, below, cues, distance, masks):
        """below [T,H], cues [C,H], distance [T,C], masks [T,C,4] -> [T,C+1]."""
        z = (
            self.below(below)[:, None]
            + self.cue(cues)[None]
            + self.below_gate(below)[:, None] * self.cue_gate(cues)[None]
        )
        z = F.relu(z + self.distance(distance) + self.masks(masks))
        return torch.cat([self.none(below), self.out(self.dropout(z))[..., 0]], 1)


class Mixer(nn.Module):
    """Adds to every word's vector what stands around it: two layers over its neighbours.

    Shifts and products instead of convolutions, so that the export's int8 reaches them too.
    """

    def __init__(self, hidden, size=128, width=5):
        super().__init__()
        self.width = width
        self.into = nn.Linear(hidden, size)
        self.near = nn.Linear(width * size, size)
        self.far = nn.Linear(width * size, size)
        self.out = nn.Linear(2 * size, hidden)
        nn.init.zeros_(self.out.weight)  # at first every word stays as the encoder has it
        nn.init.zeros_(self.out.bias)

    def around(self, z, step):
        """[B,W,C] -> [B,W,width*C]: each word beside those up to `step` * (width // 2) words away."""
        half = step * (self.width // 2)
        wide = F.pad(z, (0, 0, half, half))
        return torch.cat([wide[:, k * step : k * step + z.shape[1]] for k in range(self.width)], -1)

    def forward(self, x, mask):
        mask = mask[..., None].to(x.dtype)
        z = F.relu(self.into(x)) * mask
        near = F.relu(self.near(self.around(z, 1))) * mask
        far = F.relu(self.far(self.around(near, 3)))
        return x + self.out(torch.cat([near, far], -1))


def mlp(hidden, size, out, drop=0.1):
    return nn.Sequential(nn.Linear(hidden, size), nn.ReLU(), nn.Dropout(drop), nn.Linear(size, out))


class Sayso(nn.Module):
    def __init__(self, path, n_modes, size=128, attention="sdpa", hidden_dropout=0.1):
        super().__init__()
        self.bert = BertModel.from_pretrained(
            path,
            add_pooling_layer=False,
            attn_implementation=attention,
            hidden_dropout_prob=hidden_dropout,
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
        self.cue_tags = mlp(h, 256, 6)  # O B I for each flavour
        self.event_tags = mlp(h, 256, 2 + len(TYPES))  # O, I, B of each type
        self.commit_tags = mlp(h, 128, 1 + len(STRENGTHS))
        self.roles = nn.ModuleDict({k: RoleHead(r, h, size, 2) for k, r in KIND_ROLES.items()})
        self.event_class = mlp(h, 384, len(TYPES) + n_modes + len(STATUSES) + 1 + 3)
        self.source_kind = mlp(2 * h, 128, len(KINDS))
        self.claim_link = LinkHead(h, 96)
        self.cue_link = LinkHead(h, 96)
        for tags in (self.cue_tags, self.event_tags, self.commit_tags):
            tags[-1].bias.data[0] = 4.0
        self.cue_tags[-1].bias.data[3] = 4.0
        self.sizes = [len(TYPES), n_modes, len(STATUSES), 1, 3]

    def encode(self, pieces, kinds, mask, firsts, words):
        """One vector a word: that of its first piece, with its neighbours' mixed in."""
        hidden = self.bert(input_ids=pieces, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        return self.mixer(hidden.gather(1, firsts[..., None].expand(-1, -1, hidden.shape[-1])), words)


def collate(windows):
    n = max(w.size for w in windows)
    width = max(w.last - w.first for w in windows)
    pieces = torch.zeros(len(windows), n, dtype=torch.long)
    kinds = torch.zeros_like(pieces)
    mask = torch.zeros_like(pieces)
    firsts = torch.zeros(len(windows), width, dtype=torch.long)
    words = torch.zeros(len(windows), width, dtype=torch.bool)
    sentence = torch.zeros(len(windows), width, dtype=torch.long)
    quoted = torch.zeros(len(windows), width, dtype=torch.long)
    for i, w in enumerate(windows):
        counts = torch.from_numpy(w.doc.counts[w.first : w.last])
        offset = int(w.doc.counts[: w.first].sum())
        ids = torch.from_numpy(w.doc.ids[offset : offset + int(counts.sum())])
        m = len(ids) + 2
        pieces[i, 0], pieces[i, 1 : m - 1], pieces[i, m - 1] = 101, ids, 102
        kinds[i, 1 : m - 1] = torch.from_numpy(
            w.doc.words.kind[w.first : w.last].repeat(w.doc.counts[w.first : w.last])
        )
        mask[i, :m] = 1
        k = w.last - w.first
        firsts[i, :k] = torch.cumsum(counts, 0) - counts + 1
        words[i, :k] = True
        sentence[i, :k] = torch.from_numpy(w.doc.words.sentence[w.first : w.last])
        quoted[i, :k] = torch.from_numpy(w.doc.words.quoted[w.first : w.last].astype("int64"))
    return {
        "pieces": pieces,
        "kinds": kinds,
        "mask": mask,
        "firsts": firsts,
        "words": words,
        "sentence": sentence,
        "quoted": quoted,
    }


def places(batch, owner, spans, domain):
    """Where every word stands as seen from each anchor."""
    width = batch["words"].shape[1]
    at = torch.arange(width)[None]
    first, last = spans[:, :1], spans[:, 1:] - 1
    distance = torch.where(at < first, at - first, torch.where(at > last, at - last, 0))
    sentence = batch["sentence"][owner]
    mine = sentence.gather(1, first)
    quoted = batch["quoted"][owner]
    return {
        "distance": distance_bucket(distance),
        "sentence": (sentence - mine).clamp(-2, 2) + 2,
        "quoted": quoted + 2 * quoted.gather(1, first),
        "domain": domain,
        "mask": batch["words"][owner].float(),
    }


def anchor_vectors(words, owner, spans):
    width = words.shape[1]
    at = torch.arange(width)[None]
    inside = ((at >= spans[:, :1]) & (at < spans[:, 1:])).float()
    return torch.einsum(
        "abw,bwh->ah",
        F.one_hot(owner, len(words)).float()[:, :, None] * (inside / inside.sum(1, keepdim=True))[:, None],
        words,
    )


def domain_of(dataset):
    return 0 if dataset == "polnear" else 1


DOMAINS = {name: domain_of(name) for name in DATASETS}
