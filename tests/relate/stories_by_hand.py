"""Claims of short reports, written by hand: the words are found in the text, so that all spans hold."""

from sayso.model import (
    Claim,
    Entity,
    EntityKind,
    Event,
    Participant,
    Quantity,
    Reader,
    Report,
    SourcedClaim,
    Span,
    Status,
    Tier,
    TimeExpression,
    Toponym,
    make_report,
)

READER = Reader(version="0", tier=Tier.FULL, models={})
MOSUL = Toponym(start=0, end=0, text="Mosul", name="Mosul", geonameid=99072, country="IRQ", feature="PPLA")
IRAQ = Toponym(start=0, end=0, text="Iraq", name="Iraq", geonameid=99237, country="IRQ", feature="PCLI")
LYON = Toponym(start=0, end=0, text="Lyon", name="Lyon", geonameid=2996944, country="FRA", feature="PPLA")


def report(text: str, *, outlet: str = "herald", published: str | None = "2020-03-05") -> Report:
    return make_report(text, publisher=outlet, published=published)


def person(name: str) -> Entity:
    return Entity(id=f"e-{name}", name=name, kind=EntityKind.PERSON)


def told(
    report: Report,
    trigger: str,
    type: str,
    *,
    by: tuple[str, ...] = (),
    to: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
    where: Toponym | None = None,
    day: str | None = None,
    counted: tuple[tuple[str, float | None, str], ...] = (),
    mode: str = "",
    status: Status = Status.OCCURRED,
    negated: bool = False,
) -> SourcedClaim:
    """One claim; `by` and `to` are words of the text, those in `named` the names of persons."""
    text = report.text
    span = _span(text, trigger)
    first = text.rfind(". ", 0, span.start) + 2 if ". " in text[: span.start] else 0
    last = text.find(".", span.end) + 1 or len(text)
    claim = Claim(
        id=f"c_{report.document}_{span.start}",
        key=f"k_{report.document}_{span.start}",
        trigger=span,
        sentence=Span.of(text, first, last),
        event=Event(type=type, mode=(mode,) if mode else ()),
        actors=tuple(_participant(text, words, named) for words in by),
        recipients=tuple(_participant(text, words, named) for words in to),
        places=(where,) if where else (),
        time=TimeExpression(start=0, end=0, text="on Monday", value=day, first=day, last=day)
        if day
        else None,
        quantities=tuple(_quantity(text, *one) for one in counted),
        status=status,
        negated=negated,
    )
    return SourcedClaim(report=report, reader=READER, claim=claim)


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span.of(text, start, start + len(words))


def _participant(text: str, words: str, named: tuple[str, ...]) -> Participant:
    span = _span(text, words)
    entity = person(words) if words in named else None
    return Participant(start=span.start, end=span.end, text=words, entity=entity)


def _quantity(text: str, words: str, value: float | None, unit: str) -> Quantity:
    span = _span(text, words)
    return Quantity(start=span.start, end=span.end, text=words, value=value, unit=unit)
