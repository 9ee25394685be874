"""Places by geotext, which names cities with their country, and countries; not where they stand."""

import re
from typing import Any

from benchmarks.peers.geonames import Places
from benchmarks.peers.protocol import Answer, Row, Tool, each, serve


def load(setting: str) -> Tool:
    """Every whole-word mention of what it names, and where GeoNames has it."""
    from geotext import GeoText

    places, index = Places(), GeoText.index

    def find(row: Row) -> Answer:
        found = GeoText(row["text"])
        known = {name: places.town(name, index.cities[name.lower()]) for name in found.cities}
        known |= {name: places.country(name, index.countries[name.lower()]) for name in found.countries}
        return {"toponyms": _mentions(row["text"], known)}

    return each(find)


def _mentions(text: str, known: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    names = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    if not names:
        return []
    matches = re.finditer(rf"\b(?:{names})\b", text)
    return [{"start": match.start(), "end": match.end(), **known[match.group()]} for match in matches]


if __name__ == "__main__":
    serve("geotext", load)
