"""Values and bounds of quantities."""

from typing import NamedTuple

from sayso.grounding.lexemes import read_number
from sayso.grounding.patterns import Hit
from sayso.grounding.quantity_mentions import Document, QuantityMention

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


def read_amount(mention: QuantityMention) -> Amount | None:
    """Return the amount of a number without the words around it; None if it is no number."""
    name = mention.hit.name
    if name in ("nobody", "none"):
        return Amount(value=0)
    if name == "couple":
        return Amount(value=2, approximate=True)
    if name == "how_often":
        return Amount(value=2)
    if name == "vague" or (name == "amount" and _is_bare_magnitude(_words(mention, "value"))):
        return Amount(approximate=True)
    if name == "fraction":
        return _fraction(mention)
    if name == "range":
        return _range(mention)
    words = _words(mention, "value")
    value = _number(mention, words)
    if value is None:
        return None
    value = -value if mention.first.lower == "minus" else value
    return Amount(value=value, approximate="dozen" in words)


def _is_bare_magnitude(words: list[str]) -> bool:
    """ "billion" alone is no number ("multi-billion", "$ billion" of a cut text); "hundred killed" is one."""
    return len(words) == 1 and words[0] in ("million", "billion", "trillion")


def _words(mention: QuantityMention, name: str) -> list[str]:
    """Return the words of a part of a mention; "4.3M" is "4.3" and "mn", a million whatever it counts."""
    first, last = mention.hit.parts.get(name, (0, 0))
    words: list[str] = []
    for lexeme in mention.document.lexemes[first:last]:
        pieces = [lexeme.lower] if lexeme.kind == "number" else lexeme.lower.split()
        if lexeme.kind == "scaled" and mention.document.parse.text[lexeme.end - 1] == "M":
            pieces[-1] = "mn"
        words.extend(pieces)
    return words


def _number(mention: QuantityMention, words: list[str]) -> float | None:
    book, numbers = mention.document.book, mention.document.grammar.numbers
    if "/" in words:
        return _mixed(words, numbers)
    if "dozen" in words:
        count = words[: words.index("dozen")]
        number = 1 if count in ([], ["a"]) else read_number(count, numbers)
        return None if number is None else _tidy(number * 12)
    if words and words[-1] in book["short_magnitudes"]:
        number = read_number(words[:-1], numbers)
        # "37m" of length, "£37m" and "37m pounds" of money
        is_money = mention.is_money or mention.lower_after() in book["currencies"].values()
        unscaled = words[-1] in book["ambiguous"]["words"] and not is_money
        return (
            None
            if number is None
            else _tidy(number * (1 if unscaled else book["short_magnitudes"][words[-1]]))
        )
    words = [word for word in words if word not in book["words"]["HYPHEN"]]
    if len(words) >= 4 and words[-3:] == ["and", "a", "half"]:
        # "two and a half" men, "a million and a half" men
        whole, half = read_number(words[:-3], numbers), book["magnitudes"].get(words[-4], 1) / 2
        return None if whole is None else _tidy(whole + half)
    return read_number(words[1:] if words[:2] == ["a", "half"] else words, numbers)


def _mixed(words: list[str], numbers: dict[str, float]) -> float | None:
    """ "2-1/2", "3 1/2 billion": a whole number and a fraction."""
    slash = words.index("/")
    digits = [word for word in words[:slash] if word[0].isdigit()]
    below = read_number(words[slash + 1 : slash + 2], {})
    parts = [read_number([word], {}) for word in digits]
    if not parts or not below or None in parts:
        return None
    whole = parts[0] if len(parts) > 1 else 0
    scale = read_number(words[slash + 2 :], numbers) or 1
    return _tidy(((whole or 0) + (parts[-1] or 0) / below) * scale)


