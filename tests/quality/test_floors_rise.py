"""Floors rise, or say why they do not: against every version of benchmarks/floors.toml in the history."""

import shutil
import subprocess

import pytest
from benchmarks.floors import FLOORS, find_unexplained, read_floors

BEFORE = "[pages]\nF1 = 0.97\n[claims_dev.full]\nright = 0.50\n"
LOWERED = '[[lowered]]\nfloor = "pages.F1"\nfrom = 0.97\nto = 0.95\nreason = "a set of harder pages"\n'
AFTER = BEFORE.replace("0.97", "0.95")


def committed() -> list[str]:
    """Every version of the file that the history has."""
    here = FLOORS.parent
    if shutil.which("git") is None or not (here.parent / ".git").exists():
        pytest.skip("no history here: no git, or no checkout")

    def git(*arguments: str) -> str:
        # Whoever owns the checkout: what git says is only read.
        command = ["git", "-c", "safe.directory=*", *arguments]
        return subprocess.run(command, cwd=here, capture_output=True, text=True, check=True).stdout

    commits = git("log", "--format=%H", "--", FLOORS.name).split()
    return [git("show", f"{commit}:./{FLOORS.name}") for commit in commits]


def test_floors_are_as_high_as_ever_or_say_why():
    assert find_unexplained(FLOORS.read_text(encoding="utf-8"), committed()) == []


def test_floor_may_rise():
    assert find_unexplained(BEFORE.replace("0.97", "0.98"), [BEFORE]) == []


def test_floor_that_fell_without_a_reason_is_named():
    (wrong,) = find_unexplained(AFTER, [BEFORE])
    assert "pages.F1 was 0.97 and is 0.95" in wrong


def test_floor_that_is_gone_is_named():
    (wrong,) = find_unexplained("[pages]\nF1 = 0.97\n", [BEFORE])
    assert "claims_dev.full.right was 0.5 and is gone" in wrong


def test_floor_that_fell_long_ago_is_still_named():
    assert find_unexplained(AFTER, [AFTER, BEFORE])


def test_reason_explains_a_lower_floor():
    assert find_unexplained(AFTER + LOWERED, [BEFORE]) == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("a set of harder pages", " "), ("from = 0.97", "from = 0.96"), ("to = 0.95", "to = 0.94")],
)
def test_entry_that_does_not_tell_it_as_it_is_explains_nothing(right, wrong):
    assert find_unexplained(AFTER + LOWERED.replace(right, wrong), [BEFORE])


def test_entry_without_a_fall_is_named():
    assert find_unexplained(BEFORE + LOWERED, [BEFORE])


def test_entries_of_the_fallen_are_no_floors():
    assert read_floors(AFTER + LOWERED) == {"pages.F1": 0.95, "claims_dev.full.right": 0.5}
