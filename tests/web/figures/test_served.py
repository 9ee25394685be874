"""The files behind the figures: pinned, licensed, small, and nothing in them leads away from the site."""

import hashlib
import json
import re
import tomllib
from itertools import accumulate, pairwise

from sayso.web.renderer import STATIC

OURS = ("map.js", "timeline.js", "selecting.js", "theme.js", "figures.css")
BASEMAP = STATIC / "basemap"


def test_base_map_is_what_its_script_made() -> None:
    source = tomllib.loads((BASEMAP / "SOURCE.toml").read_text())
    there = {path.name for path in BASEMAP.iterdir()} - {"SOURCE.toml"}
    assert there == source["sha256"].keys()
    for name, known in source["sha256"].items():
        assert hashlib.sha256((BASEMAP / name).read_bytes()).hexdigest() == known


def test_scripts_and_style_name_no_other_site() -> None:
    for name in OURS:
        text = (STATIC / name).read_text().replace("http://www.w3.org/2000/svg", "")
        assert "://" not in text, name
        assert not re.search(
            r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|setHTML\b", text
        ), name
    assert "url(" not in (STATIC / "figures.css").read_text()


def test_map_and_plot_are_less_than_three_megabytes() -> None:
    folders = [STATIC / "vendor" / name for name in ("maplibre-gl", "plot", "d3")] + [BASEMAP]
    assert sum(path.stat().st_size for folder in folders for path in folder.iterdir()) < 3_000_000


def test_land_and_borders_are_a_path_each_and_the_world_a_topology() -> None:
    assert re.fullmatch(
        r'<svg xmlns="[^"]+"><path id="land" vector-effect="non-scaling-stroke" d="[-Mlz0-9, ]+"/>'
        r'<path id="borders" vector-effect="non-scaling-stroke" d="[-Ml0-9, ]+"/></svg>\n',
        (BASEMAP / "land.svg").read_text(),
    )
    world = json.loads((BASEMAP / "world.json").read_text())
    used = {abs(n) if n >= 0 else ~n for shape in world["objects"].values() for n in _numbers(shape["arcs"])}
    assert used == set(range(len(world["arcs"])))


def test_no_line_of_the_base_map_runs_around_the_world() -> None:
    """What reaches over 180 degrees is cut there, and the cut is no coast."""
    world = json.loads((BASEMAP / "world.json").read_text())
    step, left = world["transform"]["scale"][0], world["transform"]["translate"][0]
    arcs = [[x * step + left for x in accumulate(x for x, _ in arc)] for arc in world["arcs"]]
    assert max(abs(b - a) for arc in arcs for a, b in pairwise(arc)) < 90
    assert not [one for (one,) in world["objects"]["coasts"]["arcs"] if min(map(abs, arcs[one])) > 179.99]
    lines = re.findall(r"M(-?\d+),-?\d+l([-0-9, ]+)", (BASEMAP / "land.svg").read_text())
    assert len(lines) > 1000
    for start, steps in lines:
        across = [int(one.split(",")[0]) for one in steps.split()]
        assert all(abs(x) < 9_000 for x in across)
        assert all(abs(x) <= 18_000 for x in accumulate(across, initial=int(start)))


def _numbers(nest):
    if isinstance(nest, int):
        return [nest]
    return [number for one in nest for number in _numbers(one)]
