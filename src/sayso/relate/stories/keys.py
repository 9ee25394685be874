"""The keys by which a report finds those that may tell its story: pairs of its weightiest terms."""

from itertools import combinations
from struct import iter_unpack

from sayso.codebook import read_codebook
from sayso.relate.stories.marks import LEAD, NAME, NUMBER, SCALE, Marks, weigh_term

__all__ = ["make_keys"]


def make_keys(marks: Marks) -> tuple[int, ...]:
    """Whole numbers below 2**63, sorted: one for each two weighty terms that are rare enough together."""
    settings = read_codebook("stories")["keys"]
    rarities, weights = {}, {}
    rows = zip(iter_unpack("<I", marks.hashes), marks.counts, marks.rarities, marks.kinds, strict=True)
    for (one,), count, scaled, kind in rows:
        rarities[one] = scaled / SCALE
        weight = weigh_term(count, rarities[one], in_lead=bool(kind & LEAD))
        weights[one] = weight * (settings["names"] if kind & (NAME | NUMBER) else 1)
    first = sorted(weights, key=lambda one: (-weights[one], one))[: settings["terms"]]
    return tuple(
        sorted(
            (one << 31) ^ other
            for one, other in combinations(sorted(first), 2)
            if rarities[one] + rarities[other] >= settings["rarity"]
        )
    )
