"""Linking of the sources of several reports that are the same."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.codebook.word_forms import stem
from sayso.gazetteer import find_country, fold_loosely, fold_name, title_of
from sayso.relate.sources.identity import (
    FAMILY,
    GENERAL,
    MINISTRY,
    SourceIdentity,
    body_of,
    content_stems,
    name_tokens,
)

__all__ = ["QuotedSource", "is_called", "link_sources"]


class QuotedSource(NamedTuple):
    """Source as one report quotes it; `via` is its relay, else the report's outlet."""

    report: str
    via: str
    identity: SourceIdentity


# A full name has at most this many words more than its short form; a longer one is a description.
_MORE_WORDS = 2
# A short name of initials, and words that add none.
_SHORT = re.compile(r"^(?:[A-Z]\.?){2,}$|^[A-Z][a-z]?[A-Z]+$")
_SMALL = frozenset({"of", "the", "and", "for", "on", "in"})
# Keys of the gazetteer for bodies that no post stands for.
_BODIES = ("organization/", "outlet/")
# A description goes on behind these.
_BEHIND = re.compile(r",| (?:of|in|on|at|from|with|near|for|by|to|close|familiar|briefed|who|whose|that)\b")
_AMOUNT = re.compile(r"^(?:\w+ ){0,2}of (?:the |his |her |its |their )?")
_Group = list[QuotedSource]


def link_sources(sources: Iterable[QuotedSource]) -> list[tuple[QuotedSource, ...]]:
    """Return the groups of sources that are the same; the order of the input does not matter.

    Sources with a name come first: a shorter name joins the only longer one that contains its words ("Adler",
    "Ruth Adler"), an abbreviation the name that it stands for, and a speaker joins the body. Sources without
    a name follow: "the mayor" is the only person called so, "police" are the only police named in their
    report, else in any report, else one body; a witness differs by outlet.
    """
    quoted = set(sources)
    bodies = _bodies(quoted)
    ordered = sorted(quoted | bodies)
    persons = [source for source in ordered if source.identity.posts]
    called = {source for source in ordered if any(is_called(source, person) for person in persons)}
    groups: list[_Group] = []
    for source in sorted(
        (source for source in ordered if source.identity.has_name() and source not in called),
        key=_longest_first,
    ):
        _add(source, _group_of(source, groups), groups)
    _merge_bodies(ordered, groups)
    _merge_families(groups)
    for source in sorted(called, key=_longest_first):
        if group := _group_of_called(source, groups) or _group_of(source, groups):
            group.append(source)
    named = [list(group) for group in groups]
    placed = {source for group in groups for source in group}
    for source in ordered:
        if source in placed:
            continue
        found = _group_of_class(source, named) or _group_of_noun(source, named)
        group = groups[named.index(found)] if found else _nameless_group(source, groups[len(named) :])
        _add(source, group, groups)
    _merge_bodies(ordered, groups)
    return sorted(tuple(sorted(group)) for group in _without_asides(groups, quoted))


def _bodies(sources: Iterable[QuotedSource]) -> set[QuotedSource]:
    """Return the bodies that persons speak for, as if the report quoted them too."""
    return {source._replace(identity=body) for source in sources if (body := body_of(source.identity))}


def _longest_first(source: QuotedSource) -> tuple[int, bool, QuotedSource]:
    return -len(source.identity.tokens), not source.identity.country, source


def _add(source: QuotedSource, group: _Group | None, groups: list[_Group]) -> None:
    if group is None:
        groups.append([source])
    else:
        group.append(source)


def _group_of(source: QuotedSource, groups: list[_Group]) -> _Group | None:
    same = [group for group in groups if any(_is_same(source.identity, member.identity) for member in group)]
    return (
        same[0]
        if same
        else _only(source, groups, lambda member: _is_short_for(source.identity, member.identity))
    )


def _is_same(a: SourceIdentity, b: SourceIdentity) -> bool:
    if MINISTRY in (a.group, b.group):
        return (a.group, a.tokens, a.country) == (b.group, b.tokens, b.country)
    if any(land := _land_of(a)) and land == _land_of(b):
        return True
    if a.is_person == b.is_person and a.tokens and fold_name(a.name) == fold_name(b.name):
        return True
    if a.key and b.key:
        return a.key == b.key
    if a.tokens == b.tokens and len(a.tokens) > 1:
        return True
    if a.is_person != b.is_person or not a.tokens:
        return bool(a.tokens) and a.tokens == b.tokens and (_is_relative(a) or _is_relative(b))
    is_spelt_alike = a.is_person and fold_loosely(a.name) == fold_loosely(b.name)
    is_short = not a.is_person and (_is_abbreviation(a.name, b.name) or _is_abbreviation(b.name, a.name))
    return a.tokens == b.tokens or is_spelt_alike or is_short


