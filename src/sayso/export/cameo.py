"""CAMEO's codes for a claim's event and its participants."""

from functools import lru_cache
from typing import Any

from sayso.codebook import read_codebook
from sayso.export.reduction import reduce_event
from sayso.model import Claim, Participant, Status
from sayso.model.base import Struct

__all__ = ["Actor", "code_actor", "code_event", "goldstein", "quad_class"]


class Actor(Struct, frozen=True, kw_only=True):
    """One actor in CAMEO's code (IRQMIL, IGOUNO) and its parts; `role` is what GDELT calls Type1."""

    code: str = ""
    name: str = ""
    country: str = ""
    group: str = ""
    role: str = ""


def code_event(claim: Claim) -> str:
    """Return the CAMEO code of a claim's event; "" without one.

    GDELT has no place for a status. What is planned becomes CAMEO's intent (03) or threat (13), what is
    demanded its demand (10). What did not happen, or only might, has no code, so that no count takes it for
    done; nor have INCIDENT and DECIDE, which CAMEO does not know.
    """
    if claim.negated or claim.status is Status.HYPOTHETICAL:
        return ""
    book, type_ = read_codebook("cameo"), claim.event.type
    if claim.status is Status.PLANNED and type_ in book["planned"]:
        return str(book["planned"][type_])
    if claim.status is Status.DEMANDED and type_ in book["codes"] and type_ != "REQUEST":
        return str(book["demanded"].get(type_, book["demanded"][""]))
    event = reduce_event(claim)
    codes = book["codes"].get(event.type, {})
    by_mode = (codes[mode] for mode in event.modes if mode in codes)
    by_context = book["by_context"].get(event.type, {})
    in_context = (by_context[context] for context in event.contexts if context in by_context)
    return next(by_mode, "") or next(in_context, "") or str(codes.get("", ""))


def goldstein(code: str) -> float | None:
    """Return the Goldstein value of a CAMEO code, -10 (conflict) to 10 (cooperation)."""
    found: float | None = read_codebook("cameo")["goldstein"].get(code)
    return found


@lru_cache(maxsize=256)
def quad_class(code: str) -> int | None:
    """Return GDELT's class of a CAMEO code: 1 and 2 verbal and material cooperation, 3 and 4 conflict."""
    for quad, roots in read_codebook("cameo")["quad"].items():
        if code[:2] in roots:
            return int(quad)
    return None


def code_actor(participant: Participant | None) -> Actor:
    """Return a participant as a CAMEO actor; without codes if it has no entity."""
    if participant is None:
        return Actor()
    entity = participant.entity
    if entity is None:
        return Actor(name=participant.text)
    book: dict[str, Any] = read_codebook("cameo")
    body = book["bodies"].get(entity.code, {})
    country = book["countries"].get(entity.country, entity.country)
    role = body.get("role") or book["roles"].get(entity.sector, "")
    return Actor(
        code=body.get("code") or country + role,
        name=entity.name,
        country=country,
        group=body.get("group", ""),
        role=role,
    )
