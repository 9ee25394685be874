"""Readings of the tier `llm` from answers kept as offsets: the gold labels, or those of a large model.

usage: python -m benchmarks.language_model gold FOLDER READINGS.jsonl
       python -m benchmarks.language_model recorded FOLDER READINGS.jsonl
       python -m benchmarks.language_model levels FOLDER READINGS.jsonl

FOLDER holds labelled claims (`reports.jsonl`, NAME.json). Each answer is written anew as a model would write
it, in quotations of numbered sentences, and goes through the whole path but the network. The readings are
scored with score_claims.py (notes/language-model.md). `levels` prints how many claims of each confidence are
right; `SAYSO_SHARED` names the folder that the scorers are in, ../shared by default.
"""

import os
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import msgspec

from benchmarks.score_confidence import judge_readings
from sayso.language import parse_texts
from sayso.llm import ModelSettings
from sayso.llm.client import ModelClient, ServerAnswer
from sayso.llm.sentences import NumberedSentences, Quotation
from sayso.model import Reading, Report, Span, Tier, make_report
from sayso.model.drafts import AttributionDraft, ClaimDraft, CommitmentDraft, Drafts, EventDraft
from sayso.pipeline import Pipeline

RECORDED = Path(__file__).with_name("language_model.jsonl")

Json = dict[str, Any]


def labelled_reports(folder: Path) -> Iterator[tuple[Report, Json]]:
    """Yield the reports of a folder with their labels."""
    for line in (folder / "reports.jsonl").read_bytes().splitlines():
        row = msgspec.json.decode(line)
        known = {name: row[name] for name in ("title", "publisher", "url", "language") if row.get(name)}
        report = make_report(row["text"], published=row.get("published") or None, input_id=row["id"], **known)
        yield report, msgspec.json.decode((folder / f"{row['id']}.json").read_bytes())


def drafts_of_labels(labels: Json, text: str) -> Drafts:
    """Return gold labels as the drafts of a reader; labels without a cue or content are none."""
    kept = [label for label in labels["attributions"] if label["cue"] and label["content"]]
    numbers = {labels["attributions"].index(label): n for n, label in enumerate(kept)}

    def span(label: Json) -> Span:
        return Span.of(text, label["start"], label["end"])

    def spans(labels: Iterable[Json]) -> tuple[Span, ...]:
        return tuple(dict.fromkeys(map(span, labels)))

    attributions = tuple(
        AttributionDraft(
            cue=span(label["cue"]),
            source=span(label["source"]) if label["source"] else None,
            content=spans(label["content"]),
            parent=numbers.get(label.get("parent")),
        )
        for label in kept
    )
    claims = tuple(
        ClaimDraft(
            trigger=span(label["trigger"]),
            event=EventDraft(
                type=label["type"],
                mode=label["mode"],
                **{role: spans(label[role]) for role in ("actors", "recipients", "places")},
            ),
            time=span(label["time"]) if label["time"] else None,
            quantities=spans(label["quantities"]),
            status=label["status"],
            negated=label["negated"],
            attribution=_link(attributions, label),
        )
        for label in labels["claims"]
    )
    return Drafts(attributions=attributions, claims=claims)


def _link(attributions: tuple[AttributionDraft, ...], label: Json) -> int | None:
    """Return the attribution whose source is a claim's: the one around the trigger, else the nearest."""
    if not label["sources"]:
        return None
    source, trigger = label["sources"][0], label["trigger"]["start"]
    found = []
    for n, draft in enumerate(attributions):
        place = draft.cue if source.get("cue") == source["text"] else draft.source
        if place is not None and place.start < source["end"] and source["start"] < place.end:
            inside = any(span.start <= trigger < span.end for span in draft.content)
            chained = (draft.parent is not None) == (len(label["sources"]) > 1)
            found.append(
                (inside, chained, draft.cue.text == source.get("cue"), -abs(draft.cue.start - trigger), n)
            )
    return max(found)[-1] if found else None


