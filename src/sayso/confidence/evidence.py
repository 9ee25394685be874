"""Evidence on the records to be rated: a reading and its drafts, indexed by place."""

from collections.abc import Iterable, Sequence
from functools import cached_property

import msgspec

from sayso.coding.attribution_links import AttributionLinks
from sayso.model import Attribution, Claim, Commitment, IntervalIndex, Parse, Span
from sayso.model.drafts import AttributionDraft, ClaimDraft, CommitmentDraft, Drafts
from sayso.model.quotations import find_quotations

__all__ = ["SCALE", "Evidence", "Features", "on_scale"]

# Evidence by name; what is not named counts 0.
Features = dict[str, int]

# Probabilities are counted in steps of 1/1024, as the heads' scores are: a last bit decides nothing.
SCALE = 1024


def on_scale(probability: float) -> int:
    """Return a probability in steps of 1/1024.

    >>> on_scale(0.5)
    512
    """
    return round(probability * SCALE)


class Evidence(msgspec.Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """One report's parse and records, the drafts they were made of, and the drafts of the rules.

    In the fast tier both drafts are the same.
    """

    parse: Parse
    attributions: tuple[Attribution, ...]
    claims: tuple[Claim, ...]
    commitments: tuple[Commitment, ...] = ()
    drafts: Drafts
    rules: Drafts

    @property
    def is_learned(self) -> bool:
        """True if the records are those of another reader than the rules."""
        return self.drafts is not self.rules

    @cached_property
    def attribution_by_id(self) -> dict[str, Attribution]:
        """The attributions by their ids."""
        return {attribution.id: attribution for attribution in self.attributions}

    @cached_property
    def draft_by_trigger(self) -> dict[tuple[int, int], ClaimDraft]:
        """The drafts of the claims by their triggers."""
        return {(draft.trigger.start, draft.trigger.end): draft for draft in self.drafts.claims}

    @cached_property
    def draft_by_cue(self) -> dict[tuple[int, int], AttributionDraft]:
        """The drafts of the attributions by their cues."""
        return {(draft.cue.start, draft.cue.end): draft for draft in self.drafts.attributions}

    @cached_property
    def draft_by_deed(self) -> dict[tuple[int, int], CommitmentDraft]:
        """The drafts of the commitments by their deeds."""
        return {(draft.deed.start, draft.deed.end): draft for draft in self.drafts.commitments}

    @cached_property
    def triggers(self) -> IntervalIndex:
        """The triggers of all claims."""
        return _index(claim.trigger for claim in self.claims)

    @cached_property
    def rule_cues(self) -> IntervalIndex:
        """The cues that the rules found."""
        return _index(draft.cue for draft in self.rules.attributions)

    @cached_property
    def rule_triggers(self) -> IntervalIndex:
        """The triggers that the rules found."""
        return _index(draft.trigger for draft in self.rules.claims)

    @cached_property
    def rule_types(self) -> dict[int, frozenset[str]]:
        """The types that the rules found, by sentence."""
        found: dict[int, set[str]] = {}
        for draft in self.rules.claims:
            found.setdefault(self.sentence_index(draft.trigger), set()).add(draft.event.type)
        return {sentence: frozenset(types) for sentence, types in found.items()}

    @cached_property
    def rule_links(self) -> AttributionLinks:
        """The attributions that the rules found, by their contents."""
        return AttributionLinks(self.rules.attributions)

    @cached_property
    def cues(self) -> IntervalIndex:
        """The cues of all attributions."""
        return _index(cue for attribution in self.attributions for cue in attribution.cue)

    @cached_property
    def quotations(self) -> IntervalIndex:
        """The spans in quotation marks."""
        return IntervalIndex((found.start, found.end) for found in find_quotations(self.parse.text))

    @cached_property
    def with_object(self) -> tuple[Claim, ...]:
        """The claims that have an object."""
        return tuple(claim for claim in self.claims if claim.object is not None)

    @cached_property
    def objects(self) -> IntervalIndex:
        """The objects of `with_object`."""
        return _index(claim.object.span for claim in self.with_object if claim.object is not None)

    def objects_around(self, claim: Claim) -> Sequence[Claim]:
        """Return the other claims in whose objects a claim's trigger stands."""
        near = (self.with_object[n] for n in self.objects.overlapping(claim.trigger.start, claim.trigger.end))
        return [
            found
            for found in near
            if found is not claim and found.object is not None and found.object.span.contains(claim.trigger)
        ]

    def claims_in(self, start: int, end: int) -> Sequence[Claim]:
        """Return the claims whose triggers share a character with `start` to `end`."""
        return [self.claims[n] for n in self.triggers.overlapping(start, end)]

    def innermost_source(self, claim: Claim) -> Attribution | None:
        """Return the attribution that a claim's chain begins with, None for the report's own voice."""
        return self.attribution_by_id.get(claim.chains[0][0]) if claim.chains else None

    def sentence_index(self, span: Span) -> int:
        """Return the number of the sentence in which a span's head stands."""
        head = self.parse.head_of(span.start, span.end)
        return -1 if head is None else self.parse.sentence_index(head.i)


def _index(spans: Iterable[Span]) -> IntervalIndex:
    return IntervalIndex((span.start, span.end) for span in spans)
