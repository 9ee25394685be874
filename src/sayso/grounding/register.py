"""The register of a text's entities while their mentions are collected."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property

from sayso.gazetteer import Body, BodyKind, fold_name, sector_of
from sayso.gazetteer.names import FoundName
from sayso.gazetteer.words import word_table, words_of
from sayso.grounding.agents import Agent
from sayso.grounding.people import Person
from sayso.model import Coreference, EntityKind, NamedEntity, Parse, Span

__all__ = ["Register"]

_KINDS = {
    BodyKind.COUNTRY: EntityKind.COUNTRY,
    BodyKind.GROUP: EntityKind.GROUP,
    BodyKind.ORGANIZATION: EntityKind.ORGANIZATION,
    BodyKind.OFFICE: EntityKind.ORGANIZATION,
    BodyKind.OUTLET: EntityKind.ORGANIZATION,
    BodyKind.PERSON: EntityKind.PERSON,
}


class Register:
    """Entities by key, with their mentions as token ranges (the last token exclusive)."""

    def __init__(self, parse: Parse) -> None:
        self.parse = parse
        self._rows: dict[str, NamedEntity] = {}
        self._mentions: dict[str, set[tuple[int, int]]] = {}
        self._owners: dict[tuple[int, int], str] = {}
        self._taken: dict[int, tuple[int, int]] = {}
        # The mentions by their first token, the longest by its end, and the countries' parts by what follows
        # the country: each is asked for once a name, so that to look through all would be quadratic.
        self._starting: defaultdict[int, list[int]] = defaultdict(list)
        self._ending: dict[int, int] = {}
        self._parts: defaultdict[str, list[str]] = defaultdict(list)

    @cached_property
    def words(self) -> dict[str, list[int]]:
        """The tokens of each word, as it is written."""
        words: defaultdict[str, list[int]] = defaultdict(list)
        for token in self.parse.tokens:
            words[token.text].append(token.i)
        return dict(words)

    def is_taken(self, first: int, last: int) -> bool:
        """Return whether a range of tokens is already part of a mention."""
        span = self._taken.get(first)
        return span is not None and span[0] <= first and last <= span[1]

    def _put(self, key: str, entity: NamedEntity, first: int, last: int) -> None:
        if key not in self._rows:
            self._rows[key] = entity
            if key.startswith("country/"):
                self._parts[key[len("country/XXX") :]].append(key)
        self._mention(key, first, last)

    def _mention(self, key: str, first: int, last: int) -> None:
        old = self._owners.get((first, last))
        if old is None:
            self._starting[first].append(last)
            self._ending[last] = min(first, self._ending.get(last, first))
        elif old != key:
            self._mentions[old].discard((first, last))
        self._mentions.setdefault(key, set()).add((first, last))
        self._owners[(first, last)] = key
        for i in range(first, last):
            span = self._taken.get(i)
            if span is None or span[1] - span[0] < last - first:
                self._taken[i] = (first, last)

    def add_person(self, person: Person) -> None:
        """Add a person with all mentions."""
        key = person.body.key if person.body else f"local:person:{fold_name(person.name)}"
        entity = NamedEntity(
            id=key,
            name=person.name,
            kind=EntityKind.PERSON,
            code=person.code,
            country=person.country,
            sector=person.sector,
            gazetteer=person.body.key if person.body else None,
        )
        for first, last in person.mentions:
            self._put(key, entity, first, last)

    def add_body(self, body: Body, first: int, last: int) -> None:
        """Add a mention of a body of the gazetteer; a country that acts is its government (PLOVER)."""
        entity = NamedEntity(
            id=body.key,
            name=body.name,
            kind=_KINDS[body.kind],
            code=body.code,
            country=body.country,
            sector="GOV" if body.kind is BodyKind.COUNTRY else body.sector,
            gazetteer=body.key,
        )
        self._put(body.key, entity, first, last)

    def add_local(self, name: FoundName, country: Body | None) -> None:
        """Add an organisation that only this text names; its sector comes from its own words."""
        key = f"local:{fold_name(name.text)}"
        entity = NamedEntity(
            id=key,
            name=name.text,
            kind=EntityKind.ORGANIZATION,
            code=country.code if country else "",
            country=country.country if country else "",
            sector=_sector_in(name.text),
        )
        self._put(key, entity, name.first, name.last)

    def add_people(self, name: FoundName) -> None:
        """Add a people or faith that the gazetteer has no country for ("Kurds", "Shiites")."""
        key = f"local:{fold_name(name.text)}"
        self._put(key, NamedEntity(id=key, name=name.text, kind=EntityKind.GROUP), name.first, name.last)

    def add_owned(self, agent: Agent, owner: Body) -> None:
        """Add a part of a country or body ("US troops"); a group's fighters are the group."""
        if owner.kind is BodyKind.GROUP:
            self.add_body(owner, agent.first, agent.last)
            return
        part = f"{agent.sector}/{agent.word.replace(' ', '-')}" if agent.word else agent.sector
        post = agent.word.split()[-1] if agent.word else ""
        entity = NamedEntity(
            id=f"{owner.key}/{part}",
            name=f"{owner.name} {_shown(agent)}",
            kind=EntityKind.OFFICE if post in words_of("entities", "posts") else EntityKind.ORGANIZATION,
            code=owner.code,
            country=owner.country,
            sector=agent.sector,
            gazetteer=owner.key,
        )
        span = self._taken.get(agent.head)
        inside = span is not None and (span[0] < agent.first or span[1] > agent.last)
        if (agent.first, agent.last) not in self._owners and not inside:
            self._put(entity.id, entity, agent.first, agent.last)

    def add_post(self, agent: Agent) -> bool:
        """Give a post to the person in apposition ("the minister, Jo Hill"); returns whether there is one."""
        beside = [child.i for child in self.parse.children(agent.head, "appos")]
        if self.parse.tokens[agent.head].dep == "appos":
            beside.append(self.parse.tokens[agent.head].head)
        for i in beside:
            span = self._taken.get(i)
            key = self._owners.get(span, "") if span is not None else ""
            if key and self._rows[key].kind is EntityKind.PERSON:
                self._mention(key, agent.first, agent.last)
                return True
        return False

    def add_unowned(self, agent: Agent) -> None:
        """Add an agent without an owner: it means the only owned agent of its kind, if there is just one."""
        if self.is_taken(agent.head, agent.head + 1) or agent.sector not in words_of("entities", "unnamed"):
            return
        part = f"/{agent.sector}/{agent.word.replace(' ', '-')}" if agent.word else f"/{agent.sector}"
        keys = self._parts.get(part, [])
        if len(keys) == 1 and self._is_definite(agent):
            self._mention(keys[0], agent.first, agent.last)
            return
        word = _shown(agent)
        key = f"local:agent:{word}"
        entity = NamedEntity(id=key, name=word, kind=EntityKind.GROUP, sector=agent.sector)
        self._put(key, entity, agent.first, agent.last)

    def _is_definite(self, agent: Agent) -> bool:
        """Return whether "the" and a word for a whole body stand alone, as in a second mention."""
        words = self.parse.span(agent.first, agent.last).text.lower()
        article = self.parse.child(agent.head, "det")
        bare = self.parse.child(agent.head, "amod", "compound", "nummod", "poss") is None
        return words in words_of("entities", "joined") and article is not None and (bare or " " in words)

    def ending_at(self, last: int) -> tuple[int, int] | None:
        """Return the longest mention that ends right before token `last`."""
        return (self._ending[last], last) if last in self._ending else None

    def rename(self, acronym: str, owner: tuple[int, int]) -> None:
        """Give every mention of an acronym to the entity whose name it shortens."""
        key = self._owners[owner]
        for i in self.words.get(acronym, ()):
            if self._taken.get(i) in (None, (i, i + 1)):
                self._mention(key, i, i + 1)

    def add_coreference(self, coreference: Coreference) -> None:
        """Give a pronoun or description to the entity of its antecedent."""
        inside = self.parse.tokens_in(coreference.antecedent.start, coreference.antecedent.end)
        mention = self.parse.tokens_in(coreference.mention.start, coreference.mention.end)
        key = self._owners.get((inside.start, inside.stop)) or self._within(inside)
        if key is None or not len(mention):
            return
        owner = self._owners.get((mention.stop - 1, mention.stop), "")
        if not owner or owner.startswith("local:agent:"):
            self._mention(key, mention.start, mention.stop)

    def _within(self, inside: range) -> str | None:
        spans = [(i, last) for i in inside for last in self._starting.get(i, ()) if last <= inside.stop]
        return self._owners[max(spans, key=lambda span: (span[1] - span[0], span[1]))] if spans else None

    def entities(self) -> tuple[NamedEntity, ...]:
        """Return all entities in the order of their first mention, with local ids numbered in that order."""
        rows = sorted((min(spans), key) for key, spans in self._mentions.items() if spans)
        return tuple(self._numbered([key for _, key in rows]))

    def _numbered(self, keys: list[str]) -> Iterator[NamedEntity]:
        counts: Counter[str] = Counter()
        for key in keys:
            entity = self._rows[key]
            local = entity.gazetteer is None
            counts["e"] += local
            yield NamedEntity(
                id=f"e{counts['e']}" if local else entity.id,
                name=entity.name,
                kind=entity.kind,
                code=entity.code,
                country=entity.country,
                sector=entity.sector,
                gazetteer=entity.gazetteer,
                mentions=tuple(self._span(first, last) for first, last in sorted(self._mentions[key])),
            )

    def _span(self, first: int, last: int) -> Span:
        return self.parse.span(first, last)


def _shown(agent: Agent) -> str:
    """Return the display name of an agent ("military", "MP")."""
    word: str = agent.word or word_table("parts").get(agent.sector, agent.sector)
    return " ".join(
        part.upper() if len(part) <= 2 and part not in ("of", "in") else part for part in word.split()
    )


def _sector_in(name: str) -> str:
    """Return the sector of a name's own words, the last word first ("Harbour Police")."""
    words = name.lower().replace(",", " ").split()
    if words and words[-1] in words_of("entities", "firms"):
        return "BUS"
    return next((sector for word in reversed(words) if (sector := sector_of(word)) not in ("", "CVL")), "")
