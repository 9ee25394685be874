"""Makes readings without reading a text: reports of twenty claims each, drawn with a fixed seed."""

import random
from collections.abc import Iterator

from sayso.model import (
    Attribution,
    Claim,
    Entity,
    EntityKind,
    Event,
    Mint,
    NamedEntity,
    Participant,
    Reader,
    Reading,
    Span,
    Status,
    Tier,
    TimeExpression,
    Toponym,
    make_report,
)

__all__ = ["CLAIMS_PER_REPORT", "WORDS", "make_readings"]

CLAIMS_PER_REPORT = 20
_READER = Reader(version="made", tier=Tier.FAST, models={})
_TYPES = (
    "ASSAULT",
    "PROTEST",
    "RETREAT",
    "CONSULT",
    "REQUEST",
    "AID",
    "COERCE",
    "ACCUSE",
    "AGREE",
    "INCIDENT",
)
_COUNTRIES = ("IRQ", "SYR", "LBY", "YEM", "IRN", "TUR", "USA", "RUS", "FRA", "GBR")
# The first are the most common: as in any language (Zipf), a word is drawn as often as 1 / rank.
_HEADS, _VOWELS, _TAILS = "bdfgklmnprst", ("a", "e", "i", "o", "u", "an", "er"), "bdgklmnrst"
WORDS = [f"{head}{vowel}{tail}" for head in _HEADS for vowel in _VOWELS for tail in _TAILS]
_WEIGHTS = [1 / rank for rank in range(1, len(WORDS) + 1)]


def make_readings(number: int, seed: int = 1) -> Iterator[Reading]:
    """Readings of made-up reports; the same seed gives the same readings."""
    dice = random.Random(seed)  # noqa: S311 - a benchmark
    for n in range(number):
        yield _make_reading(n, dice)


def _make_reading(n: int, dice: random.Random) -> Reading:
    day = f"20{10 + n % 15}-{1 + n % 12:02}-{1 + n % 28:02}"
    lines = [_line(dice) for _ in range(CLAIMS_PER_REPORT)]
    text = "\n".join(f"{' '.join(words)} ({n}.{i})." for i, words in enumerate(lines))
    report = make_report(text, input_id=str(n), publisher=f"Outlet {n % 200}", published=day)
    mint = Mint(report.document, _READER.fingerprint())
    attributions, claims, entities = [], [], []
    toponyms: list[Toponym] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        attribution, claim, entity = _draw(text, (start, end), mint, dice)
        attributions.append(attribution)
        claims.append(claim)
        toponyms.extend(claim.places)
        entities.append(entity)
        start = end + 1
    return Reading(
        report=report,
        attributions=tuple(attributions),
        claims=tuple(claims),
        toponyms=tuple(toponyms),
        entities=tuple(entities),
        reader=_READER,
    )


def _line(dice: random.Random) -> list[str]:
    return dice.choices(WORDS, _WEIGHTS, k=dice.randint(14, 30))


def _draw(
    text: str, sentence: tuple[int, int], mint: Mint, dice: random.Random
) -> tuple[Attribution, Claim, NamedEntity]:
    """An attribution, a claim that rests on it, and its actor, on the words of one sentence."""
    spans, at = [], sentence[0]
    for word in text[sentence[0] : sentence[1]].split(" "):
        spans.append(Span.of(text, at, at + len(word)))
        at += len(word) + 1
    source, cue, actor, trigger, place = spans[:5]
    named = Entity(id=f"e{actor.start}", name=f"{actor.text} {cue.text}", kind=EntityKind.ORGANIZATION)
    attribution_id, attribution_key = mint.stamp("a", cue)
    content = Span.of(text, actor.start, sentence[1])
    attribution = Attribution(
        id=attribution_id, key=attribution_key, source=(source,), cue=(cue,), content=(content,)
    )
    country = dice.choice(_COUNTRIES)
    where = Toponym(start=place.start, end=place.end, text=place.text, name=place.text, country=country)
    day = f"20{dice.randint(10, 24)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
    when = TimeExpression(start=cue.start, end=cue.end, text=cue.text, value=day, first=day, last=day)
    claim_id, key = mint.stamp("c", trigger)
    claim = Claim(
        id=claim_id,
        key=key,
        trigger=trigger,
        sentence=Span.of(text, *sentence),
        event=Event(type=dice.choice(_TYPES)),
        actors=(Participant(start=actor.start, end=actor.end, text=actor.text, entity=named),),
        places=(where,),
        time=when if dice.random() < 0.3 else None,
        status=dice.choice(list(Status)),
        chains=((attribution_id,),) if dice.random() < 0.7 else (),
    )
    return attribution, claim, NamedEntity(id=named.id, name=named.name, kind=named.kind, mentions=(actor,))
