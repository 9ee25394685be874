"""Readings made by hand, small enough to see through."""

from typing import Any

from msgspec.structs import replace

from sayso.model import (
    Attribution,
    Claim,
    ClaimRef,
    Commitment,
    Disagreement,
    DisagreementKind,
    Entity,
    EntityKind,
    Event,
    EventGroup,
    GroupedClaim,
    Mint,
    NamedEntity,
    Participant,
    Quantity,
    Reader,
    Reading,
    Report,
    Side,
    SourceKind,
    Span,
    Status,
    Strength,
    Tier,
    TimeExpression,
    Toponym,
    make_report,
)
from sayso.record import Made, Store

FIRST = Reader(version="1", tier=Tier.FAST, models={"plain": "1"})
SECOND = Reader(version="2", tier=Tier.FULL, models={"plain": "2"})

WITHDRAWAL = """The army withdrew from Erbil on Monday, Ali Haddad told the Daily Post.
Protesters in Basra demanded that the governor resign by 1 June 2020.
"""
SHELLING = "Général Élysée-Dubois said rebels shelled Aleppo, killing 12 people."
ARMY = Entity(id="group/army", name="Iraqi Army", kind=EntityKind.GROUP, code="IRQ", gazetteer="group/army")


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def fields(text: str, words: str) -> dict[str, Any]:
    one = span(text, words)
    return {"start": one.start, "end": one.end, "text": one.text}


def sentence(text: str, words: str) -> Span:
    at = text.index(words)
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return Span.of(text, start, len(text) if end < 0 else end)


class Maker:
    """Makes what a reader finds in a report."""

    def __init__(self, report: Report, reader: Reader = FIRST) -> None:
        self.report = report
        self.text = report.text
        self.reader = reader
        self._mint = Mint(report.document, reader.fingerprint())

    def claim(self, trigger: str, type: str, **known: Any) -> Claim:
        id, key = self._mint.stamp("c", span(self.text, trigger))
        where, event = sentence(self.text, trigger), Event(type=type)
        return Claim(id=id, key=key, trigger=span(self.text, trigger), sentence=where, event=event, **known)

    def attribution(self, source: str, cue: str, content: str, **known: Any) -> Attribution:
        id, key = self._mint.stamp("a", span(self.text, cue))
        spans = {"source": source, "cue": cue, "content": content}
        return Attribution(
            id=id, key=key, **{one: (span(self.text, words),) for one, words in spans.items()}, **known
        )

    def commitment(self, deed: str, **known: Any) -> Commitment:
        id, key = self._mint.stamp("m", span(self.text, deed))
        return Commitment(id=id, key=key, deed=span(self.text, deed), **known)

    def participant(self, words: str, entity: Entity | None = None) -> Participant:
        return Participant(**fields(self.text, words), entity=entity)

    def reading(self, **known: Any) -> Reading:
        return Reading(report=self.report, reader=self.reader, **known)


def withdrawal(reader: Reader = FIRST, **known: Any) -> Reading:
    """Two sources in a chain, two claims, a commitment, places, a time, entities."""
    known = {"input_id": "w", "publisher": "Daily Post", "published": "2020-04-14", **known}
    make = Maker(make_report(WITHDRAWAL, **known), reader)
    text = make.text
    post = make.attribution("the Daily Post", "told", "The army withdrew", source_kind=SourceKind.MEDIA)
    haddad = make.attribution("Ali Haddad", "Ali Haddad told", "The army withdrew from Erbil", parent=post.id)
    erbil = Toponym(**fields(text, "Erbil"), name="Erbil", geonameid=95446, lat=36.2, lon=44.0, country="IRQ")
    basra = Toponym(
        **fields(text, "Basra"), name="Basrah", geonameid=99532, lat=30.5, lon=47.8, country="IRQ"
    )
    monday = TimeExpression(
        **fields(text, "Monday"), value="2020-04-13", first="2020-04-13", last="2020-04-13"
    )
    june = TimeExpression(
        **fields(text, "1 June 2020"), value="2020-06-01", first="2020-06-01", last="2020-06-01"
    )
    left = make.claim(
        "withdrew",
        "RETREAT",
        actors=(make.participant("The army", ARMY),),
        places=(erbil,),
        time=monday,
        chains=((haddad.id, post.id),),
    )
    asked = make.claim(
        "demanded",
        "REQUEST",
        actors=(make.participant("Protesters"),),
        recipients=(make.participant("the governor"),),
        places=(basra,),
        status=Status.DEMANDED,
    )
    resign = make.commitment(
        "resign",
        claim=asked.id,
        debtor=make.participant("the governor"),
        strength=Strength.URGED,
        verb="demanded",
        due=june,
    )
    army = NamedEntity(
        id=ARMY.id,
        name=ARMY.name,
        kind=ARMY.kind,
        code=ARMY.code,
        gazetteer=ARMY.gazetteer,
        mentions=(span(text, "The army"),),
    )
    return make.reading(
        attributions=(post, haddad),
        claims=(left, asked),
        commitments=(resign,),
        toponyms=(erbil, basra),
        times=(monday, june),
        entities=(army,),
    )


