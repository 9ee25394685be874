"""How far an event went: status, negation, certainty (fast tier: auxiliaries, governors, companions)."""

from collections.abc import Iterator

from sayso.codebook import word_set
from sayso.coding.trigger import Trigger
from sayso.model import Parse, Status, Token
from sayso.model.base import Struct
from sayso.model.claim import Certainty

__all__ = ["Standing", "certain_status", "is_denied", "judge_standing"]

_CLAUSE = ("xcomp", "ccomp", "dobj", "pcomp", "advcl", "acl", "pobj", "conj", "nsubj", "nsubjpass")


class Standing(Struct, frozen=True, kw_only=True):
    """Status, negation and certainty of one event."""

    status: Status
    negated: bool
    certainty: Certainty


def _words(key: str) -> frozenset[str]:
    return word_set("status", key)


def judge_standing(parse: Parse, trigger: Trigger) -> Standing:
    """Judge how far the event of a trigger went, as its sentence puts it."""
    token = parse.tokens[trigger.head]
    return Standing(
        status=_status(parse, trigger, token),
        negated=_is_negated(parse, token),
        certainty=_certainty(parse, token),
    )


def certain_status(parse: Parse, token: Token) -> Status | None:
    """The status of an event word where the words leave no doubt ("is fighting", "started withdrawal")."""
    helpers = {one.lower for one in parse.children(token.i, "aux", "auxpass")}
    beside = {one.lower for one in parse.children(token.i, "advmod", "acomp", "amod")}
    if beside & word_set("status", "certain", "ongoing_beside"):
        return Status.ONGOING
    if token.tag == "VBG" and helpers & word_set("status", "certain", "progressive"):
        return Status.ONGOING
    above = next(_governors(parse, token), None)
    if above is None or token.dep not in ("xcomp", "dobj") or _is_open(parse, above):
        return None
    if above.lemma in word_set("status", "certain", "ongoing_verbs"):
        return Status.ONGOING
    return Status.PLANNED if above.lemma in word_set("status", "certain", "planned_verbs") else None


def is_denied(parse: Parse, token: Token) -> bool:
    """Whether an event word heads what is denied outright ("they deny that many were killed")."""
    above = parse.tokens[token.head]
    denies = above.lemma in word_set("status", "certain", "denying") and not _says_no(parse, above)
    return denies and token.dep in ("ccomp", "xcomp", "dobj") and above.i != token.i


def _is_open(parse: Parse, verb: Token) -> bool:
    """Whether a verb itself is only willed, possible, asked for or denied ("will begin", "to continue")."""
    helpers = {one.lower for one in parse.children(verb.i, "aux", "neg")}
    modals = ("modal_planned", "modal_hypothetical", "modal_demanded", "negating_words")
    return "to" in helpers or any(helpers & _words(key) for key in modals)


def _status(parse: Parse, trigger: Trigger, token: Token) -> Status:
    if token.pos in ("NOUN", "PROPN", "ADJ"):
        return _noun_status(parse, token)
    own = _own_verb_status(parse, trigger, token)
    if own is not None:
        return own
    return _governed_status(parse, token) or Status.OCCURRED


def _own_verb_status(parse: Parse, trigger: Trigger, token: Token) -> Status | None:
    """What a verb's own auxiliaries and form say."""
    helpers = {one.lower for one in parse.children(token.i, "aux", "auxpass")}
    if _is_conditional(parse, token):
        return Status.HYPOTHETICAL
    modal = _modal_status(helpers)
    if modal is not None:
        return modal
    if {one.lower for one in parse.children(token.i, "advmod", "acomp")} & _words("ongoing_beside"):
        return Status.ONGOING
    if token.tag == "VB" and "to" in helpers:
        return _governed_status(parse, token) or Status.PLANNED
    if token.tag == "VBG" and helpers & {"is", "are", "'s", "’s", "been", "'re", "’re"}:
        return Status.ONGOING
    stative = trigger.type in _words("states")
    if token.tag in ("VBP", "VBZ") and stative and not parse.sentence_of(token.i).headline:
        return Status.ONGOING
    return None


def _modal_status(helpers: set[str]) -> Status | None:
    """What auxiliaries say: will, might, must."""
    for key, status in (
        ("modal_planned", Status.PLANNED),
        ("modal_hypothetical", Status.HYPOTHETICAL),
        ("modal_demanded", Status.DEMANDED),
    ):
        if helpers & _words(key):
            return status
    return None


def _noun_status(parse: Parse, token: Token) -> Status:
    """What stands beside an event noun, then what governs it."""
    beside = {one.lemma for one in parse.children(token.i, "amod", "compound", "advmod", "det")}
    for key, status in (
        ("ongoing_beside", Status.ONGOING),
        ("planned_beside", Status.PLANNED),
        ("hypothetical_beside", Status.HYPOTHETICAL),
    ):
        if beside & _words(key):
            return status
    return _governed_status(parse, token) or Status.OCCURRED


def _governed_status(parse: Parse, token: Token) -> Status | None:
    """What the words above say: "plans to", "will hold talks", "started withdrawal"."""
    for verb in _governors(parse, token):
        helpers = {one.lower for one in parse.children(verb.i, "aux", "auxpass")}
        if _is_conditional(parse, verb):
            return Status.HYPOTHETICAL
        modal = _modal_status(helpers)
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
    """The words that govern an event, at most three up, stopping at a reporting clause."""
    for n, above in enumerate(parse.ancestors(token.i)):
        if n >= 3 or token.dep not in (*_CLAUSE, "prep", "agent"):
            return
        if token.dep in ("ccomp", "advcl", "nsubj", "nsubjpass") and above.lemma in word_set(
            "cues", "verbs", "speech"
        ):
            return
        if token.dep == "conj" and token.pos == "VERB" and token.tag != "VB":
            return
        if token.dep in ("relcl", "advcl"):
            return
        yield above
        token = above


def _is_conditional(parse: Parse, token: Token) -> bool:
    return token.dep == "advcl" and any(
        one.lower in _words("conditional") for one in parse.children(token.i, "mark", "advmod")
    )


def _is_negated(parse: Parse, token: Token) -> bool:
    """Whether the text says that it did not happen: "no", "not", "failed to", "denied"."""
    if _says_no(parse, token):
        return True
    for above in _governors(parse, token):
        if above.lemma in _words("negating") or above.lower == "without":
            return True
        if token.pos in ("NOUN", "PROPN") and above.pos in ("VERB", "AUX") and _says_no(parse, above):
            return True
        if above.pos in ("VERB", "AUX"):
            break
    return False


def _says_no(parse: Parse, token: Token) -> bool:
    if any(one.dep == "neg" or one.lower in ("no", "never") for one in parse.children(token.i)):
        return True
    subject = parse.child(token.i, "nsubj", "nsubjpass")
    if subject is None:
        return False
    return subject.lower in ("nobody", "none") or any(
        one.lower == "no" for one in parse.children(subject.i, "det")
    )


def _certainty(parse: Parse, token: Token) -> Certainty:
    """Certain unless the words beside or above hedge."""
    around = {one.lower for one in parse.children(token.i, "aux", "advmod", "amod", "mark")}
    above = {one.lemma for one in _governors(parse, token)}
    if (around | above) & _words("possible") or _is_conditional(parse, token):
        return Certainty.POSSIBLE
    if (around | above) & _words("probable"):
        return Certainty.PROBABLE
    return Certainty.CERTAIN
