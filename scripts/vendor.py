"""Fetches what `src/sayso/web/vendor.toml` names into `static/vendor`, checked against the lock beside it.

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

WEB = Path(__file__).parent.parent / "src" / "sayso" / "web"
LOCK = WEB / "vendor.lock.json"


def main() -> None:
    """Fetch every package, or pin it anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--update", action="store_true", help="write the lock anew")
    update = parser.parse_args().update
    wanted = tomllib.loads((WEB / "vendor.toml").read_text())
    lock = {} if update else json.loads(LOCK.read_text())
    for name, package in wanted.items():
        pinned = fetch(name, package, None if update else lock[name])
        lock[name] = pinned
        print(f"{package['package']} {package['version']}: {len(pinned['files'])} files")
    LOCK.write_text(json.dumps(lock, indent=2) + "\n")


def fetch(name: str, package: dict, pinned: dict | None) -> dict:
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
        raise SystemExit(f"{name} is not what vendor.lock.json pins: nothing of it was written")
    goal = WEB / "static" / "vendor" / name
    goal.mkdir(parents=True, exist_ok=True)
    for file, held in contents.items():
        (goal / Path(file).name).write_bytes(held)
    return made


if __name__ == "__main__":
    main()
