"""A row as one JSON object, the same on the command line and in the API."""

from typing import Any

import msgspec

from sayso.model import Row
from sayso.record.columns import name_sources

__all__ = ["row_object"]

# What of a report stands beside each of its claims; its text does not.
_REPORT = ("id", "document", "input_id", "url", "publisher", "title", "published")


def row_object(kind: str, row: Row) -> dict[str, Any]:
    """A row as one object: the record's own fields, then those of the row, then the report."""
    whole = msgspec.to_builtins(row)
    if kind == "report":
        about = {key: whole[key] for key in ("status", "claims", "first_seen", "issues")}
        return {**whole["report"], **about}
    report = {key: whole["report"][key] for key in _REPORT}
    made = {**whole[kind], "verdict": whole["verdict"], "tier": whole["reader"]["tier"], "report": report}
    if kind == "attribution":
        return {**made, "chain": whole["chain"]}
    sources = name_sources(whole[kind]["chains"], getattr(row, "attributions", ()))
    return {**made, "sources": sources, "attributions": whole["attributions"]}
