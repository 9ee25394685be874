"""Who is named: countries, organisations, groups, offices and people, each once, with all its mentions."""

import re
from collections.abc import Iterator
from datetime import date

from sayso.gazetteer import Body, BodyKind, NameKind, fold_name
from sayso.gazetteer.names import FoundName, NameLabel, find_names
from sayso.grounding.agents import Agent, find_agents
from sayso.grounding.people import Person, find_people
from sayso.model import Coreference, EntityKind, NamedEntity, Parse, Span

__all__ = ["find_entities"]

_KINDS = {
    BodyKind.COUNTRY: EntityKind.COUNTRY,
    BodyKind.GROUP: EntityKind.GROUP,
    BodyKind.ORGANIZATION: EntityKind.ORGANIZATION,
    BodyKind.OFFICE: EntityKind.ORGANIZATION,
    BodyKind.OUTLET: EntityKind.ORGANIZATION,
    BodyKind.PERSON: EntityKind.PERSON,
}
# Which body is meant where a name has several and the text does not tell.
_RANKS = {kind: n for n, kind in enumerate(BodyKind)}
_PARTS = {"MIL": "military", "COP": "police", "LEG": "parliament", "GOV": "government", "JUD": "judiciary"}
_POSTS = frozenset(
    {
        "president",
        "minister",
        "premier",
        "chancellor",
        "king",
        "queen",
        "ambassador",
        "governor",
        "secretary",
        "speaker",
        "envoy",
        "leader",
    }
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "agent", "poss"})
_ACRONYM = re.compile(r"^[A-Z][A-Za-z&-]{1,7}$")


def find_entities(parse: Parse, published: date | None) -> tuple[NamedEntity, ...]:
    """Find every entity; `published` picks the office-holder of the day.

    Ids are the gazetteer's keys where it knows the thing ("country/USA", "country/USA/MIL"), else "e1", "e2"
    in text order. Mentions of pronouns and descriptions come from `parse.coreferences`.
    """
    names = find_names(parse)
    people = find_people(parse, names, published)
    book = _Book(parse)
    for person in people:
        book.add_person(person)
    known = [name for name in names if name.bodies]
    for name in known:
        _add_name(book, name)
    for agent in find_agents(parse, names):
        book.add_agent(agent)
    for name in names:
        if not name.bodies:
            _add_name(book, name)
    _join_acronyms(book)
    for coreference in parse.coreferences:
        book.add_coreference(coreference)
    return book.entities()


def _add_name(book: "_Book", name: FoundName) -> None:
    """Add a name that is no person's: a body of the gazetteer, or an organisation the parser found."""
    if name.inside and not any(body.kind is BodyKind.COUNTRY for body in name.bodies):
        return
    if book.is_taken(name.first, name.last):
        return
    body = _meant(book.parse, name)
    if body is not None:
        book.add_body(body, name.first, name.last)
    elif not name.places and not name.inside and _is_organization(name):
        book.add_local(EntityKind.ORGANIZATION, name)


def _is_organization(name: FoundName) -> bool:
    long = name.last - name.first > 1 or name.text.isupper()
    return name.label is NameLabel.ORGANIZATION or (name.label is NameLabel.UNKNOWN and long)


def _meant(parse: Parse, name: FoundName) -> Body | None:
    """The body that a name stands for here, or None where it is a place's or nobody's."""
    bodies = [
        body
        for body in name.bodies
        if body.kind is not BodyKind.PERSON and body.named is not NameKind.CAPITAL
    ]
    if bodies:
        return min(bodies, key=lambda body: _RANKS[body.kind])
    capitals = [body for body in name.bodies if body.named is NameKind.CAPITAL]
    if capitals and len(capitals) == 1 and _acts(parse, name):
        return capitals[0]
    return None


def _acts(parse: Parse, name: FoundName) -> bool:
    """Whether a capital does or says something ("Washington plans"), so that its government is meant."""
    head = parse.head_of(parse.tokens[name.first].start, parse.tokens[name.last - 1].end)
    if head is None or head.dep != "nsubj":
        return False
    verb = parse.tokens[head.head]
    if verb.pos not in ("VERB", "AUX") or verb.lemma in ("be", "have", "remain", "lie", "become", "see"):
        return False
    return parse.child(head.i, "amod", "det", "compound", "appos") is None


def _join_acronyms(book: "_Book") -> None:
    """Join "YPG" to "People's Protection Units, or YPG" and "Fire Rescue Service (FRS)"."""
    tokens = book.parse.tokens
    for i, token in enumerate(tokens):
        if not _ACRONYM.match(token.text) or sum(sign.isupper() for sign in token.text) < 2 or i < 2:
            continue
        before = i - 1
        if tokens[before].text in ("or", "called", "as") and tokens[before - 1].text == ",":
            before -= 1
        if tokens[before].text not in ("(", ","):
            continue
        owner = book.ending_at(before)
        if owner is not None and _spells(
            token.text, book.parse.text[tokens[owner[0]].start : tokens[before - 1].end]
        ):
            book.rename(token.text, owner)


def _spells(acronym: str, name: str) -> bool:
    """Whether the letters of an acronym begin the words of a name in order."""
    letters = [sign.lower() for sign in acronym if sign.isupper()]
    words = [word for word in re.split(r"[\s’'-]+", name) if word]
    n = 0
    for word in words:
        if n < len(letters) and word[0].lower() == letters[n]:
            n += 1
    return n == len(letters)


