"""Map and timeline of the claims of a query, drawn from its counts."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from sayso.markup import describe_event, describe_status
from sayso.model import ClaimRow
from sayso.record import DayTally, PlaceTally, Query
from sayso.web.figures import Dated, Placed, Whole, draw_days, draw_map, spot_id

__all__ = ["ClaimFigures", "draw_claims", "draw_report"]

# Places drawn; of the rest only the number is given.
_PLACES = 200
# The address of the same query with some filters changed.
Ask = Callable[..., str]


class ClaimFigures(NamedTuple):
    """Map and timeline, the number of claims, that of claims on no map, and the ids of the map's points."""

    where: Markup
    when: Markup
    claims: int = 0
    unplaced: int = 0
    spots: frozenset[str] = frozenset()


def draw_claims(query: "Query[ClaimRow]", ask: Ask) -> ClaimFigures:
    """Draw the places and days of the claims of a query; each place and bar links to its claims."""
    tally, filters = query.tally(_PLACES), query.filters
    unplaced = tally.claims - tally.placed
    # A query for a place finds claims with other places beside it: these cannot be asked for in addition.
    link = None if filters.place is not None else ask
    rows = [*_placed(tally.places, link), *_unplaced(unplaced)]
    where = draw_map(rows, whole=Whole(tally.placed, tally.number))
    when = _draw_days(tally.days, filters.first, filters.last, ask)
    spots = frozenset(spot_id(place.lat, place.lon) for place in tally.places)
    return ClaimFigures(where, when, tally.claims, unplaced, spots)


def _placed(places: Iterable[PlaceTally], ask: Ask | None) -> Iterator[Placed]:
    for place in places:
        known = place.geonameid is not None and ask is not None
        for tally in place.statuses:
            yield Placed(
                label="",
                place=place.name,
                status="negated" if tally.negated else tally.status,
                lat=place.lat,
                lon=place.lon,
                href=f"/explore{ask(place=place.geonameid)}" if known and ask else None,
                number=tally.number,
            )


def _unplaced(number: int) -> Iterator[Placed]:
    if number:
        yield Placed("", "", "", number=number)


def _draw_days(days: Iterable[DayTally], first: str | None, last: str | None, ask: Ask) -> Markup:
    dated = [Dated(day.first, "negated" if day.negated else day.status, day.number, day.last) for day in days]

    def link(first: str, last: str) -> str:
        return f"/explore{ask(**{'from': first, 'to': last})}"

    return draw_days(dated, title="", within=(first, last), link=link)


def draw_report(rows: Sequence[ClaimRow], link: Callable[[str], str]) -> ClaimFigures:
    """Draw the places and days of the claims of one report; each point links to a claim."""
    placed = [
        Placed(
            label=f"{describe_event(row.claim.event)}: {row.claim.trigger.text}",
            place=place.name,
            status=describe_status(row.claim).slug,
            lat=place.lat,
            lon=place.lon,
            href=link(row.claim.id),
        )
        for row in rows
        for place in row.claim.places
        if place.lat is not None and place.lon is not None
    ]
    dated = [
        Dated(time.first or time.last, describe_status(row.claim).slug, 1, time.last)
        for row in rows
        if (time := row.claim.time) is not None and (time.first or time.last)
    ]
    return ClaimFigures(
        draw_map(placed) if placed else Markup(), draw_days(dated, title="") if dated else Markup()
    )
