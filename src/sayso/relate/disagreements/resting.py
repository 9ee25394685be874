"""How many independent origins stand behind some of the claims of an event."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sayso.model import ClaimRef, Origin

__all__ = ["Resting"]


class Resting(NamedTuple):
    """Claims by what they rest on: the numbers of their origins."""

    origins_of: Mapping[ClaimRef, frozenset[int]]

    @classmethod
    def of(cls, origins: Sequence[Origin]) -> "Resting":
        """Turn origins with their claims into claims with their origins."""
        found: dict[ClaimRef, set[int]] = defaultdict(set)
        for number, origin in enumerate(origins):
            for claim in origin.claims:
                found[ClaimRef(report=claim.report, claim=claim.claim)].add(number)
        return cls({claim: frozenset(numbers) for claim, numbers in found.items()})

    def count(self, claims: Iterable[ClaimRef]) -> int:
        """The fewest origins that can stand behind all the claims.

        A claim that may rest on several of those its report quotes adds one only where none of them stands
        behind another of the claims.
        """
        sets = {self.origins_of.get(claim, frozenset()) for claim in claims}
        taken: set[int] = set()
        for numbers in sorted(sets, key=lambda numbers: (len(numbers), sorted(numbers))):
            if numbers and not numbers & taken:
                taken.add(min(numbers))
        return len(taken)
