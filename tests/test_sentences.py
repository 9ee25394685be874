"""Whole sentences, read by both tiers: who says what, and what is claimed."""

import pytest

from sayso.model import Attribution, Claim, Reading, Status, make_report
from sayso.pipeline import Pipeline

OCCURRED, ONGOING, PLANNED = Status.OCCURRED, Status.ONGOING, Status.PLANNED

# Text; source, cue, content, kind of source and style of each attribution.
SAID = [
    (
        "The mayor said on Friday that gunmen had killed two guards in Basra.",
        [
            (
                "The mayor",
                "said",
                "that gunmen had killed two guards in Basra",
                "unnamed_official",
                "indirect",
            )
        ],
    ),
    (
        "“Our troops withdrew from Kandahar,” Colonel Omar Saleh said.",
        [
            (
                "Colonel Omar Saleh",
                "said",
                "“Our troops withdrew from Kandahar,”",
                "named_person",
                "direct",
            )
        ],
    ),
    (
        "Iran denied attacking the tanker.",
        [("Iran", "denied", "attacking the tanker", "named_organization", "indirect")],
    ),
    (
        "According to the Red Cross, 40 villagers fled to Uganda.",
        [
            (
                "the Red Cross",
                "According to",
                "40 villagers fled to Uganda",
                "named_organization",
                "indirect",
            )
        ],
    ),
    (
        "Rebels may attack the base, the army warned.",
        [("the army", "warned", "Rebels may attack the base", "named_organization", "indirect")],
    ),
    (
        "The army did not shell the hospital in Aleppo, a spokesman said.",
        [
            (
                "a spokesman",
                "said",
                "The army did not shell the hospital in Aleppo",
                "unnamed_official",
                "indirect",
            )
        ],
    ),
    (
        "Kenya promised to close the camp by June.",
        [("Kenya", "promised", "to close the camp by June", "named_organization", "indirect")],
    ),
    (
        "Protesters threw stones at police in Athens, witnesses said.",
        [("witnesses", "said", "Protesters threw stones at police in Athens", "group", "indirect")],
    ),
    ("Police arrested twelve students in Lagos on Monday.", []),
    ("The governor resigned on Tuesday.", []),
]

# Text, trigger, type, status, negated, actors, length of the chain.
CLAIMED = [
    (
        "Police arrested twelve students in Lagos on Monday.",
        ("arrested", "COERCE", OCCURRED, False, ["Police"], 0),
    ),
    (
        "The mayor said on Friday that gunmen had killed two guards in Basra.",
        ("killed", "ASSAULT", OCCURRED, False, ["gunmen"], 1),
    ),
    (
        "“Our troops withdrew from Kandahar,” Colonel Omar Saleh said.",
        ("withdrew", "RETREAT", OCCURRED, False, ["Our troops"], 1),
    ),
    ("Iran denied attacking the tanker.", ("denied", "REJECT", OCCURRED, False, ["Iran"], 0)),
    ("Iran denied attacking the tanker.", ("attacking", "ASSAULT", OCCURRED, True, ["Iran"], 1)),
    (
        "The army did not shell the hospital in Aleppo, a spokesman said.",
        ("shell", "ASSAULT", OCCURRED, True, ["The army"], 1),
    ),
    (
        "Thousands of miners protested in Lima on Sunday.",
        ("protested", "PROTEST", OCCURRED, False, None, 0),
    ),
    (
        "An earthquake killed 90 people in Nepal.",
        ("killed", "INCIDENT", OCCURRED, False, None, 0),
    ),
    (
        "The ministers will meet in Vienna in May.",
        ("meet", "CONSULT", PLANNED, False, ["The ministers"], 0),
    ),
    (
        "Turkey urged Greece to withdraw its troops from the island.",
        ("urged", "REQUEST", OCCURRED, False, ["Turkey"], 0),
    ),
    (
        "Troops are shelling the town of Douma.",
        ("shelling", "ASSAULT", ONGOING, False, ["Troops"], 0),
    ),
    (
        "A court in Cairo sentenced the editor to three years in prison.",
        ("sentenced", "COERCE", OCCURRED, False, ["A court in Cairo"], 0),
    ),
    ("The governor resigned on Tuesday.", ("resigned", "RETREAT", OCCURRED, False, ["The governor"], 0)),
    (
        "The union demanded the release of the miners.",
        ("demanded", "REQUEST", OCCURRED, False, ["The union"], 0),
    ),
    (
        "The two countries signed a ceasefire in Geneva.",
        ("signed", "AGREE", OCCURRED, False, ["The two countries"], 0),
    ),
]
RELAYED = [
    ("Xinhua quoted the captain as saying that the ferry had capsized.", "Xinhua", "the captain"),
    ("Yonhap, quoting KCNA, said North Korea had fired a missile.", "Yonhap", "KCNA"),
]
OWED = [
    ("Kenya promised to close the camp by June.", "Kenya", "commits", "close the camp by June", "June"),
    (
        "Turkey urged Greece to withdraw its troops from the island.",
        "Greece",
        "urged",
        "withdraw its troops from the island",
        None,
    ),
    (
        "The parliament must approve the treaty, the president said.",
        "The parliament",
        "must",
        "approve the treaty",
        None,
    ),
]
TEXTS = tuple(dict.fromkeys(row[0] for table in (SAID, CLAIMED, RELAYED, OWED) for row in table))


