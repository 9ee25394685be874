"""Write minimal readings (RECORD.md) for the scorers from the exported encoder and heads."""

import argparse
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sayso.attribution.learned import infer_attributions
from sayso.coding.learned import infer_commitments, infer_events
from sayso.heads import Heads, load_heads
from sayso.language import Encoder, load_encoder
from sayso.model import Span
from sayso.model.drafts import AttributionDraft, ClaimDraft, CommitmentDraft
from sayso.model.encoding import Encoding

__all__ = ["make_reading"]

Json = dict[str, Any]


def read_texts(path: Path) -> list[tuple[str, str]]:
    """Return (id, text) of a folder of texts or of a file of JSON lines."""
    if path.is_dir():
        return [(file.stem, file.read_text(encoding="utf-8")) for file in sorted(path.glob("*.txt"))]
    with path.open(encoding="utf-8") as lines:
        return [(row["id"], row["text"]) for row in map(json.loads, lines)]


def make_reading(id_: str, text: str, encoded: Encoding, heads: Heads) -> Json:
    """Return the reading of an encoded text, with what the scorers look at."""
    found = infer_attributions(encoded, heads)
    events = infer_events(encoded, heads, found)
    commitments = infer_commitments(encoded, heads, found)
    return {
        "report": {"id": id_, "input_id": id_, "text": text},
        "attributions": [_attribution(number, cue) for number, cue in enumerate(found)],
        "claims": [_claim(event, found) for event in events],
        "commitments": [_commitment(commitment, found) for commitment in commitments],
    }


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _attribution(number: int, found: AttributionDraft) -> Json:
    return {
        "id": f"a{number}",
        "source": [_span(found.source)] if found.source else [],
        "cue": [_span(found.cue)],
        "content": [_span(part) for part in found.content],
        "source_kind": found.source_kind,
        "parent": None if found.parent is None else f"a{found.parent}",
    }


def _chains(cue: int | None, attributions: Sequence[AttributionDraft]) -> list[list[str]]:
    chain = []
    while cue is not None:
        chain.append(f"a{cue}")
        cue = attributions[cue].parent
    return [chain] if chain else []


def _claim(draft: ClaimDraft, attributions: Sequence[AttributionDraft]) -> Json:
    event = draft.event
    return {
        "trigger": _span(draft.trigger),
        "event": {"type": event.type, "mode": [event.mode] if event.mode else []},
        "status": draft.status,
        "negated": draft.negated,
        "chains": _chains(draft.attribution, attributions),
        "actors": [_span(span) for span in event.actors],
        "recipients": [_span(span) for span in event.recipients],
        "factuality": draft.probabilities.factuality if draft.probabilities else None,
        "places": [{**_span(span), "name": span.text, "lat": None} for span in event.places],
        "quantities": [],
    }


def _commitment(found: CommitmentDraft, attributions: Sequence[AttributionDraft]) -> Json:
    return {
        "debtor": _span(found.debtor) if found.debtor else None,
        "deed": _span(found.deed),
        "strength": found.strength,
        "chains": _chains(found.attribution, attributions),
    }


@dataclass
class Throughput:
    """Words read, and the time that the encoder took for them."""

    words: int = 0
    encode_s: float = 0.0

    def read(self, texts: Iterable[tuple[str, str]], encoder: Encoder, heads: Heads) -> Iterator[Json]:
        """Give the reading of each text."""
        for id_, text in texts:
            started = time.perf_counter()
            encoded = encoder.encode(text)
            self.encode_s += time.perf_counter() - started
            self.words += len(text.split())
            yield make_reading(id_, text, encoded, heads)


def main() -> None:
    """Write the readings, and print the speed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("input", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument(
        "--set", action="append", default=[], help="setting=value (JSON), over the exported settings"
    )
    parser.add_argument("--only", type=Path, help="a JSON list of ids to keep")
    args = parser.parse_args()
    encoder, heads = load_encoder(args.model), load_heads(args.model)
    changed = {name: json.loads(value) for name, value in (text.split("=", 1) for text in args.set)}
    heads = replace(heads, settings={**heads.settings, **changed})
    texts = read_texts(args.input)
    if args.only:
        chosen = set(json.loads(args.only.read_text()))
        texts = [(id_, text) for id_, text in texts if id_ in chosen]
    throughput = Throughput()
    started = time.perf_counter()
    with args.out.open("w", encoding="utf-8") as out:
        for reading in throughput.read(texts, encoder, heads):
            out.write(json.dumps(reading, ensure_ascii=False) + "\n")
    total = time.perf_counter() - started
    words, encode_s = throughput.words, throughput.encode_s
    print(f"{words} words, {words / total:.0f} words/s ({words / encode_s:.0f} the encoder alone)")


if __name__ == "__main__":
    main()
