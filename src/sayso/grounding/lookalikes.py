"""Numbers that are no amounts: dates, years, hours, ages, codes, and parts of names."""

from bisect import bisect_right

from sayso.grounding.amounts import is_glued
from sayso.grounding.casualties import state_behind
from sayso.grounding.sightings import Sighting
from sayso.model import Token

__all__ = ["is_lookalike"]

# Longer rows of digits without commas are account numbers and the like.
_LONGEST = 13
_OLDEST = 110


def is_lookalike(sighting: Sighting) -> bool:
    """Whether a number is a date, an hour, an age, a code or part of a name."""
    if sighting.is_money or sighting.hit.name in ("vague", "couple", "nobody"):
        return False
    tests = (_is_hour, _is_code, _is_date, _is_year, _is_age, _is_numbered, _is_named)
    return any(test(sighting) for test in tests)


def _is_hour(sighting: Sighting) -> bool:
    """ "3 p.m.", "1430 GMT", "at 1353 (1023 GMT)"."""
    if sighting.after is None:
        return False
    if sighting.after.kind == "ampm" or sighting.after.lower in sighting.page.book["time_words"]["zones"]:
        return True
    four = sighting.size == 1 and len(sighting.first.lower) == 4 and sighting.first.lower.isdigit()
    return four and sighting.lower_before() == "at" and sighting.after.lower == "("


def _is_code(sighting: Sighting) -> bool:
    """ "1MDB", "888-847-6592", "22/29", a number of twenty digits."""
    last, after, book = sighting.last, sighting.after, sighting.page.book
    if is_glued(sighting.page, sighting.hit.last):
        return True
    if last.kind != "number":
        return False
    if len(last.lower) > _LONGEST and "," not in last.lower:
        return True
    if after is None or after.kind not in ("word", "code") or after.start != last.end:
        return False
    return after.lower not in book["measures"] and after.lower not in book["currencies"]


def _is_date(sighting: Sighting) -> bool:
    """ "5 May", "May 5", "the 5th of May"."""
    months = sighting.page.book["months"]["words"]
    near = [one for one in (sighting.before, sighting.after) if one is not None and one.capital]
    if sighting.hit.name in ("amount", "range") and any(one.lower in months for one in near):
        return True
    following = sighting.at(sighting.size + 1)
    return (
        sighting.lower_after() == "of"
        and following is not None
        and following.capital
        and following.lower in months
    )


def _is_year(sighting: Sighting) -> bool:
    """ "in 2003", "2003-2011", "the 2016 candidates"; but "2000 troops" and "some 1999 homes" are counted."""
    inside = sighting.page.lexemes[sighting.hit.first : sighting.hit.last]
    numbers = [one for one in inside if one.kind == "number"]
    years = [one for one in numbers if _looks_like_year(one.lower)]
    if not years or len(years) < len(numbers):
        return sighting.hit.name == "range" and len(years) == 1 and inside[0] is years[0]
    if sighting.size > 1 and sighting.hit.name == "amount":
        return False
    counted = sighting.noun is not None and sighting.noun.tag in ("NNS", "NNPS")
    before, book = sighting.lower_before(), sighting.page.book
    # Reports write thousands with a comma; a late four-digit number that is not round is a year.
    late = any(1980 <= int(one.lower) <= 2035 and not one.lower.endswith("00") for one in years)
    return (
        before in book["time_words"]["year_before"] or not counted or (late and before not in book["bounds"])
    )


def _looks_like_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and 1500 <= int(text) <= 2100


def _is_age(sighting: Sighting) -> bool:
    """ "a 34-year-old", "Salem, 34, said", "aged 34", "dead at 95"."""
    ages = sighting.page.book["ages"]
    if sighting.lower_after() in ages["after"]:
        return True
    before, earlier = sighting.lower_before(), sighting.at(-2)
    if before in ages["before"]:
        return sighting.noun is None
    if earlier is None or sighting.size > 1 or not _is_human_age(sighting.first.lower):
        return False
    if before == "of" and earlier.lower in ages["before"]:
        return True
    if before == "at" and earlier.lower in ages["at"]:
        return True
    if before == "," and sighting.lower_after() == ",":
        return sighting.noun is None
    closed = sighting.after is None or sighting.lower_after() in (",", ")", ".", ";", "and")
    return before in (",", "(") and closed and earlier.capital


def _is_human_age(text: str) -> bool:
    return text.isdigit() and len(text) <= 3 and 0 < int(text) <= _OLDEST


def _is_numbered(sighting: Sighting) -> bool:
    """ "Flight 370", "F-16", "Resolutions 2254 and 2118", "2-0"."""
    page, number, before = sighting.page, sighting.first, sighting.before
    token = page.parse.tokens[sighting.root or 0]
    head = page.parse.tokens[token.head]
    if before is not None and number.kind == "number":
        if before.end == number.start and before.lower in ("-", "–", "/", "#", ".", ":", "_", "@"):
            return True
        earlier = sighting.at(-2)
        if before.lower == "/" and earlier is not None and earlier.kind == "number":
            return True
        if before.lower in page.book["designators"]["words"] and not _is_counting(sighting):
            return True
        if token.dep == "conj" and head.text.isdigit() and _hangs_left(sighting, head):
            return True
    return _hangs_left(sighting, token) and not page.parse.sentence_of(token.i).headline


def _is_counting(sighting: Sighting) -> bool:
    return sighting.noun is not None and sighting.noun.tag in ("NNS", "NNPS")


def _hangs_left(sighting: Sighting, number: Token) -> bool:
    """Whether a number hangs on a noun to its left, as in "Flight 370"; not so "magnitude 6"."""
    head = sighting.page.parse.tokens[number.head]
    left = number.dep == "nummod" and head.i < number.i and head.pos in ("NOUN", "PROPN")
    return left and head.lemma not in sighting.page.book["designators"]["measured"]


def _is_named(sighting: Sighting) -> bool:
    """ "the Big 12", "a 787 Dreamliner": digits in a name, or before a name in the singular."""
    if sighting.first.kind != "number":
        return False
    noun = sighting.noun
    if noun is not None and noun.tag == "NNP" and sighting.size == 1 and sighting.first.lower != "1":
        plural = noun.lower.endswith(("s", "men", "people", "aircraft")) or noun.text.isupper()
        harmed = state_behind(sighting.page.parse, sighting.root or 0)
        if not plural and not harmed and noun.i == (sighting.root or 0) + 1:
            return True
    names, root = sighting.page.parse.names, sighting.root or 0
    index = bisect_right(names, root, key=lambda name: name.first) - 1
    if index < 0:
        return False
    name = names[index]
    return name.first < root < name.last and name.label in sighting.page.book["names"]["labels"]
