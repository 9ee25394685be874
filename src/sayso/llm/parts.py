"""Parts of long reports, each small enough for one question."""

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

__all__ = ["Part", "cut_parts"]

# Characters of a part: some 1,000 tokens, with an answer of 2,000 (the labelled reports have about twice as
# many characters in their answers as in their texts). Models lose claims in longer answers.
_MAX_CHARACTERS = 4_000
# Sentences shown before and after a part, so that pronouns and running quotations can be understood.
_BEFORE, _AFTER = 4, 2


class Part(NamedTuple):
    """Sentences to annotate, and those shown with them."""

    sentences: range
    shown: range


def cut_parts(lines: Sequence[str], *, most: int = _MAX_CHARACTERS) -> list[Part]:
    """Cut numbered sentences into parts of about equal length; every sentence belongs to one part.

    >>> [(part.sentences, part.shown) for part in cut_parts(["s0 " + "a" * 30, "s1 " + "b" * 30], most=40)]
    [(range(0, 1), range(0, 2)), (range(1, 2), range(0, 2))]
    """
    ends = list(accumulate(len(line) for line in lines))
    if not ends:
        return []
    count = -(-ends[-1] // most)
    cuts = sorted({_nearest(ends, ends[-1] * n / count) for n in range(1, count)} | {len(lines)})
    starts = [0, *cuts[:-1]]
    return [
        Part(range(start, stop), range(max(0, start - _BEFORE), min(len(lines), stop + _AFTER)))
        for start, stop in zip(starts, cuts, strict=True)
    ]


def _nearest(ends: Sequence[int], place: float) -> int:
    """Return the number of sentences that end nearest to a place, at least one."""
    return min(range(1, len(ends) + 1), key=lambda count: (abs(ends[count - 1] - place), count))
