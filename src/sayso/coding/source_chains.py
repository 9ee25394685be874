"""Source chains of a claim."""

from sayso.model import Attribution, IntervalIndex, Span

__all__ = ["SourceChains"]

# Sources behind one another; the longest chain of 364 reports has 4.
_MAX_CHAIN = 16


class SourceChains:
    """The attributions of a report, indexed by the spans of their contents and by id."""

    def __init__(self, attributions: tuple[Attribution, ...]) -> None:
        self._attributions = attributions
        self._by_id = {attribution.id: attribution for attribution in attributions}
        self._owners = [n for n, attribution in enumerate(attributions) for _ in attribution.content]
        self._spans = [span for attribution in attributions for span in attribution.content]
        self._index = IntervalIndex((span.start, span.end) for span in self._spans)
        self._lengths = [
            sum(span.end - span.start for span in attribution.content) for attribution in attributions
        ]

    def around(self, span: Span) -> tuple[tuple[str, ...], ...]:
        """Return the chains of attribution ids, innermost first, whose content contains `span`.

        The attribution with the shortest content that contains the span is innermost; of two with the same
        content the one that has a parent. Its parents follow. If no content contains the span there is no
        chain: the report itself is the source.
        """
        overlapping = self._index.overlapping(span.start, span.end)
        containing = {self._owners[n] for n in overlapping if self._spans[n].contains(span)}
        return self.begun_by(min(containing, key=self._rank, default=None))

    def begun_by(self, index: int | None) -> tuple[tuple[str, ...], ...]:
        """Return the chain from the attribution of this index through its parents; none for None."""
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
