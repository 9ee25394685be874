"""Text of reports made inert before it is printed into HTML; Jinja escapes it after that."""

from typing import Any

from markupsafe import Markup

from sayso.codebook import code_points

__all__ = ["finish_value", "make_inert"]

# One sign for one, so that offsets hold. Controls are shown as their pictures (U+2400 and on), or as U+FFFD;
# so are the marks that turn the direction of writing around: each text has its own direction all the same.
_TABLE = {
    **{code: 0x2421 if code == 0x7F else 0x2400 + code for code in code_points("pictured") - {9, 10}},
    **dict.fromkeys(code_points("controls", "directions", "annotations", "tags") | {0xFFFE, 0xFFFF}, 0xFFFD),
}


def make_inert(text: str) -> str:
    """Return a text without control and direction characters."""
    return text.translate(_TABLE)


def finish_value(value: Any) -> Any:  # noqa: ANN401 - whatever a template prints
    """Return a value as a template prints it: None as nothing, a text made inert."""
    if value is None:
        return ""
    return make_inert(value) if isinstance(value, str) and not isinstance(value, Markup) else value
