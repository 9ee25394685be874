"""Read the labelled sets and cut them into windows with labels on words."""

import gzip
import json
import os
import random
import sys
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from sayso.codebook import read_codebook
from sayso.language.words import pack_windows, split_words
from sayso.model.encoding import Words

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "silver"))
from texts import reports as silver_reports  # noqa: E402

TYPES = list(read_codebook("plover"))  # the order is the order of the heads' outputs
STATUSES = ["occurred", "ongoing", "planned", "demanded", "hypothetical"]
KINDS = [
    "named_person",
    "named_organization",
    "media",
    "document",
    "unnamed_official",
    "unnamed_person",
    "group",
]
STRENGTHS = ["will", "urged", "must", "commits", "agreed", "banned"]
CUE_ROLES = ["source", "content"]
EVENT_ROLES = ["actors", "recipients", "object", "places", "time", "quantities"]
COMMIT_ROLES = ["debtor", "deed"]
DATASETS = ["polnear", "claims", "plv", "uw", "uds", "meantime"]
LIMIT = 254
# Reports written and annotated for this project, by the same guide.
OWN_GOLD = HERE.parent / "gold"
SILVER = HERE.parent / "silver" / "labels.jsonl.gz"
SHIPPED = HERE.parents[1] / "src/sayso/heads/weights"
# Half of this report's text stands in a report of the dev part.
TOO_LIKE_DEV = {"ecb_35_7ecbplus"}


def shared() -> Path:
    return Path(os.environ.get("SAYSO_SHARED", "../shared")) / "data"


def abbreviations() -> list[str]:
    lines = (HERE / "abbreviations.txt").read_text().splitlines()
    return sorted({w for line in lines if not line.startswith("#") for w in line.split()})


@dataclass
class Anchor:
    kind: str  # cue, event, commit
    span: tuple[int, int]  # words
    roles: dict  # role -> list of (first, last) words
    type: int = -1
    mode: int = -1
    status: int = -1
    negated: int = -1
    source_kind: int = -1
    strength: int = -1
    parent: object = None  # key of the attribution, None (own voice), or "?" (not known)
    key: object = None


@dataclass
class Document:
    id: str
    dataset: str
    words: Words
    ids: np.ndarray
    counts: np.ndarray
    anchors: list[Anchor] = field(default_factory=list)
    facts: list = field(default_factory=list)  # (first, last, value)
    root: int = -1  # plv
    ends: list = field(default_factory=list)  # plv: spans of source and target


class Maker:
    def __init__(self, tokenizer_path):
        self.tokenizer = Tokenizer.from_file(str(tokenizer_path))
        self.tokenizer.no_truncation()
        self.tokenizer.no_padding()
        self.abbreviations = frozenset(abbreviations())

    def document(self, id_, dataset, text):
        words = split_words(text, self.abbreviations)
        enc = self.tokenizer.encode(
            [words.word(i) for i in range(len(words))], is_pretokenized=True, add_special_tokens=False
        )
        owner = np.array(enc.word_ids)
        counts = np.bincount(owner, minlength=len(words))
        ids = np.array(enc.ids)
        empty = np.flatnonzero(counts == 0)
        if empty.size:
            ids = np.insert(ids, np.concatenate([[0], np.cumsum(counts)])[empty], 100)
            counts[empty] = 1
        return Document(id_, dataset, words, ids, counts)


def word_span(words, start, end, trim=True):
    """Words that overlap the characters, without punctuation at the edges; None when nothing is left."""
    first = int(np.searchsorted(words.ends, start, side="right"))
    last = int(np.searchsorted(words.starts, end, side="left"))
    if trim:
        a, b = first, last
        while a < b and not words.word(a)[0].isalnum() and words.word(a)[0] not in "$€£#@%":
            a += 1
        while b > a and not words.word(b - 1)[0].isalnum() and words.word(b - 1)[0] not in "%":
            b -= 1
        if b > a:
            return a, b
    return (first, last) if last > first else None


def merge_pieces(words, pieces):
    """Join pieces that only punctuation parts."""
    out = []
    for a, b in sorted(pieces):
        if out and (a <= out[-1][1] or all(not words.word(i)[0].isalnum() for i in range(out[-1][1], a))):
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out


