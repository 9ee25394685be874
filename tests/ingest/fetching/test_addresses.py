"""Which addresses are fetched."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import AddressError, RedirectError
from sayso.ingest.fetching.addresses import is_public, join_redirect, tidy_address


@pytest.mark.parametrize(
    "address",
    [
        "93.184.215.14",
        "8.8.8.8",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
        "64:ff9b::808:808",
        "2002:808:808::1",
    ],
)
def test_hosts_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "127.8.9.1", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
        *("100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
        *(
            "255.255.255.255",
            "::",
            "::1",
            "fe80::1",
            "fe80::1%eth0",
            "fc00::1",
            "fd12::1",
            "fec0::1",
            "ff02::1",
        ),
        *("2001:db8::1", "2001::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "64:ff9b::7f00:1"),
        *("64:ff9b:1::1", "2002:7f00:1::1", "2002:a00:1::1", "100::1", "::ffff:0:808:808"),
    ],
)
def test_other_addresses_are_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_ipv4_address_inside_of_an_ipv6_one_is_judged_alike(address: ipaddress.IPv4Address) -> None:
    assert is_public(f"::ffff:{address}") == is_public(str(address)) == is_public(f"64:ff9b::{address}")


@pytest.mark.parametrize(
    ("address", "tidy"),
    [
        ("http://post.example", "http://post.example/"),
        (" HTTPS://Post.Example:8443/a b?c=ü#d ", "https://post.example:8443/a%20b?c=%C3%BC"),
        ("http://[::1]:80/a%20b", "http://[::1]:80/a%20b"),
        ("http://münchen.example/", "http://xn--mnchen-3ya.example/"),
    ],
)
def test_address_is_written_as_it_is_asked_for(address: str, tidy: str) -> None:
    assert tidy_address(address) == tidy
    assert tidy_address(tidy) == tidy


@pytest.mark.parametrize(
    "address",
    [
        *(
            "file:///etc/passwd",
            "ftp://post.example/",
            "gopher://post.example/",
            "javascript:alert(1)",
            "post.example",
        ),
        *(
            "http://",
            "http:///a",
            "http://user:secret@post.example/",
            "http://a@post.example/",
            "http://a:b/",
        ),
        *("http://[::1/", "http://a..b/", "http://" + "a" * 80 + ".example/", "http://post.example:99999/"),
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(AddressError) as caught:
        tidy_address(address)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("location", ["", "../b", "?page=2", "//other.example/b", "https://other.example/b"])
def test_redirect_leads_on(location: str) -> None:
    assert join_redirect("http://post.example/a/c", location).endswith(("/b", "?page=2", "/a/c"))


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "javascript:x", "http://[", "http://u:p@post.example/"]
)
def test_redirect_to_nowhere_is_refused(location: str) -> None:
    with pytest.raises(RedirectError):
        join_redirect("http://post.example/a", location)


@given(st.text(max_size=60))
def test_any_text_is_an_ascii_address_or_refused(text: str) -> None:
    for address in (text, "http://post.example/" + text, f"http://{text}/"):
        try:
            assert tidy_address(address).isascii()
        except AddressError:
            continue
