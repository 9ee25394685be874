"""Quotations that run on after the sentence that names their speaker."""

import msgspec

from sayso.attribution.drafts import Draft
from sayso.attribution.quotations import Quotation
from sayso.model import Parse

__all__ = ["extend_quotations"]

# Words of a quotation; fewer are a name or a doubt.
_MIN_WORDS = 4


def extend_quotations(parse: Parse, drafts: list[Draft], quotations: tuple[Quotation, ...]) -> list[Draft]:
    """Give each quotation without a cue to the speaker of the quotation before it, in the same passage.

    A quotation runs on while only white space stands between it and an attributed sentence, or where the next
    paragraph begins with a quotation and the one before ended within one.
    """
    for quotation in quotations:
        if len(parse.text[quotation.start : quotation.end].split()) < _MIN_WORDS:
            continue
        if any(
            start < quotation.end and quotation.start < end
            for draft in drafts
            for start, end in draft.content
        ):
            continue
        n = _speaker_before(parse, drafts, quotation)
        if n is not None:
            pieces = (*drafts[n].content, (quotation.start, quotation.end))
            drafts[n] = msgspec.structs.replace(drafts[n], content=tuple(sorted(pieces)))
    return drafts


def _speaker_before(parse: Parse, drafts: list[Draft], quotation: Quotation) -> int | None:
    """The last draft with a quotation in it whose sentence ends right before `quotation`."""
    best: int | None = None
    for n, draft in enumerate(drafts):
        ends = [end for _, end in draft.content] + [parse.tokens[draft.cue[1] - 1].end]
        last = max(end for end in ends if end <= quotation.start) if min(ends) <= quotation.start else -1
        if last < 0 or not _quotes(parse, draft):
            continue
        gap = parse.text[last : quotation.start]
        sentence_end = parse.tokens[parse.sentence_of(draft.cue_head).last - 1].end
        rest = parse.text[max(last, min(sentence_end, quotation.start)) : quotation.start]
        if not rest.strip() and gap.count("\n") <= 2:
            best = n
    return best


def _quotes(parse: Parse, draft: Draft) -> bool:
    return any(sign in parse.text[start:end] for start, end in draft.content for sign in '“”"')
