"""Which pages are asked for, and with what: words, names and days are drawn from the record itself."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple
from urllib.parse import urlencode

from sayso.model import ClaimRow
from sayso.model.dates import date_part
from sayso.record import Store

__all__ = ["Ask", "Drawn", "draw", "list_pages"]

Ask = Callable[[random.Random], str]
# Rows from which is drawn, spread over the record, and the words that are most common in them.
_ROWS, _COMMON = 500, 20


class Drawn(NamedTuple):
    """Values by which a record can be searched."""

    reports: list[str]
    claims: list[tuple[str, str]]
    events: list[str]
    largest: str
    words: list[str]
    common: list[str]
    actors: list[str]
    places: list[str]
    sources: list[str]
    countries: list[str]
    days: list[str]


def draw(record: Store) -> Drawn:
    """Draw from a record what to ask it for; with the same record the same."""
    dice = random.Random(3)  # noqa: S311 - a benchmark
    rows = list(_spread(record, dice))
    words = Counter(word for row in rows for word in re.findall(r"[a-z]{4,}", row.claim.sentence.text))
    events = [row.event.id for row in record.events(limit=2_000)]
    return Drawn(
        reports=[row.report.id for row in rows],
        claims=[(row.report.id, row.claim.id) for row in rows],
        events=dice.sample(events, min(len(events), _ROWS)),
        largest=events[0] if events else "",
        words=[word for word, _ in words.most_common()[_COMMON:]],
        common=[word for word, _ in words.most_common(_COMMON)],
        actors=_all(actor.text for row in rows for actor in row.claim.actors),
        places=_all(place.name for row in rows for place in row.claim.places),
        sources=_all(
            name for row in rows for attribution in row.attributions if (name := attribution.source_name())
        ),
        countries=_all(place.country for row in rows for place in row.claim.places if place.country),
        days=_all(date_part(row.report.published) for row in rows if row.report.published),
    )


def _spread(record: Store, dice: random.Random) -> Iterable[ClaimRow]:
    last = record.claims().last(1)[0].cursor
    for _ in range(_ROWS // 10):
        yield from record.claims().page(10, after=f"{dice.randint(0, int(last.split('.')[0]))}.0").rows


def _all(names: Iterable[str]) -> list[str]:
    return list(names) or ["nobody"]


def list_pages(drawn: Drawn) -> dict[str, Ask]:
    """Each page, and what draws an address of it."""

    def at(path: str, **parts: list[str]) -> Ask:
        def ask(dice: random.Random) -> str:
            given = {name.rstrip("_"): dice.choice(values) for name, values in parts.items()}
            return f"{path}?{urlencode(given)}" if given else path

        return ask

    def within(path: str, ids: list[str]) -> Ask:
        return lambda dice: path.format(dice.choice(ids))

    d = drawn
    return {
        "home": at("/"),
        "report": within("/reports/{}", d.reports),
        "report, a claim chosen": lambda dice: "/reports/{}?claim={}".format(*dice.choice(d.claims)),
        "event": within("/events/{}", d.events),
        "event, the one most told": at(f"/events/{d.largest}"),
        "event, as of a day": lambda dice: f"/events/{dice.choice(d.events)}?as_of={dice.choice(d.days)}",
        "explore": at("/explore"),
        "explore, a word": at("/explore", text=d.words),
        "explore, a common word": at("/explore", text=d.common),
        "explore, two words and a type": at("/explore", text=d.words, type=["AID", "ASSAULT"]),
        "explore, a source": at("/explore", source=d.sources),
        "explore, an actor": at("/explore", actor=d.actors),
        "explore, a place": at("/explore", place=d.places),
        "explore, a country and days": at("/explore", country=d.countries, from_=d.days),
        "explore, a word as of a day": at("/explore", text=d.words, as_of=d.days),
        "explore, in a report": at("/explore", report=d.reports),
        "explore, not on a map": at("/explore", placed=["false"]),
        "explore, reports": at("/explore", show=["reports"]),
        "explore, reports with a word": at("/explore", show=["reports"], text=d.words),
        "explore, reports of a source": at("/explore", show=["reports"], source=d.sources),
        "explore, attributions of a type": at("/explore", show=["attributions"], type=["AID"]),
        "explore, events": at("/explore", show=["events"]),
        "explore, events with a word": at("/explore", show=["events"], text=d.words),
        "explore, events as of a day": at("/explore", show=["events"], as_of=d.days),
        "explore, disagreements": at("/explore", show=["disagreements"]),
        "explore, commitments": at("/explore", show=["commitments"]),
        "disagreements": at("/disagreements"),
        "disagreements, one kind": at("/disagreements", kind=["incompatible"]),
        "disagreements, a word": at("/disagreements", text=d.words),
        "disagreements, as of a day": at("/disagreements", as_of=d.days),
        "commitments": at("/commitments"),
        "commitments, a word": at("/commitments", text=d.words),
        "commitments, as of a day": at("/commitments", as_of=d.days),
        "situations": at("/situations"),
        "situations, the timeline": at("/situations", view=["timeline"]),
        "situations, a country": at("/situations", country=d.countries),
        "situations, as of a day": at("/situations", as_of=d.days),
        "review": at("/review"),
        "review, a claim": lambda dice: f"/review?claim={dice.choice(d.claims)[1]}",
        "review, a report": at("/review", report=d.reports),
        "judgements": at("/review/judgements"),
        "feed of claims": at("/feeds/claims.atom"),
        "feed of a word": at("/feeds/claims.atom", text=d.words),
        "feed of reports": at("/feeds/reports.atom"),
        "feed of events": at("/feeds/events.atom"),
        "feed of commitments": at("/feeds/commitments.atom"),
        "api, what there is": at("/api"),
        "api, claims of a word": at("/api/claims", text=d.words),
        "api, how many claims": at("/api/claims/count", text=d.words),
        "api, claims by place": at("/api/claims/places"),
        "api, claims by day": at("/api/claims/days"),
        "api, reports": at("/api/reports"),
        "api, attributions": at("/api/attributions"),
        "api, events": at("/api/events"),
        "api, an event": at("/api/events", id=d.events),
        "api, disagreements": at("/api/disagreements"),
        "api, commitments": at("/api/commitments"),
        "api, situations": at("/api/situations"),
        "api, timeline": at("/api/situations/timeline"),
        "api, judgements": at("/api/judgements"),
    }
