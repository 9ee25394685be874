"""Train the encoder and its heads. See README.md for how to run it."""

import argparse
import copy
import hashlib
import json
import random
import time
from pathlib import Path

import data as D
import torch
import torch.nn.functional as F
from relays import relay_documents

from model import DOMAINS, KIND_ROLES, Sayso, anchor_vectors, collate, distance_bucket, places

# Processors without bfloat16 of their own take many times longer for it.
HAS_BFLOAT16 = any(flag in Path("/proc/cpuinfo").read_text() for flag in ("avx512_bf16", "amx_bf16"))


def lower_precision():
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=HAS_BFLOAT16)


ROOT_TYPES = {r: [t] for r, t in ((t, t) for t in D.TYPES)}
ROOT_TYPES["YIELD"] = ["CONCEDE", "RETREAT"]
# PLOVER's reduction of what is not done yet: these types count as the root when planned, demanded or
# hypothetical.
REDUCED = {
    "AGREE": ["CONSULT", "SUPPORT", "COOPERATE", "AID"],
    "THREATEN": ["PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"],
}


def bio(spans, window, width):
    tags = torch.zeros(width, dtype=torch.long)
    for a, b in sorted(spans, key=lambda s: s[0] - s[1]):  # long ones first
        a, b = max(a, window.first) - window.first, min(b, window.last) - window.first
        if b > a:
            tags[a] = 1
            tags[a + 1 : b] = 2
    return tags


def anchors_in(windows, kind):
    """(window index, anchor) of the anchors of a kind that stand wholly in a window."""
    return [
        (i, a)
        for i, w in enumerate(windows)
        for a in w.doc.anchors
        if a.kind == kind and a.span[0] >= w.first and a.span[1] <= w.last
    ]


def spans_of(found, windows):
    return torch.tensor([[a.span[0] - windows[i].first, a.span[1] - windows[i].first] for i, a in found])


class Losses(dict):
    def add(self, name, value, n):
        if n:
            self[name] = (self[name][0] + value, self[name][1] + n) if name in self else (value, n)

    def total(self, weights):
        return sum(weights.get(k, 1.0) * v / max(n, 1) for k, (v, n) in self.items())


def tag_losses(net, h, windows, batch, losses):
    width = batch["words"].shape[1]
    mask = batch["words"]
    cue_logits, event_logits, commit_logits = net.cue_tags(h), net.event_tags(h), net.commit_tags(h)
    for flavour, dataset in enumerate(("polnear", "claims")):
        rows = [i for i, w in enumerate(windows) if w.doc.dataset == dataset]
        if not rows:
            continue
        gold = torch.stack(
            [
                bio([a.span for a in windows[i].doc.anchors if a.kind == "cue"], windows[i], width)
                for i in rows
            ]
        )
        logits = cue_logits[rows][..., 3 * flavour : 3 * flavour + 3]
        loss = F.cross_entropy(logits.flatten(0, 1), gold.flatten(), reduction="none")
        losses.add(f"cue_{dataset}", (loss * mask[rows].flatten()).sum(), len(rows))
    rows = [i for i, w in enumerate(windows) if w.doc.dataset == "claims"]
    if rows:
        gold = torch.zeros(len(rows), width, dtype=torch.long)
        deeds = torch.zeros(len(rows), width, dtype=torch.long)
        for k, i in enumerate(rows):
            w = windows[i]
            for a in w.doc.anchors:
                s, e = max(a.span[0], w.first) - w.first, min(a.span[1], w.last) - w.first
                if e > s and a.kind == "event":
                    gold[k, s], gold[k, s + 1 : e] = 2 + a.type, 1
                elif e > s and a.kind == "commit":
                    deeds[k, s] = 1 + a.strength
        for name, logits, tags in (("event", event_logits, gold), ("commit", commit_logits, deeds)):
            loss = F.cross_entropy(logits[rows].flatten(0, 1), tags.flatten(), reduction="none")
            losses.add(name, (loss * mask[rows].flatten()).sum(), len(rows))
    return event_logits


