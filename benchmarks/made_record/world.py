"""Material of made stories: words as common as in news; countries, towns, bodies of the gazetteer."""

import random
import sqlite3
import tomllib
from collections import defaultdict
from collections.abc import Sequence
from importlib.resources import files
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

from sayso.gazetteer import country_of
from sayso.gazetteer.lookup import PATH
from sayso.model import Entity, EntityKind, Toponym

__all__ = [
    "ACTORS",
    "AGENCIES",
    "COUNTRIES",
    "OUTLETS",
    "PLACES",
    "SOURCES",
    "WORDS",
    "WORLD",
    "Country",
    "by_rank",
    "draw",
    "draw_person",
    "draw_words",
    "pick",
]

_Value = TypeVar("_Value")

_DATA = tomllib.loads((files(__package__) / "world.toml").read_text(encoding="utf-8"))
_ADJECTIVES: dict[str, str] = _DATA["countries"]
_TOWNS, _GROUPS = 30, 4
_FORCES, _REBELS = ("forces", "army", "soldiers", "troops"), ("rebels", "fighters", "militia")
AGENCIES: list[str] = _DATA["agencies"]
OUTLETS = [f"The {town} {kind}" for kind in _DATA["outlets"] for town in _DATA["outlets_of"]]


class Country(NamedTuple):
    """A country with its towns, and the bodies that act for it or within it, each with its words."""

    code: str
    name: str
    entity: Entity
    towns: tuple[Toponym, ...]
    forces: tuple[tuple[str, Entity], ...]
    government: tuple[tuple[str, Entity], ...]
    police: tuple[tuple[str, Entity], ...]
    rebels: tuple[tuple[str, Entity], ...]


def by_rank(values: Sequence[_Value]) -> tuple[Sequence[_Value], list[float]]:
    """Values and the sums of their weights: the fourth is drawn half as often as the first."""
    return values, list(accumulate(rank**-0.5 for rank in range(1, len(values) + 1)))


def pick(dice: random.Random, values: Sequence[_Value]) -> _Value:
    """One of several, each as often as the others: `choice`, in a third of its time."""
    return values[int(dice.random() * len(values))]


def draw(dice: random.Random, weighted: tuple[Sequence[_Value], list[float]]) -> _Value:
    """One of what `by_rank` weighed."""
    return dice.choices(weighted[0], cum_weights=weighted[1])[0]


def _read_words() -> tuple[list[str], list[int]]:
    """The plain words that news has, the most common first (the table that relating weighs words by)."""
    text = (files("sayso.codebook") / "background.tsv").read_text(encoding="utf-8")
    rows = [row.split("\t") for row in text.splitlines()[1:]]
    plain = [
        (int(reports), word)
        for word, reports, lower in rows
        if word.isascii() and word.isalpha() and len(word) > 2 and int(lower) > 0.6 * int(reports)
    ]
    plain.sort(key=lambda row: (-row[0], row[1]))
    return [word for _, word in plain], list(accumulate(reports for reports, _ in plain))


def draw_words(dice: random.Random, number: int, rare: int = 0) -> list[str]:
    """Words as common as in news, and so many in which the rarest are drawn as often as any."""
    return dice.choices(WORDS, cum_weights=_SUMS, k=number) + dice.choices(WORDS, k=rare)


def _read_countries() -> tuple[Country, ...]:
    towns, groups = defaultdict[str, list[Toponym]](list), defaultdict[str, list[tuple[str, Entity]]](list)
    with sqlite3.connect(f"file:{PATH.as_posix()}?mode=ro&immutable=1", uri=True) as database:
        for code, *town in database.execute(
            "SELECT country, id, name, lat, lon, feature FROM place WHERE population >= 20000 "
            "AND feature LIKE 'PPL%' AND id > 0 ORDER BY population DESC, id"
        ):
            if code in _ADJECTIVES and len(towns[code]) < _TOWNS:
                towns[code].append(_town(code, town))
        for code, key, name in database.execute(
            "SELECT country, key, name FROM body WHERE sector = 'REB' ORDER BY id"
        ):
            groups[code].append((name, _body(key, name, EntityKind.GROUP, code, "REB")))
    return tuple(_country(code, tuple(towns[code]), tuple(groups[code][:_GROUPS])) for code in _ADJECTIVES)


