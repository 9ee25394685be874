"""A page of the site asks nobody but its own host: found is what would load from elsewhere."""

import re
from html.parser import HTMLParser
from pathlib import Path

__all__ = ["find_requests"]

# Elements whose addresses a browser loads by itself; `a` leads elsewhere only when it is clicked.
_LOADED = {"script", "link", "img", "source", "iframe", "video", "audio", "embed", "object", "track", "input"}
_ADDRESSES = {"src", "href", "srcset", "data", "poster"}
# Kinds of `link` that name an address without loading it.
_NAMING = {"canonical", "alternate", "license", "author"}
_OFF_SITE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_STYLE_ADDRESS = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^\"')\s]+)", re.IGNORECASE)


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += _STYLE_ADDRESS.findall(given.get("style", ""))
        if tag not in _LOADED or (tag == "link" and _NAMING & set(given.get("rel", "").split())):
            return
        self.found += [
            value for name, value in given.items() if name in _ADDRESSES and _OFF_SITE.match(value.strip())
        ]


def find_requests(site: Path) -> list[str]:
    """What pages and style sheets under `site` would load from other hosts, as "file: address"."""
    found = []
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        loads = _Loads()
        loads.feed(text)
        found += [f"{page.relative_to(site)}: {one}" for one in loads.found]
    for sheet in sorted(site.rglob("*.css")):
        text = sheet.read_text(encoding="utf-8")
        found += [f"{sheet.relative_to(site)}: {one}" for one in _STYLE_ADDRESS.findall(text)]
    return found
