"""Counted and measured amounts: number, bounds and what is counted, in digits and in words.

"at least 107" has a least value and no value of its own, "up to 5,000" a greatest, "nearly 100" is about 100,
"dozens" is about no number at all, "no casualties" is 0. Dates, hours, ages, ordinals and the numbers of
flights, resolutions and rooms are not amounts.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from sayso.grounding.casualties import casualty_unit, state_behind
from sayso.grounding.lexemes import Lexeme, read_number
from sayso.grounding.patterns import Hit, find_hits
from sayso.grounding.quantity_grammar import QuantityGrammar, load_grammar
from sayso.model import Parse, Quantity, Token

__all__ = ["find_quantities"]

_REACH = 12
_GLUE = frozenset("-–/:.@")
_LONGEST_NUMBER = 13
_NOMINAL = ("NOUN", "PROPN", "SYM")
_MODIFIERS = ("nummod", "quantmod", "amod", "compound", "nmod", "det", "predet", "poss", "advmod")


class _Amount(NamedTuple):
    """What a number says, before what it counts is known."""

    value: float | None = None
    min: float | None = None
    max: float | None = None
    approximate: bool = False


class _Counted(NamedTuple):
    """What is counted: its name, where the words for it end (a character), and its token."""

    unit: str
    end: int
    token: int | None = None


def find_quantities(parse: Parse) -> tuple[Quantity, ...]:
    """Find the amounts of a report in text order.

    Casualties have the unit killed, injured, missing, arrested or displaced, sums of money that of the
    currency, other amounts the noun they count or the unit of measure.
    """
    grammar = load_grammar()
    lexemes = grammar.cut(parse.text)
    codes = grammar.alphabet.spell(lexemes, grammar.classes_of)
    hits = find_hits(grammar.patterns, codes, grammar.stretches(codes))
    reader = _Reader(parse, grammar, lexemes)
    return tuple(reader.read(hits))


class _Reader:
    """Reads the hits of one report."""

    def __init__(self, parse: Parse, grammar: QuantityGrammar, lexemes: list[Lexeme]) -> None:
        self.parse = parse
        self.grammar = grammar
        self.book = grammar.book
        self.lexemes = lexemes
        self.starts = [token.start for token in parse.tokens]

    def read(self, hits: list[Hit]) -> Iterator[Quantity]:
        floor = 0
        for hit in hits:
            for one in self._split(hit):
                quantity = self._quantity(one, floor)
                if quantity is not None:
                    floor = one.last
                    yield quantity

    def _split(self, hit: Hit) -> list[Hit]:
        """A range, or where it is none ("up 4 to 2", "rose by $3 to $9") its two numbers."""
        if hit.name != "range":
            return [hit]
        before = self.lexemes[hit.first - 1].lower if hit.first else ""
        moved = before == "by" and self._is_money(hit)
        if not moved and self._range(hit) is not None:
            return [hit]
        if self._is_glued(hit.parts["low"][1]) and not self._is_money(hit):
            return []  # a score, a telephone number
        return [
            Hit(
                "amount",
                hit.order,
                self._money_start(*hit.parts[part]),
                hit.parts[part][1],
                {"value": hit.parts[part]},
            )
            for part in ("low", "high")
        ]

    def _is_glued(self, index: int) -> bool:
        """Whether a dash, slash or colon with a number behind it touches the lexeme before `index`."""
        if index + 1 >= len(self.lexemes):
            return False
        sign, following = self.lexemes[index], self.lexemes[index + 1]
        touching = sign.start == self.lexemes[index - 1].end and following.start == sign.end
        spaced_date = sign.lower == "/"
        return sign.lower in _GLUE and following.kind == "number" and (touching or spaced_date)

    def _money_start(self, first: int, _: int) -> int:
        """Where a number begins together with the currency sign before it."""
        signed = first > 0 and "CURRENCY" in self.grammar.classes_of(self.lexemes[first - 1])
        return first - 1 if signed else first

    def _quantity(self, hit: Hit, floor: int) -> Quantity | None:
        amount = self._amount(hit)
        root = self._root(hit)
        if amount is None or root is None or self._is_other(hit, root):
            return None
        counted = self._counted(hit, root)
        if counted is None:
            return None
        casualty = self._casualty(hit, counted, root)
        if casualty is None and self._is_empty(hit, counted):
            return None
        first, amount = self._bounded_before(hit.first, floor, amount)
        end, amount = self._bounded_after(hit, counted, amount)
        start = self.lexemes[first].start
        return Quantity(
            start=start,
            end=end,
            text=self.parse.text[start:end],
            value=amount.value,
            min=amount.min,
            max=amount.max,
            approximate=amount.approximate,
            unit=casualty or counted.unit,
        )

    # The number

    def _words(self, hit: Hit, name: str) -> list[str]:
        """The words of a part of a hit; "4.3M" is "4.3" and "mn", a million whatever it counts."""
        first, last = hit.parts.get(name, (0, 0))
        words: list[str] = []
        for one in self.lexemes[first:last]:
            pieces = [one.lower] if one.kind == "number" else one.lower.split()
            if one.kind == "scaled" and self.parse.text[one.end - 1] == "M":
                pieces[-1] = "mn"
            words.extend(pieces)
        return words

    def _amount(self, hit: Hit) -> _Amount | None:
        if hit.name in ("nobody", "none"):
            return _Amount(value=0)
        if hit.name == "couple":
            return _Amount(value=2, approximate=True)
        if hit.name == "vague":
            return _Amount(approximate=True)
        if hit.name == "how_often":
            return _Amount(value=2)
        if hit.name == "fraction":
            return self._fraction(hit)
        if hit.name == "range":
            return self._range(hit)
        value = self._number(self._words(hit, "value"), self._is_money(hit))
        if value is None:
            return None
        negative = self.lexemes[hit.first].lower == "minus"
        return _Amount(value=-value if negative else value, approximate="dozen" in self._words(hit, "value"))

    def _is_money(self, hit: Hit) -> bool:
        return any("CURRENCY" in self.grammar.classes_of(one) for one in self.lexemes[hit.first : hit.last])

    def _number(self, words: list[str], money: bool) -> float | None:
        short = self.book["short_magnitudes"]
        if "/" in words:
            return _mixed(words)
        if "dozen" in words:
            count = words[: words.index("dozen")]
            number = 1 if count in ([], ["a"]) else read_number(count, self.grammar.numbers)
            return None if number is None else _tidy(number * 12)
        if words and words[-1] in short:
            number = read_number(words[:-1], self.grammar.numbers)
            # "37m" of length, "£37m" of money
            scale = short[words[-1]] if money or words[-1] not in self.book["ambiguous"]["words"] else 1
            return None if number is None else _tidy(number * scale)
        if len(words) >= 4 and words[-3:] == ["and", "a", "half"]:
            whole = read_number(words[:-3], self.grammar.numbers)
            return None if whole is None else whole + 0.5
        if words[:2] == ["a", "half"]:
            words = words[1:]
        return read_number(words, self.grammar.numbers)

    def _fraction(self, hit: Hit) -> _Amount | None:
        part = self.book["fractions"].get(" ".join(self._words(hit, "fraction")))
        count = self._number(self._words(hit, "count"), False) if "count" in hit.parts else 1
        if part is None or count is None:
            return None
        return _Amount(value=count * part)

    def _range(self, hit: Hit) -> _Amount | None:
        low_words, high_words = self._words(hit, "low"), self._words(hit, "high")
        money = self._is_money(hit)
        low, high = self._number(low_words, money), self._number(high_words, money)
        if low is None or high is None:
            return None
        scale = high_words[-1]
        if self._mixes_currency(hit):
            return None
        # "1 to 2 thousand", "$89 to $93 billion"
        if scale in self.grammar.numbers and self.grammar.numbers[scale] >= 100 and low < 1000 <= high:
            low = _tidy(low * self.grammar.numbers[scale]) if low_words[-1] != scale else low
        return _Amount(min=low, max=high) if low < high else None

    def _mixes_currency(self, hit: Hit) -> bool:
        """ "7 to $2.3 billion" is no range."""
        signed = [
            hit.parts[part][0] > hit.first - 1
            and "CURRENCY" in self.grammar.classes_of(self.lexemes[max(hit.parts[part][0] - 1, 0)])
            for part in ("low", "high")
        ]
        return signed[1] and not signed[0]

    # What it is not

    def _root(self, hit: Hit) -> int | None:
        """The token of the number that the parser hangs on what is outside of it."""
        first = bisect_right(self.starts, self.lexemes[hit.first].start) - 1
        last = bisect_right(self.starts, self.lexemes[hit.last - 1].end - 1) - 1
        if first < 0:
            return None
        for index in range(last, first - 1, -1):
            if not first <= self.parse.tokens[index].head <= last:
                return index
        return last

    def _is_other(self, hit: Hit, root: int) -> bool:
        """Whether the number is a date, an hour, an age or part of a name."""
        before = self.lexemes[hit.first - 1] if hit.first else None
        after = self.lexemes[hit.last] if hit.last < len(self.lexemes) else None
        if self._is_money(hit) or hit.name in ("vague", "couple", "nobody"):
            return False
        if after is not None and (after.kind == "ampm" or after.lower in self.book["ages"]["after"]):
            return True
        if self._is_code(hit, after) or self._is_date(hit, before, after) or self._is_year(hit, before, root):
            return True
        return self._is_age(hit, before, after) or self._is_designator(hit, before, root)

    def _is_code(self, hit: Hit, after: Lexeme | None) -> bool:
        """ "1MDB", "888-847-6592", "22/29", a number of twenty digits."""
        last = self.lexemes[hit.last - 1]
        if self._is_glued(hit.last) or (
            last.kind == "number" and len(last.lower) > _LONGEST_NUMBER and "," not in last.lower
        ):
            return True
        if (
            after is None
            or after.kind not in ("word", "code")
            or after.start != last.end
            or last.kind != "number"
        ):
            return False
        return after.lower not in self.book["measures"] and after.lower not in self.book["currencies"]

    def _is_date(self, hit: Hit, before: Lexeme | None, after: Lexeme | None) -> bool:
        months = self.book["months"]["words"]
        near = [one.lower for one in (before, after) if one is not None and one.capital]
        if hit.name in ("amount", "range") and any(one in months for one in near):
            return True
        if after is not None and after.lower == "of" and hit.last + 1 < len(self.lexemes):
            following = self.lexemes[hit.last + 1]
            return following.capital and following.lower in months
        return False

    def _is_year(self, hit: Hit, before: Lexeme | None, root: int) -> bool:
        years = [
            one
            for one in self.lexemes[hit.first : hit.last]
            if one.kind == "number" and _looks_like_year(one.lower)
        ]
        if not years or len(years) < sum(one.kind == "number" for one in self.lexemes[hit.first : hit.last]):
            return hit.name == "range" and len(years) == 1 and self.lexemes[hit.first] is years[0]
        if hit.last - hit.first > 1 and hit.name == "amount":
            return False
        noun = self._noun(root)
        counted = noun is not None and noun.tag in ("NNS", "NNPS")
        cued = before is not None and before.lower in self.book["time_words"]["year_before"]
        bounded = before is not None and before.lower in self.book["bounds"]
        recent = any(1980 <= int(one.lower) <= 2035 and not one.lower.endswith("00") for one in years)
        return cued or not counted or (recent and not bounded)

    def _is_age(self, hit: Hit, before: Lexeme | None, after: Lexeme | None) -> bool:
        if before is None:
            return False
        if before.lower in self.book["ages"]["before"]:
            return True
        if (
            before.lower == "of"
            and hit.first > 1
            and self.lexemes[hit.first - 2].lower in self.book["ages"]["before"]
        ):
            return True
        if before.lower not in (",", "(") or hit.last - hit.first > 1 or hit.first < 2:
            return False
        closing = after is None or after.lower in (",", ")", ".", ";")
        return closing and self.lexemes[hit.first - 2].capital and self.lexemes[hit.first].kind == "number"

    def _is_designator(self, hit: Hit, before: Lexeme | None, root: int) -> bool:
        """ "Flight 370", "F-16", "Resolution 2254", "2-0": the number is part of a name."""
        number = self.lexemes[hit.first]
        if before is not None and number.kind == "number":
            touching = before.end == number.start
            if touching and before.lower in ("-", "–", "/", "#", ".", ":", "_", "@"):
                return True
            if before.lower == "/" and hit.first > 1 and self.lexemes[hit.first - 2].kind == "number":
                return True
            if (
                before.lower in self.book["designators"]["words"]
                and before.end <= number.start
                and self._hangs_left(root)
            ):
                return True
        token = self.parse.tokens[root]
        if number.kind == "number" and self._in_name(root):
            return True
        head = self.parse.tokens[token.head]
        left = token.dep == "nummod" and head.i < token.i and head.pos in ("NOUN", "PROPN")
        if not left or self.parse.sentence_of(root).headline:
            return False
        return head.lemma not in self.book["designators"]["measured"]

    def _hangs_left(self, root: int) -> bool:
        noun = self._noun(root)
        return noun is None or noun.tag not in ("NNS", "NNPS")

    def _in_name(self, root: int) -> bool:
        names = self.parse.names
        index = bisect_right(names, root, key=lambda name: name.first) - 1
        if index < 0:
            return False
        name = names[index]
        return name.first < root < name.last and name.label in self.book["names"]["labels"]

    # What it counts

    def _noun(self, root: int) -> Token | None:
        """The noun to the right that the number counts, by the parser or, failing that, by its place."""
        tokens = self.parse.tokens
        token = tokens[root]
        head = tokens[token.head]
        seen = 0
        while head.i > root and token.dep in _MODIFIERS and head.pos not in _NOMINAL and seen < 4:
            token, head, seen = head, tokens[head.head], seen + 1
        if token.dep in _MODIFIERS and root < head.i <= root + _REACH and head.pos in _NOMINAL:
            return self._whole_noun(head)
        return None

    def _whole_noun(self, noun: Token) -> Token:
        """The head of a compound, also of one cut as "co - workers"."""
        tokens = self.parse.tokens
        while (
            noun.dep == "compound" and noun.i < noun.head <= noun.i + 2 and tokens[noun.head].pos in _NOMINAL
        ):
            noun = tokens[noun.head]
        spaced = noun.i + 2 < len(tokens) and tokens[noun.i + 1].text == "-"
        if spaced and tokens[noun.i + 1].start > noun.end and tokens[noun.i + 2].pos in _NOMINAL:
            return tokens[noun.i + 2]
        return noun

    def _counted(self, hit: Hit, root: int) -> _Counted | None:
        end = self.lexemes[hit.last - 1].end
        if hit.name == "nobody":
            return _Counted("people", end, root)
        if hit.name == "how_often":
            after = self.lexemes[hit.last].lower if hit.last < len(self.lexemes) else ""
            return None if after in ("as", "the") else _Counted("times", end, None)
        if hit.name == "none":
            return self._none(root)
        currency = self._currency(hit)
        if currency is not None:
            return currency
        measure = self._measure(hit)
        if measure is not None:
            return measure
        return self._counted_noun(hit, root)

    def _none(self, root: int) -> _Counted | None:
        noun = self._noun(root)
        if noun is None or noun.lemma not in self.book["none"]["counted"]:
            return None
        return _Counted(noun.lower, noun.end, noun.i)

    def _currency(self, hit: Hit) -> _Counted | None:
        currencies = self.book["currencies"]
        for one in self.lexemes[hit.first : hit.last]:
            if "CURRENCY" in self.grammar.classes_of(one):
                return _Counted(currencies[one.lower], self.lexemes[hit.last - 1].end)
        after = self.lexemes[hit.last] if hit.last < len(self.lexemes) else None
        if after is not None and after.lower in currencies and (after.kind != "word" or len(after.lower) > 2):
            return _Counted(currencies[after.lower], after.end)
        return None

    def _measure(self, hit: Hit) -> _Counted | None:
        """A unit of measure right behind the number, and for shares what they are shares of."""
        if hit.last >= len(self.lexemes):
            return None
        after = self.lexemes[hit.last]
        if after.lower in ("-", "–") and hit.last + 1 < len(self.lexemes):
            after = self.lexemes[hit.last + 1]
        unit = self.book["measures"].get(after.lower)
        touching = after.start == self.lexemes[hit.last - 1].end
        wordy = after.kind == "word" and (
            len(after.lower) == 1 or after.lower in self.book["touching"]["words"]
        )
        if unit is None or (wordy and not touching):
            return None
        index = bisect_right(self.starts, after.end - 1) - 1
        whole = self._of(index) if unit == "percent" else None
        if whole is None:
            return _Counted(unit, after.end, None)
        return _Counted(f"{unit} of {self._name(whole, index)}", whole.end, whole.i)

    def _of(self, index: int) -> Token | None:
        """ "percent of the homes", "two of them", "dozens of people": what follows "of"."""
        tokens = self.parse.tokens
        for place in (index, index + 1):
            if place < len(tokens) and tokens[place].lower == "of":
                return self.parse.child(place, "pobj")
            if place == index and place < len(tokens):
                preposition = next(
                    (one for one in self.parse.children(place, "prep") if one.lower == "of"), None
                )
                if preposition is not None and preposition.i <= place + 2:
                    return self.parse.child(preposition.i, "pobj")
        return None

    def _counted_noun(self, hit: Hit, root: int) -> _Counted | None:
        end = self.lexemes[hit.last - 1].end
        index = bisect_right(self.starts, end - 1) - 1
        joined = self._joined(hit)
        if joined is not None:
            return joined
        noun = self._noun(root) or self._of(index) or self._neighbour(index)
        word = self.lexemes[hit.first].lower if hit.last - hit.first == 1 else ""
        if noun is None:
            return None if word in ("one", "half") else _Counted("", end, root)
        if self._is_told_time(hit, noun) or self._is_idle(word, noun):
            return None
        name = self._name(noun, index)
        if hit.name == "fraction":
            name = f"share of {name}"
        return _Counted(name, max(end, noun.end), noun.i)

    def _is_idle(self, word: str, noun: Token) -> bool:
        """ "one thing", "a lot of talk", "nineteen fifties": nothing is counted."""
        if word == "one" and noun.lemma in self.book["idle"]["one"]:
            return True
        if word.startswith("a ") and noun.tag in self.book["idle"]["singular"]:
            return casualty_unit(self.parse, noun.i) is None
        return noun.lower in self.book["idle"]["decades"]

    def _joined(self, hit: Hit) -> _Counted | None:
        """ "a 90-day walk", "a three-nation alliance": what is counted hangs on a dash."""
        if hit.last + 1 >= len(self.lexemes) or self.lexemes[hit.last].lower not in ("-", "–", "‐"):
            return None
        dash, word = self.lexemes[hit.last], self.lexemes[hit.last + 1]
        if word.kind != "word" or (dash.start == self.lexemes[hit.last - 1].end) != (word.start == dash.end):
            return None
        index = bisect_right(self.starts, word.start) - 1
        return _Counted(word.lower, word.end, index)

    def _neighbour(self, index: int) -> Token | None:
        """The noun right behind, through adjectives, where the parser hung the number elsewhere."""
        tokens = self.parse.tokens
        sentence = self.parse.sentence_of(index)
        found = None
        for token in tokens[index + 1 : min(index + 6, sentence.last)]:
            if token.pos in _NOMINAL and token.dep != "poss":
                found = token
            elif token.pos not in ("ADJ",) and token.lower != "-":
                break
        return found

    def _is_told_time(self, hit: Hit, noun: Token) -> bool:
        """ "two years ago" is a time, not an amount."""
        if noun.lemma not in self.book["time_words"]["units"]:
            return False
        following = noun.i + 1
        return (
            following < len(self.parse.tokens)
            and self.parse.tokens[following].lower in self.book["time_words"]["after"]
        )

    def _name(self, noun: Token, after: int) -> str:
        """The noun with the nouns before it that belong to it: "police cars", "tactical units"."""
        first = noun.i
        tokens = self.parse.tokens
        while first - 1 > after and (
            (tokens[first - 1].dep == "compound" and tokens[first - 1].head <= noun.i)
            or (tokens[first - 1].text == "-" and first - 2 > after)
        ):
            first -= 1
        return self.parse.text[tokens[first].start : noun.end]

    def _casualty(self, hit: Hit, counted: _Counted, root: int) -> str | None:
        if counted.token is None or hit.name == "how_often":
            return None
        last = bisect_right(self.starts, counted.end - 1) - 1
        return (
            state_behind(self.parse, last)
            or casualty_unit(self.parse, counted.token)
            or (casualty_unit(self.parse, root) if counted.token != root else None)
        )

    def _is_empty(self, hit: Hit, counted: _Counted) -> bool:
        """ "no one knows", "one of us", "many believe": nothing is counted unless harm is told."""
        if hit.name == "nobody" or (hit.name == "vague" and not counted.unit):
            return True
        of_us = counted.token is not None and self.parse.tokens[counted.token].pos == "PRON"
        return of_us and self.lexemes[hit.first].lower == "one"

    # Its bounds

    def _bounded_before(self, first: int, floor: int, amount: _Amount) -> tuple[int, _Amount]:
        """Take in the words before the number that bound it or belong to it."""
        bounds, plain = self.book["bounds"], self.book["plain"]["words"]
        kinds: set[str] = set()
        begin = first
        while begin > floor:
            word = self.lexemes[begin - 1].lower
            if word in bounds and not (
                word in ("over", "within", "under", "around", "some", "about", "above", "below") and kinds
            ):
                kinds.add(bounds[word])
            elif word not in plain or word in ("the", "a"):
                break
            begin -= 1
        return begin, _bound(amount, kinds)

    def _bounded_after(self, hit: Hit, counted: _Counted, amount: _Amount) -> tuple[int, _Amount]:
        """ "107 or more", "1,000 or so migrants", "$100 million or more"."""
        table = {word: kind for kind, words in self.book["after"].items() for word in words}
        end = counted.end
        index = hit.last
        while index < len(self.lexemes) and self.lexemes[index].start <= end + 1:
            kind = table.get(self.lexemes[index].lower)
            if kind is not None:
                return max(end, self.lexemes[index].end), _bound(amount, {kind})
            index += 1
        return end, amount


def _bound(amount: _Amount, kinds: set[str]) -> _Amount:
    if amount.value is None:
        return amount._replace(approximate=amount.approximate or "about" in kinds)
    if "min" in kinds:
        return _Amount(min=amount.value, approximate=amount.approximate and "about" in kinds)
    if "max" in kinds:
        return _Amount(max=amount.value)
    return amount._replace(approximate=amount.approximate or "about" in kinds)


def _looks_like_year(text: str) -> bool:
    return len(text) == 4 and text.isdigit() and 1500 <= int(text) <= 2100


def _tidy(value: float) -> float:
    value = round(value, 6)
    return int(value) if value == int(value) else value


def _mixed(words: list[str]) -> float | None:
    """ "2-1/2": a whole number and a fraction."""
    slash = words.index("/")
    digits = [word for word in words[:slash] if word[0].isdigit()]
    if not digits or slash + 1 >= len(words) or float(words[slash + 1]) == 0:
        return None
    whole = float(digits[0]) if len(digits) > 1 else 0.0
    return whole + float(digits[-1]) / float(words[slash + 1])
