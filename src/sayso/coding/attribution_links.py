"""Links from spans to the attributions whose content contains them."""

from collections.abc import Sequence

from sayso.model import IntervalIndex, Span
from sayso.model.drafts import AttributionDraft

__all__ = ["AttributionLinks"]


class AttributionLinks:
    """The drafted attributions of a report, indexed by the spans of their contents."""

    def __init__(self, attributions: Sequence[AttributionDraft]) -> None:
        self._attributions = attributions
        self._owners = [n for n, draft in enumerate(attributions) for _ in draft.content]
        self._spans = [span for draft in attributions for span in draft.content]
        self._index = IntervalIndex((span.start, span.end) for span in self._spans)
        self._lengths = [sum(span.end - span.start for span in draft.content) for draft in attributions]

    def innermost(self, span: Span) -> int | None:
        """Return the index of the attribution with the shortest content that contains `span`.

        Of two with the same content it is the one that has a parent. If no content contains the span there is
        none: the report itself is the source.
        """
        overlapping = self._index.overlapping(span.start, span.end)
        containing = {self._owners[n] for n in overlapping if self._spans[n].contains(span)}
        return min(containing, key=self._rank, default=None)

    def _rank(self, n: int) -> tuple[int, bool, int, int]:
        draft = self._attributions[n]
        return self._lengths[n], draft.parent is None, draft.cue.start, n
