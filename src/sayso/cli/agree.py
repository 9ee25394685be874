"""`sayso agree` and `sayso score`: agreement of two annotators, and scores of readings."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.parts import Parts, with_inert_streams
from sayso.cli.tally import count_words
from sayso.cli.tier_options import TierChoice, choose_loader, tier_options
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.labels.gold import LabelledReport, Labels
    from sayso.labels.scores import Figure, Score
    from sayso.model import Reading

__all__ = ["agree", "score"]

# Of fewer claims the interval of `right` is some .2 wide.
_FEW_CLAIMS = 100
# Of fewer reports drawing them anew gives no interval to rely on.
_FEW_REPORTS = 10

_format_option = click.option(
    "--format", type=click.Choice(["table", "json"]), default="table", show_default=True, help="How to print."
)


@click.command("agree", short_help="Compare the labels of two annotators.")
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@_format_option
def agree(a: str, b: str, format: str) -> int:
    """Print how alike two folders of labels are, over the reports that both have.

    F1 is the same whichever comes first; shares are of what A has. Texts that only one of them labelled are
    named and not counted.

    \b
    Example:
      sayso agree gold/anna gold/ben
    """
    from sayso.labels.scores import marked_by_people
    from sayso.labels.scores import score as compare

    mine, theirs = _by_text(a), _by_text(b)
    both = [text for text in mine if text in theirs]
    for folder, alone in ((a, mine.keys() - theirs.keys()), (b, theirs.keys() - mine.keys())):
        for text in alone:
            name = (mine if folder == a else theirs)[text][0].name
            log(f"{name}: only in {folder}, not counted", "yellow")
    if not both:
        raise UsageError(f"no text is both in {a} and in {b}", help="they must be of the same tasks")
    pairs = [
        tuple(marked_by_people(report.text, found) for report, found in (mine[t], theirs[t])) for t in both
    ]
    _print(compare([(first, second) for first, second in pairs]), {}, format)
    return OK


@click.command("score", short_help="Score Sayso's readings on reports that you labelled.")
@click.argument("gold", metavar="GOLD")
@click.argument("readings", metavar="[READINGS]...", nargs=-1)
@tier_options
@_format_option
@click.pass_obj
def score(parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Print how well Sayso reads the labelled reports in the folder GOLD.

    They are read anew unless READINGS are given, files as `sayso read --format jsonl` prints them; a labelled
    text that none of them has counts as read without a claim. "ours" is what the tier reached on the reports
    that Sayso is measured by.

    \b
    Examples:
      sayso score gold/anna
      sayso score gold/anna --tier fast
      sayso score gold/anna readings.jsonl
    """
    from sayso.labels.scores import Marked, marked_by_people, marked_by_reader
    from sayso.labels.scores import score as compare

    gold = _by_text(options["gold"])
    readings = _given(options["readings"]) if options["readings"] else _read(gold, options, parts)
    missing = [report.name for text, (report, _) in gold.items() if text not in readings]
    for name in missing:
        log(f"{name}: there is no reading of this text", "yellow")
    pairs = [
        (
            marked_by_people(report.text, found),
            marked_by_reader(readings[text]) if text in readings else Marked(text),
        )
        for text, (report, found) in gold.items()
    ]
    tiers = {reading.reader.tier for text, reading in readings.items() if text in gold}
    _print(compare(pairs), _published(tiers.pop()) if len(tiers) == 1 else {}, options["format"])
    return ISSUES if missing else OK


def _by_text(folder: str) -> "dict[str, tuple[LabelledReport, Labels]]":
    """Return the labelled reports of a folder by their text, by which sets are compared."""
    from sayso.labels.gold import read_folder

    found = {
        report.text.strip(): (report, report.labels) for report in read_folder(Path(folder)) if report.labels
    }
    if not found:
        raise UsageError("no report of this folder has labels", where=folder)
    return found


def _given(paths: Sequence[str]) -> "dict[str, Reading]":
    from sayso.cli.readings import read_readings

    found = read_readings(paths, lambda line: log(line, "yellow"))
    return {reading.report.text.strip(): reading for reading in found}


def _read(
    gold: "dict[str, tuple[LabelledReport, Labels]]", options: dict[str, Any], parts: Parts
) -> "dict[str, Reading]":
    """Read the texts of labelled reports."""
    from sayso.engine import read_all
    from sayso.model import Reading, make_report

    load = choose_loader(TierChoice(*(options[name] for name in TierChoice._fields)), parts)
    reports = (
        make_report(report.text, input_id=report.name, published=labels.date or None)
        for report, labels in gold.values()
    )
    found = (
        result for result in read_all(reports, load=with_inert_streams(load)) if isinstance(result, Reading)
    )
    return {reading.report.text.strip(): reading for reading in found}


def _published(tier: str) -> dict[str, float]:
    """Return our own figures of a tier; none for a language model of somebody's choice."""
    from importlib.resources import files

    lines = files("sayso.labels").joinpath("published.tsv").read_text(encoding="utf-8").splitlines()
    names, *rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return next(
        (dict(zip(names[1:], map(float, row[1:]), strict=True)) for row in rows if row[0] == tier), {}
    )


def _print(score: "Score", ours: dict[str, float], format: str) -> None:
    if format == "json":
        import msgspec

        found = {
            "reports": score.reports,
            "claims": score.claims,
            "figures": [_as_json(figure, score.reports, ours) for figure in score.figures],
        }
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=1).decode())
        return
    from sayso.labels.scores import FIGURES

    head = f"{'':13} {'figure':>6}  {'95%':>9}  {'P':>5} {'R':>5}  {'of':>6}"
    click.echo(f"{head}{'   ours' if ours else ''}")
    for figure in score.figures:
        click.echo(f"{_row(figure, score.reports, ours)}  {FIGURES[figure.name]}")
    log(f"{count_words(score.reports, 'report')}, {count_words(score.claims, 'claim')}", "dim")
    if score.claims < _FEW_CLAIMS or score.reports < _FEW_REPORTS:
        few = f"fewer than {_FEW_CLAIMS} claims or {_FEW_REPORTS} reports"
        log(f"{few}: the figures may be far off, label more", "yellow")


def _row(figure: "Figure", reports: int, ours: dict[str, float]) -> str:
    known = figure.marked + figure.gold > 0
    value = f"{figure.value:.3f}" if known else "-"
    interval = f"{figure.low:.2f}-{figure.high:.2f}" if known and reports >= _FEW_REPORTS else "-"
    precision, recall = (
        ("", "") if figure.is_share or not known else (f"{figure.precision:.3f}", f"{figure.recall:.3f}")
    )
    own = f"  {ours[figure.name]:.3f}" if figure.name in ours else "       " if ours else ""
    return f"{figure.name:13} {value:>6}  {interval:>9}  {precision:>5} {recall:>5}  {figure.gold:>6}{own}"


def _as_json(figure: "Figure", reports: int, ours: dict[str, float]) -> dict[str, Any]:
    known = figure.marked + figure.gold > 0
    interval = [round(figure.low, 4), round(figure.high, 4)]
    return {
        "name": figure.name,
        "value": round(figure.value, 4) if known else None,
        "interval": interval if known and reports >= _FEW_REPORTS else None,
        "right": figure.right,
        "marked": figure.marked,
        "gold": figure.gold,
        "ours": ours.get(figure.name),
    }