class Writer:
    """Writes drafts as a model writes its answer: words, with the numbers of their sentences."""

    def __init__(self, sentences: NumberedSentences) -> None:
        self._sentences = sentences
        self._starts = [start for start, _ in sentences.edges]

    def answer(self, drafts: Drafts) -> Json:
        """Return the answer."""
        return {
            "attributions": [self._attribution(n, draft) for n, draft in enumerate(drafts.attributions)],
            "claims": [self._claim(draft) for draft in drafts.claims],
            "commitments": [self._commitment(draft) for draft in drafts.commitments],
        }

    def _attribution(self, n: int, draft: AttributionDraft) -> Json:
        s = self._number(draft.cue)
        return {
            **{
                "id": _name(n),
                "s": s,
                "cue": self._quote(draft.cue, s),
                "source": self._quote(draft.source, s),
            },
            **{"kind": draft.source_kind, "parent": _name(draft.parent)},
            "content": [self._quote(span, s) for span in draft.content],
        }

    def _claim(self, draft: ClaimDraft) -> Json:
        s, event = self._number(draft.trigger), draft.event
        roles = {"actors": event.actors, "recipients": event.recipients, "places": event.places}
        return {
            **{
                "s": s,
                "trigger": self._quote(draft.trigger, s),
                "status": draft.status,
                "negated": draft.negated,
            },
            "code": f"{event.type}/{event.mode}" if event.mode else event.type,
            **{role: [self._quote(span, s) for span in spans] for role, spans in roles.items()},
            "object": self._quote(draft.object.span if draft.object else None, s),
            "time": self._quote(draft.time, s),
            "quantities": [self._quote(span, s) for span in draft.quantities],
            "by": _name(draft.attribution),
        }

    def _commitment(self, draft: CommitmentDraft) -> Json:
        s = self._number(draft.deed)
        debtor, deed = self._quote(draft.debtor, s), self._quote(draft.deed, s)
        return {
            "s": s,
            "deed": deed,
            "strength": draft.strength,
            "debtor": debtor,
            "by": _name(draft.attribution),
        }

    def _number(self, span: Span) -> int:
        return max(0, bisect_right(self._starts, span.start) - 1)

    def _quote(self, span: Span | None, s: int) -> str | None:
        if span is None:
            return None
        number = self._number(span)
        starts = [found.start for found in self._sentences.find(Quotation(span.text, number))]
        occurrence = f"#{starts.index(span.start) + 1}" if span.start in starts[1:] else ""
        return ("" if number == s else f"s{number}: ") + span.text + occurrence


def _name(n: int | None) -> str | None:
    return None if n is None else f"A{n + 1}"


def without_words(value: Any) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of drafts, each span as its two offsets, without fields that hold nothing."""
    if isinstance(value, dict) and {"start", "end", "text"} <= value.keys():
        return [value["start"], value["end"]]
    if isinstance(value, dict):
        # A link to the first attribution is 0, and holds something.
        kept = {name: part for name, part in value.items() if part or type(part) is int}
        return {name: without_words(part) for name, part in kept.items()}
    return [without_words(part) for part in value] if isinstance(value, list) else value


def with_words(value: Any, text: str) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON of drafts with the words of each span."""
    if isinstance(value, list) and len(value) == 2 and all(isinstance(part, int) for part in value):
        return {"start": value[0], "end": value[1], "text": text[value[0] : value[1]]}
    if isinstance(value, dict):
        return {name: with_words(part, text) for name, part in value.items()}
    return [with_words(part, text) for part in value] if isinstance(value, list) else value


def recorded_drafts() -> dict[str, Any]:
    """Return the recorded drafts by the SHA-256 of their texts, as JSON with offsets."""
    rows = map(msgspec.json.decode, RECORDED.read_bytes().splitlines())
    return {row["sha256"]: row["drafts"] for row in rows}


def read(reports: Iterable[tuple[Report, Drafts]]) -> Iterator[Reading]:
    """Read reports with the tier `llm`, which is given these drafts as its model's answers."""
    with TemporaryDirectory() as folder:
        settings = ModelSettings(model="kept", answers=str(Path(folder) / "answers.sqlite"), requests=1)
        pipeline = Pipeline(Tier.LLM, settings)
        for report, drafts in reports:
            (parse,) = parse_texts([(report.text, report.title)])
            answer = msgspec.json.encode(Writer(NumberedSentences(parse)).answer(drafts)).decode()
            with patch.object(ModelClient, "ask", return_value=ServerAnswer(answer)):
                yield from pipeline.read([report])


def levels(folder: Path, readings: Path) -> Iterator[str]:
    """Yield one line for each confidence that claims have: how many of them are right."""
    shared = Path(os.environ.get("SAYSO_SHARED", "../shared"))
    claims, right = Counter[float](), Counter[float]()
    for confidence, is_right in judge_readings(shared, folder, readings)[0]:
        claims[confidence] += 1
        right[confidence] += is_right
    for confidence, number in sorted(claims.items(), reverse=True):
        yield f"{confidence:.2f}: {right[confidence]} of {number} right ({right[confidence] / number:.3f})"


def main(kind: str, folder: str, target: str) -> None:
    """Write the readings, or print what is right of them."""
    if kind == "levels":
        print("\n".join(levels(Path(folder), Path(target))))
        return
    found = list(labelled_reports(Path(folder)))
    if kind == "gold":
        drafted = [(report, drafts_of_labels(labels, report.text)) for report, labels in found]
    else:
        recorded: Mapping[str, Any] = recorded_drafts()
        drafted = [
            (report, msgspec.convert(with_words(recorded[report.sha256], report.text), Drafts))
            for report, _ in found
            if report.sha256 in recorded
        ]
    Path(target).write_bytes(b"".join(reading.to_json() + b"\n" for reading in read(drafted)))


if __name__ == "__main__":
    main(*sys.argv[1:4])
