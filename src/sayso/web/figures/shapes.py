"""A shape for each status, beside its word, so that nothing hangs on colour."""

from typing import NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import element

__all__ = ["SEVERAL", "SHAPES", "Shape", "draw_legend", "draw_shape"]


class Shape(NamedTuple):
    """Word for a status, and an outline around 0,0, about 14 wide, filled by the even-odd rule."""

    word: str
    path: str


def _circle(radius: float) -> str:
    return f"M{-radius},0a{radius},{radius} 0 1,0 {2 * radius},0a{radius},{radius} 0 1,0 {-2 * radius},0z"


_RING = _circle(7) + _circle(5)

# In the order in which figures show them; the keys are the slugs of `descriptions.StatusWords`.
SHAPES = {
    "occurred": Shape("occurred", _circle(7)),
    "ongoing": Shape("ongoing", _RING + "M0,-5a5,5 0 0,0 0,10z"),
    "planned": Shape("planned", _RING),
    "demanded": Shape("demanded", "M0,-8.5L8.5,0L0,8.5L-8.5,0zM0,-5.2L-5.2,0L0,5.2L5.2,0z"),
    "hypothetical": Shape(
        "hypothetical",
        "M-4.6,-3.2a4.6,4.4 0 1,1 6.1,4.1v1.7h-2.6v-3.6h.9a2.1,2 0 1,0 -2,-2.2zM-1.2,4.6h2.8v2.8h-2.8z",
    ),
    "negated": Shape(
        "negated",
        "M-6.8,-4.6L-4.6,-6.8L0,-2.2L4.6,-6.8L6.8,-4.6L2.2,0L6.8,4.6L4.6,6.8L0,2.2L-4.6,6.8L-6.8,4.6L-2.2,0z",
    ),
}
# A place whose claims differ in status.
SEVERAL = Shape("of several statuses", "M-6.5,-6.5h13v13h-13z")


def draw_shape(status: str, size: int = 14) -> Markup:
    """Return a shape for a line of text, beside its word."""
    shape = SHAPES.get(status, SEVERAL)
    path = element("path", d=shape.path, fill_rule="evenodd")
    box = {"viewBox": "-9 -9 18 18", "width": size, "height": size}
    return element("svg", path, class_=f"shape shape-{status}", aria_hidden="true", **box)


def draw_legend(counts: dict[str, int], noun: str = "claim", *, counted: bool = True) -> Markup:
    """Return the shapes, words and counts of the statuses."""
    known = [(status, SHAPES.get(status, SEVERAL)) for status in (*SHAPES, "several") if counts.get(status)]
    return element(
        "ul",
        *(
            element(
                "li",
                draw_shape(status),
                " ",
                element("span", shape.word),
                " ",
                element("b", f"{counts[status]:,}") if counted and status != "several" else "",
                data_only=status,
            )
            for status, shape in known
        ),
        class_="fig-legend",
        aria_label=f"{noun}s by status",
    )
