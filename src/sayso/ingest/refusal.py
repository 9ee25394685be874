"""Inputs, or parts of inputs, that could not be read."""

from sayso.errors import SaysoError
from sayso.model.base import Struct

__all__ = ["Refusal", "refusal_of"]


class Refusal(Struct, frozen=True, kw_only=True):
    """One broken input, or one broken part of it.

    `code` is for programs, `message` and `help` for people, `where` names the file and, in an archive, the
    line. `report` is None where the whole input is lost; else it is the id of the report that comes next and
    was taken in without the refused part (a date that is none, an encoding that had to be guessed).
    """

    where: str
    code: str
    message: str
    help: str = ""
    report: str | None = None

    def line(self) -> str:
        """Return one line for people: place, message and remedy."""
        remedy = f" ({self.help})" if self.help else ""
        return f"{self.where}: {self.message}{remedy}"


def refusal_of(error: SaysoError, where: str) -> Refusal:
    """Turn an error into a refusal of what stands at `where`."""
    return Refusal(where=error.where or where, code=error.code, message=error.message, help=error.help)
