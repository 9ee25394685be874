"""FollowTheMoney: entities and statements, against its own schema where the library is installed."""

import csv
import io
import json
from pathlib import Path

import pytest
from msgspec.structs import replace
from tests.export.made import HOSTILE, TEXT, at, export, grouped, hostile, make_told, withdrawal

from sayso.codebook import read_codebook
from sayso.engine import Record
from sayso.export.ftm import STATEMENT_COLUMNS
from sayso.ingest import Refusal, read_inputs
from sayso.model import Quantity, Status, TimeExpression

EXAMPLES = Path(__file__).parents[2] / "examples" / "reports"
SCHEMATA = {"Article", "Event", "Person", "Organization", "PublicBody", "Address", "Mention", "Documentation"}


def entities(*told):
    lines = export("ftm", told)["entities.ftm.json"].split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def of(schema, found):
    return [one for one in found if one["schema"] == schema]


def statements(*told):
    text = export("ftm", told)["statements.csv"].decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_schemata_and_properties_are_followthemoneys():
    assert set(read_codebook("ftm")) == SCHEMATA
    for one in entities(withdrawal(), *(hostile(words) for words in HOSTILE)):
        assert set(one["properties"]) <= set(read_codebook("ftm")[one["schema"]])


def test_codebook_is_that_of_the_library():
    model = pytest.importorskip("followthemoney", reason="needs followthemoney").model
    for schema, properties in read_codebook("ftm").items():
        known = model.schemata[schema].properties
        assert {name: known[name].type.name for name in properties} == properties


def test_entities_are_taken_by_the_library_without_loss():
    model = pytest.importorskip("followthemoney", reason="needs followthemoney").model
    for one in entities(withdrawal(url="https://karo.example.org/a"), make_told(), hostile("plain words")):
        checked = model.get_proxy(one, cleaned=False)
        checked.schema.validate({"properties": checked.properties})
        assert checked.id == one["id"]
        kept = {name: sorted(values) for name, values in checked.properties.items()}
        assert kept == {name: sorted(values) for name, values in one["properties"].items()}


def test_statements_are_read_by_the_library_under_the_same_ids():
    serialize = pytest.importorskip("followthemoney.statement.serialize", reason="needs followthemoney")
    data = export("ftm", [withdrawal(), hostile('a,b\n"c"')])["statements.csv"]
    found = list(serialize.read_csv_statements(io.BytesIO(data)))
    assert len(found) == len(statements(withdrawal(), hostile('a,b\n"c"')))
    # A claim's own statements have ids of their own: two claims of an event may have a value in common.
    assert all(one.id == one.generate_key() for one in found if not one.origin and not one.original_value)
    assert not any(one.external for one in found)
    columns = pytest.importorskip("followthemoney.statement.serialize").CSV_COLUMNS
    assert list(STATEMENT_COLUMNS) == columns


def test_event_of_a_claim():
    (event,) = of("Event", entities(withdrawal(url="https://karo.example.org/a")))
    known = event["properties"]
    assert known["name"] == ["RETREAT/withdraw: withdrew"]
    assert known["date"] == ["2030-03-18"]
    assert (known["location"], known["country"]) == (["Erbil"], ["iq"])
    assert known["summary"][0].startswith("Iraqi troops withdrew")
    assert "status: occurred, certain" in known["notes"]
    assert "killed: At least 107" in known["notes"]
    assert known["sourceUrl"] == ["https://karo.example.org/a"]


def test_references_lead_to_entities():
    found = entities(withdrawal())
    ids = {one["id"] for one in found}
    types = read_codebook("ftm")
    for one in found:
        for name, values in one["properties"].items():
            if types[one["schema"]][name] == "entity":
                assert set(values) <= ids, (one["schema"], name)


def test_those_who_take_part_are_persons_and_bodies():
    found = entities(withdrawal())
    assert [one["properties"]["name"] for one in of("Person", found)] == [["Omar Haddad"]]
    assert [one["properties"]["name"] for one in of("PublicBody", found)] == [["Iraq troops"]]
    (event,) = of("Event", found)
    assert len(event["properties"]["involved"]) == 2


def test_event_is_named_by_its_label():
    told = [grouped(withdrawal(publisher=name), "g", 2) for name in "AB"]
    label = "Withdrawal of Iraqi troops from Erbil"
    labelled = [replace(one, group=replace(one.group, label=label)) for one in told]
    events = of("Event", entities(*labelled))
    assert {name for event in events for name in event["properties"]["name"]} == {label}


