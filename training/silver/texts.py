"""The reports that the silver labels stand on, built anew from the labelled sets (no text is kept here).

`uw-NNN`: running sentences of factuality/uw_train.jsonl, detokenised, 40 sentences a report, in paragraphs of
one to three sentences. `lgl-N`: reports of places/lgl.jsonl as they are. `war-NN-N`: parts of
times/wikiwars.jsonl. `own-*`: written for this project, in the folder `own`. `pn-*`: the first paragraphs of
articles of attribution/polnear_train.jsonl. `page-*`: those of the article bodies of html/ground-truth.json.
`ecb-*` and `story-*`: reports of stories/ecbplus_docs.jsonl and first paragraphs of stories/outlets.jsonl.
`out-*` and `pol-*`: reports of stories/outlets.jsonl and attribution/polnear_train.jsonl, labelled to measure
on and never to train (benchmarks/kept_out.py).
"""

import json
import random
import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

__all__ = ["reports", "sentences"]

SENTENCES = 40
_BREAK = re.compile(r"(?<=[.!?])[\"”’')]*\s+(?=[\"“‘'(]*[A-Z0-9])|\n+")
_NO_BREAK = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Rev|St|No|vs|Jr|Sr|U\.S|D|R|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|[A-Z])\.$"
)


def detokenise(sentence: str, inside: bool = False) -> tuple[str, bool]:
    """Return the plain text of a tokenised sentence, and whether a quotation is left open at its end.

    No space before marks, clitics joined, plain quotation marks; `inside`: a quotation runs on into it.
    """
    text = " " + sentence.replace("``", "\x01").replace("' '", '"').replace("''", "\x02") + " "
    text = re.sub(r" (n't|n’t)\b", r"\1", text)
    text = re.sub(r" ('(?:s|re|ve|ll|d|m|S))\b", r"\1", text)
    text = re.sub(r" - (?=\w)", "-", re.sub(r"(\w) - (\w)", r"\1-\2", text))
    text = re.sub(r" ([,;:.?!%)\]])", r"\1", text)
    text = re.sub(r"([(\[$#£]) ", r"\1", text)
    if inside and re.match(r'\s*["\x01]', text):
        inside = False
    out = ""
    for part in re.split(r'(\s*["\x01\x02]\s*)', text):
        mark = part.strip()
        if mark and mark in '"\x01\x02':
            inside = mark == "\x01" or (mark == '"' and not inside)
            out += ' "' if inside else '" '
        else:
            out += part.strip() if out.endswith('"') else part.rstrip() if inside else part
    out = re.sub(r'" ([,;:.?!])', r'"\1', re.sub(r"\s+", " ", out))
    return out.strip(), inside


