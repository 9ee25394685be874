"""Where claims are: a picture of the land around them with a shape for each place, and the places' list."""

import math
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import element, embed, percent
from sayso.web.figures.shapes import SEVERAL, SHAPES, draw_legend

__all__ = ["Placed", "draw_map"]

# Width to height, the least width in degrees, and the room around the outermost places.
_RATIO, _LEAST, _ROOM = 16 / 9, 6.0, 1.35
# No picture shows the poles.
_NORTH, _SOUTH = 78.0, -58.0


class Placed(NamedTuple):
    """A claim or an event at a place; without coordinates it is not on the map but counted.

    `id` marks the row of the page that it belongs to; `label` says in a few words what is claimed, `place`
    where; `status` is a slug of `wording.StatusWords`.
    """

    id: str
    label: str
    place: str
    status: str
    lat: float | None = None
    lon: float | None = None
    href: str | None = None


class _Spot(NamedTuple):
    """All that is at one point."""

    lat: float
    lon: float
    place: str
    status: str
    number: int


class _View(NamedTuple):
    left: float
    top: float
    width: float
    height: float

    def at(self, spot: _Spot) -> tuple[float, float]:
        return (spot.lon - self.left) / self.width, (self.top - spot.lat) / self.height


def draw_map(
    placed: Iterable[Placed],
    *,
    one: str = "claim",
    land: str = "/static/basemap/land.svg",
    base: str = "",
) -> Markup:
    """A figure: a map of the places, the statuses in words, how many have no place.

    `land` is the address of the picture of the land; `base` the folder of the files that the script loads, if
    not the one beside it.
    """
    rows = list(placed)
    known = [row for row in rows if row.lat is not None and row.lon is not None]
    unplaced = len(rows) - len(known)
    if not known:
        return element("p", f"None of the {unplaced:,} {one}s has a place on the map.", class_="fig-empty")
    spots = _spots(known)
    words = _summary(known, spots, one)
    without = f" {unplaced:,} {one}{'s are' if unplaced != 1 else ' is'} not on the map: no known place."
    return element(
        "figure",
        element("div", _picture(spots, words, land), class_="fig-stage fig-map-stage", data_stage=True),
        draw_legend(Counter(row.status for row in known), one),
        element("figcaption", words, element("b", without) if unplaced else "", " ", _SOURCE),
        embed({"one": one, "words": words, "points": [_point(row) for row in known]}),
        class_="fig fig-map",
        data_map=True,
        data_base=base or None,
    )


_SOURCE = element(
    "small",
    "Coasts and borders: Natural Earth, as held in fact; no view on who is right. Names: GeoNames.",
)


def _spots(known: list[Placed]) -> list[_Spot]:
    """Claims by point, to four decimals (about ten metres); most claims first, so that few lie on top."""
    points: dict[tuple[float, float], list[Placed]] = {}
    for row in known:
        points.setdefault((round(row.lat or 0.0, 4), round(row.lon or 0.0, 4)), []).append(row)
    spots = [
        _Spot(lat, lon, rows[0].place, _common({row.status for row in rows}), len(rows))
        for (lat, lon), rows in points.items()
    ]
    return sorted(spots, key=lambda spot: (-spot.number, spot.lat, spot.lon))


def _common(statuses: set[str]) -> str:
    return statuses.pop() if len(statuses) == 1 else "several"


def _summary(known: list[Placed], spots: list[_Spot], one: str) -> str:
    where = f"{len(spots):,} place{'s' * (len(spots) != 1)}"
    most = spots[0]
    head = f"{len(known):,} {one}{'s' * (len(known) != 1)} at {where}"
    return f"{head}; most at {most.place} ({most.number:,})." if len(spots) > 1 else f"{head}: {most.place}."


def _frame(spots: list[_Spot]) -> _View:
    """The part of the world to show: 16 to 9 on the sheet, which is true to shape at its middle."""
    lats, lons = [spot.lat for spot in spots], [spot.lon for spot in spots]
    middle = (min(lats) + max(lats)) / 2
    squeeze = max(math.cos(math.radians(middle)), 0.25)
    width = max((max(lons) - min(lons)) * _ROOM, (max(lats) - min(lats)) * _ROOM * _RATIO / squeeze, _LEAST)
    width = min(width, 360.0)
    height = min(width * squeeze / _RATIO, _NORTH - _SOUTH)
    top = min(max(middle + height / 2, _SOUTH + height), max(_NORTH, max(lats) + 1))
    left = min(max((min(lons) + max(lons)) / 2 - width / 2, -180.0), 180.0 - width)
    return _View(left, top, width, height)


def _picture(spots: list[_Spot], words: str, land: str) -> Markup:
    view = _frame(spots)
    box = " ".join(f"{100 * one:.0f}" for one in (view.left, -view.top, view.width, view.height))
    ground = element("use", href=f"{land}#land", class_="fig-land")
    sheet = {"viewBox": box, "preserveAspectRatio": "none", "width": "100%", "height": "100%"}
    return element(
        "svg",
        element("svg", ground, **sheet),
        *(_sign(spot, view) for spot in spots),
        class_="fig-svg fig-map-picture",
        role="img",
        aria_label=f"Map: {words}",
        width="100%",
        height="100%",
    )


def _sign(spot: _Spot, view: _View) -> Markup:
    x, y = view.at(spot)
    size = 0.85 + min(math.log10(spot.number), 2) * 0.35
    shape = SHAPES.get(spot.status, SEVERAL)
    word = f"{spot.number} {shape.word}" if spot.number > 1 else shape.word
    drawn = element(
        "g",
        element("title", f"{spot.place}: {word}"),
        element("circle", r=9, class_="fig-halo"),
        element("path", d=shape.path, fill_rule="evenodd", class_=f"shape shape-{spot.status}"),
        transform=f"scale({size:.2f})",
    )
    return element("svg", drawn, x=percent(x), y=percent(y), overflow="visible")


def _point(row: Placed) -> dict[str, object]:
    return {key: value for key, value in row._asdict().items() if value is not None}
