"""Sources that the reports of one story quote: who is the same, and who speaks of which event."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sayso.codebook import read_codebook
from sayso.gazetteer import fold_name
from sayso.model import Attribution, ClaimRef, CopyGroup, OriginKind, Report, SourcedClaim
from sayso.relate.sources.identity import identify_source, outlet_key, split_source
from sayso.relate.sources.linking import QuotedSource, link_sources

__all__ = ["StorySources", "TextOrigin"]


class TextOrigin(NamedTuple):
    """Origin of the text of a report; reports with one `key` carry the text of one outlet or agency."""

    key: str
    name: str
    kind: OriginKind


class _Mention(NamedTuple):
    """Place where a report quotes a source, and the confidence that it does."""

    report: str
    confidence: float


class StorySources:
    """Sources that the reports of one story quote, for its claims and beside them.

    `copies` maps the id of a report to its copy group, `attributions` to all that the report attributes;
    without them only the sources of claims are known. `groups` are the sources that are the same.
    """

    def __init__(
        self,
        claims: Sequence[SourcedClaim],
        copies: Mapping[str, CopyGroup],
        attributions: Mapping[str, Sequence[Attribution]],
    ) -> None:
        """Link the sources of all claims and attributions; the order does not matter."""
        self.reports = {claim.report.id: claim.report for claim in claims}
        self.text_origins = {
            name: _text_origin(report, copies.get(name), self.reports)
            for name, report in self.reports.items()
        }
        self._claims = Counter(claim.report.id for claim in claims)
        self._sources = {ref_of(claim): self._sources_of(claim) for claim in claims}
        said = [
            (source, _Mention(report, attribution.confidence or 0.0))
            for report, sourced in {claim.report.id: claim for claim in claims}.items()
            for attribution in attributions.get(report, ())
            for source in self._innermost([attribution], sourced)
        ]
        quoted = {source for sources in self._sources.values() for source in sources}
        self.groups = link_sources(quoted | {source for source, _ in said})
        self._number_of = {source: n for n, group in enumerate(self.groups) for source in group}
        self._mentions = defaultdict[int, list[_Mention]](list)
        for source, mention in said:
            self._mentions[self._number_of[source]].append(mention)

    def numbers_of(self, claim: SourcedClaim) -> frozenset[int]:
        """Return the groups of the sources of a claim; none if it has no source but the report."""
        return frozenset(self._number_of[source] for source in self._sources[ref_of(claim)])

    def speakers(self, claims: Sequence[SourcedClaim]) -> dict[int, tuple[str, ...]]:
        """Return the groups that are likely to speak of an event, with the reports that quote each.

        The probability is learned from labelled stories (`training/origins`). Nobody is known to speak of an
        event that is a small part of all its reports.
        """
        claims_of = Counter(claim.report.id for claim in claims)
        if max(self._share(report, claims_of) for report in claims_of) < _settings()["least_share"]:
            return {}
        found = {}
        for number, mentions in self._mentions.items():
            quoting = {mention.report for mention in mentions} & claims_of.keys()
            features = self.features(number, claims) if quoting else None
            if features is not None and _likelihood(features) >= _settings()["least"]:
                found[number] = tuple(sorted(quoting))
        return found

    def features(self, number: int, claims: Sequence[SourcedClaim]) -> dict[str, float] | None:
        """Return what tells whether a group speaks of an event; None if its reports hardly quote it."""
        claims_of = Counter(claim.report.id for claim in claims)
        here = [mention for mention in self._mentions[number] if mention.report in claims_of]
        confidence = max((mention.confidence for mention in here), default=0.0)
        if confidence < _settings()["least_confidence"]:
            return None
        group = self.groups[number]
        on_word = sum(number in self.numbers_of(claim) for claim in claims)
        return {
            "confidence": confidence,
            "share": max(self._share(mention.report, claims_of) for mention in here),
            "times": math.log1p(self._count_texts(here)),
            "named": float(any(source.identity.is_named() for source in group)),
            "on_the_spot": float(any(source.identity.group in _settings()["spot"] for source in group)),
            "claims": math.log1p(on_word),
        }

    def _count_texts(self, mentions: Sequence[_Mention]) -> int:
        """Return the number of mentions, those of one text in several reports once."""
        most = Counter[str]()
        for report, number in Counter(mention.report for mention in mentions).items():
            key = self.text_origins[report].key
            most[key] = max(most[key], number)
        return most.total()

    def _share(self, report: str, claims_of: Mapping[str, int]) -> float:
        return claims_of[report] / self._claims[report]

    def _sources_of(self, sourced: SourcedClaim) -> tuple[QuotedSource, ...]:
        known = {attribution.id: attribution for attribution in sourced.attributions}
        chains = [[known[id] for id in chain if id in known] for chain in sourced.claim.chains]
        found = {source for chain in chains if chain for source in self._innermost(chain, sourced)}
        return tuple(sorted(found))

    def _innermost(self, chain: list[Attribution], sourced: SourcedClaim) -> Iterator[QuotedSource]:
        """Yield the innermost sources of a chain that are identified; hearsay counts for its relay."""
        for first in split_source(chain[0], sourced):
            identities = [
                identity
                for attribution in (first, *chain[1:])
                if (identity := identify_source(attribution, sourced)) is not None
            ]
            if identities:
                outlet = self.text_origins[sourced.report.id].key
                via = fold_name(identities[1].name) if len(identities) > 1 else outlet
                yield QuotedSource(sourced.report.id, via, identities[0])


def ref_of(sourced: SourcedClaim) -> ClaimRef:
    """Return the reference to a claim."""
    return ClaimRef(report=sourced.report.id, claim=sourced.claim.id)


def _likelihood(features: Mapping[str, float]) -> float:
    weights = _settings()["weights"]
    total = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 6)


def _settings() -> dict[str, Any]:
    settings: dict[str, Any] = read_codebook("origins")["speakers"]
    return settings


def _text_origin(report: Report, group: CopyGroup | None, known: Mapping[str, Report]) -> TextOrigin:
    """Return the origin of a report's text.

    An agency that a report, or its copy group, credits precedes the report it copies, which precedes the
    outlet.
    """
    original = known.get(group.original or group.reports[0]) if group else None
    agencies = [*report.credit, group.credit if group else "", *(original.credit if original else ())]
    if agency := next(filter(None, agencies), ""):
        return TextOrigin(outlet_key(agency), agency, OriginKind.AGENCY)
    if group is None:
        return _own(report)
    if original is None:
        return TextOrigin(group.id, _own(report).name, OriginKind.COPY)
    return _own(original)._replace(kind=OriginKind.COPY)


def _own(report: Report) -> TextOrigin:
    name = report.outlet()
    return TextOrigin(outlet_key(name) or report.id, name or report.input_id or report.id, OriginKind.OUTLET)
