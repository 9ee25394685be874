"""Pictures of rows, drawn where the page is made: maps, days, values. No script is needed to see them.

The pictures are the main thing and scripts only make them handier: what a reader sees without JavaScript, on
paper and in a feed is the same picture from the same counts, and no page waits for a megabyte of code.
"""

from sayso.web.figures.days import Dated, draw_days
from sayso.web.figures.maps import Placed, draw_map
from sayso.web.figures.shapes import draw_shape
from sayso.web.figures.values import Valued, draw_values, values_of

__all__ = ["Dated", "Placed", "Valued", "draw_days", "draw_map", "draw_shape", "draw_values", "values_of"]
