"""Tables in terminals of any width."""

import pytest
from rich.cells import cell_len

from sayso.cli.grid import Grid
from sayso.tables import ALL_TABLES

TERMINALS = [table for table in ALL_TABLES if table.terminal]
WITH_ID = [table for table in TERMINALS if not table.terminal[-1].share]


@pytest.mark.parametrize("table", TERMINALS, ids=lambda table: table.name)
@pytest.mark.parametrize("width", [60, 70, 76, 80, 100, 160])
def test_table_is_no_wider_than_the_terminal(table, width: int) -> None:
    values = {column.name: "long words " * 20 for column in table.columns} | {"negated": True}
    grid = Grid(table.terminal, width, colour=False)
    assert cell_len(grid.head()) <= width
    assert cell_len(grid.row(values)) <= width


def test_narrow_table_keeps_what_commands_ask_for() -> None:
    (claims,) = (table for table in TERMINALS if table.name == "claims")
    head = Grid(claims.terminal, 80, colour=False).head().split()
    assert {"status", "type", "who", "source", "claim"} <= set(head)
    assert "where" not in head


@pytest.mark.parametrize("table", WITH_ID, ids=lambda table: table.name)
def test_very_narrow_table_keeps_the_id_at_its_end(table) -> None:
    assert Grid(table.terminal, 60, colour=False).head().endswith(table.terminal[-1].heading)
