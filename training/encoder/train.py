"""Train the encoder and its heads. See README.md for how to run it."""

import argparse
import copy
import json
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.encoder.data import readers
from training.encoder.documents import Document, DocumentBuilder
from training.encoder.labels import TYPES, Modes, mode_table
from training.encoder.losses import Losses, compute_losses
from training.encoder.model import Network
from training.encoder.relays import relay_documents
from training.encoder.windows import Window, make_batches, windows_of

Sets = dict[str, list[Document]]
Shares = Mapping[str, float]

_MASK = 103  # [MASK] of the base model
# Reports written for this project; and rewrites of one another, which must not stand on both sides.
_ALWAYS_TRAINED = ("own_", "gm_")


def parse_arguments() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", default="polnear=2,claims=6,plv=2,uw=1,uds=0.3,meantime=1")
    parser.add_argument("--lr", type=float, default=2.5e-4)
    parser.add_argument("--head-lr", type=float, default=1e-3)
    parser.add_argument("--layer-decay", type=float, default=0.9)
    parser.add_argument("--budget", type=int, default=2048)
    parser.add_argument("--mask", type=float, default=0.05)
    parser.add_argument("--ema", type=float, default=0.995)
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--minutes", type=float, default=0, help="stop the schedule at this time instead of by epochs"
    )
    parser.add_argument(
        "--end", type=float, default=0.01, help="the learning rate's last share of its height"
    )
    parser.add_argument("--init", type=Path)
    parser.add_argument("--weak", type=Path, help="guessed triggers of the PLV sentences")
    parser.add_argument("--plv-fold", type=int, default=0, help="this fifth of PLV is held out; -1 for none")
    parser.add_argument("--hold-out", type=int, default=20)
    return parser.parse_args()


def exclude(sets: Sets, count: int, plv_fold: int) -> dict[str, list[str]]:
    """Take the documents that are not trained on out of the sets; returns their ids.

    `count` of PolNeAR and of the claims each, chosen by hash, so that a document more or less moves no other
    in or out; and a fifth of PLV.
    """
    excluded: dict[str, list[str]] = {}
    for name in ("polnear", "claims"):
        if count and name in sets:
            ids = [document.id for document in sets[name] if not document.id.startswith(_ALWAYS_TRAINED)]
            chosen = set(sorted(ids, key=lambda id_: sha256(id_.encode()).hexdigest())[:count])
            excluded[name] = sorted(chosen)
            sets[name] = [document for document in sets[name] if document.id not in chosen]
    if "plv" in sets and plv_fold >= 0:
        numbered = list(enumerate(sets["plv"]))
        excluded["plv"] = [document.id for number, document in numbered if number % 5 == plv_fold]
        sets["plv"] = [document for number, document in numbered if number % 5 != plv_fold]
    return excluded


def read_sets(args: argparse.Namespace, epochs: Shares, modes: Modes) -> tuple[Sets, dict[str, list[str]]]:
    """Return the sets to train on, and the ids of the documents kept out of them."""
    builder = DocumentBuilder(args.base / "tokenizer.json")
    sets = {name: read() for name, read in readers(builder, modes, args.weak).items() if epochs.get(name)}
    excluded = exclude(sets, args.hold_out, args.plv_fold)
    if epochs.get("relays"):
        sets["relays"] = [
            document
            for number in range(3)
            for document in relay_documents(builder, sets["claims"], random.Random(args.seed + number))
        ]
    return sets, excluded


def corrupt(windows: list[Window], rng: np.random.Generator, share: float) -> list[Window]:
    """Return the windows with some pieces replaced by [MASK]."""
    corrupted = []
    for window in windows:
        document = copy.copy(window.document)
        ids = document.ids.copy()
        ids[rng.random(len(ids)) < share] = _MASK
        document.ids = ids
        corrupted.append(Window(document, window.first, window.last))
    return corrupted


def plan_batches(sets: Sets, epochs: Shares, budget: int, rng: random.Random) -> list[list[Window]]:
    """Return all batches of the run: a set with n epochs is spread evenly over it."""
    rounds = max(1, round(max(epochs.values())))
    batches = []
    left = dict.fromkeys(sets, 0.0)
    for _ in range(rounds):
        windows = []
        for name, documents in sets.items():
            left[name] += epochs[name] / rounds
            while left[name] >= 1 - 1e-6:
                windows += windows_of(documents, rng)
                left[name] -= 1
            if left[name] > 1e-6:
                part = rng.sample(documents, int(len(documents) * left[name]))
                windows += windows_of(part, rng)
                left[name] = 0.0
        batches += make_batches(windows, budget, rng)
    return batches


def make_optimizer(network: Network, lr: float, head_lr: float, decay: float) -> torch.optim.AdamW:
    """Return the optimizer; the rate of a layer of the encoder falls with its depth below the heads."""
    groups = []
    layers = len(network.bert.encoder.layer)
    for name, parameter in network.named_parameters():
        if not parameter.requires_grad:
            continue
        rate = head_lr
        if name.startswith("bert.") and "token_type" not in name:
            depth = int(name.split("layer.")[1].split(".")[0]) + 1 if "layer." in name else 0
            rate = lr * decay ** (layers - depth)
        groups.append(
            {"params": [parameter], "lr": rate, "weight_decay": 0.01 if parameter.ndim > 1 else 0.0}
        )
    return torch.optim.AdamW(groups, fused=True, betas=(0.9, 0.98))


