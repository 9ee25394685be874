"""Linking of the sources of several reports that are the same."""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.codebook.word_forms import stem
from sayso.gazetteer import fold_loosely
from sayso.relate.sources.identity import GENERAL, MINISTRY, SourceIdentity, body_of, name_tokens

__all__ = ["QuotedSource", "link_sources"]


class QuotedSource(NamedTuple):
    """Source as one report quotes it; `via` is its relay, else the report's outlet."""

    report: str
    via: str
    identity: SourceIdentity


# A full name has at most this many words more than its short form; a longer one is a description.
_MORE_WORDS = 2
# A description goes on behind these.
_BEHIND = re.compile(r",| (?:of|in|on|at|from|with|near|for|by|to|close|familiar|briefed|who|whose|that)\b")
_AMOUNT = re.compile(r"^(?:\w+ ){0,2}of (?:the |his |her |its |their )?")
_Group = list[QuotedSource]


def link_sources(sources: Iterable[QuotedSource]) -> list[tuple[QuotedSource, ...]]:
    """Return the groups of sources that are the same; the order of the input does not matter.

    Sources with a name come first: a shorter name joins the only longer one that contains its words ("Adler",
    "Ruth Adler"), and a speaker joins the body. Sources without a name follow: "police" are the only police
    named in their report, else in any report, else one body; a witness differs by outlet.
    """
    quoted = set(sources)
    ordered = sorted(quoted | _bodies(quoted))
    groups: list[_Group] = []
    for source in sorted(
        (quoted_source for quoted_source in ordered if quoted_source.identity.has_name()), key=_longest_first
    ):
        _add(source, _group_of(source, groups), groups)
    _merge_bodies(ordered, groups)
    named = [list(group) for group in groups]
    for source in (quoted_source for quoted_source in ordered if not quoted_source.identity.has_name()):
        found = _group_of_class(source, named)
        _add(
            source,
            groups[named.index(found)] if found else _nameless_group(source, groups[len(named) :]),
            groups,
        )
    _merge_bodies(ordered, groups)
    return sorted(tuple(sorted(group)) for group in groups)


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
    if a.key and b.key:
        return a.key == b.key
    if a.tokens == b.tokens and len(a.tokens) > 1:
        return True
    if a.is_person != b.is_person or not a.tokens:
        return False
    is_spelt_alike = a.is_person and fold_loosely(a.name) == fold_loosely(b.name)
    return a.tokens == b.tokens or is_spelt_alike


def _is_short_for(short: SourceIdentity, long: SourceIdentity) -> bool:
    if MINISTRY in (short.group, long.group):
        # "the health ministry" and "the Iraqi health ministry", which alone has a country
        return (short.group, short.tokens, short.country) == (long.group, long.tokens, "")
    if short.is_person != long.is_person or not short.tokens or (short.key and long.key):
        return False
    is_distinctive = short.is_person or len(short.tokens) > 1 or (short.group and short.group == long.group)
    more = len(set(long.tokens) - set(short.tokens))
    return bool(is_distinctive) and set(short.tokens) < set(long.tokens) and more <= _MORE_WORDS


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
        mine = next(group for group in groups if source in group)
        theirs = next((group for group in groups if source._replace(identity=body) in group), mine)
        if theirs is not mine:
            theirs.extend(mine)
            groups.remove(mine)


def _group_of_class(source: QuotedSource, named: list[_Group]) -> _Group | None:
    bodies = read_codebook("origins")["bodies"]
    if source.identity.group not in bodies:
        return None
    if source.identity.group == GENERAL:
        return _only(
            source,
            named,
            lambda member: member.identity.group in bodies and bodies[member.identity.group]["official"],
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
    return nearer or _only(source, alike, lambda member: member.identity.group == source.identity.group)


def _nameless_group(source: QuotedSource, nameless: list[_Group]) -> _Group | None:
    """Return the nameless group of the same class and, unless the class is shared, of the same outlet."""
    return next((group for group in nameless if _nameless_key(group[0]) == _nameless_key(source)), None)


def _nameless_key(source: QuotedSource) -> tuple[str, str]:
    book = read_codebook("origins")
    group = source.identity.group
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
