"""Agents: words for a part of a country or body ("US troops", "ISIL fighters", "police")."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from sayso.gazetteer import Body, BodyKind, NameKind, sector_of
from sayso.gazetteer.names import FoundName
from sayso.gazetteer.words import words_of
from sayso.model import Parse, Token
from sayso.model.base import Struct

__all__ = ["Agent", "country_names", "find_agents", "owners_of", "phrase_sector"]

_BETWEEN = ("amod", "compound", "poss", "nmod")
_MODIFIERS = (*_BETWEEN, "npadvmod", "nummod")
_NAMED = frozenset({NameKind.NAME, NameKind.PEOPLE, NameKind.ALIAS})
_OWNERS = frozenset({BodyKind.COUNTRY, BodyKind.GROUP, BodyKind.ORGANIZATION})


class Agent(Struct, frozen=True, kw_only=True):
    """Tokens `first` to `last` (exclusive) with their head, owner (None if not given) and sector.

    `word` distinguishes the parts of a sector and is "" for the whole sector.
    """

    first: int
    last: int
    head: int
    owner: Body | None
    sector: str
    word: str


def owners_of(
    names: tuple[FoundName, ...], people: Mapping[int, tuple[FoundName, Body]]
) -> dict[int, tuple[FoundName, Body]]:
    """Return the names that can own an agent, by their last token; `people` have countries."""
    found = dict(people)
    for name in names:
        for body in name.bodies:
            if body.kind in _OWNERS and body.named in _NAMED:
                found[name.last - 1] = (name, body)
                break
    return found


def country_names(names: tuple[FoundName, ...]) -> dict[int, tuple[FoundName, Body]]:
    """Return the names and adjectives of countries by their last token."""
    return {i: owner for i, owner in owners_of(names, {}).items() if owner[1].kind is BodyKind.COUNTRY}


def find_agents(parse: Parse, owners: Mapping[int, tuple[FoundName, Body]]) -> Iterator[Agent]:
    """Find noun phrases whose head is an agent word, with the country or body that modifies it."""
    for token in parse.tokens:
        if token.pos not in ("NOUN", "PROPN") or _is_only_a_modifier(parse, token):
            continue
        sector, first = phrase_sector(parse, token.i)
        if not sector:
            continue
        root = (
            parse.head_of(parse.tokens[first].start, token.end) or token
        )  # "Secretary" of "secretary of state"
        owner = _owner(parse, root, owners)
        start = min(owner[0].first, first) if owner is not None and owner[0].first < token.i else first
        yield Agent(
            first=start,
            last=token.i + 1,
            head=token.i,
            owner=owner[1] if owner is not None else None,
            sector=sector,
            word=_word(parse, owner[0].last if owner is not None else first, first, token, sector),
        )


def _is_only_a_modifier(parse: Parse, token: Token) -> bool:
    """Return whether a word only modifies the noun behind it ("police car", "President Okoro")."""
    return token.dep == "compound" and token.head > token.i


def phrase_sector(parse: Parse, i: int) -> tuple[str, int]:
    """Return the sector of the longest agent phrase that ends with token `i`, and its first token."""
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
    return " ".join(text.lower().replace("-", " ").split())


def _singular(token: Token, text: str) -> str:
    return text[: len(text) - len(token.text)] + token.lemma


def _owner(
    parse: Parse, head: Token, owners: Mapping[int, tuple[FoundName, Body]]
) -> tuple[FoundName, Body] | None:
    """Return the owner that modifies a head word: directly, through a word between them, or with "of"."""
    for child in parse.children(head.i, *_MODIFIERS):
        if child.i >= head.i:
            continue
        if child.i in owners:
            if not _is_hyphened(parse, owners[child.i][0]):
                return owners[child.i]
        elif child.dep in ("compound", "poss", "nmod"):
            for below in parse.children(child.i, *_BETWEEN):
                if below.i in owners and below.i < child.i and not _is_hyphened(parse, owners[below.i][0]):
                    return owners[below.i]
    behind = _owner_behind(parse, head.i, owners)
    if behind is not None:
        return behind
    before = owners.get(head.i - 1)
    if before is None or parse.sentence_index(head.i - 1) != parse.sentence_index(head.i):
        return None
    return None if _is_hyphened(parse, before[0]) else before


def _owner_behind(
    parse: Parse, i: int, owners: Mapping[int, tuple[FoundName, Body]], depth: int = 3
) -> tuple[FoundName, Body] | None:
    """Return the owner after "of", also through other agents ("the ministers of foreign affairs of Iran").

    The owner of the last of several agents owns all of them ("the government and people of Iraq").
    """
    for preposition in parse.children(i, "prep"):
        target = parse.child(preposition.i, "pobj") if preposition.lower == "of" else None
        if target is None:
            continue
        found = owners.get(target.i)
        if found is None and depth and phrase_sector(parse, target.i)[0]:
            found = _owner_behind(parse, target.i, owners, depth - 1)
        if found is None and depth:
            found = _owner_behind(parse, target.i, owners, 0)
        return found
    for conjunct in parse.children(i, "conj"):
        if depth and conjunct.pos == "NOUN":
            return _owner_behind(parse, conjunct.i, owners, 0)
    return None


def _is_hyphened(parse: Parse, name: FoundName) -> bool:
    """Return whether a name is only half of a word ("US-backed", "anti-ISIL"), which has no owner."""
    beside = (*parse.tokens[max(0, name.first - 1) : name.first], *parse.tokens[name.last : name.last + 1])
    return any(token.text in ("-", "–") for token in beside)


def _word(parse: Parse, owned: int, first: int, head: Token, sector: str) -> str:
    """Return the word that distinguishes the parts of a sector; "" for the whole sector.

    `owned` is where the owner's name ends: nouns between it and the agent's words belong to them ("China's
    commerce ministry").
    """
    between = [
        token
        for token in parse.tokens[min(owned, first) : first]
        if token.head >= first
        and (token.pos in ("NOUN", "PROPN") or token.text[:1].isupper())
        and token.dep in ("compound", "nmod", "amod")
    ]
    words = [*between, *(token for token in parse.tokens[first : head.i] if token.text != "-")]
    whole = words_of("whole", sector)
    if head.i == first and head.lower in whole and all(token.lower in whole for token in between):
        return ""
    word = " ".join([*(token.lower for token in words), head.lemma])
    return "" if word in whole else word