def role_losses(net, h, windows, batch, losses, kind):
    found = anchors_in(windows, kind)
    if not found:
        return None
    owner = torch.tensor([i for i, _ in found])
    spans = spans_of(found, windows)
    domain = torch.tensor([DOMAINS[windows[i].doc.dataset] for i, _ in found])
    vectors = anchor_vectors(h, owner, spans)
    where = places(batch, owner, spans, domain)
    with lower_precision():
        logits = net.roles[kind](vectors, h, owner, where)
    logits = logits.float()
    width = h.shape[1]
    total = 0.0
    for r, role in enumerate(KIND_ROLES[kind]):
        gold = torch.stack([bio(a.roles.get(role, []), windows[i], width) for i, a in found])
        known = torch.tensor([float(role in a.roles) for _, a in found])
        loss = F.cross_entropy(logits[:, :, r].flatten(0, 1), gold.flatten(), reduction="none")
        total = total + (loss * (where["mask"] * known[:, None]).flatten()).sum()
    losses.add(f"role_{kind}", total, len(found))
    return found, owner, spans, vectors, logits


def class_losses(net, cues, events, h, windows, losses):
    if events:
        found, _, _, vectors, _ = events
        out = net.event_class(vectors).split(net.sizes, 1)
        for name, logits in (("type", out[0]), ("mode", out[1]), ("status", out[2])):
            gold = torch.tensor([getattr(a, name) for _, a in found])
            losses.add(
                name, F.cross_entropy(logits, gold, ignore_index=-1, reduction="sum"), int((gold >= 0).sum())
            )
        rows = [k for k, (_, a) in enumerate(found) if a.negated >= 0]
        if rows:
            gold = torch.tensor([float(found[k][1].negated) for k in rows])
            loss = F.binary_cross_entropy_with_logits(out[3][rows, 0], gold, reduction="sum")
            losses.add("negated", loss, len(rows))
    if cues:
        found, owner, _spans, vectors, _ = cues
        rows = [
            k
            for k, (i, a) in enumerate(found)
            if a.source_kind >= 0
            and a.roles["source"]
            and windows[i].first <= a.roles["source"][0][0]
            and a.roles["source"][0][1] <= windows[i].last
        ]
        if rows:
            src = torch.tensor(
                [
                    [found[k][1].roles["source"][0][j] - windows[found[k][0]].first for j in (0, 1)]
                    for k in rows
                ]
            )
            sv = anchor_vectors(h, owner[rows], src)
            logits = net.source_kind(torch.cat([sv, vectors[rows]], 1))
            gold = torch.tensor([found[k][1].source_kind for k in rows])
            losses.add("source_kind", F.cross_entropy(logits, gold, reduction="sum"), len(rows))


def inside_logits(logits, role):
    """Log-odds of being inside a role, [A, W]."""
    z = logits[:, :, role]
    return torch.logsumexp(z[..., 1:], -1) - z[..., 0]


def link_losses(net, cues, others, windows, losses, name):
    """The cue that each anchor of `others` stands under, among the window's gold cues."""
    if not cues or not others:
        return
    cfound, _cowner, cspans, cvec, clog = cues
    found, _owner, spans, vec, _ = others
    head = net.cue_link if name == "parent" else net.claim_link
    with torch.no_grad():
        content = inside_logits(clog, 1).clamp(-8, 8)
        source = inside_logits(clog, 0).clamp(-8, 8)
    for i, w in enumerate(windows):
        if w.doc.dataset != "claims":
            continue
        c = [k for k in range(len(cfound)) if cfound[k][0] == i]
        t = [k for k in range(len(found)) if found[k][0] == i]
        if not c or not t:
            continue
        keys = [cfound[k][1].key for k in c]
        gold = []
        for k in t:
            p = found[k][1].parent
            gold.append(0 if p is None else keys.index(p) + 1 if p in keys else -100)
        at = spans[t][:, 0]
        distance = distance_bucket(at[:, None] - cspans[c][:, 0][None])
        masks = torch.stack(
            [
                content[c][:, at].T / 4,
                source[c][:, at].T / 4,
                (content[c][:, at].T > 0).float(),
                (content[c].clamp(min=0) > 0).float().sum(1)[None].expand(len(t), -1) / 50,
            ],
            -1,
        )
        logits = head(vec[t], cvec[c], distance, masks)
        if name == "parent":
            same = torch.tensor([[a == b for b in c] for a in t])
            logits = logits.masked_fill(torch.cat([torch.zeros(len(t), 1, dtype=torch.bool), same], 1), -1e4)
        gold = torch.tensor(gold)
        losses.add(
            name, F.cross_entropy(logits, gold, ignore_index=-100, reduction="sum"), int((gold >= 0).sum())
        )


