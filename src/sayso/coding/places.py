"""Where an event happens: the innermost of the places bound to it, named or told by a description.

A description ("the capital", "the town", "there", "the area") stands for a place that the text has named; the
nearest fitting one before it is taken. It is a guess from the reading order, so its confidence is halved.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cache

import msgspec

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import capital_of, find_place
from sayso.model import Grounding, Parse, Span, Token, Toponym

__all__ = ["described_place", "innermost"]

_COUNTRIES = frozenset({"PCLI", "PCLD", "PCL", "PCLS"})
# A place told by a description was named at most so many sentences before.
_REACH = 8
# How sure it is that "the capital" is the one of the country most told of, where none was named.
_UNNAMED = 0.8
# So many named places before a description are looked at; the report with the most has 261.
_MAX_BEFORE = 500


def innermost(parse: Parse, places: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
    """The places, each once, without those that only tell where another one of them lies.

    What holds it ("Portland, Oregon": Portland), or what it is measured from ("Taji, north of Baghdad"). Of
    two words for one place the first is kept.
    """
    once = tuple({one.geonameid or one: one for one in reversed(places)}.values())[::-1]
    inner = tuple(one for one in once if not any(_holds(one, other) for other in once if other is not one))
    return tuple(one for one in inner if not _is_measured_from(parse, one, inner)) or inner


def _is_measured_from(parse: Parse, place: Toponym, places: tuple[Toponym, ...]) -> bool:
    """Whether "20 miles north of" leads to a place, or "near" right behind another one."""
    first = parse.tokens_in(place.start, place.end).start
    before = parse.tokens[max(0, first - 3) : first]
    words = [one.lower for one in before]
    if words[-1:] == ["of"]:
        return any(word in word_set("details", "directions") for word in words[-2:-1])
    ends = {one.end for one in places}
    return words[-1:] == ["near"] and any(one.end in ends for one in before[:-1])


def _holds(whole: Toponym, part: Toponym) -> bool:
    """Whether a country, province or district holds another place."""
    if whole.geonameid is None or whole.geonameid == part.geonameid:
        return False
    if whole.feature in _COUNTRIES:
        return part.country == whole.country and part.feature not in _COUNTRIES
    place = find_place(part.geonameid) if part.geonameid is not None else None
    return place is not None and whole.geonameid in (place.admin1, place.admin2)


def described_place(parse: Parse, grounding: Grounding, head: Token) -> Toponym | None:
    """The place that a noun or adverb tells of without a name, or None; an article stands for its noun."""
    if head.pos == "DET":
        head = parse.tokens[head.head]
    if _word(head) not in _descriptions():
        return None
    said = parse.span(*_phrase(parse, head))
    found = _told_by(parse, grounding, head, said)
    if found is None:
        return None
    return msgspec.structs.replace(
        found, start=said.start, end=said.end, text=said.text, confidence=round(found.confidence / 2, 3)
    )


def _word(head: Token) -> str:
    return head.lemma if head.pos == "NOUN" else head.lower


@cache
def _descriptions() -> frozenset[str]:
    """All words that may stand for a place told before."""
    kinds: dict[str, list[str]] = read_codebook("details")["described"]
    sites: dict[str, list[str]] = read_codebook("details")["described_site"]
    return frozenset(word for words in (*kinds.values(), *sites.values()) for word in words)


def _phrase(parse: Parse, head: Token) -> tuple[int, int]:
    """The words of a description: its noun from the article, or the first part of its name, on."""
    before = [one.i for one in parse.children(head.i, "det", "compound") if one.i < head.i]
    return min(before, default=head.i), head.i + 1


def _told_by(parse: Parse, grounding: Grounding, head: Token, said: Span) -> Toponym | None:
    stop = bisect_right(grounding.toponyms, head.start, key=lambda place: place.start)
    around = grounding.toponyms[max(0, stop - _MAX_BEFORE) : stop]
    before = [one for one in around if one.end <= head.start and one.lat is not None]
    word = _word(head)
    if word in word_set("details", "described", "country"):
        return _country(before)
    if word in word_set("details", "described", "capital"):
        return _capital(before, said)
    near = [one for one in before if _sentences_between(parse, one, head) <= _REACH]
    if word in word_set("details", "described", "province"):
        return _last(near, ("ADM", "RGN", "ISL", "PEN"))
    if word in word_set("details", "described", "town"):
        return _last(near, ("PPL",))
    for features, words in read_codebook("details")["described_site"].items():
        site = _last(near, tuple(features.split())) if word in words else None
        if site is not None:
            return site
    # "Areas" and "hospitals" at large are no place that was told before.
    if word in word_set("details", "described", "spot") and head.tag != "NNS":
        return _last(near, ("PPL", "AIR", "INSM", "NVB", "CMP", "PRN", "BLDG", "ADM2", "SQR"))
    return None


def _sentences_between(parse: Parse, place: Toponym, head: Token) -> int:
    return parse.sentence_index(head.i) - parse.sentence_index(parse.tokens_in(place.start, place.end).start)


def _last(places: Iterable[Toponym], features: tuple[str, ...]) -> Toponym | None:
    return next((one for one in reversed(list(places)) if one.feature.startswith(features)), None)


def _country(before: list[Toponym]) -> Toponym | None:
    """The country most told of so far."""
    counts = Counter(one.country for one in before if one.country)
    named = [one for one in before if one.feature in _COUNTRIES]
    return max(named, key=lambda one: (counts[one.country], one.start), default=None)


def _capital(before: list[Toponym], said: Span) -> Toponym | None:
    """The capital named, else the one of the country most told of."""
    named = _last(before, ("PPLC",))
    if named is not None:
        return named
    counts = Counter(one.country for one in before if one.country)
    if not counts:
        return None
    capital = capital_of(counts.most_common(1)[0][0])
    return None if capital is None else capital.to_toponym(said, _UNNAMED)
