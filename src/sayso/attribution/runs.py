"""Quotations that run on after the sentence that names their speaker."""

import re
from bisect import bisect_right, insort
from collections import defaultdict

import msgspec

from sayso.attribution.cue_matches import CueMatch
from sayso.model import IntervalIndex, Parse
from sayso.model.quotations import Quotation

__all__ = ["extend_quotations"]

# Words of a quotation; fewer are a name or a doubt.
_MIN_WORDS = 4
_BLANK = re.compile(r"\s*")


def extend_quotations(
    parse: Parse, matches: list[CueMatch], quotations: tuple[Quotation, ...]
) -> list[CueMatch]:
    """Give each quotation without a cue to the speaker of the quotation before it, in the same passage.

    A quotation runs on while only white space stands between it and an attributed sentence, or where the next
    paragraph begins with a quotation and the one before ended within one.
    """
    contents = IntervalIndex(piece for match in matches for piece in match.content)
    speakers = _Speakers(parse, matches)
    for quotation in quotations:
        if len(parse.text[quotation.start : quotation.end].split()) < _MIN_WORDS:
            continue
        if contents.overlapping(quotation.start, quotation.end):
            continue
        n = speakers.before(quotation)
        if n is not None:
            contents.add(quotation.start, quotation.end)
            speakers.give(n, quotation)
    return [
        msgspec.structs.replace(match, content=tuple(sorted((*match.content, *given)))) if given else match
        for match, given in zip(matches, speakers.given, strict=True)
    ]


class _Speakers:
    """The matches of a text by where they end, and the quotations given to each."""

    def __init__(self, parse: Parse, matches: list[CueMatch]) -> None:
        self._text = parse.text
        self._ends = [
            sorted([*(end for _, end in match.content), parse.tokens[match.cue[1] - 1].end])
            for match in matches
        ]
        self._sentence_ends = [
            parse.tokens[parse.sentence_of(match.cue_head).last - 1].end for match in matches
        ]
        self._quotes = [_quotes(parse, match) for match in matches]
        self.given: list[list[tuple[int, int]]] = [[] for _ in matches]
        # Drafts with an end, or the end of their sentence, before a character and the white space before it;
        # and those whose sentence goes on behind one of their ends.
        self._ending: defaultdict[int, list[int]] = defaultdict(list)
        for n, ends in enumerate(self._ends):
            for end in (*ends, self._sentence_ends[n]):
                self._ending[self._after_blank(end)].append(n)
        self._open = IntervalIndex(
            (ends[0], end + 1) for ends, end in zip(self._ends, self._sentence_ends, strict=True)
        )

    def before(self, quotation: Quotation) -> int | None:
        """Return the last match with a quotation whose sentence ends right before `quotation`."""
        near = {*self._ending.get(quotation.start, ()), *self._open.covering(quotation.start)}
        return next((n for n in sorted(near, reverse=True) if self._runs_on(n, quotation.start)), None)

    def give(self, n: int, quotation: Quotation) -> None:
        """Make a quotation part of what match `n` says."""
        self.given[n].append((quotation.start, quotation.end))
        insort(self._ends[n], quotation.end)
        self._ending[self._after_blank(quotation.end)].append(n)

    def _runs_on(self, n: int, start: int) -> bool:
        """Return True if match `n` ends right before the character `start`."""
        ended = bisect_right(self._ends[n], start)
        if not ended or not self._quotes[n]:
            return False
        last = self._ends[n][ended - 1]
        rest = self._text[max(last, min(self._sentence_ends[n], start)) : start]
        return not rest.strip() and self._text.count("\n", last, start) <= 2

    def _after_blank(self, at: int) -> int:
        blank = _BLANK.match(self._text, at)
        return blank.end() if blank is not None else at


def _quotes(parse: Parse, match: CueMatch) -> bool:
    return any(sign in parse.text[start:end] for start, end in match.content for sign in '“”"')
