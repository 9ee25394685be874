"""What of other people's code is served is pinned, licensed, and all there is."""

import hashlib
import json
import tomllib
from pathlib import Path

import sayso.web

WEB = Path(sayso.web.__file__).parent
VENDOR = WEB / "static" / "vendor"


def test_vendored_files_are_those_that_are_pinned() -> None:
    wanted = tomllib.loads((WEB / "vendor.toml").read_text())
    lock = json.loads((WEB / "vendor.lock.json").read_text())
    assert wanted.keys() == lock.keys()
    there = {str(path.relative_to(VENDOR)) for path in VENDOR.rglob("*") if path.is_file()}
    pinned = {f"{name}/{file}": known for name, one in lock.items() for file, known in one["files"].items()}
    assert there == pinned.keys()
    for file, known in pinned.items():
        assert hashlib.sha256((VENDOR / file).read_bytes()).hexdigest() == known


def test_every_package_has_version_licence_and_reason() -> None:
    for name, one in tomllib.loads((WEB / "vendor.toml").read_text()).items():
        assert {"package", "version", "licence", "why", "files"} <= one.keys(), name
        assert list((VENDOR / name).glob("LICENSE*")), name
