"""Deeds of made stories, as claims tell them."""

from typing import NamedTuple

from sayso.model import Event, Status, Strength

__all__ = ["DEEDS", "PROMISED", "Deed"]


class Deed(NamedTuple):
    """A sort of event and its words.

    Who does it and to whom is a `side` (or the other one), the `country`, the `other` country, its
    `government` or `police`. `before` and `after` stand around the recipient, `near` before the place; where
    one is "", it is left out. `counted` is the unit of the number, "" for none. It happens `first` to `last`
    days after the story's day. A deed with a `strength` is a commitment, due on its day.
    """

    event: Event
    triggers: tuple[str, ...]
    actor: str
    recipient: str
    near: str
    counted: str = ""
    status: Status = Status.OCCURRED
    first: int = -1
    last: int = 0
    before: str = ""
    after: str = ""
    strength: Strength | None = None


def _event(type: str, *modes: str, context: tuple[str, ...] = ("military",)) -> Event:
    return Event(type=type, mode=modes, context=context)


_PROTEST = _event("PROTEST", "demo", context=("political institutions",))
_WITHDRAW, _DEPLOY = _event("RETREAT", "withdraw"), _event("MOBILIZE", "troops")
_RELEASE, _AID = _event("RETREAT", "release"), _event("AID", context=("human security",))

_DEEDS = (
    # The first eight are what stories begin with.
    Deed(_event("ASSAULT", "aerial"), ("attacked", "struck", "hit"), "side", "enemy", "in"),
    Deed(_event("ASSAULT"), ("killed",), "side", "", "in", "killed"),
    Deed(_event("ASSAULT", "heavy-weapons"), ("fired rockets at", "attacked"), "side", "enemy", "near"),
    Deed(_PROTEST, ("marched", "rallied", "protested"), "government", "government", "in", before="against"),
    Deed(_event("COERCE", "arrest"), ("arrested", "detained"), "police", "", "in", "arrested"),
    Deed(_event("COERCE", "seize"), ("seized", "captured", "took"), "side", "", "the town of"),
    Deed(
        _event("CONSULT", "visit", context=("diplomatic",)), ("met", "visited"), "other", "government", "in"
    ),
    Deed(_event("INCIDENT", context=("disasters",)), ("lost",), "country", "", "in", "killed", first=-2),
    # What else they tell.
    Deed(_event("ASSAULT"), ("wounded", "injured"), "side", "", "in", "injured"),
    Deed(_event("ASSAULT", "firearms"), ("fired on", "shot at"), "side", "enemy", "outside"),
    Deed(_event("ASSAULT", "destroy"), ("destroyed", "burned", "damaged"), "side", "enemy", "across"),
    Deed(_event("ACCUSE", "allege"), ("accused", "blamed"), "government", "enemy", "", after="of the attack"),
    Deed(_event("ACCUSE", "disapprove"), ("condemned", "criticized"), "other", "side", ""),
    Deed(_event("ACCUSE", "investigate"), ("investigated", "questioned"), "police", "enemy", "in"),
    Deed(
        _event("REQUEST", "change"), ("called on", "urged"), "other", "government", "", status=Status.DEMANDED
    ),
    Deed(_event("REJECT"), ("rejected", "dismissed"), "government", "other", ""),
    Deed(_event("THREATEN"), ("threatened", "warned"), "side", "enemy", "", status=Status.PLANNED),
    Deed(_event("SUPPORT"), ("praised", "backed", "welcomed"), "other", "government", ""),
    Deed(_event("COOPERATE"), ("worked with",), "other", "government", "in", status=Status.ONGOING),
    Deed(_DEPLOY, ("deployed",), "side", "", "to", before="forces", first=-20),
    Deed(_DEPLOY, ("kept", "had"), "side", "", "in", status=Status.ONGOING, before="forces"),
    Deed(_event("SANCTION", "discontinue"), ("suspended", "cut"), "other", "government", "", before="aid to"),
    Deed(
        _event("COERCE", "restrict"), ("surrounded", "cut off"), "side", "enemy", "in", status=Status.ONGOING
    ),
    Deed(_event("CONSULT"), ("held talks with", "talked to"), "other", "government", "in"),
)
_PROMISES = {
    Deed(
        _WITHDRAW, ("withdraw forces",), "side", "", "from",
        status=Status.PLANNED, first=10, last=40, strength=Strength.WILL,
    ): Deed(_WITHDRAW, ("withdrew forces",), "side", "", "from"),
    Deed(
        _AID, ("send aid",), "other", "", "to",
        status=Status.PLANNED, first=5, last=30, strength=Strength.COMMITS,
    ): Deed(_AID, ("sent aid",), "other", "", "to"),
    Deed(
        _RELEASE, ("release prisoners",), "side", "", "in",
        status=Status.PLANNED, first=3, last=20, strength=Strength.AGREED,
    ): Deed(_RELEASE, ("released prisoners",), "side", "", "in"),
}  # fmt: skip
# Each promise with the deed that keeps it.
PROMISED = dict(_PROMISES)
DEEDS = (*_DEEDS, *_PROMISES)
