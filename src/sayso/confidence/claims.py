"""Evidence on whether a claim's type, status, negation and innermost source are right."""

from collections import Counter
from collections.abc import Iterator

from sayso.coding.status import classify_factuality
from sayso.coding.trigger import Trigger
from sayso.confidence.evidence import SCALE, Evidence, Features, on_scale
from sayso.confidence.sources import source_features
from sayso.confidence.words import word_features
from sayso.model import Attribution, Claim, Token
from sayso.model.drafts import AttributionDraft

__all__ = ["describe_claims"]

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his"})


def describe_claims(evidence: Evidence) -> list[Features]:
    """Return the features of each claim of a report."""
    heads = [evidence.parse.head_of(claim.trigger.start, claim.trigger.end) for claim in evidence.claims]
    repeated = _repetition(evidence, heads)
    return [
        {
            **repetition,
            **_event_features(claim),
            **_head_features(evidence, claim),
            **_rule_features(evidence, claim, head),
            **_source_features(evidence, claim, head),
            **_object_features(evidence, claim),
            **({} if head is None else _parse_features(evidence, head)),
            **word_features(claim),
        }
        for claim, head, repetition in zip(evidence.claims, heads, repeated, strict=True)
    ]


def _repetition(evidence: Evidence, heads: list[Token | None]) -> Iterator[Features]:
    """Yield how often type and word came before, and how thickly the claims stand."""
    parse, claims = evidence.parse, evidence.claims
    sentences = [-1 if head is None else parse.sentence_index(head.i) for head in heads]
    in_sentence = Counter(sentences)
    types: Counter[str] = Counter()
    same: Counter[tuple[str, str]] = Counter()
    for claim, head, sentence in zip(claims, heads, sentences, strict=True):
        key = ("" if head is None else head.lemma, claim.event.type)
        yield {
            "before.type": types[claim.event.type],
            "before.word": same[key],
            "claims": len(claims),
            "claims.sentence": in_sentence[sentence],
            "claims.density": len(claims) * SCALE // max(1, len(parse.sentences)),
            "length": len(parse.text),
        }
        types[claim.event.type] += 1
        same[key] += 1


def _event_features(claim: Claim) -> Features:
    return {
        f"type.{claim.event.type}": 1,
        f"status.{claim.status}": 1,
        "negated": int(claim.negated),
        "recipients": len(claim.recipients),
        "linked.actor": int(any(actor.entity is not None for actor in claim.actors)),
        "linked.recipient": int(any(recipient.entity is not None for recipient in claim.recipients)),
        "time": int(claim.time is not None),
        "object": int(claim.object is not None),
    }


def _head_features(evidence: Evidence, claim: Claim) -> Features:
    """Return the probabilities of the learned decisions; none where the reader has none."""
    draft = evidence.draft_by_trigger.get((claim.trigger.start, claim.trigger.end))
    if draft is None or draft.probabilities is None:
        return {}
    chances = draft.probabilities
    trigger, type_, status = on_scale(chances.trigger), on_scale(chances.type), on_scale(chances.status)
    link = SCALE if chances.attribution is None else on_scale(chances.attribution)
    source = evidence.innermost_source(claim)
    cue = None if source is None else evidence.draft_by_cue.get((source.cue[0].start, source.cue[0].end))
    of_cue = None if cue is None else cue.probabilities
    return {
        "head.trigger": trigger,
        "head.type": type_,
        "head.status": status,
        "head.link": link,
        "head.no_cue": int(chances.attribution is None),
        "head.negation": abs(2 * on_scale(chances.negated) - SCALE),
        "head.factuality": round(abs(chances.factuality) * SCALE),
        "head.cue": -1 if of_cue is None else on_scale(of_cue.cue),
        "head.all": trigger * type_ * status * link // SCALE**3,
    }


def _rule_features(evidence: Evidence, claim: Claim, head: Token | None) -> Features:
    """Return in what the rules agree with a claim of another reader."""
    if not evidence.is_learned:
        return {}
    near = evidence.rule_triggers.overlapping(claim.trigger.start, claim.trigger.end)
    rule = evidence.rules.claims[near[0]] if near else None
    same = rule is not None and rule.event.type == claim.event.type
    types = evidence.rule_types.get(evidence.sentence_index(claim.trigger), frozenset())
    link = evidence.rule_links.innermost(claim.trigger)
    source = None if link is None else evidence.rules.attributions[link]
    mine = evidence.innermost_source(claim)
    found: Features = {
        "rule.type": int(same),
        "rule.other_type": int(rule is not None and not same),
        "rule.type_in_sentence": int(not same and claim.event.type in types),
        "rule.source": int(_is_same_source(mine, source)),
        "rule.any_source": int(source is not None),
        "rule.missed_source": int(mine is None and source is not None),
    }
    if head is not None:
        trigger = Trigger(head=head.i, first=head.i, last=head.i + 1, type=claim.event.type)
        factuality = classify_factuality(evidence.parse, trigger)
        found["rule.status"] = int(factuality.status == claim.status)
        found["rule.negation"] = int(factuality.negated == claim.negated)
    return found


def _is_same_source(mine: Attribution | None, rule: AttributionDraft | None) -> bool:
    if mine is None or rule is None:
        return mine is None and rule is None
    if not mine.source or rule.source is None:
        return not mine.source and rule.source is None
    return any(span.overlaps(rule.source) for span in mine.source)


def _source_features(evidence: Evidence, claim: Claim, head: Token | None) -> Features:
    source = evidence.innermost_source(claim)
    if source is None:
        return {"source.own": 1}
    sentence = None if head is None else evidence.parse.sentence_of(head.i)
    here = sentence is not None and any(
        evidence.parse.span(sentence.first, sentence.last).overlaps(cue) for cue in source.cue
    )
    return {
        **source_features(source),
        "source.chained": int(len(claim.chains[0]) > 1),
        "source.before": int(source.cue[0].start < claim.trigger.start),
        "source.elsewhere": int(not here),
    }


def _object_features(evidence: Evidence, claim: Claim) -> Features:
    types = {found.event.type for found in evidence.objects_around(claim)}
    trigger = claim.trigger
    return {
        "within.object": int(bool(types)),
        "within.request": int("REQUEST" in types),
        "within.same_type": int(claim.event.type in types),
        "within.quotation": int(bool(evidence.quotations.covering(trigger.start))),
        "is_cue": int(bool(evidence.cues.overlapping(trigger.start, trigger.end))),
    }


def _parse_features(evidence: Evidence, head: Token) -> Features:
    parse = evidence.parse
    children = parse.children(head.i)
    auxiliaries = {child.lower for child in children if child.dep in ("aux", "auxpass")}
    determiner = next((child for child in children if child.dep in ("det", "poss")), None)
    return {
        f"tag.{head.tag}": 1,
        f"dep.{head.dep}": 1,
        "noun": int(head.pos != "VERB"),
        "children": len(children),
        "depth": sum(1 for _ in parse.ancestors(head.i)),
        "title": int(parse.sentence_of(head.i).headline or parse.sentence_index(head.i) == 0),
        "definite": int(determiner is not None and determiner.lower in _DEFINITE),
        "modal": int(any(child.dep == "aux" and child.tag == "MD" for child in children)),
        "have": int(any(child.dep == "aux" and child.lemma == "have" for child in children)),
        "to": int("to" in auxiliaries),
        "passive": int(any(child.dep in ("auxpass", "nsubjpass") for child in children)),
    }
