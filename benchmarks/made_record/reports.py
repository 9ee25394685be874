"""Reports in order of publication: who tells a story, when, and in whose words."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush

from msgspec.structs import replace

from benchmarks.made_record.reading import read
from benchmarks.made_record.sentences import Sentence, edit, write_sentences
from benchmarks.made_record.stories import CLAIMS_PER_REPORT, Story, draw_stories
from benchmarks.made_record.world import AGENCIES, OUTLETS, pick
from sayso.model import Reading, make_report

__all__ = ["make_readings"]

_LEAST, _MOST = CLAIMS_PER_REPORT - 12, CLAIMS_PER_REPORT + 12
_COPIED, _EDITED = 0.25, 0.2


def make_readings(number: int, seed: int = 1) -> Iterator[Reading]:
    """Readings of made-up reports; the same seed gives the same readings."""
    dice = random.Random(seed)  # noqa: S311 - a benchmark
    waiting: list[tuple[str, int, Reading]] = []
    made = 0
    for story in draw_stories(dice, number):
        while waiting and waiting[0][0] < _moment(story.day, 0):
            yield heappop(waiting)[2]
        for reading in _read_story(story, made, dice):
            heappush(waiting, (reading.report.published or "", made, reading))
            made += 1
    while waiting:
        yield heappop(waiting)[2]


def _read_story(story: Story, number: int, dice: random.Random) -> Iterator[Reading]:
    """One reading for each outlet that tells it, numbered from `number`; an agency's comes first."""
    outlets = dice.sample(OUTLETS, story.outlets)
    first = pick(dice, AGENCIES) if story.outlets > 1 else outlets[0]
    hours = sorted(dice.randint(1, 48) for _ in outlets)
    wire = _Text(write_sentences(story, dice.randint(_LEAST, _MOST), dice))
    for n, (outlet, hour) in enumerate(zip((first, *outlets[1:]), hours, strict=True)):
        draw = dice.random()
        publisher, published = (first, hours[0]) if n == 0 else (outlet, hour)
        if n == 0 or draw < _COPIED:
            text = wire
        elif draw < _COPIED + _EDITED:
            text = _Text(_shorten(wire.sentences, dice))
        else:
            text = _Text(write_sentences(story, dice.randint(_LEAST, _MOST), dice))
        yield text.reading(number + n, publisher, _moment(story.day, published))


def _shorten(sentences: list[Sentence], dice: random.Random) -> list[Sentence]:
    """Without the end, and with some words changed."""
    kept = sentences[: max(_LEAST // 2, len(sentences) - dice.randint(0, 4))]
    return [edit(sentence, dice) if dice.random() < 0.15 else sentence for sentence in kept]


class _Text:
    """A text, read once however many print it."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.sentences = sentences
        self._title = _title(sentences[0])
        self._text = f"{self._title}\n\n" + " ".join(sentence.text for sentence in sentences)
        self._reading: Reading | None = None

    def reading(self, number: int, publisher: str, published: str) -> Reading:
        """Return the reading of the text as an outlet prints it."""
        report = make_report(
            self._text,
            input_id=str(number),
            url=f"https://{publisher.lower().replace(' ', '-')}.example/{number}",
            publisher=publisher,
            title=self._title,
            published=published,
            language="en",
        )
        if self._reading is None:
            self._reading = read(report, self.sentences, len(self._title) + 2)
        return replace(self._reading, report=report)


def _title(sentence: Sentence) -> str:
    """The main fact, without its source and its day."""
    start, end = sentence.parts["actor"][0], sentence.parts["place"][1]
    return sentence.text[start].upper() + sentence.text[start + 1 : end]


def _moment(day: int, hour: int) -> str:
    moment = datetime.fromordinal(day).replace(tzinfo=UTC) + timedelta(hours=hour)
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"
