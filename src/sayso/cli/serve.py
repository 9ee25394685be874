"""`sayso serve`: the pages and the API of a record."""

import errno
import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any

import click

from sayso.cli.console import log
from sayso.cli.databases import db_option
from sayso.cli.exit_status import OK
from sayso.errors import UsageError

if TYPE_CHECKING:
    from sayso.web import Settings

__all__ = ["command"]


@click.command("serve", short_help="Show a record as pages, and serve its API.")
@db_option
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any free one."
)
@click.option("--allow-host", "hosts", metavar="NAME", multiple=True, help="A name the server is reached by.")
@click.option("--read-only", is_flag=True, help="Nobody can judge.")
@click.option(
    "--password", metavar="WORDS", envvar="SAYSO_PASSWORD", default="", help="Asked for before judging."
)
@click.option(
    "--token", metavar="WORDS", envvar="SAYSO_TOKEN", default="", help="Lets programs judge through the API."
)
@click.option(
    "--rate",
    type=click.IntRange(0),
    default=600,
    show_default=True,
    help="Requests a minute from one address.",
)
@click.option(
    "--behind-proxy",
    "proxies",
    metavar="ADDRESS",
    multiple=True,
    help="Believe this address or network which client a request is for (X-Forwarded-For).",
)
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="X",
    help="Show at once the claims at least so likely to be read right; fold the others.",
)
@click.option("-q", "--quiet", is_flag=True, help="Do not tell the address and the requests.")
def command(**options: Any) -> int:  # noqa: ANN401 - click gives what is declared above
    """Show a record as pages, and serve its API.

    The record is opened to read; it is written to only while a person judges. Where others can reach the
    server, judging needs a password: give one (better as SAYSO_PASSWORD), or --read-only.

    \b
    Examples:
      sayso serve --db sayso.db
      sayso serve --db sayso.db --port 8080 --read-only
      SAYSO_PASSWORD=... sayso serve --db sayso.db --host 0.0.0.0 --allow-host news.example
      sayso serve --db sayso.db --read-only --behind-proxy 127.0.0.1 --allow-host news.example
    """
    settings, proxies = _settings(options), tuple(_network(proxy) for proxy in options["proxies"])
    from sayso.web import make_app
    from sayso.web.connections import make_server

    app = make_app(options["db"], settings=settings)
    with _listen(options["host"], options["port"]) as listening:
        host, port = listening.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        if not options["quiet"]:
            log(
                f"the record is at http://{shown}:{port}/, its API at http://{shown}:{port}/api/docs; "
                "Ctrl-C ends it"
            )
        make_server(app, proxies=proxies, quiet=options["quiet"]).run(sockets=[listening])
    return OK


def _settings(options: dict[str, Any]) -> "Settings":
    from sayso.web import Settings

    is_alone = is_loopback(options["host"]) and not options["proxies"]
    if not (is_alone or options["read_only"] or options["password"]):
        way = "this server through the proxy" if options["proxies"] else options["host"]
        raise UsageError(
            f"others can reach {way}, and anybody could judge",
            help="set SAYSO_PASSWORD, or give --read-only",
        )
    return Settings(
        judging=not options["read_only"],
        password=options["password"],
        token=options["token"],
        hosts=options["hosts"],
        requests_per_minute=options["rate"],
        **({} if options["min_confidence"] is None else {"min_confidence": options["min_confidence"]}),
    )


def _network(proxy: str) -> str:
    """Return the network of a proxy, of one address where it is one. Raises `UsageError` for what is none."""
    try:
        return str(ipaddress.ip_network(proxy, strict=False))
    except ValueError as error:
        help = "give an IP address or a network, like 127.0.0.1 or 10.0.0.0/8"
        raise UsageError(f"--behind-proxy {proxy[:80]!r} is no address", help=help) from error


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches an address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is said of it."""
    bare = host.strip("[]")
    try:
        family, _, _, _, address = socket.getaddrinfo(bare, port, type=socket.SOCK_STREAM)[0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
        except OSError:
            listening.close()
            raise
    except OSError as error:
        raise _refused(error, host, port) from error
    except ValueError as error:  # also UnicodeError: what is no name at all
        help = "a name or an IP address of this machine, like 127.0.0.1 or 0.0.0.0"
        raise UsageError(f"--host {host[:80]!r} is no name of a host", help=help) from error
    return listening


def _refused(error: OSError, host: str, port: int) -> UsageError:
    if error.errno == errno.EADDRINUSE:
        return UsageError(
            f"port {port} is taken", help=f"choose another, --port {port + 1}, or any, --port 0"
        )
    if error.errno == errno.EACCES:
        return UsageError(f"port {port} needs rights that you do not have", help="choose one above 1023")
    reason = (error.strerror or str(error)).lower()
    help = "give a name or an IP address of this machine, like 127.0.0.1 or 0.0.0.0"
    return UsageError(f"{host}:{port} cannot be listened at: {reason}", help=help)
