"""Examples to learn from: evidence on each record, and whether `score_claims.py` counts it as right."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
from training.confidence.reports import LabelledReport, load_scorer
from training.confidence.words import count_words, gold_triggers, without

from sayso.attribution import assemble_attributions
from sayso.coding import assemble_claims, assemble_commitments
from sayso.confidence.attributions import describe_attributions
from sayso.confidence.claims import describe_claims
from sayso.confidence.commitments import describe_commitments
from sayso.confidence.evidence import Evidence, Features
from sayso.confidence.participants import describe_participant
from sayso.confidence.words import load_words, word_features
from sayso.grounding import ground
from sayso.language import parse_texts
from sayso.model import Mint, Report, Tier, make_report
from sayso.model.dates import known_day
from sayso.model.drafts import AssemblyContext, DraftCheck
from sayso.pipeline import draft_records

_GIVEN = ("title", "url", "publisher", "byline", "published")


Judged = dict[str, bool | None]


class Example(NamedTuple):
    """One record: its report, features, and for each decision whether it is right (None: cannot be told)."""

    report: str
    features: Features
    right: Judged


def read_evidence(report: LabelledReport, tier: Tier) -> Evidence:
    """Read a report as the pipeline does and return the evidence on its records."""
    given = {name: report.row[name] for name in _GIVEN if report.row.get(name)}
    made: Report = make_report(report.row.get("text") or report.text, **given)
    parse = next(iter(parse_texts([(made.text, made.title)])))
    grounding = ground(parse, known_day(made.published))
    context = AssemblyContext(
        parse=parse, grounding=grounding, mint=Mint(made.document, "training"), check=DraftCheck(parse.text)
    )
    drafts, rules = draft_records(tier, parse, grounding)
    attributions = assemble_attributions(context, drafts.attributions)
    claims = assemble_claims(context, drafts.claims, attributions)
    return Evidence(
        parse=parse,
        attributions=tuple(filter(None, attributions)),
        claims=claims,
        commitments=assemble_commitments(context, drafts.commitments, attributions, claims),
        drafts=drafts,
        rules=rules,
    )


def examples_of(kind: str, reports: Iterable[LabelledReport], tier: Tier) -> Iterator[Example]:
    """Yield the records of a kind (a key of `_KINDS`) of labelled reports."""
    for report in reports:
        gold = Gold(report, read_evidence(report, tier))
        for features, right in _KINDS[kind](gold):
            yield Example(report.name, features, right)


class Gold:
    """A labelled report beside its reading, whose records are moved to the places of the gold's text."""

    def __init__(self, report: LabelledReport, evidence: Evidence) -> None:
        self.report, self.evidence, self.text = report, evidence, report.text
        head = evidence.parse.text[:80].strip()
        shift = report.text.find(head) - evidence.parse.text.find(head)
        self.claims = _moved(msgspec.to_builtins(evidence.claims), shift)
        self.attributions = _moved(msgspec.to_builtins(evidence.attributions), shift)
        self.commitments = _moved(msgspec.to_builtins(evidence.commitments), shift)

    def labels(self, kind: str) -> list[dict[str, Any]]:
        """Return the gold's records of a kind."""
        found: list[dict[str, Any]] = self.report.gold.get(kind, [])
        return found

    def matched_claims(self) -> dict[int, dict[str, Any]]:
        """Return the gold claim of each claim that has one."""
        scorer = load_scorer()

        def score(wanted: dict[str, Any], claim: dict[str, Any]) -> int:
            trigger, same = claim["trigger"], wanted["type"] == claim["event"]["type"]
            most = 3 * (wanted["trigger"]["end"] - wanted["trigger"]["start"]) + 20
            if scorer.overlap(wanted["trigger"], trigger) and trigger["end"] - trigger["start"] <= most:
                return 2 + int(same)
            sentence = scorer.sentence_of(self.text, wanted["trigger"]["start"])
            return int(same and sentence["start"] <= trigger["start"] < sentence["end"])

        labels = self.labels("claims")
        return {j: labels[i] for i, j in scorer.greedy(labels, self.claims, score)}


def _claim_examples(gold: Gold) -> Iterator[tuple[Features, Judged]]:
    """Yield a report's claims; the words' counts leave out the report's own labels."""
    described = describe_claims(gold.evidence)
    if not gold.report.is_unseen:
        words = load_words()
        own = count_words([(gold.text, gold_triggers(gold.report.gold))])
        known = {word: words[word] for word in own if word in words}
        words = {**words, **without(known, own)}
        described = [
            {**features, **word_features(claim, words)}
            for claim, features in zip(gold.evidence.claims, described, strict=True)
        ]
    matched = gold.matched_claims()
    attributions = {attribution["id"]: attribution for attribution in gold.attributions}
    for n, (claim, features) in enumerate(zip(gold.claims, described, strict=True)):
        yield features, _judged(matched.get(n), claim, attributions)


