"""Accuracy on the labelled data, as its own scorers print it."""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.changed import change_names
from benchmarks.score_entities import score_entities
from benchmarks.score_pages import score_pages
from benchmarks.score_quantities import score_claim_quantities, score_newsquant
from benchmarks.score_resolutions import score_resolutions
from benchmarks.score_time_values import score_time_values
from benchmarks.tables import make_table
from sayso.model import Tier, make_report
from sayso.pipeline import Pipeline, available_tiers

__all__ = [
    "CLAIM_FIGURES",
    "claim_folder",
    "make_section",
    "measure_accuracy",
    "read_gold",
    "run_scorer",
    "score_claims",
    "score_texts",
]

_FIGURE = re.compile(
    r"(?:^|(?<=  ))(\w[\w@ ]*?)\s+(?:P\s+[\d.]+\s+R\s+[\d.]+\s+F1\s+)?(-?[\d.]+)(?:\s|$)", re.M
)
_BATCH = 32
SEED = "seed"


@dataclass(frozen=True)
class Task:
    """A set of labelled texts and the scorer that belongs to it."""

    title: str
    scorer: str
    gold: str
    figures: tuple[str, ...]


CLAIM_FIGURES = (
    "found", "typed", "right", "status", "negated", "source", "chain", "sourced", "chained", "actors",
    "recipients", "places", "quantities", "time", "mode", "attributions", "commitments",
    "claims per gold claim",
)  # fmt: skip
_TEXT_TASKS = (
    Task(
        "Attribution: PolNeAR dev",
        "score_attribution.py",
        "attribution/polnear_dev.jsonl",
        ("found", "SC", "AR exact", "source exact", "cue exact", "content exact", "SC recall indirect"),
    ),
    Task("Places: LGL", "score_places.py", "places/lgl.jsonl", ("recognition", "F1@161")),
    Task("Places: GeoWebNews", "score_places.py", "places/gwn.jsonl", ("recognition", "F1@161")),
    Task("Times: WikiWars spans", "score_times.py", "times/wikiwars.jsonl", ("relaxed", "strict")),
)


def measure_accuracy(shared: Path) -> Iterator[str]:
    """The accuracy sections of the results, one a task; those whose data is missing are left out."""
    for title, gold in _claim_sets(shared):
        with gold as folder:
            rows = {tier: score_claims(shared, Path(folder), tier) for tier in available_tiers()}
        yield make_section(title, "score_claims.py", rows, CLAIM_FIGURES)
    for task in _TEXT_TASKS:
        path = shared / "data" / task.gold
        if path.is_file():
            rows = {tier: score_texts(shared, task.scorer, path, tier) for tier in available_tiers()}
            yield make_section(task.title, f"{task.scorer} data/{task.gold}", rows, task.figures)
    yield from _grounding(shared / "data")
    yield from _pages(shared / "data" / "html")


def _pages(folder: Path) -> Iterator[str]:
    """The article's body in real pages; no tier has a part in it."""
    if folder.is_dir():
        figures = score_pages(folder)
        table = make_table(list(figures), [list(figures.values())])
        yield f"## Pages: the body of the article\n\n`python -m benchmarks.score_pages`\n\n{table}"


def _grounding(data: Path) -> Iterator[str]:
    """Give the sections of what both tiers do alike: entities, times, amounts, resolutions."""
    dev = data / "claims" / "dev"
    times, amounts = "python -m benchmarks.score_time_values", "python -m benchmarks.score_quantities"
    newsquant = data / "quantities" / "newsquant_dev.jsonl"
    tables = (
        ("Times: values on the dated times of dev", times, score_time_values(dev)),
        (
            "Entities: mentions labelled by hand",
            "python -m benchmarks.score_entities",
            score_entities(data / "claims" / "train"),
        ),
        (
            "Commitments: operative paragraphs of resolutions",
            "python -m benchmarks.score_resolutions",
            score_resolutions(data / "resolutions" / "unsc.jsonl"),
        ),
        ("Amounts: those of dev's claims", amounts, score_claim_quantities(dev)),
        ("Amounts: NewsQuant dev", amounts, score_newsquant(newsquant)),
    )
    for title, command, figures in tables:
        yield f"## {title}\n\n`{command}`\n\n{make_table(list(figures), [list(figures.values())])}"