def fact_losses(net, h, windows, losses):
    found = [(i, f) for i, w in enumerate(windows) for f in w.doc.facts if f[0] >= w.first and f[1] <= w.last]
    if not found:
        return
    owner = torch.tensor([i for i, _ in found])
    spans = torch.tensor([[f[0] - windows[i].first, f[1] - windows[i].first] for i, f in found])
    out = net.event_class(anchor_vectors(h, owner, spans)).split(net.sizes, 1)[4]
    column = torch.tensor([{"uw": 0, "uds": 1, "meantime": 2}[windows[i].doc.dataset] for i, _ in found])
    gold = torch.tensor([f[2] for _, f in found])
    pred = out.gather(1, column[:, None])[:, 0]
    losses.add("fact", F.smooth_l1_loss(pred, gold, reduction="sum"), len(found))


def plv_losses(net, h, event_logits, windows, batch, losses):
    """Some word of the sentence is a trigger of the sentence's root code: which one is not told."""
    rows = [i for i, w in enumerate(windows) if w.doc.dataset == "plv"]
    if not rows:
        return
    tags = event_logits[rows].log_softmax(-1)[..., 2:]
    out = net.event_class(h[rows]).split(net.sizes, -1)
    types, status = out[0].log_softmax(-1), out[2].log_softmax(-1)
    undone = torch.logsumexp(status[..., 2:], -1)
    total = 0.0
    for k, i in enumerate(rows):
        w = windows[i]
        if w.doc.anchors:  # the trigger is guessed: learn it as such
            for a in w.doc.anchors:
                j, end = a.span[0] - w.first, a.span[1] - w.first
                logs = event_logits[i].log_softmax(-1)
                total = total - logs[j, 2 + a.type] - logs[j + 1 : end, 1].sum()
            continue
        ok = batch["words"][i].clone()
        for s in w.doc.ends:
            if s:
                ok[max(0, s[0] - w.first) : max(0, s[1] - w.first)] = False
        if not ok.any():
            continue
        mine = [D.TYPES.index(t) for t in ROOT_TYPES[w.doc.root]]
        less = [D.TYPES.index(t) for t in REDUCED.get(w.doc.root, [])]
        tag = torch.logsumexp(tags[k], -1)
        both = torch.logsumexp(0.5 * (tags[k][:, mine] - tag[:, None] + types[k][:, mine]), -1)
        if less:
            other = (
                torch.logsumexp(0.5 * (tags[k][:, less] - tag[:, None] + types[k][:, less]), -1) + undone[k]
            )
            both = torch.logaddexp(both, other)
        total = total - torch.logsumexp((tag + both)[ok], 0).clamp(max=0)
    losses.add("plv", total, len(rows))


