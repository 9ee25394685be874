"""On whom claims rest in the end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.relate.told_by_hand import named, ref, report_of, said, told

from sayso.model import CopyGroup, Entity, EntityKind, OriginKind, SourceKind
from sayso.relate.sources import find_origins

SPOKESWOMAN = (
    "Northgate Hospital spokeswoman Ruth Adler said two men were shot. Adler said they were shot in the leg."
)


def quoting(publisher: str, source: str, kind: EntityKind = EntityKind.ORGANIZATION, id: str = "", **known):
    """A report that quotes one source, by this name, on one shooting."""
    report = report_of(f"Two men were shot, {source} said.", publisher, **known)
    entity = named(report.text, source, kind, id)
    return told(report, "shot", said=(said(report.text, source, entity.entity()),), entities=(entity,))


def unsourced(publisher: str, text: str = "Two men were shot in Millbrook.", **known):
    return told(report_of(text, publisher, **known), "shot")


def test_two_outlets_that_quote_one_body_are_one_origin():
    origins = find_origins([quoting("BBC", "Harbour Police"), quoting("Daily Mail", "Harbour Police")], {})
    assert [one.name for one in origins] == ["Harbour Police"]
    assert origins[0].kind is OriginKind.SOURCE
    assert origins[0].why == "quoted by BBC and Daily Mail"
    assert len(origins[0].claims) == 2


def test_the_gazetteer_joins_what_is_named_in_two_ways():
    one = quoting("BBC", "the UN", id="organization/united-nations")
    other = quoting("Daily Mail", "the United Nations", id="organization/united-nations")
    assert len(find_origins([one, other], {})) == 1


def test_a_surname_is_the_only_person_of_that_name():
    one = quoting("BBC", "Ruth Adler", EntityKind.PERSON)
    other = quoting("Daily Mail", "Adler", EntityKind.PERSON)
    assert [one.name for one in find_origins([one, other], {})] == ["Ruth Adler"]


def test_a_surname_of_two_persons_is_neither():
    told_ = [
        quoting(*pair, EntityKind.PERSON)
        for pair in (("A", "Ruth Adler"), ("B", "Jan Adler"), ("C", "Adler"))
    ]
    assert len(find_origins(told_, {})) == 3


def test_who_speaks_for_a_body_is_that_body():
    report = report_of(SPOKESWOMAN, "BBC")
    hospital = named(report.text, "Northgate Hospital")
    adler = named(report.text, "Ruth Adler", EntityKind.PERSON)
    quoted = told(
        report,
        "shot.",
        said=(said(report.text, "Northgate Hospital spokeswoman Ruth Adler", adler.entity()),),
        entities=(hospital, adler),
    )
    origins = find_origins([quoted, quoting("Daily Mail", "Northgate Hospital")], {})
    assert [one.name for one in origins] == ["Northgate Hospital"]
    assert origins[0].why == "for whom Ruth Adler spoke; quoted by BBC and Daily Mail"


def test_who_spoke_for_a_body_once_is_not_that_body():
    report = report_of("Two men were shot, former Northgate Hospital chief Ruth Adler said.", "BBC")
    hospital = named(report.text, "Northgate Hospital")
    adler = named(report.text, "Ruth Adler", EntityKind.PERSON)
    source = said(report.text, "former Northgate Hospital chief Ruth Adler", adler.entity())
    quoted = told(report, "shot", said=(source,), entities=(hospital, adler))
    assert len(find_origins([quoted, quoting("Daily Mail", "Northgate Hospital")], {})) == 2


def test_the_police_are_the_only_police_that_are_named():
    bare = quoting("Daily Mail", "police", EntityKind.GROUP)
    assert [one.name for one in find_origins([quoting("BBC", "Harbour Police"), bare], {})] == [
        "Harbour Police"
    ]


def test_officials_without_a_name_are_one_body():
    one, other = (quoting(outlet, "officials", EntityKind.GROUP) for outlet in ("BBC", "Daily Mail"))
    assert len(find_origins([one, other], {})) == 1


def test_a_witness_is_another_one_for_each_outlet():
    one, other = (quoting(outlet, "a witness", EntityKind.GROUP) for outlet in ("BBC", "Daily Mail"))
    assert len(find_origins([one, other], {})) == 2


def test_the_innermost_source_counts_not_who_relays_it():
    report = report_of("Two men were shot, Ruth Adler told Sahar News.", "BBC")
    adler = named(report.text, "Ruth Adler", EntityKind.PERSON)
    outlet = named(report.text, "Sahar News")
    chain = (
        said(report.text, "Ruth Adler", adler.entity()),
        said(report.text, "Sahar News", outlet.entity(), id="a2"),
    )
    origins = find_origins([told(report, "shot", said=chain, entities=(adler, outlet))], {})
    assert [one.name for one in origins] == ["Ruth Adler"]


def test_talk_of_media_without_a_name_is_the_outlets_own_voice():
    report = report_of("Two men were shot, local media said.", "BBC")
    heard = told(report, "shot", said=(said(report.text, "local media", kind=SourceKind.MEDIA),))
    assert [(one.name, one.kind) for one in find_origins([heard], {})] == [("BBC", OriginKind.OUTLET)]


def test_an_agency_credited_is_one_origin_for_all_who_credit_it():
    one, other = (unsourced(outlet, credit=("Reuters",)) for outlet in ("BBC", "The Sun"))
    origins = find_origins([one, other], {})
    assert [(one.name, one.kind) for one in origins] == [("Reuters", OriginKind.AGENCY)]
    assert origins[0].why == "credited by BBC and The Sun; no source quoted"


def test_an_agency_that_is_quoted_is_one_with_those_who_credit_it():
    told_ = [quoting("BBC", "Reuters", id="outlet/reuters"), unsourced("The Sun", credit=("Reuters",))]
    assert [one.name for one in find_origins(told_, {})] == ["Reuters"]


def test_copies_are_one_origin():
    one, other = (
        unsourced("Cormorant Wire"),
        unsourced("The Sun", "Two men were shot in Millbrook, east of here."),
    )
    group = CopyGroup(id="g", reports=(one.report.id, other.report.id), original=one.report.id)
    origins = find_origins([one, other], {one.report.id: group, other.report.id: group})
    assert [(one.name, one.kind) for one in origins] == [("Cormorant Wire", OriginKind.COPY)]
    assert origins[0].why == "one text in Cormorant Wire and The Sun; no source quoted"


def test_a_copy_that_names_no_source_rests_on_the_text_it_copies():
    one, other = quoting("Cormorant Wire", "Harbour Police"), unsourced("The Sun")
    group = CopyGroup(id="g", reports=(one.report.id, other.report.id), original=one.report.id)
    quoted, text = find_origins([one, other], {one.report.id: group, other.report.id: group})
    assert (quoted.name, quoted.claims) == ("Harbour Police", (ref(one),))
    assert (text.name, text.kind, text.claims) == ("Cormorant Wire", OriginKind.OWN_WORDS, (ref(other),))


def test_an_outlet_that_quotes_no_one_is_an_origin_where_nobody_is_quoted():
    (origin,) = find_origins([unsourced("The Sun")], {})
    assert (origin.name, origin.kind) == ("The Sun", OriginKind.OUTLET)
    assert origin.why == "own report of The Sun; no source quoted"


def test_an_outlet_that_quotes_no_one_is_not_counted_beside_a_source():
    origins = find_origins([unsourced("The Sun"), quoting("BBC", "Harbour Police")], {})
    assert [(one.name, one.kind.is_counted) for one in origins] == [
        ("Harbour Police", True),
        ("The Sun", False),
    ]
    assert origins[1].why == "own words of The Sun, which may depend on a source quoted in another report"


def test_an_agency_is_counted_beside_a_source():
    wire = unsourced("The Sun", credit=("Cormorant Wire",))
    origins = find_origins([wire, quoting("BBC", "Harbour Police")], {})
    assert [(one.name, one.kind) for one in origins] == [
        ("Harbour Police", OriginKind.SOURCE),
        ("Cormorant Wire", OriginKind.AGENCY),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Undersheriff Ruth Adler", "police"),
        ("Harbour police", "officers"),
        ("Deputy District Attorney Ruth Adler", "prosecutors"),
        ("the District Attorney", "prosecutors"),
        ("NHPD", "North Harbour Police"),
    ],
)
def test_who_has_a_rank_is_the_body(one, other):
    person = "Ruth Adler" if "Adler" in one else ""
    kind = SourceKind.NAMED_PERSON if person else SourceKind.NAMED_ORGANIZATION
    claims = [described("BBC", one, kind, person), described("Daily Mail", other)]
    assert len(find_origins(claims, {})) == 1


@pytest.mark.parametrize("other", ["a defence attorney", "the Police Federation", "witnesses"])
def test_who_is_of_another_kind_is_not_the_police(other):
    claims = [
        described("BBC", "Harbour police", SourceKind.NAMED_ORGANIZATION),
        described("Daily Mail", other),
    ]
    assert len(find_origins(claims, {})) == 2


@pytest.mark.parametrize(
    ("text", "source", "trigger"),
    [
        ("Shooting in Millbrook\n\nTwo were shot dead, Harbour Police said.", "Harbour Police", "Shooting"),
        ("The blast hit 178 clinics. Western generals said it was shot at.", "Western generals", "blast"),
        ("Nine were hurt. Residents said the men were shot at noon.", "Residents", "hurt"),
    ],
)
def test_own_words_rest_on_the_report_not_on_those_it_quotes_for_other_claims(text, source, trigger):
    report = report_of(text, "Quayside Herald")
    quoted, own = told(report, "shot ", said=(said(text, source),)), told(report, trigger)
    origins = find_origins([own, quoted], {})
    assert [(one.name, one.kind, one.claims) for one in origins] == [
        (origins[0].name, OriginKind.SOURCE, (ref(quoted),)),
        ("Quayside Herald", OriginKind.OWN_WORDS, (ref(own),)),
    ]
    assert origins[1].why.startswith("own words of Quayside Herald, which may depend")


def described(publisher: str, source: str, kind: SourceKind | None = None, person: str = ""):
    """A report that quotes one source, without a gazetteer entry."""
    text = f"Two men were shot, {source} said."
    known = Entity(id="e1", name=person, kind=EntityKind.PERSON) if person else None
    return told(report_of(text, publisher), "shot", said=(said(text, source, known, kind),))


@pytest.mark.parametrize("words", ["the ministry", "the ministry’s spokesman"])
@pytest.mark.parametrize(("first", "last"), [("Kenya", "Peru"), ("Peru", "Kenya")])
def test_the_ministry_is_the_one_named_last_before_it(first, last, words):
    """Of two ministries in one report."""
    text = f"{first}’s foreign ministry said one died. {last}’s health ministry said two died."
    text += f" Three were shot, {words} said."
    report = report_of(text, "BBC")
    names = [f"{first}’s foreign ministry", f"{last}’s health ministry", words]
    scene = [
        told(report, cue, said=(said(text, name, None, SourceKind.NAMED_ORGANIZATION),))
        for cue, name in zip(("one died", "two died", "shot"), names, strict=True)
    ]
    origins = find_origins(scene, {})
    assert {one.name: len(one.claims) for one in origins} == {
        f"{first} foreign ministry": 1,
        f"{last} health ministry": 2,
    }


ONE_BODY = [
    ("the Iraqi health ministry", "Iraq’s Ministry of Health"),
    ("the health ministry", "the Lebanese Ministry of Public Health"),
    ("a foreign ministry spokesman", "the Ministry of Foreign Affairs"),
    ("the Norwegian defence ministry", "Norway's Ministry of Defense"),
    ("the ministry", "the Peruvian interior ministry"),
    ("the Kenyan foreign minister", "Kenya’s foreign ministry"),
    ("a spokeswoman for Harbour Rail", "Harbour Rail"),
    ("a Harbour Rail news release", "the chief executive of Harbour Rail"),
    ("Troy Police", "police"),
    ("USGS", "the US Geological Survey"),
    ("AFP", "Agence France-Presse"),
    ("the Red Cross", "the Lebanese Red Cross"),
]


@pytest.mark.parametrize(("one", "other"), ONE_BODY)
def test_a_body_under_two_names_is_one_origin(one, other):
    claims = [described("BBC", one), described("Daily Mail", other)]
    assert len(find_origins(claims, {})) == 1


TWO_BODIES = [
    ("the Iraqi health ministry", "the Iranian health ministry"),
    ("the health ministry", "the interior ministry"),
    ("the prime minister", "the foreign ministry"),
    ("the former health minister", "the health ministry"),
    ("the Northgate Hospital", "the Eastgate Hospital"),
    ("a passenger", "a baker"),
]


@pytest.mark.parametrize(("one", "other"), TWO_BODIES)
def test_two_bodies_are_two_origins(one, other):
    claims = [described("BBC", one), described("BBC", other)]
    assert len(find_origins(claims, {})) == 2


@pytest.mark.parametrize(
    ("source", "ministry"),
    [
        ("Health Minister Ruth Adler", "the health ministry"),
        ("Norwegian Foreign Minister Ruth Adler", "Norway’s foreign ministry"),
        ("Ruth Adler, the defence minister", "the defence ministry"),
    ],
)
def test_a_minister_is_one_with_the_ministry(source, ministry):
    minister = described("BBC", source, SourceKind.NAMED_PERSON, "Ruth Adler")
    origins = find_origins([minister, described("Daily Mail", ministry)], {})
    assert len(origins) == 1
    assert "for whom Ruth Adler spoke" in origins[0].why


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a witness", "eyewitnesses"),
        ("one passenger on the ferry", "passengers"),
        ("a neighbour who saw it", "two neighbours"),
    ],
)
def test_a_group_of_one_outlet_is_one_origin(one, other):
    (origin,) = find_origins([described("BBC", one), described("BBC", other)], {})
    assert not origin.named


def test_groups_of_two_outlets_are_told_apart_by_name():
    origins = find_origins([described("BBC", "witnesses"), described("The Sun", "witnesses")], {})
    assert [one.name for one in origins] == ["witnesses (BBC)", "witnesses (The Sun)"]


@pytest.mark.parametrize(
    ("source", "names", "origins"),
    [
        ("Harbour Police and Northgate Hospital", ("Harbour Police", "Northgate Hospital"), 2),
        ("the Tide Agency and the Harbour Police", ("Tide Agency", "Harbour Police"), 2),
        ("the Wind and Tide Agency", ("Wind and Tide Agency",), 1),
        ("Harbour Police and two bystanders", ("Harbour Police",), 1),
    ],
)
def test_two_sources_that_are_joined_are_two_origins(source, names, origins):
    report = report_of(f"Two men were shot, {source} said.", "BBC")
    entities = tuple(named(report.text, name) for name in names)
    claim = told(
        report,
        "shot",
        said=(said(report.text, source, entities[0].entity(), SourceKind.NAMED_ORGANIZATION),),
        entities=entities,
    )
    assert len(find_origins([claim], {})) == origins


@pytest.mark.parametrize(
    ("source", "kind", "is_named"),
    [
        ("a Western diplomat", SourceKind.UNNAMED_OFFICIAL, False),
        ("two Iraqi officials", SourceKind.UNNAMED_OFFICIAL, False),
        ("a bystander", SourceKind.UNNAMED_PERSON, False),
        ("a spokesman for Harbour Rail", SourceKind.UNNAMED_OFFICIAL, True),
        ("the health ministry", SourceKind.NAMED_ORGANIZATION, True),
    ],
)
def test_an_unnamed_source_is_said_to_be(source, kind, is_named):
    (origin,) = find_origins([described("BBC", source, kind)], {})
    assert origin.named is is_named
    assert ("not named" in origin.why) is not is_named


POSTS = [
    ("Harbour prosecutor Ruth Adler", "the Harbour prosecutor"),
    ("President-elect Ruth Adler", "the President-elect"),
    ("Ruth Adler, mayor of Millbrook", "the Millbrook mayor"),
    ("Her lawyer, Ruth Adler", "the lawyer"),
]


@pytest.mark.parametrize(("person", "post"), POSTS)
def test_a_person_and_the_words_for_the_post_are_one_origin(person, post):
    adler = described("BBC", person, SourceKind.NAMED_PERSON, "Ruth Adler")
    origins = find_origins([adler, described("Daily Mail", post, SourceKind.UNNAMED_OFFICIAL)], {})
    assert [(one.name, one.named) for one in origins] == [("Ruth Adler", True)]


def test_a_post_of_two_persons_is_neither():
    claims = [
        described(outlet, f"Harbour mayor {name}", SourceKind.NAMED_PERSON, name)
        for outlet, name in (("BBC", "Ruth Adler"), ("The Sun", "Jan Olsen"))
    ]
    claims.append(described("Daily Mail", "the mayor", SourceKind.UNNAMED_OFFICIAL))
    assert len(find_origins(claims, {})) == 3


@pytest.mark.parametrize(
    "source", ["a spokesman for Ruth Adler", "Ruth Adler's office", "Ruth Adler’s press secretary"]
)
def test_the_office_of_a_person_is_that_person(source):
    report = report_of(f"Two men were shot, {source} said.", "BBC")
    adler = named(report.text, "Ruth Adler", EntityKind.PERSON)
    office = told(report, "shot", said=(said(report.text, source),), entities=(adler,))
    origins = find_origins([office, quoting("Daily Mail", "Ruth Adler", EntityKind.PERSON)], {})
    assert [one.name for one in origins] == ["Ruth Adler"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NWRB", "the National Water and Rail Board"),
        ("a TfM statement", "Transport for Millbrook"),
        ("the Harbour Rail Board (HRB)", "HRB"),
        ("@HarbourRail", "Harbour Rail"),
        ("Footage released by Harbour Rail", "Harbour Rail"),
        ("Peru's army", "the Peruvian military"),
        ("the mine", "Tidewater Mine"),
        ("mine officials", "Tidewater Mine"),
    ],
)
def test_a_body_and_its_short_name_are_one_origin(one, other):
    kind = SourceKind.DOCUMENT if one.startswith(("Footage", "a TfM")) else SourceKind.NAMED_ORGANIZATION
    claims = [
        described("BBC", one, kind),
        described("Daily Mail", other, SourceKind.NAMED_ORGANIZATION),
    ]
    (origin,) = find_origins(claims, {})
    assert origin.named


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("NWRB", "the National Wind Board"),
        ("Peru's army", "Norway's army"),
        ("mine officials", "Harbour Rail"),
        ("a mine", "Tidewater Mine"),
    ],
)
def test_a_short_name_of_another_body_is_another_origin(one, other):
    kind = SourceKind.NAMED_ORGANIZATION
    assert len(find_origins([described("BBC", one, kind), described("Daily Mail", other, kind)], {})) == 2


def test_a_common_noun_is_the_body_that_its_report_names():
    report = report_of("Shots at Tidewater Mine. Two men were shot, mine director Ruth Adler said.", "BBC")
    mine = named(report.text, "Tidewater Mine")
    adler = named(report.text, "Ruth Adler", EntityKind.PERSON)
    quoted = told(
        report,
        "shot,",
        said=(said(report.text, "mine director Ruth Adler", adler.entity()),),
        entities=(mine, adler),
    )
    (origin,) = find_origins([quoted], {})
    assert (origin.name, origin.why) == ("Tidewater Mine", "for whom Ruth Adler spoke; quoted by BBC")


@pytest.mark.parametrize("relative", ["the father", "his family", "the boy's parents"])
def test_a_relative_with_a_name_is_one_with_the_family(relative):
    named_one = described("BBC", "His father Jan", SourceKind.NAMED_PERSON)
    (origin,) = find_origins([named_one, described("The Sun", relative, SourceKind.GROUP)], {})
    assert origin.name == "Jan"


def test_an_uncle_whose_name_follows_is_one_with_the_family():
    report = report_of("The boy's uncle, Jan Adler, wept. Two men were shot, the uncle said.", "BBC")
    uncle = named(report.text, "Jan Adler", EntityKind.PERSON)
    source = said(report.text, "the uncle", uncle.entity())
    quoted = told(report, "shot", said=(source,), entities=(uncle,))
    origins = find_origins([quoted, described("The Sun", "his family", SourceKind.GROUP)], {})
    assert [one.name for one in origins] == ["Jan Adler"]


def test_two_families_are_two_origins():
    claims = [
        described("BBC", f"Her husband, {name}", SourceKind.NAMED_PERSON, name)
        for name in ("Jan Adler", "Ola Brandt")
    ]
    claims.append(described("BBC", "the family of a pilot", SourceKind.GROUP))
    assert len(find_origins(claims, {})) == 3


def test_relatives_of_one_surname_are_one_origin():
    claims = [
        described("BBC", "Her husband, Jan Adler", SourceKind.NAMED_PERSON, "Jan Adler"),
        described("The Sun", "Her sister, Ruth Adler", SourceKind.NAMED_PERSON, "Ruth Adler"),
    ]
    assert len(find_origins(claims, {})) == 1


@pytest.mark.parametrize(("source", "is_named"), [("Oslo police", True), ("Hospital officials", False)])
def test_a_place_in_front_of_police_is_a_name(source, is_named):
    (origin,) = find_origins([described("BBC", source, SourceKind.UNNAMED_OFFICIAL)], {})
    assert origin.named is is_named


SCENE = [
    quoting("BBC", "Harbour Police"),
    quoting("Daily Mail", "police", EntityKind.GROUP),
    quoting("Daily Mail", "Adler", EntityKind.PERSON),
    quoting("Quayside Herald", "Ruth Adler", EntityKind.PERSON),
    quoting("The Sun", "a witness", EntityKind.GROUP),
    quoting("The Sun", "officials", EntityKind.GROUP),
    unsourced("The Sun"),
    unsourced("Marsh Lane Gazette", credit=("Reuters",)),
    unsourced("Northfield Courier"),
]


@given(st.permutations(SCENE))
def test_the_order_of_claims_never_shows(shuffled):
    assert find_origins(shuffled, {}) == find_origins(SCENE, {})


@given(st.sets(st.sampled_from(range(len(SCENE))), min_size=1))
def test_every_claim_rests_on_an_origin(chosen):
    scene = [SCENE[n] for n in sorted(chosen)]
    resting = {claim for origin in find_origins(scene, {}) for claim in origin.claims}
    assert resting == {ref(one) for one in scene}


@pytest.mark.parametrize(
    "source",
    [
        "An earlier version of this report",
        "it",
        "this Harbour Times story",
        "most people",
        "some of the",
        "They",
    ],
)
def test_what_names_nobody_is_the_report_itself(source):
    report = report_of(f"{source} said two men were shot.", "BBC")
    (origin,) = find_origins([told(report, "shot", said=(said(report.text, source),))], {})
    assert (origin.name, origin.kind) == ("BBC", OriginKind.OUTLET)


@pytest.mark.parametrize("source", ["people briefed on the meeting", "a woman", "two officials"])
def test_whoever_is_described_is_an_origin(source):
    report = report_of(f"Two men were shot, {source} said.", "BBC")
    (origin,) = find_origins([told(report, "shot", said=(said(report.text, source),))], {})
    assert origin.kind is OriginKind.SOURCE
