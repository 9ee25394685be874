"""`sayso tasks` and `sayso labels`: to annotation tools and back."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sayso.cli.console import log
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.tally import count_words
from sayso.errors import MalformedError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sayso.labels.regions import Annotation

__all__ = ["labels", "tasks"]


@click.command("tasks", short_help="Make tasks for Label Studio or Prodigy of labelled reports.")
@click.argument("labels", metavar="FOLDER")
@click.option(
    "--to", "tool", type=click.Choice(["label-studio", "prodigy"]), required=True, help="The annotation tool."
)
@click.option("--blank", is_flag=True, help="Without the labels: annotators see the text alone.")
@click.option("-o", "--output", metavar="FOLDER", required=True, help="A folder for the files of the tool.")
def tasks(labels: str, tool: str, blank: bool, output: str) -> int:
    """Make tasks of the reports in FOLDER, as `sayso label` writes them, for people to label.

    For Label Studio they are config.xml (the labelling configuration) and tasks.json, for Prodigy
    tasks.jsonl. The labels of FOLDER are shown to annotators as a first version, unless --blank is given.

    \b
    Examples:
      sayso label reports/ -o first/
      sayso tasks first/ --to label-studio -o tasks/
      sayso tasks first/ --to prodigy --blank -o tasks/
    """
    import msgspec

    from sayso.labels import label_studio, prodigy
    from sayso.labels.gold import read_folder

    reports = read_folder(Path(labels))
    if tool == "label-studio":
        made = msgspec.json.encode(label_studio.tasks(reports, blank=blank))
        files = {"config.xml": label_studio.configuration().encode(), "tasks.json": made}
    else:
        lines = map(msgspec.json.encode, prodigy.tasks(reports, blank=blank))
        files = {"tasks.jsonl": b"\n".join(lines) + b"\n"}
    folder = Path(output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            (folder / name).write_bytes(data)
    except OSError as error:
        raise UsageError(f"the tasks cannot be written ({error.strerror})", where=output) from error
    log(f"{count_words(len(reports), 'task')} in {folder}: {' and '.join(files)}", "dim")
    if tool == "prodigy":
        log(f"--label of spans.manual: {','.join(prodigy.span_labels())}", "dim")
        log(f"--label of rel.manual: {','.join(prodigy.relation_labels())}", "dim")
    return OK


@click.command("labels", short_help="Take labels from Label Studio or Prodigy.")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-o", "--output", metavar="FOLDER", required=True, help="Where to: ANNOTATOR/NAME.txt and NAME.json."
)
def labels(files: tuple[str, ...], output: str) -> int:
    """Write what people labelled in the tasks of `sayso tasks` as labels, a folder for each annotator.

    FILE is an export of Label Studio in its JSON, or what `prodigy db-out` prints. What says nothing (an
    actor that is linked to no trigger, a trigger without a type) is left out and named on standard error. Of
    what one annotator did twice the last counts.

    \b
    Examples:
      sayso labels project-1.json -o gold/
      sayso labels anna.jsonl ben.jsonl -o gold/
    """
    from sayso.labels.gold import LabelledReport, write_report
    from sayso.labels.regions import labels_of_regions

    found: dict[tuple[str, str], LabelledReport] = {}
    problems = 0
    for file in files:
        for annotation in _read(file):
            about = f"{file}: {annotation.name or 'a text without a name'}, by {annotation.annotator}"
            if annotation.skipped:
                log(f"{about}: left out ({annotation.skipped})", "dim")
                continue
            name = _slug(annotation.name) or _slug(annotation.text[:40]) or "report"
            report_labels, said_nothing = labels_of_regions(
                annotation.text, annotation.regions, annotation.links, name=name, date=annotation.date
            )
            for problem in said_nothing:
                log(f"{about}: {problem}", "yellow")
            problems += len(said_nothing)
            folder = _slug(annotation.annotator) or "annotator"
            report = LabelledReport(name, annotation.text, report_labels)
            earlier = found.get((folder, name))
            if earlier is not None and earlier.text != report.text:
                raise MalformedError(f"{name} is the name of two texts", where=file, help="rename one")
            found[folder, name] = report
    if not found:
        raise UsageError("nobody has labelled anything in these files", help="export after labelling")
    for (annotator, _), report in found.items():
        write_report(Path(output) / annotator, report)
    annotators = count_words(len({annotator for annotator, _ in found}), "annotator")
    log(f"labels of {count_words(len(found), 'report')} by {annotators} in {output}", "dim")
    return ISSUES if problems else OK


def _read(file: str) -> "Iterator[Annotation]":
    """Yield the annotations of a file of either tool, which its first sign tells."""
    from sayso.labels import label_studio, prodigy

    try:
        data = Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    is_list = data.lstrip().startswith(b"[")
    return label_studio.read_export(data, file) if is_list else prodigy.read_annotations(data, file)


def _slug(name: str) -> str:
    """Return a name that is a file's in any folder and leads out of none."""
    return re.sub(r"\W+", "_", name)[-80:].strip("_")
