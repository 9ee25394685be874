"""Units of quantities: a counted noun, a unit of measure, a currency, or casualties."""

from typing import NamedTuple

from sayso.grounding.casualties import casualty_unit, state_behind
from sayso.grounding.quantity_mentions import QuantityMention
from sayso.model import Token

__all__ = ["Counted", "find_casualty", "find_counted"]

_NOMINAL = ("NOUN", "PROPN", "SYM")
_DASHES = ("-", "–", "‐")


class Counted(NamedTuple):
    """A counted thing: its unit, the character where its words end, and its token."""

    unit: str
    end: int
    token: int | None = None


def find_counted(mention: QuantityMention) -> Counted | None:
    """Return the unit of a number; None if it counts nothing ("one thing", "no reason", "two years ago")."""
    end = mention.last.end
    if mention.hit.name == "nobody":
        whole = _of(mention, mention.document.token_at(end - 1))
        return Counted("people", whole.end, whole.i) if whole else Counted("people", end, mention.root)
    if mention.hit.name == "how_often":
        return None if mention.lower_after() in ("as", "the") else Counted("times", end)
    if mention.hit.name == "none":
        return _none(mention)
    return _currency(mention) or _measure(mention) or _joined(mention) or _noun(mention)


def find_casualty(mention: QuantityMention, counted: Counted) -> str | None:
    """Return killed, injured, arrested, missing or displaced if the counted people were, else None."""
    document = mention.document
    if counted.token is None or mention.root is None or _are_children(mention):
        return None
    return (
        state_behind(document.parse, document.token_at(counted.end - 1))
        or casualty_unit(document.parse, counted.token)
        or (casualty_unit(document.parse, mention.root) if counted.token != mention.root else None)
    )


def _are_children(mention: QuantityMention) -> bool:
    """Return whether the counted people are somebody's children ("a mother of two")."""
    tokens, first = mention.document.parse.tokens, mention.document.token_at(mention.first.start)
    family = mention.document.book["family"]["words"]
    return first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lemma in family


def _none(mention: QuantityMention) -> Counted | None:
    noun = mention.noun
    if noun is None or noun.lemma not in mention.document.book["none"]["counted"]:
        return None
    return Counted(noun.lower, noun.end, noun.i)


def _currency(mention: QuantityMention) -> Counted | None:
    currencies = mention.document.book["currencies"]
    for index in range(mention.hit.first, mention.hit.last):
        if mention.document.has_class(index, "CURRENCY"):
            return Counted(currencies[mention.document.lexemes[index].lower], mention.last.end)
    after = mention.after
    if after is not None and after.lower in currencies and (after.kind != "word" or len(after.lower) > 2):
        return Counted(currencies[after.lower], after.end)
    return None


def _measure(mention: QuantityMention) -> Counted | None:
    """Return the unit of measure right behind the number, and for shares the whole."""
    document, after = mention.document, mention.after
    if after is not None and after.lower in _DASHES:
        after = mention.at(mention.size + 1)
    unit = document.book["measures"].get(after.lower) if after is not None else None
    if after is None or unit is None:
        return None
    wordy = after.kind == "word" and (
        len(after.lower) == 1 or after.lower in document.book["touching"]["words"]
    )
    if wordy and after.start != mention.last.end:
        return None
    index = document.token_at(after.end - 1)
    whole = _of(mention, index) if unit == "percent" else None
    if whole is None:
        return Counted(unit, after.end)
    return Counted(f"{unit} of {_name(mention, whole, index)}", whole.end, whole.i)


def _joined(mention: QuantityMention) -> Counted | None:
    """ "a 90-day walk", "a three-nation alliance": the counted noun follows a hyphen."""
    dash, word = mention.after, mention.at(mention.size + 1)
    if dash is None or word is None or dash.lower not in _DASHES or word.kind != "word":
        return None
    if (dash.start == mention.last.end) != (word.start == dash.end):
        return None
    token = mention.document.parse.tokens[mention.document.token_at(word.start)]
    if token.pos == "ADP" or word.lower in mention.document.book["idle"]["nouns"]:
        return None
    return Counted(word.lower, word.end, token.i)


def _noun(mention: QuantityMention) -> Counted | None:
    index = mention.document.token_at(mention.last.end - 1)
    noun = mention.noun or _of(mention, index) or _neighbour(mention, index)
    word = mention.first.lower if mention.size == 1 else ""
    if noun is None:
        return None if word in ("one", "half") else Counted("", mention.last.end, mention.root)
    if _is_relative_time(mention, noun) or _is_idle(mention, word, noun):
        return None
    name = _name(mention, noun, index)
    if mention.hit.name == "fraction":
        name = f"share of {name}"
    return Counted(name, max(mention.last.end, noun.end), noun.i)


def _of(mention: QuantityMention, index: int) -> Token | None:
    """ "percent of the homes", "two of them", "dozens of people": what follows "of"."""
    parse = mention.document.parse
    if parse.tokens[index].lower == "of":
        return parse.child(index, "pobj")
    for child in parse.children(index, "prep"):
        if child.lower == "of" and child.i <= index + 2:
            return parse.child(child.i, "pobj")
    if index + 1 < len(parse.tokens) and parse.tokens[index + 1].lower == "of":
        return parse.child(index + 1, "pobj")
    return None


def _neighbour(mention: QuantityMention, index: int) -> Token | None:
    """Return the noun right behind, through adjectives, if the number has another head in the parse."""
    parse = mention.document.parse
    found = None
    for token in parse.tokens[index + 1 : min(index + 6, parse.sentence_of(index).last)]:
        if token.pos in _NOMINAL and token.dep != "poss":
            found = token
        elif token.pos != "ADJ" and token.lower != "-":
            break
    return found


def _is_relative_time(mention: QuantityMention, noun: Token) -> bool:
    """ "two years ago", "the last two years" are times, not amounts."""
    book, tokens = mention.document.book["time_words"], mention.document.parse.tokens
    if noun.lemma not in book["units"]:
        return False
    after = tokens[noun.i + 1].lower if noun.i + 1 < len(tokens) else ""
    return mention.lower_before() in book["before"] or after in book["after"]


def _is_idle(mention: QuantityMention, word: str, noun: Token) -> bool:
    """ "one thing", "a lot of talk", "nineteen fifties", "the 1200 block": nothing is counted."""
    idle = mention.document.book["idle"]
    if word == "one" and noun.lemma in idle["one"]:
        return True
    if word.startswith("a ") and noun.tag in idle["singular"]:
        return casualty_unit(mention.document.parse, noun.i) is None
    return noun.lower in idle["decades"] or noun.lemma in idle["nouns"]


def _name(mention: QuantityMention, noun: Token, after: int) -> str:
    """Return the noun with its compound modifiers: "police cars", "tactical units"."""
    tokens = mention.document.parse.tokens
    first = noun.i
    while first - 1 > after and _belongs(tokens[first - 1], noun, first - 2 > after):
        first -= 1
    return mention.document.parse.text[tokens[first].start : noun.end].lstrip("- ")


def _belongs(token: Token, noun: Token, more: bool) -> bool:
    return (token.dep == "compound" and token.head <= noun.i) or (token.text == "-" and more)
