"""Examples to learn from: the evidence of each claim and whether it is right, as `score_claims.py` counts it."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

import msgspec

from sayso.attribution import assemble_attributions
from sayso.coding import assemble_claims
from sayso.confidence import Evidence, Features, describe_claims
from sayso.confidence.words import load_words, word_features
from sayso.grounding import ground
from sayso.language import parse_texts
from sayso.model import Mint, Report, Tier, make_report
from sayso.model.dates import known_day
from sayso.model.drafts import AssemblyContext, DraftCheck
from sayso.pipeline import draft_records
from training.confidence.reports import LabelledReport, load_script, shared
from training.confidence.words import count_words, gold_triggers, without

_GIVEN = ("title", "url", "publisher", "byline", "published")


class Example(NamedTuple):
    """One claim: its report, features, and for each decision whether it is right (None: cannot be told)."""

    report: str
    features: Features
    right: dict[str, bool | None]


def read_evidence(report: LabelledReport, tier: Tier) -> Evidence:
    """Read a report as the pipeline does and return the evidence on its records."""
    given = {name: report.row[name] for name in _GIVEN if report.row.get(name)}
    made: Report = make_report(report.row.get("text") or report.text, **given)
    parse = next(iter(parse_texts([(made.text, made.title)])))
    grounding = ground(parse, known_day(made.published))
    context = AssemblyContext(
        parse=parse, grounding=grounding, mint=Mint(made.document, "training"), check=DraftCheck(parse.text)
    )
    drafts = draft_records(tier, parse, grounding)
    attributions = assemble_attributions(context, drafts.attributions)
    return Evidence(
        parse=parse,
        attributions=tuple(filter(None, attributions)),
        claims=assemble_claims(context, drafts.claims, attributions),
        drafts=drafts,
        rules=drafts if tier is Tier.FAST else draft_records(Tier.FAST, parse, grounding),
    )


def claim_examples(reports: Iterable[LabelledReport], tier: Tier) -> Iterator[Example]:
    """Yield the claims of labelled reports; the words' counts leave out the report's own labels."""
    for report in reports:
        evidence = read_evidence(report, tier)
        described = describe_claims(evidence)
        if not report.is_unseen:
            words = load_words()
            own = count_words([(report.text, gold_triggers(report.gold))])
            known = {word: words[word] for word in own if word in words}
            words = {**words, **without(known, own)}
            described = [
                {**features, **word_features(claim, words)}
                for claim, features in zip(evidence.claims, described)
            ]
        for features, right in zip(described, judge_claims(report, evidence)):
            yield Example(report.name, features, right)


@lru_cache(maxsize=1)
def _scorer() -> ModuleType:
    return load_script(shared() / "score" / "score_claims.py")


def judge_claims(report: LabelledReport, evidence: Evidence) -> list[dict[str, bool | None]]:
    """Return of each claim whether its event is one of the gold's type, and its status and source are right."""
    scorer, text, gold = _scorer(), report.text, report.gold["claims"]
    shift = _shift(text, evidence.parse.text)
    claims = [_moved(claim, shift) for claim in msgspec.to_builtins(evidence.claims)]
    found = [_moved(attribution, shift) for attribution in msgspec.to_builtins(evidence.attributions)]
    attributions = {attribution["id"]: attribution for attribution in found}

    def score(wanted: dict, claim: dict) -> int:
        trigger, same = claim["trigger"], wanted["type"] == claim["event"]["type"]
        most = 3 * (wanted["trigger"]["end"] - wanted["trigger"]["start"]) + 20
        if scorer.overlap(wanted["trigger"], trigger) and trigger["end"] - trigger["start"] <= most:
            return 2 + same
        sentence = scorer.sentence_of(text, wanted["trigger"]["start"])
        return int(same and sentence["start"] <= trigger["start"] < sentence["end"])

    matched = {j: gold[i] for i, j in scorer.greedy(gold, claims, score)}
    return [_judged(matched.get(n), claim, attributions) for n, claim in enumerate(claims)]


def _judged(wanted: dict | None, claim: dict, attributions: dict[str, Any]) -> dict[str, bool | None]:
    if wanted is None or wanted["type"] != claim["event"]["type"]:
        return {"event": False, "status": None, "source": None}
    status = wanted["status"] == claim["status"] and bool(wanted["negated"]) == claim["negated"]
    sources, source = wanted.get("sources", []), False
    for chain in _scorer().chains(claim, attributions):
        both = bool(sources and chain)
        source |= (not sources and not chain) or (both and _scorer().same_source(sources[0], chain[0]))
    return {"event": True, "status": status, "source": bool(source)}


def _shift(text: str, read: str) -> int:
    """Return how far the gold's offsets lie behind those of the text read."""
    head = read[:80].strip()
    return text.find(head) - read.find(head)


def _moved(value: Any, shift: int) -> Any:
    """Return a record with all its spans moved."""
    if isinstance(value, dict):
        moved = {key: _moved(inner, shift) for key, inner in value.items()}
        if "start" in value and "end" in value and "text" in value:
            moved |= {"start": value["start"] + shift, "end": value["end"] + shift}
        return moved
    return [_moved(inner, shift) for inner in value] if isinstance(value, (list, tuple)) else value
