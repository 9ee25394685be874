"""Evidence on whether an attribution's source and content are right."""

from sayso.confidence.evidence import SCALE, Evidence, Features, on_scale
from sayso.confidence.sources import source_features
from sayso.model import Attribution, Span
from sayso.model.drafts import AttributionDraft

__all__ = ["describe_attributions"]


def describe_attributions(evidence: Evidence) -> list[Features]:
    """Return the features of each attribution of a report."""
    return [
        {
            **_form_features(evidence, attribution),
            **_head_features(evidence, attribution),
            **_rule_features(evidence, attribution),
            **source_features(attribution),
        }
        for attribution in evidence.attributions
    ]


def _form_features(evidence: Evidence, attribution: Attribution) -> Features:
    parse, cue = evidence.parse, attribution.cue[0]
    head = parse.head_of(cue.start, cue.end)
    first, last = attribution.content[0], attribution.content[-1]
    source = attribution.source[0] if attribution.source else None
    found: Features = {
        "pieces": len(attribution.content),
        "content": sum(span.end - span.start for span in attribution.content),
        "cue.words": len(cue.text.split()),
        "nested": int(attribution.parent is not None),
        "claims": len(evidence.claims_in(first.start, last.end)),
        "cue.before": int(cue.start < first.start),
        "source.before_cue": int(source is not None and source.start < cue.start),
        "source.distance": 0 if source is None else abs(source.start - cue.start),
        "content.distance": max(0, first.start - cue.end, cue.start - last.end),
        "within.quotation": int(bool(evidence.quotations.covering(cue.start))),
    }
    if head is not None:
        title = parse.sentence_of(head.i).headline or parse.sentence_index(head.i) == 0
        found |= {f"tag.{head.tag}": 1, f"dep.{head.dep}": 1, "title": int(title)}
    return found


def _head_features(evidence: Evidence, attribution: Attribution) -> Features:
    """Return the probabilities of the learned decisions; none where the reader has none."""
    cue = attribution.cue[0]
    draft = evidence.draft_by_cue.get((cue.start, cue.end))
    if draft is None or draft.probabilities is None:
        return {}
    chances = draft.probabilities
    return {
        "head.cue": on_scale(chances.cue),
        "head.source": on_scale(chances.source),
        "head.content": on_scale(chances.content),
        "head.kind": -1 if chances.source_kind is None else on_scale(chances.source_kind),
        "head.parent": SCALE if chances.parent is None else on_scale(chances.parent),
    }


def _rule_features(evidence: Evidence, attribution: Attribution) -> Features:
    """Return in what the rules agree with an attribution of another reader."""
    cue = attribution.cue[0]
    near = evidence.rule_cues.overlapping(cue.start, cue.end) if evidence.is_learned else []
    if not near:
        return {}
    rule = evidence.rules.attributions[near[0]]
    return {
        "rule.cue": 1,
        "rule.source": int(_has_source(attribution, rule)),
        "rule.content": _common_share(attribution.content, rule.content),
    }


def _has_source(attribution: Attribution, rule: AttributionDraft) -> bool:
    if rule.source is None or not attribution.source:
        return rule.source is None and not attribution.source
    return any(span.overlaps(rule.source) for span in attribution.source)


def _common_share(left: tuple[Span, ...], right: tuple[Span, ...]) -> int:
    """Return Dice's coefficient of the characters covered, in steps of 1/1024."""
    common = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in left for b in right)
    total = sum(span.end - span.start for span in (*left, *right))
    return 2 * SCALE * common // max(1, total)
