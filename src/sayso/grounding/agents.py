"""Agents: a country and a word for a part of it ("US troops", "the Iraqi parliament")."""

from collections.abc import Iterator
from functools import lru_cache

from sayso.gazetteer import Body, BodyKind, NameKind, sector_of
from sayso.gazetteer.names import FoundName
from sayso.model import Parse, Token
from sayso.model.base import Record

__all__ = ["Agent", "country_names", "find_agents", "phrase_sector"]

# Words for the whole of a sector: "US troops" and "the American military" are one thing.
_WHOLE = {
    "MIL": frozenset(
        [
            "troop",
            "force",
            "army",
            "military",
            "soldier",
            "serviceman",
            "servicemen",
            "troops",
            "forces",
            "soldiers",
        ]
    ),
    "COP": frozenset({"police", "policeman", "policemen"}),
    "LEG": frozenset({"parliament", "lawmaker", "legislature", "congress"}),
    "GOV": frozenset({"government", "administration", "regime", "authority", "authorities"}),
    "JUD": frozenset({"court", "judiciary"}),
}
_MODIFIERS = frozenset({"amod", "compound", "poss", "nmod", "npadvmod", "appos", "nummod"})
_NAMED = frozenset({NameKind.NAME, NameKind.PEOPLE, NameKind.OTHER})


class Agent(Record, frozen=True, kw_only=True):
    """Tokens `first` to `last` (exclusive) with their head word, the country they name and the sector."""

    first: int
    last: int
    head: int
    country: Body
    sector: str
    word: str


def country_names(names: tuple[FoundName, ...]) -> dict[int, tuple[FoundName, Body]]:
    """Names and adjectives of countries by their last token."""
    found = {}
    for name in names:
        for body in name.bodies:
            if body.kind is BodyKind.COUNTRY and body.named in _NAMED:
                found[name.last - 1] = (name, body)
    return found


def find_agents(parse: Parse, names: tuple[FoundName, ...]) -> Iterator[Agent]:
    """Find noun phrases whose head is an agent word and that a country's name or adjective modifies."""
    countries = country_names(names)
    for token in parse.tokens:
        if token.pos not in ("NOUN", "PROPN"):
            continue
        sector, first = phrase_sector(parse, token.i)
        if not sector:
            continue
        owner = _owner(parse, token, countries)
        if owner is not None:
            name, country = owner
            start = min(name.first, first) if name.first < token.i else first
            last = token.i + 1
            yield Agent(
                first=start,
                last=last,
                head=token.i,
                country=country,
                sector=sector,
                word=_word(parse, first, token, sector),
            )


def phrase_sector(parse: Parse, i: int) -> tuple[str, int]:
    """The sector of the longest agent phrase that ends with token `i`, and the phrase's first token."""
    for length in (4, 3, 2, 1):
        first = i - length + 1
        if first < 0 or parse.sentence_index(first) != parse.sentence_index(i):
            continue
        text = _folded(parse.text[parse.tokens[first].start : parse.tokens[i].end])
        sector = sector_of(text) or sector_of(_singular(parse.tokens[i], text))
        if sector:
            return sector, first
    return "", i


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return " ".join(text.lower().replace("-", " ").split()) if " - " not in text else text.lower()


def _singular(token: Token, text: str) -> str:
    return text[: len(text) - len(token.text)] + token.lemma


def _owner(
    parse: Parse, head: Token, countries: dict[int, tuple[FoundName, Body]]
) -> tuple[FoundName, Body] | None:
    """The country that modifies a head word, directly or through words between them."""
    for child in parse.children(head.i, *_MODIFIERS):
        if child.i in countries and child.i < head.i:
            return countries[child.i]
        for below in parse.children(child.i, "amod", "compound", "poss", "nmod"):
            if (
                below.i in countries
                and below.i < child.i < head.i
                and child.dep in ("compound", "poss", "nmod")
            ):
                return countries[below.i]
    for preposition in parse.children(head.i, "prep"):
        if preposition.lower == "of":
            target = parse.child(preposition.i, "pobj")
            if target is not None and target.i in countries:
                return countries[target.i]
    before = head.i - 1
    return (
        countries.get(before)
        if before >= 0 and parse.sentence_index(before) == parse.sentence_index(head.i)
        else None
    )


def _word(parse: Parse, first: int, head: Token, sector: str) -> str:
    """What tells apart the parts of one sector; "" for the whole of it."""
    if head.lemma in _WHOLE.get(sector, ()) or head.lower in _WHOLE.get(sector, ()):
        return ""
    words = [token.lower for token in parse.tokens[first : head.i]] + [head.lemma]
    return " ".join(word for word in words if word != "-")
