"""Names of the sources of a claim, the number of its origins, and its event group."""

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

# A claim with the attributions of its chains.
Sourced = SourcedClaim | ClaimRow
# Separators: of chains, and of a source and the source that relays it.
_AND, _VIA = "; ", " via "


def name_sources(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> list[list[str]]:
    """Return the names of each chain's sources, innermost first."""
    known = {attribution.id: attribution for attribution in attributions}
    return [[known[id].source_name() for id in chain if id in known] for chain in chains]


def describe_chains(chains: Iterable[Sequence[str]], attributions: Sequence[Attribution]) -> str:
    """Describe chains in one line ("al-Qameni via al-Ahd; AFP"); "" for the report's own voice."""
    return describe_names(name_sources(chains, attributions))


def describe_names(chains: Iterable[Sequence[str]]) -> str:
    """Describe chains of names in one line, each once."""
    return _AND.join(dict.fromkeys(_VIA.join([name or "?" for name in chain]) for chain in chains))


def chain_names(sourced: Sourced) -> list[list[str]]:
    """Return the names of the sources of each of a claim's chains, innermost first."""
    return name_sources(sourced.claim.chains, sourced.attributions)


def innermost(sourced: Sourced) -> tuple[Attribution, ...]:
    """Return the first attribution of each chain: the source before any relay."""
    return tuple(chain[0] for chain in _chains(sourced) if chain)


def count_origins(sourced: Sourced) -> int:
    """Return the number of a claim's innermost sources; 1 for the report's own voice."""
    origins = {
        attribution.source_entity.id if attribution.source_entity else attribution.source_name().casefold()
        for attribution in innermost(sourced)
    }
    return max(len(origins), 1)


def group_of(sourced: Sourced) -> GroupRef:
    """Return the claim's group; a claim in no group gets its own, under the id that it would have alone."""
    if sourced.group is not None:
        return sourced.group
    return GroupRef(id=event_of(sourced), claims=1, independent_sources=count_origins(sourced))


def event_of(sourced: Sourced) -> str:
    """Return the id of the claim's group."""
    return (
        sourced.group.id if sourced.group is not None else "g_" + digest(sourced.claim.key, sourced.report.id)
    )


def independent_sources(sourced: Sourced) -> int:
    """Return the number of independent sources of the claim's group."""
    return sourced.group.independent_sources if sourced.group is not None else count_origins(sourced)


def _chains(sourced: Sourced) -> Iterator[list[Attribution]]:
    known = {attribution.id: attribution for attribution in sourced.attributions}
    for chain in sourced.claim.chains:
        yield [known[id] for id in chain if id in known]
