"""GeoJSON (RFC 7946): a feature for each claim and place, and one without geometry for a claim without."""

from collections.abc import Iterable, Iterator

from sayso.export.chunks import Chunk, json_items
from sayso.model import SourcedClaim, Toponym
from sayso.tables import claim_rows

__all__ = ["encode", "features"]

# Properties of a feature's own place.
_OF_PLACE = ("country", "geonameid", "lat", "lon", "feature")


def encode(claims: Iterable[SourcedClaim]) -> Iterator[Chunk]:
    """Write a feature collection, one feature a line."""
    found = (feature for sourced in claims for feature in features(sourced))
    yield from json_items("", {"type": "FeatureCollection"}, "features", found)


def features(sourced: SourcedClaim) -> Iterator[dict[str, object]]:
    """Yield a claim's features; their properties are the columns of the flat claim table and the place's."""
    properties = next(claim_rows([sourced]))
    for number, place in enumerate(sourced.claim.places or (None,)):
        yield {
            "type": "Feature",
            "id": f"{sourced.report.id}/{sourced.claim.id}/{number}",
            "geometry": _point(place),
            "properties": {**properties, **_of_place(place)},
        }


def _point(place: Toponym | None) -> dict[str, object] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _of_place(place: Toponym | None) -> dict[str, object]:
    if place is None:
        return {}
    own: dict[str, object] = {name: getattr(place, name) for name in _OF_PLACE}
    return {**own, "place": place.name, "place_words": place.text, "place_confidence": place.confidence}
