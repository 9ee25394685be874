"""Following feeds: what is new is handed over once, and nothing is lost on the way."""

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from tests.ingest.feed_maker import item, rss
from tests.ingest.page_maker import PARAGRAPHS, make_page
from tests.ingest.web_server import FakeClock, Reply, Site

from sayso.errors import UsageError
from sayso.ingest import Refusal
from sayso.ingest.feed_poller import FeedPoller, PollRules
from sayso.ingest.feed_states import FileStates, MemoryStates
from sayso.ingest.fetching import Fetcher, FetchRules
from sayso.model import FeedState, FeedStates, Raw, Report

XML = "application/rss+xml"


class Shelf:
    """A sink that keeps what it is given, and may give up after so many reports."""

    def __init__(self) -> None:
        self.taken: list[Report | Refusal] = []
        self.patience: int | None = None

    def __call__(self, inputs: Iterable[Report | Refusal]) -> Iterator[str]:
        for one in inputs:
            self.taken.append(one)
            if isinstance(one, Report):
                if self.patience is not None and len(self.titles) > self.patience:
                    raise KeyboardInterrupt
                yield one.id

    @property
    def titles(self) -> list[str | None]:
        return [one.title for one in self.taken if isinstance(one, Report)]

    @property
    def codes(self) -> list[str]:
        return [one.code for one in self.taken if isinstance(one, Refusal)]


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def states() -> MemoryStates:
    return MemoryStates()


@pytest.fixture
def poller(site: Site, clock: FakeClock, states: MemoryStates, shelf: Shelf) -> FeedPoller:
    return make(clock, states, shelf)


def make(clock: FakeClock, states: FeedStates, shelf: Shelf, **rules: object) -> FeedPoller:
    fetcher = Fetcher(FetchRules(allow_private=True), clock=clock.clock)
    return FeedPoller(fetcher, states, shelf, rules=PollRules(**rules))


def put_feed(site: Site, *numbers: int, etag: str = "", more: str = "") -> str:
    """A feed with these entries, newest first, whose pages are on the site."""
    entries = [item(number).replace("https://post.example", site.root) for number in numbers]
    for number in numbers:
        site.put(f"/{number}", Reply(make_page(title=f"Report {number}").encode()))
    headers = (("ETag", etag),) if etag else ()

    def answer(asked) -> Reply:
        if etag and asked.headers.get("if-none-match") == etag:
            return Reply(status=304)
        return Reply(rss(*entries, more=more).encode(), kind=XML, headers=headers)

    site.replies["/feed"] = answer
    return f"{site.root}/feed"


