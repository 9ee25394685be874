"""What holds where, as told: forces at a place, control, persons and offices held, cease-fires, sanctions."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import TypeVar

from msgspec.structs import replace

from sayso.model import Change, ClaimRef, Entity, Holds, Relation, Situation, Telling, Told, Toponym
from sayso.model.base import Record
from sayso.model.dates import last_day
from sayso.relate.commitments.parties import place_identity
from sayso.relate.situations.tellings import tell_of
from sayso.relate.situations.watching import WatchList, watches

__all__ = ["Turn", "find_situations", "situations_of", "timeline", "turns_of"]

_Known = TypeVar("_Known", Entity, Toponym)


class Turn(Record, frozen=True, kw_only=True):
    """One thing told of a situation: what it begins, keeps or ends, when, in which words and on whose word.

    `happened` is the day it happened, where told; `published` that of the report.
    """

    situation: str
    change: Change
    holds: Holds | None
    claim: ClaimRef
    happened: str | None = None
    published: str | None = None
    words: str
    sources: tuple[str, ...] = ()


def find_situations(
    told: Iterable[Told], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Situation, ...]:
    """What holds where by the claims published by a day, on whose word; of a watch list, what it watches.

    A planned, demanded or refused end tells that a thing still holds; a planned begin tells nothing yet. A
    later change goes before an earlier one. Where sources tell what cannot both be, `holds` is disputed; no
    count decides it. The order of the claims does not matter.
    """
    return situations_of((one for claim in told for one in tell_of(claim)), as_of=as_of, watch=watch)


def situations_of(
    tellings: Iterable[Telling], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Situation, ...]:
    """As `find_situations`, by what claims were found to tell (`tell_of`)."""
    found = [_situation(group, as_of) for group in _groups(tellings, as_of)]
    kept = [one for one in found if one is not None and (watch is None or watches(watch, one))]
    return tuple(sorted(kept, key=lambda one: (one.relation, one.subject.name, one.id)))


def timeline(
    told: Iterable[Told], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Turn, ...]:
    """All that is told of what holds and changes, what is only planned too, in order of day.

    Each turn names its situation by id; one that holds or held has the same id in `find_situations`.
    """
    return turns_of((one for claim in told for one in tell_of(claim)), as_of=as_of, watch=watch)


def turns_of(
    tellings: Iterable[Telling], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Turn, ...]:
    """As `timeline`, by what claims were found to tell (`tell_of`)."""
    turns = [
        _turn(one, _id_of(group))
        for group in _groups(tellings, as_of)
        if watch is None or watches(watch, _described(group, as_of))
        for one in group
    ]
    return tuple(
        sorted(turns, key=lambda one: (one.happened or (one.published or "")[:10], *_ref_order(one)))
    )


def _ref_order(turn: Turn) -> tuple[str, str]:
    return turn.claim.report, turn.claim.claim


def _groups(tellings: Iterable[Telling], as_of: str | None) -> list[list[Telling]]:
    """Tellings published by a day by situation: those that share a token, directly or through others.

    Each counts once. Reports without a date are left out where a day is given.
    """
    told = (one for one in tellings if as_of is None or (one.published and last_day(one.published) <= as_of))
    known = sorted(dict.fromkeys(told), key=lambda one: (one.published_on, *_place_of(one)))
    root: dict[str, str] = {}

    def find(token: str) -> str:
        while root.setdefault(token, token) != token:
            token = root[token]
        return token

    for telling in known:
        roots = sorted(map(find, telling.tokens))
        root.update(dict.fromkeys(roots, roots[0]))
    takings = _takings(known)
    grouped = sorted(known, key=lambda one: find(one.tokens[0]))
    return [
        _against_others(list(group), takings)
        for _, group in groupby(grouped, lambda one: find(one.tokens[0]))
    ]


def _takings(tellings: Iterable[Telling]) -> dict[str, list[Telling]]:
    """Who is told to have taken a place, by place."""
    found: dict[str, list[Telling]] = {}
    for one in tellings:
        begins = one.change is Change.BEGINS and one.verdict is Holds.YES
        if one.relation is Relation.CONTROLS and begins and one.place is not None:
            found.setdefault(place_identity(one.place), []).append(one)
    return found


def _against_others(group: list[Telling], takings: Mapping[str, Sequence[Telling]]) -> list[Telling]:
    """A group with what others' control of its place means for it: a place has one master at a time."""
    one = group[0]
    if one.relation is not Relation.CONTROLS or one.place is None:
        return group
    holders = {telling.subject.id for telling in group}
    ends = [
        replace(telling, change=Change.ENDS, verdict=Holds.NO, subject=one.subject, tokens=one.tokens)
        for telling in takings.get(place_identity(one.place), ())
        if telling.subject.id not in holders
        and (telling.subject.name or not any(_is_one_taking(telling, own) for own in group))
    ]
    return sorted([*group, *ends], key=_order)


