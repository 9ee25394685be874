"""The documents build strictly, and the pages ask no other host."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from docs_site.offsite import find_requests

ROOT = Path(__file__).parents[2]
_HREF = re.compile(r'<(?:a|link|script|img)\b[^>]*?\b(?:href|src)="?([^"\s>]+)')
_ID = re.compile(r'\b(?:id|name)="?([^"\s>]+)')


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("material", reason="the site needs the group docs: pip install --group docs")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_site_asks_no_other_host(site: Path) -> None:
    assert (site / "index.html").exists()
    assert find_requests(site) == []


def test_site_has_every_document(site: Path) -> None:
    documents = [path.relative_to(ROOT / "docs").with_suffix(".html") for path in ROOT.glob("docs/**/*.md")]
    assert not [path for path in documents if not (site / path).exists()]
    assert (site / "models/encoder.html").exists()
    assert (site / "project/results.html").exists()


def test_site_has_no_dead_link(site: Path) -> None:
    pages = {
        path: path.read_text(encoding="utf-8") for path in site.rglob("*.html") if path.name != "404.html"
    }
    ids = {path: set(_ID.findall(text)) for path, text in pages.items()}
    dead = []
    for path, text in pages.items():
        for address in _HREF.findall(text):
            target, _, anchor = unquote(address).partition("#")
            if re.match(r"[a-z]+:", target):
                continue
            goal = (path.parent / target).resolve() if target else path
            if not goal.exists() or (
                anchor and goal in ids and anchor not in ids[goal] and anchor != "__skip"
            ):
                dead.append(f"{path.relative_to(site)}: {address}")
    assert not dead


@pytest.mark.parametrize(
    "loaded",
    [
        '<script src="https://cdn.example/a.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/a.css">',
        '<img src="http://host.example/a.png">',
        '<p style="background: url(https://host.example/a.png)">',
    ],
)
def test_what_loads_from_another_host_is_found(tmp_path: Path, loaded: str) -> None:
    (tmp_path / "a.html").write_text(f"<html>{loaded}</html>")
    assert len(find_requests(tmp_path)) == 1


@pytest.mark.parametrize(
    "kept",
    [
        '<a href="https://host.example/">elsewhere</a>',
        '<script src="assets/a.js"></script>',
        '<link rel="canonical" href="https://host.example/a.html">',
    ],
)
def test_what_only_leads_elsewhere_is_left_alone(tmp_path: Path, kept: str) -> None:
    (tmp_path / "a.html").write_text(f"<html>{kept}</html>")
    assert find_requests(tmp_path) == []


def test_style_sheet_that_loads_from_another_host_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text('@import "https://fonts.example/a.css";')
    assert len(find_requests(tmp_path)) == 1
