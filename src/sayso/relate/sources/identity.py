"""Identity of a source in one report: its name, its class, and the body that it speaks for."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from msgspec.structs import replace

from sayso.codebook import read_codebook
from sayso.codebook.word_forms import stem
from sayso.gazetteer import (
    BodyKind,
    find_bodies,
    find_body,
    find_country,
    find_places,
    fold_name,
    is_ordinary,
    title_of,
)
from sayso.model import Attribution, Entity, EntityKind, NamedEntity, SourcedClaim, SourceKind, Span

__all__ = [
    "FAMILY",
    "GENERAL",
    "SourceIdentity",
    "body_of",
    "content_stems",
    "identify_source",
    "is_itself",
    "name_tokens",
    "names_nobody",
    "outlet_key",
    "split_source",
]

_INDEFINITE = re.compile(r"^(?:an?|one|two|three|four|some|several|many|another) ", re.IGNORECASE)
# Reach of a description before and after a name ("Millbrook police assistant chief Jan Adler").
_BEFORE = 70
_AFTER = 90
# Class of officials without a named body, and of the ministries of all governments.
GENERAL = "government"
MINISTRY = "ministry"
FAMILY = "family"
_NAMED_KINDS = (
    SourceKind.NAMED_PERSON,
    SourceKind.NAMED_ORGANIZATION,
    SourceKind.MEDIA,
    SourceKind.DOCUMENT,
)
_BODY_KINDS = (BodyKind.ORGANIZATION, BodyKind.OFFICE)
_JOINT = re.compile(r",? and ")
_KINDS = {
    EntityKind.PERSON: SourceKind.NAMED_PERSON,
    EntityKind.ORGANIZATION: SourceKind.NAMED_ORGANIZATION,
}
_JOINED_KINDS = tuple(_KINDS)
_STOPS = re.compile(r"[.;:!?\n\"“”()]|,\s")
# Boundary after a name.
_MORE = re.compile(r",(?!\d)| who\b| which\b| that\b| in (?=the\b|[A-Z]|high)")
# A ministry by what it is for, before or after the word for it, and its minister.
_PORTFOLIO = (
    r"\b(?:{name}) (?:ministry|minister|secretary)\b|\b(?:ministry|minister) (?:of|for) (?:the )?(?:{name})\b"
)
# Words between the name of a person and the ministry.
_MOST_BETWEEN = 4
_MINISTER = re.compile(r"\b(?:minister|secretary)\b", re.IGNORECASE)
_PERSON_WORD = re.compile(r"^[A-Z][\w’'-]+$")
# What stands in brackets behind a name: an abbreviation or a handle.
_BRACKETS = re.compile(r"\s*\([^()]*(?:\)|$)")
# What goes before the author of a document.
_AUTHOR = re.compile(
    r"^.*?\b(?:released|posted|issued|published|maintained|compiled|provided|shared|made|put out|tweeted) by "
)
# Words for somebody whose name follows: "The boy's uncle, Jan Adler".
_APPOSED = re.compile(r"\b(?:[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[\w-]+[’']s)(?: [\w’'-]+){1,4}, $")
_RELATIVE = re.compile(r"^(?:his|her|their|the|[\w.’'-]+[’']s?) (\w+),? ([A-Z][\w’'-]+)$", re.IGNORECASE)
_ADVERB = re.compile(r"^[a-z]+ly$")
_POSSESSIVES = re.compile(r"(?<=\w)(?:[’']s|(?<=s)[’'])(?!\w)")
_POSSESSIVE = re.compile(r"[’']s?$")
_HANDLE = re.compile(r"@(\w+)")
_HANDLE_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Boundaries of the words for a post, in front of a person's name and behind it.
_BEFORE_POST = re.compile(r".*\b(?:the|a|an|said|says|told|by|to|that|and|with|from|according)\b", re.DOTALL)
_LONGEST_POST = 6
# Beside a person's name: the source of what is said of the person.
_ANOTHER_SOURCE = re.compile(r"\baccording\b", re.IGNORECASE)
# What goes on behind the noun of a post.
_BEHIND = re.compile(r" (?:of|in|on|at|from|with|for)\b")


class SourceIdentity(NamedTuple):
    """Identity of one source in one report.

    `tokens` are the words of its name; none if it has no name. `key` is its gazetteer key, `group` its class
    in the codebook. `body` names the body that a person speaks for, `country` is the code of its country, if
    that matters and is known. `is_described` says that no name is given ("a Western diplomat"). `posts` are
    the words for what a named person is ("nice prosecutor"); `speaks_for_person` says that the body is one,
    `is_indefinite` that the source is one of several ("a lawyer").
    """

    name: str
    tokens: tuple[str, ...] = ()
    key: str = ""
    group: str = ""
    is_person: bool = False
    body: str = ""
    country: str = ""
    is_described: bool = False
    posts: tuple[str, ...] = ()
    speaks_for_person: bool = False
    is_indefinite: bool = False

    def is_named(self) -> bool:
        """Tell whether the report names the source, and does not only describe it."""
        return self.has_name() and not self.is_described

    def has_name(self) -> bool:
        """Tell whether the source has a name that distinguishes it from others of its class."""
        return bool(self.tokens or self.key)


def body_of(identity: SourceIdentity) -> SourceIdentity | None:
    """Return the body that a person speaks for, as a source by itself."""
    if not identity.body:
        return None
    if identity.speaks_for_person:
        return SourceIdentity(identity.body, name_tokens(identity.body), is_person=True)
    if ministry := _ministry(identity.body, identity.country):
        return ministry
    group = _group(identity.body)
    return SourceIdentity(identity.body, _proper_tokens(identity.body, group), "", group)


def outlet_key(name: str) -> str:
    """Return the gazetteer key of an outlet or agency, else its folded name.

    >>> outlet_key("AFP") == outlet_key("Agence France-Presse"), outlet_key("Marsh Lane Gazette")
    (True, 'marsh lane gazette')
    """
    key = next((body.key for body in find_bodies(name) if body.key.startswith("outlet/")), "")
    return key or fold_name(name)


def identify_source(attribution: Attribution, sourced: SourcedClaim) -> SourceIdentity | None:
    """Return the source of an attribution, or None if it names nobody or only relays what is said."""
    if names_nobody(attribution):
        return None
    words, entity = _words_of(attribution), attribution.source_entity
    principal = _principal(attribution, sourced)
    if (relative := _RELATIVE.match(words)) and _group(relative[1]) == FAMILY and relative[2][:1].isupper():
        return SourceIdentity(
            relative[2], name_tokens(relative[2]), is_person=True, posts=(fold_name(relative[1]),)
        )
    if person := _person(attribution):
        if principal and not set(name_tokens(principal)) & set(name_tokens(person)):
            return SourceIdentity(
                person, name_tokens(person), is_person=True, body=principal, speaks_for_person=True
            )
        return _identify_person(person, attribution, sourced)
    if principal:
        return SourceIdentity(principal, name_tokens(principal), is_person=True)
    if entity is not None and (_is_pronoun(words) or not name_tokens(words)):
        words = entity.name
    identity = _identify_described(words, entity)
    if identity.group == MINISTRY and not identity.has_name():
        identity = _ministry_before(attribution.source[0], sourced) or identity
    is_open = attribution.source_kind is SourceKind.DOCUMENT or _INDEFINITE.match(words)
    if not (identity.has_name() or is_open) and (body := _body_named(identity.name, sourced)):
        identity = _identify_body(body[0], body[1])
        return identity._replace(group=identity.group or _group(words))
    kind = attribution.source_kind
    identity = identity._replace(
        is_described=kind not in _NAMED_KINDS and not _names_body(words, entity),
        is_indefinite=bool(_INDEFINITE.match(words)),
    )
    is_paper = attribution.source_kind in (SourceKind.DOCUMENT, SourceKind.MEDIA)
    return identity if identity.has_name() or identity.group or not is_paper else None


def _identify_person(name: str, attribution: Attribution, sourced: SourcedClaim) -> SourceIdentity:
    entity = attribution.source_entity
    descriptions = list(_descriptions(attribution, sourced))
    bodies = (
        *(_body_in(span, sourced, name) for span in descriptions),
        *(_body_beside(span.text, name) for span in descriptions if not _spoke_once(span.text)),
        *(_body_of_class(span.text, name) for span in descriptions if not _spoke_once(span.text)),
    )
    return SourceIdentity(
        name,
        name_tokens(name),
        entity.id if entity is not None and entity.gazetteer else "",
        is_person=True,
        body=_full_name(next((body for body in bodies if body), ""), sourced),
        country=entity.country if entity is not None else "",
        posts=tuple(sorted({post for span in descriptions if (post := _post_of(span, attribution, name))})),
    )


def _full_name(body: str, sourced: SourcedClaim) -> str:
    """Return the name that the report has for a body by a common noun ("the zoo"), else the words."""
    is_named = bool(_proper_tokens(body, _group(body)))
    found = None if not body or is_named else _body_named(body, sourced)
    return found[0] if found else body


def _body_named(words: str, sourced: SourcedClaim) -> tuple[str, Entity] | None:
    """Return the only body that the report names with the nouns of a description ("zoo officials")."""
    content = content_stems(words)
    if not content:
        return None
    bodies = {
        (name, entity.entity()): frozenset(map(stem, fold_name(name).split()))
        for entity in sourced.entities
        if entity.kind is EntityKind.ORGANIZATION
        for mention in entity.mentions
        if mention.text[:1].isupper() and (name := _POSSESSIVES.sub("", mention.text))
    }
    found = {body: stems for body, stems in bodies.items() if content < stems}
    least = [body for body, stems in found.items() if all(stems <= longer for longer in found.values())]
    return min(least, key=lambda body: (body[0], body[1].id), default=None)


def content_stems(words: str) -> frozenset[str]:
    """Return the stems of the words that tell whose officials are meant ("zoo officials").

    >>> sorted(content_stems("the senior zoo officials")), sorted(content_stems("officials"))
    (['zoo'], [])
    """
    own = [*_book()["bodies"][GENERAL]["words"], *_set("names", "plain"), *_set("speaks_for", "posts")]
    return frozenset(map(stem, fold_name(words).split())) - frozenset(map(stem, own))


def _principal(attribution: Attribution, sourced: SourcedClaim) -> str:
    """Return the person whose speaker or office the source is ("a spokesman for Ruth Adler"), or ""."""
    words = _words_of(attribution)
    persons = [
        (mention, entity.name)
        for entity in sourced.entities
        if entity.kind is EntityKind.PERSON
        for mention in entity.mentions
        if mention.text[:1].isupper() and any(span.contains(mention) for span in attribution.source)
    ]
    for mention, name in persons:
        at = re.escape(_POSSESSIVE.sub("", mention.text))
        if any(re.search(form.format(at), words) for form in _book()["speaks_for"]["of_person"]):
            return name
    return ""


def _post_of(description: Span, attribution: Attribution, name: str) -> str:
    """Return the post in a description; the words of a source without the name are one ("the uncle")."""
    is_nameless = set(name_tokens(description.text)).isdisjoint(name_tokens(name))
    if description in attribution.source and is_nameless:
        words = fold_name(_bare(_words_of(attribution)))
        # Other nouns are too often given to the wrong person ("the zoo").
        is_post = _group(words) == FAMILY or title_of(words) is not None
        return words if is_post else ""
    return _post_in(description.text, name)


def _post_in(description: str, name: str) -> str:
    """Return the words for what a person is, from a description right before or behind the name; else "".

    >>> _post_in("told reporters that the Nice prosecutor Ruth Adler", "Ruth Adler")
    'nice prosecutor'
    >>> _post_in("Ruth Adler, prosecutor of Nice", "Ruth Adler")
    'prosecutor of nice'
    >>> _post_in("Ruth Adler, according to prosecutors", "Ruth Adler")
    ''
    """
    words = _around_name(description, name)
    if _ANOTHER_SOURCE.search(words):
        return ""
    if "," not in description:
        words = _BEFORE_POST.sub("", words)
    tokens = fold_name(_bare(words.strip())).split()
    return " ".join(tokens) if 0 < len(tokens) <= _LONGEST_POST else ""


def _around_name(description: str, name: str) -> str:
    """Return the words behind a name and a comma, else those before the name; "" without the name."""
    names = "|".join(re.escape(word) for word in name.split())
    found = re.search(rf"\b(?:{names})(?:\s+(?:{names}))*\b", description) if names else None
    if found is None:
        return ""
    after = description[found.end() :]
    return after[2:] if after.startswith(", ") else description[: found.start()].rstrip(" ,")


def split_source(attribution: Attribution, sourced: SourcedClaim) -> tuple[Attribution, ...]:
    """Return one attribution for each of two sources that are joined ("Harbour Police and the coastguard").

    Both have to be named; a name that holds an "and" itself is one source.
    """
    if len(attribution.source) != 1:
        return (attribution,)
    (source,) = attribution.source
    mentions = [
        (mention, entity)
        for entity in sourced.entities
        for mention in entity.mentions
        if source.contains(mention) and mention.text[:1].isupper() and entity.kind in _JOINED_KINDS
    ]
    for joint in _JOINT.finditer(source.text):
        start, end = source.start + joint.start(), source.start + joint.end()
        if any(mention.start < end and start < mention.end for mention, _ in mentions):
            continue
        parts = [
            Span.of(sourced.report.text, source.start, start),
            Span.of(sourced.report.text, end, source.end),
        ]
        named = [[entity for mention, entity in mentions if part.contains(mention)] for part in parts]
        if all(named) and named[0][0].id != named[1][0].id:
            return tuple(
                replace(
                    attribution,
                    source=(part,),
                    source_entity=_main_entity(entities),
                    source_kind=_KINDS[_main_entity(entities).kind],
                )
                for part, entities in zip(parts, named, strict=True)
            )
    return (attribution,)


def _main_entity(entities: Sequence[NamedEntity]) -> Entity:
    """Return the person, if one is named, else the first entity."""
    persons = [entity for entity in entities if entity.kind is EntityKind.PERSON]
    return (persons or list(entities))[0].entity()


def names_nobody(attribution: Attribution) -> bool:
    """Tell whether a source is not stated, is only a relay of hearsay, or is the report itself.

    "It" names nobody, unless its antecedent is known ("Seven are missing, it said").
    """
    words, entity = _words_of(attribution), attribution.source_entity
    if not words.strip() or is_itself(attribution) or _is_hearsay(words) or _ADVERB.match(words):
        return True
    return entity is None and (_is_pronoun(words) or _is_empty(words, attribution))


def is_itself(attribution: Attribution) -> bool:
    """Tell whether a report names itself as its source ("An earlier version of this report").

    >>> is_itself(Attribution(id="a", key="k", source=(Span(start=0, end=10, text="this story"),)))
    True
    """
    words = " ".join(span.text for span in attribution.source).lower()
    return any(re.search(pattern, words) for pattern in _book()["itself"]["words"])


def _words_of(attribution: Attribution) -> str:
    """Return the words of a source without what follows, brackets, and the sign of a handle.

    >>> _words_of(Attribution(id="a", key="k", source=(Span(start=0, end=12, text="@MillPolice1"),)))
    'Mill Police 1'
    """
    words = _BRACKETS.sub("", " ".join(span.text for span in attribution.source))
    words = _AUTHOR.sub("", words) if attribution.source_kind is SourceKind.DOCUMENT else words
    return _MORE.split(_HANDLE.sub(_spell_handle, words))[0]


def _spell_handle(handle: re.Match[str]) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in _HANDLE_WORD.findall(handle[1]))


def _is_pronoun(words: str) -> bool:
    return fold_name(words) in _set("names", "pronouns")


def _is_empty(words: str, attribution: Attribution) -> bool:
    """Tell whether no word of the phrase identifies anybody ("some of the", "most people")."""
    if attribution.source_kind is SourceKind.NAMED_PERSON or _group(words):
        return False
    return not any(word[1:2].isupper() for word in words.split()) and all(
        word in _set("names", "empty") for word in fold_name(words).split()
    )


def _names_body(words: str, entity: Entity | None) -> bool:
    """Tell whether the words name a body, not only a country or a region ("two Western diplomats")."""
    if _ministry(words, "") is not None or (entity is not None and _body_key(entity)):
        return True
    first, *rest = words.replace("’s", "").replace("'s", "").split() or [""]
    proper = [word for word in rest if word[:1].isupper()]
    if _is_place(first) and _group(words):
        return True
    return any(
        find_country(word) is None and fold_name(word) not in _set("names", "regions") for word in proper
    )


def _body_key(entity: Entity) -> str:
    """Return the gazetteer key of a body that is no country and no part of one; else ""."""
    is_body = entity.gazetteer and entity.kind is EntityKind.ORGANIZATION
    return entity.id if is_body and not entity.id.startswith("country/") else ""


def _identify_described(words: str, entity: Entity | None) -> SourceIdentity:
    """Return the identity of a body, a ministry, or whoever is described.

    A body goes by its full name for its abbreviation: "the USGS" is the US Geological Survey, while "the Red
    Cross" may be that of any country.
    """
    country = entity.country if entity is not None else ""
    if ministry := _ministry(words, country):
        return ministry
    if _group(words) == MINISTRY and not _proper_tokens(words, MINISTRY):
        return SourceIdentity(_bare(words), (), "", MINISTRY, country=country)
    is_short = _bare(words).isupper()
    if entity is not None and _body_key(entity) and is_short:
        return _ministry(entity.name, country) or _identify_body(entity.name, entity)
    known = find_body(_bare(words)) if entity is None or not entity.gazetteer else None
    if known is not None and (known.kind is BodyKind.OUTLET or (is_short and known.kind in _BODY_KINDS)):
        return SourceIdentity(known.name, name_tokens(known.name), known.key, _group(known.name))
    return _identify_body(words, entity)


def _identify_body(words: str, entity: Entity | None) -> SourceIdentity:
    key = _government(entity.id) if entity is not None and entity.gazetteer else ""
    group = _group(words)
    is_named = entity is not None and entity.kind is not EntityKind.GROUP
    tokens = _proper_tokens(words if is_named else _lower_first(words), group)
    if entity is not None and key and not key.startswith("country/"):
        words = _BRACKETS.sub("", entity.name)
    return SourceIdentity(_bare(words), tokens, key, group)


def _ministry(words: str, country: str) -> SourceIdentity | None:
    """Return the ministry that the words name, or whose minister or speaker they name; None if none.

    `country` is the code of its country unless the words name one.

    >>> _ministry("a spokesman for the Iranian Ministry of Foreign Affairs", "").name
    'Iranian Ministry of Foreign Affairs'
    >>> _ministry("health minister", "FRA").tokens, _ministry("the prime minister", "FRA")
    (('health', 'ministry'), None)
    """
    if not _set("speaks_for", "not").isdisjoint(fold_name(words).split()):
        return None
    for portfolio, pattern in _portfolios().items():
        if found := pattern.search(words):
            nation, code = _nation_before(words[: found.start()]) or ("", country)
            name = f"{nation} {_MINISTER.sub(_as_ministry, found[0])}".strip()
            return SourceIdentity(name, (portfolio, MINISTRY), "", MINISTRY, country=code)
    return None


def _ministry_before(source: Span, sourced: SourcedClaim) -> SourceIdentity | None:
    """Return the ministry that the report names last before "the ministry"; None if it names none."""
    text = sourced.report.text[: source.start]
    found = [match for pattern in _portfolios().values() for match in pattern.finditer(text)]
    if not found:
        return None
    *earlier, last = sorted(found, key=lambda match: match.end())
    start = max([0, last.start() - _BEFORE, *(match.end() for match in earlier)])
    return _ministry(text[start : last.end()], "")


@cache
def _portfolios() -> dict[str, re.Pattern[str]]:
    """Return for each portfolio the pattern of its ministry and its minister."""
    book, found = _book()["ministries"], {}
    for portfolio, names in book["portfolios"].items():
        name = "|".join(sorted(names, key=len, reverse=True))
        patterns = [_PORTFOLIO.format(name=name), *book["offices"].get(portfolio, ())]
        found[portfolio] = re.compile("|".join(patterns), re.IGNORECASE)
    return found


def _as_ministry(found: re.Match[str]) -> str:
    """Return the ministry for a minister, as the report writes capitals."""
    return "Ministry" if found[0][0].isupper() else "ministry"


def _nation_before(words: str) -> tuple[str, str] | None:
    """Return the last word that names a country, or two such words, with the code of the country."""
    tokens = words.replace("’s", "").replace("'s", "").split()
    for size in (2, 1):
        for start in range(len(tokens) - size, -1, -1):
            name = " ".join(tokens[start : start + size])
            country = find_country(name)
            if country is not None and name[:1].isupper():
                return name, country.code
    return None


def _lower_first(words: str) -> str:
    """Lower the capital that opens a sentence, unless the words begin with a name."""
    first = words.split()[0]
    is_name = first[:2].isupper() or first.endswith(("’s", "'s")) or find_country(first) or _is_place(first)
    return words if is_name else words[:1].lower() + words[1:]


def _is_place(word: str) -> bool:
    """Tell whether a capitalized word names a place, and is no other word ("Millbrook", not "Hospital")."""
    return word[:1].isupper() and not is_ordinary(word) and not _group(word) and bool(find_places(word))


def _bare(words: str) -> str:
    """Remove the article or pronoun before the words."""
    first, _, rest = words.partition(" ")
    return rest if rest and first.lower() in _set("names", "before") else words


def name_tokens(name: str) -> tuple[str, ...]:
    """Return the distinctive words of a name, sorted.

    >>> name_tokens("the Millbrook Police Department")
    ('millbrook', 'police')
    """
    return tuple(sorted(set(fold_name(_POSSESSIVES.sub("", name)).split()) - _set("names", "plain")))


def _proper_tokens(words: str, group: str) -> tuple[str, ...]:
    """Return the name tokens if some are capitalized as a name is; else none: "the police" has no name."""
    own, words = _class_words(group), _join_phrases(words)
    proper = {
        token
        for word in _POSSESSIVES.sub("", words).split()
        for token in fold_name(word).split()
        if word[:1].isupper() and token not in own
    } - _set("names", "plain")
    return name_tokens(words) if proper else ()


def _person(attribution: Attribution) -> str:
    """Return the name of the person who is the source, or ""."""
    entity = attribution.source_entity
    if entity is not None and entity.kind is EntityKind.PERSON and not _is_title(entity.name):
        return _BRACKETS.sub("", entity.name) or entity.name
    if attribution.source_kind is not SourceKind.NAMED_PERSON:
        return ""
    if entity is not None and (entity.gazetteer or entity.kind is not EntityKind.GROUP):
        return ""
    return _person_in(" ".join(span.text for span in attribution.source))


def _is_title(name: str) -> bool:
    """Tell whether a name is the words for a post alone ("District Attorney")."""
    words = fold_name(_join_phrases(name)).split()
    return bool(words) and all(_group(word) or title_of(word) for word in words)


def _person_in(words: str) -> str:
    """Return the last two words of the first run of capitalized words, without titles; "" if there is no run.

    >>> _person_in("Police Chief Ruth Adler"), _person_in("the district attorney")
    ('Ruth Adler', '')
    """
    run: list[str] = []
    for word in words.replace(",", " ,").split():
        if word.endswith(("’s", "'s")):
            run = []
        elif _PERSON_WORD.match(word):
            run.append(word)
        elif len(run) > 1:
            break
        else:
            run = []
    return " ".join(run[-2:]) if len(run) > 1 else ""


def _is_hearsay(words: str) -> bool:
    """Tell whether the words name only a relay of what is said ("local media", "earlier reports")."""
    hearsay, beside = _set("hearsay", "words"), _set("hearsay", "with")
    named = {fold_name(word) for word in words.split()[1:] if word[:1].isupper()}
    if named - hearsay - beside:
        return False
    tokens = {word for word in fold_name(words).split() if word in hearsay or not find_country(word)}
    tokens -= _set("names", "plain") - hearsay
    if not tokens & hearsay:
        return False
    return not tokens - hearsay - beside or not _group(words)


def _descriptions(attribution: Attribution, sourced: SourcedClaim) -> Iterator[Span]:
    yield from attribution.source
    entity = attribution.source_entity
    mentions = [
        span
        for named_entity in sourced.entities
        if entity and named_entity.id == entity.id
        for span in named_entity.mentions
    ]
    text = sourced.report.text
    for mention in mentions:
        if not mention.text[:1].isupper():
            continue
        before = text[max(0, mention.start - _BEFORE) : mention.start]
        start = mention.start - len(_STOPS.split(before)[-1])
        yield Span.of(text, start, mention.end)
        if apposed := _APPOSED.search(before):
            yield Span.of(text, mention.start - len(apposed[0]), mention.end)
        after = text[mention.end : mention.end + _AFTER]
        if after.startswith(", "):
            yield Span.of(text, mention.start, mention.end + 2 + len(_STOPS.split(after[2:])[0]))


def _body_in(span: Span, sourced: SourcedClaim, name: str) -> str:
    """Return the body in a description of a person, if the description has a post that speaks for it."""
    words = set(fold_name(span.text).split())
    if ministry := _ministry_beside(span.text, name):
        return ministry
    if not words & _set("speaks_for", "posts") or _spoke_once(span.text):
        return ""
    bodies = [
        mention
        for named_entity in sourced.entities
        if named_entity.kind in (EntityKind.ORGANIZATION, EntityKind.GROUP) and _is_body(named_entity)
        for mention in named_entity.mentions
        if span.contains(mention) and not set(name_tokens(mention.text)) & set(name_tokens(name))
    ]
    if not bodies:
        return ""
    first = min(bodies, key=lambda mention: (-len(name_tokens(mention.text)), mention.start))
    return _with_names_before(first, span)


def _spoke_once(words: str) -> bool:
    """Tell whether a description is of somebody who does not speak for a body, or no longer."""
    return not _set("speaks_for", "not").isdisjoint(fold_name(words).split())


def _body_beside(description: str, name: str) -> str:
    """Return the body that a description names beside a post ("zoo director Ruth Adler"), or "".

    >>> _body_beside("Harbour police spokeswoman Ruth Adler", "Ruth Adler")
    'Harbour police'
    >>> _body_beside("Ruth Adler, a spokeswoman for the harbour", "Ruth Adler")
    'harbour'
    """
    person = _around_name(description, name)
    words = [_POSSESSIVE.sub("", word) for word in person.split()]
    posts = [n for n, word in enumerate(words) if fold_name(word) in _set("speaks_for", "posts")]
    if not posts:
        return ""
    is_behind = words[posts[-1] + 1 :][:1] in (["for"], ["of"], ["at"])
    found = words[posts[-1] + 2 :] if is_behind else _name_before(words[: posts[0]])
    body = _bare(" ".join(found))
    if len(found) == 1 and not body[1:2].isupper():
        body = body.lower()  # one word that is no entity is no name ("Zoo director Ruth Adler")
    is_land = all(find_country(word) or fold_name(word) in _set("names", "regions") for word in found)
    is_plain = is_land or (_group(body) == GENERAL and not _proper_tokens(body, GENERAL))
    return body if 0 < len(found) <= _LONGEST_POST and not is_plain else ""


def _body_of_class(description: str, name: str) -> str:
    """Return the word for the bodies that a description says a person is of, or "".

    >>> _body_of_class("Undersheriff Ruth Adler", "Ruth Adler"), _body_of_class("Ruth Adler", "Ruth Adler")
    ('police', '')
    >>> _body_of_class("Prosecutors believe Ruth Adler", "Ruth Adler")
    ''
    """
    post = _post_in(description, name)
    head = "".join(_BEHIND.split(_join_phrases(post))[0].split()[-1:])
    bodies = {name: entry for name, entry in _book()["bodies"].items() if "ranks" in entry}
    ranked = (entry for entry in bodies.values() if head in entry["ranks"])
    has_post = head in _set("speaks_for", "posts") or title_of(head) is not None
    found = next(ranked, bodies.get(_group(post)) if has_post else None)
    return str(found["words"][0]) if found is not None else ""


def _name_before(words: list[str]) -> list[str]:
    """Return the noun that ends the words, with the capitalized words before it ("Harbour police")."""
    words = list(words)
    while words and fold_name(words[-1]) in _set("names", "plain"):
        words.pop()
    start = max(len(words) - 1, 0)
    while start and words[start - 1][:1].isupper():
        start -= 1
    return words[start:]


def _ministry_beside(words: str, name: str) -> str:
    """Return the ministry named right before or after a person ("Health Minister Ruth Adler"), or ""."""
    ministry = _ministry(words, "")
    person = re.search(rf"\b{re.escape(name.split()[-1])}\b", words) if name else None
    if ministry is None or person is None:
        return ""
    start = next(found.start() for pattern in _portfolios().values() if (found := pattern.search(words)))
    ahead = words[person.end() : start] if person.end() <= start else words[start : person.start()]
    most = _MOST_BETWEEN + (0 if person.end() <= start else len(ministry.name.split()))
    return ministry.name if len(ahead.split()) <= most else ""


def _is_body(entity: NamedEntity) -> bool:
    """Tell whether it may have speakers; an outlet in a description is the recipient of what was said."""
    if entity.id.startswith("outlet/"):
        return False
    bodies = _book()["bodies"].keys() - {GENERAL}
    return entity.kind is EntityKind.ORGANIZATION or _group(entity.name) in bodies


def _with_names_before(mention: Span, span: Span) -> str:
    """Return a body with the names right before it: "Millbrook" before "police"."""
    before = span.text[: mention.start - span.start].split()
    names: list[str] = []
    for word in reversed(before):
        if not word[:1].isupper() or word.endswith((",", ".")) or word.lower() in _set("names", "before"):
            break
        names.insert(0, word)
    return " ".join([*names, mention.text])


def _government(key: str) -> str:
    """Return the key of the government for a country, or for its officials without a name.

    >>> _government("country/ISR/GOV/official"), _government("country/ISR"), _government("country/SYR/MIL")
    ('country/ISR/GOV', 'country/ISR/GOV', 'country/SYR/MIL')
    """
    parts = key.split("/")
    if parts[0] != "country":
        return key
    if len(parts) == 2 or (parts[2] == "GOV" and set(parts[3:]) <= _set("governments", "posts")):
        return f"country/{parts[1]}/GOV"
    return key


@cache
def _group(words: str) -> str:
    """Return the class of a body or of people in the codebook; "" if none matches.

    The last word decides, but an official of a body has the class of the body; critics of a body have none.
    """
    tokens = fold_name(_POSSESSIVES.sub("", _join_phrases(words))).split()
    head = tokens[: tokens.index("of")] if "of" in tokens else tokens
    if not set(head) & _set("speaks_for", "posts"):
        tokens = head
    if set(tokens[-1:]) & _set("names", "others"):
        return ""
    found = [_groups()[token] for token in tokens if token in _groups()]
    special = next((group for group in reversed(found) if group != GENERAL), "")
    alone = (name for name, body in _book()["bodies"].items() if set(tokens[-1:]) & {*body.get("alone", ())})
    return special or next(alone, found[-1] if found else "")


@cache
def _join_phrases(words: str) -> str:
    """Return the words with one word for each phrase that names a class.

    >>> _join_phrases("Harbour District Attorney"), _join_phrases("a defence attorney")
    ('Harbour prosecutor', 'a defence attorney')
    """
    for entry in _book()["bodies"].values():
        for phrase in entry.get("phrases", ()):
            words = re.sub(phrase, entry["words"][0], words, flags=re.IGNORECASE)
    return words


@cache
def _groups() -> dict[str, str]:
    book = _book()
    classes = [*book["people"].items(), *book["bodies"].items()]
    return {word: name for name, entry in classes for word in (*entry["words"], *entry.get("named", ()))}


def _class_words(group: str) -> frozenset[str]:
    book = _book()
    entry = book["bodies"].get(group) or book["people"].get(group)
    return frozenset(entry["words"]) if entry else frozenset()


@cache
def _set(part: str, name: str) -> frozenset[str]:
    return frozenset(_book()[part][name])


def _book() -> dict[str, Any]:
    return read_codebook("origins")
