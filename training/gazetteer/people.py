"""Office-holders from the Phoenix actor dictionaries and REIGN, and agent words from Phoenix."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from training.gazetteer.codes import CODE_LINE, period, sector

__all__ = ["Person", "Role", "phoenix_agents", "phoenix_people", "reign_leaders"]

Role = tuple[str, str, str]  # sector, first day, last day
Person = tuple[str, list[str], str, list[Role]]  # country, names, gender, roles

# People who left every post before this day are left out: news archives hardly reach further back.
EARLIEST = "1993-01-01"
TITLES = {
    "Mr", "Mrs", "Ms", "Dr", "President", "Minister", "Prime", "General", "King", "Senator",
    "Secretary", "Sir", "Lord", "Chancellor", "Premier", "Queen", "Prince", "Emir", "Sultan",
    "Sheikh", "Foreign", "Defense", "Defence", "Colonel", "Vice", "Deputy", "Russian", "Israeli",
    "Iraqi", "Leader",
}  # fmt: skip
PARTICLES = {
    "al",
    "el",
    "bin",
    "ibn",
    "de",
    "da",
    "van",
    "von",
    "der",
    "den",
    "abu",
    "ul",
    "ur",
    "ud",
    "ould",
}


def phoenix_people(path: Path, countries: set[str]) -> Iterator[Person]:
    """Give every person with a dated post."""
    for names, codes in _entries(path):
        roles, home = [], ""
        for code, dates in codes:
            if not dates.strip() or code[:3] not in countries:
                continue
            first, last = period(dates)
            home = home or code[:3]
            roles.append((sector(code), first, last))
        posts = [role for role in roles if role[0] not in ("", "ELI")]
        names = [name for name in names if 2 <= len(name.split()) <= 5 and name.split()[0] not in TITLES]
        if names and posts and any(not last or last >= EARLIEST for _, _, last in posts):
            yield home, names, "", sorted(set(posts), key=lambda role: (role[1], role[2], role[0]))


def reign_leaders(path: Path, iso3: dict[str, str]) -> Iterator[Person]:
    """Give the heads of state and government who left since `EARLIEST`."""
    with path.open(encoding="utf-8", errors="replace", newline="") as lines:
        for row in csv.DictReader(lines):
            country = iso3.get(row["stateabb"], "")
            if not country or not row["syear"].isdigit():
                continue
            first = f"{int(row['syear']):04}-{int(row['smonth'] or 1):02}-01"
            last = ""
            if row["eyear"].isdigit():
                last = f"{int(row['eyear']):04}-{int(row['emonth'] or 12):02}-28"
            if last and last < EARLIEST:
                continue
            gender = {"1": "m", "0": "f"}.get(row["gender"].strip(), "")
            yield country, [" ".join(row["leader"].split())], gender, [("GOV", first, last)]


def phoenix_agents(path: Path) -> Iterator[tuple[str, str]]:
    """Give (word or phrase in lower case, PLOVER sector)."""
    persons = ["man", "men", "woman", "women", "person"]
    ministers = ["minister", "ministers", "ministry", "ministries"]
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        match = re.match(r"^([A-Z][^\[#{]*?)(?:\{([^}]*)\})?\s*\[~([A-Z]+)\]", line)
        if not match:
            continue
        code = sector("~~~" + match[3])
        if not code:
            continue
        for form in filter(None, (match[1], match[2])):
            word = form.strip().rstrip("_").replace("_", " ").lower().strip()
            for mark, forms in (("!person!", persons), ("!minist!", ministers)):
                if mark in word:
                    yield from ((word.replace(mark, noun), code) for noun in forms)
                    break
            else:
                yield word, code


def _entries(path: Path) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    names: list[str] = []
    codes: list[tuple[str, str]] = []
    for raw in path.read_text(encoding="utf-8", errors="replace").splitlines():
        line = raw.split("#")[0].rstrip()
        if not line.strip():
            continue
        if not line.startswith(("\t", " ", "+")):
            if names:
                yield names, codes
            names, codes = [], []
        found = CODE_LINE.findall(line)
        codes += found
        name = re.sub(r"\[.*", "", line).strip().lstrip("+").strip("_ ")
        if name and not line.startswith(("\t", " ")):
            names.append(_written(name))
    if names:
        yield names, codes


def _written(name: str) -> str:
    """Return `AHMAD_HASSAN_AL_BAKR_` as a press text would write it: `Ahmad Hassan al-Bakr`."""
    words = name.replace("_", " ").split()
    out: list[str] = []
    for word in words:
        word = "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))
        if out and out[-1] == "al":
            out[-1] = f"al-{word}"
        else:
            out.append(word.lower() if out and word.lower() in PARTICLES else word)
    return " ".join(out)
