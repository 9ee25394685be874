"""Learned claims that repeat another: light nouns, and sentences that a report states twice (full tier)."""

import re
from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from sayso.codebook import word_set
from sayso.model import Parse, Sentence, Span, Token
from sayso.model.drafts import ClaimDraft

__all__ = ["agree_on_repeated", "drop_light_nouns", "whole_word"]

# What a noun may have below it without saying anything new.
_BARE = frozenset({"det", "punct", "case"})
_HARMS = frozenset({"ASSAULT", "INCIDENT"})
_JOINED = re.compile(r"\s*[-–‐‑]\s*")


def whole_word(parse: Parse, trigger: Span) -> Span:
    """Return a trigger that is half of a hyphenated word ("cease-|fire") as the whole word."""
    inside = parse.tokens_in(trigger.start, trigger.end)
    for first in range(inside.start - 2, inside.stop):
        if first < 0 or first + 3 > len(parse.tokens) or not first < inside.stop <= first + 3 + len(inside):
            continue
        whole = parse.span(first, first + 3)
        if whole.overlaps(trigger) and whole.text.lower() in word_set(
            "corrections", "spellings", "hyphenated"
        ):
            start, end = min(whole.start, trigger.start), max(whole.end, trigger.end)
            return Span.of(parse.text, start, end)
    return trigger


def drop_light_nouns(parse: Parse, drafts: Sequence[ClaimDraft]) -> list[ClaimDraft]:
    """Leave out light nouns ("attack", "incident") that repeat another claim's event in their sentence."""
    by_sentence: defaultdict[int, list[tuple[ClaimDraft, Token]]] = defaultdict(list)
    for draft in drafts:
        head = parse.head_of(draft.trigger.start, draft.trigger.end)
        if head is not None:
            by_sentence[parse.sentence_index(head.i)].append((draft, head))
    dropped = {
        draft.trigger
        for claims in by_sentence.values()
        for draft, head in claims
        if _is_light(head) and _is_repeated(parse, (draft, head), claims)
    }
    return [draft for draft in drafts if draft.trigger not in dropped]


def _is_light(head: Token) -> bool:
    light = word_set("corrections", "light", "nouns")
    return head.pos in ("NOUN", "PROPN") and bool({head.lemma, head.lower} & light)


def _is_repeated(
    parse: Parse, claim: tuple[ClaimDraft, Token], claims: Sequence[tuple[ClaimDraft, Token]]
) -> bool:
    """Return whether a light noun does the harm that another claim tells, or refers back to another claim."""
    draft, head = claim
    if draft.event.type not in _HARMS:
        return False
    harms = [token for harm, token in claims if harm is not draft and harm.event.type == draft.event.type]
    if any(_does(parse, head, token) for token in harms):
        return True
    bare = all(child.dep in _BARE for child in parse.children(head.i)) and _stands_behind(parse, head)
    determiner = parse.child(head.i, "det")
    back = determiner is not None and determiner.lower in word_set("corrections", "light", "determiners")
    return back and bare and any(token.i < head.i and not _is_light(token) for token in harms)


def _stands_behind(parse: Parse, noun: Token) -> bool:
    """Return whether a noun only says when or in what something happened ("in the attack")."""
    before = parse.tokens[noun.head]
    return noun.dep == "pobj" and before.lower in word_set("corrections", "light", "prepositions")


def _does(parse: Parse, noun: Token, harm: Token) -> bool:
    """Return whether a noun is the subject of a harm, or of the verb right above it ("left nine dead")."""
    results = word_set("corrections", "light", "results")
    verb: Token | None = harm
    for _ in range(2):
        if verb is None:
            return False
        if verb.lemma in results and noun in parse.children(verb.i, "nsubj"):
            return True
        verb = next(parse.ancestors(verb.i), None)
    return False


def agree_on_repeated(parse: Parse, drafts: Sequence[ClaimDraft]) -> list[ClaimDraft]:
    """Give the claims of sentences that a report states twice one code each: that of the surest claim."""
    kept = list(drafts)
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, draft in enumerate(kept):
        sentence = parse.sentence_at(draft.trigger.start)
        if sentence is not None:
            before = parse.text[parse.tokens[sentence.first].start : draft.trigger.start]
            key = (*_normal(_text(parse, sentence)), "|", *_normal(before), "|", *_normal(draft.trigger.text))
            groups[key].append(n)
    for members in groups.values():
        surest = max(members, key=lambda n: (_joint_probability(kept[n]), -n))
        for n in members:
            kept[n] = _with_code(kept[n], kept[surest])
    return kept


def _text(parse: Parse, sentence: Sentence) -> str:
    return parse.span(sentence.first, sentence.last).text


def _normal(text: str) -> tuple[str, ...]:
    """Return the words of a text without capitals, signs and hyphens: "Cease-fire" is "ceasefire"."""
    return tuple(re.findall(r"\w+", _JOINED.sub("", text.lower())))


def _joint_probability(draft: ClaimDraft) -> float:
    found = draft.probabilities
    return 0.0 if found is None else found.trigger * found.type * found.status


def _with_code(draft: ClaimDraft, surest: ClaimDraft) -> ClaimDraft:
    event = replace(draft.event, type=surest.event.type, mode=surest.event.mode)
    return replace(draft, event=event, status=surest.status, negated=surest.negated)
