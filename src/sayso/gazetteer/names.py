"""Every name in a text: the parser's, repaired by the gazetteer, and those that only the gazetteer knows."""

from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache

from sayso.gazetteer.lookup import (
    find_bodies,
    find_places,
    gender_of,
    is_ordinary,
    longest_key,
    sector_of,
    title_of,
)
from sayso.gazetteer.name_keys import fold_name
from sayso.gazetteer.records import Body, BodyKind, NameKind, Place
from sayso.gazetteer.words import words_of
from sayso.model import Name, Parse, Token
from sayso.model.base import Struct

__all__ = ["FoundName", "NameLabel", "find_names"]


class NameLabel(StrEnum):
    """The type of thing that a name seems to name, before its document is considered."""

    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    PEOPLE = "people"
    MISC = "misc"
    UNKNOWN = "unknown"


class FoundName(Struct, frozen=True, kw_only=True):
    """Tokens `first` to `last` (exclusive) name something.

    `bodies` and `places` are what the gazetteer knows by exactly these words. `inside` marks a name that is
    part of a longer one ("Kentucky" in "University of Kentucky").
    """

    first: int
    last: int
    text: str
    label: NameLabel = NameLabel.UNKNOWN
    bodies: tuple[Body, ...] = ()
    places: tuple[Place, ...] = ()
    inside: bool = False


_LABELS = {
    "PERSON": NameLabel.PERSON,
    "ORG": NameLabel.ORGANIZATION,
    "GPE": NameLabel.PLACE,
    "LOC": NameLabel.PLACE,
    "FAC": NameLabel.PLACE,
    "NORP": NameLabel.PEOPLE,
    "EVENT": NameLabel.MISC,
    "LAW": NameLabel.MISC,
    "PRODUCT": NameLabel.MISC,
    "WORK_OF_ART": NameLabel.MISC,
    "LANGUAGE": NameLabel.MISC,
}
# The longest name of the gazetteer has nine words; a hyphen is a token of its own.
_WINDOW = 12
_CLOSED = frozenset({"PRON", "DET", "ADP", "CCONJ", "SCONJ", "AUX", "PART", "ADV", "NUM", "INTJ", "PUNCT"})
_BLOCKED = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL"})


@lru_cache(maxsize=1)
def find_names(parse: Parse) -> tuple[FoundName, ...]:
    """Find all names in text order; where two overlap, one lies inside the other and is marked so.

    Those of the newest parse are kept: coreference, entities and places ask for them one after the other.
    """
    blocked = _blocked(parse)
    known = list(_known_names(parse, blocked))
    parsed = list(_parsed_names(parse))
    runs = list(_capital_runs(parse, blocked, known + parsed))
    return tuple(sorted(_merge(known, parsed + runs), key=lambda name: (name.first, -name.last)))


def _blocked(parse: Parse) -> frozenset[int]:
    """Return the tokens that are part of a date or number, in which no name is searched."""
    return frozenset(
        i
        for name in parse.names
        if name.label in _BLOCKED
        for i in range(name.first, name.last)
        if name.label not in ("DATE", "CARDINAL")
        or parse.tokens[i].lower in words_of("calendar", "words")
        or not _is_capital(parse.tokens[i])
    )


def _is_capital(token: Token) -> bool:
    return token.text[:1].isupper()


def _known_names(parse: Parse, blocked: frozenset[int]) -> Iterator[FoundName]:
    """Yield the gazetteer's names, longest first from left to right."""
    i = 0
    while i < len(parse.tokens):
        token = parse.tokens[i]
        found = None
        short = token.text.endswith(".") and token.lower.strip(".") in words_of("calendar", "short")
        if (
            (_is_capital(token) or _opens_name(parse, i))
            and i not in blocked
            and not short
            and not _ends_a_surname(parse, i)
        ):
            found = _known_at(parse, i)
        if found is None:
            i += 1
        else:
            yield found
            inner = _inner(parse, found)
            if inner is not None:
                yield inner
            i = found.last


def _inner(parse: Parse, name: FoundName) -> FoundName | None:
    """Return the place or country at the start of a body's name ("Russian" in "Russian Foreign Ministry")."""
    if name.places or name.last - name.first < 2:
        return None
    found = _match(parse, name.first, name.last - 1)
    if found is None or not found.places:
        return None
    return _inside(found, NameLabel.ORGANIZATION)


def _ends_a_surname(parse: Parse, i: int) -> bool:
    """Return whether a word is the end of an Arabic surname that begins before it ("al-Kuwaiti")."""
    before = parse.tokens[max(i - 2, 0) : i]
    joined = len(before) == 2 and before[1].text == "-" and before[1].end == parse.tokens[i].start
    return joined and before[0].lower in words_of("names", "articles")


