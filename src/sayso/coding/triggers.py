"""Words that denote an event, and its type (fast tier: a lexicon over the parse)."""

from collections.abc import Iterable
from functools import lru_cache

from msgspec.structs import replace

from sayso.codebook import read_codebook, word_set
from sayso.codebook.word_forms import base_forms
from sayso.coding.trigger import Trigger
from sayso.model import Parse, Token

__all__ = ["find_triggers", "match_triggers"]

_POS = {"NOUN": "noun", "PROPN": "noun", "VERB": "verb", "AUX": "verb", "ADJ": "adjective"}
_OBJECT_LINKS = frozenset(
    {"dobj", "pobj", "prep", "ccomp", "xcomp", "pcomp", "conj", "dative", "oprd", "acomp"}
)
_Meaning = tuple[str, str]
_Word = tuple[str, str]


@lru_cache(maxsize=1)
def _lexicon() -> tuple[dict[_Word, _Meaning], dict[_Word, list[tuple[tuple[str, ...], str, str]]]]:
    """Return single words by (part of speech, lemma), and phrases by (part of speech, head word)."""
    words: dict[_Word, _Meaning] = {}
    phrases: dict[_Word, list[tuple[tuple[str, ...], str, str]]] = {}
    for type_, modes in read_codebook("triggers").items():
        for mode, by_pos in modes.items():
            mode = "" if mode == "-" else mode
            for pos, entries in by_pos.items():
                for entry in entries:
                    parts = tuple(entry.split())
                    if len(parts) == 1:
                        words.setdefault((pos, entry), (type_, mode))
                    else:
                        head = parts[0] if pos == "verb" else parts[-1]
                        phrases.setdefault((pos, head), []).append((parts, type_, mode))
    return words, phrases


def find_triggers(parse: Parse, matches: Iterable[Trigger]) -> tuple[Trigger, ...]:
    """Find the triggers of a text among its words of the lexicon, in text order; one trigger a word."""
    found = [_as_incident(parse, trigger) for trigger in matches]
    by_head = {trigger.head: trigger for trigger in found}
    inside = {i for trigger in found for i in range(trigger.first, trigger.last) if i != trigger.head}
    kept: list[Trigger] = []
    types: set[str] = set()
    for trigger in found:
        if trigger.head in inside:
            continue  # "dead" of "shot dead"
        if not _is_idle(parse, trigger, types) and not _is_object(parse, trigger, by_head):
            kept.append(trigger)
            types.add(trigger.type)
    return tuple(kept)


def match_triggers(parse: Parse) -> tuple[Trigger, ...]:
    """Return all words of the lexicon in text order, also those that are no claim of their own."""
    return tuple(trigger for token in parse.tokens if (trigger := _match(parse, token)) is not None)


def _match(parse: Parse, token: Token) -> Trigger | None:
    """Look one token up, phrases before single words."""
    words, phrases = _lexicon()
    for pos, lemma in _readings(parse, token):
        for parts, type_, mode in phrases.get((pos, lemma), ()):
            rest = _phrase_tokens(parse, token, pos, parts)
            if rest is not None:
                ends = [token.i, *(i for i in rest if abs(i - token.i) <= 2)]
                return Trigger(head=token.i, first=min(ends), last=max(ends) + 1, type=type_, mode=mode)
        if (pos, lemma) in words and token.pos != "AUX":
            type_, mode = words[pos, lemma]
            return Trigger(
                head=token.i, first=token.i, last=_with_particle(parse, token) + 1, type=type_, mode=mode
            )
    return None


def _readings(parse: Parse, token: Token) -> list[tuple[str, str]]:
    """Return (part of speech, lemma) pairs to look up; a capitalised headline word may be noun or verb."""
    pos = _POS.get(token.pos)
    if pos is None:
        return []
    lower = token.lower
    if token.pos == "PROPN":
        if not parse.sentence_of(token.i).headline:
            return [("noun", lower)] if token.text.islower() else []
        forms = [lower, *base_forms(lower)]
        verbs = [("verb", form) for form in forms] if token.dep not in ("compound", "nsubj", "pobj") else []
        return [("noun", form) for form in forms] + verbs
    forms = [
        token.lemma,
        *([lower] if lower != token.lemma else []),
        *(base_forms(lower) if pos != "adjective" else []),
    ]
    readings = [(pos, form) for form in forms]
    if token.tag == "VBG" and token.dep in ("nsubj", "dobj", "pobj"):
        readings += [("noun", lower)]
    if parse.sentence_of(token.i).headline and pos != "adjective":
        readings += [("noun" if pos == "verb" else "verb", form) for form in forms]
    return readings


