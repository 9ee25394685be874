"""Independent origins of the claims of one event."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sayso.gazetteer import fold_name
from sayso.model import Attribution, ClaimRef, CopyGroup, Origin, OriginKind, Report, SourcedClaim
from sayso.relate.sources.identity import FAMILY, SourceIdentity, identify_source, outlet_key, split_source
from sayso.relate.sources.linking import QuotedSource, is_called, link_sources

__all__ = ["find_origins"]

# A reason lists at most this many names; of more it gives the number.
_NAMED = 4


class _TextOrigin(NamedTuple):
    """Origin of the text of a report; reports with one `key` carry the text of one outlet or agency."""

    key: str
    name: str
    kind: OriginKind


class _Claimed(NamedTuple):
    """Claim with the sources it quotes, none if it has no source but the report."""

    ref: ClaimRef
    sources: tuple[QuotedSource, ...]


def find_origins(claims: Sequence[SourcedClaim], copies: Mapping[str, CopyGroup]) -> tuple[Origin, ...]:
    """Return the independent origins of claims about one event, each with its claims and the reason.

    `copies` maps the id of a report to its copy group; reports without an entry are no copies. A source that
    many reports quote is one origin, and so are those who speak for one body. A claim without a source rests
    on its report alone: on the agency credited, the original of the copy, or the outlet. If that text quotes
    a source for another claim of the event, the origin is of the kind `OWN_WORDS`: it may depend on that
    source, and is not counted.
    """
    reports = {claim.report.id: claim.report for claim in claims}
    text_origins = _text_origins_of(reports.values(), copies)
    claimed = [_claimed(claim, text_origins[claim.report.id]) for claim in claims]
    groups = link_sources(source for claim in claimed for source in claim.sources)
    by_source, by_text_origin = _assign_claims(claimed, groups, text_origins)
    quoting = {text_origins[claim.ref.report].key for claim in claimed if claim.sources}
    origins = [_source_origin(groups[number], refs, reports) for number, refs in by_source.items()]
    origins += [
        _unquoted_origin(refs, reports, text_origins, is_quoting=key in quoting)
        for key, refs in by_text_origin.items()
    ]
    return tuple(sorted(_with_distinct_names(origins, reports), key=_rank))


def _with_distinct_names(origins: Iterable[Origin], reports: Mapping[str, Report]) -> Iterator[Origin]:
    """Name the outlets beside origins of one name ("witnesses (BBC)"): each is one by itself."""
    origins = list(origins)
    names = Counter(origin.name.casefold() for origin in origins if origin.kind is OriginKind.SOURCE)
    for origin in origins:
        is_shared = origin.kind is OriginKind.SOURCE and names[origin.name.casefold()] > 1
        outlets = _listed(_outlets(reports[claim.report] for claim in origin.claims))
        yield replace(origin, name=f"{origin.name} ({outlets})") if is_shared else origin


def _assign_claims(
    claimed: Sequence[_Claimed],
    groups: Sequence[tuple[QuotedSource, ...]],
    text_origins: Mapping[str, _TextOrigin],
) -> tuple[dict[int, set[ClaimRef]], dict[str, set[ClaimRef]]]:
    """Return the claims of each source, by its index in `groups`, and of each text origin, by its key."""
    number_of = {source: number for number, group in enumerate(groups) for source in group}
    # An agency or outlet that others quote is the same origin as its own reports.
    outlets = {outlet_key(source.identity.name): number for source, number in number_of.items()}
    by_source: dict[int, set[ClaimRef]] = defaultdict(set)
    by_text_origin: dict[str, set[ClaimRef]] = defaultdict(set)
    for claim in claimed:
        key = text_origins[claim.ref.report].key
        for source in claim.sources:
            by_source[number_of[source]].add(claim.ref)
        if not claim.sources and key in outlets:
            by_source[outlets[key]].add(claim.ref)
        elif not claim.sources:
            by_text_origin[key].add(claim.ref)
    return by_source, by_text_origin


def _rank(origin: Origin) -> tuple[bool, str, tuple[str, str]]:
    return origin.kind is not OriginKind.SOURCE, origin.name, _order(origin.claims[0])


def _claimed(sourced: SourcedClaim, text_origin: _TextOrigin) -> _Claimed:
    known = {attribution.id: attribution for attribution in sourced.attributions}
    chains = [[known[id] for id in chain if id in known] for chain in sourced.claim.chains]
    sources = {
        source
        for chain in chains
        if chain
        for innermost in split_source(chain[0], sourced)
        if (source := _innermost_source([innermost, *chain[1:]], sourced, text_origin)) is not None
    }
    return _Claimed(ClaimRef(report=sourced.report.id, claim=sourced.claim.id), tuple(sorted(sources)))


def _innermost_source(
    chain: list[Attribution], sourced: SourcedClaim, text_origin: _TextOrigin
) -> QuotedSource | None:
    """Return the innermost source of a chain that is identified; hearsay counts for its relay."""
    identities = [
        identity for attribution in chain if (identity := identify_source(attribution, sourced)) is not None
    ]
    if not identities:
        return None
    via = fold_name(identities[1].name) if len(identities) > 1 else text_origin.key
    return QuotedSource(sourced.report.id, via, identities[0])


def _source_origin(
    group: tuple[QuotedSource, ...], refs: set[ClaimRef], reports: Mapping[str, Report]
) -> Origin:
    identity = _best_identity([source.identity for source in _without_posts(group)])
    speakers = (
        {source.identity.name for source in group if source.identity.body}
        if not identity.is_person
        else set()
    )
    outlets = _outlets(reports[name] for name in {source.report for source in group})
    spoken = f"for whom {_listed(speakers)} spoke; " if speakers else ""
    is_named = any(source.identity.is_named() for source in group)
    nameless = "" if is_named else "not named; "
    return Origin(
        name=identity.name,
        kind=OriginKind.SOURCE,
        named=is_named,
        why=f"{spoken}{nameless}quoted by {_listed(outlets)}",
        claims=tuple(sorted(refs, key=_order)),
    )


def _without_posts(group: Sequence[QuotedSource]) -> list[QuotedSource]:
    """Return sources without the words for the post of a person among them, who has a name."""
    persons = [source for source in group if source.identity.posts]
    bodies = {source.identity.body for source in persons}
    return [
        source
        for source in group
        if source.identity.name in bodies or not any(is_called(source, person) for person in persons)
    ]


def _best_identity(identities: list[SourceIdentity]) -> SourceIdentity:
    """Return the most informative identity: a body before its speaker, then the fullest name."""
    counts = Counter(identity.name for identity in identities)
    return max(
        identities,
        key=lambda identity: (
            not identity.is_person and identity.group != FAMILY,
            identity.has_name(),
            len(identity.tokens),
            bool(identity.country),
            counts[identity.name],
            len(identity.name),
            identity,
        ),
    )


def _text_origins_of(reports: Iterable[Report], copies: Mapping[str, CopyGroup]) -> dict[str, _TextOrigin]:
    """Return the text origin of each report by its id.

    `copies` maps the id of a report to its copy group. An agency that a report, or its copy group, credits
    precedes the report it copies, which precedes the outlet.
    """
    known = {report.id: report for report in reports}
    return {name: _text_origin(report, copies.get(name), known) for name, report in known.items()}


def _text_origin(report: Report, group: CopyGroup | None, known: Mapping[str, Report]) -> _TextOrigin:
    original = known.get(group.original or group.reports[0]) if group else None
    agencies = [*report.credit, group.credit if group else "", *(original.credit if original else ())]
    if agency := next(filter(None, agencies), ""):
        return _TextOrigin(outlet_key(agency), agency, OriginKind.AGENCY)
    if group is None:
        return _own(report)
    if original is None:
        return _TextOrigin(group.id, _own(report).name, OriginKind.COPY)
    return _own(original)._replace(kind=OriginKind.COPY)


def _own(report: Report) -> _TextOrigin:
    name = report.outlet()
    return _TextOrigin(outlet_key(name) or report.id, name or report.input_id or report.id, OriginKind.OUTLET)


def _unquoted_origin(
    refs: set[ClaimRef],
    reports: Mapping[str, Report],
    text_origins: Mapping[str, _TextOrigin],
    *,
    is_quoting: bool,
) -> Origin:
    claims = tuple(sorted(refs, key=_order))
    names = sorted({ref.report for ref in claims})
    text_origin = min(
        (text_origins[name] for name in names), key=lambda text_origin: (text_origin.kind, text_origin.name)
    )
    outlets = _outlets(reports[name] for name in names)
    if text_origin.kind is OriginKind.COPY and outlets == {text_origin.name}:
        text_origin = text_origin._replace(kind=OriginKind.OUTLET)
    if is_quoting:
        why = f"own words of {_listed(outlets)}, which may depend on a source quoted beside them"
        return Origin(name=text_origin.name, kind=OriginKind.OWN_WORDS, why=why, claims=claims)
    return Origin(
        name=text_origin.name, kind=text_origin.kind, why=_reason(text_origin, outlets), claims=claims
    )


def _reason(text_origin: _TextOrigin, outlets: set[str]) -> str:
    match text_origin.kind:
        case OriginKind.AGENCY:
            return f"credited by {_listed(outlets)}; no source quoted"
        case OriginKind.COPY:
            return f"one text in {_listed(outlets | {text_origin.name})}; no source quoted"
    return f"own report of {text_origin.name}; no source quoted"


def _outlets(reports: Iterable[Report]) -> set[str]:
    return {report.outlet() or report.input_id or report.id for report in reports}


def _listed(names: Iterable[str]) -> str:
    """Return names in words: "A, B and C"."""
    ordered = sorted(set(names))
    if len(ordered) > _NAMED:
        ordered = [*ordered[: _NAMED - 1], f"{len(ordered) - _NAMED + 1} more"]
    return " and ".join(filter(None, (", ".join(ordered[:-1]), ordered[-1])))


def _order(ref: ClaimRef) -> tuple[str, str]:
    return ref.report, ref.claim
