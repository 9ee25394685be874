"""Makes the base map of the pages from Natural Earth, as npm's world-atlas has it, and from the gazetteer.

    python scripts/basemap.py

Writes `src/sayso/web/static/basemap`: `land.svg` (land and borders), `places.json` (names of countries and
towns), and `SOURCE.toml`, which says from what they were made and gives their hashes. Needs npm, of whose
package no script is run, and `pip install antimeridian==0.4.9`.
"""

import base64
import hashlib
import json
import sqlite3
import subprocess
import tarfile
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import antimeridian
from shapely.geometry import MultiPolygon, Polygon

Point = tuple[float, float]
Arc = list[Point]
Rings = list[Arc]

ROOT = Path(__file__).parent.parent
GOAL = ROOT / "src" / "sayso" / "web" / "static" / "basemap"
GAZETTEER = ROOT / "src" / "sayso" / "gazetteer" / "gazetteer.sqlite"

PACKAGE = "world-atlas@2.0.2"
INTEGRITY = "sha512-IXfV0qwlKXpckz1FhwXVwKRjiIhOnWttOskm5CtxMsjgE/MXAYRHWJqgXOpM8IkcPBoXnyTU5lFHcYa5ChG0LQ=="

# Degrees. At 1 to 50 million a coast is off by more than 0.01 anyway. A map is 6 degrees across or more,
# where 0.03 are three dots of 600, and 1.5 if it is zoomed.
SLACK = 0.03
# South of this there is ice alone.
SOUTH = -60.0
# Towns of at least so many people are named on the map, and the capitals.
TOWN = 300_000


def main() -> None:
    """Make all files."""
    atlas, licence = fetch()
    arcs = unpack(atlas)
    GOAL.mkdir(parents=True, exist_ok=True)
    made = {
        "places.json": json.dumps(places(), separators=(",", ":"), ensure_ascii=False),
        "land.svg": picture(atlas, arcs),
        "LICENSE": licence,
    }
    for name, text in made.items():
        (GOAL / name).write_text(text, encoding="utf-8")
        print(f"{name}: {len(text.encode()):,} bytes")
    (GOAL / "SOURCE.toml").write_text(describe(made), encoding="utf-8")


def fetch() -> tuple[dict, str]:
    """The atlas of the package and its licence."""
    with tempfile.TemporaryDirectory() as folder:
        order = ["npm", "pack", "--silent", PACKAGE]
        subprocess.run(  # noqa: S603 - our own words
            order, cwd=folder, check=True, stdout=subprocess.DEVNULL
        )
        (archive,) = Path(folder).glob("*.tgz")
        found = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != INTEGRITY:
            raise SystemExit(f"{PACKAGE} is {found}, not what this script pins: nothing was written")
        with tarfile.open(archive) as packed:
            atlas = json.load(packed.extractfile("package/countries-50m.json"))
            licence = packed.extractfile("package/LICENSE").read().decode()
    return atlas, licence


def unpack(atlas: dict) -> list[Arc]:
    """The arcs in degrees."""
    (scale_x, scale_y), (left, bottom) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for packed in atlas["arcs"]:
        x = y = 0
        arc = []
        for step_x, step_y in packed:
            x, y = x + step_x, y + step_y
            arc.append((x * scale_x + left, y * scale_y + bottom))
        arcs.append(arc)
    return arcs


def thin(arc: Arc, slack: float) -> Arc:
    """An arc without the points within `slack` of the line between their neighbours (Douglas, Peucker)."""
    kept, parts = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    if arc[0] == arc[-1] and len(arc) > 3:
        # A ring has no line to begin with: it is cut at the point farthest from where it closes.
        far = max(range(len(arc)), key=lambda at: abs(arc[at][0] - arc[0][0]) + abs(arc[at][1] - arc[0][1]))
        kept.add(far)
        parts = [(0, far), (far, len(arc) - 1)]
    while parts:
        first, last = parts.pop()
        off, at = max(
            ((away(arc[n], arc[first], arc[last]), n) for n in range(first + 1, last)), default=(0, 0)
        )
        if off > slack:
            kept.add(at)
            parts += [(first, at), (at, last)]
    return [arc[at] for at in sorted(kept)]