def _opens_name(parse: Parse, i: int) -> bool:
    """Return whether a small word begins a name: the article of "al-Ahd", or "10" of "10 Downing Street"."""
    text = parse.tokens[i].text
    after = parse.tokens[i + 1 : i + 3]
    if text in words_of("names", "articles"):
        return len(after) == 2 and after[0].text == "-" and _is_capital(after[1])
    return text.isdigit() and bool(after) and _is_capital(after[0])


def _known_at(parse: Parse, i: int) -> FoundName | None:
    """Return the longest name of the gazetteer that begins at token `i`."""
    end, possessive = _window(parse, i)
    best = _match(parse, i, end)
    if possessive is not None and (best is None or best.last < possessive):
        # In "Iraq's Parliament" the window with "'s" hides "Iraq"; "People's Protection Units" needs it.
        before = _match(parse, i, possessive)
        best = before if before is not None and (best is None or before.last > best.last) else best
    return best


def _window(parse: Parse, i: int) -> tuple[int, int | None]:
    """Return the end of the span that a name at `i` could fill, and the first possessive in it."""
    limit = min(i + _WINDOW, parse.sentence_of(i).last)
    possessive = None
    for j in range(i, limit):
        token = parse.tokens[j]
        if j > i and (
            token.text in words_of("names", "stops")
            or (token.pos == "VERB" and not _is_capital(token) and token.text != "led")
        ):
            return j, possessive
        if token.tag == "POS" and possessive is None:
            possessive = j
    return limit, possessive


def _match(parse: Parse, i: int, end: int) -> FoundName | None:
    while end > i:
        key = longest_key(fold_name(_text(parse, i, end)))
        if not key:
            return None
        last = _end_of(parse, i, end, key)
        if last and _reads_as_name(parse, i, last):
            found = _look_up(parse, i, last)
            if found is not None:
                return found
        end = (last or end) - 1
    return None


def _end_of(parse: Parse, i: int, end: int, key: str) -> int | None:
    """Return the token where the words of `key` end; None if they end inside a token."""
    for last in range(i + 1, end + 1):
        folded = fold_name(_text(parse, i, last))
        if folded == key:
            return last
        if len(folded) > len(key):
            return None
    return None


def _reads_as_name(parse: Parse, first: int, last: int) -> bool:
    """Return whether a span ends like a name: in a capital, or after two words with a capital among them."""
    token = parse.tokens[last - 1]
    if _is_capital(token) or token.text[-1:].isdigit():
        return True
    capitals = [word for word in parse.tokens[first:last] if _is_capital(word) and word.lower != "the"]
    return last - first > 1 and bool(capitals) and token.pos in ("NOUN", "PROPN", "ADJ")


def _look_up(parse: Parse, first: int, last: int) -> FoundName | None:
    text = _text(parse, first, last)
    if last - first == 1 and parse.tokens[first].pos in _CLOSED and not (text.isupper() and len(text) > 1):
        return None  # "We" and "Of" are towns too
    bodies, places = find_bodies(text), find_places(text)
    if last - first == 1:
        bodies = tuple(body for body in bodies if body.named is not NameKind.SURNAME)
    if not _is_capital(parse.tokens[last - 1]):
        places = ()
        bodies = tuple(body for body in bodies if body.kind is not BodyKind.PERSON)
    if not bodies and not places:
        return None
    return FoundName(first=first, last=last, text=text, bodies=bodies, places=places)


def _parsed_names(parse: Parse) -> Iterator[FoundName]:
    """Yield the parser's names without articles, titles and possessives around them."""
    named = {i for name in parse.names for i in range(name.first, name.last)}
    for name in parse.names:
        label = _LABELS.get(name.label)
        if label is not None:
            trimmed = _trim(parse, name, label)
            if trimmed is not None:
                yield _reach_back(parse, trimmed, named) if label is NameLabel.PERSON else trimmed


def _trim(parse: Parse, name: Name, label: NameLabel) -> FoundName | None:
    first, last = name.first, name.last
    while first < last and (
        parse.tokens[first].pos in ("DET", "PUNCT", "CCONJ", "ADP")
        or parse.tokens[first].text in words_of("names", "stops")
        or parse.tokens[first].lower in words_of("names", "leading")
    ):
        if parse.tokens[first].text == "The" and label is NameLabel.MISC:
            break
        first += 1
    while first < last and (parse.tokens[last - 1].tag == "POS" or parse.tokens[last - 1].pos == "PUNCT"):
        last -= 1
    if label is NameLabel.PERSON:
        last = next((i for i in range(first + 1, last) if parse.tokens[i].tag == "POS"), last)
        while last - first > 1 and title_of(parse.tokens[first].text):
            first += 1
    if first >= last or not any(_is_capital(token) for token in parse.tokens[first:last]):
        return None
    return FoundName(first=first, last=last, text=_text(parse, first, last), label=label)


