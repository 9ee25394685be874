"""Duties that someone takes on or is placed under: in running text and in resolutions."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from sayso.coding.attribution_links import AttributionLinks
from sayso.coding.duties import find_duties
from sayso.coding.operative import Operative, find_operatives
from sayso.coding.roles import make_participant
from sayso.model import Grounding, IntervalIndex, Parse, Span
from sayso.model.drafts import AttributionDraft, CommitmentDraft
from sayso.model.quotations import Quotation, overlapping

__all__ = [
    "LEAST_WITH_RULE",
    "draft_commitments_by_rules",
    "settle_commitments",
    "with_whole_quotations",
]

# The least probability of a learned commitment that a rule finds too, whose own threshold is .4: six more on
# claims/dev, three right, F1 .643 for .623 (swept .02 to .3: .607, .610, .632, .643, .630).
LEAST_WITH_RULE = 0.15

# Dependents that a word needs to be understood: a deed is not cut between the two.
_CORE = frozenset({"dobj", "pobj", "attr", "acomp", "xcomp", "ccomp", "pcomp", "dative", "prt", "conj"})


def draft_commitments_by_rules(
    parse: Parse, grounding: Grounding, attributions: Sequence[AttributionDraft]
) -> tuple[CommitmentDraft, ...]:
    """Draft the commitments of a text by rules: those of resolutions, then those of running text."""
    operatives = _binding(parse)
    drafts = [*_operative_duties(operatives), *_running_duties(parse, grounding, operatives)]
    return _linked(drafts, attributions)


def settle_commitments(
    parse: Parse,
    grounding: Grounding,
    learned: Sequence[CommitmentDraft],
    attributions: Sequence[AttributionDraft],
    *,
    sure: float = 0.0,
) -> tuple[CommitmentDraft, ...]:
    """Settle learned commitments by the rules; those of resolutions are read by their form alone.

    Where a rule finds a duty with nearly the same deed, its edges, strength and words are taken. Where none
    does, only what is more probable than `sure` is kept. Of two with one deed the more probable is.
    """
    operatives = _binding(parse)
    by_rules = tuple(_running_duties(parse, grounding, operatives))
    deeds = IntervalIndex((duty.deed.start, duty.deed.end) for duty in by_rules)
    paragraphs = _paragraphs(operatives)
    settled: dict[tuple[int, int], CommitmentDraft] = {}
    for given in sorted(learned, key=_probability, reverse=True):
        if paragraphs.covering(given.deed.start):
            continue
        near = (by_rules[n] for n in deeds.overlapping(given.deed.start, given.deed.end))
        rule = next((duty for duty in near if _overlap_mostly(duty.deed, given.deed)), None)
        draft = given if rule is None else _with_words(given, rule)
        if rule is not None or _probability(given) > sure:
            settled.setdefault((draft.deed.start, draft.deed.end), draft)
    return (*_linked(_operative_duties(operatives), attributions), *settled.values())


def _probability(draft: CommitmentDraft) -> float:
    return 1.0 if draft.probabilities is None else draft.probabilities.deed


def with_whole_quotations(parse: Parse, deed: Span, quotations: Sequence[Quotation]) -> Span:
    """Return a deed with no quotation mark that its edges part from its other.

    A quotation that the deed opens is taken to its end ('be "the best'), or its mark is left out at the
    deed's edge if it goes on into further sentences. One that ends in the deed is taken from its start if
    that is near ('"leave" the town'), else the deed ends with it. A verb is not parted from its object.
    """
    for quotation in overlapping(quotations, deed.start, deed.end):
        if quotation.start < deed.start < quotation.end <= deed.end:
            deed = _without_closing_mark(parse, deed, quotation)
        elif deed.start <= quotation.start < deed.end < quotation.end:
            deed = _with_closing_mark(parse, deed, quotation)
    return deed


def _with_closing_mark(parse: Parse, deed: Span, quotation: Quotation) -> Span:
    sentence = parse.sentence_at(deed.start)
    # The parser may give the mark after a full stop to the next sentence.
    if sentence is not None and quotation.end <= parse.tokens[sentence.last - 1].end + 1:
        return Span.of(parse.text, deed.start, quotation.end)
    return Span.of(parse.text, deed.start + 1, deed.end) if quotation.start == deed.start else deed


def _without_closing_mark(parse: Parse, deed: Span, quotation: Quotation) -> Span:
    opening = parse.text[quotation.start + 1 : deed.start]
    rest = parse.text[quotation.end : deed.end]
    if rest and opening.strip().lower() in ("", "to"):
        return Span.of(parse.text, quotation.start, deed.end)
    words = parse.text[deed.start : quotation.end - 1].rstrip(" ,.;")
    end = deed.start + len(words)
    if not words or (rest and (" " not in words or _parts_core(parse, deed, end))):
        return deed
    return Span.of(parse.text, deed.start, end)


def _parts_core(parse: Parse, deed: Span, end: int) -> bool:
    """Return whether a word of a deed before the character `end` needs one behind it."""
    behind = (parse.tokens[i] for i in parse.tokens_in(end, deed.end))
    heads = ((token, parse.tokens[token.head]) for token in behind)
    return any(token.dep in _CORE and deed.start <= head.start < end for token, head in heads)


def _with_words(draft: CommitmentDraft, rule: CommitmentDraft) -> CommitmentDraft:
    """Return a learned commitment with the words of a rule's."""
    return replace(
        draft, debtor=rule.debtor or draft.debtor, deed=rule.deed, strength=rule.strength, verb=rule.verb
    )


def _linked(
    drafts: Iterable[CommitmentDraft], attributions: Sequence[AttributionDraft]
) -> tuple[CommitmentDraft, ...]:
    """Return the drafts with a link to the innermost attribution around their deeds."""
    links = AttributionLinks(attributions)
    return tuple(replace(draft, attribution=links.innermost(draft.deed)) for draft in drafts)


def _binding(parse: Parse) -> tuple[Operative, ...]:
    return tuple(operative for operative in find_operatives(parse) if operative.binds)


def _operative_duties(operatives: Sequence[Operative]) -> Iterator[CommitmentDraft]:
    for operative in operatives:
        yield CommitmentDraft(
            debtor=operative.debtor, deed=operative.deed, strength=operative.strength, verb=operative.verb
        )


def _running_duties(
    parse: Parse, grounding: Grounding, operatives: Sequence[Operative]
) -> Iterator[CommitmentDraft]:
    """Yield the duties of all text outside the operative paragraphs."""
    paragraphs = _paragraphs(operatives)
    for token in parse.tokens:
        if paragraphs.covering(token.start):
            continue
        for duty in find_duties(parse, token):
            yield CommitmentDraft(
                debtor=make_participant(parse, grounding, duty.debtor),
                deed=parse.span(*duty.deed),
                strength=duty.strength,
                verb=duty.verb,
            )


def _overlap_mostly(a: Span, b: Span) -> bool:
    """Return whether two spans share more than half of their characters (Dice's coefficient)."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return 4 * common > (a.end - a.start) + (b.end - b.start)


def _paragraphs(operatives: Sequence[Operative]) -> IntervalIndex:
    return IntervalIndex((operative.verb.start, operative.deed.end) for operative in operatives)
