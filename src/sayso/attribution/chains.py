"""Chains of attributions: the parent of each."""

from sayso.attribution.drafts import Draft
from sayso.model import IntervalIndex, Parse

__all__ = ["find_parents"]


def find_parents(parse: Parse, drafts: list[Draft]) -> list[int | None]:
    """Return for each draft the index of the draft that relays it, or whose content contains its cue.

    Of several, the draft with the shortest content is the parent; no draft is its own ancestor.
    """
    parents: list[int | None] = [None] * len(drafts)
    by_cue = {draft.cue_head: n for n, draft in enumerate(drafts)}
    owners = [n for n, draft in enumerate(drafts) for _ in draft.content]
    contents = IntervalIndex(piece for draft in drafts for piece in draft.content)
    lengths = [sum(end - start for start, end in draft.content) for draft in drafts]
    for n, draft in enumerate(drafts):
        if draft.inside is not None and draft.inside in by_cue:
            parents[n] = by_cue[draft.inside]
            continue
        at = parse.tokens[draft.cue_head].start
        around = {owners[piece] for piece in contents.covering(at)} - {n}
        for m in sorted(around, key=lambda m: (lengths[m], m)):
            if not _is_above(parents, n, m):
                parents[n] = m
                break
    return parents


def _is_above(parents: list[int | None], n: int, m: int | None) -> bool:
    """Return True if `n` is `m` or an ancestor of it."""
    while m is not None:
        if m == n:
            return True
        m = parents[m]
    return False
