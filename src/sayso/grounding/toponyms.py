"""Toponym resolution: the places named in a text.

Every name that the gazetteer has as a place is a candidate. A name means one place throughout a document. Its
senses are weighed by what they are (country, capital, inhabitants), by what stands right behind the name
("Springfield, Ohio"), and by the other places of the document: the senses that share countries, provinces and
neighbourhood support one another.
"""

import math
import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

import msgspec

from sayso.gazetteer import (
    Body,
    BodyKind,
    NameKind,
    Place,
    contains,
    country_of,
    find_place,
    find_places,
    find_places_loosely,
    fold_name,
    gender_of,
    is_country,
    is_ordinary,
    title_of,
)
from sayso.gazetteer.names import FoundName, NameLabel, find_names
from sayso.gazetteer.words import words_of
from sayso.model import EntityKind, NamedEntity, Parse, Toponym

__all__ = ["find_toponyms", "place_countries"]

_BASES = frozenset({"AIRB", "INSM", "NVB", "CMP", "PRN", "AIRP", "BP"})
# Candidates of one name that are worth weighing against the document.
_MOST = 15
# Names that are weighed against one another, the first so many of a text, then the next: the work grows with
# their square. Long articles of 60,000 characters name up to 214 places.
_MOST_NAMES = 250


def find_toponyms(parse: Parse, entities: tuple[NamedEntity, ...]) -> tuple[Toponym, ...]:
    """Find every place named and resolve it; `entities` gives the names of people."""
    mentions = _mentions(parse, find_names(parse), _People(entities))
    senses = _Document(parse, mentions).resolve()
    return tuple(
        _toponym(parse, name, sense)
        for name, sense in zip(mentions, senses, strict=True)
        if sense is not None
    )


def place_countries(parse: Parse, names: tuple[FoundName, ...]) -> dict[int, tuple[FoundName, Body]]:
    """Return the countries of the towns and provinces of a text, by the last token of their names."""
    mentions = _mentions(parse, names, _People(()))
    found = {}
    for name, sense in zip(mentions, _Document(parse, mentions).resolve(), strict=True):
        country = country_of(sense[0].country) if sense is not None else None
        if country is not None:
            found[name.last - 1] = (name, country)
    return found


def _mentions(parse: Parse, names: tuple[FoundName, ...], people: "_People") -> list[FoundName]:
    """Return the names that mean places here, in text order."""
    mentions = [name for name in names if name.places and _is_place(parse, name, people)]
    mentions += _respelled(parse, names, mentions)
    return sorted(mentions, key=lambda name: (name.first, -name.last))


def _respelled(parse: Parse, names: tuple[FoundName, ...], mentions: list[FoundName]) -> list[FoundName]:
    """Return names in an unknown spelling that sound like a place in a country that the text names."""
    countries = {place.country for name in mentions for place in name.places[:1] if is_country(place)}
    found = []
    for name in names:
        likely = name.label is NameLabel.PLACE or _after_preposition(parse, name.first)
        if name.places or name.bodies or name.inside or not likely:
            continue
        places = tuple(place for place in find_places_loosely(name.text) if place.country in countries)
        if places:
            found.append(msgspec.structs.replace(name, places=places))
    return found


