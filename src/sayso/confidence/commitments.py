"""Evidence on whether a commitment's debtor and deed are right."""

from sayso.confidence.evidence import SCALE, Evidence, Features, on_scale
from sayso.model import Commitment, Span

__all__ = ["describe_commitments"]


def describe_commitments(evidence: Evidence) -> list[Features]:
    """Return the features of each commitment of a report."""
    return [
        {
            **_form_features(evidence, commitment),
            **_head_features(evidence, commitment),
            **_rule_features(evidence, commitment),
        }
        for commitment in evidence.commitments
    ]


def _form_features(evidence: Evidence, commitment: Commitment) -> Features:
    deed, debtor = commitment.deed, commitment.debtor
    head = evidence.parse.head_of(deed.start, deed.end)
    found: Features = {
        f"strength.{commitment.strength}": 1,
        "debtor": int(debtor is not None),
        "debtor.linked": int(debtor is not None and debtor.entity is not None),
        "debtor.words": 0 if debtor is None else len(debtor.text.split()),
        "debtor.distance": 0 if debtor is None else max(0, deed.start - debtor.end),
        "debtor.before": int(debtor is not None and debtor.start < deed.start),
        "deed": deed.end - deed.start,
        "claim": int(commitment.claim is not None),
        "sourced": int(bool(commitment.chains)),
        "within.quotation": int(bool(evidence.quotations.covering(deed.start))),
    }
    if head is not None:
        found |= {f"tag.{head.tag}": 1, "noun": int(head.pos != "VERB")}
    return found


def _head_features(evidence: Evidence, commitment: Commitment) -> Features:
    draft = evidence.draft_by_deed.get((commitment.deed.start, commitment.deed.end))
    if draft is None or draft.probabilities is None:
        return {}
    chances = draft.probabilities
    return {
        "head.deed": on_scale(chances.deed),
        "head.strength": on_scale(chances.strength),
        "head.link": SCALE if chances.attribution is None else on_scale(chances.attribution),
    }


def _rule_features(evidence: Evidence, commitment: Commitment) -> Features:
    """Return in what the rules agree with a commitment of another reader."""
    if not evidence.is_learned:
        return {}
    rules = [draft for draft in evidence.rules.commitments if draft.deed.overlaps(commitment.deed)]
    if not rules:
        return {}
    best = max(rules, key=lambda draft: _common(draft.deed, commitment.deed))
    debtor, theirs = commitment.debtor, best.debtor
    return {
        "rule.deed": _common(best.deed, commitment.deed),
        "rule.strength": int(best.strength == commitment.strength),
        "rule.debtor": int(debtor is not None and theirs is not None and theirs.overlaps(debtor)),
    }


def _common(a: Span, b: Span) -> int:
    """Return Dice's coefficient of two spans' characters, in steps of 1/1024."""
    common = max(0, min(a.end, b.end) - max(a.start, b.start))
    return 2 * SCALE * common // max(1, a.end - a.start + b.end - b.start)
