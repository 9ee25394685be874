"""POLECAT's 40 columns, and ours."""

import csv
import io

from msgspec.structs import replace
from tests.export.made import COLUMNS, TEXT, USA, at, export, grouped, make_told, withdrawal

from sayso.model import Certainty, Participant, Status, TimeExpression

HEADER = COLUMNS["polecat"]


def rows(told):
    text = export("polecat", told)[""].decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter="\t", strict=True))


def row(told):
    (found,) = rows([told])
    return found


def test_columns_are_polecats_then_ours():
    assert export("polecat", [])[""].decode() == "\t".join(HEADER) + "\r\n"
    assert HEADER.index("Version") == 39


def test_event_of_a_claim():
    told = withdrawal()
    found = row(told)
    assert {name: found[name] for name in HEADER[1:7]} == {
        "Event Date": "2030-03-18",
        "Event Type": "RETREAT",
        "Event Mode": "withdraw",
        "Intensity": "7.6",
        "Quad Code": "MATERIAL COOPERATION",
        "Contexts": "",
    }
    assert (found["Status"], found["Negated"]) == ("occurred", "false")
    assert TEXT[int(found["Span Start"]) : int(found["Span End"])] == "withdrew"
    assert (found["Claim ID"], found["Report ID"]) == (told.claim.id, told.report.id)


def test_roles_of_a_claim():
    found = row(withdrawal())
    assert (found["Actor Name"], found["Actor Name Raw"]) == ("Iraq troops", "Iraqi troops")
    assert (found["Actor Country"], found["Actor COW"]) == ("IRQ", "645")
    assert (found["Primary Actor Sector"], found["Actor Sectors"]) == ("MIL", "MIL")
    assert (found["Recipient Name"], found["Recipient Title"]) == ("Omar Haddad", "deputy")
    assert found["Recipient Name Raw"] == "deputy Omar Haddad"
    assert (found["Recipient Country"], found["Recipient COW"]) == ("", "")


def test_several_actors_stand_side_by_side():
    iraq = withdrawal().claim.actors[0]
    both = (iraq, Participant(**at(TEXT, "Sahar News"), entity=USA))
    found = row(make_told(actors=both))
    assert (found["Actor Name"], found["Actor Country"]) == ("Iraq troops; United States", "IRQ; USA")
    assert (found["Actor COW"], found["Actor Sectors"]) == ("645; 2", "MIL; GOV")
    assert found["Primary Actor Sector"] == "MIL"


def test_place_of_a_claim():
    found = row(withdrawal())
    assert (found["Placename"], found["Raw Placename"], found["City"]) == ("Erbil", "Erbil", "Erbil")
    assert (found["District"], found["Province"]) == ("Arbīl", "")  # the gazetteer knows no province of it
    assert (found["Country"], found["Feature Type"], found["GeoNames ID"]) == ("IRQ", "PPL", "95446")
    assert (float(found["Latitude"]), float(found["Longitude"])) == (36.19, 44.01)


def test_story_and_source():
    found = row(withdrawal())
    assert (found["Source"], found["Publication Date"], found["Language"]) == (
        "The Karo Post",
        "2030-03-18",
        "en",
    )
    assert (found["Story People"], found["Story Organizations"]) == ("Omar Haddad", "Iraq troops")
    assert found["Story Locations"] == "Erbil"
    assert found["Source Chain"] == "Omar Haddad via Sahar News"
    assert found["Version"] == "sayso 0 fast"


def test_no_date_in_the_text_is_no_date():
    assert row(make_told())["Event Date"] == ""
    unresolved = TimeExpression(**at(TEXT, "Monday"), value="XXXX-WXX-1")
    assert row(make_told(time=unresolved))["Event Date"] == ""


def test_source_without_a_name_is_its_host():
    told = withdrawal(publisher=None, url="https://karo.example.org/a?b=c")
    assert row(told)["Source"] == "karo.example.org"


def test_planned_events_are_reduced_and_their_status_kept():
    found = row(withdrawal(status=Status.PLANNED))
    assert (found["Event Type"], found["Event Mode"], found["Status"]) == ("CONCEDE", "", "planned")
    assert (found["Intensity"], found["Quad Code"]) == ("5.0", "VERBAL COOPERATION")


def test_id_of_an_event_told_once_tells_reports_apart_and_not_readers():
    told = withdrawal()
    again = replace(told, claim=replace(told.claim, id="c_other", certainty=Certainty.POSSIBLE))
    assert row(again)["Event ID"] == row(told)["Event ID"]
    assert row(withdrawal(publisher="Another"))["Event ID"] != row(told)["Event ID"]


def test_id_and_independent_sources_are_those_of_the_group():
    told = withdrawal()
    assert row(told)["Independent Sources"] == "1"
    found = row(grouped(told, "g", 1, independent_sources=4))
    assert (found["Event ID"], found["Independent Sources"]) == ("g", "4")


def test_unsaid_source_is_no_name():
    unsaid = make_told(chains=(("a1",),), attributions=(withdrawal().attributions[1],))
    assert row(unsaid)["Source Chain"] == "Sahar News"
    assert row(make_told())["Source Chain"] == ""
