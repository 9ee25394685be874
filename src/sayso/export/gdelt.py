"""GDELT 2.0's two tables: an event group is a row of the events, a claim a row of the mentions."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from sayso.codebook import read_codebook
from sayso.export.cameo import Actor, code_actor, code_event, goldstein, quad_class
from sayso.export.chunks import Cell, Chunk, table
from sayso.export.countries import codes_of_country
from sayso.export.days import fraction_of_year, shared_month, shared_year, single_day, timestamp
from sayso.export.places import locate
from sayso.export.sources import describe_chains, group_of
from sayso.model import Claim, GroupRef, Report, SourcedClaim, TimeExpression, Toponym

__all__ = ["EVENT_COLUMNS", "MENTION_COLUMNS", "encode", "global_event_id"]

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code")
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
EVENT_COLUMNS = (
    *("GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"),
    *(f"Actor{n}{part}" for n in (1, 2) for part in (*_ACTOR, "Type1Code", "Type2Code", "Type3Code")),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{of}Geo_{part}" for of in ("Actor1", "Actor2", "Action") for part in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
MENTION_COLUMNS = (
    *("GlobalEventID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName"),
    *("MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset"),
    *("InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)

_WEB, _CITATION = 1, 2
_NO_GEO: tuple[Cell, ...] = (0, *[None] * 7)
# Where one sentence ends and the next begins, for SentenceID: a reader counts them, nothing hangs on it.
_SENTENCE_END = re.compile(r"[.!?][\"”’')\]]*\s+|\n+")
_LINES = re.compile(r"\n\s*")


def global_event_id(group: GroupRef) -> int:
    """Return the number of an event group, from its id: 52 bits, which R and JSON keep exactly."""
    return int(hashlib.sha256(group.id.encode()).hexdigest()[:13], 16)


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write both tables as GDELT does: tabs, no header, names that end in `.csv`.

    An event is written when all its claims have been seen, so that only incomplete events stay in memory; an
    event whose group has no number of claims, or one that is too large, is written at the end.
    """
    open_: dict[str, _Event] = {}
    for sourced in claims:
        group = group_of(sourced)
        mention = _mention(sourced, group)
        event = open_.setdefault(group.id, _Event(group))
        event.add(sourced)
        yield from _lines("mentions.csv", [mention])
        if event.claims == group.claims:
            yield from _lines("events.csv", [open_.pop(group.id).row()])
    yield from _lines("events.csv", (event.row() for event in open_.values()))


def _lines(file: str, rows: Iterable[tuple[Cell, ...]]) -> Iterator[Chunk]:
    return table(file, rows, delimiter="\t", line_end="\n")


# Of a claim among those of its event: a coded claim first, then the earliest.
_Rank = tuple[bool, str, str, str]


class _Representative(NamedTuple):
    """A claim that may represent its event: the lowest rank does."""

    rank: _Rank
    sourced: SourcedClaim
    code: str


class _Timed(NamedTuple):
    """A time that an event may have: one that names a day first, then that of the lowest rank."""

    rank: tuple[bool, _Rank]
    time: TimeExpression


class _Placed(NamedTuple):
    """A place with coordinates that an event may have: that of the lowest rank."""

    rank: _Rank
    place: Toponym


