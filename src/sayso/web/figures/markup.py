"""Elements of SVG and HTML, whose text and attributes are escaped whatever they hold."""

import json
from typing import Any

from markupsafe import Markup, escape

from sayso.web.showing import make_inert

__all__ = ["element", "embed", "percent"]


def element(name: str, /, *inside: object, **attributes: object) -> Markup:
    """An element. Attributes that are None or False are left out; `_` in their names stands for `-`."""
    written = Markup("").join(
        Markup(' {}="{}"').format(_attribute(key), "" if value is True else _inert(value))
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    held = Markup("").join(escape(_inert(one)) for one in inside)
    # The names are ours alone.
    return Markup(f"<{name}{written}>{held}</{name}>")  # noqa: S704


def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def embed(payload: Any) -> Markup:  # noqa: ANN401 - whatever JSON holds
    """JSON for a script of the page to read; nothing in it can end its element."""
    text = json.dumps(_inert(payload), ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(f'<script type="application/json">{text}</script>')  # noqa: S704 - escaped above


def _inert(value: Any) -> Any:  # noqa: ANN401 - whatever JSON holds
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return make_inert(value)
    if isinstance(value, dict):
        return {key: _inert(one) for key, one in value.items()}
    return [_inert(one) for one in value] if isinstance(value, list) else value


def percent(part: float) -> str:
    """A share of the width, so that a picture fits any width and its letters keep their size."""
    return f"{100 * part:.2f}%"