def shelling(reader: Reader = FIRST, **known: Any) -> Reading:
    """A report without a date."""
    make = Maker(make_report(SHELLING, **{"input_id": "s", "url": "https://a.example/s", **known}), reader)
    text = make.text
    said = make.attribution("Général Élysée-Dubois", "said", "rebels shelled Aleppo, killing 12 people")
    shelled = make.claim(
        "shelled",
        "ASSAULT",
        actors=(make.participant("rebels"),),
        recipients=(make.participant("12 people"),),
        places=(Toponym(**fields(text, "Aleppo"), name="Aleppo", country="SYR"),),
        quantities=(Quantity(**fields(text, "12 people"), value=12, unit="killed"),),
        chains=((said.id,),),
    )
    return make.reading(attributions=(said,), claims=(shelled,))


def plain(text: str, reader: Reader = FIRST, trigger: str = "left", **known: Any) -> Reading:
    """A reading with one claim, or none where the trigger is not there."""
    make = Maker(make_report(text, **known), reader)
    claims = (make.claim(trigger, "RETREAT"),) if trigger in text else ()
    return make.reading(claims=claims)


def unread(reading: Reading) -> Reading:
    return replace(reading, claims=(), attributions=(), commitments=(), status="unread")


def content(record: Store) -> list[object]:
    """All that a record holds, but for its own numbers and the moment of adding."""
    readings = sorted(one.to_json() for one in record.readings(every=True))
    rows = sorted((row.report.id, row.reader.fingerprint(), row.claims) for row in record.reports())
    shown = sorted((row.report.id, row.claim.id, row.verdict) for row in record.claims())
    judged = sorted(one.id for one in record.judgements())
    return [readings, rows, shown, judged, record.counts()]


def made_event(record: Store, n: int, *disagreements: Disagreement) -> EventGroup:
    row = next(iter(record.claims()))
    claim = GroupedClaim(
        report=row.report.id,
        claim=row.claim.id,
        key=row.claim.key,
        trigger=Span(start=0, end=3, text="The"),
        status=Status.OCCURRED,
        negated=False,
        published="2020-04-14",
    )
    return EventGroup(
        id=f"g_{n}",
        label=f"Event {n}",
        type="ASSAULT",
        claims=(claim,),
        reports=n,
        independent_sources=1,
        disagreements=disagreements,
    )


def disagreement(slot: str, kind: DisagreementKind, *origins: int) -> Disagreement:
    sides = tuple(
        Side(
            value=n,
            claims=(ClaimRef(report="r", claim=str(n)),),
            origins=one,
            first=f"2020-04-{10 + n}",
            last="2020-05-01",
        )
        for n, one in enumerate(origins)
    )
    return Disagreement(slot=slot, kind=kind, sides=sides)


def put_disagreements(record: Store) -> None:
    """Events that disagree, of the first claim of a record; the sharpest is "sharp"."""
    hard, changed = DisagreementKind.INCOMPATIBLE, DisagreementKind.CHANGED
    events = (
        made_event(record, 1, disagreement("weak", hard, 1, 1), disagreement("later", changed, 9, 9)),
        made_event(record, 2, disagreement("lopsided", hard, 40, 1), disagreement("sharp", hard, 3, 3)),
        made_event(record, 3, disagreement("weak too", hard, 1, 1)),
    )
    with record.relating() as relations:
        relations.put_events(["story"], [], [Made("story", "part", events)])
