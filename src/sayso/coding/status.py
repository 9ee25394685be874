"""Factuality of an event: status and negation (fast tier: auxiliaries, governors, modifiers)."""

from collections.abc import Iterator

from sayso.codebook import word_set
from sayso.coding.trigger import Trigger
from sayso.model import Parse, Status, Token
from sayso.model.base import Struct

__all__ = ["Factuality", "certain_status", "classify_factuality", "is_denied", "is_simple_past"]

_CLAUSE = ("xcomp", "ccomp", "dobj", "pcomp", "advcl", "acl", "pobj", "conj", "nsubj", "nsubjpass")


class Factuality(Struct, frozen=True, kw_only=True):
    """Status and negation of one event."""

    status: Status
    negated: bool


def _words(key: str) -> frozenset[str]:
    return word_set("status", key)


def classify_factuality(parse: Parse, trigger: Trigger) -> Factuality:
    """Classify the factuality of a trigger's event by the words of its sentence."""
    token = parse.tokens[trigger.head]
    return Factuality(
        status=_status(parse, trigger, token),
        negated=_is_negated(parse, token),
    )


def certain_status(parse: Parse, token: Token) -> Status | None:
    """Return the status of a trigger if the words leave no doubt ("is fighting", "started withdrawal")."""
    auxiliaries = {child.lower for child in parse.children(token.i, "aux", "auxpass")}
    beside = {child.lower for child in parse.children(token.i, "advmod", "acomp", "amod")}
    if beside & word_set("status", "certain", "ongoing_beside"):
        return Status.ONGOING
    if token.tag == "VBG" and auxiliaries & word_set("status", "certain", "progressive"):
        return Status.ONGOING
    above = next(_governors(parse, token), None)
    if above is None or token.dep not in ("xcomp", "dobj") or _is_nonfactual(parse, above):
        return None
    if above.lemma in word_set("status", "certain", "ongoing_verbs"):
        return Status.ONGOING
    return Status.PLANNED if above.lemma in word_set("status", "certain", "planned_verbs") else None


def is_simple_past(parse: Parse, token: Token) -> bool:
    """Return whether a trigger is a verb in the simple past ("protested"): 5 of 840 in claims/train go on.

    The parser takes some for participles: one in a sentence that has no other verb is none.
    """
    above = parse.tokens[token.head]
    alone = token.dep == "ROOT" or (token.dep == "acl" and above.dep == "ROOT" and above.pos != "VERB")
    past = token.tag == "VBD" or (token.tag == "VBN" and alone)
    return past and parse.child(token.i, "aux", "auxpass") is None


def is_denied(parse: Parse, token: Token) -> bool:
    """Return whether a trigger heads what is denied outright ("they deny that many were killed")."""
    above = parse.tokens[token.head]
    denies = above.lemma in word_set("status", "certain", "denying") and not _says_no(parse, above)
    return (denies and token.dep in ("ccomp", "xcomp", "dobj") and above.i != token.i) or _is_disowned(
        parse, token
    )


def _is_disowned(parse: Parse, token: Token) -> bool:
    """Return whether somebody has "nothing to do with" what a trigger heads."""
    above = parse.tokens[token.head]
    verb = parse.tokens[above.head]
    linked = token.dep == "pobj" and above.lower == "with" and verb.lemma == "do"
    return linked and parse.tokens[verb.head].lower in ("nothing", "none")


def _is_nonfactual(parse: Parse, verb: Token) -> bool:
    """Return whether a verb itself is only planned, possible, demanded or denied ("will begin")."""
    auxiliaries = {child.lower for child in parse.children(verb.i, "aux", "neg")}
    modals = ("modal_planned", "modal_hypothetical", "modal_demanded", "negating_words")
    return "to" in auxiliaries or any(auxiliaries & _words(key) for key in modals)


def _status(parse: Parse, trigger: Trigger, token: Token) -> Status:
    if token.pos in ("NOUN", "PROPN", "ADJ"):
        return _noun_status(parse, token)
    own = _own_verb_status(parse, trigger, token)
    if own is not None:
        return own
    return _governed_status(parse, token) or Status.OCCURRED


def _own_verb_status(parse: Parse, trigger: Trigger, token: Token) -> Status | None:
    """Return the status by a verb's own auxiliaries and form, or None."""
    auxiliaries = {child.lower for child in parse.children(token.i, "aux", "auxpass")}
    if _is_conditional(parse, token):
        return Status.HYPOTHETICAL
    modal = _modal_status(auxiliaries)
    if modal is not None:
        return modal
    if {child.lower for child in parse.children(token.i, "advmod", "acomp")} & _words("ongoing_beside"):
        return Status.ONGOING
    if token.tag == "VB" and "to" in auxiliaries:
        return _governed_status(parse, token) or Status.PLANNED
    if token.tag == "VBG" and auxiliaries & {"is", "are", "'s", "’s", "been", "'re", "’re"}:
        return Status.ONGOING
    stative = trigger.type in _words("states")
    if token.tag in ("VBP", "VBZ") and stative and not parse.sentence_of(token.i).headline:
        return Status.ONGOING
    return None


