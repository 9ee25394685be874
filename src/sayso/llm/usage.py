"""Counts of a language model's answers and their tokens, for a display of progress."""

import threading
import time
from collections.abc import Callable

from sayso.llm.client import ServerAnswer

__all__ = ["Usage"]


class Usage:
    """Counts of answers and of their tokens, as servers count them; the threads of a process share it.

    >>> clock = iter([10.0, 14.0]).__next__
    >>> usage = Usage(clock)
    >>> usage.begin()
    >>> usage.add(ServerAnswer("{}", tokens_in=3_600, tokens_out=200))
    >>> usage.line()
    '1 answer · 50 tokens/s'
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.answers = self.tokens_in = self.tokens_out = 0
        self._clock = clock
        self._lock = threading.Lock()
        self._began: float | None = None
        self._ended = 0.0

    def begin(self) -> None:
        """Note that a request is being sent."""
        with self._lock:
            if self._began is None:
                self._began = self._clock()

    def add(self, answer: ServerAnswer) -> None:
        """Count an answer that came from the server."""
        with self._lock:
            self.answers += 1
            self.tokens_in += answer.tokens_in
            self.tokens_out += answer.tokens_out
            self._ended = self._clock()

    @property
    def rate(self) -> float:
        """Tokens written a second, from the first request to the last answer; 0 where none were counted."""
        passed = 0.0 if self._began is None else self._ended - self._began
        return self.tokens_out / passed if passed > 0 else 0.0

    def line(self) -> str:
        """Return answers and speed; a server may count no tokens."""
        answers = f"{self.answers:,} answer{'' if self.answers == 1 else 's'}"
        return f"{answers} · {self.rate:,.0f} tokens/s" if self.tokens_out else answers
