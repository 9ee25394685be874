"""Fit how likely a source speaks of the main event of its story.

usage: python -m training.origins.fit SHARED READINGS [--all]

READINGS: a folder with what `sayso read --tier full` prints for `ecbplus_docs.jsonl`, `outlets.jsonl` and the
reports of the corroboration stories (`corroboration.jsonl`). A logistic model over `StorySources.features`
with an L2 penalty, by Newton's method: no chance in it. Learned from the stories of `tune` in
benchmarks/main_events.jsonl and from two corroboration stories (seattle, well); with `--all` also from
`check`. Prints the figures with each story left out, by least probability, and the weights for
`codebook/origins.toml`.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.score_main_events import labelled_stories
from numpy.typing import NDArray

from sayso.codebook import least_confidence
from sayso.gazetteer import fold_name
from sayso.model import EventGroup, Reading, SourcedClaim
from sayso.model.sourced_claim import sourced_claims
from sayso.relate import group_events
from sayso.relate.sources import StorySources
from sayso.relate.sources.identity import name_tokens

SETS = ("ecbplus_docs", "outlets", "corroboration")
CORROBORATION = ("seattle", "well")
PENALTY = 5.0
ROUNDS = 50
LEVELS = (0.3, 0.35, 0.4, 0.42, 0.45, 0.5, 0.55)
Floats = NDArray[np.float64]


class Candidate(NamedTuple):
    """A group of sources of a story with its features, and the labelled source that it is, if any."""

    story: str
    features: dict[str, float]
    labelled: int | None


def read_stories(shared: Path, parts: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """Yield the labelled stories."""
    for part in parts:
        yield from labelled_stories(shared, part)
    for name in CORROBORATION:
        text = (shared / "data/corroboration" / f"{name}.json").read_text(encoding="utf-8")
        story = json.loads(text)
        story["reports"] = [mention["report"] for mention in story["events"][0]["mentions"]]
        yield story


def candidates_of(story: dict[str, Any], readings: dict[str, Reading]) -> Iterator[Candidate]:
    """Yield the groups of sources that the reports of the main event quote."""
    mine = [readings[name] for name in dict.fromkeys(story["reports"]) if name in readings]
    claims = [claim for reading in mine for claim in sourced_claims(reading.at_least(least_confidence()))]
    attributions = {reading.report.id: reading.attributions for reading in mine}
    name_of = {reading.report.id: str(reading.report.input_id) for reading in mine}
    reports = {mention["report"] for mention in story["events"][0]["mentions"]}
    event = max(group_events(claims), key=lambda group: _overlap(group, name_of, reports))
    sources = StorySources(claims, {}, attributions)
    of_ref = {(claim.report.id, claim.claim.id): claim for claim in claims}
    yield from _candidates(story, sources, [of_ref[found.report, found.claim] for found in event.claims])


def _overlap(group: EventGroup, name_of: dict[str, str], reports: set[str]) -> float:
    """Return how well a group covers the reports of the main event; other reports count against it."""
    found = {name_of[claim.report] for claim in group.claims}
    return len(found & reports) - 0.1 * len(found - reports)


def _candidates(
    story: dict[str, Any], sources: StorySources, event: list[SourcedClaim]
) -> Iterator[Candidate]:
    labels = [{fold_name(name) for name in (gold["name"], *gold["also"])} for gold in story["main_sources"]]
    found = [
        (number, features)
        for number in range(len(sources.groups))
        if (features := sources.features(number, event)) is not None
    ]
    names = [{fold_name(source.identity.name) for source in sources.groups[number]} for number, _ in found]
    labelled = assign(names, labels)
    for n, (_, features) in enumerate(found):
        yield Candidate(story["story"], features, labelled.get(n))


def assign(names: list[set[str]], labels: list[set[str]]) -> dict[int, int]:
    """Return the labelled source that each group is, one to one, those with most words in common first."""
    alike = [
        (-max(_likeness(name, label) for name in mine for label in gold), n, k)
        for n, mine in enumerate(names)
        for k, gold in enumerate(labels)
    ]
    found: dict[int, int] = {}
    for likeness, n, k in sorted(alike):
        if likeness < 0 and n not in found and k not in found.values():
            found[n] = k
    return found


def _likeness(name: str, label: str) -> int:
    shared = set(name_tokens(name)) & set(name_tokens(label))
    return 2 * sum(len(word) > 1 for word in shared) + (name == label)


def fit(x: Floats, y: Floats) -> Floats:
    """Return the weights of a logistic model; the first column of `x` is the bias, which has no penalty."""
    weights = np.zeros(x.shape[1])
    penalty = np.diag([0.0, *([PENALTY] * (x.shape[1] - 1))])
    for _ in range(ROUNDS):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (p - y) + penalty @ weights
        weights -= np.linalg.solve((x.T * (p * (1 - p))) @ x + penalty, gradient)
    return weights


def _standard(x: Floats) -> tuple[Floats, Floats, Floats]:
    mean, spread = x.mean(0), x.std(0) + 1e-9
    return np.column_stack([np.ones(len(x)), (x - mean) / spread]), mean, spread


def _figures(candidates: list[Candidate], p: Floats, gold: int, least: float) -> str:
    shown = [candidate for candidate, q in zip(candidates, p, strict=True) if q >= least]
    right = len({(found.story, found.labelled) for found in shown if found.labelled is not None})
    precision, recall = right / max(len(shown), 1), right / gold
    f1 = 2 * right / (len(shown) + gold)
    return f"{least}: shown {len(shown)}, P {precision:.3f} R {recall:.3f} F1 {f1:.3f}"


def main() -> int:
    """Print the figures with stories left out, and the weights."""
    shared, folder = Path(sys.argv[1]), Path(sys.argv[2])
    parts = ("tune", "check") if "--all" in sys.argv else ("tune",)
    readings: dict[str, Reading] = {}
    for name in SETS:
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            reading = Reading.from_json(line)
            readings[str(reading.report.input_id)] = reading
    stories = list(read_stories(shared, parts))
    candidates = [found for story in stories for found in candidates_of(story, readings)]
    names = list(candidates[0].features)
    x, mean, spread = _standard(np.array([[c.features[name] for name in names] for c in candidates]))
    y = np.array([float(c.labelled is not None) for c in candidates])
    of = np.array([c.story for c in candidates])
    p = np.zeros(len(y))
    for story in set(of):
        p[of == story] = 1 / (1 + np.exp(-x[of == story] @ fit(x[of != story], y[of != story])))
    gold = sum(len(story["main_sources"]) for story in stories)
    print(f"{len(stories)} stories, {gold} sources, {len(y)} candidates, {int(y.sum())} of them right")
    print("\n".join(_figures(candidates, p, gold, least) for least in LEVELS))
    weights = fit(x, y)
    scaled = dict(zip(names, weights[1:] / spread, strict=True))
    print(f"bias = {weights[0] - sum(scaled[n] * m for n, m in zip(names, mean, strict=True)):.3f}")
    print("\n".join(f"{name} = {weight:.3f}" for name, weight in scaled.items()))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
