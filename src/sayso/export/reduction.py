"""Reduction of a claim's event to PLOVER, which has no status: a planned event becomes another type."""

from sayso.codebook import read_codebook
from sayso.model import Claim, Status
from sayso.model.base import Struct

__all__ = ["PloverEvent", "reduce_event"]


class PloverEvent(Struct, frozen=True, kw_only=True):
    """Type, modes and contexts as PLOVER has them; contexts written with `_`.

    `contexts` end with the auxiliary modes of PLOVER 1.3, section 2.3: future, hypothetical, negation.
    `quad` and `score` are None for types that are not PLOVER's (INCIDENT, DECIDE).
    """

    type: str
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    quad: int | None
    score: float | None


def reduce_event(claim: Claim) -> PloverEvent:
    """Reduce a planned event: to AGREE, CONCEDE or THREATEN; what will not happen is left as it is.

    "The ministers will not meet" agrees to nothing, and "will not attack" is no threat: the negation would
    be lost on whoever reads types alone.
    """
    event = claim.event
    planned = claim.status is Status.PLANNED
    becomes = read_codebook("reduction")["planned"].get(event.type) if planned and not claim.negated else None
    if becomes is None:
        return _coded(claim, event.type, event.mode, future=planned)
    modes = _threatened(event.type, event.mode) if becomes == "THREATEN" else ()
    return _coded(claim, becomes, modes, future=False)


def _coded(claim: Claim, type_: str, modes: tuple[str, ...], *, future: bool) -> PloverEvent:
    entry = read_codebook("plover").get(type_, {})
    auxiliary = {
        "future": future,
        "hypothetical": claim.status is Status.HYPOTHETICAL,
        "negation": claim.negated,
    }
    contexts = [context.replace(" ", "_") for context in claim.event.context]
    return PloverEvent(
        type=type_,
        modes=modes,
        contexts=(*contexts, *(name for name, holds in auxiliary.items() if holds)),
        quad=entry.get("quad") or None,
        score=entry.get("score"),
    )


def _threatened(type_: str, modes: tuple[str, ...]) -> tuple[str, ...]:
    """Return the modes of a threat of such an event; () if THREATEN has no mode for it."""
    known = read_codebook("reduction")["threatened"].get(type_, {})
    found = [known[mode] for mode in modes if mode in known] or [known.get("", "")]
    return tuple(dict.fromkeys(mode for mode in found if mode))
