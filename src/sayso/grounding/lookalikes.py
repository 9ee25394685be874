"""Numbers that are no amounts: dates, years, hours, ages, codes, and parts of names."""

from bisect import bisect_right

from sayso.codebook import word_set
from sayso.grounding.amounts import is_glued
from sayso.grounding.casualties import state_behind
from sayso.grounding.quantity_mentions import QuantityMention
from sayso.model import Token

__all__ = ["is_lookalike"]

# Longer rows of digits without commas are account numbers and the like.
_LONGEST = 13
_OLDEST = 110


def is_lookalike(mention: QuantityMention) -> bool:
    """Return whether a number is a date, an hour, an age, a code or part of a name."""
    if mention.is_money or mention.hit.name in ("vague", "couple", "nobody"):
        return False
    tests = (_is_hour, _is_code, _is_date, _is_year, _is_age, _is_numbered, _is_named, _is_before_body)
    return any(test(mention) for test in tests)


def _is_hour(mention: QuantityMention) -> bool:
    """ "3 p.m.", "1430 GMT", "at 1353 (1023 GMT)"."""
    if mention.after is None:
        return False
    if mention.after.kind == "ampm" or mention.after.lower in mention.document.book["time_words"]["zones"]:
        return True
    four = mention.size == 1 and len(mention.first.lower) == 4 and mention.first.lower.isdigit()
    return four and mention.lower_before() == "at" and mention.after.lower == "("


def _is_code(mention: QuantityMention) -> bool:
    """ "1MDB", "888-847-6592", "22/29", a number of twenty digits."""
    last, after, book = mention.last, mention.after, mention.document.book
    if is_glued(mention.document, mention.hit.last):
        return True
    if last.kind != "number":
        return False
    if len(last.lower) > _LONGEST and "," not in last.lower:
        return True
    if after is None or after.kind not in ("word", "code") or after.start != last.end:
        return False
    return after.lower not in book["measures"] and after.lower not in book["currencies"]


def _is_date(mention: QuantityMention) -> bool:
    """ "5 May", "May 5", "the 5th of May"."""
    months = mention.document.book["months"]["words"]
    near = [lexeme for lexeme in (mention.before, mention.after) if lexeme is not None and lexeme.capital]
    if mention.hit.name in ("amount", "range") and any(lexeme.lower in months for lexeme in near):
        return True
    following = mention.at(mention.size + 1)
    return (
        mention.lower_after() == "of"
        and following is not None
        and following.capital
        and following.lower in months
    )


def _is_year(mention: QuantityMention) -> bool:
    """ "in 2003", "2003-2011", "the 2016 candidates"; but "2000 troops" and "some 1999 homes" are counted."""
    inside = mention.document.lexemes[mention.hit.first : mention.hit.last]
    numbers = [lexeme for lexeme in inside if lexeme.kind == "number"]
    years = [number for number in numbers if _looks_like_year(number.lower)]
    if not years or len(years) < len(numbers):
        return mention.hit.name == "range" and len(years) == 1 and inside[0] is years[0]
    if mention.size > 1 and mention.hit.name == "amount":
        return False
    counted = mention.noun is not None and mention.noun.tag in ("NNS", "NNPS")
    before, book = mention.lower_before(), mention.document.book
    # Reports write thousands with a comma; a late four-digit number that is not round is a year.
    late = any(1980 <= int(year.lower) <= 2035 and not year.lower.endswith("00") for year in years)
    return (
        before in book["time_words"]["year_before"] or not counted or (late and before not in book["bounds"])
    )


def _looks_like_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and 1500 <= int(text) <= 2100


def _is_age(mention: QuantityMention) -> bool:
    """ "a 34-year-old", "Salem, 34, said", "aged 34", "dead at 95"."""
    ages = mention.document.book["ages"]
    if mention.lower_after() in ages["after"]:
        return True
    before, earlier = mention.lower_before(), mention.at(-2)
    if before in ages["before"]:
        return mention.noun is None
    if earlier is None or mention.size > 1 or not _is_human_age(mention.first.lower):
        return False
    if before == "of" and earlier.lower in ages["before"]:
        return True
    if before == "at" and earlier.lower in ages["at"]:
        return True
    if before == "," and mention.lower_after() == ",":
        return mention.noun is None
    closed = mention.after is None or mention.lower_after() in (",", ")", ".", ";", "and")
    return before in (",", "(") and closed and earlier.capital


