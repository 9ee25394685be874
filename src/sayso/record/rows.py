"""Rows of the tables, made from readings; nothing is written here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Table

from sayso.model import (
    Attribution,
    Claim,
    Commitment,
    Entity,
    Participant,
    Reading,
    Report,
    Span,
    TimeExpression,
    Toponym,
)
from sayso.model.report import digest
from sayso.record import schema
from sayso.record.serialization import to_json

__all__ = [
    "Found",
    "Known",
    "Names",
    "Rows",
    "add_found",
    "address_of",
    "name_of",
    "names_in",
    "names_of",
    "place_name",
]

Found = Attribution | Claim | Commitment
# Rows for each table, in the order in which they can be written.
Rows = defaultdict[Table, list[dict[str, Any]]]
# The number of each name, by its digest.
Names = Mapping[str, int]

_Name = dict[str, Any]


def name_of(words: str, entity: Entity | None) -> _Name:
    """Return the row of a name: its words and the entity."""
    row: _Name = {
        "words": words,
        "name": entity.name if entity else "",
        "entity": entity.gazetteer or "" if entity else "",
        "kind": str(entity.kind) if entity else "",
        "code": entity.code if entity else "",
        "country": entity.country if entity else "",
        "sector": entity.sector if entity else "",
        "geonameid": None,
        "lat": None,
        "lon": None,
        "feature": "",
    }
    return _with_digest(row)


def place_name(place: Toponym) -> _Name:
    """Return the row of a place's name."""
    row: _Name = {
        "words": place.text,
        "name": place.name,
        "entity": str(place.geonameid) if place.geonameid is not None else "",
        "kind": "place",
        "code": "",
        "country": place.country,
        "sector": "",
        "geonameid": place.geonameid,
        "lat": place.lat,
        "lon": place.lon,
        "feature": place.feature,
    }
    return _with_digest(row)


def _with_digest(row: _Name) -> _Name:
    return {**row, "digest": digest(*(None if cell is None else str(cell) for cell in row.values()))}


def names_in(reading: Reading) -> dict[str, _Name]:
    """Return every name that a reading's rows refer to, by digest."""
    names = [name_of(entity.name, entity.entity()) for entity in reading.entities]
    names += [place_name(toponym) for toponym in reading.toponyms]
    found: tuple[Found, ...] = (*reading.attributions, *reading.claims, *reading.commitments)
    for record in found:
        names += names_of(record)
    return {name["digest"]: name for name in names}


def names_of(found: Found) -> list[_Name]:
    """Return the names that the rows of an attribution, claim or commitment refer to."""
    if isinstance(found, Attribution):
        return [_source_name(found)] if _has_source(found) else []
    if isinstance(found, Commitment):
        return [_participant_name(found.debtor)] if found.debtor else []
    people = (*found.actors, *found.recipients)
    return [*map(_participant_name, people), *map(place_name, found.places)]


def _participant_name(participant: Participant) -> _Name:
    return name_of(participant.text, participant.entity)


def _has_source(attribution: Attribution) -> bool:
    return bool(attribution.source or attribution.source_entity)


def _source_name(attribution: Attribution) -> _Name:
    return name_of(" ".join(span.text for span in attribution.source), attribution.source_entity)


class Known:
    """The numbers that rows of one reading refer to: of names, and of attributions and claims by id."""

    def __init__(self, names: Names, attributions: Mapping[str, int], claims: Mapping[str, int]) -> None:
        self.names = names
        self.attributions = attributions
        self.claims = claims

    def name(self, row: _Name) -> int:
        """Return the number of a name."""
        return self.names[row["digest"]]


def add_found(rows: Rows, found: Found, row: dict[str, Any], known: Known) -> None:
    """Add the rows of one attribution, claim or commitment; `row` holds what its table's rows share."""
    if isinstance(found, Attribution):
        _add_attribution(rows, found, row, known)
    elif isinstance(found, Claim):
        _add_claim(rows, found, row, known)
    else:
        _add_commitment(rows, found, row, known)


