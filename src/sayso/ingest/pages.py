"""HTML pages: extraction of the report's own text."""

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from msgspec.structs import replace

from sayso.errors import TooLargeError
from sayso.ingest.limits import (
    MAX_ATTRIBUTES,
    MAX_COMPARED_ELEMENTS,
    MAX_INLINE_ELEMENTS,
    MAX_PAGE_ATTRIBUTES,
    MAX_PAGE_BYTES,
    MAX_PAGE_ELEMENTS,
    MAX_REPORT_BYTES,
)
from sayso.ingest.metadata import Metadata, report_of
from sayso.ingest.page_metadata import find_metadata
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
# Start tags with too many attributes; what stands in comments, scripts and the like is no tag.
_CROWDED = re.compile(
    rf"""
    (?P<tag><[a-z][^\s/>]*+)
    (?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]*+))?+){{{MAX_ATTRIBUTES + 1},}}+
  | <!--(?:-?>|.*?(?:--!?>|\Z))
  | <(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b.*?(?:</(?P=raw)|\Z)
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


class Page(Struct, frozen=True, kw_only=True):
    """One page: its bytes as they came, their text, and its metadata.

    `address` is where it was found; the page may name a tidier one. `given` comes from whoever hands the page
    in and goes before what the page says of itself; `fallback` stands in where both say nothing.
    """

    markup: str
    content: bytes
    media_type: str = "text/html"
    address: str | None = None
    given: Metadata = Metadata()
    fallback: Metadata = Metadata()


def read_page(page: Page, where: str) -> Iterator[Taken]:
    """Yield the page's bytes, its refusals, and its report, in this order.

    A page without an article becomes a report of its title alone, after a refusal. Raises `TooLargeError`.
    """
    if len(page.content) > MAX_PAGE_BYTES:
        raise TooLargeError(f"the page is larger than {MAX_PAGE_BYTES // 1_000_000} MB", where=where)
    facts, body = _take_out(page, where)
    metadata = page.given.or_else(facts).or_else(page.fallback)
    report = report_of(_without_title(body, metadata.title), metadata)
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
    """Return the text of the article in a page, a blank line between paragraphs; empty if there is none."""
    tree = _parse(markup)
    return "" if tree is None else _article(tree)[1]


def fragment_text(markup: str) -> str:
    """Return all the text of an HTML fragment, a blank line between its blocks.

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
            pieces.append(_collapse_whitespace((element.text if event == "start" else element.tail) or ""))
    return _paragraphs("".join(pieces))


def find_feeds(markup: str, address: str) -> list[str]:
    """Return the addresses of the feeds that a page names."""
    tree = _parse(markup)
    links = [] if tree is None else tree.xpath("//link[@rel='alternate' and @href]")
    named = (link.get("href") for link in links if _FEED_TYPE.search(link.get("type") or ""))
    return [urljoin(address, href.strip()) for href in named]


def _take_out(page: Page, where: str) -> tuple[Metadata, str]:
    """Return the metadata that the page declares, and the article's text."""
    tree = _parse(page.markup)
    if tree is None:
        return Metadata(url=page.address), ""
    elements = _count_elements(tree, where)
    facts = find_metadata(tree, page.given.url or page.address)
    found, body = _article(tree, compare=elements <= MAX_COMPARED_ELEMENTS)
    if len(body) > MAX_REPORT_BYTES:
        raise TooLargeError(
            f"the text has {len(body):,} characters; {MAX_REPORT_BYTES:,} is the limit", where=where
        )
    # What stands over the article goes before what the page calls itself in its head.
    metadata = replace(facts, title=found.title or facts.title).or_else(found)
    return replace(metadata, title=_bare_title(metadata.title, metadata.publisher)), body


def _count_elements(tree: "HtmlElement", where: str) -> int:
    """Return the number of elements; raises `TooLargeError` if extraction would take minutes."""
    elements = inline = 0
    for element in tree.iter():
        elements += 1
        if len(element) > MAX_INLINE_ELEMENTS:
            inline = max(inline, sum(child.tag in _INLINE for child in element))
    for found, limit, name in (
        (elements, MAX_PAGE_ELEMENTS, "elements"),
        (int(tree.xpath("count(//@*)")), MAX_PAGE_ATTRIBUTES, "attributes"),
        (inline, MAX_INLINE_ELEMENTS, "links and the like in one element"),
    ):
        if found > limit:
            raise TooLargeError(f"the page has {found:,} {name}; {limit:,} is the limit", where=where)
    return elements


def _parse(markup: str) -> "HtmlElement | None":
    """Parse a page; None where there is no element in it. Elements with too many attributes lose them."""
    from lxml.etree import ParserError, XMLSyntaxError
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", collect_ids=False, remove_comments=True, remove_pis=True)
    markup = _CROWDED.sub(lambda found: found["tag"] or found.group(), markup)
    try:
        return document_fromstring(canonical_text(markup).encode(), parser=parser)
    except (ParserError, XMLSyntaxError):
        return None


def _article(tree: "HtmlElement", *, compare: bool = True) -> tuple[Metadata, str]:
    """Return the metadata (guessed where not declared) and the body that trafilatura finds.

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
        return Metadata(), ""
    if found is None:
        return Metadata(), ""
    byline = (found.author or "").replace("; ", ", ") or None
    return Metadata(title=found.title, byline=byline, publisher=found.sitename), _paragraphs(found.text or "")


def _load_extractor() -> Any:  # noqa: ANN401 - a function of a package without usable types
    """Return trafilatura's extractor, without its log message for every page that it finds nothing in."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    from trafilatura import bare_extraction

    return bare_extraction


def _paragraphs(text: str) -> str:
    lines = (line.strip() for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def _collapse_whitespace(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _bare_title(title: str | None, publisher: str | None) -> str | None:
    """Return the title without the outlet's name at its end."""
    if not title or not publisher:
        return title
    *before, last = _SUFFIX.split(title)
    if before and _letters(last) == _letters(publisher):
        return title[: title.rindex(last)].rstrip(" |·•–—-")
    return title


def _without_title(body: str, title: str | None) -> str:
    """Return the body without a first line that repeats the title, which is put before it anyway."""
    first, _, rest = body.partition("\n\n")
    return rest if title and _letters(first) == _letters(title) else body


def _letters(text: str) -> str:
    return _LETTERS.sub("", text).casefold()
