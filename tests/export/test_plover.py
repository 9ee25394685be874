"""PLOVER's JSON fields (manual 1.3, chapter 6)."""

import json
import re

import pytest
from msgspec.structs import replace
from tests.export.made import TEXT, at, export, make_told, withdrawal

from sayso.model import Event, Quantity, Status, TimeExpression

# Tables 6.1 to 6.6 of the manual, and ours.
RECORD = {
    *("id", "has_event", "date", "time", "enddate", "endtime", "actor", "recipient", "event", "event_loc"),
    *("event_text", "quad_code", "event_scale", "mode", "context", "link", "text", "text_info", "cite_info"),
    *("coder", "coded_date", "coded_time", "comment", "size"),
}
ENTITY = {"code", "sector", "entity_text", "identifier_id", "identifier_text"}
TEXT_INFO = {"sequence", "start", "end", "text_story"}
CITE_INFO = {
    *("corpus", "citation", "url", "title", "language", "publication", "license", "copyright", "coder"),
    *("codebook", "version"),
}
LOCATION = {
    *(
        "extracted_place",
        "resolved_place",
        "geonameid",
        "lat",
        "lon",
        "city",
        "district",
        "province",
        "country",
    ),
    *("country_code", "feature_class", "feature_code", "resolution"),
}


def record(told):
    (line,) = export("plover-jsonl", [told])[""].splitlines()
    return json.loads(line)


def test_fields_are_those_of_the_manual_and_ours():
    found = record(withdrawal())
    assert set(found) - RECORD == {"sayso"}
    assert set(found["actor"][0]) <= ENTITY
    assert set(found["event_loc"]) <= LOCATION
    assert set(found["text_info"]) <= TEXT_INFO
    assert set(found["cite_info"]) <= CITE_INFO


def test_claim_as_a_record():
    found = record(withdrawal())
    assert found["date"] == "2030-03-18"
    assert (found["event"], found["mode"], found["quad_code"], found["event_scale"]) == (
        ["RETREAT"],
        ["withdraw"],
        2,
        7.6,
    )
    assert found["actor"] == [
        {
            "code": "IRQ",
            "sector": "MIL",
            "entity_text": "Iraqi troops",
            "identifier_id": "country/IRQ",
            "identifier_text": "Iraq troops",
        }
    ]
    assert found["event_text"] == ["withdrew"]
    assert TEXT[found["text_info"]["start"] : found["text_info"]["end"]].startswith("Iraqi troops withdrew")
    assert found["cite_info"]["codebook"] == "plover-base-1.3"
    assert found["sayso"]["source_chains"] == [["Omar Haddad", "Sahar News"]]


def test_place_of_a_record():
    found = record(withdrawal())["event_loc"]
    assert (found["extracted_place"], found["resolved_place"], found["geonameid"]) == (
        "Erbil",
        "Erbil",
        95446,
    )
    assert (found["country"], found["country_code"]) == ("Iraq", "IRQ")
    assert (found["feature_class"], found["feature_code"], found["resolution"]) == ("P", "PPL", 4)


def test_required_fields_are_there_when_nothing_is_known():
    found = record(make_told(event=Event(type="DECIDE")))
    assert (found["date"], found["actor"], found["event"]) == (None, [], ["DECIDE"])
    assert re.fullmatch(r"E_[0-9a-f]{20}", found["id"])
    assert not {"quad_code", "event_scale", "event_loc", "recipient"} & set(found)


def test_longer_time_has_an_end():
    march = TimeExpression(**at(TEXT, "Monday"), value="2030-03", first="2030-03-01", last="2030-03-31")
    found = record(make_told(time=march))
    assert (found["date"], found["enddate"]) == ("2030-03-01", "2030-03-31")


def test_clock_time_makes_a_whole_with_its_date():
    noon = TimeExpression(
        **at(TEXT, "Monday"), value="2030-03-18T12:00", first="2030-03-18", last="2030-03-18"
    )
    found = record(make_told(time=noon))
    assert (found["date"], found["time"]) == ("2030-03-18", "12:00")
    night = replace(noon, value="2030-03-18TNI")
    assert "time" not in record(make_told(time=night))


@pytest.mark.parametrize(
    ("known", "size"),
    [
        ({"value": 107}, 107),
        ({"value": 0}, 0),
        ({"value": 50, "approximate": True}, "~50"),
        ({"min": 107}, ">=107"),
        ({"max": 9}, "<=9"),
        ({"min": 3, "max": 9}, "3-9"),
        ({"approximate": True}, "At least 107"),
    ],
)
def test_numbers_keep_their_bounds(known, size):
    amount = Quantity(**at(TEXT, "At least 107"), unit="killed", **known)
    assert record(make_told(quantities=(amount,)))["size"] == {"dead": size}


def test_planned_event_is_reduced_and_its_own_type_kept_beside():
    found = record(withdrawal(status=Status.PLANNED))
    assert (found["event"], found.get("mode")) == (["CONCEDE"], None)
    assert (found["sayso"]["type"], found["sayso"]["status"]) == ("RETREAT", "planned")
