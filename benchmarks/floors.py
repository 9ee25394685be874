"""The floors under the quality tests: read from floors.toml, and only lowered with a reason beside it."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["FLOORS", "below", "find_unexplained", "read_floors"]

FLOORS = Path(__file__).with_name("floors.toml")
# The table of those that fell, which holds no floors itself.
_LOWERED = "lowered"


def below(figures: Mapping[str, float], section: str) -> dict[str, float]:
    """The figures of a section (`pages`, `claims_dev.full`), not of its subsections, under their floor."""
    table = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
    for name in section.split("."):
        table = table[name]
    floors = {name: floor for name, floor in table.items() if not isinstance(floor, dict)}
    return {name: figures[name] for name, floor in floors.items() if figures[name] < floor}


def read_floors(text: str) -> dict[str, float]:
    """All floors of a file by their path, as `claims_dev.full.right`."""
    table = tomllib.loads(text)
    return dict(_flat({name: floor for name, floor in table.items() if name != _LOWERED}))


def find_unexplained(text: str, earlier: Iterable[str]) -> list[str]:
    """Find the errors of a file of floors, given all versions of it before.

    Where a floor was higher in any of them, or is gone, an entry of `lowered` must name it, with the highest
    floor it had (`from`), the present one (`to`, left out where it is gone) and the reason.
    """
    present = read_floors(text)
    entries = {entry["floor"]: entry for entry in tomllib.loads(text).get(_LOWERED, [])}
    highest: dict[str, float] = {}
    for version in earlier:
        for name, floor in read_floors(version).items():
            highest[name] = max(floor, highest.get(name, floor))
    fallen = {name: top for name, top in highest.items() if present.get(name, float("-inf")) < top}
    wrong = [
        f"{name} was {top} and is {present.get(name, 'gone')}: add [[lowered]] with floor, from, to, reason"
        for name, top in fallen.items()
        if not _explains(entries.get(name), top, present.get(name))
    ]
    return wrong + [
        f"{name} is as high as ever: drop its [[lowered]]" for name in entries if name not in fallen
    ]


def _explains(entry: Mapping[str, Any] | None, top: float, floor: float | None) -> bool:
    if entry is None or not str(entry.get("reason", "")).strip():
        return False
    return bool(entry.get("from") == top and entry.get("to") == floor)


def _flat(table: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, float]]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", float(value)
