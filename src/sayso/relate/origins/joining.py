"""Which sources of several reports are one."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from sayso.codebook import read_codebook
from sayso.gazetteer import fold_loosely
from sayso.relate.origins.faces import GENERAL, Face, body_of, name_tokens

__all__ = ["Met", "join_sources"]


class Met(NamedTuple):
    """A source as one report has it; `via` is whoever passes it on, else the report's outlet."""

    report: str
    via: str
    face: Face


# A full name has so many words more than a short form of it; what has more is a phrase about it.
_MORE_WORDS = 2
_Group = list[Met]


def join_sources(mets: Iterable[Met]) -> list[tuple[Met, ...]]:
    """Put together the sources that are one, whatever order they come in.

    First those with a name: a shorter one joins the only longer one that holds its words ("Adler", "Ruth
    Adler"), and who speaks for a body is that body. Then those without: "police" are the only police named in
    their report, else in any, else one body; a witness is another one for each outlet.
    """
    quoted = set(mets)
    ordered = sorted(quoted | _bodies(quoted))
    groups: list[_Group] = []
    for met in sorted((one for one in ordered if one.face.has_name()), key=_longest_first):
        _put(met, _holding(met, groups), groups)
    _join_bodies(ordered, groups)
    named = [list(group) for group in groups]
    for met in (one for one in ordered if not one.face.has_name()):
        found = _of_class(met, named)
        _put(met, groups[named.index(found)] if found else _like(met, groups[len(named) :]), groups)
    _join_bodies(ordered, groups)
    return sorted(tuple(sorted(group)) for group in groups)


def _bodies(mets: Iterable[Met]) -> set[Met]:
    """The bodies that persons speak for, as if the report quoted them too."""
    return {met._replace(face=body) for met in mets if (body := body_of(met.face))}


def _longest_first(met: Met) -> tuple[int, Met]:
    return -len(met.face.tokens), met


def _put(met: Met, group: _Group | None, groups: list[_Group]) -> None:
    if group is None:
        groups.append([met])
    else:
        group.append(met)


def _holding(met: Met, groups: list[_Group]) -> _Group | None:
    same = [group for group in groups if any(_is_same(met.face, one.face) for one in group)]
    return same[0] if same else _only(met, groups, lambda one: _is_short_for(met.face, one.face))


def _is_same(one: Face, other: Face) -> bool:
    if one.key and other.key:
        return one.key == other.key
    if one.tokens == other.tokens and len(one.tokens) > 1:
        return True
    if one.is_person != other.is_person or not one.tokens:
        return False
    is_spelt_alike = one.is_person and fold_loosely(one.name) == fold_loosely(other.name)
    return one.tokens == other.tokens or is_spelt_alike


def _is_short_for(short: Face, long: Face) -> bool:
    if short.is_person != long.is_person or not short.tokens or (short.key and long.key):
        return False
    is_telling = short.is_person or len(short.tokens) > 1 or (short.group and short.group == long.group)
    more = len(set(long.tokens) - set(short.tokens))
    return bool(is_telling) and set(short.tokens) < set(long.tokens) and more <= _MORE_WORDS


def _only(met: Met, groups: list[_Group], fits: Callable[[Met], bool]) -> _Group | None:
    """The only group with a source that fits, in the same report if that tells more."""
    fitting = [group for group in groups if any(fits(one) for one in group)]
    here = [group for group in fitting if any(fits(one) and one.report == met.report for one in group)]
    return next((found[0] for found in (here, fitting) if len(found) == 1), None)


def _join_bodies(ordered: list[Met], groups: list[_Group]) -> None:
    for met in ordered:
        body = body_of(met.face)
        if body is None:
            continue
        mine = next(group for group in groups if met in group)
        theirs = next((group for group in groups if met._replace(face=body) in group), mine)
        if theirs is not mine:
            theirs.extend(mine)
            groups.remove(mine)


def _of_class(met: Met, named: list[_Group]) -> _Group | None:
    bodies = read_codebook("origins")["bodies"]
    if met.face.group not in bodies:
        return None
    if met.face.group == GENERAL:
        return _only(met, named, lambda one: one.face.group in bodies and bodies[one.face.group]["official"])
    words = set(name_tokens(met.face.name))
    alike = [group for group in named if any(one.face.group == met.face.group for one in group)]
    nearer = _only(met, alike, lambda one: bool(words & set(one.face.tokens)))
    return nearer or _only(met, alike, lambda one: one.face.group == met.face.group)


def _like(met: Met, nameless: list[_Group]) -> _Group | None:
    """Others without a name that are the same: of one class, and of one outlet unless the class is shared."""
    return next((group for group in nameless if _likeness(group[0]) == _likeness(met)), None)


def _likeness(met: Met) -> tuple[str, str]:
    book = read_codebook("origins")
    group = met.face.group
    if group in book["bodies"] or (group in book["people"] and book["people"][group]["shared"]):
        return group, ""
    return group or met.face.name.lower(), met.via
