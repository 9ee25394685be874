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
from sayso.model import Claim, GroupRef, Report, SourcedClaim

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
    """A number for an event group, from its id: 52 bits, which R and JSON keep exactly."""
    return int(hashlib.sha256(group.id.encode()).hexdigest()[:13], 16)


def encode(told: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Both tables as GDELT writes them: tabs, no header, names that end in `.csv`.

    An event is written when all its claims have been seen, so that only events that are not complete are
    held; an event whose group does not say how many they are, or says too many, is written at the end.
    """
    open_: dict[str, _Event] = {}
    for one in told:
        group = group_of(one)
        mention = _mention(one, group)
        event = open_.setdefault(group.id, _Event(group))
        event.add(one)
        yield from _lines("mentions.csv", [mention])
        if event.claims == group.claims:
            yield from _lines("events.csv", [open_.pop(group.id).row()])
    yield from _lines("events.csv", (event.row() for event in open_.values()))


def _lines(file: str, rows: Iterable[tuple[Cell, ...]]) -> Iterator[Chunk]:
    return table(file, rows, delimiter="\t", line_end="\n")


class _Teller(NamedTuple):
    """A claim that may tell its event: the one of lowest rank does, a coded one first, then the earliest."""

    rank: tuple[bool, str, str, str]
    told: SourcedClaim
    code: str


class _Event:
    """One event group while its claims come in, in whatever order."""

    def __init__(self, group: GroupRef) -> None:
        self.group = group
        self.claims = 0
        self._reports: set[str] = set()
        self._first_seen: str | None = None
        self._is_root = False
        self._best: _Teller | None = None

    def add(self, told: SourcedClaim) -> None:
        """Count a claim."""
        self.claims += 1
        self._reports.add(told.report.id)
        seen = timestamp(told.report.published)
        if seen is not None and (self._first_seen is None or seen < self._first_seen):
            self._first_seen = seen
        self._is_root = self._is_root or _is_in_lead(told.report, told.claim)
        code = code_event(told.claim)
        # Without its text, as an event may be held for long.
        brief = replace(told, report=replace(told.report, text=""), entities=(), toponyms=())
        one = _Teller((not code, seen or "~", told.report.id, told.claim.id), brief, code)
        if self._best is None or one.rank < self._best.rank:
            self._best = one

    def row(self) -> tuple[Cell, ...]:
        """The event's row."""
        assert self._best is not None  # noqa: S101 - an event is made for its first claim
        told, code = self._best.told, self._best.code
        claim, day = told.claim, single_day(told.claim.time)
        return (
            global_event_id(self.group),
            day.strftime("%Y%m%d") if day else None,
            shared_month(claim.time),
            shared_year(claim.time),
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
            *_geo_cells(claim),
            self._first_seen,
            told.report.url,
        )


def _mention(told: SourcedClaim, group: GroupRef) -> tuple[Cell, ...]:
    report, claim = told.report, told.claim
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
        _extras(told),
    )


def _extras(told: SourcedClaim) -> str:
    """What GDELT has no column for, in the manner of its translation column; the sources come last."""
    claim = told.claim
    parts = {
        "claim": claim.id,
        "report": told.report.id,
        "type": claim.event.type,
        "mode": ",".join(claim.event.mode),
        "status": claim.status,
        "negated": str(claim.negated).lower(),
        "certainty": claim.certainty,
        "sources": describe_chains(told),
    }
    return ";".join(f"{name}:{value}" for name, value in parts.items())


def _actor_cells(actor: Actor) -> tuple[Cell, ...]:
    nothing = [None] * 3
    return (actor.code, actor.name, actor.country, actor.group, *nothing, actor.role, None, None)


def _geo_cells(claim: Claim) -> tuple[Cell, ...]:
    """Where the event happens; GDELT's feature ids are not GeoNames's, so that only a country has one."""
    toponym = claim.main_place()
    if toponym is None or toponym.lat is None or toponym.lon is None:
        return _NO_GEO
    location = locate(toponym)
    fips = codes_of_country(toponym.country).fips
    is_country, is_province = location.level == 1, location.level == 2
    province = read_codebook("countries")["us_states"].get(str(location.province_id))
    names = [toponym.name, *([] if is_province or is_country else [location.province])]
    full = ", ".join(one for one in (*names, "" if is_country else location.country_name) if one)
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
    """1 country, 2 and 3 state and town of the USA, 4 town and 5 province elsewhere."""
    if is_country:
        return 1
    if country == "USA":
        return 2 if is_province else 3
    return 5 if is_province else 4


def _is_in_lead(report: Report, claim: Claim) -> bool:
    """Whether the event stands in the title or the first paragraph."""
    start = len(report.title) if report.title and report.text.startswith(report.title) else 0
    body = _LINES.match(report.text, start)
    end = report.text.find("\n", body.end() if body else start)
    return end < 0 or claim.trigger.start < end
