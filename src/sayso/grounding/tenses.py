"""The direction of a clause in time: past or future."""

from bisect import bisect_right

from sayso.codebook import word_set
from sayso.model import Parse, Token

__all__ = ["direction_at"]

# How many words before the expression are asked.
_REACH = 7


def direction_at(parse: Parse, start: int) -> int:
    """Return whether the event at character `start` lies in the past (-1) or the future (1); 0 if open.

    Words beside the expression ("ahead of", "due") count before its verb, the verb before those above it.
    """
    index = _token_at(parse, start)
    if index is None:
        return 0
    if _is_cued(parse, index, "words"):
        return 1
    direction = _verb_direction(parse, index)
    return 1 if direction >= 0 and _is_cued(parse, index, "limits") else direction


def _token_at(parse: Parse, start: int) -> int | None:
    index = bisect_right(parse.tokens, start, key=lambda token: token.start) - 1
    return index if index >= 0 else None


def _is_cued(parse: Parse, index: int, kind: str) -> bool:
    """Return whether a word just before, in the same phrase, or a preposition above points ahead."""
    words = word_set("times", "ahead", kind)
    first = max(parse.sentence_of(index).first, index - _REACH)
    for token in reversed(parse.tokens[first:index]):
        if token.lower in words:
            return True
        if token.pos in ("VERB", "AUX", "PUNCT"):
            break
    for token in parse.ancestors(index):
        if token.pos in ("VERB", "AUX"):
            return False
        if token.lower in words:
            return True
    return False


def _verb_direction(parse: Parse, index: int) -> int:
    token = parse.tokens[index]
    chain = [token, *parse.ancestors(index)]
    verbs = [token for token in chain if token.pos in ("VERB", "AUX")]
    for verb in verbs:
        direction = _tense(parse, verb)
        if direction:
            return direction
    return 0


def _tense(parse: Parse, verb: Token) -> int:
    """Return -1 or 1 if the verb with its auxiliaries decides, else 0 (the clause above then decides)."""
    helpers = {child.lower for child in parse.children(verb.i, "aux", "auxpass")}
    if helpers & word_set("times", "ahead", "modals") - {"to"}:
        return 0 if "have" in helpers else 1
    if verb.lemma in word_set("times", "ahead", "awaiting") and verb.tag in ("VBN", "VBP", "VBZ", "VBG"):
        return 1
    if verb.tag == "VBD" or helpers & word_set("times", "ahead", "past_helpers"):
        return -1
    if "to" in helpers:
        return 0 if verb.head != verb.i else 1
    if verb.tag in ("VBZ", "VBP"):
        return _present(parse, verb)
    if verb.tag == "VBG" and helpers & {"is", "are", "’re", "'re", "'s", "’s", "am"}:
        return 1
    if verb.tag == "VBN" and verb.dep in ("acl", "relcl", "ROOT") and not helpers:
        return -1
    return 0


def _present(parse: Parse, verb: Token) -> int:
    """Return the direction of the simple present: past in headlines and reporting verbs, else future."""
    if parse.sentence_of(verb.i).headline or verb.lemma in word_set("times", "ahead", "telling"):
        return -1
    return 1