WEIGHTS = {
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


def step(net, windows):
    batch = collate(windows)
    with lower_precision():
        h = net.encode(batch["pieces"], batch["kinds"], batch["mask"], batch["firsts"], batch["words"])
    h = net.dropout(h.float())
    losses = Losses()
    event_logits = tag_losses(net, h, windows, batch, losses)
    cues = role_losses(net, h, windows, batch, losses, "cue")
    events = role_losses(net, h, windows, batch, losses, "event")
    commits = role_losses(net, h, windows, batch, losses, "commit")
    class_losses(net, cues, events, h, windows, losses)
    link_losses(net, cues, events, windows, losses, "claim")
    link_losses(net, cues, commits, windows, losses, "claim")
    link_losses(net, cues, cues, windows, losses, "parent")
    fact_losses(net, h, windows, losses)
    plv_losses(net, h, event_logits, windows, batch, losses)
    return losses


def corrupt(windows, rng, share):
    """Word dropout: some pieces become [MASK]."""
    out = []
    for w in windows:
        doc = copy.copy(w.doc)
        ids = doc.ids.copy()
        ids[rng.random(len(ids)) < share] = 103
        doc.ids = ids
        out.append(D.Window(doc, w.first, w.last))
    return out


def plan(sets, epochs, budget, rng):
    """All batches of the run: a set with n epochs is spread evenly over it."""
    longest = max(epochs.values())
    rounds = max(1, round(longest))
    out = []
    left = dict.fromkeys(sets, 0.0)
    for _r in range(rounds):
        windows = []
        for name, docs in sets.items():
            left[name] += epochs[name] / rounds
            while left[name] >= 1 - 1e-6:
                windows += D.windows_of(docs, rng)
                left[name] -= 1
            if left[name] > 1e-6:
                part = rng.sample(docs, int(len(docs) * left[name]))
                windows += D.windows_of(part, rng)
                left[name] = 0.0
        out += D.batches(windows, budget, rng)
    return out


def optimizer_of(net, lr, head_lr, decay):
    groups = []
    layers = len(net.bert.encoder.layer)
    for name, p in net.named_parameters():
        if not p.requires_grad:
            continue
        rate = head_lr
        if name.startswith("bert."):
            depth = int(name.split("layer.")[1].split(".")[0]) + 1 if "layer." in name else 0
            rate = lr * decay ** (layers - depth)
            if "token_type" in name:
                rate = head_lr
        groups.append({"params": [p], "lr": rate, "weight_decay": 0.01 if p.ndim > 1 else 0.0})
    return torch.optim.AdamW(groups, fused=True, betas=(0.9, 0.98))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("base")
    ap.add_argument("out", type=Path)
    ap.add_argument("--epochs", default="polnear=2,claims=6,plv=2,uw=1,uds=0.3,meantime=1")
    ap.add_argument("--lr", type=float, default=2.5e-4)
    ap.add_argument("--head-lr", type=float, default=1e-3)
    ap.add_argument("--layer-decay", type=float, default=0.9)
    ap.add_argument("--budget", type=int, default=2048)
    ap.add_argument("--mask", type=float, default=0.05)
    ap.add_argument("--ema", type=float, default=0.995)
    ap.add_argument("--size", type=int, default=128)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument(
        "--minutes", type=float, default=0, help="stop the schedule at this time instead of by epochs"
    )
    ap.add_argument("--end", type=float, default=0.01, help="the learning rate's last share of its height")
    ap.add_argument("--init", type=Path)
    ap.add_argument("--weak", type=Path, help="guessed triggers of the PLV sentences")
    ap.add_argument("--plv-fold", type=int, default=0, help="this fifth of PLV is held out; -1 for none")
    ap.add_argument("--hold-out", type=int, default=20)
    args = ap.parse_args()
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    rng = random.Random(args.seed)
    nrng = __import__("numpy").random.default_rng(args.seed)
    epochs = {k: float(v) for k, v in (one.split("=") for one in args.epochs.split(","))}
    modes = D.mode_table()
    maker = D.Maker(Path(args.base) / "tokenizer.json")
    sets = {
        "polnear": lambda: D.polnear(maker, "polnear_train"),
        "claims": lambda: D.claims(maker, "train", modes),
        "plv": lambda: D.plv(maker, args.weak),
        "uw": lambda: D.factuality(maker, "uw"),
        "uds": lambda: D.factuality(maker, "uds_ih2"),
        "meantime": lambda: D.factuality(maker, "meantime"),
        "silver": lambda: D.silver(maker, modes),
    }
    sets = {k: f() for k, f in sets.items() if epochs.get(k)}
    held = {}
    for name in ("polnear", "claims"):
        if args.hold_out and name in sets:
            # By hash, so that a document more or less does not move the others in or out.
            ids = [d.id for d in sets[name] if not d.id.startswith("own_")]
            chosen = set(sorted(ids, key=lambda i: hashlib.sha256(i.encode()).hexdigest())[: args.hold_out])
            held[name] = sorted(chosen)
            sets[name] = [d for d in sets[name] if d.id not in chosen]
    if epochs.get("relays"):
        sets["relays"] = [
            d for n in range(3) for d in relay_documents(maker, sets["claims"], random.Random(args.seed + n))
        ]
    if "plv" in sets and args.plv_fold >= 0:
        held["plv"] = [d.id for i, d in enumerate(sets["plv"]) if i % 5 == args.plv_fold]
        sets["plv"] = [d for i, d in enumerate(sets["plv"]) if i % 5 != args.plv_fold]
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "meta.json").write_text(
        json.dumps(
            {
                "modes": [list(m) for m in sorted(modes, key=modes.get)],
                "size": args.size,
                "held": held,
                "args": {k: str(v) for k, v in vars(args).items()},
                "documents": {k: len(v) for k, v in sets.items()},
            }
        )
    )
    net = Sayso(args.base, len(modes), size=args.size)
    if args.init:
        net.load_state_dict(torch.load(args.init))
    net.train()
    todo = plan(sets, epochs, args.budget, rng)
    n = len(todo)
    opt = optimizer_of(net, args.lr, args.head_lr, args.layer_decay)
    base_rates = [g["lr"] for g in opt.param_groups]
    ema = {
        k: v.detach().clone()
        for k, v in net.state_dict().items()
        if v.dtype.is_floating_point and "word_embeddings" not in k
    }
    print(n, "steps", {k: len(v) for k, v in sets.items()}, flush=True)
    started, seen, log = time.time(), 0, {}
    for k, windows in enumerate(todo):
        done = k / n
        if args.minutes:
            done = max(done, (time.time() - started) / 60 / args.minutes)
            if done >= 1:
                break
        warm = min(1.0, (k + 1) / 60)
        factor = warm * (args.end + (1 - args.end) * (1 - done))
        for g, r in zip(opt.param_groups, base_rates):
            g["lr"] = r * factor
        losses = step(net, corrupt(windows, nrng, args.mask))
        loss = losses.total(WEIGHTS)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 5.0)
        opt.step()
        opt.zero_grad(set_to_none=True)
        seen += sum(w.size for w in windows)
        d = min(args.ema, (k + 1) / (k + 10))
        with torch.no_grad():
            live = net.state_dict()
            for name, v in ema.items():
                v.lerp_(live[name], 1 - d)
        for name, (v, c) in losses.items():
            s = log.setdefault(name, [0.0, 0])
            s[0] += float(v.detach())
            s[1] += c
        if k % 50 == 49:
            print(
                k + 1,
                f"{done:.2f}",
                f"{seen / (time.time() - started):.0f} pieces/s",
                " ".join(f"{a} {b / max(c, 1):.3f}" for a, (b, c) in log.items()),
                flush=True,
            )
            log = {}
        if k % 400 == 399:
            save(net, ema, args.out)
    save(net, ema, args.out)
    print("done", f"{(time.time() - started) / 60:.1f} minutes")


def save(net, ema, out):
    state = {k: v.clone() for k, v in net.state_dict().items()}
    torch.save(state, out / "last.pt")
    state.update(ema)
    torch.save(state, out / "ema.pt")


if __name__ == "__main__":
    main()
