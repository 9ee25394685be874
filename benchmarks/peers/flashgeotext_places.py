"""Places by flashgeotext with the cities and countries that it comes with."""

from benchmarks.peers.geonames import Places
from benchmarks.peers.protocol import Answer, Row, Tool, each, serve


def load(setting: str) -> Tool:
    """Return a tool that locates each name found by GeoNames."""
    from flashgeotext.geotext import GeoText

    places, finder = Places(), GeoText()

    def find(row: Row) -> Answer:
        toponyms = []
        for kind, names in finder.extract(row["text"]).items():
            for name, mentions in names.items():
                where = places.country(name) if kind == "countries" else places.town(name)
                toponyms += [{"start": start, "end": end, **where} for start, end in mentions["span_info"]]
        return {"toponyms": toponyms}

    return each(find)


if __name__ == "__main__":
    serve("flashgeotext", load)