def _is_short_for(short: SourceIdentity, long: SourceIdentity) -> bool:
    if MINISTRY in (short.group, long.group):
        # "the health ministry" and "the Iraqi health ministry", which alone has a country
        return (short.group, short.tokens, short.country) == (long.group, long.tokens, "")
    if not short.tokens or (short.key and long.key):
        return False
    if short.is_person != long.is_person:
        # A surname that was taken for another name.
        is_bare = not (short.is_person or short.key or short.group) and len(short.tokens) == 1
        return is_bare and len(long.tokens) > 1 and fold_name(long.name).split()[-1:] == list(short.tokens)
    is_distinctive = short.is_person or len(short.tokens) > 1 or (short.group and short.group == long.group)
    more = len(set(long.tokens) - set(short.tokens))
    return bool(is_distinctive) and set(short.tokens) < set(long.tokens) and more <= _MORE_WORDS


@cache
def _land_of(identity: SourceIdentity) -> tuple[str, str]:
    """Return the class and country of a body that is named by them alone ("Peru's army"); else ("", "").

    >>> from sayso.relate.sources.identity import SourceIdentity
    >>> _land_of(SourceIdentity("Peruvian army", ("army", "peruvian"), "", "military"))
    ('military', 'PER')
    """
    words = read_codebook("origins")["bodies"].get(identity.group, {}).get("words", ())
    names = [token for token in identity.tokens if token not in words]
    countries = {country.code if (country := find_country(name)) else "" for name in names}
    is_land = not identity.is_person and identity.group != GENERAL and len(countries) == 1
    return (identity.group, countries.pop()) if is_land and "" not in countries else ("", "")


def _is_abbreviation(short: str, name: str) -> bool:
    """Tell whether a short name has the initials of a name ("NWRB", "TfM" for "Transport for Millbrook").

    >>> _is_abbreviation("NWRB", "National Water and Rail Board"), _is_abbreviation("NWRB", "NWRB Union")
    (True, False)
    """
    plain = read_codebook("origins")["names"]["plain"]
    short = " ".join(word for word in short.split() if fold_name(word) not in plain)
    if not _SHORT.match(short):
        return False
    words = fold_name(name).split()
    initials = {"".join(word[0] for word in words), "".join(word[0] for word in words if word not in _SMALL)}
    if words[-1:] == ["police"]:
        initials |= {f"{letters}d" for letters in initials}  # a police department
    return short.lower().replace(".", "") in initials


def is_called(source: QuotedSource, person: QuotedSource) -> bool:
    """Tell whether a source without a name of its own is the words for what a person is ("the mayor").

    The words of the post contain those of the source, or within a report the other way round.
    """
    identity = source.identity
    if identity.is_person or identity.is_indefinite or identity.key.startswith(_BODIES):
        return False
    is_here = source.report == person.report
    words = _post_words(identity.name)
    head = _head_of_post(fold_name(identity.name))
    if not words or head in _unfit_heads() or not _is_noun(identity.name):
        return False
    return any(
        head == _head_of_post(post) and (words <= (mine := _post_words(post)) or (is_here and mine <= words))
        for post in person.identity.posts
    )


def _is_noun(name: str) -> bool:
    """Tell whether the head of a name is a common noun or a title, not a part of a body's name.

    >>> _is_noun("Harbour prosecutor"), _is_noun("President-elect"), _is_noun("Harbour Fire Brigade")
    (True, True, False)
    """
    head = (_BEHIND.split(name)[0].split() or [""])[-1]
    return head.islower() or any(title_of(part) for part in head.split("-"))


def _group_of_called(source: QuotedSource, groups: list[_Group]) -> _Group | None:
    return _only(source, groups, lambda member: is_called(source, member))


def _head_of_post(words: str) -> str:
    """Return the stem of the noun of a post ("mayor of Millbrook")."""
    before = _BEHIND.split(words)[0].split()
    return stem(before[-1]) if before else ""


def _post_words(words: str) -> frozenset[str]:
    return frozenset(map(stem, fold_name(words).split())) - _plain_stems()


@cache
def _plain_stems() -> frozenset[str]:
    return frozenset(map(stem, read_codebook("origins")["names"]["plain"]))


@cache
def _unfit_heads() -> frozenset[str]:
    """Return the stems of nouns that many in one report are called by."""
    book = read_codebook("origins")
    words = {*book["speaks_for"]["posts"], *book["names"]["plain"], *book["names"]["empty"]}
    words |= {word for body in book["bodies"].values() for word in body["words"]}
    return frozenset(map(stem, words)) - frozenset(map(stem, book["names"]["persons"]))


def _group_of_noun(source: QuotedSource, named: list[_Group]) -> _Group | None:
    """Return the only body of the report, else of all, whose name contains the words ("the zoo")."""
    identity = source.identity
    words = content_stems(identity.name) if identity.group == GENERAL else _post_words(identity.name)
    if not words or identity.is_indefinite:
        return None
    return _only(
        source,
        named,
        lambda member: (
            not member.identity.is_person
            and member.identity.is_named()
            and words < _post_words(member.identity.name)
        ),
    )


