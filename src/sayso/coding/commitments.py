"""Duties that someone takes on or is placed under: in running text and in resolutions."""

from collections.abc import Iterator

from sayso.coding.binding import chains_of
from sayso.coding.duties import find_duties
from sayso.coding.operative import find_operatives
from sayso.coding.roles import make_participant
from sayso.model import (
    Attribution,
    Claim,
    Commitment,
    Grounding,
    Mint,
    Parse,
    Participant,
    Span,
    Strength,
    TimeExpression,
)
from sayso.model.base import Record

__all__ = ["find_commitments"]


class _Stated(Record, frozen=True, kw_only=True):
    """A duty as the text states it."""

    debtor: Participant | None
    deed: Span
    strength: Strength
    verb: str


def find_commitments(
    parse: Parse,
    grounding: Grounding,
    attributions: tuple[Attribution, ...],
    claims: tuple[Claim, ...],
    mint: Mint,
) -> tuple[Commitment, ...]:
    """Find who owes which deed, in text order."""
    found: list[Commitment] = []
    for stated in sorted(_stated(parse, grounding), key=lambda one: (one.deed.start, one.deed.end)):
        identifier, key = mint.stamp("m", stated.deed)
        found.append(
            Commitment(
                id=identifier,
                key=key,
                claim=next((one.id for one in claims if stated.deed.contains(one.trigger)), None),
                debtor=stated.debtor,
                deed=stated.deed,
                strength=stated.strength,
                verb=stated.verb,
                due=_due(grounding, stated.deed),
                chains=chains_of(stated.deed, attributions),
            )
        )
    return tuple(found)


def _stated(parse: Parse, grounding: Grounding) -> Iterator[_Stated]:
    """Operative paragraphs, and the duties of all text outside them."""
    operatives = find_operatives(parse)
    for one in operatives:
        debtor = _participant(parse, grounding, one.debtor) if one.debtor is not None else None
        yield _Stated(debtor=debtor, deed=one.deed, strength=one.strength, verb=one.verb.text)
    for token in parse.tokens:
        if any(one.verb.start <= token.start < one.deed.end for one in operatives):
            continue
        for duty in find_duties(parse, token):
            yield _Stated(
                debtor=make_participant(parse, grounding, duty.debtor),
                deed=parse.span(*duty.deed),
                strength=duty.strength,
                verb=duty.verb.text,
            )


def _participant(parse: Parse, grounding: Grounding, span: Span) -> Participant:
    head = parse.head_of(span.start, span.end)
    entity = grounding.entity_in(span.start, span.end, head.start if head is not None else span.start)
    return Participant(start=span.start, end=span.end, text=span.text, entity=entity)


def _due(grounding: Grounding, deed: Span) -> TimeExpression | None:
    """The time named inside the deed."""
    return next((one for one in grounding.times if deed.start <= one.start and one.end <= deed.end), None)
