"""A fetcher of addresses that keeps to robots.txt, rate limits and back-off."""

import logging
import re
from importlib.metadata import version
from urllib.parse import urlsplit

from protego import Protego

from sayso.errors import (
    BusyError,
    FetchError,
    PrivateAddressError,
    RedirectError,
    ReportError,
    RobotsError,
    StatusError,
    UnreachableError,
    UsageError,
)
from sayso.ingest.fetching.addresses import host_of, join_redirect, tidy_address
from sayso.ingest.fetching.connection import Answer, Limits, Resolver, ask, resolve
from sayso.ingest.fetching.content_codings import ENCODINGS
from sayso.ingest.fetching.pace import Clock, Pace
from sayso.ingest.limits import MAX_BODY_BYTES
from sayso.model.base import Struct
from sayso.model.retry_after import wait_asked_for

__all__ = ["FetchRules", "Fetched", "Fetcher", "Validators", "user_agent"]

_log = logging.getLogger("sayso")

# The name that a robots.txt knows us by.
ROBOT = "Sayso"

_ACCEPT = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, "
    "*/*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_TRANSIENT = frozenset({500, 502, 504})
_CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e]{3,200}")
_LAST_LINE = re.compile(rb"[^\r\n]*\Z")
# RFC 9309: at least so much of a robots.txt is read (500 kibibytes), here no more; and for a day at most.
_ROBOTS_BYTES = 512_000
_ROBOTS_DAY_S = 86_400.0
# A host whose robots.txt cannot be had is asked again after so long.
_ROBOTS_LOST_S = 600.0
_MAX_CRAWL_DELAY_S = 60.0


class FetchRules(Struct, frozen=True, kw_only=True):
    """Settings of a `Fetcher`. `contact` is an address for the people of a host; times are in seconds.

    `interval_s` lies between two requests to one host, unless its robots.txt asks for more. `patience_s` is
    the longest wait for a host that is busy; `backoff_s` the first wait for one that fails, doubled each
    time. `total_s` bounds one request, `silence_s` each wait for a sign of life in it.
    """

    contact: str = ""
    allow_private: bool = False
    interval_s: float = 1.0
    patience_s: float = 60.0
    backoff_s: float = 2.0
    tries: int = 3
    max_redirects: int = 5
    max_bytes: int = MAX_BODY_BYTES
    total_s: float = 60.0
    silence_s: float = 20.0


class Validators(Struct, frozen=True, kw_only=True):
    """HTTP validators of a response, sent back to ask for a newer version only."""

    etag: str | None = None
    last_modified: str | None = None


class Fetched(Struct, frozen=True, kw_only=True):
    """A fetched resource. `address` is where redirects led; `is_new` is False if nothing has changed.

    `media_type` is the Content-Type as it came.
    """

    address: str
    content: bytes = b""
    media_type: str = ""
    is_new: bool = True
    validators: Validators = Validators()


# Why a robots.txt cannot be had, and so nothing is fetched from its host.
_Lost = RobotsError | PrivateAddressError | UnreachableError


