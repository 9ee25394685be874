"""The founding report with its names, places and numbers changed, so that nothing is known by heart."""

from typing import Any

__all__ = ["change_names"]

# Longer first, so that "Iraqi" is not taken for "Iraq".
_CHANGES = (
    ("Islamic State of Iraq and the Levant", "Lord's Resistance Army"),
    ("Islamic State of Iraq and Levant", "Lord's Resistance Army"),
    ("Security and Defense Commission", "Foreign Affairs Committee"),
    ("Ali al-Qameni", "Tomasz Nowicki"),
    ("Adil Abdul Mahdi", "Karim Massimov"),
    ("Abdul Mahdi", "Massimov"),
    ("Ein al-Assad", "Bagram"),
    ("Washington", "London"),
    ("Americans", "British"),
    ("Baghdad", "Kabul"),
    ("United States", "United Kingdom"),
    ("Iranian", "Russian"),
    ("al-Ahd", "al-Nahar"),
    ("Arabic", "Turkish"),
    ("Erbil", "Herat"),
    ("Iraqi", "Afghan"),
    ("Iraq", "Afghanistan"),
    ("Daesh", "Seleka"),
    ("ISIL", "LRA"),
    ("ISIS", "Otong"),
    ("Arab", "Asian"),
    ("US", "UK"),
    ("15", "23"),
    ("two bases", "four bases"),
    ("Monday", "Thursday"),
)


def change_names(text: str, gold: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the changed text, and the gold with its offsets and texts moved along."""
    pieces, cuts, at = [], [(0, 0)], 0
    shift = 0
    while at < len(text):
        old, new = next(((a, b) for a, b in _CHANGES if text.startswith(a, at)), (text[at], text[at]))
        pieces.append(new)
        at += len(old)
        if len(new) != len(old):
            shift += len(new) - len(old)
            cuts.append((at, shift))
    changed = "".join(pieces)
    moved: dict[str, Any] = _move(gold, changed, cuts)
    return changed, moved


def _move(value: Any, text: str, cuts: list[tuple[int, int]]) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return [_move(item, text, cuts) for item in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _move(item, text, cuts) for key, item in value.items()}
    if "is" in moved and isinstance(moved["is"], str):
        moved["is"] = _renamed(moved["is"])
    if "start" in value and "end" in value:
        moved["start"], moved["end"] = _place(value["start"], cuts), _place(value["end"], cuts)
        moved["text"] = text[moved["start"] : moved["end"]]
    if moved.get("value") == 15:
        moved["value"] = 23
    if moved.get("value") == 2:
        moved["value"] = 4
    return moved


def _renamed(name: str) -> str:
    for old, new in _CHANGES:
        name = name.replace(old, new)
    return name


def _place(offset: int, cuts: list[tuple[int, int]]) -> int:
    return offset + max(((at, shift) for at, shift in cuts if at <= offset), default=(0, 0))[1]