def _reach_back(parse: Parse, name: FoundName, named: set[int]) -> FoundName:
    """Return a person with the first names that the parser left outside ("Adil" before "Abdul Mahdi").

    `named` are the tokens of the parser's names.
    """
    first = name.first
    floor = parse.sentence_of(first).first
    while first > floor and _is_first_name(parse.tokens[first - 1]):
        first -= 1
    if first == name.first or not named.isdisjoint(range(first, name.first)):
        return name
    return FoundName(first=first, last=name.last, text=_text(parse, first, name.last), label=name.label)


def _is_first_name(token: Token) -> bool:
    return (
        token.pos == "PROPN"
        and token.dep == "compound"
        and bool(gender_of(token.text))
        and not title_of(token.text)
    )


def _capital_runs(parse: Parse, blocked: frozenset[int], taken: list[FoundName]) -> Iterator[FoundName]:
    """Yield the unclaimed runs of capitalised proper nouns outside headlines and sentence openings."""
    covered = {i for name in taken for i in range(name.first, name.last)} | blocked
    for sentence in parse.sentences:
        if sentence.headline:
            continue
        i = sentence.first
        while i < sentence.last:
            while i < sentence.last - 1 and i not in covered and _only_leads(parse, i):
                i += 1
            last = i
            while last < sentence.last and last not in covered and _in_run(parse, last, i):
                last += 1
            while last > i and not _is_capital(parse.tokens[last - 1]):
                last -= 1
            if last > i and not (last - i == 1 and title_of(parse.tokens[i].text)):
                yield FoundName(first=i, last=last, text=_text(parse, i, last))
            i = max(last, i + 1)


def _only_leads(parse: Parse, i: int) -> bool:
    """Return whether a word precedes names but is none: a title, "Near", "Department" before a first name."""
    token, after = parse.tokens[i], parse.tokens[i + 1]
    if sector_of(token.lower) and gender_of(after.text):
        return True
    return bool(title_of(token.text)) or token.lower in words_of("names", "leading")


def _in_run(parse: Parse, j: int, first: int) -> bool:
    token = parse.tokens[j]
    if token.pos == "PROPN" and _is_capital(token):
        return True
    return j > first and token.text == "-" and token.pos in ("PUNCT", "PROPN")


def _merge(known: list[FoundName], parsed: list[FoundName]) -> Iterator[FoundName]:
    """Join both lists: a known name wins over one that it covers, and lies inside one that covers it."""
    starts: dict[int, list[FoundName]] = {}
    yield from (name for name in known if name.inside)
    known = [name for name in known if not name.inside]
    for name in known:
        for i in range(name.first, name.last):
            starts.setdefault(i, []).append(name)
    placed: set[tuple[int, int]] = set()
    for name in parsed:
        overlapping = {match for i in range(name.first, name.last) for match in starts.get(i, ())}
        equal = next((match for match in overlapping if _range(match) == _range(name)), None)
        if equal is not None:
            placed.add(_range(name))
            yield _labelled(equal, name.label)
        elif any(match.first <= name.first and name.last <= match.last for match in overlapping):
            outer = next(
                match for match in overlapping if match.first <= name.first and name.last <= match.last
            )
            if _range(outer) not in placed:
                placed.add(_range(outer))
                yield _labelled(outer, name.label)
        elif any(match.first < name.first or match.last > name.last for match in overlapping):
            continue  # they cross: the gazetteer's name is the surer one
        else:
            yield name
            for match in overlapping:
                placed.add(_range(match))
                yield _inside(match, name.label)
    yield from (_without_words(name) for name in known if _range(name) not in placed)


def _range(name: FoundName) -> tuple[int, int]:
    return name.first, name.last


def _without_words(name: FoundName) -> FoundName:
    """Drop the outlets of a lone ordinary word ("People", "Time") that the parser does not see as a name."""
    if name.last - name.first > 1 or not is_ordinary(name.text):
        return name
    bodies = tuple(body for body in name.bodies if body.kind is not BodyKind.OUTLET)
    return FoundName(first=name.first, last=name.last, text=name.text, bodies=bodies, places=name.places)


def _labelled(name: FoundName, label: NameLabel) -> FoundName:
    return FoundName(
        first=name.first, last=name.last, text=name.text, label=label, bodies=name.bodies, places=name.places
    )


def _inside(name: FoundName, label: NameLabel) -> FoundName:
    return FoundName(
        first=name.first,
        last=name.last,
        text=name.text,
        label=label,
        bodies=name.bodies,
        places=name.places,
        inside=True,
    )


def _text(parse: Parse, first: int, last: int) -> str:
    return parse.text[parse.tokens[first].start : parse.tokens[last - 1].end]
