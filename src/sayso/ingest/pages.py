"""HTML pages: the report's own words out of all that a page holds."""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from msgspec.structs import replace

from sayso.errors import TooLargeError
from sayso.ingest.known import Known, report_of
from sayso.ingest.limits import MAX_COMPARED_ELEMENTS, MAX_PAGE_BYTES, MAX_PAGE_ELEMENTS, MAX_REPORT_BYTES
from sayso.ingest.page_facts import find_facts
from sayso.ingest.refusal import Refusal
from sayso.model.base import Struct
from sayso.model.raw import Raw
from sayso.model.report import Report, canonical_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Page", "Taken", "extract_body", "find_feeds", "fragment_text", "read_page"]

Taken = Raw | Report | Refusal

_LETTERS = re.compile(r"[\W_]+")
# "Troops leave base | The Tigris Post"
_SUFFIX = re.compile(r"\s+[|·•–—-]+\s+")
_FEED_TYPE = re.compile(r"\b(?:rss|atom)\+xml\b", re.IGNORECASE)
_INLINE = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font"}
    | {"i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub"}
    | {"sup", "time", "tt", "u", "var", "wbr"}
)
_SILENT = frozenset(
    {"script", "style", "head", "noscript", "template", "iframe", "object", "svg", "form", "button", "select"}
)


class Page(Struct, frozen=True, kw_only=True):
    """One page: its bytes as they came, their text, and what is known of it.

    `address` is where it was found; the page may name a tidier one. `given` comes from whoever hands the page
    in and goes before what the page says of itself; `fallback` stands in where both say nothing.
    """

    markup: str
    content: bytes
    media_type: str = "text/html"
    address: str | None = None
    given: Known = Known()
    fallback: Known = Known()


def read_page(page: Page, where: str) -> Iterator[Taken]:
    """The page's bytes, what is to be told of it, and its report, in this order.

    A page without an article is a report of its title alone, and this is told. Raises `TooLargeError`.
    """
    if len(page.content) > MAX_PAGE_BYTES:
        raise TooLargeError(f"the page is larger than {MAX_PAGE_BYTES // 1_000_000} MB", where=where)
    facts, body = _take_out(page, where)
    known = page.given.or_else(facts).or_else(page.fallback)
    report = report_of(_without_title(body, known.title), known)
    yield Raw(report=report.id, media_type=page.media_type, content=page.content)
    if not body:
        yield Refusal(
            where=where,
            code="no-article",
            message="no running text was found in this page; it is kept with its title alone",
            help="give the text itself",
            report=report.id,
        )
    yield report


def extract_body(markup: str) -> str:
    """The text of the article in a page, a blank line between its paragraphs; empty where there is none."""
    tree = _parse(markup)
    return "" if tree is None else _article(tree)[1]


def fragment_text(markup: str) -> str:
    """All the text of a piece of HTML, a blank line between its blocks.

    >>> fragment_text("<p>Troops left <b>Mosul</b>.</p><p>Others stayed.<script>x</script>")
    'Troops left Mosul.\\n\\nOthers stayed.'
    """
    from lxml.etree import iterwalk

    tree = _parse(f"<div>{markup}</div>")
    if tree is None:
        return ""
    pieces: list[str] = []
    silent = 0
    for event, element in iterwalk(tree, events=("start", "end")):
        pieces.append("" if element.tag in _INLINE else "\n")
        silent += (element.tag in _SILENT) * (1 if event == "start" else -1)
        if not silent:
            pieces.append(_in_one_line((element.text if event == "start" else element.tail) or ""))
    return _paragraphs("".join(pieces))


def find_feeds(markup: str, address: str) -> list[str]:
    """The addresses of the feeds that a page names."""
    tree = _parse(markup)
    links = [] if tree is None else tree.xpath("//link[@rel='alternate' and @href]")
    named = (link.get("href") for link in links if _FEED_TYPE.search(link.get("type") or ""))
    return [urljoin(address, one.strip()) for one in named]


def _take_out(page: Page, where: str) -> tuple[Known, str]:
    """What the page says of itself, and the article's text."""
    tree = _parse(page.markup)
    if tree is None:
        return Known(url=page.address), ""
    elements = sum(1 for _ in tree.iter())
    if elements > MAX_PAGE_ELEMENTS:
        raise TooLargeError(
            f"the page has {elements:,} elements; {MAX_PAGE_ELEMENTS:,} is the limit", where=where
        )
    facts = find_facts(tree, page.given.url or page.address)
    found, body = _article(tree, compare=elements <= MAX_COMPARED_ELEMENTS)
    if len(body) > MAX_REPORT_BYTES:
        raise TooLargeError(
            f"the text has {len(body):,} characters; {MAX_REPORT_BYTES:,} is the limit", where=where
        )
    # What stands over the article goes before what the page calls itself in its head.
    known = replace(facts, title=found.title or facts.title).or_else(found)
    return replace(known, title=_bare_title(known.title, known.publisher)), body


def _parse(markup: str) -> "HtmlElement | None":
    """Parse a page; None where there is no element in it."""
    from lxml.etree import ParserError, XMLSyntaxError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(canonical_text(markup).encode(), parser=parser)
    except (ParserError, XMLSyntaxError):
        return None


def _article(tree: "HtmlElement", *, compare: bool = True) -> tuple[Known, str]:
    """What trafilatura finds: title, authors and outlet (guessed where not declared), and the body.

    `compare` lets it try other extractors beside its own.

    Any exception is caught: its heuristics run over whatever the web holds, and one page must not cost the
    rest. The page then counts as one without an article.
    """
    extract = _load_extractor()
    try:
        # Precision first: a line of another report would be read as this one's claims.
        found = extract(
            tree, favor_precision=True, include_comments=False, with_metadata=True, fast=not compare
        )
    except Exception:
        logging.getLogger("sayso").debug("trafilatura failed", exc_info=True)
        return Known(), ""
    if found is None:
        return Known(), ""
    byline = (found.author or "").replace("; ", ", ") or None
    return Known(title=found.title, byline=byline, publisher=found.sitename), _paragraphs(found.text or "")


def _load_extractor() -> Any:  # noqa: ANN401 - a function of a package without usable types
    """trafilatura's extractor, which otherwise would talk of every page that it finds nothing in."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    from trafilatura import bare_extraction

    return bare_extraction


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def _in_one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _bare_title(title: str | None, publisher: str | None) -> str | None:
    """The title without the outlet's name at its end."""
    if not title or not publisher:
        return title
    *before, last = _SUFFIX.split(title)
    if before and _letters(last) == _letters(publisher):
        return title[: title.rindex(last)].rstrip(" |·•–—-")
    return title


def _without_title(body: str, title: str | None) -> str:
    """The body without a first line that says the title again; the title is put before it as it is."""
    first, _, rest = body.partition("\n\n")
    return rest if title and _letters(first) == _letters(title) else body


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