def polnear(maker, name):
    docs = []
    for line in (shared() / "attribution" / f"{name}.jsonl").open():
        row = json.loads(line)
        doc = maker.document(row["id"], "polnear", row["text"])
        seen = {}
        for a in row["attributions"]:
            cue = [word_span(doc.words, s, e) for s, e in a["cue"]]
            cue = [c for c in cue if c]
            if not cue:
                continue
            roles = {
                "source": [w for s, e in a["source"] if (w := word_span(doc.words, s, e))],
                "content": merge_pieces(
                    doc.words, [w for s, e in a["content"] if (w := word_span(doc.words, s, e))]
                ),
            }
            span = (cue[0][0], cue[0][1])
            if span in seen:
                for r in roles:
                    seen[span].roles[r] = merge_pieces(doc.words, seen[span].roles[r] + roles[r])
                continue
            seen[span] = Anchor("cue", span, roles, parent="?", key=len(docs))
            doc.anchors.append(seen[span])
        docs.append(doc)
    return docs


def near_find(text, needle, at):
    best, i = None, text.find(needle)
    while i >= 0:
        if best is None or abs(i - at) < abs(best - at):
            best = i
        i = text.find(needle, i + 1)
    return best


def cue_of(doc, a):
    w = doc.words
    if a.get("cue"):
        return word_span(w, a["cue"]["start"], a["cue"]["end"])
    if a.get("source"):
        s = word_span(w, a["source"]["start"], a["source"]["end"])
        if s and s[1] < len(w) and w.word(s[1]) == ":":
            return s[1], s[1] + 1
    return None


def claims(maker, part, modes):
    docs = []
    folders = [shared() / "claims" / part, *([OWN_GOLD] if part == "train" else [])]
    for path in (path for folder in folders for path in sorted(folder.glob("*.json"))):
        text = path.with_suffix(".txt").read_text(encoding="utf-8")
        gold = json.loads(path.read_text(encoding="utf-8"))
        if path.stem in TOO_LIKE_DEV:
            continue
        doc = maker.document(path.stem, "claims", text)
        seen, keys = {}, {}
        for i, a in enumerate(gold["attributions"]):
            cue = cue_of(doc, a)
            if not cue:
                continue
            src = a.get("source")
            roles = {
                "source": [w for w in [word_span(doc.words, src["start"], src["end"])] if w] if src else [],
                "content": merge_pieces(
                    doc.words, [w for c in a["content"] if (w := word_span(doc.words, c["start"], c["end"]))]
                ),
            }
            if cue in seen:
                keys[i] = seen[cue].key
                for r in roles:
                    seen[cue].roles[r] = merge_pieces(doc.words, seen[cue].roles[r] + roles[r])
                continue
            kind = KINDS.index(src["kind"]) if src and src.get("kind") in KINDS else -1
            anchor = Anchor("cue", cue, roles, source_kind=kind, key=i, parent=a.get("parent"))
            seen[cue] = anchor
            keys[i] = i
            doc.anchors.append(anchor)
        for anchor in doc.anchors:
            if anchor.parent is not None:
                anchor.parent = keys.get(anchor.parent, "?")
                if anchor.parent == anchor.key:
                    anchor.parent = "?"
        triggers = {}
        for c in gold["claims"]:
            t = word_span(doc.words, c["trigger"]["start"], c["trigger"]["end"])
            if not t or t in triggers:
                continue
            roles = {}
            for r in EVENT_ROLES:
                v = c.get(r)
                if r == "object":
                    v = v.get("text") if isinstance(v, dict) else v
                    at = near_find(text, v, c["trigger"]["end"]) if isinstance(v, str) and v else None
                    roles[r] = (
                        [w for w in [word_span(doc.words, at, at + len(v))] if w] if at is not None else []
                    )
                else:
                    items = v if isinstance(v, list) else [v] if v else []
                    roles[r] = [
                        w
                        for o in items
                        if o.get("start") is not None and (w := word_span(doc.words, o["start"], o["end"]))
                    ]
            anchor = Anchor(
                "event",
                t,
                roles,
                type=TYPES.index(c["type"]),
                mode=modes.get((c["type"], c["mode"]), -1),
                status=STATUSES.index(c["status"]),
                negated=int(bool(c["negated"])),
                parent=source_key(gold, c, keys, c["trigger"]["start"]),
            )
            triggers[t] = anchor
            doc.anchors.append(anchor)
        for c in gold.get("commitments", []):
            deed = word_span(doc.words, c["start"], c["end"])
            if not deed:
                continue
            d = c.get("debtor")
            roles = {
                "deed": [deed],
                "debtor": [w for w in [word_span(doc.words, d["start"], d["end"])] if w]
                if d and "start" in d
                else [],
            }
            strength = STRENGTHS.index(c["strength"]) if c["strength"] in STRENGTHS else 2
            doc.anchors.append(
                Anchor(
                    "commit",
                    (deed[0], deed[0] + 1),
                    roles,
                    strength=strength,
                    parent=source_key(gold, c, keys, c["start"]),
                )
            )
        docs.append(doc)
    return docs


