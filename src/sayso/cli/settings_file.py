"""Settings of a user in a file `sayso.toml`: the record, the tier, own names, feeds, the language model."""

import os
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sayso.errors import UsageError

__all__ = ["SETTINGS", "find_settings_file", "read_settings", "settings_in_force"]

_NAME = "sayso.toml"
_TIERS = ("full", "fast", "llm")
# Settings, and the variable that each is a default of; the others are defaults of options. The address of a
# language model is none: a file in a folder of others could have reports and the key sent elsewhere.
SETTINGS = {
    "database": "SAYSO_DB",
    "tier": "",
    "names": "SAYSO_NAMES",
    "feeds": "",
    "model": "SAYSO_LLM_MODEL",
}


def find_settings_file() -> Path | None:
    """Return the file in the current folder, else that in the user's configuration folder (XDG)."""
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "sayso"
    return next((path for path in (Path(_NAME), folder / _NAME) if path.is_file()), None)


def read_settings(path: Path) -> dict[str, Any]:
    """Return the settings of a file, with paths from its folder.

    Raises `UsageError` for a key or a value that is none.
    """
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path} cannot be read: {error}", help="it is TOML: tier = 'fast'") from error
    for key, value in given.items():
        _check(path, key, value)
    folder = path.absolute().parent
    for key in ("database", "names"):
        if key in given and "://" not in given[key]:
            given[key] = str(folder / Path(given[key]).expanduser())
    return given


def _check(path: Path, key: str, value: object) -> None:
    if key not in SETTINGS:
        raise UsageError(f"{path}: there is no setting {key!r}", help=f"the settings are {_listed(SETTINGS)}")
    if key == "feeds":
        if not isinstance(value, list) or not all(isinstance(feed, str) and feed for feed in value):
            raise UsageError(
                f"{path}: feeds is {value!r}, no list of addresses", help='feeds = ["https://..."]'
            )
    elif not isinstance(value, str) or not value:
        raise UsageError(f"{path}: {key} is {value!r}, no text", help=f'{key} = "..."')
    elif key == "tier" and value not in _TIERS:
        raise UsageError(f"{path}: there is no tier {value!r}", help=f"the tiers are {_listed(_TIERS)}")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)


@contextmanager
def settings_in_force() -> Iterator[dict[str, Any]]:
    """Make the settings of the user's file the defaults of a command, and yield those of its options.

    A variable that is set already stays as it is; an option on the command line wins over both.
    """
    path = find_settings_file()
    settings = {} if path is None else read_settings(path)
    variables = {SETTINGS[key]: value for key, value in settings.items() if SETTINGS[key]}
    added = {name: value for name, value in variables.items() if not os.environ.get(name)}
    before = {name: os.environ.get(name) for name in added}
    os.environ.update(added)
    try:
        yield {key: value for key, value in settings.items() if not SETTINGS[key]}
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
