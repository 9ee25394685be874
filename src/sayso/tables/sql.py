"""SQL expressions of the views, for SQLite and PostgreSQL.

The aliases of a view's tables stand in its `source`; bodies are JSON texts.
"""

from collections.abc import Callable
from enum import StrEnum

__all__ = [
    "NAME",
    "Dialect",
    "Expression",
    "chains",
    "joined",
    "json_items",
    "json_joined",
    "json_least",
    "json_value",
    "written",
]


class Dialect(StrEnum):
    """Kind of database, by the name of its SQLAlchemy dialect."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


# SQL, or a function that writes it for a database.
Expression = str | Callable[[Dialect], str]


def written(expression: Expression, dialect: Dialect) -> str:
    """Return the SQL of an expression for a database."""
    return expression if isinstance(expression, str) else expression(dialect)


# The name of an entity, else the words of the text, of a row `m` of the table `name`.
NAME = "coalesce(nullif(m.name, ''), nullif(m.words, ''))"


def chains(kind: str, alias: str) -> Expression:
    """Return the source chains of a claim or commitment, as `describe_chains` does.

    `alias` names the table of the claims or commitments in the view.
    """
    names = (
        f"SELECT coalesce({NAME}, '?') AS s FROM {kind}_chain o JOIN attribution a ON a.n = o.attribution"
        f" LEFT JOIN name m ON m.n = a.name"
        f" WHERE o.{kind} = h.{kind} AND o.chain = h.chain ORDER BY o.position"
    )

    def write(dialect: Dialect) -> str:
        function = "group_concat" if dialect is Dialect.SQLITE else "string_agg"
        chain = f"(SELECT {function}(s, ' via ') FROM ({names}) AS named)"
        rows = (
            f"SELECT {chain} AS x, h.chain AS n FROM {kind}_chain h"
            f" WHERE h.{kind} = {alias}.n AND h.position = 0"
        )
        return _join(dialect, rows, "; ")

    return write


def joined(rows: str, separator: str = "; ") -> Expression:
    """Join texts, each once and in order, as `columns.join` does.

    `rows` is a query of two columns: `x`, the text, and `n`, its position.
    """
    return lambda dialect: _join(dialect, rows, separator)


def json_value(body: str, *path: str, type_: str = "") -> Expression:
    """Return a member of a JSON text; `type_` is the SQL type of a value that is no text."""

    def write(dialect: Dialect) -> str:
        if dialect is Dialect.SQLITE:
            return f"{body} ->> '$.{'.'.join(path)}'"
        member = f"CAST({body} AS json) #>> '{{{','.join(path)}}}'"
        return f"CAST({member} AS {type_})" if type_ else member

    return write


def json_items(dialect: Dialect, body: str, *path: str, alias: str = "j") -> str:
    """Return the items of a list in a JSON text as a table of `value` and, by position, `key`."""
    if dialect is Dialect.SQLITE:
        where = ".".join(("$", *path))
        return f"json_each({body}, '{where}') AS {alias}"
    member = f"CAST({body} AS json) #> '{{{','.join(path)}}}'"
    return f"json_array_elements({member}) WITH ORDINALITY AS {alias}(value, key)"


def json_joined(body: str, *path: str, field: str = "", empty: str = "", separator: str = "; ") -> Expression:
    """Join the texts of a list in a JSON text; of objects, their member `field`.

    `empty` stands for a text that is empty; without it such a text is left out.
    """

    def write(dialect: Dialect) -> str:
        # Without a field PostgreSQL takes the whole text of an item: #>> with an empty path.
        plain = "i.value" if dialect is Dialect.SQLITE else "i.value #>> '{}'"
        value = f"i.value ->> '{field}'" if field else plain
        value = f"coalesce(nullif({value}, ''), '{empty}')" if empty else value
        items = json_items(dialect, body, *path, alias="i")
        return _join(dialect, f"SELECT {value} AS x, i.key AS n FROM {items}", separator)

    return write


def json_least(body: str, *path: str, field: str, greatest: bool = False) -> Expression:
    """Return the least (or greatest) member `field` of the objects of a list in a JSON text."""
    function = "max" if greatest else "min"
    return lambda dialect: (
        f"(SELECT {function}(j.value ->> '{field}') FROM {json_items(dialect, body, *path)})"
    )


def _join(dialect: Dialect, rows: str, separator: str) -> str:
    once = f"SELECT x, min(n) AS n FROM ({rows}) AS r WHERE x <> '' GROUP BY x"
    if dialect is Dialect.SQLITE:
        # Its aggregate takes no order before 3.44, and keeps that of a grouped subquery.
        return f"coalesce((SELECT group_concat(x, '{separator}') FROM ({once} ORDER BY 2)), '')"
    return f"coalesce((SELECT string_agg(x, '{separator}' ORDER BY n) FROM ({once}) AS o), '')"
