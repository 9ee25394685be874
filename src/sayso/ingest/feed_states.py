"""Stores of feed states that need no record: in memory, or in a file."""

from pathlib import Path

import msgspec

from sayso.errors import UsageError
from sayso.model.feed import FeedState

__all__ = ["FileStates", "MemoryStates"]


class MemoryStates:
    """A store that lasts as long as the process."""

    def __init__(self) -> None:
        self._states: dict[str, FeedState] = {}

    def load(self, feed: str) -> FeedState | None:
        """Return the state that was saved last for this feed."""
        return self._states.get(feed)

    def save(self, state: FeedState) -> None:
        """Save a state in place of the one stored for its feed."""
        self._states[state.feed] = state


class FileStates(MemoryStates):
    """A store in a JSON file, which is replaced as a whole, so that it is never half written.

    Raises `UsageError` where the file cannot be read or written, or holds something else.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        try:
            raw = path.read_bytes()
        except FileNotFoundError:
            return
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from error
        try:
            self._states = msgspec.json.decode(raw, type=dict[str, FeedState])
        except msgspec.DecodeError as error:
            raise UsageError(f"{path} holds no states of feeds: {error}", help="name another file") from error

    def save(self, state: FeedState) -> None:
        """Save a state in place of the one stored for its feed."""
        super().save(state)
        fresh = self._path.with_name(f"{self._path.name}.new")
        try:
            fresh.write_bytes(msgspec.json.format(msgspec.json.encode(self._states)))
            fresh.replace(self._path)
        except OSError as error:
            raise UsageError(f"{self._path} cannot be written: {error.strerror}") from error
