"""The files behind the figures: pinned, small, and nothing in them leads away from the site."""

import hashlib
import re
import tomllib
from itertools import accumulate

from sayso.web.renderer import STATIC

OURS = ("figures.js", "figures.css")
BASEMAP = STATIC / "basemap"


def test_base_map_is_what_its_script_made() -> None:
    source = tomllib.loads((BASEMAP / "SOURCE.toml").read_text())
    there = {path.name for path in BASEMAP.iterdir()} - {"SOURCE.toml"}
    assert there == source["sha256"].keys()
    for name, known in source["sha256"].items():
        assert hashlib.sha256((BASEMAP / name).read_bytes()).hexdigest() == known


def test_scripts_and_style_name_no_other_site() -> None:
    for name in OURS:
        text = (STATIC / name).read_text()
        assert "://" not in text, name
        assert not re.search(
            r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|setHTML\b", text
        ), name
    assert "url(" not in (STATIC / "figures.css").read_text()


def test_pictures_ask_for_a_quarter_of_a_megabyte() -> None:
    served = [STATIC / "figures.js", STATIC / "figures.css", BASEMAP / "land.svg"]
    assert sum(path.stat().st_size for path in served) < 250_000


def test_land_and_borders_are_a_path_each() -> None:
    assert re.fullmatch(
        r'<svg xmlns="[^"]+"><path id="land" vector-effect="non-scaling-stroke" d="[-Mlz0-9, ]+"/>'
        r'<path id="borders" vector-effect="non-scaling-stroke" d="[-Ml0-9, ]+"/></svg>\n',
        (BASEMAP / "land.svg").read_text(),
    )


def test_no_line_of_the_base_map_runs_around_the_world() -> None:
    """What reaches over 180 degrees is cut there."""
    lines = re.findall(r"M(-?\d+),-?\d+l([-0-9, ]+)", (BASEMAP / "land.svg").read_text())
    assert len(lines) > 1000
    for start, steps in lines:
        across = [int(one.split(",")[0]) for one in steps.split()]
        assert all(abs(x) < 9_000 for x in across)
        assert all(abs(x) <= 18_000 for x in accumulate(across, initial=int(start)))
