"""Options and fetcher of the commands that read addresses."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from sayso.ingest.fetching import Fetcher
    from sayso.ingest.inputs import Fetch

__all__ = ["choose_fetch", "fetch_options", "make_fetcher"]

_Command = TypeVar("_Command", bound=Callable[..., Any])


def fetch_options(command: _Command) -> _Command:
    """Add the options of a command that reads addresses."""
    for option in (
        click.option(
            "--contact",
            metavar="ADDRESS",
            default="",
            envvar="SAYSO_CONTACT",
            help="A page or mailbox that the requests name, for the people of the hosts.",
        ),
        click.option(
            "--allow-private", is_flag=True, help="Fetch also from private networks and this machine."
        ),
    ):
        command = option(command)
    return command


def choose_fetch(paths: Iterable[str], *, allow_private: bool, contact: str) -> "Fetch | None":
    """Return the function that fetches addresses; None if `paths` has none, and then nothing is loaded."""
    from sayso.ingest import is_address

    if not any(is_address(path) for path in paths):
        return None
    return make_fetcher(allow_private=allow_private, contact=contact).fetch


def make_fetcher(*, allow_private: bool, contact: str) -> "Fetcher":
    """Return a fetcher with these options and the default rules otherwise."""
    from sayso.ingest.fetching import Fetcher, FetchRules

    return Fetcher(FetchRules(allow_private=allow_private, contact=contact))
