"""`sayso judge` and `sayso judgements`: a person's decisions."""

import sys
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log
from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK
from sayso.cli.relate import relate_with_bar
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.model import Judgement
    from sayso.record import Decision

__all__ = ["judge", "judgements"]

# How many words follow each verdict.
_WORDS = {"accept": 0, "reject": 0, "correct": 2, "merge": 1, "split": 1, "withdraw": 1}


@click.command("judge", short_help="Accept, reject or correct a claim.")
@click.argument("claim", metavar="CLAIM")
@click.argument("verdict", type=click.Choice(list(_WORDS)))
@click.argument("words", metavar="[FIELD VALUE | OTHER]", nargs=-1)
@db_option
@click.option("--by", metavar="NAME", required=True, help="Who decides.")
@click.option("--why", metavar="WORDS", default="", help="Why.")
def judge(claim: str, verdict: str, words: tuple[str, ...], **options: Any) -> int:  # noqa: ANN401
    """Write down what a person decides on a claim, attribution or commitment, by id or key.

    \b
    accept, reject       it says what the text says, or not
    correct FIELD VALUE  type, mode, context, status, negated, certainty, hedge, actors, recipients, places,
                         time, quantities, object; words as they stand in the text, or JSON
    merge, split OTHER   both claims tell of one event, or not
    withdraw JUDGEMENT   take an earlier judgement back

    Nothing is overwritten: queries show the value judged, with --original the value read.

    \b
    Examples:
      sayso judge c_0a1b2c3d4e5f6071 accept --by Ann
      sayso judge c_0a1b2c3d4e5f6071 correct actors "the army" --by Ann --why "see the headline"
    """
    from sayso.record import Store

    decision = _decide(verdict, words, options["by"], options["why"])
    with Store(options["db"], create=False) as record:
        judgement = record.judge(claim, decision)
        relate_with_bar(record, quiet=True)
    log(f"{judgement.id}: {judgement.verdict}{_change(judgement)} by {judgement.by}", "dim")
    return OK


def _decide(verdict: str, words: tuple[str, ...], by: str, why: str) -> "Decision":
    from sayso.model import Verdict
    from sayso.record import Decision

    wanted = _WORDS[verdict]
    if len(words) != wanted:
        needs = {0: "nothing after it", 1: "one id", 2: "a field and a value"}[wanted]
        raise UsageError(f"{verdict} takes {needs}, not {len(words)} words", help="see: sayso judge --help")
    field, value = words if wanted == 2 else ("", "")
    second = words[0] if wanted == 1 else ""
    return Decision(verdict=Verdict(verdict), by=by, why=why, field=field, value=value, other=second)


@click.command("judgements", short_help="List what people decided.")
@db_option
@click.option("--key", metavar="KEY", help="Only those on this key.")
@click.option("--adrift", is_flag=True, help="Only those whose words no reading shows any more.")
@click.option(
    "--format", type=click.Choice(["text", "jsonl"]), help="Default: text on a terminal, jsonl elsewhere."
)
def judgements(db: str, key: str | None, adrift: bool, format: str | None) -> int:
    """List what people decided, oldest first.

    A judgement stands where its quoted words are found in a reading that is shown. Where they are not (the
    text changed, or a new reader finds nothing there) it is adrift: marked, and kept.

    \b
    Examples:
      sayso judgements --db sayso.db
      sayso judgements --adrift --format jsonl
    """
    import msgspec

    from sayso.record import Store

    chosen = format or ("text" if sys.stdout.isatty() else "jsonl")
    with Store(db, create=False) as record:
        for judgement in record.judgements(key):
            if adrift and judgement.stands:
                continue
            click.echo(_line(judgement) if chosen == "text" else msgspec.json.encode(judgement).decode())
    return OK


def _change(judgement: "Judgement") -> str:
    """Return the corrected field with its value before and after; "" if nothing was corrected."""
    from sayso.tables import as_words

    return (
        f" {judgement.field}: {as_words(judgement.before)} → {as_words(judgement.value)}"
        if judgement.field
        else ""
    )


def _line(judgement: "Judgement") -> str:
    """Return a judgement as one line of text."""
    from sayso.cli.inert import make_inert

    second = f" {judgement.other}" if judgement.other else ""
    notes = [
        "" if judgement.stands else "adrift",
        "" if judgement.in_force else "overruled",
        f"“{judgement.why}”" if judgement.why else "",
    ]
    note_words = "; ".join(note for note in notes if note)
    decision = f"{judgement.verdict}{_change(judgement)}{second}"
    line = f"{judgement.at[:16]} {judgement.by}: {decision}  «{judgement.quote.words}»  {judgement.key}"
    return make_inert(f"{line}  ({note_words})" if note_words else line)
