"""Renderer of the templates. All values that they print are made inert and escaped."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sayso import __version__
from sayso.codebook import code_points, least_confidence, read_codebook
from sayso.tables import as_words
from sayso.web.cross_descriptions import CROSS_TEMPLATE_FUNCTIONS
from sayso.web.descriptions import TEMPLATE_FUNCTIONS
from sayso.web.filters import query_string

__all__ = ["STATIC", "make_inert", "render", "show", "static_file"]

STATIC = Path(__file__).parent / "static"

# One sign for one, so that offsets hold. Controls are shown as their pictures (U+2400 and on), or as U+FFFD;
# so are the marks that turn the direction of writing around: each text has its own direction all the same.
_TABLE = {
    **{code: 0x2421 if code == 0x7F else 0x2400 + code for code in code_points("pictured") - {9, 10}},
    **dict.fromkeys(code_points("controls", "directions", "annotations", "tags") | {0xFFFE, 0xFFFF}, 0xFFFD),
}

_NAV = (
    ("/explore", "Explore"),
    ("/changes", "Changes"),
    ("/disagreements", "Disagreements"),
    ("/commitments", "Commitments"),
    ("/situations", "Situations"),
    ("/review", "Review"),
)


def make_inert(text: str) -> str:
    """Return a text without control and direction characters."""
    return text.translate(_TABLE)


def _finish(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    if value is None:
        return ""
    return make_inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("sayso.web"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        finalize=_finish,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        nav=_NAV,
        query=query_string,
        static=static_file,
        version=__version__,
        made_of=f"Made of claims that are at least {least_confidence():g} likely to be read right.",
        least=f"{least_confidence():g}",
        surely=f"{read_codebook('confidence')['sure']:g}",
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
