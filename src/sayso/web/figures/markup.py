"""Elements of SVG and HTML with escaped text and attributes."""

import json
from typing import Any

from markupsafe import Markup, escape

from sayso.markup import make_inert

__all__ = ["element", "embed", "percent"]


def element(name: str, /, *inside: object, **attributes: object) -> Markup:
    """Return an element. Attributes that are None or False are left out; `_` in their names becomes `-`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(_attribute(key), "" if value is True else _inert(value))
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    content = Markup("").join(escape(_inert(part)) for part in inside)
    # The names are ours alone.
    return Markup(f"<{name}{written}>{content}</{name}>")  # noqa: S704


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def embed(payload: Any) -> Markup:  # noqa: ANN401 - whatever JSON holds
    """Return hidden JSON for a script of the page; nothing in it can end its element.

    It is in no script element, as those are dropped when a part of a page is replaced.
    """
    text = json.dumps(_inert(payload), ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f"<data hidden>{text}</data>")  # noqa: S704 - escaped above


def _inert(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return make_inert(value)
    if isinstance(value, dict):
        return {key: _inert(part) for key, part in value.items()}
    return [_inert(part) for part in value] if isinstance(value, list) else value


def percent(part: float) -> str:
    """Return a share of the width, so that a picture fits any width and its letters keep their size."""
    return f"{100 * part:.2f}%"
