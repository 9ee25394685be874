"""The words of a time expression that a pattern has matched."""

from collections.abc import Callable

from sayso.grounding.lexemes import Lexeme, read_number
from sayso.grounding.patterns import Hit
from sayso.grounding.periods import Period
from sayso.grounding.time_context import TimeContext
from sayso.grounding.time_grammar import load_grammar

__all__ = ["Rule", "Words"]

_BACK = frozenset(
    {"last", "previous", "preceding", "prior", "before", "earlier", "past", "previously", "beforehand"}
)
_ON = frozenset(
    {"next", "following", "after", "later", "coming", "upcoming", "ensuing", "subsequent", "from now"}
)


class Words:
    """The words of a hit: by name, as text, as a number, as an entry of a table."""

    def __init__(self, lexemes: list[Lexeme], hit: Hit) -> None:
        self.lexemes = lexemes
        self.hit = hit

    def has(self, name: str) -> bool:
        """Return whether the pattern has a group of that name."""
        return name in self.hit.parts

    def all(self, name: str) -> list[str]:
        """Return the words under a name in lower case; none if the pattern has no such group."""
        first, last = self.hit.parts.get(name, (0, 0))
        return [lexeme.lower for lexeme in self.lexemes[first:last]]

    def text(self, name: str) -> str:
        """Return the words under a name as a string."""
        return " ".join(self.all(name))

    def whole(self) -> list[str]:
        """Return all words of the hit."""
        return [lexeme.lower for lexeme in self.lexemes[self.hit.first : self.hit.last]]

    def number(self, name: str) -> float | None:
        """Return the number under a name, in digits, words or as an ordinal."""
        words = self.all(name)
        if not words:
            return None
        if len(words) == 1:
            if words[0][0].isdigit() and words[0][-2:] in ("st", "nd", "rd", "th"):
                return read_number([words[0][:-2]], {})
            ordinal = load_grammar().table("ordinals").get(words[0])
            if ordinal is not None:
                return int(ordinal)
        if words[0] in ("a", "an"):
            return 1
        if "/" in words:
            return _mixed_fraction(words)
        return read_number(words, load_grammar().table("numbers"))

    def whole_number(self, name: str) -> int | None:
        """Return the number under a name if it is an integer."""
        number = self.number(name)
        return int(number) if number is not None and number == int(number) else None

    def entry(self, name: str, *tables: str) -> str | int | None:
        """Return the entry of the codebook's tables for the word under a name."""
        word = self.text(name)
        for table in tables:
            found: str | int | None = (
                load_grammar().table(table).get(word, load_grammar().table(table).get(word.rstrip(".")))
            )
            if found is not None:
                return found
        return None

    def unit(self) -> str:
        """Return the letter of the unit of time."""
        return str(self.entry("unit", "units", "units_plural") or "")

    def step(self, name: str = "which") -> int:
        """Return -1 for words such as "last" and "before", 1 for "next" and "after", else 0."""
        words = set(self.all(name))
        return -1 if words & _BACK else 1 if words & _ON else 0


Rule = Callable[[Words, TimeContext], Period | None]


def _mixed_fraction(words: list[str]) -> float | None:
    slash = words.index("/")
    try:
        whole = float(words[0]) if slash >= 3 else 0.0
        return whole + float(words[slash - 1]) / float(words[slash + 1])
    except (ValueError, ZeroDivisionError, IndexError):
        return None
