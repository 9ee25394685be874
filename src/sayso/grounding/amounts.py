"""How much a number with its bounds says."""

from typing import NamedTuple

from sayso.grounding.lexemes import read_number
from sayso.grounding.patterns import Hit
from sayso.grounding.sightings import Page, Sighting

__all__ = ["Amount", "bound_after", "bound_before", "read_amount", "split_range"]

_GLUE = frozenset("-–/:.@")
# "over" before "at least" is a preposition, as in "voted over at least 20 laws".
_PREPOSITIONS = frozenset({"over", "within", "under", "around", "some", "about", "above", "below"})


class Amount(NamedTuple):
    """Value, bounds and whether they are only about right; all None for "dozens"."""

    value: float | None = None
    min: float | None = None
    max: float | None = None
    approximate: bool = False


def read_amount(sighting: Sighting) -> Amount | None:
    """What a number says without the words around it; None where it turns out to be none."""
    name = sighting.hit.name
    if name in ("nobody", "none"):
        return Amount(value=0)
    if name == "couple":
        return Amount(value=2, approximate=True)
    if name == "how_often":
        return Amount(value=2)
    if name == "vague":
        return Amount(approximate=True)
    if name == "fraction":
        return _fraction(sighting)
    if name == "range":
        return _range(sighting)
    words = _words(sighting, "value")
    value = _number(sighting, words)
    if value is None:
        return None
    value = -value if sighting.first.lower == "minus" else value
    return Amount(value=value, approximate="dozen" in words)


def _words(sighting: Sighting, name: str) -> list[str]:
    """The words of a part of a hit; "4.3M" is "4.3" and "mn", a million whatever it counts."""
    first, last = sighting.hit.parts.get(name, (0, 0))
    words: list[str] = []
    for one in sighting.page.lexemes[first:last]:
        pieces = [one.lower] if one.kind == "number" else one.lower.split()
        if one.kind == "scaled" and sighting.page.parse.text[one.end - 1] == "M":
            pieces[-1] = "mn"
        words.extend(pieces)
    return words


def _number(sighting: Sighting, words: list[str]) -> float | None:
    book, numbers = sighting.page.book, sighting.page.grammar.numbers
    if "/" in words:
        return _mixed(words)
    if "dozen" in words:
        count = words[: words.index("dozen")]
        number = 1 if count in ([], ["a"]) else read_number(count, numbers)
        return None if number is None else _tidy(number * 12)
    if words and words[-1] in book["short_magnitudes"]:
        number = read_number(words[:-1], numbers)
        # "37m" of length, "£37m" of money
        unscaled = words[-1] in book["ambiguous"]["words"] and not sighting.is_money
        return (
            None
            if number is None
            else _tidy(number * (1 if unscaled else book["short_magnitudes"][words[-1]]))
        )
    if len(words) >= 4 and words[-3:] == ["and", "a", "half"]:
        whole = read_number(words[:-3], numbers)
        return None if whole is None else whole + 0.5
    return read_number(words[1:] if words[:2] == ["a", "half"] else words, numbers)


def _mixed(words: list[str]) -> float | None:
    """ "2-1/2": a whole number and a fraction."""
    slash = words.index("/")
    digits = [word for word in words[:slash] if word[0].isdigit()]
    below = read_number(words[slash + 1 : slash + 2], {})
    parts = [read_number([word], {}) for word in digits]
    if not parts or not below or None in parts:
        return None
    whole = parts[0] if len(parts) > 1 else 0
    return (whole or 0) + (parts[-1] or 0) / below


def _tidy(value: float) -> float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _fraction(sighting: Sighting) -> Amount | None:
    part = sighting.page.book["fractions"].get(" ".join(_words(sighting, "fraction")))
    count = _number(sighting, _words(sighting, "count")) if "count" in sighting.hit.parts else 1
    return None if part is None or count is None else Amount(value=count * part)


def _range(sighting: Sighting) -> Amount | None:
    low_words, high_words = _words(sighting, "low"), _words(sighting, "high")
    low, high = _number(sighting, low_words), _number(sighting, high_words)
    if low is None or high is None or _mixes_currency(sighting):
        return None
    scale = sighting.page.grammar.numbers.get(high_words[-1], 0)
    # "1 to 2 thousand", "$89 to $93 billion"
    if scale >= 100 and low < 1000 <= high and low_words[-1] != high_words[-1]:
        low = _tidy(low * scale)
    return Amount(min=low, max=high) if low < high else None


def _mixes_currency(sighting: Sighting) -> bool:
    """ "7 to $2.3 billion" is no range."""
    low, high = (
        sighting.page.has_class(sighting.hit.parts[part][0] - 1, "CURRENCY") for part in ("low", "high")
    )
    return high and not low


def split_range(page: Page, hit: Hit) -> list[Hit]:
    """A range as it is, or where it is none ("up 4 to 2", "rose by $3 to $9") its two numbers.

    A score or a telephone number is neither.
    """
    if hit.name != "range":
        return [hit]
    sighting = Sighting(page, hit)
    moved = sighting.lower_before() == "by" and sighting.is_money
    if not moved and _range(sighting) is not None:
        return [hit]
    if is_glued(page, hit.parts["low"][1]) and not sighting.is_money:
        return []
    places = [hit.parts["low"], hit.parts["high"]]
    starts = [first - 1 if page.has_class(first - 1, "CURRENCY") else first for first, _ in places]
    return [
        Hit("amount", hit.order, start, place[1], {"value": place})
        for start, place in zip(starts, places, strict=True)
    ]


def is_glued(page: Page, index: int) -> bool:
    """Whether the lexeme at `index` is a dash, slash or colon that ties the number before to one behind."""
    if not 0 < index < len(page.lexemes) - 1:
        return False
    sign, following = page.lexemes[index], page.lexemes[index + 1]
    touching = sign.start == page.lexemes[index - 1].end and following.start == sign.end
    return sign.lower in _GLUE and following.kind == "number" and (touching or sign.lower == "/")


def bound_before(sighting: Sighting, floor: int, amount: Amount) -> tuple[int, Amount]:
    """Take in the words before the number that bound it or belong to it, down to lexeme `floor`."""
    bounds, plain = sighting.page.book["bounds"], sighting.page.book["plain"]["words"]
    kinds: set[str] = set()
    begin = sighting.hit.first
    while begin > floor:
        word = sighting.page.lexemes[begin - 1].lower
        if word in bounds and not (word in _PREPOSITIONS and kinds):
            kinds.add(bounds[word])
        elif word not in plain or word == "the":
            break
        begin -= 1
    return begin, _bound(amount, kinds)


def bound_after(sighting: Sighting, end: int, amount: Amount) -> tuple[int, Amount]:
    """ "107 or more", "1,000 or so migrants": bounds up to character `end` or right behind it."""
    page = sighting.page
    kinds = {word: kind for kind, words in page.book["after"].items() for word in words}
    index = sighting.hit.last
    while index < len(page.lexemes) and page.lexemes[index].start <= end + 1:
        kind = kinds.get(page.lexemes[index].lower)
        if kind is not None:
            return max(end, page.lexemes[index].end), _bound(amount, {kind})
        index += 1
    return end, amount


def _bound(amount: Amount, kinds: set[str]) -> Amount:
    if amount.value is None or not kinds & {"min", "max"}:
        return amount._replace(approximate=amount.approximate or "about" in kinds)
    if "min" in kinds:
        return Amount(min=amount.value)
    return Amount(max=amount.value)
