"""Sentences: one fact each, in the words of whoever tells it, with where each part of it stands."""

import random
from datetime import date
from typing import NamedTuple

from benchmarks.made_record.stories import Cast, Fact, Story
from benchmarks.made_record.world import AGENCIES, draw_words, pick
from sayso.model import Entity

__all__ = ["Sentence", "Voice", "edit", "write_sentences"]

_JOINS = ("as", "while", "after", "with", "when", "before", "because")
_DAY = len("2020-01-31")


class Voice(NamedTuple):
    """On whose word a sentence is; an agency stands between where one is named."""

    source: tuple[str, Entity] | None = None
    agency: str = ""


class Sentence(NamedTuple):
    """A sentence and the parts in it, each by name with its first character and the one after its last."""

    text: str
    parts: dict[str, tuple[int, int]]
    fact: Fact
    voice: Voice
    number: int


class _Draft:
    """A sentence on its way."""

    def __init__(self) -> None:
        self.text = ""
        self.parts: dict[str, tuple[int, int]] = {}

    def add(self, words: str, part: str = "") -> None:
        """Put words behind what is there; `part` is what they are."""
        if not words:
            return
        if self.text and words != ",":
            self.text += " "
        start = len(self.text)
        self.text += words if start else words[0].upper() + words[1:]
        if part:
            self.parts[part] = start, len(self.text)

    def span(self, part: str, start: int) -> None:
        """Name what stands from a character on."""
        self.parts[part] = start, len(self.text)


def write_sentences(story: Story, number: int, dice: random.Random) -> list[Sentence]:
    """The main fact and others, `number` in all, each in words drawn anew."""
    chosen = sorted(dice.sample(range(1, len(story.facts)), number - 1))
    agency = pick(dice, AGENCIES)
    return [_write(story.facts[n], _draw_voice(story.cast, agency, dice), dice) for n in (0, *chosen)]


def _write(fact: Fact, voice: Voice, dice: random.Random) -> Sentence:
    draft = _Draft()
    _attribute(draft, voice, dice)
    said = len(draft.text) + bool(draft.text)
    number = _draw_number(fact, dice)
    draft.add(fact.actor[0], "actor")
    if fact.deed.strength is None:
        _add_deed(draft, fact, number, dice)
    else:
        _promise(draft, fact, dice)
    draft.add(",")
    draft.add(pick(dice, _JOINS))
    draft.add(" ".join(_fill(fact, dice)))
    draft.span("content", said)
    return Sentence(draft.text + ".", draft.parts, fact, voice, number)


def _fill(fact: Fact, dice: random.Random) -> list[str]:
    """Words of the fact among others."""
    words = draw_words(dice, pick(dice, (4, 5, 6, 7, 8, 9)))
    for word in fact.words:
        if dice.random() < 0.75:
            words.insert(int(dice.random() * len(words)), word)
    return words


def _add_deed(draft: _Draft, fact: Fact, number: int, dice: random.Random) -> None:
    deed = fact.deed
    draft.add(pick(dice, deed.triggers), "trigger")
    if deed.counted:
        _count(draft, number)
    else:
        draft.add(deed.before)
        draft.add(fact.recipient[0] if deed.recipient else "", "recipient")
        draft.add(deed.after)
    if deed.near:
        draft.add(deed.near)
        draft.add(fact.place.text, "place")
    if dice.random() < 0.4:
        draft.add("on")
        draft.add(f"{date.fromordinal(fact.day):%A}", "time")


def _count(draft: _Draft, number: int) -> None:
    draft.add(str(number), "amount")
    start, _ = draft.parts["amount"]
    draft.add("people" if number > 1 else "person")
    draft.span("recipient", start)
    draft.span("amount", start)


def _promise(draft: _Draft, fact: Fact, dice: random.Random) -> None:
    draft.add(_VERBS[str(fact.deed.strength)], "verb")
    start = len(draft.text) + 1
    draft.add(pick(dice, fact.deed.triggers), "trigger")
    draft.add(fact.deed.near)
    draft.add(fact.place.text, "place")
    draft.add("by")
    draft.add(f"{date.fromordinal(fact.day):%d %B %Y}", "due")
    draft.span("deed", start)


_VERBS = {"will": "will", "commits": "pledged to", "agreed": "agreed to"}


def _draw_voice(cast: Cast, agency: str, dice: random.Random) -> Voice:
    draw = dice.random()
    if draw < 0.3:
        return Voice()
    return Voice(pick(dice, cast.speakers), agency if draw > 0.85 else "")


def _attribute(draft: _Draft, voice: Voice, dice: random.Random) -> None:
    if voice.source is None:
        return
    if voice.agency:
        draft.add(voice.agency, "agency")
        draft.add("reported", "agency cue")
        draft.add(",")
        draft.add("on the word of", "cue")
        draft.add(voice.source[0], "source")
        draft.add(",")
        draft.add("that")
    else:
        draft.add(voice.source[0], "source")
        draft.add(pick(dice, ("said", "said", "told reporters", "announced", "claimed")), "cue")


def _draw_number(fact: Fact, dice: random.Random) -> int:
    """Two tellers in three give the number that the story has, others one near it."""
    if dice.random() < 0.67:
        return fact.number
    return max(1, fact.number + pick(dice, (-2, -1, 1, 2, 3, fact.number // 2)))


def edit(sentence: Sentence, dice: random.Random) -> Sentence:
    """The same with another last word."""
    text = sentence.text.rpartition(" ")[0] + f" {draw_words(dice, 1)[0]}."
    parts = {**sentence.parts, "content": (sentence.parts["content"][0], len(text) - 1)}
    return sentence._replace(text=text, parts=parts)
