"""SQL views for people: what the queries show, under the same names (`sayso.tables`)."""

from sqlalchemy import Connection, text

from sayso.tables import ALL_TABLES, Dialect

__all__ = ["create_views", "drop_views"]


def create_views(connection: Connection) -> None:
    """Create the views, which hold no data themselves."""
    dialect = Dialect(connection.dialect.name)
    for table in ALL_TABLES:
        if table.view is not None:
            connection.exec_driver_sql(f"CREATE VIEW {table.view.name} AS {table.view_sql(dialect)}")


def drop_views(connection: Connection) -> None:
    """Drop the views, so that the tables below them can change."""
    for table in ALL_TABLES:
        if table.view is not None:
            connection.execute(text(f"DROP VIEW IF EXISTS {table.view.name}"))
