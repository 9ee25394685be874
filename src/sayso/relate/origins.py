"""On whom claims rest in the end, and which of those are one."""

from collections.abc import Mapping, Sequence

from sayso.model import ClaimRef, CopyGroup, Origin, OriginKind, Told

__all__ = ["find_origins"]


def find_origins(told: Sequence[Told], copies: Mapping[str, CopyGroup]) -> tuple[Origin, ...]:
    """The independent origins of claims about one event, each with the claims that rest on it.

    `copies` maps the id of a report to its copy group; reports without one copy nothing. A claim in a
    report's own voice rests on those that the report quotes for this event, so it may stand with several.
    """
    groups: dict[tuple[OriginKind, str], list[ClaimRef]] = {}
    for one in told:
        groups.setdefault(_rests_on(one, copies), []).append(ClaimRef(report=one.report.id, claim=one.claim.id))
    return tuple(
        Origin(name=name, kind=kind, why="", claims=tuple(sorted(claims, key=lambda ref: (ref.report, ref.claim))))
        for (kind, name), claims in sorted(groups.items())
    )


def _rests_on(told: Told, copies: Mapping[str, CopyGroup]) -> tuple[OriginKind, str]:
    known = {one.id: one for one in told.attributions}
    for chain in told.claim.chains:
        if chain and chain[0] in known:
            return OriginKind.SOURCE, known[chain[0]].source_name()
    if told.report.credit:
        return OriginKind.AGENCY, told.report.credit[0]
    group = copies.get(told.report.id)
    if group is not None and group.original:
        return OriginKind.COPY, group.original
    return OriginKind.OUTLET, told.report.publisher or told.report.id