def test_words_without_an_entity_are_names_mentioned():
    (event,) = of("Event", entities(hostile("some men")))
    assert event["properties"]["namesMentioned"] == ["0 some men end"]


def test_documentation_says_who_claims_it_and_how_far_it_went():
    told = withdrawal(status=Status.PLANNED)
    (one,) = of("Documentation", entities(replace(told, claim=replace(told.claim, negated=True))))
    assert one["properties"]["role"] == ["Omar Haddad via Sahar News"]
    assert one["properties"]["status"] == ["planned, negated, certain"]
    (own,) = of("Documentation", entities(make_told()))
    assert own["properties"]["role"] == ["the report's own voice"]


def test_values_that_disagree_are_statements_side_by_side():
    one, other = withdrawal(publisher="A"), withdrawal(publisher="B")
    sunday = TimeExpression(**at(TEXT, "Monday"), value="2030-03-17", first="2030-03-17", last="2030-03-17")
    toll = Quantity(**at(TEXT, "107 people"), value=107, unit="killed")
    other = replace(other, claim=replace(other.claim, id="c_other", time=sunday, quantities=(toll,)))
    told = [grouped(one, "g", 2), grouped(other, "g", 2)]
    said = [row for row in statements(*told) if row["schema"] == "Event"]
    assert len({row["entity_id"] for row in said}) == 1
    assert [row["value"] for row in said if row["prop"] == "date"] == ["2030-03-18", "2030-03-17"]
    notes = [(row["value"], row["origin"]) for row in said if row["value"].startswith("killed")]
    assert notes == [("killed: At least 107", one.claim.id), ("killed: 107 people", "c_other")]


def test_same_value_of_two_reports_is_two_statements():
    told = [grouped(withdrawal(publisher=name), "g", 2) for name in "AB"]
    dates = [row for row in statements(*told) if row["prop"] == "date"]
    dates = [row for row in dates if row["schema"] == "Event"]
    assert [row["value"] for row in dates] == ["2030-03-18"] * 2
    assert len({row["id"] for row in dates}) == len({row["dataset"] for row in dates}) == 2


def test_statements_of_the_examples_have_one_id_each(fast, tmp_path):
    inputs = [one for one in read_inputs([str(EXAMPLES)]) if not isinstance(one, Refusal)]
    readings = list(fast.read(inputs))
    readings += [replace(one, report=replace(one.report, id=f"r_{n}")) for n, one in enumerate(readings)]
    with Record(str(tmp_path / "a.db"), tier="fast") as record:
        record.add(readings)
        rows = statements(*record.told())
    ids = [row["id"] for row in rows]
    assert len(ids) == len(set(ids)) > 1000
    assert len({tuple(row.values()) for row in rows}) == len(rows)


def test_claims_of_one_event_in_one_report_have_statements_of_their_own():
    told = withdrawal()
    other = replace(told, claim=replace(told.claim, id="c_other", key="k_other"))
    rows = statements(grouped(told, "g", 2), grouped(other, "g", 2))
    dates = [row for row in rows if (row["schema"], row["prop"]) == ("Event", "date")]
    assert [row["origin"] for row in dates] == [told.claim.id, "c_other"]
    assert len({row["id"] for row in rows}) == len(rows)


def test_made_value_keeps_the_words_it_was_made_from():
    (row,) = [row for row in statements(withdrawal()) if (row["schema"], row["prop"]) == ("Event", "date")]
    assert (row["value"], row["original_value"]) == ("2030-03-18", "Monday")


def test_what_a_report_names_comes_once_a_report():
    told = withdrawal()
    twice = [told, replace(told, claim=replace(told.claim, id="c_other", key="k_other"))]
    ids = [one["id"] for one in entities(*twice)]
    assert len(ids) == len(set(ids))
    assert len(of("Documentation", entities(*twice))) == 2


def test_known_entities_have_one_id_everywhere():
    one, other = withdrawal(), make_told("Iraqi troops withdrew.", actors=withdrawal().claim.actors)
    names = [found["id"] for found in entities(one, other) if found["schema"] == "PublicBody"]
    assert len(names) == 2
    assert len(set(names)) == 1


def test_local_entities_of_two_documents_are_two():
    one, other = hostile("first"), hostile("second")
    assert one.entities[0].id == other.entities[0].id
    assert len({found["id"] for found in of("Person", entities(one, other))}) == 2


def test_address_that_is_none_is_left_out():
    told = withdrawal(url="javascript:alert(1)")
    assert "sourceUrl" not in of("Article", entities(told))[0]["properties"]
