"""Chains of attributions: the parent of each."""

from collections.abc import Sequence

from sayso.attribution.cue_matches import CueMatch
from sayso.model import IntervalIndex, Parse

__all__ = ["find_parents", "is_ancestor"]


def find_parents(parse: Parse, matches: list[CueMatch]) -> list[int | None]:
    """Return for each match the index of the match that relays it, or whose content contains its cue.

    Of several, the match with the shortest content is the parent; no match is its own ancestor.
    """
    parents: list[int | None] = [None] * len(matches)
    by_cue = {match.cue_head: n for n, match in enumerate(matches)}
    owners = [n for n, match in enumerate(matches) for _ in match.content]
    contents = IntervalIndex(piece for match in matches for piece in match.content)
    lengths = [sum(end - start for start, end in match.content) for match in matches]
    for n, match in enumerate(matches):
        relay = by_cue.get(match.inside) if match.inside is not None else None
        if relay is not None and not is_ancestor(parents, n, relay):
            parents[n] = relay
            continue
        at = parse.tokens[match.cue_head].start
        around = {owners[piece] for piece in contents.covering(at)} - {n}
        for m in sorted(around, key=lambda m: (lengths[m], m)):
            if not is_ancestor(parents, n, m):
                parents[n] = m
                break
    return parents


def is_ancestor(parents: Sequence[int | None], n: int, m: int | None) -> bool:
    """Return True if `n` is `m` or an ancestor of it."""
    while m is not None:
        if m == n:
            return True
        m = parents[m]
    return False
