"""Map of claims: the land around them, a shape for each place, and a table of the places."""

import math
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from sayso.model import Toponym
from sayso.web.figures.markup import draw_mark, element, link_within, percent
from sayso.web.figures.names import Name, base_names, draw_names
from sayso.web.figures.shapes import SEVERAL, SHAPES, draw_legend

__all__ = ["Placed", "Whole", "draw_map", "spot_id", "spot_of"]

# Width to height, the least width in degrees, and the room around the outermost places.
_RATIO, _LEAST, _ROOM = 16 / 9, 6.0, 1.35
# Width at which the map can be zoomed in no further: below, coasts are crude.
_CLOSEST = 1.5
# Names of other places, to find one's way by.
_AROUND = 120
# The width in degrees from which on countries, capitals, cities and towns are named.
_WIDEST = (240.0, 30.0, 15.0, 7.0)
# Claims of one place in the table; the page has them all.
_LISTED = 20
# No picture shows the poles.
_NORTH, _SOUTH = 78.0, -58.0


class Placed(NamedTuple):
    """A claim or an event at a place, or several; without coordinates it is not on the map but counted.

    `label` says in a few words what is claimed, `place` where; `status` is a slug of
    `descriptions.StatusWords`. A point whose rows all have one `href` leads there, any other to its row of
    the table.
    """

    label: str
    place: str
    status: str
    lat: float | None = None
    lon: float | None = None
    href: str | None = None
    number: int = 1


class Whole(NamedTuple):
    """Numbers of all claims with a place and of all places, if the rows are only the largest places."""

    claims: int
    places: int


class _Spot(NamedTuple):
    """All claims at one point."""

    lat: float
    lon: float
    place: str
    statuses: Counter[str]
    href: str | None
    rows: tuple[Placed, ...]

    @property
    def id(self) -> str:
        return spot_id(self.lat, self.lon)

    @property
    def status(self) -> str:
        return next(iter(self.statuses)) if len(self.statuses) == 1 else "several"

    @property
    def number(self) -> int:
        return self.statuses.total()


class _View(NamedTuple):
    left: float
    top: float
    width: float
    height: float

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        return (lon - self.left) / self.width, (self.top - lat) / self.height

    @property
    def zooms(self) -> list[int]:
        """Powers of two by which the map can be zoomed."""
        return [2**n for n in range(int(math.log2(max(self.width / _CLOSEST, 1))) + 1)]


def spot_id(lat: float, lon: float) -> str:
    """Return the id of the element of a point, to four decimals (about ten metres); -0.0 is 0.0."""
    return f"at-{round(lat, 4) + 0.0:.4f},{round(lon, 4) + 0.0:.4f}"


def spot_of(places: Iterable[Toponym], drawn: Container[str] | None = None) -> str | None:
    """Return the id of the first point of some places, of those that are drawn if it is said which."""
    ids = (
        spot_id(place.lat, place.lon) for place in places if place.lat is not None and place.lon is not None
    )
    return next((id for id in ids if drawn is None or id in drawn), None)


def draw_map(
    placed: Iterable[Placed],
    *,
    noun: str = "claim",
    whole: Whole | None = None,
    land: str = "/static/basemap/land.svg",
) -> Markup:
    """Return a figure: a map of the places, a legend of the statuses, a table, and how many have no place.

    With `whole` the rows are counts of places: a claim may stand at several of them. `land` is the address of
    the picture of the land.
    """
    rows = list(placed)
    known = [row for row in rows if row.lat is not None and row.lon is not None]
    unplaced = sum(row.number for row in rows) - sum(row.number for row in known)
    if not known:
        return element("p", f"None of the {unplaced:,} {noun}s has a place on the map.", class_="fig-empty")
    spots = _spots(known)
    words = _summary(spots, noun, whole)
    without = f" {unplaced:,} {noun}{'s are' if unplaced != 1 else ' is'} not on the map: no known place."
    return element(
        "figure",
        element("div", _picture(spots, words, land), class_="fig-stage fig-map-stage"),
        draw_legend(_legend(spots, known), noun, counted=whole is None),
        element("figcaption", words, element("b", without) if unplaced else "", " ", _SOURCE),
        _table(spots, noun),
        class_="fig fig-map",
    )


def _legend(spots: list[_Spot], known: list[Placed]) -> Counter[str]:
    """Return the numbers of claims by status, and of places with claims of several."""
    return _by_status(known) + Counter(spot.status for spot in spots if spot.status == "several")


def _by_status(rows: list[Placed]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.status] += row.number
    return counts


_SOURCE = element(
    "small",
    "Coasts and borders: Natural Earth, as held in fact; no view on who is right. Names: GeoNames.",
)


def _spots(known: list[Placed]) -> list[_Spot]:
    """Return claims by point; most first, so that few lie on top."""
    points: dict[tuple[float, float], list[Placed]] = {}
    for row in known:
        points.setdefault((round(row.lat or 0.0, 4), round(row.lon or 0.0, 4)), []).append(row)
    spots = [
        _Spot(lat, lon, rows[0].place, _by_status(rows), _link(rows), tuple(rows))
        for (lat, lon), rows in points.items()
    ]
    return sorted(spots, key=lambda spot: (-spot.number, spot.lat, spot.lon))


