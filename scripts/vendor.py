"""Fetches what each `vendor.toml` names, checked against the lock beside it.

    python scripts/vendor.py            # fetch what vendor.lock.json pins
    python scripts/vendor.py --update   # pin anew what vendor.toml asks for

Needs npm, which is asked for nothing but the packages as they are: no script of theirs is run.
"""

import argparse
import base64
import hashlib
import json
import subprocess
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Where a list lies, and where beside it the files go.
PLACES = {ROOT / "src" / "sayso" / "web": "static/vendor", ROOT / "tests" / "browser": "vendor"}


def main() -> None:
    """Fetch every package, or pin it anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the lock anew")
    update = parser.parse_args().update
    for place, goal in PLACES.items():
        fetch_all(place, place / goal, update=update)


def fetch_all(place: Path, goal: Path, *, update: bool) -> None:
    """Fetch what one list names."""
    wanted, held = tomllib.loads((place / "vendor.toml").read_text()), place / "vendor.lock.json"
    lock = {} if update else json.loads(held.read_text())
    for name, package in wanted.items():
        lock[name] = fetch(package, goal / name, None if update else lock[name])
        print(f"{package['package']} {package['version']}: {len(lock[name]['files'])} files")
    held.write_text(json.dumps(lock, indent=2) + "\n")


def fetch(package: dict, goal: Path, pinned: dict | None) -> dict:
    """Put the files of one package in place; its hashes. Ends where they are not those that are pinned."""
    with tempfile.TemporaryDirectory() as folder:
        order = ["npm", "pack", "--silent", f"{package['package']}@{package['version']}"]
        subprocess.run(order, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own list
        (archive,) = Path(folder).glob("*.tgz")
        integrity = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        with tarfile.open(archive) as packed:
            contents = {file: packed.extractfile(f"package/{file}").read() for file in package["files"]}
    made = {
        "version": package["version"],
        "integrity": integrity,
        "files": {Path(file).name: hashlib.sha256(held).hexdigest() for file, held in contents.items()},
    }
    if pinned is not None and made != pinned:
        raise SystemExit(f"{goal.name} is not what vendor.lock.json pins: nothing of it was written")
    goal.mkdir(parents=True, exist_ok=True)
    for file, held in contents.items():
        (goal / Path(file).name).write_bytes(held)
    return made


if __name__ == "__main__":
    main()
