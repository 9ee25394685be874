"""JSON-LD: each claim a W3C Web Annotation on its report's words, with its sources in PROV-O."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from sayso.export.chunks import Chunk, json_items
from sayso.export.sources import group_of, innermost, web_address
from sayso.model import (
    Attribution,
    EntityKind,
    GroupRef,
    Participant,
    Quantity,
    Reader,
    Report,
    SourcedClaim,
    SourceKind,
    Span,
    TimeExpression,
    Toponym,
)
from sayso.model.report import digest

__all__ = ["CONTEXT", "annotation", "encode"]

Node = dict[str, object]

_PROV = "http://www.w3.org/ns/prov#"
_SAYSO = "urn:sayso:ns:"
# How many characters before and after the words a quotation selector gives.
_AROUND = 32

# Inline, so that a program without a network can read it: the terms of http://www.w3.org/ns/anno.jsonld that
# are used here, as it defines them, then our own.
CONTEXT: dict[str, object] = {
    "oa": "http://www.w3.org/ns/oa#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "id": {"@type": "@id", "@id": "@id"},
    "type": {"@type": "@id", "@id": "@type"},
    "Annotation": "oa:Annotation",
    "SpecificResource": "oa:SpecificResource",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "Software": "as:Application",
    "describing": "oa:describing",
    "body": {"@type": "@id", "@id": "oa:hasBody"},
    "target": {"@type": "@id", "@id": "oa:hasTarget"},
    "source": {"@type": "@id", "@id": "oa:hasSource"},
    "selector": {"@type": "@id", "@id": "oa:hasSelector"},
    "state": {"@type": "@id", "@id": "oa:hasState"},
    "generator": {"@type": "@id", "@id": "as:generator"},
    "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@type": "xsd:nonNegativeInteger", "@id": "oa:start"},
    "end": {"@type": "xsd:nonNegativeInteger", "@id": "oa:end"},
    "name": "foaf:name",
    "language": "dc:language",
    "prov": _PROV,
    "sayso": _SAYSO,
    "wasQuotedFrom": {"@id": "prov:wasQuotedFrom", "@type": "@id"},
    "alternateOf": {"@id": "prov:alternateOf", "@type": "@id"},
    "hadPrimarySource": {"@id": "prov:hadPrimarySource", "@type": "@id"},
    "wasAttributedTo": {"@id": "prov:wasAttributedTo", "@type": "@id"},
}


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write one JSON-LD document; each node of its graph is one line."""
    yield from json_items("", {"@context": CONTEXT}, "@graph", _nodes(claims))


def _nodes(claims: Iterable[SourcedClaim]) -> Iterator[Node]:
    """Yield reports and attributions once for each report, and the claims."""
    report, seen = "", set[str]()
    for sourced in claims:
        if sourced.report.id != report:
            report, seen = sourced.report.id, set()
            yield _report(sourced.report)
        for attribution in sourced.attributions:
            if attribution.id not in seen:
                seen.add(attribution.id)
                yield _attribution(attribution, sourced)
        yield annotation(sourced, group_of(sourced))


def annotation(sourced: SourcedClaim, group: GroupRef) -> Node:
    """Return a claim as an annotation: the claim is its body, the trigger its target."""
    report, claim = sourced.report, sourced.claim
    iri = _iri("annotation", report.id, claim.id)
    return {
        "id": iri,
        "type": "Annotation",
        "motivation": "describing",
        "generator": _generator(sourced.reader),
        "body": _claim(sourced, group),
        "target": {
            "type": "SpecificResource",
            "source": _source(report),
            "selector": _selectors(claim.trigger, report),
            "state": {"type": "sayso:TextState", "sayso:sha256": report.sha256},
        },
    }


def _report(report: Report) -> Node:
    return _known(
        {
            "id": _iri("report", report.id),
            "type": ["prov:Entity", "sayso:Report"],
            "alternateOf": web_address(report),
            "language": report.language,
            "sayso:title": report.title,
            "sayso:published": report.published,
            "sayso:document": report.document,
            "sayso:sha256": report.sha256,
            "wasAttributedTo": _outlet(report) if report.publisher else None,
        }
    )


def _attribution(attribution: Attribution, sourced: SourcedClaim) -> Node:
    """Return an attribution: quoted from the one that relays it, the outermost from the report."""
    known = {source.id for source in sourced.attributions}
    outer = attribution.parent if attribution.parent in known else None
    report = sourced.report
    return _known(
        {
            "id": _iri("attribution", report.id, attribution.id),
            "type": ["prov:Entity", "sayso:Attribution"],
            "wasAttributedTo": _agent(attribution, report),
            "wasQuotedFrom": _iri("attribution", report.id, outer) if outer else _iri("report", report.id),
            "sayso:source": [span.text for span in attribution.source],
            "sayso:cue": [span.text for span in attribution.cue],
            "sayso:content": [span.text for span in attribution.content],
            "sayso:style": attribution.style,
        }
    )