def _country(code: str, towns: tuple[Toponym, ...], groups: tuple[tuple[str, Entity], ...]) -> Country:
    known = country_of(code)
    assert known is not None  # noqa: S101 - the gazetteer has all countries
    name, adjective = known.name, _ADJECTIVES[code]
    return Country(
        code=code,
        name=name,
        entity=_body(known.key, name, EntityKind.COUNTRY, code, "GOV"),
        towns=towns,
        forces=tuple((f"{adjective} {word}", _state(code, name, "MIL", "military")) for word in _FORCES),
        government=tuple(
            (words, _state(code, name, "GOV", "government")) for words in _of_government(name, adjective)
        ),
        police=tuple((words, _state(code, name, "COP", "police")) for words in _of_police(name, adjective)),
        rebels=groups
        or tuple((f"{adjective} {word}", _state(code, name, "REB", "rebels")) for word in _REBELS),
    )


def _of_government(country: str, adjective: str) -> tuple[str, ...]:
    """Return the names of a government: copies must share more than the same two words."""
    bodies = ("government", "cabinet", "foreign ministry", "presidency", "prime minister's office")
    return (
        f"{country}'s government",
        f"officials of {country}",
        *(f"the {adjective} {body}" for body in bodies),
    )


def _of_police(country: str, adjective: str) -> tuple[str, ...]:
    bodies = ("police", "security forces", "authorities", "interior ministry", "prosecutors")
    return tuple(f"{word} {body}" for body in bodies for word in (adjective, f"{country}'s"))


def _town(code: str, row: Sequence[Any]) -> Toponym:
    number, name, lat, lon, feature = row
    return Toponym(
        start=0,
        end=len(name),
        text=name,
        name=name,
        geonameid=number,
        lat=lat / 10_000,
        lon=lon / 10_000,
        country=code,
        feature=feature,
        confidence=1.0,
    )


def _state(code: str, country: str, sector: str, body: str) -> Entity:
    return _body(f"country/{code}/{sector}", f"{country} {body}", EntityKind.ORGANIZATION, code, sector)


def _body(key: str, name: str, kind: EntityKind, code: str, sector: str) -> Entity:
    return Entity(id=key, name=name, kind=kind, code=code, country=code, sector=sector, gazetteer=key)


def draw_person(dice: random.Random, code: str, number: int) -> tuple[str, Entity]:
    """Somebody with a post in a country, `e1`, `e2` ... in a report: the words for them and who they are."""
    post, sector = pick(dice, _DATA["posts"])
    surname = (
        pick(dice, _DATA["surnames"])
        if dice.random() < 0.5
        else "".join(dice.choices(_DATA["syllables"], k=3)).title()
    )
    name = f"{pick(dice, _DATA['given_names'])} {surname}"
    entity = Entity(
        id=f"e{number}", name=name, kind=EntityKind.PERSON, code=code, country=code, sector=sector
    )
    return f"{post} {name}", entity


WORDS, _SUMS = _read_words()
WORLD = _read_countries()
# What may be asked for, the most common first.
COUNTRIES = tuple(country.code for country in WORLD)
ACTORS = (
    *(country.name for country in WORLD),
    *(name for rank in range(_GROUPS) for country in WORLD for name, _ in country.rebels[rank : rank + 1]),
)
PLACES = tuple(
    town.name for rank in range(_TOWNS) for country in WORLD for town in country.towns[rank : rank + 1]
)
SOURCES: tuple[str, ...] = (*(post for post, _ in _DATA["posts"]), *AGENCIES, *_DATA["surnames"])
