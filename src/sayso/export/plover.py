"""PLOVER's JSON Lines: the fields of PLOVER 1.3, chapter 6, and beside them Sayso's own."""

from collections.abc import Iterable, Iterator

from sayso.export.chunks import Chunk, json_lines
from sayso.export.places import locate
from sayso.export.reduction import reduce_event
from sayso.export.sources import chain_names, group_of
from sayso.model import Claim, Participant, Quantity, Reader, Report, SourcedClaim
from sayso.model.report import digest

__all__ = ["encode", "plover_record"]

_CODEBOOK = "plover-base-1.3"
# The manual's names for what is counted, and ours.
_SIZES = {
    "dead": "killed",
    "injured": "injured",
    "arrested": "arrested",
    "missing": "missing",
    "displaced": "displaced",
}


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write one PLOVER record a line."""
    yield from json_lines("", (plover_record(sourced) for sourced in claims))


def plover_record(sourced: SourcedClaim) -> dict[str, object]:
    """Return a claim as a PLOVER record, without empty fields other than the required ones.

    The manual's `text` is left out: it is for those who hold the rights to the text (note 6).
    """
    claim, event, group = sourced.claim, reduce_event(sourced.claim), group_of(sourced)
    record = {
        "id": _id_of(sourced),
        "has_event": True,
        "date": claim.time.first if claim.time else None,
        "time": _clock(claim),
        "enddate": claim.time.last if claim.time and claim.time.last != claim.time.first else None,
        "actor": [_entity(participant) for participant in claim.actors],
        "recipient": [_entity(participant) for participant in claim.recipients],
        "event": [event.type],
        "event_loc": _location(claim),
        "event_text": [claim.trigger.text],
        "quad_code": event.quad,
        "event_scale": event.score,
        "mode": list(event.modes),
        "context": list(event.contexts),
        "link": group.id,
        "text_info": {"start": claim.sentence.start, "end": claim.sentence.end},
        "cite_info": _citation(sourced.report, sourced.reader),
        "size": {name: size for name, unit in _SIZES.items() if (size := _size(claim, unit)) is not None},
        "coder": f"{sourced.reader.name} {sourced.reader.version} {sourced.reader.tier}",
        "sayso": _own(sourced, group.independent_sources),
    }
    return {name: value for name, value in record.items() if name in _REQUIRED or value not in (None, [], {})}


_REQUIRED = ("id", "date", "actor", "event")


def _id_of(sourced: SourcedClaim) -> str:
    """Return the id of a claim in a report, the same whichever reader reads it."""
    return "E_" + digest(sourced.report.id, sourced.claim.key)


def _entity(participant: Participant) -> dict[str, object]:
    entity = participant.entity
    if entity is None:
        return {"code": "", "entity_text": participant.text}
    found = {
        "code": entity.code or entity.country,
        "sector": entity.sector,
        "entity_text": participant.text,
        "identifier_id": entity.gazetteer,
        "identifier_text": entity.name,
    }
    return {name: value for name, value in found.items() if value or name == "code"}


def _location(claim: Claim) -> dict[str, object] | None:
    toponym = claim.main_place()
    if toponym is None:
        return None
    location = locate(toponym)
    found = {
        "extracted_place": toponym.text,
        "resolved_place": toponym.name,
        "geonameid": toponym.geonameid,
        "lat": toponym.lat,
        "lon": toponym.lon,
        "city": location.city,
        "district": location.district,
        "province": location.province,
        "country": location.country_name,
        "country_code": toponym.country,
        "feature_class": location.feature_class,
        "feature_code": toponym.feature,
        "resolution": location.level,
    }
    return {name: value for name, value in found.items() if value not in (None, "")}


def _clock(claim: Claim) -> str | None:
    """Return the time of day, so that date + "T" + time is ISO 8601."""
    day, _, clock = claim.time.value.partition("T") if claim.time else ("", "", "")
    return clock if claim.time and day == claim.time.first and clock[:1].isdigit() else None


def _size(claim: Claim, unit: str) -> int | float | str | None:
    """Return a number, or a code if the text has no plain number: ">=107", "<=50", "~50", its words."""
    amount = next((quantity for quantity in claim.quantities if quantity.unit == unit), None)
    return None if amount is None else _number(amount)


def _number(amount: Quantity) -> int | float | str:
    if amount.value is not None:
        return f"~{amount.value}" if amount.approximate else amount.value
    if amount.min is not None and amount.max is not None:
        return f"{amount.min}-{amount.max}"
    if amount.min is not None:
        return f">={amount.min}"
    return f"<={amount.max}" if amount.max is not None else amount.text


def _citation(report: Report, reader: Reader) -> dict[str, object]:
    found = {
        "citation": report.input_id or report.id,
        "url": report.url,
        "title": report.title,
        "language": report.language,
        "publication": report.publisher,
        "coder": f"{reader.name} {reader.version} {reader.tier}",
        "codebook": _CODEBOOK,
    }
    return {name: value for name, value in found.items() if value}


def _own(sourced: SourcedClaim, independent_sources: int) -> dict[str, object]:
    claim = sourced.claim
    return {
        "claim": claim.id,
        "report": sourced.report.id,
        "published": sourced.report.published,
        "type": claim.event.type,
        "status": claim.status,
        "negated": claim.negated,
        "certainty": claim.certainty,
        "hedge": [span.text for span in claim.hedge],
        "confidence": claim.confidence,
        "source_chains": chain_names(sourced),
        "independent_sources": independent_sources,
        "start": claim.trigger.start,
        "end": claim.trigger.end,
    }
