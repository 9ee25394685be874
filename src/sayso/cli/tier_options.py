"""The options that choose the reader: tier, language model, its server, and the file of its answers."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar, cast

import click

from sayso.cli.console import log
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.parts import Parts, choose_tier
from sayso.cli.tally import count_words
from sayso.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sayso.engine import BatchReader
    from sayso.ingest import Refusal
    from sayso.llm import ModelSettings, RequestEstimate, Usage
    from sayso.model import Report, Tier

__all__ = [
    "ReaderLoader",
    "TierChoice",
    "choose_loader",
    "dry_run_option",
    "print_estimate",
    "tier_options",
]

_Command = TypeVar("_Command", bound=Callable[..., Any])
_OPTIONS = (
    click.option(
        "--tier",
        type=click.Choice(["full", "fast", "llm"]),
        help="Default: full if its models are installed. llm: the language model that you name.",
    ),
    click.option("--model", metavar="NAME", help="With --tier llm: its name at the server."),
    click.option(
        "--url",
        metavar="URL",
        help="With --tier llm: the address of an OpenAI-compatible server, with /v1. Default: Ollama here.",
    ),
    click.option(
        "--answers",
        metavar="FILE",
        help="With --tier llm: the file that keeps the answers for the next time.",
    ),
)

dry_run_option = click.option(
    "--dry-run", is_flag=True, help="With --tier llm: print reports, requests and tokens, and send nothing."
)


def tier_options(command: _Command) -> _Command:
    """Add what chooses the reader."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


class TierChoice(NamedTuple):
    """The options as given."""

    tier: str | None = None
    model: str | None = None
    url: str | None = None
    answers: str | None = None


class ReaderLoader:
    """Loads the chosen reader, here or in a worker, and tells what its language model answered here."""

    def __init__(self, load: "Callable[..., BatchReader]", tier: "Tier", *settings: "ModelSettings") -> None:
        self._load = load
        self._arguments = (tier, *settings)
        self.is_llm = bool(settings)
        self._usage: Usage | None = None

    def __call__(self) -> "BatchReader":
        """Load the reader."""
        reader = self._load(*self._arguments)
        self._usage = getattr(reader, "usage", None)
        return reader

    def __getstate__(self) -> dict[str, Any]:
        """Leave the counts of this process out: a worker has its own."""
        return {**self.__dict__, "_usage": None}

    def progress(self) -> str:
        """Return answers and speed of the language model; "" before the first one, and for another tier."""
        return self._usage.line() if self._usage and self._usage.answers else ""

    def summary(self) -> str:
        """Return answers, tokens and speed of the language model; "" if none was asked in this process."""
        usage = self._usage
        if usage is None or not usage.answers:
            return ""
        asked = f"{count_words(usage.answers, 'answer')} of the language model"
        if not usage.tokens_out:
            return asked
        read, written = count_words(usage.tokens_in, "token"), f"{usage.tokens_out:,}"
        return f"{asked}: {read} read, {written} written ({usage.rate:,.1f} a second)"


def choose_loader(choice: TierChoice, parts: Parts, *, beside: str | None = None) -> ReaderLoader:
    """Return what loads the chosen reader; raises `UsageError` for a choice that cannot be met.

    Answers of a language model are kept beside the record file `beside`, unless a file is given. A line on
    standard error names the host if reports leave this machine.
    """
    if choice.tier != "llm":
        given = [f"--{name}" for name in ("model", "url", "answers") if getattr(choice, name) is not None]
        if given:
            raise UsageError(f"{given[0]} is for the tier llm alone", help="add --tier llm")
        return ReaderLoader(parts.load, choose_tier(choice.tier, parts))
    from sayso.llm import model_settings
    from sayso.model import Tier

    near = None if beside is None or "://" in beside else f"{beside}.answers.sqlite"
    settings = model_settings(choice.model, choice.url, answers=choice.answers, beside=near)
    if not settings.is_local:
        log(f"the texts of the reports are sent to {settings.host}", "yellow")
    return ReaderLoader(parts.load, Tier.LLM, settings)


class _Estimator(Protocol):
    """A reader that knows what it would ask."""

    def estimate(self, reports: "Sequence[Report]") -> "Iterator[RequestEstimate]": ...


def print_estimate(inputs: "Iterable[Report | Refusal]", load: "Callable[[], BatchReader]") -> int:
    """Print what a language model would be asked for the reports, and return the exit status."""
    from sayso.ingest import Refusal
    from sayso.model import Tier

    reader = load()
    if reader.reader.tier is not Tier.LLM:
        raise UsageError("--dry-run is for the tier llm alone", help="add --tier llm --model NAME")
    estimator = cast("_Estimator", reader)
    reports = refused = requests = tokens_in = tokens_out = 0
    for entry in inputs:
        if isinstance(entry, Refusal):
            refused += 1
            log(f"{entry.line()} [{entry.code}]", "yellow")
            continue
        (estimate,) = estimator.estimate([entry])
        reports += 1
        requests += estimate.requests
        tokens_in += estimate.tokens_in
        tokens_out += estimate.tokens_out
    click.echo(
        f"{count_words(reports, 'report')}, {count_words(requests, 'request')} to send,"
        f" about {tokens_in:,} tokens to be read and {tokens_out:,} to be written"
    )
    return ISSUES if refused else OK
