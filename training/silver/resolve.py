"""Turn an annotator's compact lines into labels with offsets, and report what does not fit.

usage: python -m training.silver.resolve NAME...            check WORK/NAME.ann, print errors and counts
       python -m training.silver.resolve --lay NAME...      write WORK/NAME.num, with numbered sentences
       python -m training.silver.resolve --write OUT.jsonl.gz    all WORK/*.ann as labels on offsets, one
                                                                 report a line

WORK is the folder $SAYSO_SILVER; the format of the lines is in README.md.
"""

import gzip
import json
import os
import re
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from training.encoder.labels import EVENT_ROLES, KINDS, STATUSES, STRENGTHS, TYPES
from training.paths import shared_data
from training.silver.texts import reports, sentences

MODES = {"", *json.loads(Path(__file__).with_name("modes.json").read_text(encoding="utf-8"))}
# Most characters of a content that is given by its first and last words.
LONGEST = 3000

Label = dict[str, Any]
Offsets = list[int]


class LabelledReport:
    """Labels of a text by an annotator's lines, with the errors of the lines."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = sentences(text)
        self.errors: list[str] = []
        self.attributions: list[Label] = []
        self.claims: list[Label] = []
        self.commitments: list[Label] = []
        self._line = 0
        self._names: dict[str, int] = {}  # attributions by the name that the annotator gave them

    def read(self, lines: Iterable[str]) -> None:
        """Add the labels of all lines."""
        for number, line in enumerate(lines, 1):
            if line.strip() and not line.startswith("#"):
                self._line = number
                self._read_line([cell.strip() for cell in line.strip().split("|")])
        for attribution in self.attributions:
            attribution["parent"] = self._attribution(attribution.pop("line"), attribution.pop("parent"))
        for label in self.claims + self.commitments:
            label["attribution"] = self._attribution(label.pop("line"), label.pop("parent"))

    def _error(self, text: str) -> None:
        self.errors.append(f"line {self._line}: {text}")

    def _attribution(self, line: int, name: str) -> int | None:
        if name != "-" and name not in self._names:
            self.errors.append(f"line {line}: no attribution {name!r}")
        return self._names.get(name)

    def _read_line(self, cells: list[str]) -> None:
        try:
            at = int(cells[1].lstrip("s"))
            if cells[0].startswith("A"):
                self._read_attribution(cells, at)
            elif cells[0] == "C":
                self._read_claim(cells, at)
            elif cells[0] == "D":
                self._read_commitment(cells, at)
            else:
                self._error(f"starts with {cells[0]!r}")
        except (ValueError, IndexError) as error:
            self._error(f"{error} ({len(cells)} cells)")

    def _read_attribution(self, cells: list[str], at: int) -> None:
        name, _, source, cue, kind, content, parent = cells
        if kind not in (*KINDS, "-"):
            self._error(f"kind {kind!r}")
        self._names[name] = len(self.attributions)
        label: Label = {
            "source": self._find_optional(source, at),
            "cue": self._find_optional(cue, at),
            "kind": "" if kind == "-" else kind,
            "content": [found for part in content.split(" + ") if (found := self._find_content(part, at))],
        }
        self.attributions.append({**label, "line": self._line, "parent": parent})

    def _read_claim(self, cells: list[str], at: int) -> None:
        _, _, trigger, code, status, *roles, parent = cells
        if len(roles) != len(EVENT_ROLES):
            raise ValueError(f"a claim has {6 + len(EVENT_ROLES)} cells")
        type_, _, mode = code.partition("/")
        plain = status.rstrip("!")
        if type_ not in TYPES or mode not in MODES or plain not in STATUSES:
            self._error(f"type, mode or status {code!r} {status!r}")
        span = self._find(trigger, at)
        if span:
            label: Label = {"trigger": span, "type": type_, "mode": mode, "status": plain}
            label |= {"negated": status.endswith("!"), "line": self._line, "parent": parent}
            for role, cell in zip(EVENT_ROLES, roles, strict=True):
                label[role] = self._find_all(cell, at)
            self.claims.append(label)

    def _read_commitment(self, cells: list[str], at: int) -> None:
        _, _, debtor, deed, strength, parent = cells
        if strength not in STRENGTHS:
            self._error(f"strength {strength!r}")
        span = self._find_content(deed, at)
        if span:
            label: Label = {"debtor": self._find_optional(debtor, at), "deed": span, "strength": strength}
            self.commitments.append({**label, "line": self._line, "parent": parent})

    def _find(self, words: str, at: int) -> Offsets | None:
        """Return the offsets of words (`#2` for the second) in sentence `at`, else in its neighbours."""
        words = words.strip()
        given = re.match(r"s(\d+):\s*(.*)", words, re.S)
        if given:
            at, words = int(given[1]), given[2]
        nth = re.search(r"#(\d+)$", words)
        count = int(nth[1]) if nth else 1
        words = words[: nth.start()].strip() if nth else words
        # A sign needs no word boundary: the colon of "Okafor: ..." is a cue.
        before, after = r"(?<!\w)" if words[:1].isalnum() else "", r"(?!\w)" if words[-1:].isalnum() else ""
        pattern = re.compile(before + re.escape(words) + after)
        for near in [0] if given else [0, -1, 1, -2, 2, -3, 3]:
            if not 0 <= at + near < len(self.sentences):
                continue
            first, last = self.sentences[at + near]
            starts = [found.start() for found in pattern.finditer(self.text[first:last])]
            if len(starts) >= count:
                return [first + starts[count - 1], first + starts[count - 1] + len(words)]
        self._error(f"not found near s{at}: {words!r}")
        return None

    def _find_optional(self, cell: str, at: int) -> Offsets | None:
        return None if cell == "-" else self._find(cell, at)

    def _find_all(self, cell: str, at: int) -> list[Offsets]:
        parts = [part for part in cell.split(";") if part.strip() not in ("", "-")]
        return [found for part in parts if (found := self._find(part, at))]

    def _find_content(self, words: str, at: int) -> Offsets | None:
        """Return the offsets of `words`, or of `first words ... last words`, over sentences."""
        if " ... " not in words:
            return self._find(words, at)
        head, tail = words.split(" ... ", 1)
        start = self._find(head, at)
        if not start:
            return None
        end = self.text.find(tail.strip(), start[1])
        if end < 0 or end - start[0] > LONGEST:
            self._error(f"end not found after {head!r}: {tail!r}")
            return None
        return [start[0], end + len(tail.strip())]

    def labels(self) -> dict[str, list[Label]]:
        """Return the labels by kind."""
        return {"claims": self.claims, "attributions": self.attributions, "commitments": self.commitments}


def lay_out(names: Iterable[str], texts: dict[str, str], work: Path) -> None:
    """Write reports with numbered sentences."""
    for name in names:
        text = texts[name]
        lines = [f"s{number}\t{text[first:last]}" for number, (first, last) in enumerate(sentences(text))]
        (work / f"{name}.num").write_text("\n".join(lines) + "\n", encoding="utf-8")


def resolve(name: str, text: str, lines: Iterable[str]) -> Label:
    """Return the labels of a report; prints their counts and the errors."""
    report = LabelledReport(text)
    report.read(lines)
    labels = report.labels()
    counts = ", ".join(f"{len(found)} {kind}" for kind, found in labels.items())
    density = 1000 * len(report.claims) / len(text.split())
    print(name, counts, f"{density:.0f} claims per 1,000 words")
    for error in report.errors:
        print("   ", error)
    return {"id": name, "text_sha256": sha256(text.encode()).hexdigest()[:16], **labels}


def main(args: list[str]) -> None:
    """Lay out, check or write reports."""
    work = Path(os.environ["SAYSO_SILVER"])
    texts = reports(shared_data())
    if args[0] == "--lay":
        lay_out(args[1:], texts, work)
        return
    names = sorted(path.stem for path in work.glob("*.ann")) if args[0] == "--write" else args
    rows = [
        resolve(name, texts[name], (work / f"{name}.ann").read_text(encoding="utf-8").splitlines())
        for name in names
    ]
    if args[0] == "--write":
        lines = "".join(json.dumps(row, separators=(",", ":")) + "\n" for row in rows)
        Path(args[1]).write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
