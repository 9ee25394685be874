"""On whose word a claim rests, by name, and which event it tells of."""

from collections.abc import Iterable, Iterator, Sequence

from sayso.model.attribution import Attribution
from sayso.model.group import GroupRef
from sayso.model.report import digest
from sayso.model.row import ClaimRow
from sayso.model.sourced_claim import SourcedClaim

__all__ = [
    "Sourced",
    "chain_names",
    "count_origins",
    "describe_chains",
    "describe_names",
    "event_of",
    "group_of",
    "independent_sources",
    "innermost",
    "name_sources",
]

# What knows a claim with the attributions of its chains.
Sourced = SourcedClaim | ClaimRow
# Between chains, and between a source and the one that relays it.
_AND, _VIA = "; ", " via "


def name_sources(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> list[list[str]]:
    """The names of each chain's sources, innermost first."""
    known = {one.id: one for one in attributions}
    return [[known[one].source_name() for one in chain if one in known] for chain in chains]


def describe_chains(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> str:
    """The chains in one line ("al-Qameni via al-Ahd; AFP"); "" for the report's own voice."""
    return describe_names(name_sources(chains, attributions))


def describe_names(chains: Iterable[Sequence[str]]) -> str:
    """The same of chains of names."""
    return _AND.join(_VIA.join([one or "?" for one in chain]) for chain in chains)


def chain_names(told: Sourced) -> list[list[str]]:
    """The names of the sources of each of a claim's chains, innermost first."""
    return name_sources(told.claim.chains, told.attributions)


def innermost(told: Sourced) -> tuple[Attribution, ...]:
    """The first attribution of each chain: whose word it is, before anyone relays it."""
    return tuple(chain[0] for chain in _chains(told) if chain)


def count_origins(told: Sourced) -> int:
    """How many sources one claim rests on by itself: its innermost sources, or the report's own voice."""
    origins = {
        one.source_entity.id if one.source_entity else one.source_name().casefold() for one in innermost(told)
    }
    return max(len(origins), 1)


def group_of(told: Sourced) -> GroupRef:
    """The claim's group; one that is in none has its own, under the id that it would have alone."""
    if told.group is not None:
        return told.group
    return GroupRef(id=event_of(told), claims=1, independent_sources=count_origins(told))


def event_of(told: Sourced) -> str:
    """The id of the claim's group."""
    return told.group.id if told.group is not None else "g_" + digest(told.claim.key, told.report.id)


def independent_sources(told: Sourced) -> int:
    """How many sources the claim's group rests on."""
    return told.group.independent_sources if told.group is not None else count_origins(told)


def _chains(told: Sourced) -> Iterator[list[Attribution]]:
    known = {one.id: one for one in told.attributions}
    for chain in told.claim.chains:
        yield [known[one] for one in chain if one in known]
