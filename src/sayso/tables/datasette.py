"""Descriptions of the views of a record as metadata of Datasette (docs.datasette.io, "Metadata")."""

from collections.abc import Iterable
from typing import Any

from sayso.tables.table import Table

__all__ = ["datasette_metadata"]


def datasette_metadata(
    database: str, tables: Iterable[Table[Any]], internal: Iterable[str]
) -> dict[str, Any]:
    """Return the metadata of a database: its views and their columns described, `internal` tables hidden."""
    described = {
        table.view.name: {
            "description": table.description,
            "columns": {column.name: column.description for column in table.view_columns()},
        }
        for table in tables
        if table.view is not None
    }
    hidden = {name: {"hidden": True} for name in internal}
    about = "What news reports claim, and on whose word: a record of Sayso. It does not say what is true."
    return {"databases": {database: {"description": about, "tables": {**described, **hidden}}}}