def _merge_families(groups: list[_Group]) -> None:
    """Merge the relatives of one family name: a family is one origin."""
    family = [group for group in groups if any(_is_relative(source.identity) for source in group)]
    for first, second in combinations(family, 2):
        if first in groups and second in groups and _surnames(first) & _surnames(second):
            first.extend(second)
            groups.remove(second)


def _is_relative(identity: SourceIdentity) -> bool:
    relatives = read_codebook("origins")["people"]["family"]["words"]
    return any(_head_of_post(post) in map(stem, relatives) for post in identity.posts)


def _surnames(group: _Group) -> set[str]:
    names = [fold_name(source.identity.name).split() for source in group]
    return {name[-1] for name in names if len(name) > 1}


def _without_asides(groups: list[_Group], quoted: set[QuotedSource]) -> Iterator[_Group]:
    """Return the groups that somebody quoted is in, without bodies that nobody quotes or names."""
    for group in groups:
        if any(source in quoted for source in group):
            yield [source for source in group if source in quoted or source.identity.has_name()]


def _only(source: QuotedSource, groups: list[_Group], fits: Callable[[QuotedSource], bool]) -> _Group | None:
    """Return the only group with a source that fits, in the same report if that is unambiguous."""
    fitting = [group for group in groups if any(fits(member) for member in group)]
    here = [
        group for group in fitting if any(fits(member) and member.report == source.report for member in group)
    ]
    return next((found[0] for found in (here, fitting) if len(found) == 1), None)


def _merge_bodies(ordered: list[QuotedSource], groups: list[_Group]) -> None:
    for source in ordered:
        body = body_of(source.identity)
        if body is None:
            continue
        mine = next((group for group in groups if source in group), [])
        theirs = next((group for group in groups if source._replace(identity=body) in group), mine)
        if theirs is not mine and (body.has_name() or body.group or any(map(_is_named_body, theirs))):
            theirs.extend(mine)
            groups.remove(mine)


def _is_named_body(source: QuotedSource) -> bool:
    return source.identity.is_named() and not source.identity.is_person


def _group_of_class(source: QuotedSource, named: list[_Group]) -> _Group | None:
    bodies = read_codebook("origins")["bodies"]
    if source.identity.group == FAMILY:
        return _only(source, named, lambda member: _is_relative(member.identity))
    if source.identity.group not in bodies:
        return None
    if source.identity.group == GENERAL:
        return (
            None
            if content_stems(_BEHIND.split(source.identity.name)[0])
            else _most_quoted(source, named, lambda member: _is_official(member.identity))
        )
    words, country = set(name_tokens(source.identity.name)), source.identity.country
    alike = [
        group
        for group in named
        if any(
            member.identity.group == source.identity.group
            and (not country or member.identity.country in ("", country))
            for member in group
        )
    ]
    nearer = _only(source, alike, lambda member: bool(words & set(member.identity.tokens)))
    return nearer or _most_quoted(
        source, alike, lambda member: member.identity.group == source.identity.group
    )


def _is_official(identity: SourceIdentity) -> bool:
    body = read_codebook("origins")["bodies"].get(identity.group, {})
    return bool(body.get("official"))


def _most_quoted(
    source: QuotedSource, groups: list[_Group], fits: Callable[[QuotedSource], bool]
) -> _Group | None:
    """Return the group with most sources that fit in the same report, else in all; the first of equals."""
    fitting = [(sum(map(fits, group)), group) for group in groups]
    here = [
        (sum(fits(member) for member in group if member.report == source.report), group) for group in groups
    ]
    return next(
        (max(found, key=lambda pair: pair[0])[1] for found in (here, fitting) if any(n for n, _ in found)),
        None,
    )


def _nameless_group(source: QuotedSource, nameless: list[_Group]) -> _Group | None:
    """Return the nameless group of the same class and, unless the class is shared, of the same outlet."""
    return next((group for group in nameless if _nameless_key(group[0]) == _nameless_key(source)), None)


def _nameless_key(source: QuotedSource) -> tuple[str, str]:
    book = read_codebook("origins")
    group = source.identity.group
    if group == GENERAL and (content := content_stems(_BEHIND.split(source.identity.name)[0])):
        return " ".join(sorted(content)), ""
    if group in book["bodies"] or (group in book["people"] and book["people"][group]["shared"]):
        return group, ""
    return group or _head_noun(source.identity.name), source.via


def _head_noun(words: str) -> str:
    """Return the stem of the noun that the words describe somebody by.

    >>> _head_noun("one passenger on the tram") == _head_noun("passengers")
    True
    """
    before = _BEHIND.split(_AMOUNT.sub("", words.lower()))[0].split()
    return stem(before[-1]) if before else words.lower()
