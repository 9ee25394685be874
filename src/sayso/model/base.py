"""The base class of all model structs: immutable, compared by value, serialised with their field names."""

import msgspec

__all__ = ["Struct"]


class Struct(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A frozen struct. Collections in it are tuples; unknown values are `None` or `""`, never guessed.

    It holds no cycles, so Python's cyclic garbage collector need not look at it.
    """
