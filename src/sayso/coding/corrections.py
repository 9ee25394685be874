"""Corrections of learned claims where the parse leaves no doubt (full tier)."""

from collections.abc import Sequence

from msgspec.structs import replace

from sayso.coding.details import is_time_of_saying
from sayso.coding.event_corrections import correct_event
from sayso.coding.repetitions import agree_on_repeated, drop_light_nouns, whole_word
from sayso.coding.roles import MODIFIERS, find_roles, noun_around, noun_phrase
from sayso.coding.status import certain_status, is_denied, is_simple_past
from sayso.coding.tolls import settle_tolls
from sayso.model import IntervalIndex, Parse, Span, Status, Token
from sayso.model.drafts import AttributionDraft, ClaimDraft

__all__ = ["correct_claims"]

# Characters between a cue and a time that belongs to it.
_BEHIND_A_CUE = 8
# Words that say nothing by themselves: an object of these alone is the beginning of one.
_EMPTY = frozenset({"DET", "ADP", "PUNCT"})


def correct_claims(
    parse: Parse, drafts: Sequence[ClaimDraft], attributions: Sequence[AttributionDraft] = ()
) -> tuple[ClaimDraft, ...]:
    """Return the claims with the type, status, negation and edges that the words leave no doubt of.

    A trigger that only modifies another trigger is left out ("military | operations"), and so is a light noun
    that repeats an event of its sentence. `attributions` are those that the claims link to.
    """
    kept = []
    triggers = IntervalIndex((draft.trigger.start, draft.trigger.end) for draft in drafts)
    for n, draft in enumerate(drafts):
        head = parse.head_of(draft.trigger.start, draft.trigger.end)
        above = parse.tokens[head.head] if head is not None and head.dep in MODIFIERS else None
        if above is None or not {*triggers.covering(above.start)} - {n}:
            trigger = whole_word(parse, _content_words(parse, draft.trigger))
            corrected = correct_event(parse, _corrected(parse, replace(draft, trigger=trigger)))
            kept.append(_without_time_of_saying(parse, corrected, attributions))
    settled = settle_tolls(parse, kept, attributions)
    return tuple(agree_on_repeated(parse, drop_light_nouns(parse, settled)))


def _without_time_of_saying(
    parse: Parse, draft: ClaimDraft, attributions: Sequence[AttributionDraft]
) -> ClaimDraft:
    """Return a claim without a time right behind a cue ("it said on Saturday"), when it was said."""
    if draft.time is None:
        return draft
    before = parse.tokens_in(max(0, draft.time.start - _BEHIND_A_CUE), draft.time.start)
    cues = [said.cue for said in attributions if not said.cue.overlaps(draft.trigger)]
    words = {i for cue in cues for i in parse.tokens_in(cue.start, cue.end) if i in before}
    return replace(draft, time=None) if is_time_of_saying(parse, draft.time, words) else draft


def _content_words(parse: Parse, trigger: Span) -> Span:
    """Return a trigger without the article or pronoun at its end ("pressing its")."""
    inside = parse.tokens_in(trigger.start, trigger.end)
    last = inside.stop
    while last - inside.start > 1 and parse.tokens[last - 1].pos in ("DET", "PRON"):
        last -= 1
    return Span.of(parse.text, trigger.start, parse.tokens[last - 1].end) if last < inside.stop else trigger


def _corrected(parse: Parse, draft: ClaimDraft) -> ClaimDraft:
    head = parse.head_of(draft.trigger.start, draft.trigger.end)
    if draft.object is not None:
        span = _object_span(parse, draft.object.span, head)
        draft = replace(draft, object=replace(draft.object, span=span))
    if head is None:
        return draft
    status = certain_status(parse, head) or draft.status
    if status is Status.ONGOING and draft.status is status and is_simple_past(parse, head):
        status = Status.OCCURRED
    return replace(
        draft,
        status=status,
        negated=draft.negated or is_denied(parse, head),
    )


def _object_span(parse: Parse, span: Span, trigger: Token | None) -> Span:
    """Return the span of an object with the edges of the complement that the parse has there.

    A span without a word that says something becomes its noun phrase.
    """
    complement = find_roles(parse, trigger).object if trigger is not None else None
    if complement is not None and span.overlaps(parse.span(*complement)):
        span = parse.span(*complement)
    words = [parse.tokens[i] for i in parse.tokens_in(span.start, span.end)]
    head = noun_around(parse, span) if all(token.pos in _EMPTY for token in words) else None
    return span if head is None else noun_phrase(parse, head.i)
