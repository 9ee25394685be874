"""Drafts from answers: quotations found in their sentences, choices checked, links resolved."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from msgspec.structs import replace

from sayso.llm.answers import Answer, AttributionAnswer, ClaimAnswer, CommitmentAnswer, Texts
from sayso.llm.sentences import NumberedSentences, Quotation, parse_quotation
from sayso.model import SourceKind, Span
from sayso.model.drafts import (
    AttributionDraft,
    ClaimDraft,
    CommitmentDraft,
    DraftCheck,
    Drafts,
    EventDraft,
    ObjectDraft,
)

__all__ = ["AnswerResolver"]

_Linked = TypeVar("_Linked", ClaimDraft, CommitmentDraft)


class AnswerResolver:
    """The drafts of one report, from the answers to its parts in their order.

    Each word of a draft stands in the sentence that the answer names. What does not is dropped and counted in
    `check`; a claim or commitment whose attribution was dropped is dropped too, as it would otherwise become
    the report's own word.
    """

    def __init__(self, sentences: NumberedSentences, check: DraftCheck) -> None:
        self._sentences = sentences
        self._check = check
        self._attributions: list[AttributionDraft] = []
        # A model that repeats itself says nothing new.
        self._claims: dict[ClaimDraft, None] = {}
        self._commitments: dict[CommitmentDraft, None] = {}
        self._used: dict[str, list[Span]] = {"attribution.cue": [], "claim.trigger": []}
        self.names: dict[str, int] = {}

    def add(self, answer: Answer, part: range) -> int:
        """Add the records of an answer that belong to the sentences of a part; returns how many stand."""
        before = len(self._attributions) + len(self._claims) + len(self._commitments)
        attributions = [record for record in answer.attributions if record.s in part]
        links = self._add_attributions(attributions)
        for claim in answer.claims:
            if claim.s in part:
                self._add_claim(claim, links)
        for commitment in answer.commitments:
            if commitment.s in part:
                self._add_commitment(commitment, links)
        return len(self._attributions) + len(self._claims) + len(self._commitments) - before

    def announced(self) -> list[str]:
        """Return one line for each attribution so far: its id, source and cue, in the text's words."""
        lines = []
        for name, n in self.names.items():
            draft = self._attributions[n]
            source = "source unsaid" if draft.source is None else " ".join(draft.source.text.split())
            lines.append(f"{name}: {source}, {' '.join(draft.cue.text.split())}")
        return lines

    def drafts(self) -> Drafts:
        """Return all drafts in text order, links and all."""
        order = sorted(range(len(self._attributions)), key=lambda n: _place(self._attributions[n].cue))
        position = {n: place for place, n in enumerate(order)}
        attributions = (self._attributions[n] for n in order)
        return Drafts(
            attributions=tuple(
                replace(draft, parent=None if draft.parent is None else position[draft.parent])
                for draft in attributions
            ),
            claims=_in_order(self._claims, position, lambda draft: draft.trigger),
            commitments=_in_order(self._commitments, position, lambda draft: draft.deed),
        )

    def _add_attributions(self, answers: Iterable[AttributionAnswer]) -> dict[str, int]:
        """Add attributions, then their parents; returns the attributions by name that records may link to."""
        added: list[tuple[int, AttributionAnswer]] = []
        names: dict[str, int] = {}
        for answer in answers:
            draft = self._attribution(answer)
            if draft is not None:
                names[answer.id] = len(self._attributions)
                added.append((len(self._attributions), answer))
                self._attributions.append(draft)
        links = {**self.names, **names}
        for n, answer in added:
            parent = links.get(answer.parent) if answer.parent else None
            if self._check.holds(not answer.parent or parent is not None, "attribution.parent"):
                self._attributions[n] = replace(self._attributions[n], parent=parent)
        self.names = links
        return links

    def _attribution(self, answer: AttributionAnswer) -> AttributionDraft | None:
        cue = self._anchor(answer.cue, answer.s, "attribution.cue")
        if cue is None:
            return None
        content = self._all(answer.content, answer.s, cue, "attribution.content")
        if not self._check.holds(bool(content), "attribution"):
            return None
        kind = answer.kind or None
        known = self._check.holds(kind is None or kind in set(SourceKind), "attribution.source_kind")
        return AttributionDraft(
            cue=cue,
            source=self._nearest(answer.source, answer.s, cue, "attribution.source"),
            content=content,
            source_kind=SourceKind(kind) if kind is not None and known else None,
        )

    def _add_claim(self, answer: ClaimAnswer, links: Mapping[str, int]) -> None:
        attribution, exists = self._link(answer.by, links, "claim.attribution")
        trigger = self._anchor(answer.trigger, answer.s, "claim.trigger") if exists else None
        if trigger is None:
            return
        code, _, mode = answer.code.partition("/")
        words = self._nearest(answer.object, answer.s, trigger, "claim.object")
        draft = ClaimDraft(
            trigger=trigger,
            event=EventDraft(
                type=code,
                mode=mode,
                actors=self._all(answer.actors, answer.s, trigger, "claim.actors"),
                recipients=self._all(answer.recipients, answer.s, trigger, "claim.recipients"),
                places=self._all(answer.places, answer.s, trigger, "claim.places"),
            ),
            object=None if words is None else ObjectDraft(span=words),
            time=self._nearest(answer.time, answer.s, trigger, "claim.time"),
            quantities=self._all(answer.quantities, answer.s, trigger, "claim.quantities"),
            status=answer.status,
            negated=bool(answer.negated),
            attribution=attribution,
        )
        self._claims[draft] = None

    def _add_commitment(self, answer: CommitmentAnswer, links: Mapping[str, int]) -> None:
        attribution, exists = self._link(answer.by, links, "commitment.attribution")
        deed = self._nearest(answer.deed, answer.s, None, "commitment.deed") if exists else None
        if deed is None:
            return
        draft = CommitmentDraft(
            debtor=self._nearest(answer.debtor, answer.s, deed, "commitment.debtor"),
            deed=deed,
            strength=answer.strength,
            attribution=attribution,
        )
        self._commitments[draft] = None

    def _link(self, name: str | None, links: Mapping[str, int], part: str) -> tuple[int | None, bool]:
        """Return the attribution of a name, and whether it exists; no name is the report's own voice."""
        if not name:
            return None, True
        return links.get(name), self._check.holds(name in links, part)

    def _anchor(self, text: str, sentence: int, part: str) -> Span | None:
        """Return the place of a cue or trigger: the occurrence given, else the first one not yet taken."""
        quotation = parse_quotation(text, sentence)
        spans = self._sentences.find(quotation)
        used = self._used[part]
        free = [span for span in spans if span not in used] or spans
        chosen = _pick(quotation, spans) if quotation.occurrence else next(iter(free), None)
        if not self._check.holds(chosen is not None, part) or chosen is None:
            return None
        used.append(chosen)
        return chosen

    def _nearest(self, text: str | None, sentence: int, anchor: Span | None, part: str) -> Span | None:
        """Return the place of an argument: the occurrence given, else the one nearest to the anchor."""
        if not text or not text.strip():
            return None
        quotation = parse_quotation(text, sentence)
        spans = self._sentences.find(quotation)
        if quotation.occurrence is None and anchor is not None:
            spans.sort(key=lambda span: (_distance(span, anchor), span.start))
        chosen = _pick(quotation, spans)
        return chosen if self._check.holds(chosen is not None, part) else None

    def _all(self, texts: Texts, sentence: int, anchor: Span, part: str) -> tuple[Span, ...]:
        """Return the places of the arguments of a role, those that stand, each once."""
        given = [texts] if isinstance(texts, str) else texts or []
        spans = (self._nearest(text, sentence, anchor, part) for text in given)
        return tuple(dict.fromkeys(span for span in spans if span is not None))


def _pick(quotation: Quotation, spans: list[Span]) -> Span | None:
    n = (quotation.occurrence or 1) - 1
    return spans[n] if n < len(spans) else None


def _distance(span: Span, anchor: Span) -> int:
    return max(anchor.start - span.end, span.start - anchor.end, 0)


def _place(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _in_order(
    drafts: Iterable[_Linked], position: Mapping[int, int], place: Callable[[_Linked], Span]
) -> tuple[_Linked, ...]:
    """Return drafts in the order of their places, linked to attributions by their new positions."""
    linked = [
        replace(draft, attribution=None if draft.attribution is None else position[draft.attribution])
        for draft in drafts
    ]
    return tuple(sorted(linked, key=lambda draft: _place(place(draft))))
