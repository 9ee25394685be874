"""Renderer of the templates. All values that they print are made inert and escaped."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from sayso import __version__
from sayso.codebook import least_confidence
from sayso.markup import finish_value
from sayso.tables import as_words
from sayso.web.cross_descriptions import CROSS_TEMPLATE_FUNCTIONS
from sayso.web.descriptions import TEMPLATE_FUNCTIONS
from sayso.web.filters import query_string

__all__ = ["STATIC", "render", "show", "static_file"]

STATIC = Path(__file__).parent / "static"

_NAV = (
    ("/explore", "Explore"),
    ("/disagreements", "Disagreements"),
    ("/commitments", "Commitments"),
    ("/situations", "Situations"),
    ("/review", "Review"),
)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("sayso.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        finalize=finish_value,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        nav=_NAV,
        query=query_string,
        static=static_file,
        version=__version__,
        made_of=f"Made of claims that are at least {least_confidence():g} likely to be read right.",
        zip=zip,
        **TEMPLATE_FUNCTIONS,
        **CROSS_TEMPLATE_FUNCTIONS,
    )
    made.filters.update(number=lambda value: f"{value:,}", words=as_words, sentence=_sentence)
    return made


def _sentence(words: str) -> str:
    """Return the words of an error with a capital letter."""
    return words[:1].upper() + words[1:]


@cache
def static_file(name: str) -> str:
    """Return the address of a static file, which changes with its content."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"


def _address_of(request: Request) -> str:
    """Return the address to go back to; "/" after a form, whose address may only take POST."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def show(
    request: Request,
    template: str,
    known: Mapping[str, Any],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """Return a page."""
    return HTMLResponse(render(request, template, known), status, headers)


def render(request: Request, template: str, known: Mapping[str, Any]) -> str:
    """Return a rendered template."""
    theme = request.cookies.get("theme")
    frame = {
        "path": request.url.path,
        "theme": theme if theme in ("light", "dark") else "system",
        "back_to": _address_of(request),
    }
    return _environment().get_template(template).render(**{**frame, **known})
