"""A sender of POST requests, under the rules that hold for fetching."""

from collections.abc import Mapping

from sayso.errors import BusyError, StatusError, UnreachableError
from sayso.ingest.fetching.addresses import tidy_address
from sayso.ingest.fetching.connection import Answer, Limits, Resolver, ask, resolve
from sayso.ingest.fetching.fetcher import FetchRules, user_agent
from sayso.ingest.fetching.pace import Clock
from sayso.model.retry_after import wait_asked_for

__all__ = ["Sender"]

# Statuses after which it is worth trying again.
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


class Sender:
    """Posts to one address at a time, and again after a while where that fails.

    Private addresses are refused unless the rules allow them; redirects are not followed. `clock` and
    `resolver` can be replaced.
    """

    def __init__(
        self, rules: FetchRules | None = None, *, clock: Clock | None = None, resolver: Resolver = resolve
    ) -> None:
        self.rules = rules or FetchRules(tries=5, total_s=30.0, silence_s=10.0)
        self.clock = clock or Clock()
        self._resolver = resolver

    def send(self, address: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Post a body; returns once it was taken (a status of 200 to 299).

        Raises `AddressError`, `PrivateAddressError`, `UnreachableError`, `StatusError` or `BusyError`.
        """
        address = tidy_address(address)
        for number in range(1, self.rules.tries + 1):
            is_last = number == self.rules.tries
            wait_s = self.rules.backoff_s * 2 ** (number - 1)
            try:
                answer = self._post(address, body, headers)
            except UnreachableError:
                if is_last:
                    raise
            else:
                if 200 <= answer.status < 300:
                    return
                wait_s = wait_asked_for(answer.headers.get("retry-after", ""), self.clock.now()) or wait_s
                if is_last or answer.status not in _PASSING or wait_s > self.rules.patience_s:
                    raise _failure(answer.status, address, wait_s)
            self.clock.sleep(min(wait_s, self.rules.patience_s))

    def _post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        rules = self.rules
        limits = Limits(
            total_s=rules.total_s,
            silence_s=rules.silence_s,
            max_bytes=rules.max_bytes,
            allow_private=rules.allow_private,
        )
        signed = {"User-Agent": user_agent(rules.contact), "Connection": "close", **headers}
        signed["Content-Length"] = str(len(body))
        return ask(address, signed, limits, resolver=self._resolver, sent=body)


def _failure(status: int, address: str, wait_s: float) -> StatusError:
    if status in (429, 503):
        message = f"the receiver is busy (status {status}) and asks to come back in {wait_s:.0f} seconds"
        return BusyError(message, status=status, wait_s=wait_s, where=address)
    return StatusError(f"the receiver did not take it (status {status})", status=status, where=address)
