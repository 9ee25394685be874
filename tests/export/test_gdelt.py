"""GDELT's two tables."""

import csv
import io
from itertools import permutations

import pytest
from msgspec.structs import replace
from tests.export.made import COLUMNS, TEXT, at, export, grouped, make_told, withdrawal

from sayso.codebook import read_codebook
from sayso.export import format_named
from sayso.export.cameo import code_event, goldstein, quad_class
from sayso.export.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from sayso.model import Entity, EntityKind, Event, Participant, Status, TimeExpression, Toponym

EVENTS, MENTIONS = COLUMNS["gdelt_events"], COLUMNS["gdelt_mentions"]


def tables(told):
    found = []
    for data, names in zip(export("gdelt", told).values(), (EVENTS, MENTIONS), strict=True):
        rows = list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter="\t", strict=True))
        assert all(len(row) == len(names) for row in rows)
        found.append([dict(zip(names, row, strict=True)) for row in rows])
    return found


def event(told):
    ((found,), _) = tables([told])
    return found


def test_columns_are_gdelts():
    assert list(EVENT_COLUMNS) == EVENTS
    assert list(MENTION_COLUMNS) == MENTIONS
    assert (len(EVENTS), len(MENTIONS)) == (61, 16)


def test_files_are_tabs_without_a_header_and_without_quotes():
    files = export("gdelt", [withdrawal()])
    assert list(files) == ["events.csv", "mentions.csv"]
    for data, columns in zip(files.values(), (61, 16), strict=True):
        assert data.endswith(b"\n")
        assert b'"' not in data
        assert b"\r" not in data
        assert data.count(b"\t") == columns - 1


def test_event_of_a_claim():
    found = event(withdrawal(url="https://karo.example.org/a"))
    assert (found["Day"], found["MonthYear"], found["Year"]) == ("20300318", "203003", "2030")
    assert found["FractionDate"] == "2030.2137"
    assert (found["EventCode"], found["EventBaseCode"], found["EventRootCode"]) == ("0874", "087", "08")
    assert (found["QuadClass"], found["GoldsteinScale"]) == ("2", "10.0")
    assert (found["NumMentions"], found["NumSources"], found["NumArticles"]) == ("1", "1", "1")
    assert (found["DATEADDED"], found["SOURCEURL"]) == ("20300318000000", "https://karo.example.org/a")
    assert found["AvgTone"] == ""


def test_actors_of_an_event():
    found = event(withdrawal())
    assert (found["Actor1Code"], found["Actor1Name"]) == ("IRQMIL", "Iraq troops")
    assert (found["Actor1CountryCode"], found["Actor1Type1Code"]) == ("IRQ", "MIL")
    assert (found["Actor2Code"], found["Actor2Name"]) == ("", "Omar Haddad")


def test_bodies_of_no_country_have_a_group_and_a_role():
    un = Entity(
        id="body/un", name="United Nations", kind=EntityKind.ORGANIZATION, code="UNO", gazetteer="body/un"
    )
    found = event(make_told(actors=(Participant(**at(TEXT, "Sahar News"), entity=un),)))
    assert (found["Actor1Code"], found["Actor1KnownGroupCode"], found["Actor1Type1Code"]) == (
        "IGOUNO",
        "UNO",
        "IGO",
    )
    assert found["Actor1CountryCode"] == ""


def test_place_of_an_event_has_fips_codes():
    found = event(withdrawal())
    assert (found["ActionGeo_Type"], found["ActionGeo_CountryCode"]) == ("4", "IZ")
    assert found["ActionGeo_Fullname"].startswith("Erbil, ")
    assert found["ActionGeo_Fullname"].endswith(", Iraq")
    assert (float(found["ActionGeo_Lat"]), float(found["ActionGeo_Long"])) == (36.19, 44.01)
    assert (found["Actor1Geo_Type"], found["Actor1Geo_Lat"]) == ("0", "")


