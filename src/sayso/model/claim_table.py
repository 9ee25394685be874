"""The flat claim table: one row a claim, the same in every form of table and data frame."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from sayso.model.claim_sources import (
    Sourced,
    count_origins,
    describe_names,
    event_of,
    innermost,
    name_sources,
)
from sayso.model.columns import (
    Column,
    Columns,
    Table,
    countries_of,
    join,
    names_of,
    place_names,
    sectors_of,
    words_of,
)
from sayso.model.entity import Participant
from sayso.model.quantity import Quantity

__all__ = ["CLAIM_TABLE", "claim_rows"]

_json = msgspec.json.Encoder()
# Units whose numbers have columns of their own.
_HARMED = ("killed", "injured")


def _report(row: Sourced) -> tuple[Any, ...]:
    report = row.report
    about = report.id, report.input_id, report.publisher, report.published, report.url, report.title
    return row.claim.id, *about


def _event(row: Sourced) -> tuple[Any, ...]:
    claim = row.claim
    event = claim.event
    mode, context = join(event.mode), join(event.context)
    hedge = join(span.text for span in claim.hedge)
    return event.type, mode, context, str(claim.status), claim.negated, str(claim.certainty), hedge


def _people(row: Sourced) -> tuple[Any, ...]:
    (names, words, countries, sectors), of = _describe(row.claim.actors), _describe(row.claim.recipients)
    return names, of[0], words, of[1], countries, of[2], sectors, of[3]


def _describe(people: tuple[Participant, ...]) -> tuple[str, str, str, str]:
    """Names, words, countries and sectors."""
    if not people:
        return "", "", "", ""
    if len(people) > 1:
        return names_of(people), words_of(people), join(countries_of(people)), join(sectors_of(people))
    words, entity = people[0].text, people[0].entity
    return (entity.name, words, entity.country, entity.sector) if entity else (words, words, "", "")


def _object(row: Sourced) -> tuple[Any, ...]:
    found = row.claim.object
    if found is None:
        return None, None
    return found.span.text, found.event.type if found.event else None


def _places(row: Sourced) -> tuple[Any, ...]:
    place = row.claim.main_place()
    if place is None:
        return "", None, None, None, None, None, None
    names = place_names(row.claim.places)
    return names, place.name, place.country, place.geonameid, place.lat, place.lon, place.feature


def _time(row: Sourced) -> tuple[Any, ...]:
    time = row.claim.time
    return (None, None, None, None) if time is None else (time.text, time.value, time.first, time.last)


def _quantities(row: Sourced) -> tuple[Any, ...]:
    found = row.claim.quantities
    if not found:
        return "", "[]", None, None, None, None, None, None
    harmed = [number for unit in _HARMED for number in _numbers(unit, found)]
    return join([quantity.text for quantity in found]), _json.encode(found).decode(), *harmed


def _numbers(unit: str, quantities: Iterable[Quantity]) -> tuple[float | None, float | None, float | None]:
    first = next((quantity for quantity in quantities if quantity.unit == unit), None)
    return (None, None, None) if first is None else (first.value, first.min, first.max)


def _sources(row: Sourced) -> tuple[Any, ...]:
    group = row.group
    independent = group.independent_sources if group is not None else count_origins(row)
    event = event_of(row)
    if not row.claim.chains:
        return "", "", "[]", independent, event
    chains = name_sources(row.claim.chains, row.attributions)
    kinds = join([attribution.source_kind for attribution in innermost(row)])
    return describe_names(chains), kinds, _json.encode(chains).decode(), independent, event


def _words(row: Sourced) -> tuple[Any, ...]:
    claim = row.claim
    trigger = claim.trigger
    return trigger.text, trigger.start, trigger.end, claim.sentence.text, claim.key


def _reader(row: Sourced) -> tuple[Any, ...]:
    report, reader = row.report, row.reader
    return report.document, report.language, f"{reader.name} {reader.version}", str(reader.tier)


CLAIM_TABLE = Table[Sourced](
    Columns(
        {
            "claim": str,
            "report": str,
            "input_id": str,
            "publisher": str,
            "published": str,
            "url": str,
            "title": str,
        },
        _report,
    ),
    Columns(
        {
            "type": str,
            "mode": str,
            "context": str,
            "status": str,
            "negated": bool,
            "certainty": str,
            "hedge": str,
        },
        _event,
    ),
    Columns(
        {
            "actors": str,
            "recipients": str,
            "actor_words": str,
            "recipient_words": str,
            "actor_countries": str,
            "recipient_countries": str,
            "actor_sectors": str,
            "recipient_sectors": str,
        },
        _people,
    ),
    Columns({"object": str, "object_type": str}, _object),
    Columns(
        {
            "places": str,
            "place": str,
            "country": str,
            "geonameid": int,
            "lat": float,
            "lon": float,
            "feature": str,
        },
        _places,
    ),
    Columns({"time": str, "time_value": str, "from": str, "to": str}, _time),
    Columns(
        {
            "quantities": str,
            "quantity_values": str,
            "killed": float,
            "killed_min": float,
            "killed_max": float,
            "injured": float,
            "injured_min": float,
            "injured_max": float,
        },
        _quantities,
    ),
    Columns(
        {
            "sources": str,
            "source_kind": str,
            "source_chains": str,
            "independent_sources": int,
            "event": str,
        },
        _sources,
    ),
    Columns({"trigger": str, "start": int, "end": int, "sentence": str, "key": str}, _words),
    Columns({"document": str, "language": str, "reader": str, "tier": str}, _reader),
    Column("verdict", str, lambda row: row.verdict),
)


def claim_rows(claims: Iterable[Sourced]) -> Iterator[dict[str, Any]]:
    """Yield the rows of the flat claim table as dicts: `pandas.DataFrame(claim_rows(told_of(reading)))`."""
    names = CLAIM_TABLE.names
    for values in CLAIM_TABLE.rows(claims):
        yield dict(zip(names, values, strict=True))
