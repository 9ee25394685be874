"""Relayed attributions made from the claims gold: "S was quoted by M as saying C".

Chains of two are rare in the gold. Each sentence here takes source S and content C, with the events in C,
from one plain attribution of the train part, and puts them into a relay with a medium M. The patterns and the
media's
names were written for this project.
"""

import json
from pathlib import Path

from data import Anchor, word_span

PATTERNS = Path(__file__).with_name("relays.json")


def plain_attributions(docs):
    """(document, cue anchor) where source and one content stand in a sentence, without a cue inside."""
    for doc in docs:
        cues = [a for a in doc.anchors if a.kind == "cue"]
        for a in cues:
            source, content = a.roles["source"], a.roles["content"]
            if len(source) != 1 or len(content) != 1 or a.parent is not None:
                continue
            (s, t), (b, e) = source[0], content[0]
            short = t - s <= 14 and 4 <= e - b <= 45 and (t - s > 1 or doc.words.kind[s] % 3)
            whole = doc.words.sentence[b] == doc.words.sentence[e - 1]
            if short and whole and not any(b <= o.span[0] < e for o in cues):
                yield doc, a


def fill(pattern, slots):
    """The text of a pattern and where what was filled in stands, by name; [x|name] marks cues."""
    text, spots, rest = "", {}, pattern
    while rest:
        sign = min((i for i in (rest.find("{"), rest.find("[")) if i >= 0), default=-1)
        if sign < 0:
            return text + rest, spots
        text += rest[:sign]
        end = rest.find("}" if rest[sign] == "{" else "]")
        inner = rest[sign + 1 : end]
        word, _, name = (slots[inner], "", inner) if rest[sign] == "{" else inner.partition("|")
        spots[name] = (len(text), len(text) + len(word))
        text += word
        rest = rest[end + 1 :]
    return text, spots


def relay_documents(maker, docs, rng, each=5):
    """Documents of `each` relay sentences, a paragraph each."""
    chosen = json.loads(PATTERNS.read_text(encoding="utf-8"))
    pairs = list(plain_attributions(docs))
    rng.shuffle(pairs)
    out = []
    for k in range(0, len(pairs), each):
        text, jobs = "", []
        for doc, cue in pairs[k : k + each]:
            words = doc.words
            (s, t), (b, e) = cue.roles["source"][0], cue.roles["content"][0]
            pattern = rng.choice(chosen["patterns"])
            slots = {
                "S": words.text[words.starts[s] : words.ends[t - 1]],
                "M": rng.choice(chosen["media"]),
                "C": words.text[words.starts[b] : words.ends[e - 1]].replace("\n", " "),
            }
            sentence, spots = fill(pattern["text"], slots)
            start = len(text)
            text += sentence[0].upper() + sentence[1:] + "\n\n"
            jobs.append((doc, cue, pattern, {n: (start + x, start + y) for n, (x, y) in spots.items()}))
        new = maker.document(f"relay_{k}", "claims", text)
        for n, job in enumerate(jobs):
            new.anchors += anchors_of(new, n, job)
        out.append(new)
    return out


def anchors_of(new, n, job):
    doc, cue, pattern, spots = job
    place = {name: word_span(new.words, *spot) for name, spot in spots.items()}
    inner = Anchor(
        "cue",
        place["said"],
        {"source": [place["S"]], "content": [place["C"]]},
        key=(n, 0),
        source_kind=cue.source_kind,
    )
    made = [inner]
    if "relay" in place:
        whole = place["C"]
        if pattern["outer"] == "sentence":
            parts = [place[x] for x in ("S", "said", "C")]
            whole = min(p[0] for p in parts), max(p[1] for p in parts)
        made.append(
            Anchor(
                "cue", place["relay"], {"source": [place["M"]], "content": [whole]}, key=(n, 1), source_kind=2
            )
        )
        inner.parent = (n, 1)
    b, e = cue.roles["content"][0]
    shift = spots["C"][0] - int(doc.words.starts[b])
    for a in doc.anchors:
        if a.kind == "event" and b <= a.span[0] and a.span[1] <= e and a.parent == cue.key:

            def moved(span):
                return word_span(
                    new.words,
                    int(doc.words.starts[span[0]]) + shift,
                    int(doc.words.ends[span[1] - 1]) + shift,
                )

            roles = {
                r: [m for x in v if b <= x[0] and x[1] <= e and (m := moved(x))] for r, v in a.roles.items()
            }
            span = moved(a.span)
            if span:
                made.append(
                    Anchor(
                        "event",
                        span,
                        roles,
                        type=a.type,
                        mode=a.mode,
                        status=a.status,
                        negated=a.negated,
                        key=None,
                        parent=(n, 0),
                    )
                )
    return made
