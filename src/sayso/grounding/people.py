"""People: full names, the surnames that stand for them later, their titles, countries and posts."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import islice, pairwise

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

# People who share a surname, or a part of a name, that are compared with one mention: more than reports have.
_MOST_NAMESAKES = 200
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md"})


class Person(Struct, frozen=True, kw_only=True):
    """One person: full name, mentions (token ranges), and what the text gives of country and post."""

    name: str
    mentions: tuple[tuple[int, int], ...]
    body: Body | None = None
    code: str = ""
    country: str = ""
    sector: str = ""


class _PersonDraft:
    """A person while its mentions are collected; `order` counts the people before."""

    def __init__(self, name: str, order: int = 0) -> None:
        self.order = order
        self.mentions: list[tuple[int, int]] = []
        self._full: list[int] = []
        self._latest = -1
        self.titled = False
        self.rename(name)

    def add_full(self, name: FoundName) -> None:
        """Add a mention by the full name; all of these come before the first by surname."""
        self.mentions.append((name.first, name.last))
        self._full.append(name.first)

    def add_short(self, name: FoundName) -> None:
        """Add a mention by surname, in text order."""
        self.mentions.append((name.first, name.last))
        self._latest = name.first

    def last_named(self, i: int) -> int:
        """Return where the person was last named before token `i`, or -1."""
        full = bisect_left(self._full, i)
        return max(self._latest, self._full[full - 1] if full else -1)

    def rename(self, name: str) -> None:
        """Take a fuller name."""
        self.name = name
        self.words = _words(name)

    def is_named(self, words: list[str]) -> bool:
        """Return whether `words` are a surname, a first name and surname, or the full name of this person."""
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


class _People:
    """The people of a text, indexed by the parts of names that `_PersonDraft.is_named` compares."""

    def __init__(self) -> None:
        self.all: list[_PersonDraft] = []
        self._surnames: defaultdict[str, dict[int, _PersonDraft]] = defaultdict(dict)
        self._named: defaultdict[tuple[str, ...], dict[int, _PersonDraft]] = defaultdict(dict)

    def add(self, name: str) -> _PersonDraft:
        """Add a new person."""
        person = _PersonDraft(name, len(self.all))
        self.all.append(person)
        self._index(person)
        return person

    def rename(self, person: _PersonDraft, name: str) -> None:
        """Give a person a fuller name; the keys of the shorter one stay in the index."""
        person.rename(name)
        self._index(person)

    def _index(self, person: _PersonDraft) -> None:
        words = person.words
        for surname in (words[-1], "".join(words[-2:])):
            self._surnames[surname][person.order] = person
        for key in (*_name_keys(words), ("initial", words[0][0], words[-1])):
            self._named[key][person.order] = person

    def candidates(self, words: list[str]) -> list[_PersonDraft]:
        """Return the people that `words` may name, in text order: all that `is_named` accepts, to a limit."""
        found: dict[int, _PersonDraft] = {}
        if len(words) == 1:
            found |= islice(reversed(self._surnames.get(words[0], {}).items()), _MOST_NAMESAKES)
        elif words:
            short = [(words[0][0], words[-1]), ("initial", words[0], words[-1])]
            for key in (*_name_keys(words), *short):
                found |= islice(self._named.get(key, {}).items(), _MOST_NAMESAKES)
        return [found[order] for order in sorted(found)]


def _name_keys(words: list[str]) -> list[tuple[str, ...]]:
    """Return the keys that the name shares with its longer, shorter and respelled forms.

    Three letters on both sides of a space, as one name may stand in another with its ends cut ("John Matthew"
    in "John Matthews").
    """
    inside = [(left[-3:], right[:3]) for left, right in pairwise(words)]
    return [*inside, (words[0], words[-1]), ("loose", _loose(words))]


def find_people(
    parse: Parse,
    names: tuple[FoundName, ...],
    countries: Mapping[int, tuple[FoundName, Body]],
    published: date | None,
) -> list[Person]:
    """Find the people of a text, each once; `countries` gives the country of a name by its last token."""
    people = _People()
    later: list[FoundName] = []
    for name in names:
        if _is_full(parse, name):
            _add_full_name(people, name)
        elif name.last - name.first == 1 or name.label is NameLabel.PERSON:
            later.append(name)
        elif name.last - name.first == 2 and title_of(parse.tokens[name.first].text):
            later.append(_untitled(parse, name))
    for name in later:
        _add_short_name(parse, people, name)
    _add_missed_surnames(parse, people.all, names)
    return [_person(parse, person, countries, published) for person in people.all]


def _untitled(parse: Parse, name: FoundName) -> FoundName:
    """Return the surname of a title and surname that the parser took for something else ("AG Lynch")."""
    text = parse.tokens[name.last - 1].text
    return FoundName(first=name.first + 1, last=name.last, text=text)


def _words(name: str) -> list[str]:
    words = [word for word in fold_name(name).split() if word not in _SUFFIXES]
    kept = [word for word in words if word not in ("al", "el")]
    return kept or words


def _loose(words: Iterable[str]) -> str:
    return fold_loosely(" ".join(words))


def _is_full(parse: Parse, name: FoundName) -> bool:
    """Return whether a name is a person's in two words or more."""
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


def _add_full_name(people: _People, name: FoundName) -> None:
    words = _words(name.text)
    for person in people.candidates(words):
        if person.is_named(words) or (
            len(words) > len(person.words) > 1 and _PersonDraft(name.text).is_named(person.words)
        ):
            person.add_full(name)
            known, longer = _is_famous(person.name), len(words) > len(person.words)
            if (_is_famous(name.text) and not known) or (longer and not known):
                people.rename(person, name.text)
            return
    people.add(name.text).add_full(name)