@pytest.mark.parametrize(
    ("name", "geonameid", "country", "feature", "kind", "full", "adm1"),
    [
        ("Iraq", 99237, "IRQ", "PCLI", "1", "Iraq", "IZ"),
        ("Texas", 4736286, "USA", "ADM1", "2", "Texas, United States", "USTX"),
        ("Houston", 4699066, "USA", "PPL", "3", "Houston, Texas, United States", "USTX"),
        ("Nowhere", None, "", "", "4", "Nowhere", ""),
    ],
)
def test_kinds_of_places(name, geonameid, country, feature, kind, full, adm1):
    place = Toponym(
        **at(TEXT, "Erbil"),
        name=name,
        geonameid=geonameid,
        lat=1.0,
        lon=2.0,
        country=country,
        feature=feature,
    )
    found = event(make_told(places=(place,)))
    assert (found["ActionGeo_Type"], found["ActionGeo_Fullname"]) == (kind, full)
    assert found["ActionGeo_ADM1Code"] == adm1


def test_event_is_dated_as_exactly_as_its_text():
    march = TimeExpression(**at(TEXT, "Monday"), value="2030-03", first="2030-03-01", last="2030-03-31")
    found = event(make_told(time=march))
    assert (found["Day"], found["MonthYear"], found["Year"]) == ("", "203003", "2030")
    assert found["FractionDate"] == ""
    found = event(make_told())
    assert (found["Day"], found["MonthYear"], found["Year"]) == ("", "", "")


@pytest.mark.parametrize(
    ("type_", "modes", "status", "negated", "code"),
    [
        ("CONSULT", ("visit",), Status.OCCURRED, False, "042"),
        ("CONSULT", ("visit",), Status.PLANNED, False, "036"),
        ("AID", (), Status.PLANNED, False, "033"),
        ("RETREAT", ("withdraw",), Status.PLANNED, False, "035"),
        ("RETREAT", ("withdraw",), Status.DEMANDED, False, "105"),
        ("REQUEST", ("meet",), Status.DEMANDED, False, "106"),
        ("ASSAULT", ("aerial",), Status.ONGOING, False, "195"),
        ("ASSAULT", ("aerial",), Status.PLANNED, False, "138"),
        ("ASSAULT", ("aerial",), Status.HYPOTHETICAL, False, ""),
        ("ASSAULT", ("aerial",), Status.OCCURRED, True, ""),
        ("COERCE", ("cyber", "arrest"), Status.OCCURRED, False, "173"),
        ("INCIDENT", (), Status.OCCURRED, False, ""),
        ("DECIDE", (), Status.PLANNED, False, ""),
    ],
)
def test_codes_say_how_far_an_event_went(type_, modes, status, negated, code):
    told = make_told(event=Event(type=type_, mode=modes), status=status, negated=negated)
    assert code_event(told.claim) == code
    found = event(told)
    assert found["EventCode"] == code
    assert bool(found["QuadClass"]) == bool(found["GoldsteinScale"]) == bool(code)


def test_context_tells_codes_apart_where_there_is_no_mode():
    soldiers = make_told(event=Event(type="ASSAULT", context=("military",)))
    assert code_event(soldiers.claim) == "190"
    shells = make_told(event=Event(type="ASSAULT", mode=("heavy-weapons",), context=("military",)))
    assert code_event(shells.claim) == "194"


def test_every_code_has_a_goldstein_value_and_a_quad_class():
    book = read_codebook("cameo")
    codes = {
        code
        for table in ("codes", "by_context")
        for by_mode in book[table].values()
        for code in by_mode.values()
    }
    codes |= {*book["planned"].values(), *book["demanded"].values()}
    assert not [code for code in codes if goldstein(code) is None or quad_class(code) is None]
    assert set(book["goldstein"]) == codes


def test_every_plover_type_has_a_code_and_only_its_own_modes():
    plover, codes = read_codebook("plover"), read_codebook("cameo")["codes"]
    assert set(codes) == set(plover) - {"INCIDENT", "DECIDE"}
    assert all(set(modes) - {""} <= set(plover[type_]["modes"]) for type_, modes in codes.items())


