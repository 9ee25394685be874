"""Readings of made sentences: what a reader would find, at the very characters where it stands."""

from collections.abc import Sequence
from datetime import date

from benchmarks.made_record.sentences import Sentence
from sayso.model import (
    Attribution,
    Claim,
    Commitment,
    Entity,
    EntityKind,
    Mint,
    NamedEntity,
    Participant,
    Quantity,
    Reader,
    Reading,
    Report,
    SourceKind,
    Span,
    Tier,
    TimeExpression,
    Toponym,
)

__all__ = ["read"]

_READER = Reader(version="made", tier=Tier.FAST, models={})


def read(report: Report, sentences: Sequence[Sentence], start: int) -> Reading:
    """The reading of a report whose sentences begin at `start`, a space between each."""
    reader = _Finder(report)
    for sentence in sentences:
        reader.find(sentence, start)
        start += len(sentence.text) + 1
    return reader.reading()


class _Finder:
    """Goes through a report sentence by sentence."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._mint = Mint(report.document, _READER.fingerprint())
        self._attributions: list[Attribution] = []
        self._claims: list[Claim] = []
        self._commitments: list[Commitment] = []
        self._toponyms: list[Toponym] = []
        self._times: list[TimeExpression] = []
        self._quantities: list[Quantity] = []
        self._mentions: dict[str, tuple[Entity, list[Span]]] = {}
        self._sentence: Sentence
        self._start = 0

    def reading(self) -> Reading:
        """All that was found."""
        return Reading(
            report=self._report,
            attributions=tuple(self._attributions),
            claims=tuple(self._claims),
            commitments=tuple(self._commitments),
            toponyms=tuple(self._toponyms),
            times=tuple(self._times),
            quantities=tuple(self._quantities),
            entities=tuple(_named(entity, spans) for entity, spans in self._mentions.values()),
            reader=_READER,
        )

    def find(self, sentence: Sentence, start: int) -> None:
        """Find what one sentence claims."""
        self._sentence, self._start = sentence, start
        fact, parts = sentence.fact, sentence.parts
        chains = self._chains()
        actor = self._participant("actor", fact.actor[1])
        place = self._place()
        claim_id, key = self._mint.stamp("c", self._span("trigger"))
        claim = Claim(
            id=claim_id,
            key=key,
            trigger=self._span("trigger"),
            sentence=Span(start=start, end=start + len(sentence.text), text=sentence.text),
            event=fact.deed.event,
            actors=(actor,),
            recipients=self._recipients(),
            places=(place,) if place else (),
            time=self._time("time"),
            quantities=self._amounts(),
            status=fact.deed.status,
            chains=chains,
        )
        self._claims.append(claim)
        if "deed" in parts:
            self._commit(claim, actor)

    def _span(self, part: str) -> Span:
        start, end = self._sentence.parts[part]
        return Span(start=self._start + start, end=self._start + end, text=self._sentence.text[start:end])

    def _mention(self, entity: Entity, span: Span) -> None:
        self._mentions.setdefault(entity.id, (entity, []))[1].append(span)

    def _participant(self, part: str, entity: Entity | None) -> Participant:
        span = self._span(part)
        if entity is not None:
            self._mention(entity, span)
        return Participant(start=span.start, end=span.end, text=span.text, entity=entity)

    def _recipients(self) -> tuple[Participant, ...]:
        if "recipient" not in self._sentence.parts:
            return ()
        fact = self._sentence.fact
        return (self._participant("recipient", None if fact.deed.counted else fact.recipient[1]),)

    def _place(self) -> Toponym | None:
        if "place" not in self._sentence.parts:
            return None
        span, known = self._span("place"), self._sentence.fact.place
        place = Toponym(
            start=span.start,
            end=span.end,
            text=span.text,
            name=known.name,
            geonameid=known.geonameid,
            lat=known.lat,
            lon=known.lon,
            country=known.country,
            feature=known.feature,
            confidence=known.confidence,
        )
        self._toponyms.append(place)
        return place

    def _time(self, part: str) -> TimeExpression | None:
        if part not in self._sentence.parts:
            return None
        span, day = self._span(part), date.fromordinal(self._sentence.fact.day).isoformat()
        time = TimeExpression(start=span.start, end=span.end, text=span.text, value=day, first=day, last=day)
        self._times.append(time)
        return time

    def _amounts(self) -> tuple[Quantity, ...]:
        if "amount" not in self._sentence.parts:
            return ()
        span, fact = self._span("amount"), self._sentence.fact
        amount = Quantity(
            start=span.start,
            end=span.end,
            text=span.text,
            value=self._sentence.number,
            unit=fact.deed.counted,
        )
        self._quantities.append(amount)
        return (amount,)

    def _chains(self) -> tuple[tuple[str, ...], ...]:
        voice = self._sentence.voice
        if voice.source is None:
            return ()
        entity = voice.source[1]
        agency = self._attribute("agency", "agency cue", _agency(voice.agency)) if voice.agency else None
        said = self._attribute("source", "cue", entity, parent=agency)
        return ((said, agency),) if agency else ((said,),)

    def _attribute(self, source: str, cue: str, entity: Entity, parent: str | None = None) -> str:
        where, words = self._span(source), self._span(cue)
        self._mention(entity, where)
        id, key = self._mint.stamp("a", words)
        self._attributions.append(
            Attribution(
                id=id,
                key=key,
                source=(where,),
                source_entity=entity,
                source_kind=_KINDS.get(entity.kind, SourceKind.NAMED_ORGANIZATION),
                cue=(words,),
                content=(self._span("content"),),
                parent=parent,
            )
        )
        return id

    def _commit(self, claim: Claim, debtor: Participant) -> None:
        strength = self._sentence.fact.deed.strength
        assert strength is not None  # noqa: S101 - only promises have a deed
        deed = self._span("deed")
        id, key = self._mint.stamp("m", deed)
        self._commitments.append(
            Commitment(
                id=id,
                key=key,
                claim=claim.id,
                debtor=debtor,
                deed=deed,
                strength=strength,
                verb=self._span("verb").text,
                due=self._time("due"),
                chains=claim.chains,
            )
        )


_KINDS = {EntityKind.PERSON: SourceKind.NAMED_PERSON}


def _agency(name: str) -> Entity:
    key = "outlet/" + name.lower().replace(" ", "-")
    return Entity(id=key, name=name, kind=EntityKind.ORGANIZATION, sector="JRN", gazetteer=key)


def _named(entity: Entity, mentions: Sequence[Span]) -> NamedEntity:
    return NamedEntity(
        id=entity.id,
        name=entity.name,
        kind=entity.kind,
        code=entity.code,
        country=entity.country,
        sector=entity.sector,
        gazetteer=entity.gazetteer,
        mentions=tuple(mentions),
    )
