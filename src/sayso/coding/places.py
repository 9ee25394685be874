"""Place of an event: the innermost of the places assigned to it, named or described.

A description ("the capital", "the town", "there", "the area") stands for a place that the text has named; the
nearest fitting one before it is taken. It is a guess from the reading order, so its confidence is halved.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cache

import msgspec

from sayso.codebook import read_codebook, word_set
from sayso.gazetteer import capital_of, contains, is_country
from sayso.model import Grounding, Parse, Span, Token, Toponym

__all__ = ["described_place", "innermost"]

# The antecedent of a description was named at most so many sentences before.
_REACH = 8
# Confidence that "the capital" is that of the country mentioned most, where no capital was named.
_UNNAMED = 0.8
# So many named places before a description are looked at; the report with the most has 261.
_MAX_BEFORE = 500


def innermost(parse: Parse, places: tuple[Toponym, ...]) -> tuple[Toponym, ...]:
    """Return the places, each once, without those that only say where another of them lies.

    Left out are a place that contains another (Oregon in "Portland, Oregon") and one that another is
    measured from (Baghdad in "Taji, north of Baghdad"). Of two mentions of the same place the first is kept.
    """
    unique = tuple({place.geonameid or place: place for place in reversed(places)}.values())[::-1]
    inner = tuple(
        place for place in unique if not any(contains(place, part) for part in unique if part is not place)
    )
    return tuple(place for place in inner if not _is_measured_from(parse, place, inner)) or inner


def _is_measured_from(parse: Parse, place: Toponym, places: tuple[Toponym, ...]) -> bool:
    """Return whether "20 miles north of" precedes a place, or "near" right behind another place."""
    first = parse.tokens_in(place.start, place.end).start
    before = parse.tokens[max(0, first - 3) : first]
    words = [token.lower for token in before]
    if words[-1:] == ["of"]:
        return any(word in word_set("details", "directions") for word in words[-2:-1])
    ends = {toponym.end for toponym in places}
    return words[-1:] == ["near"] and any(token.end in ends for token in before[:-1])


def described_place(parse: Parse, grounding: Grounding, head: Token) -> Toponym | None:
    """Return the place that a noun or adverb describes, or None; an article stands for its noun."""
    if head.pos == "DET":
        head = parse.tokens[head.head]
    if _word(head) not in _descriptions():
        return None
    phrase = parse.span(*_phrase(parse, head))
    found = _antecedent(parse, grounding, head, phrase)
    if found is None:
        return None
    return msgspec.structs.replace(
        found, start=phrase.start, end=phrase.end, text=phrase.text, confidence=round(found.confidence / 2, 3)
    )


def _word(head: Token) -> str:
    return head.lemma if head.pos == "NOUN" else head.lower


@cache
def _descriptions() -> frozenset[str]:
    """Return all words that may refer to a place named before."""
    kinds: dict[str, list[str]] = read_codebook("details")["described"]
    sites: dict[str, list[str]] = read_codebook("details")["described_site"]
    return frozenset(word for words in (*kinds.values(), *sites.values()) for word in words)


def _phrase(parse: Parse, head: Token) -> tuple[int, int]:
    """Return the tokens of a description: its noun, from the article or the first part of a compound on."""
    before = [child.i for child in parse.children(head.i, "det", "compound") if child.i < head.i]
    return min(before, default=head.i), head.i + 1


def _antecedent(parse: Parse, grounding: Grounding, head: Token, phrase: Span) -> Toponym | None:
    """Return the nearest fitting place that the text names before a description."""
    stop = bisect_right(grounding.toponyms, head.start, key=lambda place: place.start)
    around = grounding.toponyms[max(0, stop - _MAX_BEFORE) : stop]
    before = [place for place in around if place.end <= head.start and place.lat is not None]
    word = _word(head)
    if word in word_set("details", "described", "country"):
        return _country(before)
    if word in word_set("details", "described", "capital"):
        return _capital(before, phrase)
    near = [place for place in before if _sentences_between(parse, place, head) <= _REACH]
    if word in word_set("details", "described", "province"):
        return _last(near, ("ADM", "RGN", "ISL", "PEN"))
    if word in word_set("details", "described", "town"):
        return _last(near, ("PPL",))
    for features, words in read_codebook("details")["described_site"].items():
        site = _last(near, tuple(features.split())) if word in words else None
        if site is not None:
            return site
    # "Areas" and "hospitals" at large refer to no place named before.
    if word in word_set("details", "described", "spot") and head.tag != "NNS":
        return _last(near, ("PPL", "AIR", "INSM", "NVB", "CMP", "PRN", "BLDG", "ADM2", "SQR"))
    return None


def _sentences_between(parse: Parse, place: Toponym, head: Token) -> int:
    return parse.sentence_index(head.i) - parse.sentence_index(parse.tokens_in(place.start, place.end).start)


def _last(places: Iterable[Toponym], features: tuple[str, ...]) -> Toponym | None:
    return next((place for place in reversed(list(places)) if place.feature.startswith(features)), None)


def _country(before: list[Toponym]) -> Toponym | None:
    """Return the country mentioned most so far."""
    counts = Counter(place.country for place in before if place.country)
    named = [place for place in before if is_country(place)]
    return max(named, key=lambda place: (counts[place.country], place.start), default=None)


def _capital(before: list[Toponym], phrase: Span) -> Toponym | None:
    """Return the capital named last, else that of the country mentioned most."""
    named = _last(before, ("PPLC",))
    if named is not None:
        return named
    counts = Counter(place.country for place in before if place.country)
    if not counts:
        return None
    capital = capital_of(counts.most_common(1)[0][0])
    return None if capital is None else capital.to_toponym(phrase, _UNNAMED)