def _phrase_tokens(parse: Parse, token: Token, pos: str, parts: tuple[str, ...]) -> list[int] | None:
    """Return the indexes of the other words of a phrase around `token`, or None if they are absent."""
    if pos != "verb":
        before = range(token.i - len(parts) + 1, token.i)
        wanted = parts[:-1]
        if before.start < 0 or not all(
            _is_form(parse.tokens[i], part) for i, part in zip(before, wanted, strict=True)
        ):
            return None
        return list(before)
    after = range(token.i + 1, token.i + len(parts))
    if after.stop <= len(parse.tokens) and all(
        _is_form(parse.tokens[i], part) for i, part in zip(after, parts[1:], strict=True)
    ):
        return list(after)
    if len(parts) != 2:
        return None
    below = parse.children(token.i, "prt", "dobj", "prep", "acomp", "advmod", "oprd", "nsubjpass")
    return next(([child.i] for child in below if _is_form(child, parts[1])), None)


def _is_form(token: Token, word: str) -> bool:
    return word in (token.lemma, token.lower) or word in base_forms(token.lower)


def _with_particle(parse: Parse, token: Token) -> int:
    """Return the index of a verb's particle right behind it, else of the verb."""
    particle = parse.child(token.i, "prt")
    return particle.i if particle is not None and particle.i == token.i + 1 else token.i


def _is_idle(parse: Parse, trigger: Trigger, types: set[str]) -> bool:
    """Return whether a word only describes ("elected officials") or refers back ("the attack")."""
    token = parse.tokens[trigger.head]
    if token.dep in ("amod", "compound", "nmod") and token.i + 1 < len(parse.tokens):
        return not parse.sentence_of(token.i).headline or _is_modifier(parse, token)
    if token.pos not in ("NOUN", "PROPN"):
        return False
    determiner = parse.child(token.i, "det", "poss")
    refers = determiner is not None and determiner.lower in ("the", "this", "that", "these", "those", "its")
    informative = parse.children(token.i, "prep", "amod", "nummod", "compound", "acl", "relcl", "poss")
    new = [child for child in informative if child is not determiner]
    return refers and not new and trigger.type in types


def _is_modifier(parse: Parse, token: Token) -> bool:
    """Return whether, in a headline, the word stands right before the noun it modifies."""
    head = parse.tokens[token.head]
    return head.i == token.i + 1 and head.lower not in word_set("status", "ongoing")


def _is_object(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """Return whether an event noun is only what a governing event asks for, condemns or promises."""
    token = parse.tokens[trigger.head]
    if token.pos not in ("NOUN", "PROPN"):
        return False
    for _ in range(4):
        if token.dep not in _OBJECT_LINKS or token.head == token.i:
            return False
        token = parse.tokens[token.head]
        above = by_head.get(token.i)
        if above is not None:
            return above.type in word_set("speech_acts", "types") or above.type == trigger.type
    return False


def _as_incident(parse: Parse, trigger: Trigger) -> Trigger:
    """Make a word of harm an INCIDENT where a disaster does it and nothing in the sentence was meant.

    "A blast killed ten" is no ASSAULT.
    """
    token = parse.tokens[trigger.head]
    harms = token.lemma in word_set("harm", "verbs") or token.lemma in word_set("harm", "adjectives")
    if trigger.type != "ASSAULT" or not harms or not _is_accidental(parse, token):
        return trigger
    return replace(trigger, type="INCIDENT", mode="")


def _is_accidental(parse: Parse, token: Token) -> bool:
    sentence = parse.sentence_of(token.i)
    words = {parse.tokens[i].lemma for i in range(sentence.first, sentence.last)}
    if words & word_set("harm", "deliberate"):
        return False
    subject = parse.child(token.i, "nsubj")
    if subject is not None and subject.pos != "ADJ":
        below = {parse.tokens[i].lemma for i in parse.subtree(subject.i)}
        return (token.pos == "ADJ" and bool(words & word_set("harm", "causes"))) or bool(
            below & word_set("harm", "causes")
        )
    return bool(words & word_set("harm", "causes"))