class Fetcher:
    """Fetches one address at a time: asks robots.txt, keeps a pace for each host, backs off, keeps limits.

    Not for use by several threads at once. `clock` and `resolver` can be replaced.
    """

    def __init__(
        self, rules: FetchRules | None = None, *, clock: Clock | None = None, resolver: Resolver = resolve
    ) -> None:
        self.rules = rules or FetchRules()
        self.clock = clock or Clock()
        self._resolver = resolver
        self._headers = {
            "User-Agent": user_agent(self.rules.contact),
            "Accept": _ACCEPT,
            "Accept-Encoding": ENCODINGS,
            "Accept-Language": "en, *;q=0.5",
            "Connection": "close",
        }
        self._paces: dict[str, Pace] = {}
        self._robots: dict[str, tuple[float, Protego | _Lost]] = {}

    def fetch(self, address: str, validators: Validators | None = None) -> Fetched:
        """Fetch an address, following redirects; with `validators`, only if it has changed.

        Raises a `FetchError`, each of which says what to do, or `TooLargeError`.
        """
        address = tidy_address(address)
        asked = _conditions(validators)
        for _ in range(self.rules.max_redirects + 1):
            self._ask_leave(address)
            answer = self._try(address, asked)
            if answer.status not in _REDIRECTS:
                return _take(answer, address, conditional=bool(asked))
            address = join_redirect(address, answer.headers.get("location", ""))
        raise RedirectError(f"more than {self.rules.max_redirects} redirects", where=address)

    def _try(self, address: str, asked: dict[str, str]) -> Answer:
        """Ask, and ask again after a while where the host is busy or fails."""
        pace = self._pace(address)
        for number in range(1, self.rules.tries + 1):
            pace.take_turn(address)
            is_last = number == self.rules.tries
            wait_s = self.rules.backoff_s * 2 ** (number - 1)
            try:
                answer = self._ask(address, asked)
            except UnreachableError:
                pace.pause(wait_s)
                if is_last:
                    raise
                continue
            if answer.status not in _BUSY | _TRANSIENT:
                pace.pause()
                return answer
            wait_s = wait_asked_for(answer.headers.get("retry-after", ""), self.clock.now()) or wait_s
            pace.pause(wait_s)
            if is_last or wait_s > self.rules.patience_s:
                raise _failure(answer.status, address, wait_s)
        raise AssertionError("the last try returns or raises")

    def _ask(self, address: str, asked: dict[str, str], cut_at: int = 0) -> Answer:
        """Make one request; with `cut_at` no more of the body is read than about so many bytes."""
        rules = self.rules
        limits = Limits(
            total_s=rules.total_s,
            silence_s=rules.silence_s,
            max_bytes=cut_at or rules.max_bytes,
            allow_private=rules.allow_private,
            cuts=bool(cut_at),
        )
        answer = ask(address, self._headers | asked, limits, resolver=self._resolver)
        _log.info("asked %s: status %d", address, answer.status)
        return answer

    def _pace(self, address: str) -> Pace:
        host = urlsplit(address).hostname or ""
        if host not in self._paces:
            self._paces[host] = Pace(self.clock, self.rules.interval_s, self.rules.patience_s)
        return self._paces[host]

    def _ask_leave(self, address: str) -> None:
        """Raise an error where the host's robots.txt asks not to fetch this address, or cannot be had."""
        host = host_of(address)
        until, robots = self._robots.get(host, (0.0, None))
        if robots is None or until <= self.clock.now():
            robots = self._read_robots(host)
            lasts_s = _ROBOTS_LOST_S if isinstance(robots, _Lost) else _ROBOTS_DAY_S
            self._robots[host] = (self.clock.now() + lasts_s, robots)
        if isinstance(robots, _Lost):
            raise type(robots)(robots.message, where=address, help=robots.help)
        if not robots.can_fetch(address, ROBOT):
            raise RobotsError(
                "the host's robots.txt asks programs not to fetch this",
                where=address,
                help="save the page yourself and give the file",
            )
        delay_s = min(robots.crawl_delay(ROBOT) or 0.0, _MAX_CRAWL_DELAY_S)
        self._pace(address).interval_s = max(self.rules.interval_s, delay_s)

    def _read_robots(self, host: str) -> Protego | _Lost:
        """Return a host's rules: none without a robots.txt, an error if that cannot be fetched (RFC 9309)."""
        address = f"{host}/robots.txt"
        try:
            for _ in range(self.rules.max_redirects + 1):
                answer = self._ask(address, {}, _ROBOTS_BYTES)
                if answer.status not in _REDIRECTS:
                    return _parse_robots(answer)
                address = join_redirect(address, answer.headers.get("location", ""))
        except (PrivateAddressError, UnreachableError) as error:
            return error
        except ReportError as error:
            return RobotsError(
                f"the host's robots.txt cannot be had, so nothing is fetched there: {error.message}",
                help="try again later",
            )
        return Protego.parse("")


def user_agent(contact: str = "") -> str:
    """Return the User-Agent of requests. Raises `UsageError` for a contact that is no page or mailbox.

    >>> user_agent("https://lab.example/sayso").partition("/")[0]
    'Sayso'
    """
    name = f"{ROBOT}/{version('sayso')}"
    if not contact:
        return f"{name} (reads news reports for a record of what they claim)"
    if not _CONTACT.fullmatch(contact):
        raise UsageError(
            f"contact {contact[:80]!r} cannot stand in a request", help="an address of a page, or a mailbox"
        )
    return f"{name} (+{contact})"


def _conditions(validators: Validators | None) -> dict[str, str]:
    if validators is None:
        return {}
    asked = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in asked.items() if value}


def _take(answer: Answer, address: str, *, conditional: bool) -> Fetched:
    if answer.status == 304 and conditional:
        return Fetched(address=address, is_new=False)
    if answer.status != 200:
        raise _failure(answer.status, address, 0.0)
    headers = answer.headers
    validators = Validators(etag=headers.get("etag"), last_modified=headers.get("last-modified"))
    return Fetched(
        address=address,
        content=answer.content,
        media_type=headers.get("content-type", ""),
        validators=validators,
    )


def _failure(status: int, address: str, wait_s: float) -> FetchError:
    if status in _BUSY:
        message = f"the host is busy (status {status}) and asks to come back in {wait_s:.0f} seconds"
        return BusyError(message, status=status, wait_s=wait_s, where=address)
    words = {401: "asks for a password", 403: "is forbidden", 404: "is not there", 410: "is gone for good"}
    return StatusError(
        f"the page {words.get(status, 'cannot be had')} (status {status})", status=status, where=address
    )


def _parse_robots(answer: Answer) -> Protego | _Lost:
    if answer.status == 200:
        content = answer.content
        if len(content) > _ROBOTS_BYTES:
            # Without its last line, which may be cut: "/" forbids all, "/private" does not.
            content = _LAST_LINE.sub(b"", content[:_ROBOTS_BYTES])
        return Protego.parse(content.decode("utf-8", "replace"))
    if answer.status == 429 or answer.status >= 500:
        return RobotsError(
            f"the host's robots.txt cannot be had, so nothing is fetched there (status {answer.status})",
            help="try again later",
        )
    return Protego.parse("")
