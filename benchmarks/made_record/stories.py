"""Stories: who did what to whom where and when, as far as all who tell it agree."""

import random
from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from benchmarks.made_record.deeds import DEEDS, PROMISED, Deed
from benchmarks.made_record.world import WORLD, Country, by_rank, draw, draw_person, draw_words, pick
from sayso.model import Entity, Toponym

__all__ = ["CLAIMS_PER_REPORT", "Cast", "Fact", "Story", "draw_stories"]

CLAIMS_PER_REPORT = 20
_FIRST, _DAYS = date(2010, 1, 1).toordinal(), 15 * 365
_FACTS = 2 * CLAIMS_PER_REPORT - 8
_OWN_WORDS, _OWN_RARE = 24, 8
# A story begins with one of the first deeds.
_MAIN = 8
_COUNTRIES = by_rank(WORLD)
_ALONE, _HUGE = 0.6, 0.002
# So many casts of late are at hand for a sequel; one story in four is one.
_LATE, _SEQUEL = 60, 0.25


class Cast(NamedTuple):
    """Where a story plays and who is in it, each with the words for them."""

    country: Country
    abroad: Country
    place: Toponym
    sides: tuple[tuple[str, Entity], tuple[str, Entity]]
    government: tuple[str, Entity]
    police: tuple[str, Entity]
    speakers: tuple[tuple[str, Entity], ...]
    promised: tuple["Fact", ...] = ()


class Fact(NamedTuple):
    """One thing that a story tells. `number` is of people; `day` is when it happens, or is due."""

    deed: Deed
    actor: tuple[str, Entity]
    recipient: tuple[str, Entity]
    place: Toponym
    day: int
    number: int
    words: tuple[str, ...]


class Story(NamedTuple):
    """Facts, the main one first, and how many outlets tell it."""

    day: int
    cast: Cast
    facts: tuple[Fact, ...]
    outlets: int


def draw_stories(dice: random.Random, reports: int) -> Iterator[Story]:
    """Stories in order of their days, told by so many reports in all."""
    late = deque[Cast](maxlen=_LATE)
    reported = 0
    while reported < reports:
        day = _FIRST + _DAYS * reported // reports
        outlets = min(_draw_outlets(dice), reports - reported)
        cast = pick(dice, late) if late and dice.random() < _SEQUEL else _draw_cast(dice)
        facts = _draw_facts(dice, cast, day)
        late.append(cast._replace(promised=tuple(fact for fact in facts if fact.deed in PROMISED)))
        yield Story(day, cast, facts, outlets)
        reported += outlets


def _draw_outlets(dice: random.Random) -> int:
    draw = dice.random()
    if draw < _ALONE:
        return 1
    return dice.randint(20, 60) if draw > 1 - _HUGE else pick(dice, (2, 2, 2, 3, 3, 4, 5, 6, 8))


def _draw_cast(dice: random.Random) -> Cast:
    country = abroad = draw(dice, _COUNTRIES)
    while abroad is country:
        abroad = draw(dice, _COUNTRIES)
    government, police = pick(dice, country.government), pick(dice, country.police)
    sides = (pick(dice, country.forces), pick(dice, country.rebels))
    return Cast(
        country=country,
        abroad=abroad,
        place=draw(dice, by_rank(country.towns)),
        sides=sides if dice.random() < 0.85 else (pick(dice, abroad.forces), sides[0]),
        government=government,
        police=police,
        speakers=(
            draw_person(dice, country.code, 1),
            draw_person(dice, abroad.code, 2),
            police,
            government,
        ),
    )


def _draw_facts(dice: random.Random, cast: Cast, day: int) -> tuple[Fact, ...]:
    """The main fact, then others; what the cast promised in an earlier story is now done, or not."""
    vocabulary = draw_words(dice, _OWN_WORDS, _OWN_RARE)
    done = [fact._replace(deed=PROMISED[fact.deed], day=day) for fact in cast.promised if dice.random() < 0.5]
    main = _draw_fact(dice, cast, day, vocabulary, is_main=True)
    minor = [_draw_fact(dice, cast, day, vocabulary) for _ in range(_FACTS - 1)]
    return (main, *done, *minor)[:_FACTS]


def _draw_fact(
    dice: random.Random, cast: Cast, day: int, vocabulary: list[str], *, is_main: bool = False
) -> Fact:
    deed = pick(dice, DEEDS[:_MAIN] if is_main else DEEDS)
    side, enemy = cast.sides if dice.random() < 0.7 else cast.sides[::-1]
    parties = {
        "side": side,
        "country": (cast.country.name, cast.country.entity),
        "other": (cast.abroad.name, cast.abroad.entity),
        "government": cast.government,
        "police": cast.police,
    }
    return Fact(
        deed=deed,
        actor=parties[deed.actor],
        recipient=parties.get(deed.recipient, enemy),
        place=cast.place if is_main or dice.random() < 0.8 else pick(dice, cast.country.towns),
        day=day + deed.first + int(dice.random() * (deed.last - deed.first + 1)),
        number=int(dice.paretovariate(1.1) * 3),
        words=tuple(dice.choices(vocabulary, k=4)),
    )
