"""The base class of all model structs: immutable, compared by value, serialised with their field names."""

import msgspec

__all__ = ["Struct", "shorten"]

# Characters of a text in a `repr`.
_SHOWN = 60


class Struct(msgspec.Struct, frozen=True, kw_only=True, gc=False, repr_omit_defaults=True):
    """A frozen struct. Collections in it are tuples; unknown values are `None` or `""`, never guessed.

    It holds no cycles, so Python's cyclic garbage collector need not look at it. Its `repr` leaves out fields
    that have their default.
    """


def shorten(text: str) -> str:
    """Return the beginning of a text for a `repr`, without signs that could act on a terminal."""
    begin = text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "�" for sign in begin)
