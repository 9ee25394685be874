"""What all records share: immutable, compared by value, written with their field names."""

import msgspec

__all__ = ["Record"]


class Record(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A frozen record. Collections in it are tuples; unknown values are `None` or `""`, never guessed.

    It holds no cycles, so Python's cyclic garbage collector need not look at it.
    """
