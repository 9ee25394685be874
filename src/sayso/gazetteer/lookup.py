"""Look-up of names in the gazetteer: one SQLite file, opened on first use, read-only and memory-mapped."""

import hashlib
import sqlite3
import threading
from functools import lru_cache
from pathlib import Path

from sayso.errors import MissingModelError
from sayso.gazetteer.name_keys import fold_loosely, fold_name
from sayso.gazetteer.own_names import own_bodies, own_keys, own_version
from sayso.gazetteer.records import Body, BodyKind, NameKind, Place, Title

__all__ = [
    "capital_of",
    "country_of",
    "find_bodies",
    "find_body",
    "find_country",
    "find_place",
    "find_places",
    "find_places_loosely",
    "gazetteer_version",
    "gender_of",
    "is_ordinary",
    "longest_key",
    "sector_of",
    "title_of",
]

PATH = Path(__file__).with_name("gazetteer.sqlite")
_PLACE_NAMES = (NameKind.NAME, NameKind.ALIAS, NameKind.PEOPLE, NameKind.LOOSE, NameKind.SHORT)
_local = threading.local()


def _database() -> sqlite3.Connection:
    """Return this thread's connection; the file never changes while it is open."""
    db: sqlite3.Connection | None = getattr(_local, "db", None)
    if db is None:
        if not PATH.exists():
            raise MissingModelError(
                f"the gazetteer {PATH.name} is not installed", help="pip install --force-reinstall sayso"
            )
        db = sqlite3.connect(f"file:{PATH.as_posix()}?mode=ro&immutable=1", uri=True)
        db.execute("PRAGMA mmap_size=268435456")
        _local.db = db
    return db


def gazetteer_version() -> str:
    """Return a hash of the gazetteer's file and of the user's names, on which readings depend."""
    return "+".join(filter(None, (_shipped_version(), own_version())))


@lru_cache(maxsize=1)
def _shipped_version() -> str:
    return hashlib.sha256(PATH.read_bytes()).hexdigest()[:12] if PATH.exists() else "missing"


def find_places(name: str) -> tuple[Place, ...]:
    """Return the places of this name or adjective: countries and regions, main names, then by population.

    >>> find_places("Erbil")[0].country
    'IRQ'
    """
    found = _places(fold_name(name))
    if any(place.named is NameKind.SHORT for place in found):
        forms = _short_forms()
        return tuple(
            place for place in found if place.named is not NameKind.SHORT or (name, place.id) in forms
        )
    return found


@lru_cache(maxsize=1)
def _short_forms() -> frozenset[tuple[str, int]]:
    """Return the required spellings of short forms, also without a last full stop (it may end a sentence)."""
    rows = _database().execute("SELECT form, place FROM short").fetchall()
    return frozenset(rows) | frozenset((form.rstrip("."), place) for form, place in rows)


def find_places_loosely(name: str) -> tuple[Place, ...]:
    """Return the places whose name matches this one after loose folding, some of them wrongly."""
    return _places("~" + fold_loosely(name))


@lru_cache(maxsize=32768)
def _places(key: str) -> tuple[Place, ...]:
    rows = _database().execute(
        "SELECT id, name, lat, lon, country, feature, admin1, admin2, population, kind "
        "FROM alias JOIN place ON place.id = alias.place WHERE key = ? "
        "ORDER BY place.id > 0 AND feature NOT IN ('PCLI', 'PCLD', 'CONT', 'ZN'), kind > 0, "
        "population DESC, id",
        (key,),
    )
    return tuple(_place(row) for row in rows)


@lru_cache(maxsize=8192)
def find_place(place: int) -> Place | None:
    """Return the place of this id, or None."""
    row = (
        _database()
        .execute(
            "SELECT id, name, lat, lon, country, feature, admin1, admin2, population, 0 "
            "FROM place WHERE id = ?",
            (place,),
        )
        .fetchone()
    )
    return _place(row) if row else None


def capital_of(country: str) -> Place | None:
    """Return the capital of the country with this ISO3 code, or None.

    >>> capital_of("SYR").name
    'Damascus'
    """
    return _capitals().get(country)


@lru_cache(maxsize=1)
def _capitals() -> dict[str, Place]:
    """Return the capitals by country; of two, the larger one."""
    rows = _database().execute(
        "SELECT id, name, lat, lon, country, feature, admin1, admin2, population, 0 "
        "FROM place WHERE feature = 'PPLC' ORDER BY population, id"
    )
    return {place.country: place for place in map(_place, rows)}


def _place(row: tuple[int, str, int, int, str, str, int, int, int, int]) -> Place:
    return Place(
        id=row[0],
        name=row[1],
        lat=row[2] / 10_000,
        lon=row[3] / 10_000,
        country=row[4],
        feature=row[5],
        admin1=row[6],
        admin2=row[7],
        population=row[8],
        named=_PLACE_NAMES[row[9]],
    )


def find_bodies(name: str) -> tuple[Body, ...]:
    """Return all bodies of this name, the user's first; those whose capitals are binding only if written so.

    >>> [body.key for body in find_bodies("ISIL")]
    ['group/islamic-state']
    """
    own = own_bodies(fold_name(name))
    return own or _shipped_bodies(name)


@lru_cache(maxsize=32768)
def _shipped_bodies(name: str) -> tuple[Body, ...]:
    key = fold_name(name)
    found = _bodies(key) or (_bodies("~" + fold_loosely(name)) if " " in key else ())
    shown: dict[str, Body] = {}
    for body in found:
        if not body.written or body.written == name:
            shown.setdefault(body.key, body)
    return tuple(shown.values())


