"""Polling states of feeds, and their store."""

from typing import Protocol

from sayso.model.base import Struct

__all__ = ["FeedState", "FeedStates"]


class FeedState(Struct, frozen=True, kw_only=True):
    """Polling state of one feed.

    `etag` and `last_modified` are the validators that its server gave for the version read last, `seen` the
    keys of the entries whose reports are stored, oldest first. `not_before` (seconds since 1970) is the
    earliest time of the next request, after the server asked for a pause or after `failures` in a row.
    `is_gone`: the server answered that the feed is gone for good.
    """

    feed: str
    etag: str | None = None
    last_modified: str | None = None
    seen: tuple[str, ...] = ()
    not_before: float = 0.0
    failures: int = 0
    is_gone: bool = False


class FeedStates(Protocol):
    """Store of the state of each feed from one run to the next."""

    def load(self, feed: str, /) -> FeedState | None:
        """Return the state that was saved last for a feed, or None."""

    def save(self, state: FeedState, /) -> None:
        """Replace the state of the feed."""
