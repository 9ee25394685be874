"""Agreement and scores: the figures of the scorer of the labelled claims, on the same labels."""

import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from sayso.labels.gold import AttributionLabel, ClaimLabel, Labels, SpanLabel, read_folder, write_report
from sayso.labels.scores import FIGURES, Marked, marked_by_people, marked_by_reader, score
from sayso.model import Status, make_report

GOLD = Path(__file__).parents[2] / "training/gold"
TEXT = "Rebels left Mosul on Sunday, the army said. Police arrested 12 men."


def span(words, **fields):
    start = TEXT.index(words)
    return SpanLabel(text=words, start=start, end=start + len(words), **fields)


ARMY = span("the army", kind="named_organization", cue="said")
LABELS = Labels(
    claims=(
        ClaimLabel(
            trigger=span("left"),
            type="RETREAT",
            mode="withdraw",
            status=Status.OCCURRED,
            actors=(span("Rebels"),),
            places=(span("Mosul", name="Mosul", country="IRQ", lat=36.3, lon=43.1),),
            time=span("Sunday", value="2024-03-03"),
            sources=(ARMY,),
        ),
        ClaimLabel(
            trigger=span("arrested"),
            type="COERCE",
            mode="arrest",
            status=Status.OCCURRED,
            recipients=(span("12 men"),),
            quantities=(span("12 men", value=12, unit="arrested"),),
        ),
    ),
    attributions=(
        AttributionLabel(source=ARMY, cue=span("said"), content=(span("Rebels left Mosul on Sunday"),)),
    ),
)


def figures(theirs, mine=LABELS):
    pair = marked_by_people(TEXT, mine), marked_by_people(TEXT, theirs)
    return {figure.name: figure for figure in score([pair]).figures}


def changed(number, **fields):
    """The labels with another claim in place of one."""
    claims = list(LABELS.claims)
    claims[number] = replace(claims[number], **fields)
    return replace(LABELS, claims=tuple(claims))


def test_same_labels_agree_in_all():
    found = figures(LABELS)
    assert {name: figure.value for name, figure in found.items() if figure.gold} == dict.fromkeys(
        [name for name in FIGURES if name not in ("chained", "commitments")], 1.0
    )
    assert (found["found"].right, found["sourced"].gold, found["chained"].gold) == (2, 1, 0)


@pytest.mark.parametrize(
    ("theirs", "lower"),
    [
        (changed(0, status=Status.PLANNED), {"right", "status"}),
        (changed(0, negated=True), {"right", "negated"}),
        (changed(0, sources=()), {"right", "source", "chain", "sourced"}),
        (
            changed(0, sources=(replace(ARMY, start=44, end=50, text="Police"),)),
            {"right", "source", "chain", "sourced"},
        ),
        (changed(0, sources=(ARMY, ARMY)), {"chain", "sourced"}),
        (changed(0, type="ASSAULT"), {"typed", "right"}),
        (changed(0, mode=""), {"mode"}),
        (changed(0, actors=()), {"actors"}),
        (changed(0, places=(span("Mosul", name="Mosul", country="IRQ", lat=33.3, lon=44.4),)), set()),
        (changed(0, places=(span("Mosul", name="Baghdad", country="IRQ", lat=33.3, lon=44.4),)), {"places"}),
        (changed(0, time=None), {"time"}),
        (changed(1, recipients=(span("Police"),)), {"recipients"}),
        (changed(1, quantities=(span("12 men", value=13),)), {"quantities"}),
        (replace(LABELS, attributions=()), {"attributions"}),
    ],
)  # fmt: skip
def test_each_figure_falls_by_its_own_fault(theirs, lower):
    found = figures(theirs)
    assert {name for name, figure in found.items() if figure.gold and figure.value < 1} == lower


def test_agreement_is_the_same_from_both_sides():
    theirs = replace(LABELS, claims=LABELS.claims[:1])
    one, other = figures(theirs)["right"], figures(LABELS, mine=theirs)["right"]
    assert one.value == other.value == pytest.approx(2 / 3)
    assert (one.precision, one.recall) == (other.recall, other.precision) == (1, 0.5)


def test_text_without_a_reading_counts_as_missed():
    pairs = [(marked_by_people(TEXT, LABELS), Marked(TEXT))]
    found = {figure.name: figure for figure in score(pairs).figures}
    assert (found["found"].value, found["found"].gold, found["status"].gold) == (0, 2, 0)


def test_interval_holds_the_figure_and_is_the_same_each_time():
    reports = read_folder(GOLD)[:12]
    pairs = [
        (marked_by_people(r.text, r.labels), marked_by_people(r.text, worse(r.labels, r.name)))
        for r in reports
    ]
    first, second = score(pairs), score(pairs)
    assert first == second
    for figure in first.figures:
        assert 0 <= figure.low <= figure.value <= figure.high <= 1
    wide = next(figure for figure in first.figures if figure.name == "right")
    assert 0.02 < wide.high - wide.low < 0.5


def worse(labels, seed):
    """Labels with some claims left out and others changed."""
    dice = random.Random(seed)  # noqa: S311 - nothing secret
    claims = [
        replace(claim, status=Status.PLANNED if dice.random() < 0.2 else claim.status)
        for claim in labels.claims
        if dice.random() < 0.8
    ]
    return replace(labels, claims=tuple(claims))


def test_figures_are_those_of_the_scorer_of_the_labelled_claims(shared, fast, tmp_path):
    scorer = shared / "score/score_claims.py"
    if not scorer.is_file():
        pytest.skip("the scorer of the labelled claims is not here")
    reports = read_folder(GOLD)[::8]
    readings = list(
        fast.read([make_report(r.text, input_id=r.name, published=r.labels.date) for r in reports])
    )
    for report in reports:
        write_report(tmp_path / "gold", report)
    lines = tmp_path / "readings.jsonl"
    lines.write_bytes(b"\n".join(reading.to_json() for reading in readings))
    command = [sys.executable, str(scorer), str(tmp_path / "gold"), str(lines)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    pairs = [
        (marked_by_people(report.text, report.labels), marked_by_reader(reading))
        for report, reading in zip(reports, readings, strict=True)
    ]
    counts = {
        name: tuple(map(int, numbers))
        for name, *numbers in re.findall(r"^(\w+) .*\((\d+) of (\d+) predicted, (\d+) gold\)", printed, re.M)
    }
    counts |= {
        name: (int(right), int(of), int(of))
        for name, right, of in re.findall(r"^(\w+) +[\d.]+  \((\d+) of (\d+)", printed, re.M)
    }
    assert {f.name: (f.right, f.marked, f.gold) for f in score(pairs).figures} == counts
