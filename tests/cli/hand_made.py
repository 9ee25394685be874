"""A reading made by hand, with one of everything that the text view shows."""

from sayso.model import (
    Attribution,
    Certainty,
    Claim,
    ClaimObject,
    Commitment,
    Entity,
    EntityKind,
    Event,
    Mint,
    ObjectEvent,
    Participant,
    Quantity,
    Reader,
    Reading,
    SourceKind,
    Span,
    Status,
    Strength,
    Tier,
    TimeExpression,
    Toponym,
    make_report,
)

TEXT = """Column leaves Karo valley bases

The army has begun pulling its column out of nine bases in Karo, deputy Omar Haddad was quoted by Sahar News
as saying on Monday. The garrison will not leave Tell Zara, he said.
The council had asked for a complete pull-out.
"We will leave by 2031," an official said.
At least 107 people may have been killed, reportedly.
قال النائب إن الجيش بدأ الانسحاب today.
"""
REPORT = make_report(TEXT, input_id="karo.txt", publisher="The Karo Post", published="2030-03-18")
READER = Reader(version="0", tier=Tier.FAST, models={})
_MINT = Mint(REPORT.document, READER.fingerprint())
_ARMY = Entity(id="e1", name="Karo Army", kind=EntityKind.ORGANIZATION)
_HADDAD = Entity(id="e2", name="Omar Haddad", kind=EntityKind.PERSON)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(REPORT.text, start, start + len(words))


def sentence(begin: str) -> Span:
    start = TEXT.index(begin)
    return Span.of(REPORT.text, start, TEXT.index("\n", start))


def at(words: str) -> dict[str, int | str]:
    one = span(words)
    return {"start": one.start, "end": one.end, "text": one.text}


def attribution(
    source: str, cue: str, content: str, *, entity: Entity | None = None, parent: Attribution | None = None
) -> Attribution:
    id_, key = _MINT.stamp("a", span(cue))
    return Attribution(
        id=id_,
        key=key,
        source=(span(source),) if source else (),
        source_entity=entity,
        source_kind=SourceKind.NAMED_PERSON if entity else None,
        cue=(span(cue),),
        content=(span(content),),
        parent=parent.id if parent else None,
    )


SAHAR = attribution("Sahar News", "was quoted by", "The army has begun pulling its column out of nine bases")
HADDAD = attribution("deputy Omar Haddad", "saying", "The army has begun", entity=_HADDAD, parent=SAHAR)
HE = attribution("he", "he said", "The garrison will not leave Tell Zara", entity=_HADDAD)
OFFICIAL = attribution("an official", "said.\nAt", "We will leave by 2031")
REPORTEDLY = attribution("", "reportedly", "At least 107 people may have been killed")
UNUSED = attribution("The council", "had asked", "a complete pull-out")


def claim(trigger: str, begin: str, event: Event, **known: object) -> Claim:
    id_, key = _MINT.stamp("c", span(trigger))
    return Claim(id=id_, key=key, trigger=span(trigger), sentence=sentence(begin), event=event, **known)


RETREAT = Event(type="RETREAT", mode=("withdraw",))
BY_2031 = TimeExpression(**at("by 2031"), value="2031", first="2031-01-01", last="2031-12-31")
CLAIMS = (
    claim(
        "begun pulling",
        "The army",
        RETREAT,
        actors=(Participant(**at("The army"), entity=_ARMY),),
        recipients=(Participant(**at("nine bases")),),
        places=(Toponym(**at("Karo"), name="Karo", lat=33.5, lon=44.25, country="IRQ"),),
        time=TimeExpression(**at("Monday"), value="2030-03-18", first="2030-03-18", last="2030-03-18"),
        quantities=(Quantity(**at("nine bases"), value=9, unit="bases"),),
        status=Status.ONGOING,
        chains=((HADDAD.id, SAHAR.id),),
    ),
    claim("not leave", "as saying on", RETREAT, status=Status.PLANNED, negated=True, chains=((HE.id,),)),
    claim(
        "asked for",
        "The council",
        Event(type="REQUEST", mode=("yield",)),
        object=ClaimObject(
            span=span("a complete pull-out"), event=ObjectEvent(type="RETREAT", mode=("withdraw",))
        ),
        status=Status.DEMANDED,
    ),
    claim("leave by", '"We', RETREAT, time=BY_2031, status=Status.PLANNED, chains=((OFFICIAL.id,),)),
    claim(
        "killed",
        "At least",
        Event(type="ASSAULT"),
        recipients=(Participant(**at("people")),),
        quantities=(Quantity(**at("At least 107"), min=107, unit="killed"),),
        status=Status.HYPOTHETICAL,
        certainty=Certainty.POSSIBLE,
        hedge=(span("At least"),),
        chains=((REPORTEDLY.id,), (HADDAD.id, SAHAR.id)),
    ),
    claim("بدأ الانسحاب", "قال", Event(type="RETREAT"), actors=(Participant(**at("الجيش")),)),
)
COMMITMENT = Commitment(
    id="m1",
    key="k1",
    claim=CLAIMS[3].id,
    debtor=Participant(**at("We"), entity=_ARMY),
    deed=span("leave by 2031"),
    strength=Strength.COMMITS,
    verb="will",
    due=BY_2031,
    chains=((OFFICIAL.id,),),
)
READING = Reading(
    report=REPORT,
    attributions=(SAHAR, HADDAD, HE, OFFICIAL, REPORTEDLY, UNUSED),
    claims=CLAIMS,
    commitments=(COMMITMENT,),
    reader=READER,
)