class _Book:
    """The entities of one text while they are gathered."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self.rows: dict[str, NamedEntity] = {}
        self.mentions: dict[str, set[tuple[int, int]]] = {}
        self.owners: dict[tuple[int, int], str] = {}
        self.locals: dict[str, str] = {}

    def is_taken(self, first: int, last: int) -> bool:
        """Whether a stretch is already someone's, or part of someone's name."""
        return any(a <= first and last <= b for a, b in self.owners)

    def _put(self, key: str, entity: NamedEntity, first: int, last: int) -> None:
        self.rows.setdefault(key, entity)
        self.mentions.setdefault(key, set()).add((first, last))
        self.owners[(first, last)] = key

    def add_person(self, person: Person) -> None:
        """Add a person with all mentions."""
        key = person.body.key if person.body else f"person:{fold_name(person.name)}"
        entity = NamedEntity(
            id=key,
            name=person.name,
            kind=EntityKind.PERSON,
            code=person.country,
            country=person.country,
            sector=person.sector,
            gazetteer=person.body.key if person.body else None,
        )
        for first, last in person.mentions:
            self._put(key, entity, first, last)

    def add_body(self, body: Body, first: int, last: int) -> None:
        """Add a mention of a body of the gazetteer."""
        entity = NamedEntity(
            id=body.key,
            name=body.name,
            kind=_KINDS[body.kind],
            code=body.code,
            country=body.country,
            sector=body.sector,
            gazetteer=body.key,
        )
        self._put(body.key, entity, first, last)

    def add_local(self, kind: EntityKind, name: FoundName) -> None:
        """Add a name that only this text tells."""
        folded = fold_name(name.text)
        key = self.locals.setdefault(folded, f"local:{folded}")
        self._put(key, NamedEntity(id=key, name=name.text, kind=kind), name.first, name.last)

    def add_agent(self, agent: Agent) -> None:
        """Add a part of a country ("US troops")."""
        part = f"{agent.sector}/{agent.word.replace(' ', '-')}" if agent.word else agent.sector
        key = f"{agent.country.key}/{part}"
        post = agent.word.split()[-1] if agent.word else ""
        entity = NamedEntity(
            id=key,
            name=f"{agent.country.name} {agent.word or _PARTS[agent.sector]}",
            kind=EntityKind.OFFICE if post in _POSTS else EntityKind.ORGANIZATION,
            code=agent.country.code,
            country=agent.country.country,
            sector=agent.sector,
            gazetteer=agent.country.key,
        )
        if (agent.first, agent.last) not in self.owners:
            self._put(key, entity, agent.first, agent.last)

    def ending_at(self, last: int) -> tuple[int, int] | None:
        """The mention that ends right before token `last`."""
        return next((one for one in self.owners if one[1] == last), None)

    def rename(self, acronym: str, owner: tuple[int, int]) -> None:
        """Give every mention of an acronym to the entity whose name it shortens."""
        key = self.owners[owner]
        for token in self.parse.tokens:
            if token.text == acronym:
                old = self.owners.get((token.i, token.i + 1))
                if old is not None and old != key:
                    self.mentions[old].discard((token.i, token.i + 1))
                if old is not None or not self.is_taken(token.i, token.i + 1):
                    self.mentions[key].add((token.i, token.i + 1))
                    self.owners[(token.i, token.i + 1)] = key

    def add_coreference(self, coreference: Coreference) -> None:
        """Give a pronoun or description to the entity of its antecedent."""
        inside = self.parse.tokens_in(coreference.antecedent.start, coreference.antecedent.end)
        mention = self.parse.tokens_in(coreference.mention.start, coreference.mention.end)
        key = self.owners.get((inside.start, inside.stop)) or self._within(inside)
        if key is not None and len(mention) and (mention.start, mention.stop) not in self.owners:
            self.mentions[key].add((mention.start, mention.stop))

    def _within(self, inside: range) -> str | None:
        held = [one for one in self.owners if one[0] >= inside.start and one[1] <= inside.stop]
        return self.owners[max(held, key=lambda one: (one[1] - one[0], one[1]))] if held else None

    def entities(self) -> tuple[NamedEntity, ...]:
        """All entities in the order of their first mention, with local ids numbered in that order."""
        rows = [(min(spans), key) for key, spans in self.mentions.items() if spans]
        return tuple(self._numbered(sorted(rows)))

    def _numbered(self, rows: list[tuple[tuple[int, int], str]]) -> Iterator[NamedEntity]:
        number = 0
        for _, key in rows:
            entity = self.rows[key]
            if entity.gazetteer is None:
                number += 1
            spans = tuple(self._span(first, last) for first, last in sorted(self.mentions[key]))
            yield NamedEntity(
                id=f"e{number}" if entity.gazetteer is None else entity.id,
                name=entity.name,
                kind=entity.kind,
                code=entity.code,
                country=entity.country,
                sector=entity.sector,
                gazetteer=entity.gazetteer,
                mentions=spans,
            )

    def _span(self, first: int, last: int) -> Span:
        return self.parse.span(first, last)
