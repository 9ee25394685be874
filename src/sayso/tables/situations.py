"""The tables of situations: what holds where, and the changes of it over time."""

from typing import Any

from sayso.codebook import least_confidence
from sayso.model import Situation, Turn
from sayso.tables.columns import Column, Columns, Type, column
from sayso.tables.table import Table, TerminalColumn

__all__ = ["SITUATIONS", "TURNS"]

_VIA = " via "


def _place(row: Situation) -> tuple[Any, ...]:
    place = row.place
    return (place.name, place.country, place.lat, place.lon) if place else (None, None, None, None)


_PLACE: Columns[Situation] = Columns(
    (
        Column("place", Type.TEXT, "Place where it holds"),
        Column("country", Type.TEXT, "Country of the place (ISO 3166-1 alpha-3)"),
        Column("lat", Type.REAL, "Latitude of the place"),
        Column("lon", Type.REAL, "Longitude of the place"),
    ),
    _place,
)

SITUATIONS = Table[Situation](
    "situations",
    "One row for each state that holds between two parties or at a place, from one day to another.",
    (
        column("situation", Type.TEXT, lambda row: row.id, "Id of the situation"),
        column(
            "relation", Type.TEXT, lambda row: str(row.relation), "Relation of subject to object or place"
        ),
        column("subject", Type.TEXT, lambda row: row.subject.name, "Name of the subject"),
        column(
            "object", Type.TEXT, lambda row: row.object.name if row.object else None, "Name of the object"
        ),
        _PLACE,
        column("holds", Type.TEXT, lambda row: str(row.holds), "`true`, `false` or `disputed`"),
        column(
            "status", Type.TEXT, lambda row: str(row.status), "Status of the latest claim that supports it"
        ),
        column("from", Type.DATE, lambda row: row.first, "First day; empty if no report gives it"),
        column("to", Type.DATE, lambda row: row.last, "Last day; empty if no report gives it"),
        column("as_of", Type.DATE, lambda row: row.as_of, "Day until which reports were taken into account"),
        column("origins", Type.INTEGER, lambda row: row.origins, "Number of independent origins"),
        column(
            "sources", Type.TEXT, lambda row: _VIA.join(row.sources), "Sources of the claim that is quoted"
        ),
        column("words", Type.TEXT, lambda row: row.words, "Words of the latest claim that supports it"),
        column("claims", Type.INTEGER, lambda row: len(row.claims), "Number of its claims"),
        column(
            "confidence",
            Type.REAL,
            lambda row: row.confidence,
            "Probability that all of it is what the report says",
        ),
        column(
            "certain",
            Type.BOOLEAN,
            lambda row: row.is_confident(least_confidence("situations")),
            "Whether that is enough to show it as certain",
        ),
    ),
    terminal=(
        TerminalColumn("relation", 12, 0, "relation"),
        TerminalColumn("who", 10, 3, "subject"),
        TerminalColumn("what, where", 12, 3, lambda row: row["object"] or row["place"]),
        TerminalColumn("holds", 8, 0, "holds"),
        TerminalColumn("reading", 7, 0, lambda row: "" if row["certain"] else "unsure"),
        TerminalColumn("from", 10, 0, "from"),
        TerminalColumn("to", 10, 0, "to"),
        TerminalColumn("source", 10, 3, "sources"),
    ),
)

TURNS = Table[Turn](
    "timeline",
    "One row for each change that a claim asserts of a situation.",
    (
        column("situation", Type.TEXT, lambda row: row.situation, "Id of the situation"),
        column("happened", Type.DATE, lambda row: row.happened, "Day of the change, if a report gives it"),
        column("published", Type.TIMESTAMP, lambda row: row.published, "Publication of the report"),
        column("change", Type.TEXT, lambda row: str(row.change), "`begins`, `holds` or `ends`"),
        column("words", Type.TEXT, lambda row: row.words, "Words of the claim"),
        column("sources", Type.TEXT, lambda row: _VIA.join(row.sources), "Sources of the claim"),
        column("report", Type.TEXT, lambda row: row.claim.report, "Id of the report"),
        column("claim", Type.TEXT, lambda row: row.claim.claim, "Id of the claim"),
    ),
    terminal=(
        TerminalColumn("day", 10, 0, lambda row: row["happened"] or (row["published"] or "")[:10]),
        TerminalColumn("change", 8, 0, "change"),
        TerminalColumn("words", 16, 5, "words"),
        TerminalColumn("source", 10, 3, "sources"),
        TerminalColumn("situation", 18, 0, "situation"),
    ),
)
