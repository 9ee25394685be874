"""On whose word a claim rests, by name."""

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

from sayso.model import Attribution, Report, Told

__all__ = [
    "chain_names",
    "count_origins",
    "describe_chains",
    "innermost",
    "web_address",
]

# Between chains, and between a source and the one that relays it.
_AND, _VIA = "; ", " via "


def web_address(report: Report) -> str:
    """The report's address, percent-encoded where it must be, or "" where it is none that a browser opens."""
    try:
        parts = urlsplit(report.url or "")
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    return quote(report.url or "", safe="%/:?#[]@!$&'()*+,;=~-._")


def chain_names(told: Told) -> list[list[str]]:
    """The names of each chain's sources, innermost first."""
    return [[one.source_name() for one in chain] for chain in _chains(told)]


def describe_chains(told: Told) -> str:
    """The chains in one line ("al-Qameni via al-Ahd; AFP"); "" for the report's own voice."""
    return _AND.join(_VIA.join(name or "?" for name in chain) for chain in chain_names(told))


def innermost(told: Told) -> tuple[Attribution, ...]:
    """The first attribution of each chain: whose word it is, before anyone relays it."""
    return tuple(chain[0] for chain in _chains(told) if chain)


def count_origins(told: Told) -> int:
    """How many sources one claim rests on by itself: its innermost sources, or the report's own voice."""
    origins = {
        one.source_entity.id if one.source_entity else one.source_name().casefold() for one in innermost(told)
    }
    return max(len(origins), 1)


def _chains(told: Told) -> Iterator[list[Attribution]]:
    known = {one.id: one for one in told.attributions}
    for chain in told.claim.chains:
        yield [known[one] for one in chain if one in known]
