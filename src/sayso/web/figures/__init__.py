"""Pictures of rows, drawn where the page is made: maps, days, values. No script is needed to see them.

A reader sees the same picture with and without JavaScript, on paper and in a feed. A script adds the title of
a mark where it is pointed at, the arrow keys, and zoom (docs/adr/0014-figures-drawn-once.md).
"""

from sayso.web.figures.days import Dated, draw_days
from sayso.web.figures.maps import Placed, Whole, draw_map, spot_id, spot_of
from sayso.web.figures.shapes import draw_shape
from sayso.web.figures.values import Valued, draw_values, values_of

__all__ = [
    "Dated",
    "Placed",
    "Valued",
    "Whole",
    "draw_days",
    "draw_map",
    "draw_shape",
    "draw_values",
    "spot_id",
    "spot_of",
    "values_of",
]
