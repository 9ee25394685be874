"""The figures of one run, by the same scorers as Sayso's."""

import json
import re
import runpy
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.accuracy import run_scorer
from benchmarks.peers.protocol import Answer, Row
from benchmarks.score_quantities import compare_newsquant
from benchmarks.score_time_values import compare_times, read_gold

__all__ = [
    "Figures",
    "score_amounts",
    "score_copies",
    "score_places",
    "score_quotes",
    "score_stories",
    "score_times",
]

Figures = dict[str, float]
_BEFORE = re.compile(r"(?:on|in|by|at|of|from|until|since|during)\s+(?=\S)", re.IGNORECASE)


class _Time(NamedTuple):
    start: int
    end: int
    value: str


def score_quotes(shared: Path, rows: Sequence[Row], answers: Sequence[Answer]) -> Figures:
    """All attributions, and those alone whose content stands in quotation marks, on both sides."""
    gold = shared / "data" / "attribution" / "polnear_dev.jsonl"
    scorer = shared / "score" / "score_attribution.py"
    texts = {row["id"]: row["text"] for row in rows}
    gold_rows = [row for row in _lines(gold) if row["id"] in texts]
    kind_of = _kinds(scorer)
    direct_gold = [_only_direct(row, kind_of(row["text"]), _pieces_of_gold) for row in gold_rows]
    direct = [_only_direct(answer, kind_of(texts[answer["id"]]), _pieces) for answer in answers]
    every = _run(scorer, gold_rows, answers, texts)
    quoted = _run(scorer, direct_gold, direct, texts)
    return {
        "SC": every["SC"],
        "SC recall direct": every["SC recall direct"],
        "SC, direct quotes only": quoted["SC"],
        "source exact, direct": quoted["source exact"],
        "content exact, direct": quoted["content exact"],
    }


def _kinds(scorer: Path) -> Callable[[str], Callable[[list[list[int]]], str]]:
    """Return the scorer's test of direct quotes."""
    text_class = _module(scorer)["Text"]

    def kind_in(text: str) -> Callable[[list[list[int]]], str]:
        known = text_class(text)
        return lambda pieces: str(known.kind(known.words(pieces)))

    return kind_in


def _pieces(attribution: dict[str, Any]) -> list[list[int]]:
    return [[part["start"], part["end"]] for part in attribution["content"]]


def _pieces_of_gold(attribution: dict[str, Any]) -> list[list[int]]:
    return list(attribution["content"])


def _only_direct(
    row: dict[str, Any],
    kind_of: Callable[[list[list[int]]], str],
    pieces: Callable[[dict[str, Any]], list[list[int]]],
) -> dict[str, Any]:
    return {
        **row,
        "attributions": [
            attribution for attribution in row["attributions"] if kind_of(pieces(attribution)) == "direct"
        ],
    }


def score_places(shared: Path, rows: Sequence[Row], answers: Sequence[Answer]) -> Figures:
    """Recognition, and F1 within 161 km or by id, on both sets."""
    figures: Figures = {}
    texts = {row["id"]: row["text"] for row in rows}
    for name, file in (("LGL", "lgl"), ("GWN", "gwn")):
        gold = [row for row in _lines(shared / "data" / "places" / f"{file}.jsonl") if row["id"] in texts]
        scored = _run(shared / "score" / "score_places.py", gold, answers, texts)
        figures |= {f"{name} recognition": scored["recognition"], f"{name} F1@161": scored["F1@161"]}
    return figures


def score_times(shared: Path, rows: Sequence[Row], answers: Sequence[Answer]) -> Figures:
    """Spans on WikiWars; on the dated times of the labelled claims how many are found, and have the value."""
    texts = {row["id"]: row["text"] for row in rows}
    gold = [row for row in _lines(shared / "data" / "times" / "wikiwars.jsonl") if row["doc"] in texts]
    trimmed = [
        {**answer, "times": [_trim(time, texts[answer["id"]]) for time in answer["times"]]}
        for answer in answers
    ]
    spans = _run(shared / "score" / "score_times.py", gold, trimmed, texts)
    dev = {
        name: report
        for name, report in read_gold(shared / "data" / "claims" / "dev").items()
        if name in texts
    }
    found = {
        answer["id"]: [_Time(time["start"], time["end"], time["value"] or "") for time in answer["times"]]
        for answer in answers
    }
    values = compare_times(dev, found)
    return {
        "relaxed": spans["relaxed"],
        "strict": spans["strict"],
        "dev: found": values["found"],
        "dev: value": values["value"],
    }


def _trim(time: dict[str, Any], text: str) -> dict[str, Any]:
    """A span without a preposition before it and signs behind it, which the gold does not take in either."""
    words = text[time["start"] : time["end"]]
    before = _BEFORE.match(words)
    start = time["start"] + (before.end() if before else 0)
    return {**time, "start": start, "end": time["end"] - (len(words) - len(words.rstrip(" ,.;:")))}


def score_amounts(shared: Path, rows: Sequence[Row], answers: Sequence[Answer]) -> Figures:
    """The values in NewsQuant's sentences."""
    gold = _lines(shared / "data" / "quantities" / "newsquant_dev.jsonl")[: len(rows)]
    return compare_newsquant(gold, [answer["numbers"] for answer in answers])


def score_copies(shared: Path, rows: Sequence[Row], answers: Sequence[Answer]) -> Figures:
    """Pairs, and in how many stories the number of groups is exact."""
    scorer = _module(shared / "score" / "score_copies.py")
    gold, stories = scorer["load"](shared / "data" / "copies" / "copies_dev.jsonl")
    figures = scorer["score"](gold, _grouping(answers[0]), stories)
    return {name: figures[name] for name in ("pair_p", "pair_r", "pair_f1", "indep_source_count_exact")}


def score_stories(shared: Path, rows: Sequence[Row], answers: Sequence[Answer]) -> Figures:
    """B-cubed."""
    scorer = _module(shared / "score" / "score_stories.py")
    gold = scorer["load"](shared / "data" / "stories" / "ecbplus_docs.jsonl")
    figures = scorer["score"](gold, _grouping(answers[0]))
    return {name: figures[name] for name in ("b3_p", "b3_r", "b3_f1")}


def _grouping(answer: Answer) -> dict[str, str]:
    return {report: str(number) for number, members in enumerate(answer["groups"]) for report in members}


@cache
def _module(scorer: Path) -> dict[str, Any]:
    """Return the names of a scorer's module, which looks for its own modules beside itself."""
    sys.path.insert(0, str(scorer.parent))
    try:
        return runpy.run_path(str(scorer))
    finally:
        sys.path.remove(str(scorer.parent))


def _run(scorer: Path, gold: Iterable[Any], answers: Iterable[Answer], texts: dict[str, str]) -> Figures:
    """Run a scorer on the gold rows and on answers in the form of readings."""
    readings = (
        {**answer, "report": {"input_id": answer["id"], "text": texts[answer["id"]]}} for answer in answers
    )
    with _file(gold) as gold_path, _file(readings) as readings_path:
        return run_scorer(scorer, gold_path, readings_path)


@contextmanager
def _file(rows: Iterable[Any]) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
        file.flush()
        yield Path(file.name)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