def _is_human_age(text: str) -> bool:
    return text.isdigit() and len(text) <= 3 and 0 < int(text) <= _OLDEST


def _is_numbered(mention: QuantityMention) -> bool:
    """ "Flight 370", "F-16", "Resolutions 2254 and 2118", "2-0"."""
    document, number, before = mention.document, mention.first, mention.before
    token = document.parse.tokens[mention.root or 0]
    head = document.parse.tokens[token.head]
    if before is not None and number.kind == "number":
        if before.end == number.start and before.lower in ("-", "–", "/", "#", ".", ":", "_", "@"):
            return True
        earlier = mention.at(-2)
        if before.lower == "/" and earlier is not None and earlier.kind == "number":
            return True
        if before.lower in document.book["designators"]["words"] and not _is_counting(mention):
            return True
        if token.dep == "conj" and head.text.isdigit() and _modifies_left_noun(mention, head):
            return True
    return _modifies_left_noun(mention, token) and not document.parse.sentence_of(token.i).headline


def _is_counting(mention: QuantityMention) -> bool:
    return mention.noun is not None and mention.noun.tag in ("NNS", "NNPS")


def _modifies_left_noun(mention: QuantityMention, number: Token) -> bool:
    """Return whether a number modifies a noun to its left, as in "Flight 370"; not so "magnitude 6"."""
    head = mention.document.parse.tokens[number.head]
    left = number.dep == "nummod" and head.i < number.i and head.pos in ("NOUN", "PROPN")
    return left and head.lemma not in mention.document.book["designators"]["measured"]


def _is_named(mention: QuantityMention) -> bool:
    """ "the Big 12", "a 787 Dreamliner": digits in a name, or before a name in the singular."""
    if mention.first.kind != "number":
        return False
    noun = mention.noun
    if noun is not None and noun.tag == "NNP" and mention.size == 1 and mention.first.lower != "1":
        plural = noun.lower.endswith(("s", "men", "people", "aircraft")) or noun.text.isupper()
        harmed = state_behind(mention.document.parse, mention.root or 0)
        if not plural and not harmed and noun.i == (mention.root or 0) + 1:
            return True
    names, root = mention.document.parse.names, mention.root or 0
    index = bisect_right(names, root, key=lambda name: name.first) - 1
    if index < 0:
        return False
    name = names[index]
    return name.first < root < name.last and name.label in mention.document.book["names"]["labels"]


def _is_before_body(mention: QuantityMention) -> bool:
    """ "Image caption 22 British Transport Police said": a number beside the name of a body that speaks.

    People are counted where a bound stands before ("at least 22 British Transport Police"), where a common
    noun follows ("22 Metropolitan Police officers"), and where they come to harm ("killed 11 Afghan Police").
    """
    noun, root, parse = mention.noun, mention.root or 0, mention.document.parse
    if noun is None or mention.first.kind != "number" or noun.tag not in ("NNP", "NNPS"):
        return False
    bodies = mention.document.book["bodies"]
    name = parse.tokens[root + 1 : noun.i + 1]
    if (
        noun.lower not in bodies["nouns"]
        or len(name) < 2
        or not all(token.text[:1].isupper() for token in name)
    ):
        return False
    above, before = parse.tokens[noun.head], parse.tokens[root - 1] if root else None
    speaks = noun.dep == "nsubj" and above.lemma in word_set("cues", "verbs", "speech")
    glued = before is not None and before.pos == "PROPN" and before.end + 1 == mention.first.start
    bounded = (
        mention.lower_before() in mention.document.book["bounds"]
        or mention.lower_before() in bodies["bounds"]
    )
    return (speaks or glued) and not bounded
