"""Claims told by reports of a few sentences, made by hand."""

from msgspec.structs import replace

from sayso.model import (
    Attribution,
    Claim,
    ClaimRef,
    Entity,
    EntityKind,
    Event,
    NamedEntity,
    Participant,
    Quantity,
    Reader,
    Report,
    SourcedClaim,
    SourceKind,
    Span,
    Tier,
    Value,
    make_report,
)

READER = Reader(version="0", tier=Tier.FAST, models={})


def report_of(text: str, publisher: str, published: str | None = "2021-03-04", **known) -> Report:
    credit = known.pop("credit", ())
    return replace(make_report(text, publisher=publisher, published=published, **known), credit=credit)


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def named(text: str, name: str, kind: EntityKind = EntityKind.ORGANIZATION, id: str = "") -> NamedEntity:
    """An entity with every place where its name stands in the text."""
    starts = [n for n in range(len(text)) if text.startswith(name, n)]
    return NamedEntity(
        id=id or f"e_{name}",
        name=name,
        kind=kind,
        gazetteer=id or None,
        mentions=tuple(Span.of(text, start, start + len(name)) for start in starts),
    )


def said(
    text: str,
    source: str,
    entity: Entity | None = None,
    kind: SourceKind | None = None,
    *,
    id: str = "a1",
    parent: str | None = None,
) -> Attribution:
    words = (span(text, source),) if source else ()
    return Attribution(id=id, key=id, source=words, source_entity=entity, source_kind=kind, parent=parent)


def told(
    report: Report,
    trigger: str,
    *,
    said: tuple[Attribution, ...] = (),
    entities: tuple[NamedEntity, ...] = (),
    quantities: tuple[Quantity, ...] = (),
    recipients: tuple[str, ...] = (),
    type: str = "ASSAULT",
    **more,
) -> SourcedClaim:
    """A claim with one chain of all the attributions, innermost first."""
    where = span(report.text, trigger)
    claim = Claim(
        id=f"c_{where.start}",
        key=f"k_{where.start}",
        trigger=where,
        sentence=sentence_around(report.text, where),
        event=Event(type=type),
        quantities=quantities,
        recipients=tuple(
            Participant(start=one.start, end=one.end, text=one.text)
            for one in (span(report.text, words) for words in recipients)
        ),
        chains=(tuple(one.id for one in said),) if said else (),
        **more,
    )
    return SourcedClaim(report=report, reader=READER, claim=claim, attributions=said, entities=entities)


def sentence_around(text: str, where: Span) -> Span:
    start = max(text.rfind(end, 0, where.start) + len(end) for end in (". ", "\n") if True)
    start = 0 if start < 2 else start
    end = text.find(". ", where.end)
    return Span.of(text, start, len(text) if end < 0 else end + 1)


def value(one: SourcedClaim, slot: str, text: str, of: str = "people", **amount) -> Value:
    return Value(report=one.report.id, claim=one.claim.id, slot=slot, of=of, text=text, **amount)


def ref(one: SourcedClaim) -> ClaimRef:
    return ClaimRef(report=one.report.id, claim=one.claim.id)
