"""What a number counts: a noun, a unit of measure, a currency, or people to whom harm was done."""

from typing import NamedTuple

from sayso.grounding.casualties import casualty_unit, state_behind
from sayso.grounding.sightings import Sighting
from sayso.model import Token

__all__ = ["Counted", "find_casualty", "find_counted"]

_NOMINAL = ("NOUN", "PROPN", "SYM")
_DASHES = ("-", "–", "‐")


class Counted(NamedTuple):
    """What is counted: its name, the character where the words for it end, and its token."""

    unit: str
    end: int
    token: int | None = None


def find_counted(sighting: Sighting) -> Counted | None:
    """What a number counts; None where it counts nothing ("one thing", "no reason", "two years ago")."""
    end = sighting.last.end
    if sighting.hit.name == "nobody":
        whole = _of(sighting, sighting.page.token_at(end - 1))
        return Counted("people", whole.end, whole.i) if whole else Counted("people", end, sighting.root)
    if sighting.hit.name == "how_often":
        return None if sighting.lower_after() in ("as", "the") else Counted("times", end)
    if sighting.hit.name == "none":
        return _none(sighting)
    return _currency(sighting) or _measure(sighting) or _joined(sighting) or _noun(sighting)


def find_casualty(sighting: Sighting, counted: Counted) -> str | None:
    """killed, injured, arrested, missing or displaced, where that is told of what is counted."""
    page = sighting.page
    if counted.token is None or sighting.root is None or _are_children(sighting):
        return None
    return (
        state_behind(page.parse, page.token_at(counted.end - 1))
        or casualty_unit(page.parse, counted.token)
        or (casualty_unit(page.parse, sighting.root) if counted.token != sighting.root else None)
    )


def _are_children(sighting: Sighting) -> bool:
    """Whether what is counted only tells how many children somebody has ("a mother of two")."""
    tokens, first = sighting.page.parse.tokens, sighting.page.token_at(sighting.first.start)
    family = sighting.page.book["family"]["words"]
    return first > 1 and tokens[first - 1].lower == "of" and tokens[first - 2].lemma in family


def _none(sighting: Sighting) -> Counted | None:
    noun = sighting.noun
    if noun is None or noun.lemma not in sighting.page.book["none"]["counted"]:
        return None
    return Counted(noun.lower, noun.end, noun.i)


def _currency(sighting: Sighting) -> Counted | None:
    currencies = sighting.page.book["currencies"]
    for index in range(sighting.hit.first, sighting.hit.last):
        if sighting.page.has_class(index, "CURRENCY"):
            return Counted(currencies[sighting.page.lexemes[index].lower], sighting.last.end)
    after = sighting.after
    if after is not None and after.lower in currencies and (after.kind != "word" or len(after.lower) > 2):
        return Counted(currencies[after.lower], after.end)
    return None


def _measure(sighting: Sighting) -> Counted | None:
    """A unit of measure right behind the number, and for shares what they are shares of."""
    page, after = sighting.page, sighting.after
    if after is not None and after.lower in _DASHES:
        after = sighting.at(sighting.size + 1)
    unit = page.book["measures"].get(after.lower) if after is not None else None
    if after is None or unit is None:
        return None
    wordy = after.kind == "word" and (len(after.lower) == 1 or after.lower in page.book["touching"]["words"])
    if wordy and after.start != sighting.last.end:
        return None
    index = page.token_at(after.end - 1)
    whole = _of(sighting, index) if unit == "percent" else None
    if whole is None:
        return Counted(unit, after.end)
    return Counted(f"{unit} of {_name(sighting, whole, index)}", whole.end, whole.i)


def _joined(sighting: Sighting) -> Counted | None:
    """ "a 90-day walk", "a three-nation alliance": what is counted hangs on a dash."""
    dash, word = sighting.after, sighting.at(sighting.size + 1)
    if dash is None or word is None or dash.lower not in _DASHES or word.kind != "word":
        return None
    if (dash.start == sighting.last.end) != (word.start == dash.end):
        return None
    token = sighting.page.parse.tokens[sighting.page.token_at(word.start)]
    if token.pos == "ADP" or word.lower in sighting.page.book["idle"]["nouns"]:
        return None
    return Counted(word.lower, word.end, token.i)


def _noun(sighting: Sighting) -> Counted | None:
    index = sighting.page.token_at(sighting.last.end - 1)
    noun = sighting.noun or _of(sighting, index) or _neighbour(sighting, index)
    word = sighting.first.lower if sighting.size == 1 else ""
    if noun is None:
        return None if word in ("one", "half") else Counted("", sighting.last.end, sighting.root)
    if _is_told_time(sighting, noun) or _is_idle(sighting, word, noun):
        return None
    name = _name(sighting, noun, index)
    if sighting.hit.name == "fraction":
        name = f"share of {name}"
    return Counted(name, max(sighting.last.end, noun.end), noun.i)


def _of(sighting: Sighting, index: int) -> Token | None:
    """ "percent of the homes", "two of them", "dozens of people": what follows "of"."""
    parse = sighting.page.parse
    if parse.tokens[index].lower == "of":
        return parse.child(index, "pobj")
    for child in parse.children(index, "prep"):
        if child.lower == "of" and child.i <= index + 2:
            return parse.child(child.i, "pobj")
    if index + 1 < len(parse.tokens) and parse.tokens[index + 1].lower == "of":
        return parse.child(index + 1, "pobj")
    return None


def _neighbour(sighting: Sighting, index: int) -> Token | None:
    """The noun right behind, through adjectives, where the parser hung the number elsewhere."""
    parse = sighting.page.parse
    found = None
    for token in parse.tokens[index + 1 : min(index + 6, parse.sentence_of(index).last)]:
        if token.pos in _NOMINAL and token.dep != "poss":
            found = token
        elif token.pos != "ADJ" and token.lower != "-":
            break
    return found


def _is_told_time(sighting: Sighting, noun: Token) -> bool:
    """ "two years ago", "the last two years" are times, not amounts."""
    book, tokens = sighting.page.book["time_words"], sighting.page.parse.tokens
    if noun.lemma not in book["units"]:
        return False
    after = tokens[noun.i + 1].lower if noun.i + 1 < len(tokens) else ""
    return sighting.lower_before() in book["before"] or after in book["after"]


def _is_idle(sighting: Sighting, word: str, noun: Token) -> bool:
    """ "one thing", "a lot of talk", "nineteen fifties", "the 1200 block": nothing is counted."""
    idle = sighting.page.book["idle"]
    if word == "one" and noun.lemma in idle["one"]:
        return True
    if word.startswith("a ") and noun.tag in idle["singular"]:
        return casualty_unit(sighting.page.parse, noun.i) is None
    return noun.lower in idle["decades"] or noun.lemma in idle["nouns"]


def _name(sighting: Sighting, noun: Token, after: int) -> str:
    """The noun with the nouns before it that belong to it: "police cars", "tactical units"."""
    tokens = sighting.page.parse.tokens
    first = noun.i
    while first - 1 > after and _belongs(tokens[first - 1], noun, first - 2 > after):
        first -= 1
    return sighting.page.parse.text[tokens[first].start : noun.end].lstrip("- ")


def _belongs(token: Token, noun: Token, more: bool) -> bool:
    return (token.dep == "compound" and token.head <= noun.i) or (token.text == "-" and more)