def _is_famous(name: str) -> bool:
    """Return whether the gazetteer has a person of this name: a headline's next word is no part of it."""
    return any(body.kind is BodyKind.PERSON for body in find_bodies(name))


def _add_short_name(parse: Parse, people: _People, name: FoundName) -> None:
    """Assign a lone surname to its person, or add a new person for a title and a surname."""
    if name.inside or any(place.id < 0 for place in name.places):
        return
    words = _words(name.text)
    if not words:
        return
    title = _title_before(parse, name.first)
    known = people.candidates(words)
    matches = [person for person in known if person.is_named(words) and _may_be(person, title)]
    before = [person for person in matches if person.mentions[0][0] < name.first]
    if not before and (title is None or parse.sentence_of(name.first).headline):
        before = matches  # a title in full may follow; "Gov. Hale" is not the Governor Rita Hale named later
    if before:
        if name.label is NameLabel.PERSON or not any(body.kind is BodyKind.COUNTRY for body in name.bodies):
            max(before, key=lambda person: person.last_named(name.first)).add_short(name)
        return
    if len(words) > 1 or title_of(name.text) or sector_of(name.text.lower()) or not name.text.isalpha():
        return
    if _is_lone_person(name, title):
        person = people.add(name.text)
        person.titled = title is not None
        person.add_short(name)


def _title_before(parse: Parse, first: int) -> Title | None:
    """Return the capitalised title right before a name, or None."""
    token = parse.tokens[first - 1] if first else None
    return title_of(token.text) if token is not None and token.text[:1].isupper() else None


def _may_be(person: _PersonDraft, title: Title | None) -> bool:
    """Return whether a title's gender fits the first name ("Mr Haddad" is not Leila Haddad)."""
    gender = title.gender if title is not None else ""
    return not gender or gender_of(person.words[0]) in ("", gender)


def _is_lone_person(name: FoundName, title: Title | None) -> bool:
    """Return whether a single word is a person's name: famous, titled, or labelled so by the parser."""
    if name.bodies:
        return all(body.kind is BodyKind.PERSON and body.named is NameKind.NAME for body in name.bodies)
    if title is not None and name.label in (NameLabel.PERSON, NameLabel.UNKNOWN):
        return True
    return name.label is NameLabel.PERSON and not name.places


def _add_missed_surnames(parse: Parse, drafts: list[_PersonDraft], names: tuple[FoundName, ...]) -> None:
    """Add the surnames that the parser does not see as names, as in headlines."""
    covered = {i for name in names for i in range(name.first, name.last)}
    surnames: dict[str, list[_PersonDraft]] = {}
    for person in drafts:
        surnames.setdefault(person.name.split()[-1], []).append(person)
    for token in parse.tokens:
        owners = surnames.get(token.text, [])
        if token.i not in covered and len(owners) == 1 and len(token.text) > 3:
            owners[0].mentions.append((token.i, token.i + 1))


def _person(
    parse: Parse, draft: _PersonDraft, countries: Mapping[int, tuple[FoundName, Body]], published: date | None
) -> Person:
    country: Body | None = None
    sector = ""
    for first, last in draft.mentions:
        near_country, near_sector = _find_country_and_sector(parse, first, last, countries)
        country, sector = country or near_country, sector or near_sector
    body = _resolve_person(draft, country.country if country else "", published)
    if body is not None:
        sector = body.sector_on(published.isoformat() if published else None) or sector
    affiliation = body or country
    return Person(
        name=body.name if body else draft.name,
        mentions=tuple(sorted(set(draft.mentions))),
        body=body,
        code=affiliation.code if affiliation else "",
        country=affiliation.country if affiliation else "",
        sector=sector,
    )


def _resolve_person(draft: _PersonDraft, country: str, published: date | None) -> Body | None:
    """Return the gazetteer's person of this name, unless the country in the text contradicts it.

    A name that matches only after loose folding needs that country: "Ali al-Qameni" sounds like
    Ali Khamenei.
    """
    day = published.isoformat() if published else ""
    found = [body for body in find_bodies(draft.name) if body.kind is BodyKind.PERSON]
    sure = [body for body in found if country or body.named is not NameKind.LOOSE]
    fitting = [body for body in sure if not country or body.country == country]
    if len(draft.words) == 1:
        famous = [body for body in fitting if body.named is NameKind.NAME]
        serving = [body for body in fitting if day and _serves(body, day)]
        fitting = famous or serving or (fitting if draft.titled else [])
    return fitting[0] if len(fitting) == 1 else None


def _serves(body: Body, day: str) -> bool:
    """Return whether a person holds a post on a day."""
    return any((not first or first <= day) and (not last or day <= last) for _, first, last in body.roles)


def _find_country_and_sector(
    parse: Parse, first: int, last: int, countries: Mapping[int, tuple[FoundName, Body]]
) -> tuple[Body | None, str]:
    """Return country and sector from the words before a name ("Iraqi Prime Minister") or its apposition."""
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
    """Return the sector of the body that somebody is part of ("a member of the parliament's commission")."""
    for preposition in parse.children(i, "prep"):
        target = parse.child(preposition.i, "pobj")
        if target is not None and preposition.lower in ("of", "at", "for", "in"):
            return phrase_sector(parse, target.i)[0]
    return ""


def _zone(parse: Parse, i: int) -> list[int]:
    """Return the tokens of a noun phrase without its clauses and conjuncts."""
    return parse.subtree(i, frozenset({"relcl", "conj", "acl", "appos"}))
