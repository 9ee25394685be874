"""Map of claims: the land around them, a shape for each place, and a table of the places."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from sayso.web.figures.markup import element, embed, percent
from sayso.web.figures.shapes import SEVERAL, SHAPES, draw_legend

__all__ = ["Placed", "Whole", "draw_map"]

# Width to height, the least width in degrees, and the room around the outermost places.
_RATIO, _LEAST, _ROOM = 16 / 9, 6.0, 1.35
# Names on the picture: so many, of so many signs; a sign and a line as shares of a picture 600 dots wide.
_NAMED, _LONGEST, _SIGN, _LINE = 8, 24, 0.013, 0.055
# No picture shows the poles.
_NORTH, _SOUTH = 78.0, -58.0


class Placed(NamedTuple):
    """A claim or an event at a place, or several; without coordinates it is not on the map but counted.

    `id` marks the row of the page that it belongs to; `label` says in a few words what is claimed, `place`
    where; `status` is a slug of `descriptions.StatusWords`. A point whose rows all have one `href` is a link.
    """

    id: str
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

    def at(self, spot: _Spot) -> tuple[float, float]:
        return (spot.lon - self.left) / self.width, (self.top - spot.lat) / self.height


def draw_map(
    placed: Iterable[Placed],
    *,
    noun: str = "claim",
    whole: Whole | None = None,
    land: str = "/static/basemap/land.svg",
    base: str = "",
) -> Markup:
    """Return a figure: a map of the places, a legend of the statuses, and the number without a place.

    With `whole` the rows are counts of places, which are listed too: a claim may stand at several of them.
    `land` is the address of the picture of the land; `base` the folder of the files that the script loads, if
    not the one beside it.
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
        element("div", _picture(spots, words, land), class_="fig-stage fig-map-stage", data_stage=True),
        draw_legend(_legend(spots, known), noun, counted=whole is None),
        element("figcaption", words, element("b", without) if unplaced else "", " ", _SOURCE),
        _table(spots, noun) if whole else "",
        embed({"one": noun, "words": words, "points": [_point(row) for row in known]}),
        class_="fig fig-map",
        data_map=True,
        data_base=base or None,
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
    """Return claims by point, to four decimals (about ten metres); most first, so that few lie on top."""
    points: dict[tuple[float, float], list[Placed]] = {}
    for row in known:
        points.setdefault((round(row.lat or 0.0, 4), round(row.lon or 0.0, 4)), []).append(row)
    spots = [
        _Spot(lat, lon, rows[0].place, _by_status(rows), _link(rows)) for (lat, lon), rows in points.items()
    ]
    return sorted(spots, key=lambda spot: (-spot.number, spot.lat, spot.lon))


def _link(rows: list[Placed]) -> str | None:
    """Return the address of this site that all rows link to, if it is one."""
    href = rows[0].href or ""
    ours = href.startswith("/") and not href.startswith("//")
    return href if ours and all(row.href == href for row in rows) else None


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
        element("svg", *ground, **sheet),
        *(_sign(spot, view) for spot in spots),
        *_names(spots, view),
        class_="fig-svg fig-map-picture",
        role="group" if any(spot.href for spot in spots) else "img",
        aria_label=f"Map: {words}",
        width="100%",
        height="100%",
    )


def _sign(spot: _Spot, view: _View) -> Markup:
    x, y = view.at(spot)
    size = 0.85 + min(math.log10(spot.number), 2) * 0.35
    shape = SHAPES.get(spot.status, SEVERAL)
    word = f"{spot.number:,} {shape.word}" if spot.number > 1 else shape.word
    drawn = element(
        "g",
        element("title", f"{spot.place}: {word}"),
        element("circle", r=9, class_="fig-halo"),
        element("path", d=shape.path, fill_rule="evenodd", class_=f"shape shape-{spot.status}"),
        transform=f"scale({size:.2f})",
    )
    # Out of the order of the Tab key: what these lead to is listed beside the map.
    shown = element("a", drawn, href=spot.href, tabindex="-1") if spot.href else drawn
    return element("svg", shown, x=percent(x), y=percent(y), overflow="visible")


def _names(spots: list[_Spot], view: _View) -> Iterator[Markup]:
    """Yield the names of the places with most claims, on the side with room, without overlaps."""
    taken = [(x - _SIGN, x + _SIGN, y) for x, y in map(view.at, spots)]
    named = 0
    for spot in spots:
        (x, y), name = view.at(spot), spot.place[:_LONGEST]
        long = _SIGN * (len(name) + 2)
        for start, end, anchor, aside in ((x, x + long, "start", 14), (x - long, x, "end", -14)):
            rest = (room for room in taken if room != (x - _SIGN, x + _SIGN, y))
            clear = all(abs(y - b) > _LINE or start > to or end < since for since, to, b in rest)
            if name and named < _NAMED and start > 0 and end < 1 and clear:
                taken.append((start, end, y))
                named += 1
                words = element("text", name, x=aside, y=4, text_anchor=anchor, class_="fig-place")
                yield element("svg", words, x=percent(x), y=percent(y), overflow="visible")
                break


def _table(spots: list[_Spot], noun: str) -> Markup:
    """Return the places and their numbers as a table, for readers and screen readers."""
    heads = (element("th", word, scope="col") for word in ("place", f"{noun}s", "how far"))
    body = (
        element(
            "tr",
            element("th", _linked(element("bdi", spot.place), spot.href), scope="row"),
            element("td", f"{spot.number:,}"),
            element("td", _format_statuses(spot.statuses), class_="fig-words"),
        )
        for spot in spots
    )
    table = element("table", element("thead", element("tr", *heads)), element("tbody", *body))
    region = element("div", table, class_="fig-scroll", tabindex="0", role="region", aria_label="The places")
    return element("details", element("summary", "The places"), region, class_="fig-numbers")


def _linked(words: Markup, href: str | None) -> Markup:
    return element("a", words, href=href) if href else words


def _format_statuses(statuses: Counter[str]) -> str:
    ordered = [status for status in SHAPES if status in statuses] + sorted(statuses.keys() - SHAPES.keys())
    words = [(SHAPES[status].word if status in SHAPES else status, statuses[status]) for status in ordered]
    return ", ".join(f"{number:,} {word}" for word, number in words) if len(words) > 1 else words[0][0]


def _point(row: Placed) -> dict[str, object]:
    return {key: value for key, value in row._asdict().items() if value is not None and value != ""}