def uw(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of the running text in factuality/uw_train.jsonl."""
    rows = [row["text"] for row in _rows(shared / "factuality" / "uw_train.jsonl")]
    inside = False
    for number, at in enumerate(range(0, len(rows), SENTENCES)):
        text, left = "", 0
        for row in rows[at : at + SENTENCES]:
            sentence, inside = detokenise(row, inside)
            if not left:
                text += "\n\n" if text else ""
                left = 1 + sha256(row.encode()).digest()[0] % 3
            else:
                text += " "
            text += sentence
            left -= 1
        yield f"uw-{number:03d}", text


def lgl(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of places/lgl.jsonl."""
    for row in _rows(shared / "places" / "lgl.jsonl"):
        yield row["id"], row["text"]


def wars(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of times/wikiwars.jsonl, in parts of whole paragraphs, about 900 words each."""
    for number, row in enumerate(_rows(shared / "times" / "wikiwars.jsonl")):
        part, words, text = 0, 0, ""
        for paragraph in filter(str.strip, row["text"].split("\n")):
            text += ("\n\n" if text else "") + paragraph.strip()
            words += len(paragraph.split())
            if words >= 900:
                yield f"war-{number:02d}-{part}", text
                part, words, text = part + 1, 0, ""


def politics(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of the first paragraphs of PolNeAR's articles, but for those that are measured on."""
    measured = {name.removeprefix("pol-") for name, _ in polnear(shared)}
    labelled = {_squeeze(path.read_text(encoding="utf-8")) for path in (shared / "claims").glob("*/pn_*.txt")}
    for row in _rows(shared / "attribution" / "polnear_train.jsonl"):
        start = _squeeze(row["text"])
        if row["id"] not in measured and not any(start[:150] in text for text in labelled):
            yield f"pn-{row['id']}", _first_paragraphs(row["text"])


def pages(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of the first paragraphs of the article bodies of html/ground-truth.json."""
    truth = json.loads((shared / "html" / "ground-truth.json").read_text(encoding="utf-8"))
    for name, row in sorted(truth.items()):
        yield f"page-{name[:8]}", _first_paragraphs(row["articleBody"])


def ecbplus(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of stories/ecbplus_docs.jsonl, but for the topics that claims/dev has."""
    topics = {path.stem.split("_")[1] for path in (shared / "claims" / "dev").glob("ecb_*.txt")}
    labelled = {path.stem.removeprefix("ecb_") for path in (shared / "claims" / "train").glob("ecb_*.txt")}
    for row in _rows(shared / "stories" / "ecbplus_docs.jsonl"):
        if str(row["topic"]) not in topics and row["id"] not in labelled:
            yield f"ecb-{row['id']}", row["text"]


def stories(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of beginnings in stories/outlets.jsonl, but for the stories that are measured on."""
    measured = {name.removeprefix("out-") for name, _ in outlets(shared)}
    rows = list(_rows(shared / "stories" / "outlets.jsonl"))
    left_out = {row["story"] for row in rows if row["id"] in measured}
    for row in rows:
        if row["story"] not in left_out and not (shared / "claims" / "train" / f"{row['id']}.txt").exists():
            yield f"story-{row['id']}", _first_paragraphs(_with_title(row))


def _with_title(row: dict[str, Any]) -> str:
    has_title = row["title"] in row["text"][:300]
    return str(row["text"] if has_title else f"{row['title']}\n\n{row['text']}")


def _squeeze(text: str) -> str:
    """Return the letters and digits of a text."""
    return re.sub(r"\W", "", text)


def _first_paragraphs(text: str, characters: int = 2800) -> str:
    """Return whole lines from the beginning, until they have at least `characters`."""
    lines, size = [], 0
    for line in text.split("\n"):
        if size >= characters:
            break
        lines.append(line)
        size += len(line)
    return "\n".join(lines).strip()


def outlets(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of 24 reports of stories/outlets.jsonl, of stories that no labelled claim is of."""
    rows = list(_rows(shared / "stories" / "outlets.jsonl"))
    labelled = {path.stem for path in (shared / "claims" / "train").glob("gm_*.txt")}
    known = {row["story"] for row in rows if row["id"] in labelled}
    by_story: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["story"] not in known and 900 <= len(row["text"]) <= 5500:
            by_story.setdefault(row["story"], []).append(row)
    chosen = random.Random(7)
    taken = [row for _, found in sorted(by_story.items()) for row in chosen.sample(found, min(2, len(found)))]
    for row in taken[:24]:
        yield f"out-{row['id']}", _with_title(row)


def polnear(shared: Path) -> Iterator[tuple[str, str]]:
    """Give (id, text) of 24 articles of attribution/polnear_train.jsonl of 1,500 to 4,500 characters."""
    rows = [
        row
        for row in _rows(shared / "attribution" / "polnear_train.jsonl")
        if 1500 <= len(row["text"]) <= 4500
    ]
    for row in random.Random(7).sample(rows, 24):
        yield f"pol-{row['id']}", row["text"]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def own() -> Iterator[tuple[str, str]]:
    """Give (id, text) of the reports written for this project."""
    for path in sorted((Path(__file__).parent / "own").glob("*.txt")):
        yield path.stem, path.read_text(encoding="utf-8")


def reports(shared: Path) -> dict[str, str]:
    """Return all texts by id; those of a set that is not at hand are left out."""
    found = dict(own())
    for texts in (uw, lgl, wars, politics, pages, ecbplus, stories, outlets, polnear):
        with suppress(FileNotFoundError):
            found |= dict(texts(shared))
    return found


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the characters of the numbered sentences."""
    spans, start = [], 0
    for found in _BREAK.finditer(text):
        if "\n" not in found.group() and _NO_BREAK.search(text[: found.start()]):
            continue
        end = found.start() + len(found.group().rstrip())
        spans.append((start, end))
        start = found.end()
    return [(first, last) for first, last in [*spans, (start, len(text))] if text[first:last].strip()]
