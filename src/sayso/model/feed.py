"""How far a feed has been followed, and who keeps that."""

from typing import Protocol

from sayso.model.base import Struct

__all__ = ["FeedState", "FeedStates"]


class FeedState(Struct, frozen=True, kw_only=True):
    """How far one feed has been followed.

    `etag` and `last_modified` are what its server said of the version read last, `seen` the keys of the
    entries whose reports are safely kept, oldest first. `not_before` (seconds since 1970) is when it may be
    asked again, after the outlet asked for a pause or after `failures` in a row. `is_gone`: the server said
    that it is gone for good.
    """

    feed: str
    etag: str | None = None
    last_modified: str | None = None
    seen: tuple[str, ...] = ()
    not_before: float = 0.0
    failures: int = 0
    is_gone: bool = False


class FeedStates(Protocol):
    """Keeps the state of each feed from one run to the next."""

    def load(self, feed: str, /) -> FeedState | None:
        """What was saved last for this feed."""

    def save(self, state: FeedState, /) -> None:
        """Keep this instead of what was kept for its feed."""
