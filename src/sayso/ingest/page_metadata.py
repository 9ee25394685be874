"""Metadata that a page declares: its date, authors, outlet, language and address.

Only declared metadata are taken (schema.org's JSON-LD, meta elements, microdata, the address). A date that
merely stands somewhere in the page is none of these: it may be another report's.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from sayso.ingest.dates import parse_stamp
from sayso.ingest.metadata import Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["canonical_address", "find_metadata", "tidy_language"]

# schema.org's kinds of articles: all end so, but for these.
_ARTICLE = re.compile(r"Article$|Posting$|^(?:Report|Liveblog)", re.IGNORECASE)
# Names of meta elements, in the order in which they are trusted.
_DATES = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time",
    "datepublished", "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued",
    "dc.date.created", "dcterms.created", "dcterms.date", "dc.date", "pubdate", "publishdate", "publish-date",
    "publish_date", "publication_date", "publicationdate", "originalpublicationdate", "date.created",
    "article_date_original", "cxenseparse:recs:publishtime", "date",
)  # fmt: skip
_AUTHORS = (
    "author",
    "article:author_name",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "byline",
)
_OUTLETS = ("dc.publisher", "cre", "application-name")
# What content systems write for an author that nobody entered.
_NOBODY = frozenset({"admin", "administrator", "user", "none", "null"})
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*", re.IGNORECASE)
_DAY_IN_PATH = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=/|-|$)")
_BY = re.compile(r"^\s*by\s+", re.IGNORECASE)
# A name longer than this is a text in the wrong field.
_MAX_NAME = 200
# No page needs more JSON-LD, and each is parsed.
_MAX_SCRIPTS = 50


def find_metadata(tree: "HtmlElement", address: str | None) -> Metadata:
    """Return the metadata that a page declares. `address` is where it was found, if that is known."""
    meta = _read_meta(tree)
    article = next(_articles(tree), {})
    return Metadata(
        url=canonical_address(tree, address),
        title=_first((meta.get("og:title", ()), tree.xpath("/html/head/title/text()")), _name),
        publisher=_outlet(article, meta),
        byline=_authors(article, meta),
        published=_published(tree, article, meta, address),
        language=_language(tree, article, meta),
    )


def canonical_address(tree: "HtmlElement", address: str | None) -> str | None:
    """Return the canonical address that the page names; else the address it was found at.

    A page may name another host's address as its own; that is believed only where none is known.
    """
    named: list[str] = [
        *tree.xpath("//link[@rel='canonical']/@href"),
        *tree.xpath("//meta[@property='og:url']/@content"),
    ]
    return _first([named], lambda value: _same_page(value, address)) or address


def _same_page(value: str, address: str | None) -> str | None:
    """Return the address that a page names, if it may be its own."""
    try:
        named, found = urlsplit(urljoin(address or "", value.strip())), urlsplit(address or "")
    except ValueError:
        return None
    if named.scheme not in ("http", "https") or not named.hostname:
        return None
    # To name the home page is a mistake that sites make on all their pages.
    is_home = not named.path.strip("/") and found.path.strip("/") != ""
    may_be = found.hostname in (None, named.hostname) and not is_home
    return named._replace(fragment="").geturl() if may_be else None


def tidy_language(value: str | None) -> str | None:
    """Return a BCP 47 tag in its usual form, or None.

    >>> tidy_language("en_US"), tidy_language("English!")
    ('en-US', None)
    """
    tag = (value or "").strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _read_meta(tree: "HtmlElement") -> dict[str, list[str]]:
    """Return the content of the meta elements by name or property, in lower case."""
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = (element.get("content") or "").strip()
        for key in ("property", "name", "itemprop"):
            name = (element.get(key) or "").strip().lower()
            if name and content:
                meta.setdefault(name, []).append(content)
    return meta


def _articles(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """Yield the articles that the page's JSON-LD describes; broken JSON is skipped."""
    for script in tree.xpath("//script[@type='application/ld+json']")[:_MAX_SCRIPTS]:
        try:
            value = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        for node in _nodes(value):
            if any(_ARTICLE.search(kind) for kind in _strings(node.get("@type"))):
                yield node


def _nodes(value: object) -> Iterator[dict[str, Any]]:
    """Yield the objects of a JSON-LD document: one, a list of them, or a graph."""
    for node in value if isinstance(value, list) else [value]:
        if isinstance(node, dict):
            yield node
            graph = node.get("@graph")
            yield from (
                child for child in (graph if isinstance(graph, list) else ()) if isinstance(child, dict)
            )


def _strings(value: object) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _names(value: object) -> list[str]:
    """Return the names of persons or organisations, in any of the forms that pages use."""
    found = []
    for node in value if isinstance(value, list) else [value]:
        found += _strings(node.get("name")) if isinstance(node, dict) else _strings(node)
    return found


def _outlet(article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    """Return the site's name; for a wire text, schema.org's publisher is often the agency."""
    groups = (meta.get("og:site_name", ()), _names(article.get("publisher")))
    return _first((*groups, *(meta.get(name, ()) for name in _OUTLETS)), _name)


def _authors(article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    for names in (_names(article.get("author")), *(meta.get(name, ()) for name in _AUTHORS)):
        tidy = dict.fromkeys(
            name for author in names if (name := _name(_BY.sub("", author))) and name.lower() not in _NOBODY
        )
        if tidy:
            return ", ".join(tidy)
    return None


def _name(value: str) -> str | None:
    """Return a name in one line; an address is none ("https://www.facebook.com/...")."""
    name = " ".join(value.split())
    return name if 0 < len(name) <= _MAX_NAME and "://" not in name and not name.startswith("@") else None


def _first(groups: Iterable[Iterable[str]], check: Callable[[str], str | None]) -> str | None:
    return next((good for group in groups for value in group if (good := check(value))), None)


def _published(
    tree: "HtmlElement", article: dict[str, Any], meta: dict[str, list[str]], address: str | None
) -> str | None:
    microdata = tree.xpath("//*[@itemprop='datePublished']/@datetime | //time[@pubdate]/@datetime")
    groups = (_strings(article.get("datePublished")), *(meta.get(name, ()) for name in _DATES), microdata)
    return _first(groups, parse_stamp) or _day_in(address) or _day_in(canonical_address(tree, address))


def _day_in(address: str | None) -> str | None:
    """Return the day in an address (/2019/11/20/), which on news sites is the date of publication."""
    found = _DAY_IN_PATH.search(urlsplit(address).path) if address else None
    return parse_stamp(f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}") if found else None


def _language(tree: "HtmlElement", article: dict[str, Any], meta: dict[str, list[str]]) -> str | None:
    root = tree.xpath("/html/@lang | /html/@xml:lang | /html/@*[local-name()='lang']")
    groups = (root, _strings(article.get("inLanguage")), meta.get("og:locale", ()), meta.get("language", ()))
    return _first(groups, tidy_language)