def silver(maker, modes):
    """Reports labelled for this project on texts of the labelled sets: offsets only, see training/silver."""
    docs, texts = [], silver_reports(shared())
    for line in gzip.open(SILVER, "rt"):
        row = json.loads(line)
        text = texts.get(row["id"])
        if text is None:  # its labelled set is not at hand
            continue
        if sha256(text.encode()).hexdigest()[:16] != row["text_sha256"]:
            raise SystemExit(f"the text of {row['id']} is not the one that was labelled")
        doc = maker.document(row["id"], "claims", text)

        def words_of(spans, doc=doc):
            return merge_pieces(doc.words, [w for s, e in spans if (w := word_span(doc.words, s, e))])

        seen, keys = {}, {}
        for i, a in enumerate(row["attributions"]):
            source = words_of([a["source"]] if a["source"] else [])
            if a["cue"]:
                cue = word_span(doc.words, *a["cue"])
            else:
                cue = source and doc.words.word(source[0][1]) == ":" and (source[0][1], source[0][1] + 1)
            if not cue:
                continue
            roles = {"source": source, "content": words_of(a["content"])}
            if cue in seen:
                keys[i] = seen[cue].key
                for r in roles:
                    seen[cue].roles[r] = merge_pieces(doc.words, seen[cue].roles[r] + roles[r])
                continue
            kind = KINDS.index(a["kind"]) if a["kind"] else -1
            seen[cue] = Anchor("cue", cue, roles, source_kind=kind, key=i, parent=a["parent"])
            keys[i] = i
        for anchor in seen.values():
            if anchor.parent is not None:
                anchor.parent = keys.get(anchor.parent, "?")
                if anchor.parent == anchor.key:
                    anchor.parent = "?"

        def parent(item, keys=keys):
            at = item["attribution"]
            return None if at is None else keys.get(at, "?")

        doc.anchors += seen.values()
        triggers = set()
        for c in row["claims"]:
            trigger = word_span(doc.words, *c["trigger"])
            if not trigger or trigger in triggers:
                continue
            triggers.add(trigger)
            doc.anchors.append(
                Anchor(
                    "event",
                    trigger,
                    {r: [w for s, e in c[r] if (w := word_span(doc.words, s, e))] for r in EVENT_ROLES},
                    type=TYPES.index(c["type"]),
                    mode=modes.get((c["type"], c["mode"]), -1),
                    status=STATUSES.index(c["status"]),
                    negated=int(c["negated"]),
                    parent=parent(c),
                )
            )
        for c in row["commitments"]:
            deed = word_span(doc.words, *c["deed"])
            debtor = word_span(doc.words, *c["debtor"]) if c["debtor"] else None
            if deed:
                doc.anchors.append(
                    Anchor(
                        "commit",
                        (deed[0], deed[0] + 1),
                        {"deed": [deed], "debtor": [debtor] if debtor else []},
                        strength=STRENGTHS.index(c["strength"]),
                        parent=parent(c),
                    )
                )
        docs.append(doc)
    return docs


def source_key(gold, claim, keys, at):
    """The attribution that the claim's innermost source means: same source, same cue, content over `at`."""
    if not claim.get("sources"):
        return None
    s = claim["sources"][0]
    best, best_score = "?", 0
    for i, a in enumerate(gold["attributions"]):
        if i not in keys:
            continue
        src = a.get("source") or {}
        score = 2 * (src.get("start") == s.get("start")) + (
            bool(a.get("cue")) and a["cue"]["text"] == s.get("cue")
        )
        score += 1.5 * any(x["start"] <= at < x["end"] for x in a["content"])
        if score >= 2 and score > best_score:
            best, best_score = keys[i], score
    return best


def mode_table(part="train", least=5):
    """Type and mode to a number; without the labelled claims those that the shipped model knows."""
    folder = shared() / "claims" / part
    if not folder.is_dir():
        shipped = json.loads((SHIPPED / "config.json").read_text())["trained"]["modes"]
        return {(type_, mode): i for i, (type_, mode) in enumerate(shipped)}
    count = Counter()
    for path in folder.glob("*.json"):
        for c in json.loads(path.read_text(encoding="utf-8"))["claims"]:
            count[c["type"], c["mode"]] += 1
    kept = sorted(k for k, v in count.items() if v >= least or not k[1])
    return {k: i for i, k in enumerate(kept)}