def _tidy(value: float) -> float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _fraction(mention: QuantityMention) -> Amount | None:
    part = mention.document.book["fractions"].get(" ".join(_words(mention, "fraction")))
    count = _number(mention, _words(mention, "count")) if "count" in mention.hit.parts else 1
    return None if part is None or count is None else Amount(value=count * part)


def _range(mention: QuantityMention) -> Amount | None:
    low_words, high_words = _words(mention, "low"), _words(mention, "high")
    low, high = _number(mention, low_words), _number(mention, high_words)
    if low is None or high is None or _mixes_currency(mention):
        return None
    scale = mention.document.grammar.numbers.get(high_words[-1], 0)
    # "1 to 2 thousand", "$89 to $93 billion"
    if scale >= 100 and low < 1000 <= high and low_words[-1] != high_words[-1]:
        low = _tidy(low * scale)
    return Amount(min=low, max=high) if low < high else None


def _mixes_currency(mention: QuantityMention) -> bool:
    """ "7 to $2.3 billion" is no range."""
    low, high = (
        mention.document.has_class(mention.hit.parts[part][0] - 1, "CURRENCY") for part in ("low", "high")
    )
    return high and not low


def split_range(document: Document, hit: Hit) -> list[Hit]:
    """Return a range as it is, or the two numbers of what is no range ("up 4 to 2", "rose by $3 to $9").

    A score or a telephone number gives nothing.
    """
    if hit.name != "range":
        return [hit]
    mention = QuantityMention(document, hit)
    moved = mention.lower_before() == "by" and mention.is_money
    if not moved and _range(mention) is not None:
        return [hit]
    if is_glued(document, hit.parts["low"][1]) and not mention.is_money:
        return []
    places = [hit.parts["low"], hit.parts["high"]]
    starts = [first - 1 if document.has_class(first - 1, "CURRENCY") else first for first, _ in places]
    return [
        Hit("amount", hit.order, start, place[1], {"value": place})
        for start, place in zip(starts, places, strict=True)
    ]


def is_glued(document: Document, index: int) -> bool:
    """Return whether the lexeme at `index` is a dash, slash or colon between two numbers."""
    if not 0 < index < len(document.lexemes) - 1:
        return False
    sign, following = document.lexemes[index], document.lexemes[index + 1]
    touching = sign.start == document.lexemes[index - 1].end and following.start == sign.end
    return sign.lower in _GLUE and following.kind == "number" and (touching or sign.lower == "/")


def bound_before(mention: QuantityMention, floor: int, amount: Amount) -> tuple[int, Amount]:
    """Extend the mention by the words before it that bound it or belong to it, down to lexeme `floor`."""
    bound_kinds, plain = mention.document.book["bounds"], mention.document.book["plain"]["words"]
    kinds: set[str] = set()
    begin = mention.hit.first
    while begin > floor:
        word = mention.document.lexemes[begin - 1].lower
        if word in bound_kinds and not (word in _PREPOSITIONS and kinds):
            kinds.add(bound_kinds[word])
        elif word not in plain or word == "the":
            break
        begin -= 1
    return begin, _bound(amount, kinds)


def bound_after(mention: QuantityMention, end: int, amount: Amount) -> tuple[int, Amount]:
    """ "107 or more", "1,000 or so migrants": bounds up to character `end` or right behind it."""
    document = mention.document
    kinds = {word: kind for kind, words in document.book["after"].items() for word in words}
    index = mention.hit.last
    while index < len(document.lexemes) and document.lexemes[index].start <= end + 1:
        kind = kinds.get(document.lexemes[index].lower)
        if kind is not None:
            return max(end, document.lexemes[index].end), _bound(amount, {kind})
        index += 1
    return end, amount


def _bound(amount: Amount, kinds: set[str]) -> Amount:
    if amount.value is None or not kinds & {"min", "max"}:
        return amount._replace(approximate=amount.approximate or "about" in kinds)
    if "min" in kinds:
        return Amount(min=amount.value)
    return Amount(max=amount.value)
