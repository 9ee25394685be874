"""Counted and measured quantities: number, bounds and unit, in digits and in words.

"at least 107" has a least value and no value of its own, "up to 5,000" a greatest, "nearly 100" is about 100,
"dozens" is about no number at all, "no casualties" is 0. Dates, hours, ages, ordinals and the numbers of
flights, resolutions and rooms are not amounts.
"""

from sayso.grounding.amounts import bound_after, bound_before, read_amount, split_range
from sayso.grounding.counted import Counted, find_casualty, find_counted
from sayso.grounding.lookalikes import is_lookalike
from sayso.grounding.patterns import find_hits
from sayso.grounding.quantity_grammar import load_grammar
from sayso.grounding.quantity_mentions import Document, QuantityMention
from sayso.model import Parse, Quantity

__all__ = ["find_quantities"]


def find_quantities(parse: Parse) -> tuple[Quantity, ...]:
    """Find the amounts of a report in text order.

    Casualties have the unit killed, injured, missing, arrested or displaced, sums of money that of the
    currency, other amounts the noun they count or the unit of measure.
    """
    grammar = load_grammar()
    lexemes = grammar.cut(parse.text)
    codes = grammar.alphabet.spell(lexemes, grammar.classes_of)
    document = Document(
        parse=parse, grammar=grammar, lexemes=lexemes, starts=[token.start for token in parse.tokens]
    )
    found: list[Quantity] = []
    floor = 0
    for hit in find_hits(grammar.patterns, codes, grammar.runs(codes)):
        for part in split_range(document, hit):
            quantity = _read(QuantityMention(document, part), floor)
            if quantity is not None:
                found.append(quantity)
                floor = part.last
    return tuple(found)


def _read(mention: QuantityMention, floor: int) -> Quantity | None:
    """Return the quantity of a mention; its words begin at lexeme `floor` at the earliest."""
    amount = read_amount(mention)
    if amount is None or mention.root is None or is_lookalike(mention):
        return None
    counted = find_counted(mention)
    if counted is None:
        return None
    casualty = find_casualty(mention, counted)
    if casualty is None and _is_empty(mention, counted):
        return None
    first, amount = bound_before(mention, floor, amount)
    end, amount = bound_after(mention, counted.end, amount)
    start = mention.document.lexemes[first].start
    return Quantity(
        start=start,
        end=end,
        text=mention.document.parse.text[start:end],
        value=amount.value,
        min=amount.min,
        max=amount.max,
        approximate=amount.approximate,
        unit=casualty or counted.unit,
    )


def _is_empty(mention: QuantityMention, counted: Counted) -> bool:
    """ "no one knows", "one of us", "many parts": nothing is counted, except casualties."""
    first, name = mention.first.lower, mention.hit.name
    if name == "nobody":
        return True
    vague = mention.document.book["vague"]
    if name == "vague" and (first in vague["weak"] or (not counted.unit and first in vague["few"])):
        return True
    return first == "one" and mention.lower_after() == "of"