def make_section(title: str, command: str, rows: dict[Tier, dict[str, float]], figures: Iterable[str]) -> str:
    """A section with a row a tier, and those of the figures that were measured."""
    present = [name for name in figures if any(name in row for row in rows.values())]
    table = [[tier.value, *(row.get(name) for name in present)] for tier, row in rows.items()]
    body = make_table(["tier", *present], table)
    return f"## {title}\n\n`{command}`\n\n{body}"


def _claim_sets(shared: Path) -> Iterator[tuple[str, "tempfile.TemporaryDirectory[str]"]]:
    yield "Claims: the founding report", claim_folder(shared, "claims_seed")
    yield (
        "Claims: the founding report, names, places and numbers changed",
        claim_folder(shared, "claims_changed"),
    )
    yield "Claims: the other reports of dev", claim_folder(shared, "claims_dev")


def claim_folder(shared: Path, task: str) -> "tempfile.TemporaryDirectory[str]":
    """A gold folder: the founding report (claims_seed), it renamed (claims_changed), the others."""
    dev = shared / "data" / "claims" / "dev"
    if task == "claims_changed":
        return _changed_folder(dev)
    names = sorted(path.stem for path in dev.glob("*.json"))
    return _folder_of(dev, [name for name in names if (name == SEED) == (task == "claims_seed")])


def _folder_of(source: Path, names: list[str]) -> "tempfile.TemporaryDirectory[str]":
    folder = tempfile.TemporaryDirectory()
    for name in names:
        for suffix in (".json", ".txt"):
            shutil.copy(source / f"{name}{suffix}", folder.name)
    return folder


def _changed_folder(dev: Path) -> "tempfile.TemporaryDirectory[str]":
    folder = tempfile.TemporaryDirectory()
    text = (dev / f"{SEED}.txt").read_text(encoding="utf-8")
    gold = json.loads((dev / f"{SEED}.json").read_text(encoding="utf-8"))
    changed_text, changed_gold = change_names(text, gold)
    (Path(folder.name) / f"{SEED}.txt").write_text(changed_text, encoding="utf-8")
    (Path(folder.name) / f"{SEED}.json").write_text(json.dumps(changed_gold), encoding="utf-8")
    return folder


def score_claims(shared: Path, folder: Path, tier: Tier) -> dict[str, float]:
    """Read the texts of a gold folder and return the figures `score_claims.py` prints."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as readings:
        read_gold(folder, tier, Path(readings.name))
        return run_scorer(shared / "score" / "score_claims.py", folder, Path(readings.name))


def read_gold(folder: Path, tier: Tier, path: Path) -> None:
    """Write the readings of the texts of a gold folder."""
    rows = [
        {
            "id": found.stem,
            "text": found.with_suffix(".txt").read_text(encoding="utf-8"),
            "published": _date(found),
        }
        for found in sorted(folder.glob("*.json"))
    ]
    _write_readings(rows, tier, path)


def _date(path: Path) -> str | None:
    return json.loads(path.read_text(encoding="utf-8")).get("date") or None


def score_texts(shared: Path, scorer: str, gold: Path, tier: Tier) -> dict[str, float]:
    """Read the texts of a gold file and return the figures its scorer prints."""
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").split("\n") if line.strip()]
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as readings:
        _write_readings(rows, tier, Path(readings.name))
        return run_scorer(shared / "score" / scorer, gold, Path(readings.name))


def _write_readings(rows: list[dict[str, str | None]], tier: Tier, path: Path) -> None:
    pipeline = Pipeline(tier)
    reports = [
        make_report(
            row["text"] or "", input_id=str(row.get("id") or row.get("doc")), published=row.get("published")
        )
        for row in rows
    ]
    with path.open("wb") as out:
        for start in range(0, len(reports), _BATCH):
            for reading in pipeline.read(reports[start : start + _BATCH]):
                out.write(reading.to_json() + b"\n")


def run_scorer(scorer: Path, gold: Path, readings: Path) -> dict[str, float]:
    """The figures that a scorer prints; of precision, recall and F1 the last."""
    done = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(readings)], capture_output=True, text=True, check=True
    )
    return {match.group(1).strip(): float(match.group(2)) for match in _FIGURE.finditer(done.stdout)}
