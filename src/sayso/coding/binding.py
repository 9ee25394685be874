"""Which source chains a claim hangs on."""

from sayso.model import Attribution, Span

__all__ = ["chain_from", "chains_of"]


def chains_of(span: Span, attributions: tuple[Attribution, ...]) -> tuple[tuple[str, ...], ...]:
    """Chains of attribution ids, innermost first, of the attributions whose content holds `span`.

    The attribution with the shortest content that holds the span is innermost; of two with the same content
    the one that has a parent. Its parents follow. Nothing holds the span: no chain, the report's own voice.
    """
    around = [one for one in attributions if any(piece.contains(span) for piece in one.content)]
    if not around:
        return ()
    innermost = min(around, key=lambda one: (_length(one), one.parent is None, one.cue[0].start))
    return chain_from(attributions.index(innermost), attributions)


def chain_from(index: int | None, attributions: tuple[Attribution, ...]) -> tuple[tuple[str, ...], ...]:
    """The chain that begins with the attribution of this index and follows its parents; none for None."""
    if index is None:
        return ()
    by_id = {one.id: one for one in attributions}
    chain = [attributions[index].id]
    parent = attributions[index].parent
    while parent is not None and parent in by_id and parent not in chain:
        chain.append(parent)
        parent = by_id[parent].parent
    return (tuple(chain),)


def _length(attribution: Attribution) -> int:
    return sum(piece.end - piece.start for piece in attribution.content)