def _attribution_examples(gold: Gold) -> Iterator[tuple[Features, Judged]]:
    scorer = load_scorer()

    def score(wanted: dict[str, Any], found: dict[str, Any]) -> int:
        source = wanted.get("source")
        if bool(source) != bool(found["source"]):
            return 0
        if source and not any(scorer.half(source, span) for span in found["source"]):
            return 0
        if wanted.get("cue") and not any(scorer.overlap(wanted["cue"], cue) for cue in found["cue"]):
            return 0
        common = sum(scorer.overlap(a, b) for a in wanted["content"] for b in found["content"])
        return int(2 * common >= max(_size(wanted["content"]), _size(found["content"])))

    right = {j for _, j in scorer.greedy(gold.labels("attributions"), gold.attributions, score)}
    for n, features in enumerate(describe_attributions(gold.evidence)):
        yield features, {"right": n in right}


def _size(spans: list[dict[str, Any]]) -> int:
    return sum(span["end"] - span["start"] for span in spans)


def _commitment_examples(gold: Gold) -> Iterator[tuple[Features, Judged]]:
    scorer = load_scorer()

    def score(wanted: dict[str, Any], found: dict[str, Any]) -> int:
        both = found["deed"] and found["debtor"] and scorer.half(wanted, found["deed"])
        return int(bool(both and scorer.half(wanted["debtor"], found["debtor"])))

    right = {j for _, j in scorer.greedy(gold.labels("commitments"), gold.commitments, score)}
    for n, features in enumerate(describe_commitments(gold.evidence)):
        yield features, {"right": n in right}


def _participant_examples(gold: Gold) -> Iterator[tuple[Features, Judged]]:
    """Yield the linked participants that the gold has too: of others it does not say who they are."""
    scorer = load_scorer()
    for n, wanted in gold.matched_claims().items():
        claim = gold.evidence.claims[n]
        read = (*claim.actors, *claim.recipients)
        moved = [*gold.claims[n]["actors"], *gold.claims[n]["recipients"]]
        labels = [*wanted.get("actors", []), *wanted.get("recipients", [])]
        for i, j in scorer.greedy(labels, moved, lambda a, b: int(scorer.half(a, b))):
            entity = read[j].entity
            if entity is not None:
                features = describe_participant(gold.evidence, read[j], entity)
                yield features, {"right": _is_named(labels[i], moved[j]["entity"])}


def _is_named(label: dict[str, Any], entity: dict[str, Any]) -> bool:
    """Return whether an entity is the label's: by a word of the name, as its country, or by its codes.

    Codes count for what has no name of its own ("An Egyptian court", "police"): the sector, and the country
    if the entity has one.
    """
    scorer = load_scorer()
    names = {*scorer.norm(label.get("is") or label["text"])} - scorer.GENERIC
    if names & {*scorer.norm(entity["name"])}:
        return True
    country, sector = label.get("country") or "", label.get("sector") or ""
    if entity["kind"] == "country":
        return bool(country) and country == entity["country"]
    codes_agree = bool(sector) and sector == entity["sector"] and entity["country"] in ("", country)
    return codes_agree and entity["kind"] != "person"


_KINDS = {
    "claims": _claim_examples,
    "attributions": _attribution_examples,
    "commitments": _commitment_examples,
    "participants": _participant_examples,
}


def _judged(wanted: dict[str, Any] | None, claim: dict[str, Any], attributions: dict[str, Any]) -> Judged:
    if wanted is None or wanted["type"] != claim["event"]["type"]:
        return {"event": False, "status": None, "source": None}
    status = wanted["status"] == claim["status"] and bool(wanted["negated"]) == claim["negated"]
    sources, source = wanted.get("sources", []), False
    for chain in load_scorer().chains(claim, attributions):
        both = bool(sources and chain)
        source |= (not sources and not chain) or (both and load_scorer().same_source(sources[0], chain[0]))
    return {"event": True, "status": status, "source": bool(source)}


def _moved(value: Any, shift: int) -> Any:  # noqa: ANN401 - of any JSON
    """Return a record with all its spans moved."""
    if isinstance(value, dict):
        moved = {key: _moved(inner, shift) for key, inner in value.items()}
        if "start" in value and "end" in value and "text" in value:
            moved |= {"start": value["start"] + shift, "end": value["end"] + shift}
        return moved
    return [_moved(inner, shift) for inner in value] if isinstance(value, (list, tuple)) else value