@lru_cache(maxsize=32768)
def _bodies(key: str) -> tuple[Body, ...]:
    rows = _database().execute(
        "SELECT body.key, body.name, body.kind, code, country, sector, language, gender, roles, "
        "body_name.kind, written FROM body_name JOIN body ON body.id = body WHERE body_name.key = ? "
        "ORDER BY body.id, written",
        (key,),
    )
    return tuple(_body(row) for row in rows)


def _body(row: tuple[str, str, str, str, str, str, str, str, str, str, str]) -> Body:
    roles = (tuple(role.split(":")) for role in row[8].split(";") if role)
    return Body(
        key=row[0],
        name=row[1],
        kind=BodyKind(row[2]),
        code=row[3],
        country=row[4],
        sector=row[5],
        language=row[6],
        gender=row[7],
        roles=tuple((sector, first, last) for sector, first, last in roles),
        named=NameKind(row[9]),
        written=row[10],
    )


def find_body(name: str) -> Body | None:
    """Return the one body of this name that is most likely meant, or None; people only under a full name."""
    found = [body for body in find_bodies(name) if body.named not in (NameKind.CAPITAL, NameKind.SURNAME)]
    return min(found, key=lambda body: _RANK[body.kind], default=None)


_RANK = {
    BodyKind.COUNTRY: 0,
    BodyKind.ORGANIZATION: 1,
    BodyKind.GROUP: 2,
    BodyKind.OFFICE: 3,
    BodyKind.OUTLET: 4,
    BodyKind.PERSON: 5,
}


@lru_cache(maxsize=1024)
def country_of(code: str) -> Body | None:
    """Return the country of an ISO3 code, or None.

    >>> country_of("SYR").name
    'Syria'
    """
    row = (
        _database()
        .execute(
            "SELECT key, name, kind, code, country, sector, language, gender, roles, 'name', '' FROM body "
            "WHERE key = ? AND kind = 'country'",
            (f"country/{code}",),
        )
        .fetchone()
    )
    return _body(row) if row else None


def find_country(name: str) -> Body | None:
    """Return the country that a name, adjective or people's name stands for, or None.

    >>> find_country("Iraqis").code
    'IRQ'
    """
    countries = [body for body in find_bodies(name) if body.kind is BodyKind.COUNTRY]
    return next((body for body in countries if body.named is not NameKind.CAPITAL), None)


def longest_key(phrase: str) -> str:
    """Return the longest key of the gazetteer that begins a folded phrase; "" if none does."""
    return max(_longest_shipped(phrase), own_keys(phrase), key=len)


@lru_cache(maxsize=32768)
def _longest_shipped(phrase: str) -> str:
    """Descend the sorted keys in one or two steps, instead of a look-up for each number of words."""
    return max((_longest(table, phrase) for table in ("alias", "body_name")), key=len)


def _longest(table: str, phrase: str) -> str:
    statement = f"SELECT key FROM {table} WHERE key <= ? ORDER BY key DESC LIMIT 1"  # noqa: S608 - own words
    while phrase:
        row = _database().execute(statement, (phrase,)).fetchone()
        if row is None:
            return ""
        key: str = row[0]
        if phrase == key or phrase.startswith(key + " "):
            return key
        phrase = _shared_words(phrase, key)
    return ""


def _shared_words(phrase: str, key: str) -> str:
    """Return the words at the start of `phrase` that can still begin with a smaller key than `key`."""
    words, key_words = phrase.split(), key.split()
    n = 0
    while n < len(words) and n < len(key_words) and words[n] == key_words[n]:
        n += 1
    return " ".join(words[: min(n, len(words) - 1)])


@lru_cache(maxsize=1)
def _sectors() -> dict[str, str]:
    return dict(_database().execute("SELECT word, sector FROM sector").fetchall())


@lru_cache(maxsize=1)
def _titles() -> dict[str, Title]:
    rows = _database().execute("SELECT word, sector, gender FROM title").fetchall()
    return {word: Title(word=word, sector=sector, gender=gender) for word, sector, gender in rows}


def sector_of(word: str) -> str:
    """Return the PLOVER sector that a word or phrase for a group or post stands for, or "".

    >>> sector_of("troops"), sector_of("foreign ministry"), sector_of("weather")
    ('MIL', 'GOV', '')
    """
    return _sectors().get(word.lower(), "")


def title_of(word: str) -> Title | None:
    """Return the entry of a title ("Gen.", "prime minister"), or None.

    >>> title_of("Gen.").sector
    'MIL'
    """
    return _titles().get(fold_name(word))


@lru_cache(maxsize=8192)
def gender_of(given_name: str) -> str:
    """Return the gender of a first name: `m`, `f`, or "" if it is unknown or both.

    >>> gender_of("Angela"), gender_of("Vladimir"), gender_of("Kim")
    ('f', 'm', '')
    """
    row = _database().execute("SELECT gender FROM given WHERE name = ?", (fold_name(given_name),)).fetchone()
    return row[0] if row else ""


@lru_cache(maxsize=1)
def _ordinary() -> frozenset[str]:
    return frozenset(row[0] for row in _database().execute("SELECT word FROM ordinary"))


def is_ordinary(word: str) -> bool:
    """Return whether a name is also an ordinary word that news text writes in small letters.

    >>> is_ordinary("Bank"), is_ordinary("Erbil")
    (True, False)
    """
    return fold_name(word) in _ordinary()