class Average:
    """Moving average of the trained weights."""

    def __init__(self, network: Network, decay: float) -> None:
        self.decay = decay
        self.state = {
            name: value.detach().clone()
            for name, value in network.state_dict().items()
            if value.dtype.is_floating_point and "word_embeddings" not in name
        }

    def update(self, network: Network, step: int) -> None:
        """Move the average to the weights after a step; the first steps weigh more."""
        decay = min(self.decay, (step + 1) / (step + 10))
        with torch.no_grad():
            live = network.state_dict()
            for name, value in self.state.items():
                value.lerp_(live[name], 1 - decay)

    def save(self, network: Network, out: Path) -> None:
        """Write the weights as they are, and averaged."""
        state = {name: value.clone() for name, value in network.state_dict().items()}
        torch.save(state, out / "last.pt")
        state.update(self.state)
        torch.save(state, out / "ema.pt")


@dataclass
class Progress:
    """Time since the start, pieces seen, and the mean losses since they were last printed."""

    started: float = field(default_factory=time.time)
    seen: int = 0
    sums: dict[str, tuple[float, int]] = field(default_factory=dict)

    @property
    def minutes(self) -> float:
        """Return the minutes since the start."""
        return (time.time() - self.started) / 60

    def add(self, windows: list[Window], losses: Losses) -> None:
        """Count the windows and losses of a step."""
        self.seen += sum(window.size for window in windows)
        for name, (value, count) in losses.items():
            total, before = self.sums.get(name, (0.0, 0))
            self.sums[name] = (total + float(value.detach()), before + count)

    def print(self, step: int, done: float) -> None:
        """Print the mean losses, and begin to sum anew."""
        means = " ".join(f"{name} {total / max(count, 1):.3f}" for name, (total, count) in self.sums.items())
        print(step, f"{done:.2f}", f"{self.seen / 60 / self.minutes:.0f} pieces/s", means, flush=True)
        self.sums = {}


def train(network: Network, batches: list[list[Window]], args: argparse.Namespace) -> None:
    """Train on the batches in their order; writes the weights every 400 steps and at the end."""
    rng = np.random.default_rng(args.seed)
    optimizer = make_optimizer(network, args.lr, args.head_lr, args.layer_decay)
    base_rates = [group["lr"] for group in optimizer.param_groups]
    average, progress = Average(network, args.ema), Progress()
    for step, windows in enumerate(batches):
        done = step / len(batches)
        if args.minutes:
            done = max(done, progress.minutes / args.minutes)
            if done >= 1:
                break
        warm = min(1.0, (step + 1) / 60)
        factor = warm * (args.end + (1 - args.end) * (1 - done))
        for group, rate in zip(optimizer.param_groups, base_rates, strict=True):
            group["lr"] = rate * factor
        losses = compute_losses(network, corrupt(windows, rng, args.mask))
        descend(network, optimizer, losses.total())
        average.update(network, step)
        progress.add(windows, losses)
        if step % 50 == 49:
            progress.print(step + 1, done)
        if step % 400 == 399:
            average.save(network, args.out)
    average.save(network, args.out)
    print("done", f"{progress.minutes:.1f} minutes")


def fit_modes(state: dict[str, Tensor], trained: list[tuple[str, str]], modes: Modes) -> dict[str, Tensor]:
    """Return the state with an output for each of `modes`, where it was trained on other pairs.

    A new pair begins as its type without a mode, or else as nothing, with the mean bias of the pairs.
    """
    first = len(TYPES)
    for name in ("event_class.3.weight", "event_class.3.bias"):
        before, old, after = state[name].split([first, len(trained), len(state[name]) - first - len(trained)])
        rows = []
        for type_, mode in sorted(modes, key=modes.__getitem__):
            if (type_, mode) in trained:
                rows.append(old[trained.index((type_, mode))])
            elif (type_, "") in trained:
                rows.append(old[trained.index((type_, ""))])
            else:
                rows.append(old.mean() if old.ndim == 1 else torch.zeros_like(old[0]))
        state[name] = torch.cat([before, torch.stack(rows), after])
    return state


def descend(network: Network, optimizer: torch.optim.AdamW, loss: Tensor) -> None:
    """Take one step of the optimizer."""
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimizer.step()
    optimizer.zero_grad(set_to_none=True)


def describe_run(args: argparse.Namespace, modes: Modes, sets: Sets, excluded: dict[str, list[str]]) -> str:
    """Return what an export needs to know of the run, as JSON."""
    meta: dict[str, Any] = {
        "modes": [list(mode) for mode in sorted(modes, key=modes.__getitem__)],
        "size": args.size,
        "held": excluded,
        "args": {name: str(value) for name, value in vars(args).items()},
        "documents": {name: len(documents) for name, documents in sets.items()},
    }
    return json.dumps(meta)


def main() -> None:
    """Train a model and write its weights and settings into the folder of the run."""
    args = parse_arguments()
    torch.set_num_threads(2)
    torch.manual_seed(args.seed)
    epochs = {name: float(share) for name, share in (part.split("=") for part in args.epochs.split(","))}
    modes = mode_table()
    sets, excluded = read_sets(args, epochs, modes)
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "meta.json").write_text(describe_run(args, modes, sets, excluded))
    network = Network(args.base, len(modes), size=args.size)
    if args.init:
        trained = json.loads(args.init.with_name("meta.json").read_text())["modes"]
        pairs = [(type_, mode) for type_, mode in trained]
        network.load_state_dict(fit_modes(torch.load(args.init), pairs, modes))
    network.train()
    batches = plan_batches(sets, epochs, args.budget, random.Random(args.seed))
    print(len(batches), "steps", {name: len(documents) for name, documents in sets.items()}, flush=True)
    train(network, batches, args)


if __name__ == "__main__":
    main()
