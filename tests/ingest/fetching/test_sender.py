"""The sender against a server on this machine: tries again where that helps, never into a private network."""

import pytest
from tests.ingest.web_server import FakeClock, Reply, Site

from sayso.errors import AddressError, BusyError, PrivateAddressError, StatusError, UnreachableError
from sayso.ingest.fetching import FetchRules, Sender

BODY = b'{"rows": []}'


def make(clock: FakeClock, **rules: object) -> Sender:
    return Sender(FetchRules(**({"allow_private": True} | rules)), clock=clock.clock)


def test_body_and_headers_arrive(site: Site, clock: FakeClock) -> None:
    make(clock).send(site.put("/hook", Reply(status=204)), BODY, {"Content-Type": "application/json"})
    (asked,) = site.asked
    assert asked.body == BODY
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["user-agent"].startswith("Sayso/")


def test_private_address_is_refused_and_not_asked(site: Site, clock: FakeClock) -> None:
    with pytest.raises(PrivateAddressError):
        make(clock, allow_private=False).send(site.put("/hook", Reply()), BODY, {})
    assert not site.asked
    assert not clock.slept


@pytest.mark.parametrize("address", ["file:///etc/passwd", "https://me:pass@desk.example/", "https://"])
def test_other_addresses_are_refused(clock: FakeClock, address: str) -> None:
    with pytest.raises(AddressError):
        make(clock).send(address, BODY, {})


def test_what_fails_for_a_while_is_tried_again_after_longer_and_longer(site: Site, clock: FakeClock) -> None:
    make(clock).send(site.put("/hook", Reply(status=500), Reply(status=502), Reply()), BODY, {})
    assert [one.body for one in site.asked] == [BODY] * 3
    assert clock.slept == [2.0, 4.0]


def test_receiver_says_when_to_come_back(site: Site, clock: FakeClock) -> None:
    busy = Reply(status=503, headers=(("Retry-After", "30"),))
    make(clock).send(site.put("/hook", busy, Reply()), BODY, {})
    assert clock.slept == [30.0]


def test_receiver_that_wants_too_long_is_given_up(site: Site, clock: FakeClock) -> None:
    busy = Reply(status=429, headers=(("Retry-After", "4000"),))
    with pytest.raises(BusyError, match="busy"):
        make(clock).send(site.put("/hook", busy), BODY, {})
    assert len(site.asked) == 1


@pytest.mark.parametrize("status", [400, 401, 404, 410])
def test_refusal_is_not_tried_again(site: Site, clock: FakeClock, status: int) -> None:
    with pytest.raises(StatusError, match=str(status)):
        make(clock).send(site.put("/hook", Reply(status=status)), BODY, {})
    assert len(site.asked) == 1


def test_redirect_is_not_followed(site: Site, clock: FakeClock) -> None:
    elsewhere = site.put("/other", Reply())
    hook = site.put("/hook", Reply(status=307, headers=(("Location", elsewhere),)))
    with pytest.raises(StatusError, match="307"):
        make(clock).send(hook, BODY, {})
    assert site.paths == ["/hook"]


def test_nobody_there_is_told_after_the_last_try(site: Site, clock: FakeClock) -> None:
    gone = Sender(
        FetchRules(allow_private=True, tries=3), clock=clock.clock, resolver=lambda host, port: ["127.0.0.1"]
    )
    with pytest.raises(UnreachableError):
        gone.send("http://desk.example:1/hook", BODY, {})
    assert clock.slept == [2.0, 4.0]
