"""The table of changes: what is claimed otherwise, or for the first time, since an earlier day."""

from sayso.model import Difference
from sayso.tables.columns import Type, column, join
from sayso.tables.table import Table, TerminalColumn

__all__ = ["CHANGES"]

CHANGES = Table[Difference](
    "changes",
    "One row for each thing that is new or has changed between two days.",
    (
        column("change", Type.TEXT, lambda row: row.id, "Id of the change: the same for the same news"),
        column(
            "kind",
            Type.TEXT,
            lambda row: str(row.kind),
            "`event`, `number`, `disagreement`, `commitment`, `situation` or `source`",
        ),
        column(
            "label", Type.TEXT, lambda row: row.label, "The event, deed or situation, or the source's name"
        ),
        column(
            "slot",
            Type.TEXT,
            lambda row: row.slot,
            "Type of the event, slot of the number or disagreement, strength of the commitment, relation of "
            "the situation, kind of the source",
        ),
        column("of", Type.TEXT, lambda row: row.of, "Who or what is counted"),
        column("before", Type.TEXT, lambda row: row.before, "What was claimed before; empty for what is new"),
        column("after", Type.TEXT, lambda row: row.after, "What is claimed now"),
        column("sources", Type.TEXT, lambda row: join(row.sources), "On whose word"),
        column("words", Type.TEXT, lambda row: row.words, "Words of the first claim that is new"),
        column("published", Type.TIMESTAMP, lambda row: row.published, "Publication of its report"),
        column("event", Type.TEXT, lambda row: row.event, "Id of the event"),
        column("situation", Type.TEXT, lambda row: row.situation, "Id of the situation"),
        column("report", Type.TEXT, lambda row: row.claim.report, "Id of the report"),
        column("claim", Type.TEXT, lambda row: row.claim.claim, "Id of the claim"),
    ),
    terminal=(
        TerminalColumn("what", 12, 0, "kind"),
        TerminalColumn("of", 16, 4, "label"),
        TerminalColumn("slot", 8, 1, lambda row: " ".join(filter(None, (row["slot"], row["of"])))),
        TerminalColumn("before", 6, 1, "before"),
        TerminalColumn("after", 8, 2, "after"),
        TerminalColumn("on whose word", 10, 3, "sources"),
    ),
)