@lru_cache(maxsize=1)
def _weights() -> dict[str, Any]:
    text = files("sayso.gazetteer").joinpath("toponyms.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class _People:
    """The mentions of people, as characters."""

    def __init__(self, entities: Iterable[NamedEntity]) -> None:
        mentions = sorted(
            (mention.start, mention.end)
            for entity in entities
            if entity.kind is EntityKind.PERSON
            for mention in entity.mentions
        )
        self._starts = [start for start, _ in mentions]
        self._ends = list(accumulate((end for _, end in mentions), max))

    def cover(self, start: int, end: int) -> bool:
        """Return whether a mention contains these characters."""
        index = bisect_right(self._starts, start) - 1
        return index >= 0 and end <= self._ends[index]


def _is_place(parse: Parse, name: FoundName, people: _People) -> bool:
    """Return whether a name that the gazetteer has as a place means one here."""
    if people.cover(parse.tokens[name.first].start, parse.tokens[name.last - 1].end):
        return False
    best = name.places[0]
    if is_country(best) or best.named is NameKind.PEOPLE:
        return not (name.inside and name.label is NameLabel.PERSON)
    if _is_short(name):
        return _fits_short_form(parse, name)
    if name.places[0].id < 0 and any(body.kind is BodyKind.OFFICE for body in name.bodies):
        return _after_preposition(parse, name.first)  # "at the White House", not "the White House said"
    if name.last - name.first == 1 and _speaks(parse, name):
        return False
    if name.last - name.first == 1 and (_is_given_name(parse, name) or _is_hyphened(parse, name)):
        return False
    if _is_body(name) or _before_street(parse, name.last) or fold_name(name.text) in _words("never"):
        return False
    if name.last - name.first == 1 and is_ordinary(name.text):
        return name.label is NameLabel.PLACE and (
            _after_preposition(parse, name.first) or _has_place_behind(parse, name)
        )
    return _stands_alone(parse, name)


def _speaks(parse: Parse, name: FoundName) -> bool:
    """Return whether a town's name is the subject of a reporting verb, so that a person is meant."""
    token, place = parse.tokens[name.first], name.places[0]
    small = place.feature.startswith("PPL") and place.feature != "PPLC" and place.population < 1_000_000
    return small and token.dep == "nsubj" and parse.tokens[token.head].lemma in words_of("coreference", "say")


def _is_given_name(parse: Parse, name: FoundName) -> bool:
    """Return whether a lone first name is no town here: nothing but the word itself indicates one."""
    place = name.places[0]
    if name.label is NameLabel.PLACE or place.feature in ("PPLC", "CONT") or place.population > 1_000_000:
        return False
    return bool(gender_of(name.text)) and not _has_place_behind(parse, name) and not _after_in(parse, name)


def _after_in(parse: Parse, name: FoundName) -> bool:
    return name.first > 0 and parse.tokens[name.first - 1].lower in ("in", "near", "at")


def _is_hyphened(parse: Parse, name: FoundName) -> bool:
    """Return whether a name is half of a double surname ("Diaz-Balart"): the other half is no place."""
    tokens = parse.tokens
    for hyphen, half in ((name.last, name.last + 1), (name.first - 1, name.first - 2)):
        if 0 <= half < len(tokens) and tokens[hyphen].text == "-":
            word = tokens[half].text
            if word[:1].isupper() and not find_places(word):
                return True
    return False


def _is_short(name: FoundName) -> bool:
    return all(place.named is NameKind.SHORT for place in name.places)


def _is_body(name: FoundName) -> bool:
    """Return whether the name is rather a group's or organisation's than a place's."""
    place = name.places[0]
    return (
        place.id > 0
        and place.feature not in ("ADM1", "CONT", "ZN", "PPLC")
        and any(body.kind not in (BodyKind.COUNTRY, BodyKind.PERSON) for body in name.bodies)
    )


def _fits_short_form(parse: Parse, name: FoundName) -> bool:
    """Return whether "Ga." or "GA" is a state: without a full stop only after a comma, bracket or hyphen."""
    before = parse.tokens[name.first - 1].text if name.first else ""
    return "." in name.text or before in (",", "(", "-") or (name.text.isupper() and len(name.text) > 2)


def _stands_alone(parse: Parse, name: FoundName) -> bool:
    """Return whether the name is no part of a longer one that is not a place's."""
    large = _is_large_province(name) or (name.places[0].feature == "ADM2" and name.last - name.first > 1)
    if name.inside:
        if name.label is NameLabel.PERSON:
            return large and name.last - name.first > 1
        return large or _is_first_of_longer(parse, name) or _after_preposition(parse, name.first)
    if _follows_capital(parse, name.first) and not large:
        return False
    if name.label in (NameLabel.PLACE, NameLabel.PEOPLE, NameLabel.ORGANIZATION) or name.places[0].id < 0:
        return True
    if _after_preposition(parse, name.first) or _has_place_behind(parse, name):
        return True
    known = name.places[0].named is NameKind.NAME or name.places[0].population >= 100_000
    return known and (
        name.places[0].population >= 15_000 or large or name.places[0].id < 0 or name.last - name.first > 1
    )


def _is_large_province(name: FoundName) -> bool:
    place = name.places[0]
    return place.feature == "ADM1" and (
        place.population > 1_500_000 or place.country in ("USA", "CAN", "AUS")
    )


def _is_first_of_longer(parse: Parse, name: FoundName) -> bool:
    """Return whether nothing capitalised stands before a name inside a longer one ("Lancaster Police")."""
    return (
        name.first == 0
        or not parse.tokens[name.first - 1].text[:1].isupper()
        or parse.tokens[name.first - 1].pos == "DET"
    )


def _follows_capital(parse: Parse, i: int) -> bool:
    """Return whether a capitalised proper noun stands right before ("Lake Harriet", "Fire Island")."""
    if i == 0 or parse.sentence_index(i - 1) != parse.sentence_index(i):
        return False
    token = parse.tokens[i - 1]
    if token.pos != "PROPN" or not token.text[:1].isupper() or token.text.endswith("."):
        return False
    return not (title_of(token.text) or token.lower in _words("prepositions") or find_places(token.text))


def _before_street(parse: Parse, i: int) -> bool:
    if i >= len(parse.tokens):
        return False
    return parse.tokens[i].text[:1].isupper() and parse.tokens[i].lower.strip(".") in _words("streets")


def _after_preposition(parse: Parse, i: int) -> bool:
    if i > 0 and parse.tokens[i - 1].pos == "DET":
        i -= 1
    return i > 0 and parse.tokens[i - 1].lower in _words("prepositions")


def _has_place_behind(parse: Parse, name: FoundName) -> bool:
    """Return whether a comma and another place's name stand right behind ("Springfield, Ohio")."""
    after = parse.tokens[name.last : name.last + 2]
    return (
        len(after) == 2
        and after[0].text == ","
        and after[1].text[:1].isupper()
        and bool(find_places(after[1].text))
    )


@lru_cache(maxsize=8)
def _words(kind: str) -> frozenset[str]:
    return frozenset(_weights()["words"][kind])


class _Document:
    """The places of one text, with the support of each sense of each name by the other names."""

    def __init__(self, parse: Parse, mentions: list[FoundName]) -> None:
        self.parse = parse
        self.mentions = mentions
        self.keys = [fold_name(name.text) for name in mentions]
        self.candidates: dict[str, list[Place]] = {}
        self.priors: dict[str, list[float]] = {}
        for key, name in zip(self.keys, mentions, strict=True):
            if key not in self.candidates:
                ranked = sorted(_ranked(name.places), key=lambda sense: -sense[0])[:_MOST]
                self.candidates[key] = [place for _, place in ranked]
                self.priors[key] = [prior for prior, _ in ranked]
        self.above = self._named_above()

    def resolve(self) -> list[tuple[Place, float] | None]:
        """Return the sense of each mention, with a confidence; a name has the same sense throughout."""
        keys = list(self.priors)
        chosen = {}
        for start in range(0, len(keys), _MOST_NAMES):
            shares = {key: _softmax(self.priors[key]) for key in keys[start : start + _MOST_NAMES]}
            for _ in range(2):
                support = _Support((key, self.candidates[key], share) for key, share in shares.items())
                shares = {key: self._reweigh(key, support) for key in shares}
            for key, share in shares.items():
                n = max(range(len(share)), key=lambda i: share[i])
                chosen[key] = (self.candidates[key][n], share[n])
        return [chosen[key] for key in self.keys]

    def _reweigh(self, key: str, support: "_Support") -> list[float]:
        weights = _weights()["context"]
        scores = []
        for place, prior in zip(self.candidates[key], self.priors[key], strict=True):
            score = prior
            score += weights["same_country"] * math.log1p(support.of_country(key, place.country))
            province = _province(place)
            score += (
                weights["same_province"] * math.log1p(support.of_province(key, province)) if province else 0.0
            )
            score += weights["near"] * math.log1p(support.near(key, place))
            holders = (support.of_holder(key, place.admin1), support.of_holder(key, place.admin2))
            score += weights["contains"] * max(holders)
            if self._is_in(place, self.above.get(key, ())):
                score += weights["named_above"]
            scores.append(score)
        return _softmax(scores)

    def _named_above(self) -> dict[str, set[int]]:
        """Return for each name the ids of provinces and countries right behind it after a comma."""
        found: dict[str, set[int]] = defaultdict(set)
        tokens = self.parse.tokens
        for key, name, after in zip(self.keys, self.mentions, self.mentions[1:], strict=False):
            gap = after.first - name.last
            if (gap == 1 and tokens[name.last].text in (",", "(")) or gap == 0:
                found[key] |= {
                    place.id for place in after.places if is_country(place) or place.feature.startswith("ADM")
                }
        return found

    def _is_in(self, place: Place, above: Iterable[int]) -> bool:
        holders = (find_place(holder) for holder in above)
        return any(holder is not None and contains(holder, place) for holder in holders)


class _Support:
    """The shares of the senses of all names, indexed by the senses that they support."""

    def __init__(self, senses: Iterable[tuple[str, Sequence[Place], Sequence[float]]]) -> None:
        self._countries: _Parts = defaultdict(list)
        self._provinces: _Parts = defaultdict(list)
        self._holders: _Parts = defaultdict(list)
        self._points: defaultdict[int, list[tuple[int, str, Place, float]]] = defaultdict(list)
        self._number = 0
        for key, places, share in senses:
            self._add(key, places, share)

    def _add(self, key: str, places: Sequence[Place], share: Sequence[float]) -> None:
        countries: dict[str, float] = defaultdict(float)
        provinces: dict[int, float] = defaultdict(float)
        for place, part in zip(places, share, strict=True):
            if place.country:
                countries[place.country] += part
            province = _province(place)
            if province:
                provinces[province] += part
            if is_country(place) or place.feature.startswith("ADM"):
                self._holders[place.id].append((key, part))
            if part > 0.3 and not is_country(place) and place.feature != "ADM1":
                self._points[math.floor(place.lat)].append((self._number, key, place, part))
                self._number += 1
        for country, part in countries.items():
            self._countries[country].append((key, part))
        for province, part in provinces.items():
            self._provinces[province].append((key, part))

    def of_country(self, key: str, country: str) -> float:
        """Return the support of the other names for a country."""
        return _sum(_excluding(self._countries, country, key))

    def of_province(self, key: str, province: int) -> float:
        """Return the support of the other names for a province, by its id."""
        return _sum(_excluding(self._provinces, province, key))

    def of_holder(self, key: str, holder: int) -> float:
        """Return the highest share of another name's sense that is this country, province or district."""
        return max(_excluding(self._holders, holder, key), default=0.0)

    def near(self, key: str, place: Place) -> float:
        """Return the support of the other names for places nearby, in the adjacent degrees of latitude."""
        row = math.floor(place.lat)
        beside = sorted(point for n in (row - 1, row, row + 1) for point in self._points.get(n, ()))
        return _sum(part for _, name, point, part in beside if name != key and _is_near(place, point))


_Parts = defaultdict[Any, list[tuple[str, float]]]


def _sum(parts: Iterable[float]) -> float:
    """Add up in order; what `sum` does with the last bits depends on the version of Python."""
    total = 0.0
    for part in parts:
        total += part
    return total


def _excluding(parts: _Parts, value: str | int, key: str) -> Iterator[float]:
    return (part for name, part in parts.get(value, ()) if name != key)


def _province(place: Place) -> int:
    """Return the id of the province that a place is or lies in; 0 where unknown."""
    return place.id if place.feature == "ADM1" else place.admin1


def _ranked(places: tuple[Place, ...]) -> list[tuple[float, Place]]:
    """Return the senses with their priors; a large town outweighs the province that bears its name."""
    provinces = {place.id: place for place in places if place.feature == "ADM1"}
    ranked = []
    for place in places:
        prior = _prior(place)
        if place.admin1 in provinces and place.population > 100_000 and place.feature.startswith("PPL"):
            prior = max(prior, _prior(provinces[place.admin1]) + _weights()["prior"]["town_of_province"])
        ranked.append((prior, place))
    return ranked


def _prior(place: Place) -> float:
    """Return the prior score of a sense, before the document is considered."""
    weights = _weights()["prior"]
    if is_country(place):
        score = weights["country"]
    elif place.feature == "ADM1":
        score = weights["province"] + weights["province_people"] * math.log10(place.population + 1)
    elif place.feature.startswith("ADM"):
        score = weights["district"] + weights["population"] * math.log10(place.population + 1) / 2
        if place.named is NameKind.ALIAS:
            score += weights["bare_district"]
    elif place.feature in _BASES:
        score = weights["base"]
    elif place.id < 0 or place.feature in ("CONT",):
        score = weights["region"]
    else:
        score = weights["population"] * math.log10(place.population + 1)
        # Not by another name: Philadelphia is no Amman because that is a capital.
        score += weights["capital"] if place.feature == "PPLC" and place.named is NameKind.NAME else 0.0
    if place.named is NameKind.ALIAS:
        score += weights["other_name"]
    return float(score)


def _softmax(scores: list[float]) -> list[float]:
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def _is_near(a: Place, b: Place) -> bool:
    """Return whether places lie within about 100 km on a flat earth: good enough to compare senses."""
    return abs(a.lat - b.lat) < 1 and abs(a.lon - b.lon) * math.cos(math.radians(a.lat)) < 1


def _toponym(parse: Parse, name: FoundName, sense: tuple[Place, float] | None) -> Toponym:
    span = parse.span(name.first, name.last)
    if sense is None:
        return Toponym(start=span.start, end=span.end, text=span.text, name=span.text)
    place, share = sense
    return place.to_toponym(span, share)
