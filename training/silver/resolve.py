"""Turn an annotator's compact lines into labels with offsets, and say what does not fit.

usage: resolve.py NAME...            check WORK/NAME.ann, print errors and counts
       resolve.py --lay NAME...      write WORK/NAME.num, the report with numbered sentences
       resolve.py --write OUT.jsonl.gz all WORK/*.ann as labels on offsets, one report a line

WORK is the folder $SAYSO_SILVER; the format of the lines is in README.md.
"""

import gzip
import json
import os
import re
import sys
from hashlib import sha256
from pathlib import Path

from texts import reports, sentences

TYPES = {
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
    "INCIDENT",
    "DECIDE",
}
STATUSES = {"occurred", "ongoing", "planned", "demanded", "hypothetical"}
KINDS = {
    "named_person",
    "named_organization",
    "media",
    "document",
    "unnamed_official",
    "unnamed_person",
    "group",
} | {"-"}
STRENGTHS = {"will", "urged", "must", "commits", "agreed", "banned"}
MODES = {"", *json.loads((Path(__file__).parent / "modes.json").read_text())}


class Report:
    """A text with its sentences; finds the words that an annotator names."""

    def __init__(self, text):
        self.text, self.bounds, self.errors = text, sentences(text), []

    def find(self, words, at, where):
        """[start, end] of `words` (`#2` for the second) in sentence `at`, else in its neighbours."""
        words = words.strip()
        given = re.match(r"s(\d+):\s*(.*)", words, re.S)
        if given:
            at, words = int(given[1]), given[2]
        nth = re.search(r"#(\d+)$", words)
        count = int(nth[1]) if nth else 1
        words = words[: nth.start()].strip() if nth else words
        for near in [0] if given else [0, -1, 1, -2, 2, -3, 3]:
            if not 0 <= at + near < len(self.bounds):
                continue
            low, high = self.bounds[at + near]
            hits = [
                m.start() for m in re.finditer(r"(?<!\w)" + re.escape(words) + r"(?!\w)", self.text[low:high])
            ]
            if len(hits) >= count:
                return [low + hits[count - 1], low + hits[count - 1] + len(words)]
        self.errors.append(f"{where}: not found near s{at}: {words!r}")
        return None

    def stretch(self, words, at, where):
        """[start, end] of a content: `words`, or `first words ... last words`, over sentences."""
        if " ... " not in words:
            return self.find(words, at, where)
        head, tail = words.split(" ... ", 1)
        start = self.find(head, at, where)
        if not start:
            return None
        end = self.text.find(tail.strip(), start[1])
        if end < 0 or end - start[0] > 3000:
            self.errors.append(f"{where}: end not found after {head!r}: {tail!r}")
            return None
        return [start[0], end + len(tail.strip())]

    def all(self, cell, at, where):
        return [
            s for one in cell.split(";") if one.strip() not in ("", "-") and (s := self.find(one, at, where))
        ]


def read(text, lines):
    """The labels of one report, and its errors."""
    report = Report(text)
    out = {"claims": [], "attributions": [], "commitments": []}
    names, parents = {}, []
    rows = [(n, line.strip()) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    for n, line in rows:
        cells = [c.strip() for c in line.split("|")]
        where = f"line {n}"
        try:
            at = int(cells[1].lstrip("s"))
            if cells[0].startswith("A"):
                _, _, source, cue, kind, content, parent = cells
                if kind not in KINDS:
                    report.errors.append(f"{where}: kind {kind!r}")
                names[cells[0]] = len(out["attributions"])
                parents.append((n, parent))
                out["attributions"].append(
                    {
                        "source": None if source == "-" else report.find(source, at, where),
                        "cue": None if cue == "-" else report.find(cue, at, where),
                        "kind": "" if kind == "-" else kind,
                        "content": [s for p in content.split(" + ") if (s := report.stretch(p, at, where))],
                    }
                )
            elif cells[0] == "C":
                _, _, trigger, kind, status, actors, recipients, obj, places, time, quantities, _source = (
                    cells
                )
                type_, _, mode = kind.partition("/")
                if type_ not in TYPES or mode not in MODES or status.rstrip("!") not in STATUSES:
                    report.errors.append(f"{where}: type, mode or status {kind!r} {status!r}")
                span = report.find(trigger, at, where)
                if span:
                    claim = {
                        "trigger": span,
                        "type": type_,
                        "mode": mode,
                        "status": status.rstrip("!"),
                        "negated": status.endswith("!"),
                        "line": n,
                        "parent": cells[11],
                    }
                    for name, cell in zip(
                        ("actors", "recipients", "object", "places", "time", "quantities"),
                        (actors, recipients, obj, places, time, quantities),
                        strict=True,
                    ):
                        claim[name] = report.all(cell, at, where)
                    out["claims"].append(claim)
            elif cells[0] == "D":
                _, _, debtor, deed, strength, parent = cells
                if strength not in STRENGTHS:
                    report.errors.append(f"{where}: strength {strength!r}")
                span = report.stretch(deed, at, where)
                if span:
                    out["commitments"].append(
                        {
                            "debtor": None if debtor == "-" else report.find(debtor, at, where),
                            "deed": span,
                            "strength": strength,
                            "line": n,
                            "parent": parent,
                        }
                    )
            else:
                report.errors.append(f"{where}: starts with {cells[0]!r}")
        except (ValueError, IndexError) as error:
            report.errors.append(f"{where}: {error} ({len(cells)} cells)")
    for (n, parent), attribution in zip(parents, out["attributions"], strict=False):
        attribution["parent"] = names.get(parent)
        if parent != "-" and parent not in names:
            report.errors.append(f"line {n}: no attribution {parent!r}")
    for item in out["claims"] + out["commitments"]:
        parent, n = item.pop("parent"), item.pop("line")
        item["attribution"] = names.get(parent)
        if parent != "-" and parent not in names:
            report.errors.append(f"line {n}: no attribution {parent!r}")
    return out, report.errors


def main(args):
    work = Path(os.environ["SAYSO_SILVER"])
    texts = reports(Path(os.environ.get("SAYSO_SHARED", "../shared")) / "data")
    if args[0] == "--lay":
        for name in args[1:]:
            text = texts[name]
            lines = [f"s{i}\t{text[a:b]}" for i, (a, b) in enumerate(sentences(text))]
            (work / f"{name}.num").write_text("\n".join(lines) + "\n")
        return
    names = sorted(p.stem for p in work.glob("*.ann")) if args[0] == "--write" else args
    rows = []
    for name in names:
        labels, errors = read(texts[name], (work / f"{name}.ann").read_text().splitlines())
        counts = ", ".join(f"{len(v)} {k}" for k, v in labels.items())
        print(
            name,
            counts,
            f"{1000 * len(labels['claims']) / len(texts[name].split()):.0f} claims per 1,000 words",
        )
        for error in errors:
            print("   ", error)
        digest = sha256(texts[name].encode()).hexdigest()[:16]
        rows.append({"id": name, "text_sha256": digest, **labels})
    if args[0] == "--write":
        lines = "".join(json.dumps(r, separators=(",", ":")) + "\n" for r in rows)
        Path(args[1]).write_bytes(gzip.compress(lines.encode(), mtime=0))


if __name__ == "__main__":
    main(sys.argv[1:])
