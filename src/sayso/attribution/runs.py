"""Quotations that run on after the sentence that names their speaker."""

import re
from bisect import bisect_right, insort
from collections import defaultdict

import msgspec

from sayso.attribution.drafts import Draft
from sayso.attribution.quotations import Quotation
from sayso.model import IntervalIndex, Parse

__all__ = ["extend_quotations"]

# Words of a quotation; fewer are a name or a doubt.
_MIN_WORDS = 4
_BLANK = re.compile(r"\s*")


def extend_quotations(parse: Parse, drafts: list[Draft], quotations: tuple[Quotation, ...]) -> list[Draft]:
    """Give each quotation without a cue to the speaker of the quotation before it, in the same passage.

    A quotation runs on while only white space stands between it and an attributed sentence, or where the next
    paragraph begins with a quotation and the one before ended within one.
    """
    contents = IntervalIndex(piece for draft in drafts for piece in draft.content)
    speakers = _Speakers(parse, drafts)
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
        msgspec.structs.replace(draft, content=tuple(sorted((*draft.content, *given)))) if given else draft
        for draft, given in zip(drafts, speakers.given, strict=True)
    ]


class _Speakers:
    """The drafts of a text by where they end, and the quotations given to each."""

    def __init__(self, parse: Parse, drafts: list[Draft]) -> None:
        self._text = parse.text
        self._ends = [
            sorted([*(end for _, end in draft.content), parse.tokens[draft.cue[1] - 1].end])
            for draft in drafts
        ]
        self._sentence_ends = [
            parse.tokens[parse.sentence_of(draft.cue_head).last - 1].end for draft in drafts
        ]
        self._quotes = [_quotes(parse, draft) for draft in drafts]
        self.given: list[list[tuple[int, int]]] = [[] for _ in drafts]
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
        """Return the last draft with a quotation whose sentence ends right before `quotation`."""
        near = {*self._ending.get(quotation.start, ()), *self._open.covering(quotation.start)}
        return next((n for n in sorted(near, reverse=True) if self._runs_on(n, quotation.start)), None)

    def give(self, n: int, quotation: Quotation) -> None:
        """Make a quotation part of what draft `n` says."""
        self.given[n].append((quotation.start, quotation.end))
        insort(self._ends[n], quotation.end)
        self._ending[self._after_blank(quotation.end)].append(n)

    def _runs_on(self, n: int, start: int) -> bool:
        """Return True if draft `n` ends right before the character `start`."""
        ended = bisect_right(self._ends[n], start)
        if not ended or not self._quotes[n]:
            return False
        last = self._ends[n][ended - 1]
        rest = self._text[max(last, min(self._sentence_ends[n], start)) : start]
        return not rest.strip() and self._text.count("\n", last, start) <= 2

    def _after_blank(self, at: int) -> int:
        blank = _BLANK.match(self._text, at)
        return blank.end() if blank is not None else at


def _quotes(parse: Parse, draft: Draft) -> bool:
    return any(sign in parse.text[start:end] for start, end in draft.content for sign in '“”"')
