"""Evidence that lies in how a source is named."""

from sayso.confidence.evidence import Features
from sayso.model import Attribution

__all__ = ["PRONOUNS", "source_features"]

PRONOUNS = frozenset({"he", "she", "they", "it", "we", "i", "who", "his", "her", "their"})


def source_features(source: Attribution) -> Features:
    """Return the form of an attribution and of the mention of its source."""
    words = source.source[0].text.lower() if source.source else ""
    return {
        "source.unsaid": int(not source.source),
        "source.pronoun": int(words in PRONOUNS),
        "source.linked": int(source.source_entity is not None),
        "source.words": len(words.split()),
        f"source.{source.style}": 1,
        f"source.{source.source_kind}": 1,
    }
