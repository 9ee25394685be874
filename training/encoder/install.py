"""Copy an exported model into the package and name its version by the hash of its files."""

import argparse
import hashlib
import json
import shutil
from pathlib import Path

from sayso.heads import WEIGHTS

PATHS = ("base", "out", "init", "weak")
FILES = ("encoder.int8.onnx", "heads.npz", "tokenizer.json")


def main() -> None:
    """Install the model, and print its version."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    model = parser.parse_args().model
    WEIGHTS.mkdir(exist_ok=True)
    settings = json.loads((model / "config.json").read_text())
    settings.pop("version", None)
    for name in PATHS:  # no path of the machine it was trained on
        settings["trained"]["args"][name] = Path(settings["trained"]["args"][name]).name
    digest = hashlib.sha256()
    for name in FILES:
        digest.update((model / name).read_bytes())
        shutil.copy(model / name, WEIGHTS)
    digest.update(json.dumps(settings, sort_keys=True).encode())
    settings["version"] = digest.hexdigest()[:12]
    (WEIGHTS / "config.json").write_text(json.dumps(settings, indent=1) + "\n")
    print(settings["version"], WEIGHTS)


if __name__ == "__main__":
    main()