@pytest.fixture(scope="module")
def readings(either: Pipeline) -> dict[str, Reading]:
    """The readings of all sentences, by one tier."""
    reports = [make_report(text, published="2015-08-20") for text in TEXTS]
    return dict(zip(TEXTS, either.read(reports), strict=True))


def said(attribution: Attribution) -> tuple[str | None, ...]:
    return (
        attribution.source[0].text if attribution.source else None,
        " ".join(span.text for span in attribution.cue),
        " ".join(span.text for span in attribution.content),
        str(attribution.source_kind),
        str(attribution.style),
    )


@pytest.mark.parametrize(("text", "rows"), SAID)
def test_sentence_has_its_sources(readings, text, rows):
    assert [said(attribution) for attribution in readings[text].attributions] == rows


@pytest.mark.parametrize(("text", "relayer", "speaker"), RELAYED)
def test_speaker_hangs_on_the_one_who_relays(readings, text, relayer, speaker):
    by_source = {attribution.source[0].text: attribution for attribution in readings[text].attributions}
    assert set(by_source) == {relayer, speaker}
    assert by_source[speaker].parent == by_source[relayer].id
    assert by_source[relayer].parent is None


@pytest.mark.parametrize(("text", "row"), CLAIMED)
def test_sentence_has_its_claim(readings, text, row):
    trigger, type_, status, negated, actors, length = row
    claim = next(claim for claim in readings[text].claims if claim.trigger.text == trigger)
    assert (claim.event.type, claim.status, claim.negated) == (type_, status, negated)
    assert actors is None or [actor.text for actor in claim.actors] == actors
    assert [len(chain) for chain in claim.chains] == [length] * bool(length)


@pytest.mark.parametrize(("text", "debtor", "strength", "deed", "due"), OWED)
def test_sentence_has_its_commitment(readings, text, debtor, strength, deed, due):
    (commitment,) = readings[text].commitments
    assert (commitment.debtor.text, commitment.strength, commitment.deed.text) == (debtor, strength, deed)
    assert (commitment.due.text if commitment.due else None) == due


def spans_of(claim: Claim) -> list:
    time = [claim.time] if claim.time else []
    return [claim.trigger, *claim.actors, *claim.recipients, *claim.places, *time, *claim.quantities]


def test_every_span_is_of_its_text_and_every_chain_of_its_report(readings):
    for text, reading in readings.items():
        ids = {attribution.id for attribution in reading.attributions}
        for claim in reading.claims:
            assert all(text[span.start : span.end] == span.text for span in spans_of(claim))
            assert claim.sentence.contains(claim.trigger)
            assert {id_ for chain in claim.chains for id_ in chain} <= ids
