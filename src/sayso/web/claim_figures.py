"""Map and timeline of all claims that a query finds, made from its counts: as many as everywhere else."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from sayso.model import ClaimRow
from sayso.record import DayTally, PlaceTally, Query
from sayso.web.figures import Dated, Placed, Whole, draw_days, draw_map
from sayso.web.wording import describe_event, describe_status

__all__ = ["Seen", "features_of", "picture", "picture_report"]

# Places drawn; of the rest it is told how many there are.
_PLACES = 200
# The address of the same query with some filters changed.
Ask = Callable[..., str]


class Seen(NamedTuple):
    """A map and a timeline, how many claims they show, and how many of these no map can show."""

    where: Markup
    when: Markup
    claims: int = 0
    unplaced: int = 0


def picture(query: "Query[ClaimRow]", ask: Ask) -> Seen:
    """Where and when all claims of a query are; each place and bar leads to the claims that it counts."""
    tally, filters = query.tally(_PLACES), query.filters
    unplaced = tally.claims - tally.placed
    # A query for a place finds claims with other places beside it: these cannot be asked for in addition.
    link = None if filters.place is not None else ask
    rows = [*_placed(tally.places, link), *_unplaced(unplaced)]
    where = draw_map(rows, whole=Whole(tally.placed, tally.number))
    when = _draw_days(tally.days, filters.first, filters.last, ask)
    return Seen(where, when, tally.claims, unplaced)


def _placed(places: Iterable[PlaceTally], ask: Ask | None) -> Iterator[Placed]:
    for place in places:
        known = place.geonameid is not None and ask is not None
        for told in place.statuses:
            yield Placed(
                id=_feature(place),
                label="",
                place=place.name,
                status="negated" if told.negated else told.status,
                lat=place.lat,
                lon=place.lon,
                href=f"/explore{ask(place=place.geonameid)}" if known and ask else None,
                number=told.number,
            )


def _unplaced(number: int) -> Iterator[Placed]:
    if number:
        yield Placed("", "", "", "", number=number)


def _draw_days(days: Iterable[DayTally], first: str | None, last: str | None, ask: Ask) -> Markup:
    dated = [Dated(day.first, "negated" if day.negated else day.status, day.number, day.last) for day in days]

    def link(first: str, last: str) -> str:
        return f"/explore{ask(**{'from': first, 'to': last})}"

    return draw_days(dated, title="", within=(first, last), link=link)


def _feature(place: Any) -> str:  # noqa: ANN401 - a toponym or a tally
    """What marks a place on a page: points and rows with the same mark are linked."""
    return (
        f"place-{place.geonameid}" if place.geonameid is not None else f"at-{place.lat:.4f},{place.lon:.4f}"
    )


def features_of(row: ClaimRow) -> str:
    """The marks of the places of a row that can be on a map."""
    placed = [one for one in row.claim.places if one.lat is not None and one.lon is not None]
    return " ".join(dict.fromkeys(_feature(one) for one in placed))


def picture_report(rows: Sequence[ClaimRow], link: Callable[[str], str]) -> Seen:
    """Where and when the claims of one report are, each point and row leading to a claim."""
    placed = [
        Placed(
            id=row.claim.id,
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
    return Seen(draw_map(placed) if placed else Markup(), draw_days(dated, title="") if dated else Markup())