def _claim(sourced: SourcedClaim, group: GroupRef) -> Node:
    report, claim = sourced.report, sourced.claim
    first = innermost(sourced)
    return _known(
        {
            "id": _iri("claim", report.id, claim.id),
            "type": ["prov:Entity", "sayso:Claim"],
            "wasQuotedFrom": _iri("report", report.id),
            "hadPrimarySource": [_iri("attribution", report.id, attribution.id) for attribution in first]
            or _iri("report", report.id),
            "wasAttributedTo": [_agent(attribution, report) for attribution in first] or _outlet(report),
            "sayso:key": claim.key,
            "sayso:eventGroup": group.id,
            "sayso:independentSources": group.independent_sources,
            "sayso:eventType": claim.event.type,
            "sayso:mode": claim.event.mode,
            "sayso:context": claim.event.context,
            "sayso:status": claim.status,
            "sayso:negated": claim.negated,
            "sayso:certainty": claim.certainty,
            "sayso:hedge": [span.text for span in claim.hedge],
            "sayso:confidence": claim.confidence,
            "sayso:actor": [_participant(participant, report) for participant in claim.actors],
            "sayso:recipient": [_participant(participant, report) for participant in claim.recipients],
            "sayso:place": [_place(place) for place in claim.places],
            "sayso:time": _time(claim.time),
            "sayso:quantity": [_quantity(quantity) for quantity in claim.quantities],
            "sayso:sentence": claim.sentence.text,
        }
    )


def _participant(participant: Participant, report: Report) -> Node:
    entity = participant.entity
    found: Node = {
        "sayso:words": participant.text,
        "sayso:start": participant.start,
        "sayso:end": participant.end,
    }
    if entity is None:
        return found
    named: Node = {
        "id": _iri("entity", entity.id) if entity.gazetteer else _iri("entity", report.document, entity.id),
        "name": entity.name,
        "sayso:kind": entity.kind,
        "sayso:code": entity.code,
        "sayso:country": entity.country,
        "sayso:sector": entity.sector,
    }
    return {**found, "sayso:entity": _known(named)}


def _place(place: Toponym) -> Node:
    found: Node = {
        "id": f"https://sws.geonames.org/{place.geonameid}/" if place.geonameid is not None else None,
        "name": place.name,
        "sayso:words": place.text,
        "sayso:latitude": place.lat,
        "sayso:longitude": place.lon,
        "sayso:country": place.country,
        "sayso:feature": place.feature,
    }
    return _known(found)


def _time(time: TimeExpression | None) -> Node | None:
    if time is None:
        return None
    return _known(
        {
            "sayso:words": time.text,
            "sayso:timex": time.value,
            "sayso:from": time.first,
            "sayso:to": time.last,
        }
    )


def _quantity(quantity: Quantity) -> Node:
    return _known(
        {
            "sayso:words": quantity.text,
            "sayso:value": quantity.value,
            "sayso:min": quantity.min,
            "sayso:max": quantity.max,
            "sayso:approximate": quantity.approximate,
            "sayso:unit": quantity.unit,
        }
    )


def _selectors(span: Span, report: Report) -> list[Node]:
    """Return two selectors of a span: by its offsets, and by its text with the context around it."""
    text = report.text
    return [
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        {
            "type": "TextQuoteSelector",
            "exact": span.text,
            "prefix": text[max(span.start - _AROUND, 0) : span.start],
            "suffix": text[span.end : span.end + _AROUND],
        },
    ]


def _agent(attribution: Attribution, report: Report) -> Node:
    """Return the source as an agent, without a name if the text names none."""
    entity = attribution.source_entity
    is_person = attribution.source_kind in (SourceKind.NAMED_PERSON, SourceKind.UNNAMED_PERSON) or (
        entity is not None and entity.kind is EntityKind.PERSON
    )
    if entity is not None and entity.gazetteer:
        iri = _iri("entity", entity.id)
    elif entity is not None:
        iri = _iri("entity", report.document, entity.id)
    else:
        iri = _iri("source", report.id, attribution.id)
    kind = "prov:Person" if is_person else "prov:Agent"
    return _known({"id": iri, "type": kind, "name": attribution.source_name()})


def _outlet(report: Report) -> Node:
    """Return the outlet, the source of a claim without an attribution."""
    name = report.outlet()
    iri = _iri("outlet", digest(name)) if name else _iri("outlet", report.id)
    return _known({"id": iri, "type": "prov:Organization", "name": name})


def _generator(reader: Reader) -> Node:
    return {
        "id": _iri("reader", digest(reader.fingerprint())),
        "type": "Software",
        "name": f"{reader.name} {reader.version} {reader.tier}",
    }


def _source(report: Report) -> str:
    """Return the report's address, else the report's own identifier."""
    return web_address(report) or _iri("report", report.id)


def _iri(kind: str, *parts: str) -> str:
    return ":".join(("urn", "sayso", kind, *(quote(part, safe="") for part in parts)))


def _known(node: Node) -> Node:
    """Return the node without its empty values."""
    return {name: value for name, value in node.items() if value not in (None, "", [], ())}
