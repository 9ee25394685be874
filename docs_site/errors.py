"""The page of the errors, from `sayso.errors`."""

from docs_site.writing import as_code, as_prose, make_head, make_table
from sayso import errors

__all__ = ["make_page"]

_INTRODUCTION = """
Every error that Sayso raises on purpose is a `SaysoError` (in `sayso.errors`). It has a `message` for
people, `where` it happened, `help` (what to do next), and a `code` that stays the same and is meant for
programs. The command line prints the first three on one line; of an issue also the code, in brackets.

What befalls one report (`ReportError` and all below it) never ends a run: it becomes an issue of that
report, with the same code, and the rest goes on.
"""


def make_page() -> str:
    """The tree, then every error with its code."""
    tree = (errors.__doc__ or "").partition("\n\n")[2].strip()
    found = [getattr(errors, name) for name in errors.__all__]
    rows = [
        (
            f"`{one.__name__}`",
            f"`{one.code}`",
            as_code(_parents(one)),
            as_prose((one.__doc__ or "").split("\n\n")[0]),
        )
        for one in sorted(found, key=lambda one: (len(one.__mro__), one.__name__))
    ]
    return "\n".join(
        [
            make_head("Errors", "`sayso.errors`"),
            _INTRODUCTION.lstrip(),
            f"```text\n{tree}\n```\n",
            make_table(["error", "code", "is a", "when"], rows),
        ]
    )


def _parents(error: type[errors.SaysoError]) -> list[str]:
    return [one.__name__ for one in error.__bases__]
