"""The made pages of the reference are as the code is, and so name all there is."""

import inspect

import click
import pytest
from docs_site.__main__ import FOLDER, PAGES
from docs_site.writing import as_prose, make_table

from sayso import errors
from sayso.cli.main import cli
from sayso.codebook import read_codebook
from sayso.gazetteer import sector_of
from sayso.record import Filters, Query, Store


@pytest.mark.parametrize("name", PAGES)
def test_made_page_is_up_to_date(name: str) -> None:
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name](), "run: make reference"


def test_page_of_commands_names_every_option() -> None:
    page = PAGES["commands.md"]()
    with click.Context(cli) as context:
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            assert command is not None
            section = page.partition(f"## `sayso {name}`\n")[2].partition("\n## ")[0]
            options = [one for one in command.params if isinstance(one, click.Option) and not one.hidden]
            missing = [name for one in options for name in one.opts if f"`{name}" not in section]
            assert not missing


def test_page_of_errors_names_every_error() -> None:
    page = PAGES["errors.md"]()
    there = [
        one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, errors.SaysoError)
    ]
    assert {one.__name__ for one in there} == set(errors.__all__)
    assert not [one for one in there if f"| `{one.__name__}` | `{one.code}` |" not in page]


def test_errors_are_all_in_their_tree() -> None:
    assert errors.__doc__
    assert not [name for name in errors.__all__ if name not in errors.__doc__]


def test_page_of_the_codebook_names_every_code() -> None:
    page = PAGES["codebook.md"]()
    types = read_codebook("plover")
    codes = [*types, *(mode for one in types.values() for mode in one["modes"])]
    codes += [*read_codebook("contexts"), *read_codebook("sectors")]
    assert not [code for code in codes if f"`{code}`" not in page]


def test_sectors_that_are_given_are_in_the_codebook() -> None:
    given = {sector_of(word) for word in ("police", "minister", "gunmen", "rebels", "soldiers", "judge")} - {
        ""
    }
    assert given
    assert given <= set(read_codebook("sectors"))


def test_page_of_python_names_methods_and_filters() -> None:
    page = PAGES["python.md"]()
    methods = [name for one in (Store, Query) for name in vars(one) if not name.startswith("_")]
    names = [*methods, *Filters.__struct_fields__, "sayso.read", "sayso.Record"]
    assert not [name for name in names if f"`{name}`" not in page]


def test_bar_in_a_cell_ends_no_cell() -> None:
    assert make_table(["type"], [["`int | None`"]]).splitlines()[2] == "| `int \\| None` |"


def test_examples_of_a_help_text_keep_their_lines() -> None:
    assert as_prose("Read.\n\n\b\nExamples:\n  sayso read a\n  sayso read b") == (
        "Read.\n\nExamples:\n\n```text\nsayso read a\nsayso read b\n```"
    )
