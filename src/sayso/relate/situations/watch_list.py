"""Watch list of a user: places, actors and relations."""

import tomllib
from collections.abc import Iterable

from sayso.errors import UsageError
from sayso.gazetteer import fold_loosely, fold_name
from sayso.model import Entity, Relation, Situation, Toponym
from sayso.model.base import Struct

__all__ = ["Watch", "WatchList", "parse_watch_list", "watches"]

_FIELDS = ("name", "places", "actors", "relations")
# Characters of a wrong value in an error.
_SHOWN = 100


class Watch(Struct, frozen=True, kw_only=True):
    """Entry of a watch list; an empty field matches all.

    `places` are names, GeoNames ids or ISO 3166-1 alpha-3 codes of countries; `actors` names, ids or such
    codes.
    """

    name: str
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()


class WatchList(Struct, frozen=True, kw_only=True):
    """Watch list of a user."""

    watches: tuple[Watch, ...]


def parse_watch_list(text: str, *, where: str = "") -> WatchList:
    """Read a watch list (TOML, docs/reference/watch-list.md); `where` names the file in errors.

    Raises `UsageError` with what to do where the text is no TOML, or a table or value is not as it should be.

    >>> parse_watch_list('[[watch]]\\nname = "Bases"\\nplaces = ["Erbil"]').watches[0].places
    ('Erbil',)
    """
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # ValueError is also a number of thousands of digits.
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise UsageError(
            f"the watch list is no TOML: {why}", where=where, help="see docs/reference/watch-list.md"
        ) from error
    rows = table.pop("watch", None)
    if table or not isinstance(rows, list) or not rows:
        raise UsageError(
            f"a watch list has tables [[watch]] alone, found {_show(sorted(table)) if table else 'none'}",
            where=where,
            help="begin each thing watched with [[watch]]",
        )
    return WatchList(
        watches=tuple(_watch(row, f"{where}: watch {n}".lstrip(": ")) for n, row in enumerate(rows, 1))
    )


def _watch(row: object, where: str) -> Watch:
    if not isinstance(row, dict):
        raise UsageError("a watch is a table", where=where, help="begin each thing watched with [[watch]]")
    unknown = sorted(set(row) - set(_FIELDS))
    if unknown:
        raise UsageError(
            f"unknown field {_show(unknown[0])}", where=where, help=f"fields are {', '.join(_FIELDS)}"
        )
    lists = {field: _names(row.get(field, []), field, where) for field in _FIELDS[1:]}
    if not any(lists.values()):
        raise UsageError("it watches nothing", where=where, help="fill places, actors or relations")
    name = row.get("name")
    if name is not None and not isinstance(name, str):
        raise UsageError(f"name is {_show(name)}", where=where, help='a name is text: name = "Bases in Iraq"')
    return Watch(
        name=name or ", ".join(value for field in lists.values() for value in field),
        places=lists["places"],
        actors=lists["actors"],
        relations=tuple(_relation(name, where) for name in lists["relations"]),
    )


def _names(value: object, field: str, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(_is_name(name) for name in value):
        raise UsageError(
            f"{field} is {_show(value)}", where=where, help=f'{field} is a list of names: {field} = ["..."]'
        )
    return tuple(str(name).strip() for name in value)


def _is_name(value: object) -> bool:
    """Tell whether a value is a name, or a GeoNames id."""
    return bool(value.strip()) if isinstance(value, str) else isinstance(value, int) and 0 <= value < 10**12


def _show(value: object) -> str:
    """Return a value as an error shows it: in short, whatever it is."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):  # a number of thousands of digits; nested too deeply
        return f"a {type(value).__name__} too large to be shown"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _relation(name: str, where: str) -> Relation:
    try:
        return Relation(name)
    except ValueError:
        raise UsageError(
            f"unknown relation {_show(name)}", where=where, help=f"one of {', '.join(Relation)}"
        ) from None


def watches(watch_list: WatchList, situation: Situation) -> bool:
    """Tell whether a situation matches an entry of the watch list."""
    return any(_watches(watch, situation) for watch in watch_list.watches)


def _watches(watch: Watch, situation: Situation) -> bool:
    if watch.relations and situation.relation not in watch.relations:
        return False
    entities = [entity for entity in (situation.subject, situation.object) if entity is not None]
    if watch.actors and not any(_names_entity(name, entity) for name in watch.actors for entity in entities):
        return False
    return not watch.places or any(_names_place(name, situation.place, entities) for name in watch.places)


def _names_entity(name: str, entity: Entity) -> bool:
    if name in (entity.id, entity.code, entity.country):
        return True
    folded, words = fold_name(name), fold_name(entity.name)
    return bool(folded) and f" {folded} " in f" {words} "


def _names_place(name: str, place: Toponym | None, entities: Iterable[Entity]) -> bool:
    if place is not None:
        codes = {str(place.geonameid), place.country} - {"", "None"}
        loose = fold_loosely(name)
        if name in codes or (loose and loose in {fold_loosely(place.name), fold_loosely(place.text)}):
            return True
    return any(
        name == entity.country or _names_entity(name, entity) for entity in entities if entity.kind == "place"
    )