def test_mention_of_a_claim():
    told = withdrawal(url="https://karo.example.org/a", published="2030-03-18T10:00:00+02:00")
    (found_event,), (found,) = tables([told])
    assert found["GlobalEventID"] == found_event["GlobalEventID"]
    assert found["MentionTimeDate"] == "20300318080000"
    assert (found["MentionType"], found["MentionSourceName"]) == ("1", "karo.example.org")
    assert found["MentionIdentifier"] == "https://karo.example.org/a"
    assert TEXT[int(found["Actor1CharOffset"]) :].startswith("Iraqi troops")
    assert TEXT[int(found["ActionCharOffset"]) :].startswith("withdrew")
    assert (found["SentenceID"], found["MentionDocLen"]) == ("2", str(len(TEXT)))
    assert "status:occurred;negated:false;" in found["Extras"]
    assert found["Extras"].endswith("sources:Omar Haddad via Sahar News")


def test_root_events_stand_in_the_lead():
    assert event(make_told(trigger="withdrew"))["IsRootEvent"] == "0"
    assert event(make_told(trigger="leave"))["IsRootEvent"] == "1"


def test_group_is_one_event_with_all_its_claims():
    told = [grouped(withdrawal(publisher=name, published=day), "g", 3, 2) for name, day in GROUPED]
    ((found,), mentions) = tables(told)
    assert (found["NumMentions"], found["NumArticles"], found["NumSources"]) == ("3", "3", "2")
    assert found["DATEADDED"] == "20300317000000"
    assert {one["GlobalEventID"] for one in mentions} == {found["GlobalEventID"]}


GROUPED = [("A", "2030-03-18"), ("B", "2030-03-17"), ("C", None)]


def test_order_of_claims_does_not_show_in_an_event():
    told = [grouped(withdrawal(publisher=name, published=day), "g", 3) for name, day in GROUPED]
    rows = {export("gdelt", order)["events.csv"] for order in permutations(told)}
    assert len(rows) == 1


def test_event_is_told_by_a_claim_that_has_a_code():
    denied = make_told(negated=True, trigger="leave")
    done = withdrawal(published="2031-01-01")
    ((found,), _) = tables([grouped(one, "g", 2) for one in (denied, done)])
    assert found["EventCode"] == "0874"


def test_event_has_the_day_and_place_of_a_claim_that_has_one():
    whole = withdrawal(published="2030-03-20")
    bare = withdrawal(published="2030-03-18", publisher="The Other Post")
    bare = replace(bare, claim=replace(bare.claim, time=None, places=()))
    for told in ([bare, whole], [whole, bare]):
        ((found,), _) = tables([grouped(one, "g", 2) for one in told])
        assert found["Day"] == "20300318"
        assert found["ActionGeo_Fullname"].startswith("Erbil")
        assert found["DATEADDED"] == "20300318000000"
    ((alone,), _) = tables([grouped(bare, "g", 1)])
    assert alone["Day"] == alone["ActionGeo_Fullname"] == ""


@pytest.mark.parametrize("claims", [5, None])
def test_group_that_is_never_complete_is_written_at_the_end(claims):
    told = grouped(withdrawal(), "g", claims)
    ((found,), _) = tables([told, told])
    assert found["NumMentions"] == "2"


def test_events_are_written_as_soon_as_their_claims_are_in():
    """Only events that are not complete are held: memory does not grow with their number."""
    first, second = withdrawal(publisher="A"), withdrawal(publisher="B")

    def coming():
        yield first
        yield second
        raise AssertionError("nothing was written before all claims were in")

    chunks = format_named("gdelt").encode(coming())
    assert [next(chunks).file for _ in range(3)] == ["mentions.csv", "events.csv", "mentions.csv"]


def test_same_document_in_two_outlets_is_two_events_while_nothing_groups_them():
    events, mentions = tables([withdrawal(publisher="A"), withdrawal(publisher="B")])
    assert len({one["GlobalEventID"] for one in events}) == len(mentions) == 2
