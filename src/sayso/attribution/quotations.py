"""Style of speech by its quotation marks: direct, indirect or mixed."""

from sayso.model import Span, Style
from sayso.model.quotations import Quotation, overlapping

__all__ = ["style_of"]

# The scorer's limits: nine tenths in quotation marks is direct, none at all indirect.
_DIRECT = 0.9


def _quoted_share(spans: tuple[Span, ...], quotations: tuple[Quotation, ...]) -> float:
    """Return the share of the characters of `spans` that stands in quotations."""
    total = sum(span.end - span.start for span in spans)
    inside = sum(
        min(span.end, quotation.end) - max(span.start, quotation.start)
        for span in spans
        for quotation in overlapping(quotations, span.start, span.end)
    )
    return inside / total if total else 0.0


def style_of(content: tuple[Span, ...], quotations: tuple[Quotation, ...]) -> Style:
    """Distinguish direct, indirect and mixed speech by the share of a content in quotation marks."""
    share = _quoted_share(content, quotations)
    if share >= _DIRECT:
        return Style.DIRECT
    return Style.MIXED if share > 0 else Style.INDIRECT