def test_pages_of_new_entries_are_read_oldest_first(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    (result,) = poller.poll([put_feed(site, 2, 1)], once=True)
    assert shelf.titles == ["Report 1", "Report 2"]
    first = shelf.taken[0]
    assert isinstance(first, Report)
    assert first.text.endswith(PARAGRAPHS[-1])
    assert first.published == "2030-03-18T23:30:00-05:00"
    assert (first.url, first.input_id, first.publisher) == (f"{site.root}/1", "id-1", "The Karo Post")
    assert result.reports == 2


def test_page_as_served_is_handed_on(site: Site, clock: FakeClock, shelf: Shelf) -> None:
    kept: list[Raw] = []
    fetcher = Fetcher(FetchRules(allow_private=True), clock=clock.clock)
    poller = FeedPoller(fetcher, MemoryStates(), shelf, keep_raw=kept.append)
    list(poller.poll([put_feed(site, 1)], once=True))
    assert [one.content for one in kept] == [make_page(title="Report 1").encode()]


def test_only_what_is_new_is_read_the_next_time(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    list(poller.poll([put_feed(site, 2, 1)], once=True))
    list(poller.poll([put_feed(site, 3, 2, 1)], once=True))
    assert shelf.titles == ["Report 1", "Report 2", "Report 3"]
    assert sorted(site.paths) == ["/1", "/2", "/3", "/feed", "/feed"]


def test_unchanged_feed_is_not_sent_again(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    feed = put_feed(site, 1, etag='"v1"')
    for _ in range(2):
        list(poller.poll([feed], once=True))
    assert site.asked[-1].headers["if-none-match"] == '"v1"'
    assert shelf.titles == ["Report 1"]
    assert shelf.codes == []


def test_whole_text_in_the_feed_needs_no_page(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    whole = "<content:encoded>All of it.</content:encoded>"
    content = rss(item(1, more=whole).replace("https://post.example", site.root))
    list(poller.poll([site.put("/feed", Reply(content.encode(), kind=XML))], once=True))
    assert site.paths == ["/feed"]
    assert shelf.titles == ["Column 1 leaves & returns"]


def test_pages_can_be_left_alone(site: Site, clock: FakeClock, states: MemoryStates, shelf: Shelf) -> None:
    list(make(clock, states, shelf, pages=False).poll([put_feed(site, 1)], once=True))
    assert site.paths == ["/feed"]
    assert shelf.titles == ["Column 1 leaves & returns"]


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply(status=404), "http-status"),
        (Reply(b"%PDF-1.7", kind="text/html"), "not-text"),
        (Reply(b"<html><body></body></html>"), "no-article"),
        (Reply(status=302, headers=(("Location", "file:///etc/passwd"),)), "redirects"),
    ],
)
def test_entry_stands_in_for_a_page_that_cannot_be_read(
    site: Site, poller: FeedPoller, shelf: Shelf, reply: Reply, code: str
) -> None:
    feed = put_feed(site, 2, 1)
    site.put("/1", reply)
    list(poller.poll([feed], once=True))
    told, first, second = shelf.taken
    assert isinstance(told, Refusal)
    assert isinstance(first, Report)
    assert (told.code, told.report) == (code, first.id)
    assert first.text.endswith("left the Karo valley on Monday, officials said.")
    assert isinstance(second, Report)
    list(poller.poll([feed], once=True))
    assert len(shelf.taken) == 3


def test_page_of_a_busy_host_is_left_for_the_next_visit(
    site: Site, poller: FeedPoller, shelf: Shelf, clock: FakeClock
) -> None:
    feed = put_feed(site, 2, 1, etag='"v1"')
    site.put(
        "/1",
        Reply(status=503, headers=(("Retry-After", "600"),)),
        Reply(make_page(title="Report 1").encode()),
    )
    list(poller.poll([feed], once=True))
    assert shelf.titles == []
    assert set(shelf.codes) == {"busy"}
    clock.time += 601
    list(poller.poll([feed], once=True))
    assert shelf.titles == ["Report 1", "Report 2"]


def test_interrupted_visit_goes_on_where_it_was(
    site: Site, poller: FeedPoller, shelf: Shelf, states: MemoryStates
) -> None:
    feed = put_feed(site, 3, 2, 1, etag='"v1"')
    shelf.patience = 1
    with pytest.raises(KeyboardInterrupt):
        list(poller.poll([feed], once=True))
    shelf.patience = None
    list(poller.poll([feed], once=True))
    # The second was handed over when the sink gave up; nobody said that it was safe.
    assert shelf.titles == ["Report 1", "Report 2", "Report 2", "Report 3"]
    list(poller.poll([feed], once=True))
    assert len(shelf.titles) == 4


def test_feeds_are_visited_whenever_they_are_due(
    site: Site, poller: FeedPoller, clock: FakeClock, shelf: Shelf
) -> None:
    slow = put_feed(site, 1, more="<ttl>60</ttl>").replace("127.0.0.1", "localhost")
    began = clock.time
    results = list(islice(poller.poll([slow]), 2))
    assert [result.reports for result in results] == [1, 0]
    assert clock.time - began == pytest.approx(3600, abs=5)
    fast = put_feed(site, 1)
    began = clock.time
    list(islice(poller.poll([fast]), 3))
    assert clock.time - began == pytest.approx(1800, abs=5)


def test_failing_feed_is_asked_less_and_less_and_the_others_go_on(
    site: Site, poller: FeedPoller, states: MemoryStates, shelf: Shelf
) -> None:
    broken, good = site.put("/broken", Reply(status=404)), put_feed(site, 1)
    results = list(islice(poller.poll([broken, good]), 9))
    assert [result.feed for result in results].count(broken) < 5
    assert [result.feed for result in results].count(good) > 4
    assert shelf.titles == ["Report 1"]
    state = states.load(broken)
    assert state is not None
    assert state.failures >= 3


def test_feed_that_is_gone_for_good_is_not_asked_again(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    gone = site.put("/gone", Reply(status=410))
    list(islice(poller.poll([gone]), 3))
    list(poller.poll([gone], once=True))
    assert site.paths == ["/gone"]
    assert shelf.codes == ["http-status"]


def test_busy_feed_is_left_alone_for_as_long_as_it_says(
    site: Site, poller: FeedPoller, clock: FakeClock, shelf: Shelf
) -> None:
    feed = site.put("/feed", Reply(status=429, headers=(("Retry-After", "7200"),)))
    (result,) = poller.poll([feed], once=True)
    assert result.due_at == pytest.approx(clock.time + 7200, abs=5)
    list(poller.poll([feed], once=True))
    assert site.paths == ["/feed"]


def test_feed_broken_in_the_middle_gives_the_rest(
    site: Site, clock: FakeClock, states: MemoryStates, shelf: Shelf
) -> None:
    content = rss(item(1), item(2).replace("</title>", "</titel>"), item(3))
    feed = site.put("/feed", Reply(content.encode(), kind=XML))
    list(make(clock, states, shelf, pages=False).poll([feed], once=True))
    assert shelf.codes == ["feed-broken"]
    assert {"Column 1 leaves & returns", "Column 3 leaves & returns"} <= set(shelf.titles)


def test_address_of_an_entry_may_be_relative(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    content = rss(item(1).replace("https://post.example", ".."))
    site.put("/1", Reply(make_page(title="Report 1").encode()))
    list(poller.poll([site.put("/feeds/all", Reply(content.encode(), kind=XML))], once=True))
    assert shelf.titles == ["Report 1"]


def test_page_given_for_a_feed_names_its_feed(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    head = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
    list(poller.poll([site.put("/", Reply(make_page(head=head).encode()))], once=True))
    (told,) = shelf.taken
    assert isinstance(told, Refusal)
    assert f"{site.root}/feed.xml" in told.help


def test_states_outlive_a_run_in_a_file(site: Site, clock: FakeClock, shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "seen.json"
    feed = put_feed(site, 1, etag='"v1"')
    for _ in range(2):
        list(make(clock, FileStates(file), shelf).poll([feed], once=True))
    assert shelf.titles == ["Report 1"]
    state = FileStates(file).load(feed)
    assert state is not None
    assert (state.etag, len(state.seen)) == ('"v1"', 1)
    assert [path.name for path in tmp_path.iterdir()] == ["seen.json"]


@pytest.mark.parametrize("content", ["[1, 2]", "no json", '{"a": {"feed": 5}}'])
def test_file_that_holds_no_states_is_not_written_over(tmp_path: Path, content: str) -> None:
    file = tmp_path / "seen.json"
    file.write_text(content)
    with pytest.raises(UsageError):
        FileStates(file)
    assert file.read_text() == content


def test_state_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    states = FileStates(tmp_path / "nowhere" / "seen.json")
    with pytest.raises(UsageError, match="cannot be written"):
        states.save(FeedState(feed="https://post.example/feed"))


def _own_text(number: int, link: str = "") -> str:
    """An entry with a summary and with `link` in the place of its page."""
    return item(number).replace(f"<link>https://post.example/{number}</link>", link)


@pytest.mark.parametrize("link", ["", "<link/>", "<link> </link>", "<link>#top</link>", "<link>feed</link>"])
def test_entry_without_a_page_is_read_from_its_own_words(
    site: Site, poller: FeedPoller, shelf: Shelf, link: str
) -> None:
    content = rss(*(_own_text(number, link) for number in (3, 2, 1)))
    feed = site.put("/feed", Reply(content.encode(), kind=XML))
    list(poller.poll([feed], once=True))
    assert site.paths == ["/feed"]
    assert shelf.titles == [f"Column {number} leaves & returns" for number in (1, 2, 3)]
    assert [report.url for report in shelf.taken if isinstance(report, Report)] == [None] * 3
    assert shelf.codes == []


def test_identifier_that_is_no_address_is_no_link(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    """RSS takes a guid for the link unless it says otherwise; "id-1" leads nowhere."""
    list(poller.poll([site.put("/feed", Reply(rss(_own_text(1)).encode(), kind=XML))], once=True))
    assert site.paths == ["/feed"]
    (report,) = shelf.taken
    assert isinstance(report, Report)
    assert (report.url, report.input_id) == (None, "id-1")


def test_identifier_that_is_an_address_leads_to_the_page(
    site: Site, poller: FeedPoller, shelf: Shelf
) -> None:
    site.put("/1", Reply(make_page(title="Report 1").encode()))
    content = rss(_own_text(1).replace("<guid>id-1", f"<guid>{site.root}/1"))
    list(poller.poll([site.put("/feed", Reply(content.encode(), kind=XML))], once=True))
    assert shelf.titles == ["Report 1"]


def test_page_of_several_entries_is_fetched_once(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    page = site.put("/live", Reply(make_page(title="Report 1").encode()))
    entries = [_own_text(number, f"<link>{page}#{number}</link>") for number in (3, 2, 1)]
    list(poller.poll([site.put("/feed", Reply(rss(*entries).encode(), kind=XML))], once=True))
    assert site.paths == ["/feed", "/live"]
    assert shelf.titles == ["Report 1", "Column 2 leaves & returns", "Column 3 leaves & returns"]


def test_entry_that_stands_twice_in_a_feed_is_read_once(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    content = rss(_own_text(1), _own_text(1))
    list(poller.poll([site.put("/feed", Reply(content.encode(), kind=XML))], once=True))
    assert shelf.titles == ["Column 1 leaves & returns"]


def test_link_that_leads_to_a_feed_gives_one_report(site: Site, poller: FeedPoller, shelf: Shelf) -> None:
    feed = site.put("/feed", Reply(rss(_own_text(1, "<link>/all</link>")).encode(), kind=XML))
    site.put("/all", Reply(rss(item(5), item(6)).encode(), kind=XML))
    list(poller.poll([feed], once=True))
    assert shelf.titles == ["Column 1 leaves & returns"]
    assert shelf.codes == ["malformed"]


def test_long_feed_is_remembered_whole(
    site: Site, poller: FeedPoller, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.ingest.feed_poller._MAX_SEEN", 10)
    entries = [f"<item><guid>id-{number}</guid><title>{number}</title></item>" for number in range(30)]
    feed = site.put("/feed", Reply(rss(*entries).encode(), kind=XML))
    for _ in range(2):
        list(poller.poll([feed], once=True))
    assert len(shelf.titles) == 30
