"""People: full names, the surnames that stand for them later, their titles, countries and posts."""

from collections.abc import Iterable, Mapping
from datetime import date

from sayso.gazetteer import (
    Body,
    BodyKind,
    NameKind,
    Title,
    find_bodies,
    fold_loosely,
    fold_name,
    gender_of,
    sector_of,
    title_of,
)
from sayso.gazetteer.names import FoundName, NameLabel
from sayso.grounding.agents import phrase_sector
from sayso.model import Parse
from sayso.model.base import Struct

__all__ = ["Person", "find_people"]

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})


class Person(Struct, frozen=True, kw_only=True):
    """One person: name as told in full, mentions (token ranges), and what the text tells of them."""

    name: str
    mentions: tuple[tuple[int, int], ...]
    body: Body | None = None
    code: str = ""
    country: str = ""
    sector: str = ""


class _Gathered:
    """A person while the text is read."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.words = _words(name)
        self.mentions: list[tuple[int, int]] = []
        self.titled = False

    def is_named(self, words: list[str]) -> bool:
        """Whether `words` are a surname, a first name and surname, or the full name of this person."""
        if not words:
            return False
        if len(words) == 1:
            return words[0] in (self.words[-1], "".join(self.words[-2:])) or (
                len(self.words) == 1 and self.words[0] == words[0]
            )
        if words[-1] != self.words[-1]:
            return " ".join(words) in " ".join(self.words) or _loose(words) == _loose(self.words)
        return (
            words[0] == self.words[0]
            or (words[0][0] == self.words[0][0] and len(words[0]) == 1)
            or (" ".join(words) in " ".join(self.words))
        )


def find_people(
    parse: Parse,
    names: tuple[FoundName, ...],
    countries: Mapping[int, tuple[FoundName, Body]],
    published: date | None,
) -> list[Person]:
    """Find the people of a text, each once; `countries` tell a country by the last token of a name."""
    gathered: list[_Gathered] = []
    later: list[FoundName] = []
    for name in names:
        if _is_full(parse, name):
            _gather(gathered, name)
        elif name.last - name.first == 1 or name.label is NameLabel.PERSON:
            later.append(name)
        elif name.last - name.first == 2 and title_of(parse.tokens[name.first].text):
            later.append(_untitled(parse, name))
    for name in later:
        _gather_surname(parse, gathered, name)
    _sweep(parse, gathered, names)
    return [_person(parse, one, countries, published) for one in gathered]


def _untitled(parse: Parse, name: FoundName) -> FoundName:
    """The surname in a title and surname that the parser took for something else ("AG Lynch")."""
    text = parse.tokens[name.last - 1].text
    return FoundName(first=name.first + 1, last=name.last, text=text)


def _words(name: str) -> list[str]:
    words = [word for word in fold_name(name).split() if word not in _SUFFIXES]
    kept = [word for word in words if word not in ("al", "el")]
    return kept or words


def _loose(words: Iterable[str]) -> str:
    return fold_loosely(" ".join(words))


def _is_full(parse: Parse, name: FoundName) -> bool:
    """Whether a name is a person's in two words or more."""
    in_title = parse.sentence_of(name.first).headline
    famous = bool(name.bodies) and all(body.kind is BodyKind.PERSON for body in name.bodies)
    if len(_words(name.text)) < 2 or any(place.id < 0 for place in name.places):
        return False
    if name.inside or (in_title and len(name.text.split()) > 3):
        return famous and in_title  # a title's capitals run on after a name
    if famous:
        return True
    words = name.text.split()
    if name.bodies or title_of(words[-1]) or sector_of(words[-1].lower()):
        return False
    given = bool(gender_of(words[0]))
    if any(sign.isdigit() for sign in name.text):
        return False
    if name.label is NameLabel.PERSON:
        return not (name.places and name.places[0].population > 50_000) and (given or not in_title)
    free = name.label in (NameLabel.UNKNOWN, NameLabel.ORGANIZATION) and not name.places
    if free and given and len(words) <= 3 and all(word[:1].isupper() for word in words):
        return True
    titled = name.first > 0 and title_of(parse.tokens[name.first - 1].text) is not None
    return name.label is NameLabel.UNKNOWN and titled and not name.bodies and not name.places


def _gather(gathered: list[_Gathered], name: FoundName) -> None:
    words = _words(name.text)
    for one in gathered:
        if one.is_named(words) or (
            len(words) > len(one.words) > 1 and _Gathered(name.text).is_named(one.words)
        ):
            one.mentions.append((name.first, name.last))
            known, longer = _is_famous(one.name), len(words) > len(one.words)
            if (_is_famous(name.text) and not known) or (longer and not known):
                one.name, one.words = name.text, words
            return
    person = _Gathered(name.text)
    person.mentions.append((name.first, name.last))
    gathered.append(person)


def _is_famous(name: str) -> bool:
    """Whether the gazetteer has a person of this name: a headline's next word is no part of it then."""
    return any(body.kind is BodyKind.PERSON for body in find_bodies(name))