def plv(maker, weak=None):
    """PLV sentences; `weak` names a file of guessed triggers (weak_triggers.py)."""
    docs = []
    guesses = {r["id"]: r for r in map(json.loads, Path(weak).open())} if weak else {}
    for line in (shared() / "events" / "plv_train.jsonl").open():
        row = json.loads(line)
        doc = maker.document(row["id"], "plv", row["text"])
        doc.root = row["root"]
        for name in (row["source"], row["target"]):
            at = row["text"].lower().find((name or "").lower())
            doc.ends.append(word_span(doc.words, at, at + len(name)) if name and at >= 0 else None)
        guess = guesses.get(row["id"])
        if guess and (span := word_span(doc.words, *guess["trigger"])):
            roles = {r: [s] for r, s in zip(("actors", "recipients"), doc.ends) if s}
            doc.anchors.append(Anchor("event", span, roles, type=TYPES.index(guess["type"])))
        docs.append(doc)
    return docs


def factuality(maker, name, part="train", pack=6):
    """Sentences of a factuality set, `pack` of them a document."""
    docs = []
    rows = [json.loads(line) for line in (shared() / "factuality" / f"{name}_{part}.jsonl").open()]
    for i in range(0, len(rows), pack):
        text, marks = "", []
        for row in rows[i : i + pack]:
            tokens = [{"``": "“", "''": "”"}.get(t, t) for t in row["text"].split(" ")]
            at, places = len(text), []
            for t in tokens:
                places.append((at, at + len(t)))
                at += len(t) + 1
            text += " ".join(tokens) + "\n\n"
            for t in row["targets"]:
                a, b = t["span1"]
                if b <= len(places):
                    marks.append((places[a][0], places[b - 1][1], t["label"]))
        doc = maker.document(f"{name}_{i}", {"uds_ih2": "uds"}.get(name, name), text)
        doc.facts = [(*w, v) for s, e, v in marks if (w := word_span(doc.words, s, e))]
        docs.append(doc)
    return docs


@dataclass
class Window:
    doc: Document
    first: int
    last: int

    @property
    def size(self):
        return int(self.doc.counts[self.first : self.last].sum()) + 2


def windows_of(docs, rng=None, limit=LIMIT):
    """Cut documents into windows; with `rng`, each document's packing is shifted by chance."""
    out = []
    for doc in docs:
        lim = limit if rng is None else rng.randint(int(limit * 0.7), limit)
        out += [Window(doc, a, b) for a, b in pack_windows(doc.words, doc.counts, lim)]
    return out


def batches(windows, budget, rng):
    """Group windows of like length into batches of about `budget` pieces, in random order."""
    order = sorted(windows, key=lambda w: w.size + rng.random() * 30)
    out, batch, longest = [], [], 0
    for w in order:
        if batch and max(longest, w.size) * (len(batch) + 1) > budget:
            out.append(batch)
            batch, longest = [], 0
        batch.append(w)
        longest = max(longest, w.size)
    if batch:
        out.append(batch)
    rng.shuffle(out)
    return out


if __name__ == "__main__":
    maker = Maker(sys.argv[1])
    modes = mode_table()
    print(len(modes), "type and mode pairs")
    for name, read in (
        ("polnear", lambda: polnear(maker, "polnear_train")),
        ("claims", lambda: claims(maker, "train", modes)),
        ("plv", lambda: plv(maker)),
        ("uw", lambda: factuality(maker, "uw")),
        ("uds", lambda: factuality(maker, "uds_ih2")),
        ("meantime", lambda: factuality(maker, "meantime")),
    ):
        try:
            docs = read()
        except FileNotFoundError as error:
            print(name, "is not at hand:", error.filename)
            continue
        ws = windows_of(docs)
        c = Counter(a.kind for d in docs for a in d.anchors)
        unknown = sum(a.parent == "?" for d in docs for a in d.anchors if a.kind != "cue")
        print(
            name,
            len(docs),
            "docs",
            sum(len(d.words) for d in docs),
            "words",
            sum(len(d.ids) for d in docs),
            "pieces",
            len(ws),
            "windows",
            sum(w.size for w in ws) / max(1, len(ws)),
            dict(c),
            "unknown parents",
            unknown,
            "facts",
            sum(len(d.facts) for d in docs),
        )
    random.seed(0)