def _add_attribution(rows: Rows, attribution: Attribution, row: dict[str, Any], known: Known) -> None:
    rows[schema.attribution].append(
        {
            **row,
            "source_kind": str(attribution.source_kind or ""),
            "style": str(attribution.style),
            "name": known.name(_source_name(attribution)) if _has_source(attribution) else None,
        }
    )
    spans = sorted((*attribution.source, *attribution.cue, *attribution.content), key=lambda span: span.start)
    _add_body(rows, schema.attribution_body, row["n"], attribution, " ".join(span.text for span in spans))


def _add_claim(rows: Rows, claim: Claim, row: dict[str, Any], known: Known) -> None:
    n = row["n"]
    rows[schema.claim].append(
        {
            **row,
            "type": claim.event.type,
            "status": str(claim.status),
            "negated": claim.negated,
            "certainty": str(claim.certainty),
            "confidence": None if claim.confidence is None else round(claim.confidence * 100),
            **_days(claim.time),
        }
    )
    _add_body(rows, schema.claim_body, n, claim, claim.sentence.text)
    for role, people in (("actor", claim.actors), ("recipient", claim.recipients)):
        rows[schema.participant] += [
            {
                "claim": n,
                "role": role,
                **_placed(i, participant),
                "name": known.name(_participant_name(participant)),
            }
            for i, participant in enumerate(people)
        ]
    rows[schema.place] += [
        {"claim": n, **_placed(i, place), "name": known.name(place_name(place)), "country": place.country}
        for i, place in enumerate(claim.places)
    ]
    rows[schema.quantity] += [
        {
            "claim": n,
            **_placed(i, amount),
            "words": amount.text,
            "value": amount.value,
            "min": amount.min,
            "max": amount.max,
            "approximate": int(amount.approximate),
            "unit": amount.unit,
        }
        for i, amount in enumerate(claim.quantities)
    ]
    _add_chains(rows, "claim", n, claim.chains, known)


def _add_commitment(rows: Rows, commitment: Commitment, row: dict[str, Any], known: Known) -> None:
    rows[schema.commitment].append(
        {
            **row,
            "strength": str(commitment.strength),
            "claim": known.claims.get(commitment.claim or ""),
            "debtor": known.name(_participant_name(commitment.debtor)) if commitment.debtor else None,
            **_days(commitment.due),
        }
    )
    debtor = commitment.debtor.text if commitment.debtor else ""
    words = " ".join(part for part in (debtor, commitment.verb, commitment.deed.text) if part)
    _add_body(rows, schema.commitment_body, row["n"], commitment, words)
    _add_chains(rows, "commitment", row["n"], commitment.chains, known)


def _add_body(rows: Rows, table: Table, n: int, found: Found, words: str) -> None:
    rows[table].append({"n": n, "words": words, "body": to_json(found)})


def _add_chains(rows: Rows, kind: str, n: int, chains: Iterable[Iterable[str]], known: Known) -> None:
    rows[schema.CHAINS[kind]] += [
        {kind: n, "chain": i, "position": j, "attribution": known.attributions[attribution]}
        for i, chain in enumerate(chains)
        for j, attribution in enumerate(chain)
        if attribution in known.attributions
    ]


def _placed(position: int, span: Span) -> dict[str, int]:
    return {"position": position, "start": span.start, "end": span.end}


def _days(time: TimeExpression | None) -> dict[str, str | None]:
    if time is None:
        return {"first_day": None, "last_day": None}
    return {"first_day": time.first or time.last, "last_day": time.last or time.first}


def address_of(report: Report) -> str:
    """Return a digest of outlet and address, or the input's id: it stays when a page is extracted anew."""
    host = urlsplit(report.url).hostname if report.url else None
    return digest(report.publisher or host, report.url or report.input_id)
