"""The table of commitments: one row for each deed that a report says somebody owes."""

from collections.abc import Callable

from sayso.model import CommitmentRow, FollowedCommitment
from sayso.model.claim_sources import describe_chains
from sayso.tables.columns import Column, Columns, Type, column, names_of
from sayso.tables.reports import PUBLISHED, REPORT_COLUMNS
from sayso.tables.sql import NAME, chains, json_value
from sayso.tables.table import Table, TerminalColumn, View

__all__ = ["COMMITMENTS"]

# Between values that stand side by side, and between a source and one that relays it.
_AND, _VIA = "; ", " via "


def _debtor(row: CommitmentRow) -> str | None:
    return names_of([row.commitment.debtor]) if row.commitment.debtor else None


def _due(row: CommitmentRow) -> tuple[str | None, str | None, str | None]:
    due = row.commitment.due
    return (due.text, due.first, due.last) if due else (None, None, None)


def _followed(describe: Callable[[FollowedCommitment], str]) -> Callable[[CommitmentRow], str | None]:
    return lambda row: describe(row.followed) if row.followed else None


def _evidence(followed: FollowedCommitment) -> str:
    """Join the later claims that bear on a commitment: the bearing, the words, the sources."""
    return _AND.join(
        f"{evidence.bears}: {evidence.words}"
        + (f" ({_VIA.join(evidence.sources)})" if evidence.sources else "")
        for evidence in followed.evidence
    )


_DUE: Columns[CommitmentRow] = Columns(
    (
        Column("due", Type.TEXT, "Words that say when the deed is due", json_value("b.body", "due", "text")),
        Column("from", Type.DATE, "First day of that time", json_value("b.body", "due", "from")),
        Column("to", Type.DATE, "Last day of that time", json_value("b.body", "due", "to")),
    ),
    _due,
)

COMMITMENTS = Table[CommitmentRow](
    "commitments",
    "One row for each deed that a report says somebody owes.",
    (
        column("commitment", Type.TEXT, lambda row: row.commitment.id, "Id of the commitment", "k.id"),
        REPORT_COLUMNS,
        column("debtor", Type.TEXT, _debtor, "Who owes the deed: the entity's name, else the words", NAME),
        column(
            "strength",
            Type.TEXT,
            lambda row: str(row.commitment.strength),
            "How strongly the words bind",
            "k.strength",
        ),
        column(
            "verb",
            Type.TEXT,
            lambda row: row.commitment.verb,
            "Verb that binds",
            json_value("b.body", "verb"),
        ),
        column(
            "deed",
            Type.TEXT,
            lambda row: row.commitment.deed.text,
            "The deed, in the words of the text",
            json_value("b.body", "deed", "text"),
        ),
        _DUE,
        column(
            "sources",
            Type.TEXT,
            lambda row: describe_chains(row.commitment.chains, row.attributions),
            "Source chains, as in `claims`",
            chains("commitment", "k"),
        ),
        column("claim", Type.TEXT, lambda row: row.commitment.claim, "Id of the claim of the deed", "c.id"),
        column(
            "state",
            Type.TEXT,
            _followed(lambda followed: str(followed.state)),
            "What became of it, by later claims",
        ),
        column(
            "evidence",
            Type.TEXT,
            _followed(_evidence),
            "The later claims: what they say of it, words, sources",
        ),
        column("verdict", Type.TEXT, lambda row: row.verdict, "Decision of a person, if any", "k.verdict"),
        column("key", Type.TEXT, lambda row: row.commitment.key, "Key, the same for every reader", "k.key"),
    ),
    view=View(
        "commitments",
        "FROM commitment k JOIN commitment_body b ON b.n = k.n JOIN report r ON r.reading = k.reading"
        " LEFT JOIN name m ON m.n = k.debtor LEFT JOIN claim c ON c.n = k.claim WHERE k.shown",
        (
            Column("debtor_name", Type.TEXT, "Name of the debtor's entity", "m.name"),
            Column("first_day", Type.DATE, "`from`, else `to`", "k.first_day"),
            Column("last_day", Type.DATE, "`to`, else `from`", "k.last_day"),
            Column("body", Type.TEXT, "The commitment as JSON (the record format)", "b.body"),
        ),
    ),
    terminal=(
        PUBLISHED,
        TerminalColumn("debtor", 10, 2, "debtor"),
        TerminalColumn("strength", 8, 0, "strength"),
        TerminalColumn("deed", 14, 5, "deed"),
        TerminalColumn("due", 6, 1, "due"),
        TerminalColumn("state", 8, 0, "state"),
        TerminalColumn("source", 8, 2, "sources"),
        TerminalColumn("commitment", 18, 0, "commitment"),
    ),
)