class _Event:
    """An event group while its claims arrive, in any order."""

    def __init__(self, group: GroupRef) -> None:
        self.group = group
        self.claims = 0
        self._reports: set[str] = set()
        self._first_seen: str | None = None
        self._is_root = False
        self._best: _Representative | None = None
        self._timed: _Timed | None = None
        self._placed: _Placed | None = None

    def add(self, sourced: SourcedClaim) -> None:
        """Count a claim."""
        self.claims += 1
        self._reports.add(sourced.report.id)
        seen = timestamp(sourced.report.published)
        if seen is not None and (self._first_seen is None or seen < self._first_seen):
            self._first_seen = seen
        self._is_root = self._is_root or _is_in_lead(sourced.report, sourced.claim)
        code = code_event(sourced.claim)
        # Without its text, as an event may stay in memory for long.
        brief = replace(sourced, report=replace(sourced.report, text=""), entities=(), toponyms=())
        rank = (not code, seen or "~", sourced.report.id, sourced.claim.id)
        if self._best is None or rank < self._best.rank:
            self._best = _Representative(rank, brief, code)
        self._add_time(rank, sourced.claim.time)
        self._add_place(rank, sourced.claim.main_place())

    def _add_time(self, rank: _Rank, time: TimeExpression | None) -> None:
        if time is None or time.first is None:
            return
        timed = _Timed((single_day(time) is None, rank), time)
        if self._timed is None or timed.rank < self._timed.rank:
            self._timed = timed

    def _add_place(self, rank: _Rank, place: Toponym | None) -> None:
        if place is None or place.lat is None or place.lon is None:
            return
        if self._placed is None or rank < self._placed.rank:
            self._placed = _Placed(rank, place)

    def row(self) -> tuple[Cell, ...]:
        """Return the event's row."""
        assert self._best is not None  # noqa: S101 - an event is made for its first claim
        sourced, code = self._best.sourced, self._best.code
        claim, time = sourced.claim, self._timed.time if self._timed else None
        day = single_day(time)
        return (
            global_event_id(self.group),
            day.strftime("%Y%m%d") if day else None,
            shared_month(time),
            shared_year(time),
            fraction_of_year(day) if day else None,
            *_actor_cells(code_actor(next(iter(claim.actors), None))),
            *_actor_cells(code_actor(next(iter(claim.recipients), None))),
            int(self._is_root),
            code,
            code[:3],
            code[:2],
            quad_class(code),
            goldstein(code),
            self.claims,
            self.group.independent_sources,
            len(self._reports),
            None,
            *_NO_GEO,
            *_NO_GEO,
            *_geo_cells(self._placed.place if self._placed else None),
            self._first_seen,
            sourced.report.url,
        )


def _mention(sourced: SourcedClaim, group: GroupRef) -> tuple[Cell, ...]:
    report, claim = sourced.report, sourced.claim
    seen = timestamp(report.published)
    return (
        global_event_id(group),
        seen,
        seen,
        _WEB if report.url else _CITATION,
        report.host() or report.outlet(),
        report.url or report.input_id or report.id,
        1 + len(_SENTENCE_END.findall(report.text, 0, claim.sentence.start)),
        claim.actors[0].start if claim.actors else -1,
        claim.recipients[0].start if claim.recipients else -1,
        claim.trigger.start,
        1,
        None,
        len(report.text),
        None,
        None,
        _extras(sourced),
    )


def _extras(sourced: SourcedClaim) -> str:
    """Return the fields without a column in GDELT, in the style of its translation column; sources last."""
    claim = sourced.claim
    parts = {
        "claim": claim.id,
        "report": sourced.report.id,
        "type": claim.event.type,
        "mode": ",".join(claim.event.mode),
        "status": claim.status,
        "negated": str(claim.negated).lower(),
        "certainty": claim.certainty,
        "hedge": ",".join(span.text for span in claim.hedge),
        "confidence": "" if claim.confidence is None else claim.confidence,
        "sources": describe_chains(sourced),
    }
    return ";".join(f"{name}:{value}" for name, value in parts.items())


def _actor_cells(actor: Actor) -> tuple[Cell, ...]:
    nothing = [None] * 3
    return (actor.code, actor.name, actor.country, actor.group, *nothing, actor.role, None, None)


def _geo_cells(toponym: Toponym | None) -> tuple[Cell, ...]:
    """Return the event's place; GDELT's feature ids are not GeoNames's, so that only a country has one."""
    if toponym is None:
        return _NO_GEO
    location = locate(toponym)
    fips = codes_of_country(toponym.country).fips
    is_country, is_province = location.level == 1, location.level == 2
    province = read_codebook("countries")["us_states"].get(str(location.province_id))
    names = [toponym.name, *([] if is_province or is_country else [location.province])]
    full = ", ".join(part for part in (*names, "" if is_country else location.country_name) if part)
    return (
        _geo_type(toponym.country, is_country=is_country, is_province=is_province),
        full,
        fips,
        fips if is_country else province,
        None,
        toponym.lat,
        toponym.lon,
        fips if is_country else None,
    )


def _geo_type(country: str, *, is_country: bool, is_province: bool) -> int:
    """Return 1 for a country, 2 and 3 for a US state and town, 4 and 5 for a town and province elsewhere."""
    if is_country:
        return 1
    if country == "USA":
        return 2 if is_province else 3
    return 5 if is_province else 4


def _is_in_lead(report: Report, claim: Claim) -> bool:
    """Return True if the trigger is in the title or the first paragraph."""
    start = len(report.title) if report.title and report.text.startswith(report.title) else 0
    body = _LINES.match(report.text, start)
    end = report.text.find("\n", body.end() if body else start)
    return end < 0 or claim.trigger.start < end
