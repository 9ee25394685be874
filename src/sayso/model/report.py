"""Reports, and the identities of documents and reports."""

import hashlib
from datetime import date
from urllib.parse import quote, urlsplit

import msgspec

from sayso.model.base import Struct, shorten
from sayso.model.dates import check_date

__all__ = ["Report", "canonical_text", "document_id", "make_report", "web_address", "with_title"]

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
_UNSAFE = {0: _REPLACEMENT} | dict.fromkeys(range(55296, 57344), _REPLACEMENT)


class Report(Struct, frozen=True, kw_only=True):
    """One publication of a document: by an outlet, at an address, on a date.

    `text` is canonical (see `canonical_text`); all offsets of a reading point into it.
    `published` is ISO 8601 (a moment, day, month or year) or None. `credit` holds the agencies the text
    itself credits.
    """

    id: str
    document: str
    input_id: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    byline: str | None = None
    credit: tuple[str, ...] = ()
    published: str | None = None
    language: str | None = None
    text: str
    sha256: str

    def __repr__(self) -> str:
        """Return the report in one line, without its text."""
        about = ", ".join(part for part in (shorten(self.outlet()), self.published) if part)
        title = shorten(self.title or self.text.lstrip().partition("\n")[0])
        return f"<Report {shorten(self.input_id or self.id)} {title!r}{f' ({about})' if about else ''}>"

    def host(self) -> str:
        """Return the host of the report's address, or ""."""
        try:
            return urlsplit(self.url or "").hostname or ""
        except ValueError:
            return ""

    def outlet(self) -> str:
        """Return the report's publisher, else the host of its address, else ""."""
        return self.publisher or self.host()


def canonical_text(text: str) -> str:
    r"""Make line ends `\n`, and NUL and lone surrogates U+FFFD one for one; change nothing else.

    >>> canonical_text("a\r\nb\x00")
    'a\nb�'
    """
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNSAFE)


def with_title(text: str, title: str | None) -> str:
    """Put the title and a blank line before a text that does not begin with it."""
    title = (title or "").strip()
    if not title or text.lstrip().startswith(title):
        return text
    return f"{title}\n\n{text}"


def web_address(report: Report) -> str:
    """Return the report's address, percent-encoded as needed; "" if a browser cannot open it."""
    try:
        parts = urlsplit(report.url or "")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return quote(report.url or "", safe="%/:?#[]@!$&'()*+,;=~-._")


def digest(*parts: str | None) -> str:
    """Hash parts so that no two lists of parts run into one another; 20 hexadecimal digits."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:20]


def document_id(text: str) -> str:
    """Identify a canonical text by its words alone."""
    return "d_" + hashlib.sha256(text.encode("utf-8")).hexdigest()[:20]


def make_report(  # noqa: PLR0913 - one keyword for each known field of a report
    text: str,
    *,
    input_id: str | None = None,
    url: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    byline: str | None = None,
    published: str | date | None = None,
    language: str | None = None,
) -> Report:
    """Build a report from raw text: canonical text, document and report identity.

    The same text from two outlets gives two reports of one document. Raises `UsageError` for a `published`
    that is no date.
    """
    published = None if published is None else check_date(published, "published")
    title = canonical_text(title).strip() if title else None
    text = with_title(canonical_text(text), title)
    document = document_id(text)
    host = urlsplit(url).hostname if url else None
    return Report(
        id="r_" + digest(document, publisher or host, url or input_id, published),
        document=document,
        input_id=input_id,
        url=url,
        publisher=publisher,
        title=title,
        byline=byline,
        published=published,
        language=language,
        text=text,
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
    )
