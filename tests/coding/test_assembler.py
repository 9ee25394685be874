"""Claims and commitments from the drafts of any reader: checked, then resolved by the same code."""

from collections.abc import Iterator

import pytest
from msgspec.structs import replace

from sayso.attribution import assemble_attributions
from sayso.coding import assemble_claims, assemble_commitments
from sayso.grounding import ground
from sayso.language import parse_text
from sayso.model import (
    Certainty,
    Claim,
    Commitment,
    Grounding,
    Mint,
    Parse,
    Reading,
    Span,
    Status,
    Strength,
    Tier,
    make_report,
)
from sayso.model.drafts import (
    AssemblyContext,
    AttributionDraft,
    ClaimDraft,
    CommitmentDraft,
    DraftCheck,
    Drafts,
    EventDraft,
    ObjectDraft,
)
from sayso.pipeline import Pipeline

TEXT = (
    "Governor Omar Haddad said police had arrested 12 students in Beirut on 4 May 2020. "
    "“We must free them by Friday,” he told Reuters. The union demanded that ministers sack the governor."
)
INVENTED = Span(start=0, end=8, text="Soldiers")


def span_of(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


SAID = AttributionDraft(
    cue=span_of("said"),
    source=span_of("Governor Omar Haddad"),
    content=(span_of("police had arrested 12 students in Beirut on 4 May 2020"),),
)
TOLD = AttributionDraft(
    cue=span_of("told"), source=span_of("he"), content=(span_of("“We must free them by Friday,”"),), parent=0
)
ARREST = ClaimDraft(
    trigger=span_of("arrested"),
    event=EventDraft(
        type="COERCE",
        mode="arrest",
        actors=(span_of("police"),),
        recipients=(span_of("students"),),
        places=(span_of("in Beirut"),),
    ),
    time=span_of("on 4 May 2020"),
    quantities=(span_of("12 students"),),
    status=Status.OCCURRED,
    attribution=0,
)
DEMAND = ClaimDraft(
    trigger=span_of("demanded"),
    event=EventDraft(type="REQUEST", actors=(span_of("union"),)),
    object=ObjectDraft(span=span_of("ministers sack the governor")),
)
SACKING = ClaimDraft(
    trigger=span_of("sack"),
    event=EventDraft(type="COERCE", actors=(span_of("ministers"),), recipients=(span_of("the governor"),)),
    status=Status.DEMANDED,
)
RELEASE = CommitmentDraft(
    debtor=span_of("We"), deed=span_of("free them by Friday"), strength=Strength.MUST, attribution=1
)
DRAFTS = Drafts(attributions=(SAID, TOLD), claims=(ARREST, DEMAND, SACKING), commitments=(RELEASE,))


class Assembly:
    """The records of drafts of `TEXT`, and the count of what was dropped."""

    def __init__(self, drafts: Drafts) -> None:
        parse = parse_text(TEXT)
        self.grounding = ground(parse, None)
        check = DraftCheck(TEXT)
        context = AssemblyContext(
            parse=parse, grounding=self.grounding, mint=Mint("d_test", "test"), check=check
        )
        self.attributions = assemble_attributions(context, drafts.attributions)
        self.claims: tuple[Claim, ...] = assemble_claims(context, drafts.claims, self.attributions)
        self.commitments: tuple[Commitment, ...] = assemble_commitments(
            context, drafts.commitments, self.attributions, self.claims
        )
        self.dropped = dict(check.dropped)


@pytest.fixture(scope="module")
def assembled() -> Assembly:
    return Assembly(DRAFTS)


def test_nothing_that_stands_in_the_text_is_dropped(assembled: Assembly) -> None:
    assert (len(assembled.claims), len(assembled.commitments), assembled.dropped) == (3, 1, {})


def test_choices_of_the_reader_are_kept(assembled: Assembly) -> None:
    claim = assembled.claims[0]
    assert (claim.event.type, claim.event.mode) == ("COERCE", ("arrest",))
    assert (claim.status, claim.negated, claim.certainty) == (Status.OCCURRED, False, Certainty.CERTAIN)


def test_participants_are_whole_noun_phrases(assembled: Assembly) -> None:
    arrest, demand, _ = assembled.claims
    assert [participant.text for participant in arrest.recipients] == ["12 students in Beirut"]
    assert [participant.text for participant in demand.actors] == ["The union"]


def test_participant_named_twice_is_one() -> None:
    event = EventDraft(type="COERCE", recipients=(span_of("12 students"), span_of("students")))
    (claim,) = Assembly(Drafts(claims=(ClaimDraft(trigger=span_of("arrested"), event=event),))).claims
    assert len(claim.recipients) == 1


def test_places_times_and_quantities_are_grounded(assembled: Assembly) -> None:
    claim = assembled.claims[0]
    assert [(place.name, place.lat is not None) for place in claim.places] == [("Beirut", True)]
    assert claim.time is not None
    assert claim.time.value == "2020-05-04"
    assert [quantity.value for quantity in claim.quantities] == [12]


def test_mentions_taken_from_the_grounding_are_kept_as_they_are(assembled: Assembly) -> None:
    grounding = assembled.grounding
    day = next(time for time in grounding.times if time.value == "2020-05-04")
    drafted = replace(
        ARREST,
        event=replace(ARREST.event, places=grounding.toponyms),
        time=day,
        quantities=grounding.quantities,
    )
    (claim,) = Assembly(Drafts(claims=(replace(drafted, attribution=None),))).claims
    assert (claim.places, claim.time, claim.quantities) == (grounding.toponyms, day, grounding.quantities)


def test_chain_follows_the_parents(assembled: Assembly) -> None:
    said, told = assembled.attributions
    assert said is not None and told is not None
    assert assembled.claims[0].chains == ((said.id,),)
    assert assembled.commitments[0].chains == ((told.id, said.id),)
    assert assembled.claims[1].chains == ()


def test_object_has_the_event_drafted_inside_it(assembled: Assembly) -> None:
    found = assembled.claims[1].object
    assert found is not None and found.event is not None
    assert found.event.type == "COERCE"
    assert [participant.text for participant in found.recipients] == ["the governor"]


def test_object_keeps_the_event_drafted_with_it() -> None:
    drafted = replace(DEMAND, object=ObjectDraft(span=span_of("ministers"), event=EventDraft(type="RETREAT")))
    (claim,) = Assembly(Drafts(claims=(drafted,))).claims
    assert claim.object is not None and claim.object.event is not None
    assert claim.object.event.type == "RETREAT"


def test_commitment_has_its_words_and_its_time(assembled: Assembly) -> None:
    (commitment,) = assembled.commitments
    assert (commitment.verb, commitment.strength) == ("must", Strength.MUST)
    assert commitment.due is not None
    assert commitment.due.text == "Friday"


def test_commitment_without_a_debtor_has_its_strength_as_its_words() -> None:
    (commitment,) = Assembly(
        Drafts(commitments=(replace(RELEASE, debtor=None, attribution=None),))
    ).commitments
    assert (commitment.debtor, commitment.verb) == (None, "must")


def test_commitment_names_the_claim_of_its_deed() -> None:
    drafts = Drafts(
        claims=(SACKING,),
        commitments=(CommitmentDraft(deed=span_of("sack the governor"), strength=Strength.URGED),),
    )
    made = Assembly(drafts)
    assert made.commitments[0].claim == made.claims[0].id


@pytest.mark.parametrize(
    ("claim", "dropped"),
    [
        (replace(ARREST, trigger=INVENTED), "claim.trigger"),
        (replace(ARREST, event=EventDraft(type="APPLAUD")), "claim.type"),
    ],
)
def test_claim_without_a_trigger_or_a_known_type_is_dropped(claim: ClaimDraft, dropped: str) -> None:
    made = Assembly(Drafts(attributions=(SAID,), claims=(claim,)))
    assert (made.claims, made.dropped) == ((), {dropped: 1})


@pytest.mark.parametrize(
    ("claim", "dropped"),
    [
        (replace(ARREST, event=replace(ARREST.event, mode="withdraw")), "claim.mode"),
        (replace(ARREST, event=replace(ARREST.event, actors=(INVENTED,))), "claim.actors"),
        (replace(ARREST, event=replace(ARREST.event, recipients=(INVENTED,))), "claim.recipients"),
        (replace(ARREST, event=replace(ARREST.event, places=(INVENTED,))), "claim.places"),
        (replace(ARREST, time=INVENTED), "claim.time"),
        (replace(ARREST, quantities=(INVENTED,)), "claim.quantities"),
        (replace(ARREST, object=ObjectDraft(span=INVENTED)), "claim.object"),
        (
            replace(ARREST, object=ObjectDraft(span=span_of("students"), event=EventDraft(type="APPLAUD"))),
            "claim.object.type",
        ),
        (replace(ARREST, attribution=1), "claim.attribution"),
        (replace(ARREST, attribution=-1), "claim.attribution"),
    ],
)
def test_other_parts_of_a_claim_are_dropped_alone(claim: ClaimDraft, dropped: str) -> None:
    made = Assembly(Drafts(attributions=(SAID,), claims=(claim,)))
    assert (len(made.claims), made.dropped) == (1, {dropped: 1})


@pytest.mark.parametrize(
    ("commitment", "count", "dropped"),
    [
        (replace(RELEASE, deed=INVENTED), 0, "commitment.deed"),
        (replace(RELEASE, debtor=INVENTED), 1, "commitment.debtor"),
        (replace(RELEASE, verb=INVENTED), 1, "commitment.verb"),
        (replace(RELEASE, attribution=9), 1, "commitment.attribution"),
    ],
)
def test_wrong_parts_of_a_commitment_are_dropped(
    commitment: CommitmentDraft, count: int, dropped: str
) -> None:
    made = Assembly(Drafts(attributions=(SAID, TOLD), commitments=(commitment,)))
    assert (len(made.commitments), made.dropped) == (count, {dropped: 1})


def test_claim_whose_attribution_was_dropped_speaks_for_the_report() -> None:
    made = Assembly(Drafts(attributions=(replace(SAID, cue=INVENTED),), claims=(ARREST,)))
    assert made.claims[0].chains == ()
    assert made.dropped == {"attribution.cue": 1, "claim.attribution": 1}


# A third reader: it knows one form of sentence, "X said that Y arrested Z.", and invents a claim.


def draft_by_hand(parse: Parse, grounding: Grounding) -> Drafts:
    attributions, claims = [], []
    for sentence in _sentences(parse):
        source, _, content = sentence.partition(" said that ")
        actor, _, recipient = content.partition(" arrested ")
        claims.append(
            ClaimDraft(
                trigger=span_of(" arrested ", parse.text),
                event=EventDraft(
                    type="COERCE",
                    mode="arrest",
                    actors=(span_of(actor, parse.text),),
                    recipients=(span_of(recipient, parse.text),),
                ),
                attribution=len(attributions),
            )
        )
        attributions.append(
            AttributionDraft(
                cue=span_of("said", parse.text),
                source=span_of(source, parse.text),
                content=(span_of(content, parse.text),),
            )
        )
    claims.append(ClaimDraft(trigger=INVENTED, event=EventDraft(type="ASSAULT")))
    return Drafts(attributions=tuple(attributions), claims=tuple(claims))


def _sentences(parse: Parse) -> Iterator[str]:
    for sentence in parse.sentences:
        yield parse.span(sentence.first, sentence.last - 1).text


@pytest.fixture
def read_by_hand(monkeypatch: pytest.MonkeyPatch) -> Reading:
    monkeypatch.setattr("sayso.pipeline._draft_by_rules", draft_by_hand)
    report = make_report("The mayor of Basra said that soldiers arrested two doctors.")
    (reading,) = Pipeline(Tier.FAST).read([report])
    return reading


def test_third_reader_needs_to_make_drafts_alone(read_by_hand: Reading) -> None:
    (attribution,), (claim,) = read_by_hand.attributions, read_by_hand.claims
    assert [span.text for span in attribution.source] == ["The mayor of Basra"]
    assert attribution.source_kind is not None
    assert claim.chains == ((attribution.id,),)
    assert [participant.text for participant in claim.recipients] == ["two doctors"]


def test_dropped_drafts_are_an_issue_of_the_report(read_by_hand: Reading) -> None:
    (issue,) = read_by_hand.issues
    assert issue.code == "dropped"
    assert "claim.trigger 1" in issue.message
