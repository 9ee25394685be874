"""Score how many operative paragraphs of UN Security Council resolutions come out, with their verbs.

usage: python -m benchmarks.score_resolutions [--shared FOLDER] [--verbose]

Gold is the form of the text: a numbered line that opens with a verb in the third person ("3. Further
requests"), in every fifth resolution of resolutions/unsc.jsonl. `found`: of those whose verb binds or asks, a
commitment of the reading has its verb there; `debtor`: share of the found with an addressing verb
("Requests") that name whom they bind; `stated`: share of those whose verb only states ("Condemns") that
come out as a commitment all the same; they may, where they go on with "that X shall", "must" or "should".
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks.command import print_figures
from sayso.codebook import word_set
from sayso.model import Commitment, Reading, Tier, make_report
from sayso.pipeline import Pipeline

__all__ = ["score_resolutions"]

_EVERY = 5
_ADVERB = r"(?:(?:Also|Further|Again|Strongly|Urgently|Solemnly|Deeply|Fully|Firmly)\s+)?"
_PARAGRAPH = re.compile(rf"(?:^|\n)[ \t]*\d+\s*\.\s+{_ADVERB}(?P<verb>[A-Za-z-]+s)\b")


def score_resolutions(path: Path, *, verbose: bool = False) -> dict[str, float]:
    """Score every fifth resolution of a file: shares found, with a debtor, and of what is only stated."""
    states = {verb.split()[0] for verb in word_set("commitments", "resolution", "stating")}
    paragraphs = found = addressing = bound = stating = stated = 0
    for reading in _readings(path):
        for verb, commitment in _paragraphs(reading):
            if verb.lower() in states:
                stating += 1
                stated += commitment is not None
                continue
            paragraphs += 1
            found += commitment is not None
            if commitment and commitment.verb.lower() in word_set("commitments", "resolution", "addressing"):
                addressing += 1
                bound += commitment.debtor is not None
            if verbose and commitment is None:
                print(f"{reading.report.input_id}: {verb}")
    return {
        "found": found / max(paragraphs, 1),
        "debtor": bound / max(addressing, 1),
        "paragraphs": paragraphs,
        "stated": stated / max(stating, 1),
        "stating paragraphs": stating,
    }


def _readings(path: Path) -> Iterator[Reading]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][::_EVERY]
    yield from Pipeline(Tier.FAST).read([make_report(row["text"], input_id=row["id"]) for row in rows])


def _paragraphs(reading: Reading) -> Iterator[tuple[str, Commitment | None]]:
    """The opening verb of each operative paragraph, and the commitment that the reading has of it."""
    text = reading.report.text
    matches = list(_PARAGRAPH.finditer(text))
    ends = [*(match.start() for match in matches), len(text)][1:]
    for match, end in zip(matches, ends, strict=True):
        verb = match.group("verb")
        inside = (
            commitment for commitment in reading.commitments if match.end() <= commitment.deed.start < end
        )
        yield verb, next((commitment for commitment in inside if commitment.verb.startswith(verb)), None)


if __name__ == "__main__":
    print_figures(__doc__, "resolutions/unsc.jsonl", score_resolutions)
