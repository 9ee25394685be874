"""Addresses that may be fetched: http and https, on hosts of the public internet."""

import ipaddress
import re
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from sayso.errors import AddressError, RedirectError

__all__ = ["host_of", "is_public", "join_redirect", "tidy_address"]

# Unicast addresses of the internet; of IPv6 nothing else is given out (RFC 4291, IANA's registry).
_UNICAST = ipaddress.ip_network("2000::/3")
# Kept for protocols; which of them are hosts' differs with Python's version.
_PROTOCOLS = ipaddress.ip_network("192.0.0.0/24")
# IPv4 addresses inside of IPv6 ones, for translators (RFC 6052).
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
# What may stand in a path or query as it is: RFC 3986's marks, and escapes already made.
_SAFE = "!#$%&'()*+,/:;=?@[]~"
_SCHEMES = ("http", "https")
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to a single host on the public internet.

    >>> is_public("93.184.215.14"), is_public("10.0.0.1"), is_public("::ffff:127.0.0.1")
    (True, False, False)
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv4Address):
        return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip in _PROTOCOLS)
    if ip.ipv4_mapped:
        return is_public(str(ip.ipv4_mapped))
    if ip in _TRANSLATED:
        return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
    inside = ip.sixtofour
    return ip in _UNICAST and ip.is_global and (inside is None or is_public(str(inside)))


def tidy_address(address: str) -> str:
    """Return the address as it is requested: in ASCII, without fragment.

    Raises `AddressError` for what is not fetched.

    >>> tidy_address("HTTPS://Zürich.example/Straße?q=ö#top")
    'https://xn--zrich-kva.example/Stra%C3%9Fe?q=%C3%B6'
    """
    address = address.strip()
    try:
        parts = urlsplit(address)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except ValueError as error:
        raise AddressError(f"this is no address: {error}", where=address[:200]) from error
    if parts.scheme not in _SCHEMES:
        raise AddressError(
            "only http and https addresses are fetched", where=address[:200], help="give a file instead"
        )
    if parts.username is not None or parts.password is not None:
        raise AddressError("an address with a name or password in it is not fetched", where=host)
    if not host or _CONTROL.search(host):
        raise AddressError("this address names no host", where=address[:200])
    host = f"[{host}]" if ":" in host else host
    place = f"{host}:{port}" if port else host
    return urlunsplit((parts.scheme, place, quote(parts.path, _SAFE) or "/", quote(parts.query, _SAFE), ""))


def join_redirect(address: str, location: str) -> str:
    """Return the address that a redirect leads to. Raises `RedirectError` if it is not fetched."""
    try:
        return tidy_address(urljoin(address, location))
    except (AddressError, ValueError) as error:
        reason = error.message if isinstance(error, AddressError) else str(error)
        raise RedirectError(
            f"it redirects to {location[:200]!r}, which is not fetched: {reason}", where=address
        ) from error


def host_of(address: str) -> str:
    """Return scheme, host and port, the scope of one robots.txt."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
