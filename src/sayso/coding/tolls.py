"""Claims of casualty figures: the harm counted, on the word of whoever counts (full tier)."""

from collections import Counter, defaultdict
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
    kept: list[ClaimDraft | None] = list(drafts)
    by_head = _by_head(parse, drafts)
    harms = Counter(draft.event.type for draft in drafts if draft.event.type in _HARMS)
    for index, attribution in enumerate(attributions):
        words = _verb_and_toll(parse, attribution)
        if words is None or attribution.source is None:
            continue
        verb, toll = words
        of_toll = [n for i in parse.subtree(toll.i) for n in by_head.get(i, ())]
        of_verb = by_head.get(verb.i, [])
        mine = [draft for n in (*of_toll, *of_verb) if (draft := kept[n]) is not None]
        type_ = _harm_type(parse, words, mine, harms)
        for n in of_toll or of_verb:
            draft = kept[n]
            if draft is not None:
                draft = draft if of_toll or toll.pos == "PRON" else _of_toll(parse, draft, toll)
                kept[n] = _counted(draft, (index, attribution.source), type_)
        for n in of_verb if of_toll else ():
            kept[n] = None
    return [draft for draft in kept if draft is not None]


def _by_head(parse: Parse, drafts: Sequence[ClaimDraft]) -> dict[int, list[int]]:
    """Return the indexes of claims by the head tokens of their triggers."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for n, draft in enumerate(drafts):
        head = parse.head_of(draft.trigger.start, draft.trigger.end)
        if head is not None:
            found[head.i].append(n)
    return found


def _verb_and_toll(parse: Parse, attribution: AttributionDraft) -> tuple[Token, Token] | None:
    """Return the verb that states a toll and the toll; the cue is one of them ("gave | a figure of")."""
    cue = parse.head_of(attribution.cue.start, attribution.cue.end)
    for verb in () if cue is None else (cue, parse.tokens[cue.head]):
        toll = stated_toll(parse, verb)
        if toll is not None and cue in (verb, toll):
            return verb, toll
    return None


def _of_toll(parse: Parse, draft: ClaimDraft, toll: Token) -> ClaimDraft:
    """Return the claim of a verb as one of its object, with the noun before it: "death toll"."""
    before = parse.child(toll.i, "compound")
    first = before.i if before is not None and before.i == toll.i - 1 else toll.i
    return replace(draft, trigger=parse.span(first, toll.i + 1), object=None)


def _counted(draft: ClaimDraft, linked: tuple[int, Span], type_: str) -> ClaimDraft:
    """Return the claim of a figure: of the harm's type, without the speaker among actors and recipients."""
    index, source = linked
    event = draft.event
    if event.type != type_:
        event = replace(event, type=type_, mode="")
    event = replace(
        event,
        actors=tuple(span for span in event.actors if not span.overlaps(source)),
        recipients=tuple(span for span in event.recipients if not span.overlaps(source)),
    )
    return replace(draft, event=event, attribution=index)


def _harm_type(
    parse: Parse, words: tuple[Token, Token], mine: Sequence[ClaimDraft], harms: Counter[str]
) -> str:
    """Return ASSAULT or INCIDENT: by the sentence, by the report's other harms, by the claim itself."""
    verb, toll = words
    causes = word_set("corrections", "accident", "causes")
    if is_deliberate(parse, verb):
        return "ASSAULT"
    if is_accidental(parse, toll) or sentence_words(parse, verb.i) & causes:
        return "INCIDENT"
    own = Counter(draft.event.type for draft in mine if draft.event.type in _HARMS)
    elsewhere = harms - own
    if elsewhere:
        return elsewhere.most_common(1)[0][0]
    return next(iter(own), "INCIDENT")
