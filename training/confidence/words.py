"""Count how often each word is a trigger, of which type and status, in the labelled reports.

usage: python -m training.confidence.words    writes src/sayso/confidence/words.tsv

Reports: the silver labels, the gold written for this project, and the train part of the labelled claims but
for the reports that the encoder never saw.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from training.confidence.reports import OWN, gold_folder, labelled_reports
from training.paths import ROOT
from training.silver.gold import silver_texts

from sayso.confidence.words import TriggerCounts, Words

__all__ = ["Trigger", "count_words", "gold_triggers", "without"]

_WORD = re.compile(r"[^\W_]+")
TABLE = ROOT / "src/sayso/confidence/words.tsv"
# Words seen fewer times as a trigger say next to nothing: smoothing alone decides.
_LEAST = 2
_HEAD = """\
# Counts in the labelled reports: word, occurrences, those in a trigger, types and statuses of these triggers.
# Made by training/confidence/words.py; labels CC0 1.0, sources in training/confidence/CARD.md.
"""


class Trigger(NamedTuple):
    """A labelled trigger: characters, type and status of its event."""

    start: int
    end: int
    type: str
    status: str


def count_words(texts: Iterable[tuple[str, list[Trigger]]]) -> Words:
    """Return the counts of all words of labelled texts."""
    occurrences: Counter[str] = Counter()
    triggers: Counter[str] = Counter()
    types: defaultdict[str, Counter[str]] = defaultdict(Counter)
    statuses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text, labelled in texts:
        occurrences.update(match.group().lower() for match in _WORD.finditer(text))
        of_word = {
            match.start(): (match.group().lower(), trigger)
            for trigger in labelled
            for match in _WORD.finditer(text, trigger.start, trigger.end)
        }
        for word, trigger in of_word.values():
            triggers[word] += 1
            types[word][trigger.type] += 1
            statuses[word][trigger.status] += 1
    return {
        word: TriggerCounts(
            occurrences=occurrences[word],
            triggers=triggers[word],
            types=dict(types[word]),
            statuses=dict(statuses[word]),
        )
        for word in occurrences
    }


def without(words: Words, report: Words) -> Words:
    """Return counts without those of one report, so that it can be described by the others."""
    return {
        word: TriggerCounts(
            occurrences=counts.occurrences - report[word].occurrences,
            triggers=counts.triggers - report[word].triggers,
            types=_minus(counts.types, report[word].types),
            statuses=_minus(counts.statuses, report[word].statuses),
        )
        if word in report
        else counts
        for word, counts in words.items()
    }


def _minus(counts: dict[str, int], less: dict[str, int]) -> dict[str, int]:
    return {name: count - less.get(name, 0) for name, count in counts.items()}


def gold_triggers(gold: dict[str, Any]) -> list[Trigger]:
    """Return the triggers of a gold report."""
    return [
        Trigger(claim["trigger"]["start"], claim["trigger"]["end"], claim["type"], claim["status"])
        for claim in gold["claims"]
    ]


def texts_learned_from() -> Iterator[tuple[str, list[Trigger]]]:
    """Yield the texts and triggers of the silver labels and of the gold that the encoder learned from."""
    for text, row in silver_texts():
        if not row.get("validation"):
            yield (
                text,
                [
                    Trigger(claim["trigger"][0], claim["trigger"][1], claim["type"], claim["status"])
                    for claim in row["claims"]
                ],
            )
    for folder in (gold_folder(), OWN):
        for report in labelled_reports(folder):
            if not report.is_unseen:
                yield report.text, gold_triggers(report.gold)


def to_lines(words: Words) -> str:
    """Return the table, one word a line in alphabetic order."""
    rows = [
        "\t".join(
            (
                word,
                str(counts.occurrences),
                str(counts.triggers),
                _cell(counts.types),
                _cell(counts.statuses),
            )
        )
        for word, counts in sorted(words.items())
        if counts.triggers >= _LEAST or counts.occurrences >= 40
    ]
    return _HEAD + "\n".join(rows) + "\n"


def _cell(counts: dict[str, int]) -> str:
    return " ".join(f"{name}:{count}" for name, count in sorted(counts.items()) if count)


if __name__ == "__main__":
    TABLE.write_text(to_lines(count_words(texts_learned_from())), encoding="utf-8")
