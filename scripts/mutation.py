"""Mutation test of one module: the share of its mutants that the module's own tests kill.

    python scripts/mutation.py src/sayso/heads/arithmetic.py tests/heads/test_arithmetic.py

Needs mutmut (`pip install mutmut==3.8.1`) beside the development environment. Works in a copy of the source
and of the tests, which is removed at the end. With `--show` the diff of each survivor is printed too. Of a
large module a sample is enough: names of mutants end in a number, and `--only "*7"` takes a tenth of them.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
COPIED = ("src", "tests", "benchmarks", "examples")
# mutmut stores the exit code of the tests for each mutant: pytest's, its own, or that of a signal. A mutant
# that never ends is stopped at a limit of processor time (signal 24) and counts as killed.
KILLED = {1: "killed", 3: "killed", 36: "timeout", -24: "timeout"}
MUTMUT = [sys.executable, "-m", "mutmut"]


def main() -> None:
    """Run mutmut on one module and print the share of mutants killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("module", help="path of the module, from the root of the repository")
    parser.add_argument("tests", nargs="+", help="test files, or single tests as pytest names them")
    parser.add_argument("--show", action="store_true", help="print the diff of each survivor")
    parser.add_argument("--only", action="append", default=[], help="pattern of the mutants to test")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for part in COPIED:
            shutil.copytree(REPOSITORY / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        configure(folder, arguments.module, arguments.tests)
        environment = {**os.environ, "PYTHONPATH": str(folder / "src")}
        run = [*MUTMUT, "run", "--max-children", "1", *arguments.only]
        subprocess.run(run, cwd=folder, env=environment, check=False)  # noqa: S603
        codes = read_exit_codes(folder, arguments.module)
        survivors = [mutant for mutant, code in codes.items() if code not in KILLED]
        counts = Counter(KILLED.get(code, "survived") for code in codes.values())
        share = 1 - len(survivors) / max(1, len(codes))
        print(f"\n{arguments.module}: {len(codes)} mutants, {dict(counts)}, share killed {share:.2f}")
        for mutant in survivors if arguments.show else ():
            subprocess.run([*MUTMUT, "show", mutant], cwd=folder, env=environment, check=False)  # noqa: S603


def configure(folder: Path, module: str, tests: list[str]) -> None:
    """Write the configuration of mutmut and pytest into a folder."""
    configuration = f"""
[tool.mutmut]
source_paths = ["src/"]
only_mutate = [{json.dumps(module)}]
also_copy = ["benchmarks/", "examples/"]
pytest_add_cli_args_test_selection = {json.dumps(tests)}
use_git_change_detection = false

[tool.pytest.ini_options]
addopts = "-q --strict-markers --import-mode=importlib -p no:cacheprovider -m 'not quality'"
pythonpath = ["."]
markers = ["quality: scores on labelled data"]
"""
    (folder / "pyproject.toml").write_text(configuration, encoding="utf-8")


def read_exit_codes(folder: Path, module: str) -> dict[str, int]:
    """Return the exit code of the tests for each mutant that was tested."""
    path = folder / "mutants" / f"{module}.meta"
    codes: dict[str, int | None] = json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"]
    return {mutant: code for mutant, code in codes.items() if code is not None}


if __name__ == "__main__":
    main()