def away(point: Point, start: Point, end: Point) -> float:
    """How far a point lies from the line between two others."""
    run, rise = end[0] - start[0], end[1] - start[1]
    length = (run * run + rise * rise) ** 0.5
    if not length:
        return ((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5
    return abs(run * (start[1] - point[1]) - (start[0] - point[0]) * rise) / length


def polygons(shape: dict) -> list:
    """The polygons of a shape, each a list of rings, each a list of arcs."""
    return shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]


def land_of(atlas: dict, arcs: list[Arc]) -> Iterator[Rings]:
    """The polygons of land north of the ice; what reaches over 180 degrees is cut in two there."""
    for shape in atlas["objects"]["land"]["geometries"]:
        for polygon in polygons(shape):
            rings = [joined(ring, arcs) for ring in polygon]
            if max(y for _, y in rings[0]) > SOUTH:
                yield from cut(rings)


def joined(ring: list[int], arcs: list[Arc]) -> Arc:
    """The points of a ring."""
    points: Arc = []
    for one in ring:
        arc = arcs[one] if one >= 0 else arcs[~one][::-1]
        points += arc[bool(points) :]
    return points


def cut(rings: Rings) -> Iterator[Rings]:
    """A polygon, or its parts on both edges of the sheet: drawn whole it is a line around the world."""
    if len(rings[0]) < 4:
        return
    if not any(abs(b[0] - a[0]) > 180 for ring in rings for a, b in pairwise(ring)):
        yield rings
        return
    fixed = antimeridian.fix_polygon(Polygon(rings[0], rings[1:]), fix_winding=True)
    for part in fixed.geoms if isinstance(fixed, MultiPolygon) else [fixed]:
        yield [list(ring.coords) for ring in (part.exterior, *part.interiors)]


def borders_of(atlas: dict) -> list[int]:
    """The arcs that two countries share."""
    countries = atlas["objects"]["countries"]["geometries"]
    times = Counter(one for country in countries for one in arcs_of(country))
    shores = {one for land in atlas["objects"]["land"]["geometries"] for one in arcs_of(land)}
    return sorted(one for one, count in times.items() if count > 1 and one not in shores)


def arcs_of(shape: dict) -> set[int]:
    """The numbers of the arcs of a shape, whichever way they run."""
    return {one if one >= 0 else ~one for polygon in polygons(shape) for ring in polygon for one in ring}


def places() -> list[list]:
    """Countries and towns: name, longitude, latitude, rank (0 country, 1 capital, 2 a million, 3 a town)."""
    rows = (
        sqlite3.connect(f"file:{GAZETTEER}?mode=ro", uri=True)
        .execute(
            "SELECT name, lon / 10000.0, lat / 10000.0, feature, population FROM place "
            "WHERE feature IN ('PCLI', 'PPLC') OR (feature = 'PPL' AND population >= ?) "
            "ORDER BY population DESC, id",
            (TOWN,),
        )
        .fetchall()
    )
    ranks = {"PCLI": 0, "PPLC": 1}
    return [
        [name, round(lon, 2), round(lat, 2), ranks.get(feature, 2 if people >= 1_000_000 else 3)]
        for name, lon, lat, feature, people in rows
    ]


def picture(atlas: dict, arcs: list[Arc]) -> str:
    """Land and borders as a path each in hundredths of a degree, south downwards, to be used by their ids."""
    thinned = [thin(arc, SLACK) for arc in arcs]
    land = "".join(
        outline(ring) + "z" for rings in land_of(atlas, thinned) for ring in rings if len(ring) > 3
    )
    borders = "".join(outline(thinned[one]) for one in borders_of(atlas))
    # A page that uses them cannot say this of them: it is not inherited.
    thin_lines = 'vector-effect="non-scaling-stroke"'
    paths = f'<path id="land" {thin_lines} d="{land}"/><path id="borders" {thin_lines} d="{borders}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg">{paths}</svg>\n'


def outline(arc: Arc) -> str:
    """A line as an SVG path, left open."""
    points = [(round(x * 100), round(-y * 100)) for x, y in arc]
    steps = "".join(f"{b[0] - a[0]},{b[1] - a[1]} " for a, b in pairwise(points) if a != b)
    return f"M{points[0][0]},{points[0][1]}l{steps.rstrip()}" if steps else ""


def describe(made: dict[str, str]) -> str:
    """What the files were made from."""
    name, version = PACKAGE.split("@")
    hashes = "\n".join(
        f'"{file}" = "{hashlib.sha256(text.encode()).hexdigest()}"' for file, text in made.items()
    )
    return f"""# Written by scripts/basemap.py.
[borders]
of = "Natural Earth, 1:50 million (public domain)"
package = "{name}"
version = "{version}"
licence = "ISC"
integrity = "{INTEGRITY}"

[places]
of = "GeoNames, through src/sayso/gazetteer (NOTICES.md)"
licence = "CC BY 4.0"

[sha256]
{hashes}
"""


if __name__ == "__main__":
    main()