def _link(rows: list[Placed]) -> str | None:
    """Return the address of this site that all rows link to, if it is one."""
    href = link_within(rows[0].href)
    return href if all(row.href == href for row in rows) else None


def _summary(spots: list[_Spot], noun: str, whole: Whole | None) -> str:
    claims, places = whole or Whole(sum(spot.number for spot in spots), len(spots))
    most = spots[0]
    head = f"{claims:,} {noun}{'s' * (claims != 1)} at {places:,} place{'s' * (places != 1)}"
    if places == 1:
        return f"{head}: {most.place}."
    drawn = f" Drawn: the {len(spots):,} with most." if len(spots) < places else ""
    return f"{head}; most at {most.place} ({most.number:,}).{drawn}"


def _frame(spots: list[_Spot]) -> _View:
    """Return the part of the world to show: 16 to 9 on the page, true to shape in its middle."""
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
    box = " ".join(f"{100 * degrees:.0f}" for degrees in (view.left, -view.top, view.width, view.height))
    ground = [element("use", href=f"{land}#{layer}", class_=f"fig-{layer}") for layer in ("land", "borders")]
    sheet = {"viewBox": box, "preserveAspectRatio": "none", "width": "100%", "height": "100%"}
    return element(
        "svg",
        element("svg", *ground, class_="fig-ground", **sheet),
        draw_names(
            [*_names_of(spots, view), *_names_around(spots, view)],
            [view.at(spot.lat, spot.lon) for spot in spots],
            view.zooms,
        ),
        *(_sign(spot, view) for spot in spots),
        class_="fig-svg fig-map-picture",
        role="group",
        aria_label=f"Map: {words}",
        width="100%",
        height="100%",
        data_most=view.zooms[-1],
    )


def _sign(spot: _Spot, view: _View) -> Markup:
    x, y = view.at(spot.lat, spot.lon)
    size = 0.85 + min(math.log10(spot.number), 2) * 0.35
    shape = SHAPES.get(spot.status, SEVERAL)
    word = f"{spot.number:,} {shape.word}" if spot.number > 1 else shape.word
    drawn = element(
        "g",
        element("circle", r=9, class_="fig-halo"),
        element("path", d=shape.path, fill_rule="evenodd", class_=f"shape shape-{spot.status}"),
        transform=f"scale({size:.2f})",
    )
    statuses = " ".join({spot.status: 0, **spot.statuses})
    mark = draw_mark(
        f"{spot.place}: {word}",
        drawn,
        href=spot.href or f"#in-{spot.id}",
        id=spot.id,
        data_kind=statuses,
    )
    return element("svg", mark, x=percent(x), y=percent(y), overflow="visible")


def _names_of(spots: list[_Spot], view: _View) -> Iterator[Name]:
    for spot in spots:
        if spot.place:
            yield Name(spot.place, *view.at(spot.lat, spot.lon), 14, "fig-place")


def _names_around(spots: list[_Spot], view: _View) -> Iterator[Name]:
    known, number = {spot.place for spot in spots}, 0
    for words, lon, lat, rank in base_names():
        x, y = view.at(lat, lon)
        least = view.width / _WIDEST[rank]
        is_short = len(words) <= 20
        if 0 < x < 1 and 0 < y < 1 and least <= view.zooms[-1] and is_short and words not in known:
            yield Name(words, x, y, 6 if rank else 0, "fig-town" if rank else "fig-country", least)
            number += 1
        if number == _AROUND:
            return


def _table(spots: list[_Spot], noun: str) -> Markup:
    """Return the places and what is claimed of them as a table, for readers and screen readers."""
    heads = (element("th", word, scope="col") for word in ("place", f"{noun}s", "how far"))
    body = (
        element(
            "tr",
            element("th", _linked(element("bdi", spot.place), spot.href), scope="row"),
            element("td", f"{spot.number:,}"),
            element("td", _said(spot), class_="fig-words"),
            id=f"in-{spot.id}",
        )
        for spot in spots
    )
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *body))
    region = element("div", table, class_="fig-scroll", tabindex="0", role="region", aria_label="The places")
    return element("details", element("summary", "The places"), region, class_="fig-numbers")


def _linked(words: str | Markup, href: str | None) -> str | Markup:
    return element("a", words, href=href) if href else words


def _said(spot: _Spot) -> Markup | str:
    """Return the claims of a place as links, or the statuses of those that are only counted."""
    rows = [row for row in spot.rows if row.label]
    if not rows:
        return _format_statuses(spot.statuses)
    listed = [
        element(
            "li",
            _linked(element("bdi", row.label), link_within(row.href)),
            " ",
            element("small", SHAPES[row.status].word if row.status in SHAPES else row.status),
        )
        for row in rows[:_LISTED]
    ]
    left = len(rows) - _LISTED
    return element("ul", *listed, element("li", f"and {left:,} more") if left > 0 else "")


def _format_statuses(statuses: Counter[str]) -> str:
    ordered = [status for status in SHAPES if status in statuses] + sorted(statuses.keys() - SHAPES.keys())
    words = [(SHAPES[status].word if status in SHAPES else status, statuses[status]) for status in ordered]
    return ", ".join(f"{number:,} {word}" for word, number in words) if len(words) > 1 else words[0][0]
