"""RSS and Atom feeds: the text and metadata of each entry, and the address of its page."""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

from sayso.errors import MalformedError, TooLargeError
from sayso.ingest.dates import parse_stamp
from sayso.ingest.limits import MAX_FEED_BYTES, MAX_REPORT_BYTES
from sayso.ingest.metadata import Metadata, report_of, tidy_url
from sayso.ingest.page_metadata import tidy_language
from sayso.ingest.pages import Taken, fragment_text
from sayso.ingest.refusal import Refusal, refusal_of
from sayso.model.base import Struct
from sayso.model.raw import Raw
from sayso.model.report import canonical_text, digest

if TYPE_CHECKING:
    from feedparser import FeedParserDict

__all__ = ["Entry", "Feed", "parse_feed", "read_entry", "read_feed"]

_PLAIN = "text/plain"
_ADDRESS = re.compile(r"https?://", re.IGNORECASE)


class Entry(Struct, frozen=True, kw_only=True):
    """One entry of a feed.

    `key` changes when the entry says that it was updated. `markup` is its text as HTML; `is_whole` is
    False for a summary of the report.
    """

    key: str
    metadata: Metadata
    markup: str
    is_plain: bool = False
    is_whole: bool = False


class Feed(Struct, frozen=True, kw_only=True):
    """A feed as it was read. `every_s` is how seldom its outlet wants it asked for, 0 if it does not say;
    `broken` is what was wrong with its XML."""

    entries: tuple[Entry, ...]
    every_s: int = 0
    broken: str | None = None


def read_feed(content: bytes, where: str, published: str | None, address: str | None) -> Iterator[Taken]:
    """Read each entry's own text, whole or summary, as one report.

    A feed that is broken in the middle loses the broken part, which is reported. Raises `MalformedError` for
    what is no feed, `TooLargeError`.
    """
    feed = parse_feed(content, address=address)
    if feed.broken:
        yield broken_feed(feed.broken, where)
    if not feed.entries:
        yield Refusal(where=where, code="nothing-to-read", message="no entry in this feed")
    for number, entry in enumerate(feed.entries, start=1):
        yield from read_entry(entry, f"{where}[{number}]", Metadata(published=published))


def parse_feed(content: bytes, *, address: str | None = None, media_type: str = "") -> Feed:
    """Parse a feed, well-formed or not. Raises `MalformedError` for what is no feed, `TooLargeError`."""
    if len(content) > MAX_FEED_BYTES:
        raise TooLargeError(f"the feed is larger than {MAX_FEED_BYTES // 1_000_000} MB")
    import feedparser

    # The feed's address is not passed on: feedparser would resolve the entries' ids against it.
    headers = {"content-type": media_type} if media_type else {}
    try:
        parsed = feedparser.parse(io.BytesIO(content), response_headers=headers)
    except Exception as error:
        # It runs over whatever the web holds, and fails at, say, an encoding's name that is no text.
        raise MalformedError(
            f"this feed cannot be read: {type(error).__name__}", help="test it with a validator of feeds"
        ) from error
    if not parsed.get("version") and not parsed.entries:
        raise MalformedError("this is no RSS or Atom feed", help="give the address of the feed itself")
    return Feed(
        entries=tuple(_entry(entry, parsed.feed, address or "") for entry in parsed.entries),
        every_s=_minutes(parsed.feed.get("ttl")) * 60,
        broken=_what_is_broken(parsed),
    )


def broken_feed(what: str, where: str) -> Refusal:
    """Return the refusal of a feed's broken part."""
    message = f"the feed is broken ({what}); what could be read of it was read"
    return Refusal(where=where, code="feed-broken", message=message)


def read_entry(entry: Entry, where: str, fallback: Metadata) -> Iterator[Taken]:
    """Return an entry's own text as a report, after its HTML."""
    text = entry.markup if entry.is_plain else fragment_text(entry.markup)
    if len(text) > MAX_REPORT_BYTES:
        error = TooLargeError(f"the text has {len(text):,} characters; {MAX_REPORT_BYTES:,} is the limit")
        yield refusal_of(error, where)
        return
    report = report_of(text, entry.metadata.or_else(fallback))
    if not entry.is_plain:
        content = canonical_text(entry.markup).encode()
        yield Raw(report=report.id, media_type="text/html; charset=utf-8", content=content)
    yield report


def _entry(entry: "FeedParserDict", feed: "FeedParserDict", address: str) -> Entry:
    content = _content(entry)
    summary = entry.get("summary_detail") or {}
    body = content or summary
    metadata = Metadata(
        input_id=entry.get("id") or entry.get("link") or None,
        url=_page_address(entry, address),
        title=_plain(entry.get("title_detail")),
        publisher=_plain((entry.get("source") or {}).get("title_detail")) or _plain(feed.get("title_detail")),
        byline=", ".join(names) if (names := _authors(entry)) else None,
        published=_published(entry),
        language=tidy_language(body.get("language") or feed.get("language")),
    )
    updated = entry["updated"] if dict.__contains__(entry, "updated") else ""
    identity = metadata.input_id or digest(metadata.title, body.get("value"))
    return Entry(
        key=digest(identity, updated),
        metadata=metadata,
        markup=body.get("value") or "",
        is_plain=body.get("type") == _PLAIN,
        is_whole=bool(content),
    )


def _page_address(entry: "FeedParserDict", address: str) -> str | None:
    """Return the address of the entry's page; None for an entry without a link, or with one to the feed."""
    link = (entry.get("link") or "").strip()
    # feedparser lends an RSS guid as the link; one that is no address is an identifier only.
    is_lent = bool(entry.get("guidislink")) and link == (entry.get("id") or "").strip()
    if not link or (is_lent and not _ADDRESS.match(link)):
        return None
    try:
        page = urljoin(address, link)
        is_feed = bool(address) and urldefrag(page).url == urldefrag(address).url
    except ValueError:
        return None
    return tidy_url(page) if _ADDRESS.match(page) and not is_feed else None


def _content(entry: "FeedParserDict") -> Any:  # noqa: ANN401 - feedparser's own kind of dictionary
    """Return the entry's whole text, in HTML if there is a choice."""
    found = [part for part in entry.get("content") or () if (part.get("value") or "").strip()]
    return next((part for part in found if part.get("type") != _PLAIN), found[0] if found else None)


def _plain(detail: Any) -> str | None:  # noqa: ANN401 - as above
    """Return a title's text; feedparser says whether it is HTML."""
    value = (detail or {}).get("value") or ""
    text = value if detail and detail.get("type") == _PLAIN else fragment_text(value)
    return " ".join(text.split()) or None


def _authors(entry: "FeedParserDict") -> list[str]:
    named = (" ".join((author.get("name") or "").split()) for author in entry.get("authors") or ())
    return list(dict.fromkeys(name for name in named if name))


def _published(entry: "FeedParserDict") -> str | None:
    """Return when the entry was published, else updated, which Atom requires and is often the same."""
    for name in ("published", "updated"):
        # feedparser lends one to the other, with a warning, unless asked so.
        if dict.__contains__(entry, name) and (stamp := parse_stamp(entry[name])):
            return stamp
    return None


def _minutes(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 7 else 0


def _what_is_broken(parsed: "FeedParserDict") -> str | None:
    """Return what the XML parser complained of; a wrong encoding label on good XML is no error."""
    from xml.sax import SAXException

    error = parsed.get("bozo_exception")
    return " ".join(str(error).split())[:200] if isinstance(error, SAXException) else None
