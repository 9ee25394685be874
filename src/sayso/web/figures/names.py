"""Names on a map, each with the zoom from which on it has room."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import element, percent

__all__ = ["Name", "base_names", "draw_names"]

# So many names of places with claims before the map is zoomed, of so many signs; a sign, one of a country's
# name and a line as shares of a picture 600 dots wide.
_NAMED, _LONGEST, _SIGN, _CAPITAL, _LINE = 8, 24, 0.013, 0.022, 0.055
_BASEMAP = Path(__file__).parent.parent / "static" / "basemap"


class Name(NamedTuple):
    """Name of the point x, y (shares of the width and height), which needs a zoom of at least `least`.

    It stands `aside` dots from its point, on the side with room, or over it. `look` is its class.
    """

    words: str
    x: float
    y: float
    aside: int
    look: str
    least: float = 1.0

    def boxes(self, zoom: int) -> Iterator[tuple[str, float, float]]:
        """Yield text anchor, start and end of the words, on each side."""
        wide = _CAPITAL if self.look == "fig-country" else _SIGN
        long = (min(len(self.words), _LONGEST) + 2) * wide / zoom
        if self.aside:
            yield "start", self.x, self.x + long
            yield "end", self.x - long, self.x
        else:
            yield "middle", self.x - long / 2, self.x + long / 2


class _Room:
    """Room beside the names and signs that are there at one zoom."""

    def __init__(self, zoom: int) -> None:
        self._zoom = zoom
        self._line = _LINE / zoom
        self._taken = defaultdict[int, list[tuple[float, float, float]]](list)

    def take(self, start: float, end: float, y: float) -> None:
        """Leave no room there for others."""
        self._taken[int(y // self._line)].append((start, end, y))

    def take_sign(self, x: float, y: float) -> None:
        """Leave no room at a point."""
        self.take(x - _SIGN / self._zoom, x + _SIGN / self._zoom, y)

    def find(self, name: Name) -> str | None:
        """Take and return the side of a name that has room."""
        row = int(name.y // self._line)
        own = (name.x - _SIGN / self._zoom, name.x + _SIGN / self._zoom, name.y)
        near = [box for line in (row - 1, row, row + 1) for box in self._taken[line] if box != own]
        for side, start, end in name.boxes(self._zoom):
            is_free = all(abs(name.y - y) > self._line or start > to or end < since for since, to, y in near)
            is_inside = start > 0 and end < 1 and self._line / 2 < name.y < 1 - self._line / 2
            if is_inside and is_free:
                self.take(start, end, name.y)
                return side
        return None


def draw_names(names: Iterable[Name], points: Sequence[tuple[float, float]], zooms: Iterable[int]) -> Markup:
    """Return the names that have room at a zoom, the first before others; none covers one of the points.

    What has room at one zoom has it at every closer one.
    """
    wanted, placed = list(names), list[tuple[Name, str]]()
    drawn = []
    for zoom in zooms:
        room = _Room(zoom)
        for x, y in points:
            room.take_sign(x, y)
        for name, side in placed:
            start, end = next(ends for anchor, *ends in name.boxes(zoom) if anchor == side)
            room.take(start, end, name.y)
        for name in [name for name in wanted if name.least <= zoom]:
            is_full = zoom == 1 and name.look == "fig-place" and len(placed) == _NAMED
            found = None if is_full else room.find(name)
            if found:
                placed.append((name, found))
                wanted.remove(name)
                drawn.append(_draw(name, found, zoom))
    return Markup("").join(drawn)


def _draw(name: Name, side: str, zoom: int) -> Markup:
    aside = {"start": name.aside, "end": -name.aside, "middle": 0}[side]
    words = element("text", name.words[:_LONGEST], x=aside, y=4, text_anchor=side, class_=name.look)
    dot = element("circle", r=1.5, class_=name.look) if name.look == "fig-town" else ""
    place = {"x": percent(name.x), "y": percent(name.y), "overflow": "visible"}
    return element("svg", dot, words, data_zoom=zoom if zoom > 1 else None, **place)


@cache
def base_names() -> tuple[tuple[str, float, float, int], ...]:
    """Return name, longitude, latitude and rank of countries (0), capitals (1), cities (2) and towns (3).

    They are in order of rank, the largest first.
    """
    names = json.loads((_BASEMAP / "places.json").read_text(encoding="utf-8"))
    return tuple(sorted(((name, lon, lat, rank) for name, lon, lat, rank in names), key=lambda name: name[3]))
