"""Relayed attributions made from the claims gold: "S was quoted by M as saying C".

Chains of two are rare in the gold. Each sentence here takes source S and content C, with the events in C,
from one plain attribution of the train part, and puts them into a relay with a medium M. The patterns and the
media's names were written for this project.
"""

import json
import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso.heads import WordRange
from training.encoder.documents import Anchor, Document, DocumentBuilder, word_span
from training.encoder.labels import KINDS

__all__ = ["relay_documents"]

_PATTERNS = Path(__file__).with_name("relays.json")
_EACH = 5  # sentences a document


@dataclass
class Relay:
    """A relay sentence: the attribution that it is made of, its pattern, and the places of its parts."""

    document: Document
    cue: Anchor
    pattern: Mapping[str, Any]
    places: Mapping[str, WordRange]

    @property
    def content(self) -> WordRange:
        """Return the words of the content in the document that it comes from."""
        return self.cue.roles["content"][0]


def relay_documents(
    builder: DocumentBuilder, documents: Iterable[Document], rng: random.Random
) -> list[Document]:
    """Return documents of relay sentences, a paragraph each."""
    chosen = json.loads(_PATTERNS.read_text(encoding="utf-8"))
    pairs = list(_plain_attributions(documents))
    rng.shuffle(pairs)
    made = []
    for start in range(0, len(pairs), _EACH):
        text, relays = "", []
        for document, cue in pairs[start : start + _EACH]:
            pattern = rng.choice(chosen["patterns"])
            sentence, places = _fill(pattern["text"], _slots(document, cue, rng.choice(chosen["media"])))
            moved = {name: (len(text) + first, len(text) + last) for name, (first, last) in places.items()}
            text += sentence[0].upper() + sentence[1:] + "\n\n"
            relays.append(Relay(document, cue, pattern, moved))
        new = builder.build(f"relay_{start}", "claims", text)
        for number, relay in enumerate(relays):
            new.anchors += _cue_anchors(new, number, relay)
            new.anchors += _event_anchors(new, number, relay)
        made.append(new)
    return made


def _plain_attributions(documents: Iterable[Document]) -> Iterator[tuple[Document, Anchor]]:
    """Give (document, cue) where source and one content stand in a sentence, without a cue inside."""
    for document in documents:
        words = document.words
        cues = [anchor for anchor in document.anchors if anchor.kind == "cue"]
        for cue in cues:
            if len(cue.roles["source"]) != 1 or len(cue.roles["content"]) != 1 or cue.parent is not None:
                continue
            source, content = cue.roles["source"][0], cue.roles["content"][0]
            size = source[1] - source[0]
            short = size <= 14 and 4 <= content[1] - content[0] <= 45
            named = size > 1 or words.kind[source[0]] % 3
            whole = words.sentence[content[0]] == words.sentence[content[1] - 1]
            inner = any(content[0] <= anchor.span[0] < content[1] for anchor in cues)
            if short and named and whole and not inner:
                yield document, cue


def _slots(document: Document, cue: Anchor, medium: str) -> dict[str, str]:
    source, content = cue.roles["source"][0], cue.roles["content"][0]
    return {
        "S": _text(document, source),
        "M": medium,
        "C": _text(document, content).replace("\n", " "),
    }


def _text(document: Document, span: WordRange) -> str:
    words = document.words
    return words.text[words.starts[span[0]] : words.ends[span[1] - 1]]


def _fill(pattern: str, slots: Mapping[str, str]) -> tuple[str, dict[str, WordRange]]:
    """Return the text of a pattern and the characters of its named parts; [words|name] marks cues."""
    text, rest = "", pattern
    places: dict[str, WordRange] = {}
    while rest:
        sign = min((i for i in (rest.find("{"), rest.find("[")) if i >= 0), default=-1)
        if sign < 0:
            return text + rest, places
        text += rest[:sign]
        end = rest.find("}" if rest[sign] == "{" else "]")
        inner = rest[sign + 1 : end]
        word, _, name = (slots[inner], "", inner) if rest[sign] == "{" else inner.partition("|")
        places[name] = (len(text), len(text) + len(word))
        text += word
        rest = rest[end + 1 :]
    return text, places


def _cue_anchors(new: Document, number: int, relay: Relay) -> list[Anchor]:
    spans = {name: _words(new, *place) for name, place in relay.places.items()}
    inner = Anchor(
        "cue",
        spans["said"],
        {"source": [spans["S"]], "content": [spans["C"]]},
        key=(number, 0),
        source_kind=relay.cue.source_kind,
    )
    if "relay" not in spans:
        return [inner]
    whole = spans["C"]
    if relay.pattern["outer"] == "sentence":
        parts = [spans[name] for name in ("S", "said", "C")]
        whole = min(first for first, _ in parts), max(last for _, last in parts)
    inner.parent = (number, 1)
    roles = {"source": [spans["M"]], "content": [whole]}
    return [
        inner,
        Anchor("cue", spans["relay"], roles, key=(number, 1), source_kind=KINDS.index("media")),
    ]


def _words(document: Document, start: int, end: int) -> WordRange:
    """Return the words of a part of a pattern; raises ValueError if it has none."""
    span = word_span(document.words, start, end)
    if span is None:
        raise ValueError(f"no word in {document.words.text[start:end]!r} of {document.id}")
    return span


def _event_anchors(new: Document, number: int, relay: Relay) -> Iterator[Anchor]:
    """Give the events of the content, moved to the new text."""
    first, last = relay.content
    for anchor in relay.document.anchors:
        inside = first <= anchor.span[0] and anchor.span[1] <= last
        if anchor.kind != "event" or not inside or anchor.parent != relay.cue.key:
            continue
        roles = {
            role: [
                moved
                for span in spans
                if first <= span[0] and span[1] <= last and (moved := _move(new, relay, span))
            ]
            for role, spans in anchor.roles.items()
        }
        if trigger := _move(new, relay, anchor.span):
            yield Anchor(
                "event",
                trigger,
                roles,
                type=anchor.type,
                mode=anchor.mode,
                status=anchor.status,
                negated=anchor.negated,
                parent=(number, 0),
            )


def _move(new: Document, relay: Relay, span: WordRange) -> WordRange | None:
    """Return the words in the new text of words of the content."""
    words = relay.document.words
    shift = relay.places["C"][0] - int(words.starts[relay.content[0]])
    return word_span(new.words, int(words.starts[span[0]]) + shift, int(words.ends[span[1] - 1]) + shift)
