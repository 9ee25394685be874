"""`sayso alert`: tell an address what is new in a record."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log
from sayso.cli.databases import db_option
from sayso.cli.exit_status import ISSUES, OK
from sayso.cli.fetch_options import fetch_options
from sayso.cli.query import filter_options, filters_of
from sayso.errors import AddressError, FetchError, UsageError

if TYPE_CHECKING:
    from sayso.engine.alerts import Alert
    from sayso.ingest.fetching import Sender
    from sayso.record import Store

__all__ = ["command"]

# A shorter one could be guessed.
_LEAST_SECRET = 16


@click.command("alert", short_help="Tell an address what is new.")
@click.argument("address", metavar="URL")
@db_option
@filter_options
@click.option(
    "--kind",
    type=click.Choice(
        [
            "claims",
            "reports",
            "attributions",
            "commitments",
            "events",
            "disagreements",
            "situations",
            "changes",
        ]
    ),
    default="claims",
    show_default=True,
    help="What to tell of: new rows, or, of the last four, what changed in them (see sayso changes).",
)
@click.option(
    "--secret-file",
    metavar="FILE",
    required=True,
    help="Signs what is sent; at least 16 signs, kept by both.",
)
@click.option(
    "--every",
    metavar="MINUTES",
    type=click.FloatRange(1, 10_080),
    help="Look again after so long. Without it: once.",
)
@click.option(
    "--state", metavar="FILE", help="How far it has come. Default with a record file: a file beside it."
)
@fetch_options
@click.option("-q", "--quiet", is_flag=True, help="Do not tell how much was delivered.")
def command(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Post the rows of a query that are new since the last time to URL, as JSON, signed.

    Of events (with their numbers), disagreements and situations it posts what changed, and of changes all of
    it, also commitments that were kept or broken and sources heard for the first time.

    The first time says where it begins: nothing is sent. Each row is delivered at least once; who gets one
    twice can tell by its key or id. Addresses in private networks are refused.

    \b
    Examples:
      sayso alert https://desk.example/hook --db sayso.db --country Libya --secret-file hook.key
      sayso alert https://desk.example/hook --type ASSAULT --secret-file hook.key --every 15
      sayso alert https://desk.example/hook --kind disagreements --secret-file hook.key
    """
    from sayso.engine.alerts import Alert
    from sayso.ingest.fetching import FetchRules, Sender
    from sayso.record import Store

    alert = Alert(
        address=_address(options["address"]),
        secret=_secret(options["secret_file"]),
        kind=options["kind"],
        filters=filters_of(options),
    )
    state = _state(options, alert)
    rules = FetchRules(
        allow_private=options["allow_private"], contact=options["contact"], tries=5, total_s=30, silence_s=10
    )
    sender = Sender(rules)
    with Store(options["db"], create=False) as store:
        while True:
            status = _deliver(store, alert, state, sender, quiet=options["quiet"])
            if options["every"] is None:
                return status
            time.sleep(options["every"] * 60)


def _deliver(store: "Store", alert: "Alert", state: Path, sender: "Sender", *, quiet: bool) -> int:
    """Deliver the new rows once; what is not accepted is logged, and sent again the next time."""
    from sayso.cli.tally import count_words
    from sayso.engine.alerts import KINDS, deliver_new

    is_first = not state.exists()
    try:
        number = deliver_new(store, alert, state, sender.send, time.time)
    except FetchError as error:
        log(f"not delivered: {error}", "yellow")
        return ISSUES
    if not quiet:
        log(
            "the alert begins here" if is_first else f"delivered {count_words(number, KINDS[alert.kind])}",
            "dim",
        )
    return OK


def _address(address: str) -> str:
    from sayso.ingest.fetching.addresses import tidy_address

    try:
        return tidy_address(address)
    except AddressError as error:
        raise UsageError(str(error)) from error


def _secret(path: str) -> bytes:
    try:
        secret = Path(path).read_bytes().strip()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", help="put a secret into it") from error
    if len(secret) < _LEAST_SECRET:
        raise UsageError(
            f"the secret in {path} has {len(secret)} bytes, and could be guessed",
            help=f"make one of {_LEAST_SECRET} or more: openssl rand -hex 32",
        )
    return secret


def _state(options: dict[str, Any], alert: "Alert") -> Path:
    """Return the state file: beside the record, one for each alert, so that several can run at once."""
    from sayso.engine.alerts import alert_id

    if options["state"]:
        return Path(options["state"])
    if "://" in options["db"]:
        raise UsageError("a record on a server has no file to keep this beside", help="give --state FILE")
    return Path(f"{options['db']}.{alert_id(alert)}.json")