def _is_one_taking(nameless: Telling, own: Telling) -> bool:
    """Whether a taking that names no taker may be the one that the group tells."""
    return own.change is Change.BEGINS and own.day >= nameless.day


def _order(telling: Telling) -> tuple[str, str, str, int, str]:
    return (telling.day, telling.published_on, *_place_of(telling))


def _place_of(telling: Telling) -> tuple[str, int, str]:
    """Where it stands: one claim may have several tellings, which keep their order."""
    return telling.report, telling.start, telling.claim


def _situation(tellings: Sequence[Telling], as_of: str | None) -> Situation | None:
    """What a group of tellings comes to, or None where nothing is told to hold or to have ended."""
    telling_now = [one for one in tellings if one.verdict is not None]
    is_told = any(not one.denied for one in telling_now)
    is_known = any(one.subject.name or one.object for one in telling_now)
    return _described(telling_now, as_of) if is_told and is_known else None


def _described(tellings: Sequence[Telling], as_of: str | None) -> Situation:
    ordered = sorted(tellings, key=_order)
    holds = _weigh(ordered)
    side = [one for one in ordered if holds is Holds.DISPUTED or one.verdict in (holds, None)]
    last = side[-1]
    return Situation(
        id=_id_of(ordered),
        relation=last.relation,
        subject=_subject(ordered),
        object=_last(one.object for one in ordered),
        place=_last(one.place for one in ordered),
        holds=holds,
        status=last.status,
        change=last.change,
        first=_first_day(ordered),
        last=last.happened if holds is Holds.NO and last.change is Change.ENDS else None,
        as_of=as_of,
        claims=tuple(dict.fromkeys(map(_ref, ordered))),
        origins=len({one.origin for one in ordered}),
        words=last.words,
        sources=tuple(dict.fromkeys(filter(None, (" via ".join(one.sources) for one in side)))),
    )


def _weigh(tellings: Sequence[Telling]) -> Holds:
    """Whether it holds by tellings in order of day; sides that cannot both be right are a dispute."""
    yes = [one for one in tellings if one.verdict is Holds.YES]
    no = [one for one in tellings if one.verdict is Holds.NO]
    if not yes or not no:
        return Holds.YES if yes or not no else Holds.NO
    ended, denied = [one for one in no if not one.denied], [one for one in no if one.denied]
    if any(_contradicts(one, denial) for denial in denied for one in yes):
        return Holds.DISPUTED
    last = max(ended or denied, key=_order)
    again = [one for one in yes if one.change is Change.BEGINS and one.day > last.day]
    staying = [one for one in yes if one.change is Change.HOLDS and one.published_on >= last.published_on]
    if any(one.origin != last.origin for one in staying):
        return Holds.DISPUTED
    return Holds.YES if again or any(one.published_on > last.published_on for one in staying) else Holds.NO


def _contradicts(telling: Telling, denial: Telling) -> bool:
    """Whether another says what a source denies, and does not say it of a later day."""
    return telling.origin != denial.origin and not (denial.day and telling.day > denial.day)


def _subject(tellings: Sequence[Telling]) -> Entity:
    """Who it is: the last that is known."""
    known = [one.subject for one in tellings if one.subject.name]
    return known[-1] if known else tellings[-1].subject


def _last(values: Iterable[_Known | None]) -> _Known | None:
    return next(reversed([one for one in values if one is not None]), None)


def _first_day(tellings: Sequence[Telling]) -> str | None:
    """The day of the first that tells how it began, after what ended before."""
    begun = [one.happened for one in tellings if one.change is Change.BEGINS and one.verdict is Holds.YES]
    return next(filter(None, begun), None)


def _id_of(tellings: Sequence[Telling]) -> str:
    token = min(token for one in tellings for token in one.tokens)
    return "s_" + sha256(token.encode()).hexdigest()[:20]


def _ref(telling: Telling) -> ClaimRef:
    return ClaimRef(report=telling.report, claim=telling.claim)


def _turn(telling: Telling, situation: str) -> Turn:
    return Turn(
        situation=situation,
        change=telling.change,
        holds=telling.verdict,
        claim=_ref(telling),
        happened=telling.happened,
        published=telling.published,
        words=telling.words,
        sources=telling.sources,
    )
