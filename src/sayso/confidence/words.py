"""Counts of words as triggers, by type and status, in the labelled reports learned from."""

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from sayso.confidence.evidence import SCALE, Features
from sayso.model import Claim
from sayso.model.base import Struct

__all__ = ["TriggerCounts", "Words", "load_words", "word_features"]

_WORD = re.compile(r"[^\W_]+")
_TABLE = Path(__file__).with_name("words.tsv")


class TriggerCounts(Struct, frozen=True, kw_only=True):
    """Occurrences of a word in the labelled reports, and those in triggers, by type and status."""

    occurrences: int = 0
    triggers: int = 0
    types: dict[str, int] = msgspec.field(default_factory=dict)
    statuses: dict[str, int] = msgspec.field(default_factory=dict)


Words = dict[str, TriggerCounts]
_UNKNOWN = TriggerCounts()


def word_features(claim: Claim, words: Words | None = None) -> Features:
    """Return what the labelled reports say of a trigger's words: those of its most telling word.

    Shares are smoothed towards those of all words: of the words of a trigger 3 in 10 are one elsewhere.
    """
    table = load_words() if words is None else words
    found = _WORD.findall(claim.trigger.text.lower()) or [""]
    return max((_features(table.get(word, _UNKNOWN), claim) for word in found), key=_rank)


def _features(counts: TriggerCounts, claim: Claim) -> Features:
    trigger = SCALE * (10 * counts.triggers + 12) // (10 * counts.occurrences + 40)
    type_ = SCALE * (counts.types.get(claim.event.type, 0) + 1) // (counts.triggers + 5)
    return {
        "word.trigger": trigger,
        "word.type": type_,
        "word.both": trigger * type_ // SCALE,
        "word.status": SCALE * (10 * counts.statuses.get(claim.status, 0) + 8) // (10 * counts.triggers + 20),
        "word.count": counts.occurrences,
    }


def _rank(features: Features) -> int:
    return features["word.both"]


@lru_cache(maxsize=1)
def load_words() -> Words:
    """Load the table of words once a process."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {
        word: TriggerCounts(
            occurrences=int(occurrences),
            triggers=int(triggers),
            types=_counts(types),
            statuses=_counts(statuses),
        )
        for word, occurrences, triggers, types, statuses in rows
    }


def _counts(cell: str) -> dict[str, int]:
    pairs = (entry.split(":") for entry in cell.split() if entry)
    return {name: int(count) for name, count in pairs}