def _gather_surname(parse: Parse, gathered: list[_Gathered], name: FoundName) -> None:
    """Join a lone surname to its person, or make a new person of a title and a surname."""
    if name.inside or any(place.id < 0 for place in name.places):
        return
    words = _words(name.text)
    title = _title_before(parse, name.first)
    matches = [one for one in gathered if one.is_named(words) and _may_be(one, title)]
    before = [one for one in matches if one.mentions[0][0] < name.first] or matches
    if before:
        if name.label is NameLabel.PERSON or not any(body.kind is BodyKind.COUNTRY for body in name.bodies):
            before[-1].mentions.append((name.first, name.last))
        return
    if len(words) > 1 or title_of(name.text) or sector_of(name.text.lower()) or not name.text.isalpha():
        return
    if _is_lone_person(name, title):
        person = _Gathered(name.text)
        person.titled = title is not None
        person.mentions.append((name.first, name.last))
        gathered.append(person)


def _title_before(parse: Parse, first: int) -> Title | None:
    """The capitalised title right before a name."""
    token = parse.tokens[first - 1] if first else None
    return title_of(token.text) if token is not None and token.text[:1].isupper() else None


def _may_be(one: _Gathered, title: Title | None) -> bool:
    """Whether the gender that a title tells fits the first name ("Mr Haddad" is not Leila Haddad)."""
    told = title.gender if title is not None else ""
    return not told or gender_of(one.words[0]) in ("", told)


def _is_lone_person(name: FoundName, title: Title | None) -> bool:
    """Whether a single word is a person's name: famous by itself, titled, or taken so by the parser."""
    if name.bodies:
        return all(body.kind is BodyKind.PERSON and body.named is NameKind.NAME for body in name.bodies)
    if title is not None and name.label in (NameLabel.PERSON, NameLabel.UNKNOWN):
        return True
    return name.label is NameLabel.PERSON and not name.places


def _sweep(parse: Parse, gathered: list[_Gathered], names: tuple[FoundName, ...]) -> None:
    """Find the surnames that the parser took for no names at all, as it does in headlines."""
    covered = {i for name in names for i in range(name.first, name.last)}
    surnames: dict[str, list[_Gathered]] = {}
    for one in gathered:
        surnames.setdefault(one.name.split()[-1], []).append(one)
    for token in parse.tokens:
        owners = surnames.get(token.text, [])
        if token.i not in covered and len(owners) == 1 and len(token.text) > 3:
            owners[0].mentions.append((token.i, token.i + 1))


def _person(
    parse: Parse, one: _Gathered, countries: Mapping[int, tuple[FoundName, Body]], published: date | None
) -> Person:
    told: Body | None = None
    sector = ""
    for first, last in one.mentions:
        country, post = _told(parse, first, last, countries)
        told, sector = told or country, sector or post
    body = _known(one, told.country if told else "", published)
    if body is not None:
        sector = body.sector_on(published.isoformat() if published else None) or sector
    code = body.code if body else told.code if told else ""
    home = body.country if body else told.country if told else ""
    return Person(
        name=body.name if body else one.name,
        mentions=tuple(sorted(set(one.mentions))),
        body=body,
        code=code,
        country=home,
        sector=sector,
    )


def _known(one: _Gathered, country: str, published: date | None) -> Body | None:
    """The gazetteer's person of this name, if the country told in the text does not speak against it.

    A name that is alike only when its spelling is forgotten needs that country: "Ali al-Qameni" sounds like
    Ali Khamenei.
    """
    day = published.isoformat() if published else ""
    found = [body for body in find_bodies(one.name) if body.kind is BodyKind.PERSON]
    sure = [body for body in found if country or body.named is not NameKind.LOOSE]
    fitting = [body for body in sure if not country or body.country == country]
    if len(one.words) == 1:
        famous = [body for body in fitting if body.named is NameKind.NAME]
        serving = [body for body in fitting if day and _serves(body, day)]
        fitting = famous or serving or (fitting if one.titled else [])
    return fitting[0] if len(fitting) == 1 else None


def _serves(body: Body, day: str) -> bool:
    """Whether a person holds a post on a day."""
    return any((not first or first <= day) and (not last or day <= last) for _, first, last in body.roles)


def _told(
    parse: Parse, first: int, last: int, countries: Mapping[int, tuple[FoundName, Body]]
) -> tuple[Body | None, str]:
    """Country and sector in the words before a name ("Iraqi Prime Minister") or in apposition after it."""
    head = parse.head_of(parse.tokens[first].start, parse.tokens[last - 1].end)
    if head is None:
        return None, ""
    before = [i for i in _zone(parse, head.i) if i < first and first - i < 14]
    if head.dep == "appos" and head.head < first:
        before += [i for i in _zone(parse, head.head) if i < first and first - i < 14]
    after = [child.i for child in parse.children(head.i, "appos") if child.i >= last]
    zone = before + [j for i in after for j in _zone(parse, i) if j - last < 14]
    country = next((countries[i][1] for i in zone if i in countries), None)
    for i in [*sorted(before, reverse=True), *after]:
        title = title_of(parse.tokens[i].text) if i < first else None
        sector = phrase_sector(parse, i)[0] or (title.sector if title else "") or _member_of(parse, i)
        if sector and sector != "CVL":
            return country, sector
    return country, ""


def _member_of(parse: Parse, i: int) -> str:
    """The sector of what somebody is a member or head of ("a member of the parliament's commission")."""
    for preposition in parse.children(i, "prep"):
        target = parse.child(preposition.i, "pobj")
        if target is not None and preposition.lower in ("of", "at", "for", "in"):
            return phrase_sector(parse, target.i)[0]
    return ""


def _zone(parse: Parse, i: int) -> list[int]:
    """A noun phrase without its clauses and further members."""
    return parse.subtree(i, frozenset({"relcl", "conj", "acl", "appos"}))
