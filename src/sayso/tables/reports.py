"""The table of reports, and the columns that other tables take from it."""

from typing import Any

from sayso.model import FoundRow, ReportRow
from sayso.tables.columns import Column, Columns, Type, column, join
from sayso.tables.sql import json_joined
from sayso.tables.table import Table, TerminalColumn, View

__all__ = ["OUTLET", "PUBLISHED", "REPORTS", "REPORT_COLUMNS"]

_ABOUT = (
    Column("report", Type.TEXT, "Id of the report", "r.id"),
    Column("input_id", Type.TEXT, "Id that the input gave the report", "r.input_id"),
    Column("publisher", Type.TEXT, "Outlet, as the input gave it", "r.publisher"),
    Column(
        "published",
        Type.TIMESTAMP,
        "Moment, day, month or year of publication, as the input gave it. As a timestamp a day begins at "
        "midnight UTC; a month or a year alone is none",
        "r.published",
    ),
    Column("url", Type.TEXT, "Address of the report", "r.url"),
)


def _about_report(row: FoundRow) -> tuple[Any, ...]:
    report = row.report
    return report.id, report.input_id, report.publisher, report.published, report.url


# The columns by which each row names its report.
REPORT_COLUMNS: Columns[Any] = Columns(_ABOUT, _about_report)

PUBLISHED = TerminalColumn("published", 10, 0, lambda row: (row["published"] or "")[:10])
OUTLET = TerminalColumn("outlet", 8, 2, lambda row: row["publisher"] or row["input_id"] or row["url"])

REPORTS = Table[ReportRow](
    "reports",
    "One row a report.",
    (
        REPORT_COLUMNS,
        column("title", Type.TEXT, lambda row: row.report.title, "Title", "r.title"),
        column(
            "byline",
            Type.TEXT,
            lambda row: row.report.byline,
            "Authors, as the report names them",
            "r.byline",
        ),
        column(
            "credit",
            Type.TEXT,
            lambda row: join(row.report.credit),
            "Agencies that the text credits",
            json_joined("r.credit"),
        ),
        column("language", Type.TEXT, lambda row: row.report.language, "Language (ISO 639-1)", "r.language"),
        column(
            "status",
            Type.TEXT,
            lambda row: str(row.status),
            "`read`; or why there is no reading",
            "g.status",
        ),
        column(
            "claims",
            Type.INTEGER,
            lambda row: row.claims,
            "Number of its claims, without those that a person rejected",
            "(SELECT count(*) FROM claim c WHERE c.reading = r.reading AND c.shown)",
        ),
        column(
            "document",
            Type.TEXT,
            lambda row: row.report.document,
            "Id of the text: reports of one text share it",
            "d.id",
        ),
        column(
            "first_seen",
            Type.TIMESTAMP,
            lambda row: row.first_seen,
            "When the record first took the report in (UTC)",
            "r.first_seen",
        ),
        column("tier", Type.TEXT, lambda row: str(row.reader.tier), "Tier of the reader", "e.tier"),
        column(
            "issues",
            Type.TEXT,
            lambda row: join(issue.code for issue in row.issues),
            "Codes of what went wrong in reading",
        ),
    ),
    view=View(
        "reports",
        "FROM report r JOIN document d ON d.n = r.document JOIN reading g ON g.n = r.reading"
        " JOIN reader e ON e.n = g.reader",
        (
            Column(
                "reported_on",
                Type.DATE,
                "Day of publication, else the day on which the record took the report in",
                "r.reported_on",
            ),
            Column("version", Type.TEXT, "Version of the reader", "e.version"),
            Column("text", Type.TEXT, "The text, into which all offsets point", "d.text"),
        ),
    ),
    terminal=(
        PUBLISHED,
        OUTLET,
        TerminalColumn("title", 20, 6, "title"),
        TerminalColumn("claims", 6, 0, "claims"),
        TerminalColumn("report", 22, 0, "report"),
    ),
)
