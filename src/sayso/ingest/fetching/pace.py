"""Rate limits of requests to a host."""

import time
from collections.abc import Callable
from typing import NamedTuple

from sayso.errors import BusyError

__all__ = ["Clock", "Pace"]


class Clock(NamedTuple):
    """Functions for the time (seconds since 1970) and for waiting."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep


class Pace:
    """Lets requests to one host through one after the other, with a pause between them."""

    def __init__(self, clock: Clock, interval_s: float, patience_s: float) -> None:
        self._clock = clock
        self._patience_s = patience_s
        self.interval_s = interval_s
        self._free_at = 0.0
        self._pause_s = 0.0

    def take_turn(self, address: str) -> None:
        """Wait for this host's turn; raises `BusyError` where that would take too long."""
        # Never longer than was meant: the clock may have been put back.
        wait_s = min(self._free_at - self._clock.now(), self._pause_s)
        if wait_s > self._patience_s:
            raise BusyError(
                f"the host asked to be left alone for {wait_s:.0f} seconds more",
                status=429,
                wait_s=wait_s,
                where=address,
            )
        if wait_s > 0:
            self._clock.sleep(wait_s)

    def pause(self, seconds: float = 0.0) -> None:
        """Let nothing through for the usual interval, or for longer."""
        self._pause_s = max(seconds, self.interval_s)
        self._free_at = self._clock.now() + self._pause_s
