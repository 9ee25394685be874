"""Attributions of casualty figures: "the Red Cross put the toll at 15", "was put at 15 by the Red Cross"."""

from collections.abc import Sequence

import numpy as np
from msgspec.structs import replace

from sayso.attribution.cue_matches import CueMatch, content_spans, noun_phrase
from sayso.codebook import word_set
from sayso.codebook.tolls import stated_toll
from sayso.gazetteer import sector_of
from sayso.model import Parse, Token
from sayso.model.drafts import AttributionDraft
from sayso.model.encoding import Encoding, LearnedAttribution, WordSpan

__all__ = ["add_toll_attributions", "toll_match"]

# Log-odds of the words that the parse gives to a source or content: as sure as the heads are of most.
_SURE = 4.0


def toll_match(parse: Parse, verb: Token) -> CueMatch | None:
    """Return the attribution of a verb with a toll as its object and a counter as its source, or None."""
    if stated_toll(parse, verb) is None:
        return None
    agent = parse.child(verb.i, "agent")
    by = parse.child(agent.i, "pobj") if agent is not None else None
    passive = parse.child(verb.i, "nsubjpass")
    source = by if passive is not None else parse.child(verb.i, "nsubj")
    if source is None or not _can_count(parse, source):
        return None
    whole = set(parse.subtree(verb.i)) - {verb.i}
    without = set(parse.subtree(agent.i if passive is not None and agent is not None else source.i))
    without |= {child.i for child in parse.children(verb.i, "aux", "auxpass")}
    words = [i for i in sorted(whole - without) if passive is not None or i > verb.i]
    content = content_spans(parse, words, set())
    if not content:
        return None
    return CueMatch(
        source=noun_phrase(parse, source.i), cue=(verb.i, verb.i + 1), cue_head=verb.i, content=content
    )


def _can_count(parse: Parse, source: Token) -> bool:
    """Return whether a noun names somebody who can count, not the event that raised the count."""
    if source.pos == "PRON":
        return source.lower in word_set("corrections", "toll", "pronouns")
    first, last = noun_phrase(parse, source.i)
    if any(name.label in ("PERSON", "ORG", "NORP") for name in parse.names_in(source.i, source.i + 1)):
        return True
    lemmas = {form for i in range(first, last) for form in (parse.tokens[i].lemma, parse.tokens[i].lower)}
    if {source.lemma, source.lower} & word_set("corrections", "toll", "counters") or sector_of(source.lemma):
        return True
    known = ("media", "official", "organization", "group", "document")
    return any(lemmas & word_set("sources", kind) for kind in known)


def add_toll_attributions(
    parse: Parse,
    encoding: Encoding,
    learned: Sequence[LearnedAttribution],
    by_rules: Sequence[AttributionDraft],
) -> tuple[LearnedAttribution, ...]:
    """Add the attributions of casualty figures that the heads have not found, in order of the cues."""
    new = [
        made
        for draft in by_rules
        if _is_unknown(parse, draft, learned) and (made := _learned(encoding, draft)) is not None
    ]
    if not new:
        return tuple(learned)
    order = sorted([*learned, *new], key=lambda draft: (draft.cue.start, draft.cue.end))
    place = {id(draft): n for n, draft in enumerate(order)}
    moved = [place[id(draft)] for draft in learned]
    return tuple(
        draft if draft.parent is None else replace(draft, parent=moved[draft.parent]) for draft in order
    )


def _is_unknown(parse: Parse, draft: AttributionDraft, learned: Sequence[LearnedAttribution]) -> bool:
    """Return whether a draft states a toll, and no learned attribution has its cue or the toll for a cue."""
    verb = parse.head_of(draft.cue.start, draft.cue.end)
    toll = stated_toll(parse, verb) if verb is not None else None
    if toll is None:
        return False
    words = (draft.cue, parse.span(toll.i, toll.i + 1))
    return not any(span.overlaps(known.cue) for known in learned for span in words)


def _learned(encoding: Encoding, draft: AttributionDraft) -> LearnedAttribution | None:
    """Return a draft of the rules as one of the heads, sure of its words; None outside of all windows."""
    words = encoding.words
    at = int(np.searchsorted(words.starts, draft.cue.start, side="right")) - 1
    windows = [n for n, (first, last) in enumerate(encoding.windows) if first <= at < last]
    if not windows:
        return None
    first, last = encoding.windows[windows[0]]
    spans = {"content": draft.content, "source": () if draft.source is None else (draft.source,)}
    odds = {}
    for part, pieces in spans.items():
        inside = np.zeros(last - first, dtype=bool)
        for span in pieces:
            inside |= (words.starts[first:last] < span.end) & (words.ends[first:last] > span.start)
        odds[part] = np.where(inside, _SURE, -_SURE).astype(np.float32)
    return LearnedAttribution(
        anchor=WordSpan(window=windows[0], first=at, last=at + 1),
        cue=draft.cue,
        source=draft.source,
        content=draft.content,
        content_odds=odds["content"],
        source_odds=odds["source"],
    )
