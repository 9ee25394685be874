"""Which source chains a claim hangs on."""

from sayso.model import Attribution, IntervalIndex, Span

__all__ = ["SourceChains"]

# Sources behind one another; the longest chain of 974 reports has 4.
_MAX_CHAIN = 16


class SourceChains:
    """The attributions of a report, by what their contents hold and by their parents."""

    def __init__(self, attributions: tuple[Attribution, ...]) -> None:
        self._attributions = attributions
        self._by_id = {one.id: one for one in attributions}
        self._owners = [n for n, one in enumerate(attributions) for _ in one.content]
        self._pieces = [piece for one in attributions for piece in one.content]
        self._index = IntervalIndex((piece.start, piece.end) for piece in self._pieces)
        self._lengths = [sum(piece.end - piece.start for piece in one.content) for one in attributions]

    def around(self, span: Span) -> tuple[tuple[str, ...], ...]:
        """Chains of attribution ids, innermost first, of the attributions whose content holds `span`.

        The attribution with the shortest content that holds the span is innermost; of two with the same
        content the one that has a parent. Its parents follow. Nothing holds the span: no chain, the report's
        own voice.
        """
        pieces = self._index.overlapping(span.start, span.end)
        holding = {self._owners[n] for n in pieces if self._pieces[n].contains(span)}
        return self.begun_by(min(holding, key=self._rank, default=None))

    def begun_by(self, index: int | None) -> tuple[tuple[str, ...], ...]:
        """The chain that begins with the attribution of this index and follows its parents; none for None."""
        if index is None:
            return ()
        chain = [self._attributions[index].id]
        parent = self._attributions[index].parent
        while parent in self._by_id and parent not in chain and len(chain) < _MAX_CHAIN:
            chain.append(parent)
            parent = self._by_id[parent].parent
        return (tuple(chain),)

    def _rank(self, n: int) -> tuple[int, bool, int, int]:
        attribution = self._attributions[n]
        return self._lengths[n], attribution.parent is None, attribution.cue[0].start, n
