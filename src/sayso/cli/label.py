"""`sayso label`: write labels to correct, and to train with."""

import re
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.fetch_options import choose_fetch, fetch_options
from sayso.cli.parts import Parts, with_inert_streams
from sayso.cli.reading_options import reading_options
from sayso.cli.tally import count_words
from sayso.cli.tier_options import TierChoice, choose_loader, print_estimate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sayso.ingest import Refusal
    from sayso.model import Reading

__all__ = ["command"]

# Issues of a report that another tier read instead of a language model: it would be taught its own faults.
_FALLBACKS = frozenset({"unanswered", "unusable-answer"})


@click.command("label", short_help="Write labels of reports, to correct and to train with.")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FOLDER", required=True, help="Where to: NAME.txt and NAME.json.")
@reading_options
@fetch_options
@click.pass_obj
def command(parts: Parts, /, **options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Read reports and write the labels of each, in the format that training takes.

    Correct them by hand before you train with them. Labels that are there already are left as they are. With
    the tier llm, a report for which the model gave no usable answer is left out.

    \b
    Examples:
      sayso label reports/ -o labels/ --tier llm --model llama3.1
      sayso label report.txt -o labels/
    """
    from sayso.engine import read_all
    from sayso.gazetteer import use_names
    from sayso.ingest import parse_columns, read_inputs

    if options["names"] is not None:
        use_names(options["names"])
    load = choose_loader(TierChoice(*(options[name] for name in TierChoice._fields)), parts)
    inputs = read_inputs(
        options["paths"],
        input_format=options["input_format"],
        published=options["published"],
        columns=parse_columns(options["columns"]),
        fetch=choose_fetch(
            options["paths"], allow_private=options["allow_private"], contact=options["contact"]
        ),
    )
    if options["dry_run"]:
        return print_estimate(inputs, load)
    with closing(read_all(inputs, load=with_inert_streams(load), jobs=options["jobs"])) as readings:
        status = _write_all(readings, Path(options["output"]))
    if load.summary():
        log(load.summary(), "dim")
    return status


def _write_all(readings: "Iterable[Reading | Refusal]", folder: Path) -> int:
    """Write the labels of readings, log what was left out, and return the exit status."""
    from sayso.ingest import Refusal

    written, left_out = 0, 0
    for result in readings:
        if isinstance(result, Refusal):
            log(f"{result.line()} [{result.code}]", "yellow")
            left_out += 1
            continue
        reason = _write(result, folder)
        if reason:
            log(f"{result.report.input_id or result.report.id}: {reason}", "yellow")
            left_out += 1
        else:
            written += 1
    log(f"labels of {count_words(written, 'report')} in {folder}, {left_out:,} left out", "dim")
    return ISSUES if left_out else OK


def _write(reading: "Reading", folder: Path) -> str:
    """Write text and labels of a reading; returns why they were left out, "" if they were not."""
    from sayso.labels.from_reading import labels_of
    from sayso.labels.gold import LabelledReport, write_report
    from sayso.model import ReadingStatus

    issue = next((issue for issue in reading.issues if issue.code in _FALLBACKS), None)
    if reading.status is ReadingStatus.UNREAD or issue is not None:
        return f"left out: {issue.message if issue else 'not read'}"
    slug = re.sub(r"\W+", "_", reading.report.input_id or "")[-60:].strip("_")
    # Training takes files of this name for one's own.
    name = f"own_{slug}_{reading.report.document[2:8]}" if slug else f"own_{reading.report.document[2:14]}"
    target = folder / f"{name}.json"
    if target.exists():
        return f"{target} is there already, and is left as it is"
    write_report(folder, LabelledReport(name, reading.report.text, labels_of(reading, name)))
    return ""