def _modal_status(auxiliaries: set[str]) -> Status | None:
    """Return the status by modal auxiliaries (will, might, must), or None."""
    for key, status in (
        ("modal_planned", Status.PLANNED),
        ("modal_hypothetical", Status.HYPOTHETICAL),
        ("modal_demanded", Status.DEMANDED),
    ):
        if auxiliaries & _words(key):
            return status
    return None


def _noun_status(parse: Parse, token: Token) -> Status:
    """Return the status by the modifiers of an event noun, then by its governors."""
    modifiers = parse.children(token.i, "amod", "compound", "advmod", "det")
    beside = {form for child in modifiers for form in (child.lemma, child.lower)}
    for key, status in (
        ("ongoing_beside", Status.ONGOING),
        ("planned_beside", Status.PLANNED),
        ("hypothetical_beside", Status.HYPOTHETICAL),
    ):
        if beside & _words(key):
            return status
    return _governed_status(parse, token) or Status.OCCURRED


def _governed_status(parse: Parse, token: Token) -> Status | None:
    """Return the status by the governors ("plans to", "will hold talks", "started withdrawal"), or None."""
    for verb in _governors(parse, token):
        auxiliaries = {child.lower for child in parse.children(verb.i, "aux", "auxpass")}
        if _is_conditional(parse, verb):
            return Status.HYPOTHETICAL
        modal = _modal_status(auxiliaries)
        if modal is not None:
            return modal
        if verb.lower in _words("hypothetical"):
            return Status.HYPOTHETICAL
        for key, status in (
            ("ongoing", Status.ONGOING),
            ("planned", Status.PLANNED),
            ("demanded", Status.DEMANDED),
            ("hypothetical", Status.HYPOTHETICAL),
        ):
            if verb.lemma in _words(key) and (key != "demanded" or verb.i == token.head):
                return status
    return None


def _governors(parse: Parse, token: Token) -> Iterator[Token]:
    """Yield the words that govern an event, at most three up, stopping at a reporting clause."""
    for n, above in enumerate(parse.ancestors(token.i)):
        if n >= 3 or token.dep not in (*_CLAUSE, "prep", "agent"):
            return
        if _is_reported(token, above):
            return
        if token.dep == "conj" and token.pos == "VERB" and token.tag != "VB":
            return
        if token.dep in ("relcl", "advcl"):
            return
        yield above
        token = above


def _is_reported(token: Token, above: Token) -> bool:
    """Return whether a word stands in what a reporting verb says; but "the siege continues" is no report."""
    if token.dep in ("nsubj", "nsubjpass") and above.lemma in _words("ongoing"):
        return False
    clause = token.dep in ("ccomp", "advcl", "nsubj", "nsubjpass")
    return clause and above.lemma in word_set("cues", "verbs", "speech")


def _is_conditional(parse: Parse, token: Token) -> bool:
    return token.dep == "advcl" and any(
        child.lower in _words("conditional") for child in parse.children(token.i, "mark", "advmod")
    )


def _is_negated(parse: Parse, token: Token) -> bool:
    """Return whether the text says that the event did not happen: "no", "not", "failed to", "denied"."""
    if _says_no(parse, token):
        return True
    for above in _governors(parse, token):
        if above.lower == "without":
            return True
        if above.lemma in _words("negating"):
            return not _says_no(parse, above)
        if above.pos in ("VERB", "AUX"):
            noun = token.pos in ("NOUN", "PROPN") and not _has_object(parse, token, above)
            return noun and _says_no(parse, above)
    return False


def _has_object(parse: Parse, token: Token, verb: Token) -> bool:
    """Return whether a noun does the verb to something: "the attack killed nobody" was an attack."""
    thing = parse.child(verb.i, "dobj")
    return token.dep == "nsubj" and thing is not None and thing.lower != "place"  # "did not take place"


def _says_no(parse: Parse, token: Token) -> bool:
    if any(child.dep == "neg" or child.lower in ("no", "never") for child in parse.children(token.i)):
        return True
    beside = parse.children(token.i, "nsubj", "nsubjpass", "dobj")
    return any(
        word.lower in ("nobody", "none", "neither")
        or any(child.lower in ("no", "neither") for child in parse.children(word.i, "det"))
        for word in beside
    )
