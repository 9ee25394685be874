"""Polling of feeds: each is asked for its new entries, whose reports are handed to a sink.

An entry counts as seen once the sink says that its report is safe. So a run that was killed loses nothing,
and the worst that happens is that a report is handed over twice.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from sayso.errors import BusyError, MalformedError, ReportError, StatusError
from sayso.ingest.charsets import decode_page
from sayso.ingest.feeds import Entry, Feed, broken_feed, parse_feed, read_entry
from sayso.ingest.fetching import Fetched, Fetcher, Validators
from sayso.ingest.fetching.addresses import tidy_address
from sayso.ingest.inputs import KeepRaw, keep_aside, read_fetched
from sayso.ingest.metadata import Metadata
from sayso.ingest.pages import Taken, find_feeds
from sayso.ingest.refusal import Refusal, refusal_of
from sayso.model.base import Struct
from sayso.model.feed import FeedState, FeedStates
from sayso.model.report import Report

__all__ = ["FeedPoller", "PollResult", "PollRules", "Sink"]

# Takes reports as they come, with the refusals between them, and gives the id of each report once stored.
Sink = Callable[[Iterable[Report | Refusal]], Iterable[str]]

# Of a feed that has moved on, so many keys are kept, in case it turns back.
_MAX_SEEN = 10_000
_MAX_PAUSE_S = 86_400.0


class PollRules(Struct, frozen=True, kw_only=True):
    """Settings of a `FeedPoller`: seconds between two polls, and whether linked pages are read.

    The page of an entry is read if the feed holds a summary only.
    """

    interval_s: float = 900.0
    pages: bool = True


class PollResult(Struct, frozen=True, kw_only=True):
    """The result of one poll: how many reports were handed over, and when the next poll is due."""

    feed: str
    reports: int
    due_at: float


class FeedPoller:
    """A poller that asks feeds one after the other."""

    def __init__(
        self,
        fetcher: Fetcher,
        states: FeedStates,
        sink: Sink,
        *,
        rules: PollRules | None = None,
        keep_raw: KeepRaw | None = None,
    ) -> None:
        self._fetcher = fetcher
        self._states = states
        self._sink = sink
        self._rules = rules or PollRules()
        self._keep_raw = keep_raw

    def poll(self, feeds: Sequence[str], *, once: bool = False) -> Iterator[PollResult]:
        """Poll each feed whenever it is due, without end; with `once`, poll each that is due now and return.

        A feed that is gone for good is not polled again; the generator ends when all are gone.
        """
        due = dict.fromkeys(feeds, 0.0)
        now = self._fetcher.clock.now
        while due:
            for feed in [feed for feed, due_at in due.items() if due_at <= now()]:
                result = self.poll_feed(feed)
                if result is not None:
                    yield result
                    due[feed] = result.due_at
                if result is None or once:
                    del due[feed]
            if once:
                return
            if due:
                self._fetcher.clock.sleep(max(min(due.values()) - now(), 0.0))

    def poll_feed(self, feed: str) -> PollResult | None:
        """Hand over the new entries of a feed; returns None if the feed is gone for good."""
        state = self._states.load(feed) or FeedState(feed=feed)
        if state.is_gone:
            return None
        poll = _FeedPoll(state, self._fetcher, self._rules)
        try:
            if state.not_before <= self._fetcher.clock.now():
                for report in self._sink(keep_aside(poll.read(), self._keep_raw)):
                    poll.settle(report)
        finally:
            self._states.save(poll.state)
        return PollResult(feed=feed, reports=poll.settled, due_at=poll.due_at)


class _FeedPoll:
    """One poll of one feed."""

    def __init__(self, state: FeedState, fetcher: Fetcher, rules: PollRules) -> None:
        self.settled = 0
        self._state = state
        self._seen = dict.fromkeys(state.seen)
        self._max_seen = _MAX_SEEN
        self._tried_pages: set[str] = set()
        self._fetcher = fetcher
        self._rules = rules
        self._every_s = rules.interval_s
        self._left_out = False
        self._waiting: dict[str, list[str]] = {}

    @property
    def state(self) -> FeedState:
        """The state to be saved, at any moment of the poll."""
        return replace(self._state, seen=tuple(self._seen)[-self._max_seen :])

    @property
    def due_at(self) -> float:
        """The time at which the next poll is due."""
        return max(self._fetcher.clock.now() + self._every_s, self._state.not_before)

    def read(self) -> Iterator[Taken]:
        """Yield the reports of all new entries, oldest first, or the refusal of the feed."""
        state = self._state
        try:
            validators = Validators(etag=state.etag, last_modified=state.last_modified)
            fetched = self._fetcher.fetch(state.feed, validators)
            feed = _parse(fetched) if fetched.is_new else None
            self._state = replace(state, failures=0, not_before=0.0)
            if feed is not None:
                yield from self._read_feed(feed, fetched.validators)
        except ReportError as error:
            self._note_failure(error)
            yield refusal_of(error, state.feed)

    def settle(self, report: str) -> None:
        """Count the entries of a stored report as seen."""
        keys = self._waiting.pop(report, [])
        self.settled += bool(keys)
        self._see(*keys)

    def _read_feed(self, feed: Feed, validators: Validators) -> Iterator[Taken]:
        self._every_s = max(self._every_s, min(feed.every_s, _MAX_PAUSE_S))
        if feed.broken:
            yield broken_feed(feed.broken, self._state.feed)
        # As many are kept as the feed holds now; else a very long one would be read anew at each poll.
        self._max_seen = max(_MAX_SEEN, len(feed.entries))
        new = {entry.key: entry for entry in reversed(feed.entries) if entry.key not in self._seen}
        for entry in new.values():
            yield from self._read_new(entry)
        if not self._left_out:
            # From here on the server may answer that nothing has changed.
            self._state = replace(self._state, etag=validators.etag, last_modified=validators.last_modified)

    def _read_new(self, entry: Entry) -> Iterator[Taken]:
        try:
            taken = self._take(entry)
        except BusyError as error:
            self._left_out = True
            yield refusal_of(error, self._state.feed)
            return
        reports = [record.id for record in taken if isinstance(record, Report)]
        for report in reports:
            self._waiting.setdefault(report, []).append(entry.key)
        if not reports:
            self._see(entry.key)
        yield from taken

    def _take(self, entry: Entry) -> list[Taken]:
        """Return the report of an entry, from its page if the entry is a summary. Raises `BusyError`."""
        where = entry.metadata.url or self._state.feed
        own = partial(read_entry, entry, where, Metadata())
        if entry.is_whole or entry.metadata.url is None or not self._rules.pages:
            return list(own())
        try:
            address = tidy_address(entry.metadata.url)
            if address in self._tried_pages:
                return list(own())
            self._tried_pages.add(address)
            taken = list(read_fetched(self._fetcher.fetch(address), entry.metadata))
        except BusyError:
            raise
        except ReportError as error:
            return [*_in_place_of_page(own(), refusal_of(error, where))]
        lacking = next((record for record in taken if isinstance(record, Refusal) and _is_lost(record)), None)
        return [*_in_place_of_page(own(), lacking)] if lacking else taken

    def _see(self, *keys: str) -> None:
        self._seen.update(dict.fromkeys(keys))

    def _note_failure(self, error: ReportError) -> None:
        failures = self._state.failures + 1
        pause_s = min(self._rules.interval_s * 2.0 ** min(failures - 1, 20), _MAX_PAUSE_S)
        if isinstance(error, BusyError):
            pause_s = max(error.wait_s, self._rules.interval_s)
        self._state = replace(
            self._state,
            failures=failures,
            not_before=self._fetcher.clock.now() + pause_s,
            is_gone=isinstance(error, StatusError) and error.status == 410,
        )


def _is_lost(refusal: Refusal) -> bool:
    """Return whether a page gave no report, or one without a text."""
    return refusal.report is None or refusal.code == "no-article"


def _in_place_of_page(own: Iterator[Taken], lacking: Refusal) -> Iterator[Taken]:
    """Yield the entry's own text after the refusal of its page."""
    for record in own:
        if isinstance(record, Report):
            message = f"its page could not be read, so only the feed's own text was: {lacking.message}"
            yield Refusal(where=lacking.where, code=lacking.code, message=message, report=record.id)
        yield record


def _parse(fetched: Fetched) -> Feed:
    """Parse a feed; for a page, say where its feed is."""
    try:
        return parse_feed(fetched.content, address=fetched.address, media_type=fetched.media_type)
    except MalformedError as error:
        try:
            named = find_feeds(decode_page(fetched.content, fetched.media_type), fetched.address)
        except ReportError:
            named = []
        if not named:
            raise
        raise MalformedError(
            "this is a page and no feed", where=fetched.address, help=f"its feed is: {named[0]}"
        ) from error
