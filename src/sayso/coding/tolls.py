"""Claims of casualty figures: the harm counted, on the word of whoever counts (full tier)."""

from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.codebook import word_set
from sayso.codebook.tolls import stated_toll
from sayso.coding.event_corrections import is_accidental, is_deliberate, sentence_words
from sayso.model import Parse, Span, Token
from sayso.model.drafts import AttributionDraft, ClaimDraft

__all__ = ["settle_tolls"]

_HARMS = ("ASSAULT", "INCIDENT")


def settle_tolls(
    parse: Parse, drafts: Sequence[ClaimDraft], attributions: Sequence[AttributionDraft]
) -> list[ClaimDraft]:
    """Make claims of casualty figures claims of the harm: "the Red Cross put | the toll at 15".

    The speaker is the source and no actor; the type follows what is said to have happened, in the words of
    the sentence, else in the report's other claims of harm. Of the verb and its object one claim is left.
    """
    kept = list(drafts)
    for n, attribution in enumerate(attributions):
        words = _verb_and_toll(parse, attribution)
        if words is not None and attribution.source is not None:
            kept = _settled(parse, kept, (n, attribution), words)
    return kept


def _verb_and_toll(parse: Parse, attribution: AttributionDraft) -> tuple[Token, Token] | None:
    """Return the verb that states a toll and the toll; the cue is one of them ("gave | a figure of")."""
    cue = parse.head_of(attribution.cue.start, attribution.cue.end)
    for verb in () if cue is None else (cue, parse.tokens[cue.head]):
        toll = stated_toll(parse, verb)
        if toll is not None and cue in (verb, toll):
            return verb, toll
    return None


def _settled(
    parse: Parse, drafts: list[ClaimDraft], linked: tuple[int, AttributionDraft], words: tuple[Token, Token]
) -> list[ClaimDraft]:
    """Return the claims with those of one figure settled: the harm words or the toll, else the verb."""
    index, attribution = linked
    verb, toll = words
    below = set(parse.subtree(toll.i))
    heads = [parse.head_of(draft.trigger.start, draft.trigger.end) for draft in drafts]
    of_toll = [n for n, head in enumerate(heads) if head is not None and head.i in below]
    of_verb = [n for n, head in enumerate(heads) if head is not None and head.i == verb.i]
    mine = of_toll or of_verb
    if not mine:
        return drafts
    type_ = _harm_type(parse, drafts, words, set(of_toll + of_verb))
    dropped = set(of_verb) - set(mine)
    settled = []
    for n, draft in enumerate(drafts):
        if n in dropped:
            continue
        settled.append(_counted(parse, draft, (index, attribution), type_) if n in mine else draft)
    if mine == of_verb:
        place = next(n for n, draft in enumerate(settled) if draft.trigger == drafts[of_verb[0]].trigger)
        trigger = settled[place].trigger if toll.pos == "PRON" else _words_of(parse, toll)
        settled[place] = replace(settled[place], trigger=trigger, object=None)
    return settled


def _words_of(parse: Parse, toll: Token) -> Span:
    """Return a count with the noun before it: "death toll"."""
    before = parse.child(toll.i, "compound")
    first = before.i if before is not None and before.i == toll.i - 1 else toll.i
    return parse.span(first, toll.i + 1)


def _counted(parse: Parse, draft: ClaimDraft, linked: tuple[int, AttributionDraft], type_: str) -> ClaimDraft:
    """Return the claim of a figure: of the harm's type, without the speaker among actors and recipients."""
    index, attribution = linked
    source = attribution.source
    event = draft.event
    if event.type != type_:
        event = replace(event, type=type_, mode="")
    if source is not None:
        event = replace(
            event,
            actors=tuple(span for span in event.actors if not span.overlaps(source)),
            recipients=tuple(span for span in event.recipients if not span.overlaps(source)),
        )
    return replace(draft, event=event, attribution=index)


def _harm_type(parse: Parse, drafts: Sequence[ClaimDraft], words: tuple[Token, Token], mine: set[int]) -> str:
    """Return ASSAULT or INCIDENT: by the sentence, by the report's other harms, by the claim itself."""
    verb, toll = words
    if is_deliberate(parse, verb):
        return "ASSAULT"
    if is_accidental(parse, toll) or sentence_words(parse, verb.i) & word_set(
        "corrections", "accident", "causes"
    ):
        return "INCIDENT"
    elsewhere = Counter(
        draft.event.type for n, draft in enumerate(drafts) if n not in mine and draft.event.type in _HARMS
    )
    if elsewhere:
        return elsewhere.most_common(1)[0][0]
    return next((drafts[n].event.type for n in sorted(mine) if drafts[n].event.type in _HARMS), "INCIDENT")
