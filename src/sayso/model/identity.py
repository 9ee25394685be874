"""Ids and keys of claims, attributions and commitments."""

from collections import Counter

from sayso.model.report import digest
from sayso.model.span import Span

__all__ = ["Mint"]


class Mint:
    """A generator of ids and keys for one document and one reader.

    A key names (document, kind, span, ordinal) and outlives a reader; an id names the key and the reader.
    """

    def __init__(self, document: str, fingerprint: str) -> None:
        self._document = document
        self._fingerprint = fingerprint
        self._seen: Counter[tuple[str, int, int]] = Counter()

    def stamp(self, kind: str, span: Span) -> tuple[str, str]:
        """Return (id, key) for a claim, attribution or commitment whose trigger or cue is `span`."""
        place = (kind, span.start, span.end)
        ordinal = self._seen[place]
        self._seen[place] += 1
        key = digest(self._document, kind, str(span.start), str(span.end), str(ordinal))
        return f"{kind}_{digest(key, self._fingerprint)[:16]}", f"k_{key}"
