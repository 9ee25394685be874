"""The page of the tables, from `sayso.tables`."""

from collections.abc import Iterator
from typing import Any

from docs_site.writing import make_head, make_table
from sayso.tables import ALL_TABLES, Table

__all__ = ["make_page"]

_INTRODUCTION = """
Every row that leaves Sayso is defined once (`src/sayso/tables`). `--format csv`, `tsv` and `parquet` of the
commands, `sayso export csv` and `parquet`, the downloads of the API and the pages, `to_pandas()` and
`to_arrow()` of a query, and the SQL views of a record have the same columns with the same values.

- Several values in one cell stand side by side with `; ` between, each once.
- An unknown value is an empty cell, `NULL`, null or `NA`: never 0 and never the day of publication.
- `date` and `timestamp` are ISO 8601 in text and in SQL; in Arrow, Parquet and pandas they are dates and
  timestamps in UTC. `integer` has 64 bits, `real` is a double.
- The SQL views have the columns with "yes" under "view", and those with "only" there. `from`, `to`, `start`
  and `end` are words of SQL: put them in double quotes. In SQLite true is 1 and false is 0.
"""


def make_page() -> str:
    """Return the page: a section for each table."""
    parts = [make_head("Tables", "`sayso.tables`"), _INTRODUCTION.lstrip()]
    parts += [_section(table) for table in ALL_TABLES]
    return "\n".join(parts)


def _section(table: Table[Any]) -> str:
    view = f" View: `{table.view.name}`." if table.view else " No view."
    rows = make_table(["column", "type", "view", "meaning"], _rows(table))
    return f'<a id="{table.name}"></a>\n## {table.name}\n\n{table.description}{view}\n\n{rows}'


def _rows(table: Table[Any]) -> Iterator[tuple[str, str, str, str]]:
    for column in table.columns:
        yield f"`{column.name}`", column.type.value, "yes" if column.sql else "", column.description
    for column in table.view.columns if table.view else ():
        yield f"`{column.name}`", column.type.value, "only", column.description
