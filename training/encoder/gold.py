"""Documents from the claims gold and from the gold written for this project."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sayso.heads import WordRange
from sayso.model.encoding import Words
from training.encoder.documents import (
    UNKNOWN,
    Anchor,
    CueAnchors,
    Document,
    DocumentBuilder,
    Key,
    merge_spans,
    word_span,
    word_spans,
)
from training.encoder.labels import EVENT_ROLES, KINDS, STATUSES, STRENGTHS, TYPES, Modes
from training.paths import ROOT, shared_data

__all__ = ["claims"]

# Reports written and annotated for this project, by the same guide.
_OWN_GOLD = ROOT / "training" / "gold"
# Half of this report's text stands in a report of the dev part.
_LIKE_DEV = {"ecb_35_7ecbplus"}
Labels = Mapping[str, Any]


def claims(builder: DocumentBuilder, part: str, modes: Modes) -> list[Document]:
    """Return the reports of a part of the claims gold; the train part with the project's own."""
    folders = [shared_data() / "claims" / part, *([_OWN_GOLD] if part == "train" else [])]
    paths = [path for folder in folders for path in sorted(folder.glob("*.json"))]
    return [_document(builder, path, modes) for path in paths if path.stem not in _LIKE_DEV]


def _document(builder: DocumentBuilder, path: Path, modes: Modes) -> Document:
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    gold = json.loads(path.read_text(encoding="utf-8"))
    document = builder.build(path.stem, "claims", text)
    cues = _cues(document.words, gold)
    document.anchors += cues
    document.anchors += _events(document.words, gold, cues.keys, modes)
    document.anchors += _commitments(document.words, gold, cues.keys)
    return document


def _cues(words: Words, gold: Labels) -> CueAnchors:
    cues = CueAnchors(words)
    for number, attribution in enumerate(gold["attributions"]):
        span = _cue_span(words, attribution)
        if not span:
            continue
        source = attribution.get("source")
        roles = {
            "source": _spans(words, [source] if source else []),
            "content": merge_spans(words, _spans(words, attribution["content"])),
        }
        kind = KINDS.index(source["kind"]) if source and source.get("kind") in KINDS else -1
        cues.add(Anchor("cue", span, roles, source_kind=kind, key=number, parent=attribution.get("parent")))
    cues.link_parents()
    return cues


def _cue_span(words: Words, attribution: Labels) -> WordRange | None:
    """Return the words of the cue; without one the colon after the source, else None."""
    if attribution.get("cue"):
        return word_span(words, attribution["cue"]["start"], attribution["cue"]["end"])
    if attribution.get("source"):
        source = word_span(words, attribution["source"]["start"], attribution["source"]["end"])
        if source and source[1] < len(words) and words.word(source[1]) == ":":
            return source[1], source[1] + 1
    return None


def _spans(words: Words, labels: list[Any]) -> list[WordRange]:
    """Return the word spans of the labels that have offsets."""
    return word_spans(
        words, [(label["start"], label["end"]) for label in labels if label.get("start") is not None]
    )


def _events(words: Words, gold: Labels, keys: Mapping[Key, Key], modes: Modes) -> Iterator[Anchor]:
    seen = set()
    for claim in gold["claims"]:
        trigger = word_span(words, claim["trigger"]["start"], claim["trigger"]["end"])
        if not trigger or trigger in seen:
            continue
        seen.add(trigger)
        yield Anchor(
            "event",
            trigger,
            {role: _role_spans(words, claim, role) for role in EVENT_ROLES},
            type=TYPES.index(claim["type"]),
            mode=modes.get((claim["type"], claim["mode"]), -1),
            status=STATUSES.index(claim["status"]),
            negated=int(bool(claim["negated"])),
            parent=_source_key(gold, claim, keys, claim["trigger"]["start"]),
        )


def _role_spans(words: Words, claim: Labels, role: str) -> list[WordRange]:
    value = claim.get(role)
    if role == "object":
        name = value.get("text") if isinstance(value, dict) else value
        if not isinstance(name, str) or not name:
            return []
        at = _find_near(words.text, name, claim["trigger"]["end"])
        return word_spans(words, [(at, at + len(name))] if at is not None else [])
    return _spans(words, value if isinstance(value, list) else [value] if value else [])


def _find_near(text: str, needle: str, at: int) -> int | None:
    """Return the occurrence of `needle` that is nearest to `at`."""
    best, start = None, text.find(needle)
    while start >= 0:
        if best is None or abs(start - at) < abs(best - at):
            best = start
        start = text.find(needle, start + 1)
    return best


def _commitments(words: Words, gold: Labels, keys: Mapping[Key, Key]) -> Iterator[Anchor]:
    for commitment in gold.get("commitments", []):
        deed = word_span(words, commitment["start"], commitment["end"])
        if not deed:
            continue
        debtor = commitment.get("debtor")
        strength = commitment["strength"]
        yield Anchor(
            "commit",
            (deed[0], deed[0] + 1),
            {"deed": [deed], "debtor": _spans(words, [debtor] if debtor else [])},
            strength=STRENGTHS.index(strength if strength in STRENGTHS else "must"),
            parent=_source_key(gold, commitment, keys, commitment["start"]),
        )


def _source_key(gold: Labels, claim: Labels, keys: Mapping[Key, Key], at: int) -> Key:
    """Return the attribution of the claim's innermost source: same source, same cue, content over `at`."""
    if not claim.get("sources"):
        return None
    innermost = claim["sources"][0]
    best: Key = UNKNOWN
    best_score = 0.0
    for number, attribution in enumerate(gold["attributions"]):
        if number not in keys:
            continue
        score = _match_score(attribution, innermost, at)
        if score >= 2 and score > best_score:
            best, best_score = keys[number], score
    return best


def _match_score(attribution: Labels, source: Labels, at: int) -> float:
    labelled, cue = attribution.get("source") or {}, attribution.get("cue")
    same_source = labelled.get("start") == source.get("start")
    same_cue = bool(cue and cue["text"] == source.get("cue"))
    inside = any(part["start"] <= at < part["end"] for part in attribution["content"])
    return 2 * same_source + same_cue + 1.5 * inside
