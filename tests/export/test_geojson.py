"""GeoJSON as RFC 7946 has it."""

import json

from tests.export.made import TEXT, at, export, make_told, withdrawal

from sayso.export import claim_rows
from sayso.model import Toponym


def collection(*told):
    return json.loads(export("geojson", told)[""])


def place(name, lat, lon):
    return Toponym(**at(TEXT, name), name=name, lat=lat, lon=lon, country="IRQ")


def test_structure_is_that_of_rfc_7946():
    found = collection(withdrawal(), make_told())
    assert set(found) == {"type", "features"}
    assert found["type"] == "FeatureCollection"
    for feature in found["features"]:
        assert set(feature) == {"type", "id", "geometry", "properties"}
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert isinstance(feature["properties"], dict)
        geometry = feature["geometry"]
        if geometry is not None:
            assert set(geometry) == {"type", "coordinates"}
            assert geometry["type"] == "Point"
            lon, lat = geometry["coordinates"]
            assert -180 <= lon <= 180
            assert -90 <= lat <= 90


def test_longitude_comes_first():
    (feature,) = collection(withdrawal())["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [44.01, 36.19]}


def test_claim_is_a_feature_for_each_of_its_places():
    told = make_told(places=(place("Erbil", 36.19, 44.01), place("Iraqi", 0.0, 0.0)))
    features = collection(told)["features"]
    assert [one["geometry"]["coordinates"] for one in features] == [[44.01, 36.19], [0.0, 0.0]]
    assert [one["properties"]["place"] for one in features] == ["Erbil", "Iraqi"]
    assert len({one["id"] for one in features}) == 2


def test_claim_without_a_place_is_there_without_geometry():
    (feature,) = collection(make_told())["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["trigger"] == "withdrew"


def test_place_that_is_not_resolved_has_no_geometry():
    (feature,) = collection(make_told(places=(place("Erbil", None, None),)))["features"]
    assert feature["geometry"] is None
    assert feature["properties"]["place"] == "Erbil"


def test_ids_tell_two_reports_of_one_document_apart():
    features = collection(withdrawal(publisher="A"), withdrawal(publisher="B"))["features"]
    assert len({one["id"] for one in features}) == 2


def test_properties_hold_the_flat_claim_table():
    told = withdrawal()
    (feature,) = collection(told)["features"]
    assert next(claim_rows([told])).items() <= feature["properties"].items()
