"""On whom claims rest in the end, and which of those are one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sayso.gazetteer import fold_name
from sayso.model import Attribution, ClaimRef, CopyGroup, Origin, OriginKind, Report, SourcedClaim
from sayso.relate.origins.faces import Face, face_of
from sayso.relate.origins.joining import Met, join_sources
from sayso.relate.origins.lineage import Lineage, lineages_of

__all__ = ["find_origins"]

# So many are named in a reason; of more only how many there are.
_NAMED = 4


class _Claimed(NamedTuple):
    """A claim with the sources it names, none where it is in the report's own voice."""

    ref: ClaimRef
    mets: tuple[Met, ...]


def find_origins(told: Sequence[SourcedClaim], copies: Mapping[str, CopyGroup]) -> tuple[Origin, ...]:
    """The independent origins of claims about one event, the claims that rest on each, and why it is one.

    `copies` maps the id of a report to its copy group; reports without one copy nothing. A source that many
    reports quote is one origin, and so are those who speak for one body. What a report tells in its own voice
    rests on those that it quotes for this event, without saying which: it stands with each of them, and adds
    an origin (the agency credited, the original of the copy, or the outlet) only where no one is quoted.
    """
    reports = {one.report.id: one.report for one in told}
    lineages = lineages_of(reports.values(), copies)
    claimed = [_claimed(one, lineages[one.report.id]) for one in told]
    groups = join_sources(met for one in claimed for met in one.mets)
    by_source, by_lineage = _rest(claimed, groups, lineages)
    origins = [_source_origin(groups[number], refs, reports) for number, refs in by_source.items()]
    origins += [_lineage_origin(refs, reports, lineages) for refs in by_lineage.values()]
    return tuple(sorted(origins, key=_rank))


def _rest(
    claimed: Sequence[_Claimed], groups: Sequence[tuple[Met, ...]], lineages: Mapping[str, Lineage]
) -> tuple[dict[int, set[ClaimRef]], dict[str, set[ClaimRef]]]:
    """The claims that rest on each source, by its place in `groups`, and on each lineage, by its key."""
    of_met = {met: number for number, group in enumerate(groups) for met in group}
    quoted: dict[str, set[int]] = defaultdict(set)
    for met, number in of_met.items():
        # An agency or outlet that others quote is one with its own reports.
        quoted[fold_name(met.face.name)].add(number)
    for one in claimed:
        quoted[lineages[one.ref.report].key].update(of_met[met] for met in one.mets)
    by_source: dict[int, set[ClaimRef]] = defaultdict(set)
    by_lineage: dict[str, set[ClaimRef]] = defaultdict(set)
    for one in claimed:
        key = lineages[one.ref.report].key
        numbers = {of_met[met] for met in one.mets} or quoted.get(key, set())
        for number in numbers:
            by_source[number].add(one.ref)
        if not numbers:
            by_lineage[key].add(one.ref)
    return by_source, by_lineage


def _rank(origin: Origin) -> tuple[bool, str, tuple[str, str]]:
    return origin.kind is not OriginKind.SOURCE, origin.name, _order(origin.claims[0])


def _claimed(told: SourcedClaim, lineage: Lineage) -> _Claimed:
    known = {one.id: one for one in told.attributions}
    chains = [[known[one] for one in chain if one in known] for chain in told.claim.chains]
    mets = {met for chain in chains if chain and (met := _meet(chain, told, lineage)) is not None}
    return _Claimed(ClaimRef(report=told.report.id, claim=told.claim.id), tuple(sorted(mets)))


def _meet(chain: list[Attribution], told: SourcedClaim, lineage: Lineage) -> Met | None:
    """The innermost source of a chain that is somebody: talk that nobody owns to is whoever passes it on."""
    faces = [face for one in chain if (face := face_of(one, told)) is not None]
    if not faces:
        return None
    via = fold_name(faces[1].name) if len(faces) > 1 else lineage.key
    return Met(told.report.id, via, faces[0])


def _source_origin(group: tuple[Met, ...], refs: set[ClaimRef], reports: Mapping[str, Report]) -> Origin:
    face = _best_face([met.face for met in group])
    speaking = {met.face.name for met in group if met.face.body} if not face.is_person else set()
    quoting = _outlets(reports[name] for name in {met.report for met in group})
    spoken = f"for whom {_listed(speaking)} spoke; " if speaking else ""
    nameless = "" if face.has_name() else "not named; "
    return Origin(
        name=face.name,
        kind=OriginKind.SOURCE,
        why=f"{spoken}{nameless}quoted by {_listed(quoting)}",
        claims=tuple(sorted(refs, key=_order)),
    )


def _best_face(faces: list[Face]) -> Face:
    """The one that tells most: a body before who speaks for it, then the fullest and commonest name."""
    counts = Counter(face.name for face in faces)
    return max(
        faces,
        key=lambda face: (
            not face.is_person,
            face.has_name(),
            len(face.tokens),
            counts[face.name],
            len(face.name),
            face,
        ),
    )


def _lineage_origin(
    refs: set[ClaimRef], reports: Mapping[str, Report], lineages: Mapping[str, Lineage]
) -> Origin:
    claims = tuple(sorted(refs, key=_order))
    names = sorted({ref.report for ref in claims})
    lineage = min((lineages[name] for name in names), key=lambda one: (one.kind, one.name))
    outlets = _outlets(reports[name] for name in names)
    if lineage.kind is OriginKind.COPY and outlets == {lineage.name}:
        lineage = lineage._replace(kind=OriginKind.OUTLET)
    return Origin(name=lineage.name, kind=lineage.kind, why=_reason(lineage, outlets), claims=claims)


def _reason(lineage: Lineage, outlets: set[str]) -> str:
    match lineage.kind:
        case OriginKind.AGENCY:
            return f"credited by {_listed(outlets)}; no source quoted"
        case OriginKind.COPY:
            return f"one text in {_listed(outlets | {lineage.name})}; no source quoted"
    return f"own report of {lineage.name}; no source quoted"


def _outlets(reports: Iterable[Report]) -> set[str]:
    return {report.outlet() or report.input_id or report.id for report in reports}


def _listed(names: Iterable[str]) -> str:
    """Names in words: "A, B and C"."""
    ordered = sorted(set(names))
    if len(ordered) > _NAMED:
        ordered = [*ordered[: _NAMED - 1], f"{len(ordered) - _NAMED + 1} more"]
    return " and ".join(filter(None, (", ".join(ordered[:-1]), ordered[-1])))


def _order(ref: ClaimRef) -> tuple[str, str]:
    return ref.report, ref.claim
