"""Independent origins of the claims of one event."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from sayso.model import ClaimRef, CopyGroup, Origin, OriginKind, Report, SourcedClaim
from sayso.relate.sources.identity import FAMILY, SourceIdentity, outlet_key
from sayso.relate.sources.linking import QuotedSource, is_called
from sayso.relate.sources.story import StorySources, TextOrigin, ref_of

__all__ = ["find_origins"]

# A reason lists at most this many names; of more it gives the number.
_NAMED = 4


class _Claimed(NamedTuple):
    """Claims of an event by whom they rest on: groups of sources by number, texts by key."""

    by_source: dict[int, set[ClaimRef]]
    by_text: dict[str, set[ClaimRef]]


def find_origins(
    claims: Sequence[SourcedClaim], copies: Mapping[str, CopyGroup], story: StorySources | None = None
) -> tuple[Origin, ...]:
    """Return the independent origins of claims about one event, each with its claims and the reason.

    `story` has the sources of all reports of the story; without it only those of `claims` are known.
    `copies` maps the id of a report to its copy group; reports without an entry are no copies.

    A source that many reports quote is one origin, and so are those who speak for one body. Where several
    reports tell the event, origins are the sources that are likely to speak of it, with or without a claim
    that was read, and those of its numbers; other sources of its claims are of the kind `UNCERTAIN`, and not
    counted unless there are no others. A claim without a source rests on its report alone: on the agency
    credited, the original of the copy, or the outlet. If somebody is quoted for the event, such an origin is
    of the kind `OWN_WORDS`: it may depend on that source, and is not counted, unless it is an agency whose
    text quotes nobody.
    """
    story = story or StorySources(claims, copies, {})
    claimed = _assign_claims(claims, story)
    reports = {claim.report.id for claim in claims}
    speakers = story.speakers(claims) if len(reports) > 1 else {}
    counting = {n for claim in claims if claim.claim.quantities for n in story.numbers_of(claim)}
    unsure = claimed.by_source.keys() - speakers - counting if speakers else frozenset()
    origins = [
        _source_origin(
            story.groups[number],
            claimed.by_source.get(number, set()),
            speakers.get(number, ()),
            story.reports,
            OriginKind.UNCERTAIN if number in unsure else OriginKind.SOURCE,
        )
        for number in claimed.by_source.keys() | speakers.keys()
    ]
    quoting = {story.text_origins[claim.report.id].key for claim in claims if story.numbers_of(claim)}
    is_any_quoted = bool(origins)
    origins += [
        _unquoted_origin(refs, story, is_quoting=key in quoting, is_any_quoted=is_any_quoted)
        for key, refs in claimed.by_text.items()
    ]
    return tuple(sorted(_with_distinct_names(origins, story.reports), key=_rank))


def _with_distinct_names(origins: Iterable[Origin], reports: Mapping[str, Report]) -> Iterator[Origin]:
    """Name the outlets beside origins of one name ("witnesses (BBC)"): each is one by itself."""
    origins = list(origins)
    names = Counter(origin.name.casefold() for origin in origins if _is_quoted(origin))
    for origin in origins:
        is_shared = _is_quoted(origin) and names[origin.name.casefold()] > 1
        outlets = _listed(_outlets(reports[name] for name in _reports_of(origin)))
        yield replace(origin, name=f"{origin.name} ({outlets})") if is_shared else origin


def _is_quoted(origin: Origin) -> bool:
    return origin.kind in (OriginKind.SOURCE, OriginKind.UNCERTAIN)


def _reports_of(origin: Origin) -> list[str]:
    return [*(claim.report for claim in origin.claims), *origin.reports]


def _assign_claims(claims: Sequence[SourcedClaim], story: StorySources) -> _Claimed:
    claimed = _Claimed(defaultdict(set), defaultdict(set))
    # An agency or outlet that others quote is the same origin as its own reports.
    numbers = {number for claim in claims for number in story.numbers_of(claim)}
    outlets = {
        outlet_key(source.identity.name): number for number in numbers for source in story.groups[number]
    }
    for claim in claims:
        key, sources = story.text_origins[claim.report.id].key, story.numbers_of(claim)
        for number in sources or ((outlets[key],) if key in outlets else ()):
            claimed.by_source[number].add(ref_of(claim))
        if not sources and key not in outlets:
            claimed.by_text[key].add(ref_of(claim))
    return claimed


def _rank(origin: Origin) -> tuple[bool, str, list[str]]:
    return origin.kind is not OriginKind.SOURCE, origin.name, _reports_of(origin)[:1]


def _source_origin(
    group: tuple[QuotedSource, ...],
    refs: set[ClaimRef],
    quoting: tuple[str, ...],
    reports: Mapping[str, Report],
    kind: OriginKind,
) -> Origin:
    identity = _best_identity([source.identity for source in _without_posts(group)])
    speakers = {source.identity.name for source in group if source.identity.body} - {identity.name}
    joined = "of one body with {}; " if identity.is_person else "for whom {} spoke; "
    is_named = any(source.identity.is_named() for source in group)
    reasons = (
        joined.format(_listed(speakers)) if speakers else "",
        "" if is_named else "not named; ",
        f"quoted by {_listed(_outlets(reports[name] for name in {*quoting, *(ref.report for ref in refs)}))}",
        "" if refs else "; no claim that was read is on this word alone",
        ", perhaps of something else" if kind is OriginKind.UNCERTAIN else "",
    )
    return Origin(
        name=identity.name,
        kind=kind,
        named=is_named,
        why="".join(reasons),
        claims=tuple(sorted(refs, key=_order)),
        reports=quoting,
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
    """Return the most informative identity: a named body, a person, anybody else; then the fullest name."""
    counts = Counter(identity.name for identity in identities)
    return max(
        identities,
        key=lambda identity: (
            identity.has_name() and not identity.is_person and identity.group != FAMILY,
            identity.is_person,
            len(identity.tokens),
            bool(identity.country),
            counts[identity.name],
            len(identity.name),
            identity,
        ),
    )


def _unquoted_origin(
    refs: set[ClaimRef], story: StorySources, *, is_quoting: bool, is_any_quoted: bool
) -> Origin:
    claims = tuple(sorted(refs, key=_order))
    names = sorted({ref.report for ref in claims})
    text_origin = min(
        (story.text_origins[name] for name in names),
        key=lambda text_origin: (text_origin.kind, text_origin.name),
    )
    outlets = _outlets(story.reports[name] for name in names)
    if text_origin.kind is OriginKind.COPY and outlets == {text_origin.name}:
        text_origin = text_origin._replace(kind=OriginKind.OUTLET)
    if is_quoting or (is_any_quoted and text_origin.kind is not OriginKind.AGENCY):
        where = "beside them" if is_quoting else "in another report"
        why = f"own words of {_listed(outlets)}, which may depend on a source quoted {where}"
        return Origin(name=text_origin.name, kind=OriginKind.OWN_WORDS, why=why, claims=claims)
    return Origin(
        name=text_origin.name, kind=text_origin.kind, why=_reason(text_origin, outlets), claims=claims
    )


def _reason(text_origin: TextOrigin, outlets: set[str]) -> str:
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
