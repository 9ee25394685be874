"""Situations and their timeline, from state assertions."""

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import groupby
from typing import TypeVar

from msgspec.structs import replace

from sayso.model import (
    Change,
    ClaimRef,
    Entity,
    Holds,
    Relation,
    Situation,
    SourcedClaim,
    StateAssertion,
    Toponym,
    Turn,
)
from sayso.model.dates import date_part, is_published_by
from sayso.relate.commitments.parties import place_identity
from sayso.relate.situations.confidence import is_certain
from sayso.relate.situations.extraction import extract_assertions
from sayso.relate.situations.watch_list import WatchList, watches

__all__ = ["build_timeline", "find_situations", "situations_of", "turns_of"]

_Known = TypeVar("_Known", Entity, Toponym)


def find_situations(
    claims: Iterable[SourcedClaim], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Situation, ...]:
    """Return the situations by the claims published by a day; with a watch list, those watched.

    A planned, demanded or refused end asserts that the state still holds; a planned begin asserts nothing
    yet. A later change overrides an earlier one. If sources contradict each other, `holds` is disputed; no
    count decides it. The result does not depend on the order of the claims.
    """
    return situations_of(
        (assertion for claim in claims for assertion in extract_assertions(claim)), as_of=as_of, watch=watch
    )


def situations_of(
    assertions: Iterable[StateAssertion], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Situation, ...]:
    """Return the situations as `find_situations` does, from extracted assertions, the certain ones first."""
    found = [_situation(group, as_of) for group in _clusters(assertions, as_of)]
    kept = [
        situation
        for situation in found
        if situation is not None and (watch is None or watches(watch, situation))
    ]
    return tuple(
        sorted(
            kept,
            key=lambda situation: (
                not is_certain(situation),
                situation.relation,
                situation.subject.name,
                situation.id,
            ),
        )
    )


def build_timeline(
    claims: Iterable[SourcedClaim], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Turn, ...]:
    """Return all assertions on situations, planned ones too, in order of day.

    Each turn names its situation by id; one that holds or held has the same id in `find_situations`.
    """
    return turns_of(
        (assertion for claim in claims for assertion in extract_assertions(claim)), as_of=as_of, watch=watch
    )


def turns_of(
    assertions: Iterable[StateAssertion], *, as_of: str | None = None, watch: WatchList | None = None
) -> tuple[Turn, ...]:
    """Return the timeline as `build_timeline` does, from extracted assertions."""
    turns = [
        _turn(assertion, _id_of(group))
        for group in _clusters(assertions, as_of)
        if watch is None or watches(watch, _described(group, as_of))
        for assertion in group
    ]
    return tuple(
        sorted(turns, key=lambda turn: (turn.happened or date_part(turn.published), *_ref_order(turn)))
    )


def _ref_order(turn: Turn) -> tuple[str, str]:
    return turn.claim.report, turn.claim.claim


def _clusters(assertions: Iterable[StateAssertion], as_of: str | None) -> list[list[StateAssertion]]:
    """Return the assertions published by a day, clustered by situation.

    Assertions that share a token, directly or through others, are of one situation. Each counts once. Reports
    without a date are left out if a day is given.
    """
    in_time = (assertion for assertion in assertions if is_published_by(assertion.published, as_of))
    known = sorted(
        dict.fromkeys(in_time), key=lambda assertion: (assertion.published_on, *_position_of(assertion))
    )
    root: dict[str, str] = {}

    def find(token: str) -> str:
        while root.setdefault(token, token) != token:
            token = root[token]
        return token

    for assertion in known:
        roots = sorted(map(find, assertion.tokens))
        root.update(dict.fromkeys(roots, roots[0]))
    takeovers = _takeovers(known)
    grouped = sorted(known, key=lambda assertion: find(assertion.tokens[0]))
    return [
        _with_takeovers(list(group), takeovers)
        for _, group in groupby(grouped, lambda assertion: find(assertion.tokens[0]))
    ]


def _takeovers(assertions: Iterable[StateAssertion]) -> dict[str, list[StateAssertion]]:
    """Return the assertions that a place was taken, by place."""
    found: dict[str, list[StateAssertion]] = {}
    for assertion in assertions:
        begins = assertion.change is Change.BEGINS and assertion.verdict is Holds.YES
        if assertion.relation is Relation.CONTROLS and begins and assertion.place is not None:
            found.setdefault(place_identity(assertion.place), []).append(assertion)
    return found


def _with_takeovers(
    group: list[StateAssertion], takeovers: Mapping[str, Sequence[StateAssertion]]
) -> list[StateAssertion]:
    """Return a cluster with the ends that others' takeovers of its place imply: a place has one holder."""
    first = group[0]
    if first.relation is not Relation.CONTROLS or first.place is None:
        return group
    holders = {assertion.subject.id for assertion in group}
    ends = [
        replace(assertion, change=Change.ENDS, verdict=Holds.NO, subject=first.subject, tokens=first.tokens)
        for assertion in takeovers.get(place_identity(first.place), ())
        if assertion.subject.id not in holders
        and (assertion.subject.name or not any(_is_same_takeover(assertion, own) for own in group))
    ]
    return sorted([*group, *ends], key=_order)


def _is_same_takeover(nameless: StateAssertion, own: StateAssertion) -> bool:
    """Tell whether a takeover without a named holder may be the one of the cluster."""
    return own.change is Change.BEGINS and own.day >= nameless.day


def _order(assertion: StateAssertion) -> tuple[str, str, str, int, str]:
    return (assertion.day, assertion.published_on, *_position_of(assertion))


def _position_of(assertion: StateAssertion) -> tuple[str, int, str]:
    """Return the position of an assertion; assertions of one claim keep their order."""
    return assertion.report, assertion.start, assertion.claim


def _situation(assertions: Sequence[StateAssertion], as_of: str | None) -> Situation | None:
    """Return the situation of a cluster, or None if nothing is asserted to hold or to have ended."""
    decided = [assertion for assertion in assertions if assertion.verdict is not None]
    is_asserted = any(not assertion.denied for assertion in decided)
    is_known = any(assertion.subject.name or assertion.object for assertion in decided)
    return _described(decided, as_of) if is_asserted and is_known else None


def _described(assertions: Sequence[StateAssertion], as_of: str | None) -> Situation:
    ordered = sorted(assertions, key=_order)
    holds = _weigh(ordered)
    side = [
        assertion for assertion in ordered if holds is Holds.DISPUTED or assertion.verdict in (holds, None)
    ]
    last = side[-1]
    return Situation(
        id=_id_of(ordered),
        relation=last.relation,
        subject=_subject(ordered),
        object=_last(assertion.object for assertion in ordered),
        place=_last(assertion.place for assertion in ordered),
        holds=holds,
        status=last.status,
        change=last.change,
        first=_first_day(ordered),
        last=last.happened if holds is Holds.NO and last.change is Change.ENDS else None,
        as_of=as_of,
        claims=tuple(dict.fromkeys(map(_ref, ordered))),
        origins=len({assertion.origin for assertion in ordered}),
        words=last.words,
        sources=tuple(dict.fromkeys(filter(None, (" via ".join(assertion.sources) for assertion in side)))),
        confidence=_confidence(side),
    )


def _confidence(assertions: Iterable[StateAssertion]) -> float | None:
    """Return the highest confidence, None if one is unknown."""
    known = [assertion.confidence for assertion in assertions]
    return None if None in known else max(filter(None, known), default=0.0)


def _weigh(assertions: Sequence[StateAssertion]) -> Holds:
    """Return whether the state holds, by assertions in order of day; contradicting sources are a dispute."""
    yes = [assertion for assertion in assertions if assertion.verdict is Holds.YES]
    no = [assertion for assertion in assertions if assertion.verdict is Holds.NO]
    if not yes or not no:
        return Holds.YES if yes or not no else Holds.NO
    ended, denied = (
        [assertion for assertion in no if not assertion.denied],
        [assertion for assertion in no if assertion.denied],
    )
    if any(_contradicts(assertion, denial) for denial in denied for assertion in yes):
        return Holds.DISPUTED
    last = max(ended or denied, key=_order)
    again = [
        assertion for assertion in yes if assertion.change is Change.BEGINS and _is_after(assertion, last)
    ]
    staying = [
        assertion
        for assertion in yes
        if assertion.change is Change.HOLDS and assertion.published_on >= last.published_on
    ]
    if any(assertion.origin != last.origin for assertion in staying):
        return Holds.DISPUTED
    return (
        Holds.YES
        if again or any(assertion.published_on > last.published_on for assertion in staying)
        else Holds.NO
    )


def _is_after(begin: StateAssertion, end: StateAssertion) -> bool:
    """Tell whether a begin is known to follow an end; an unknown day tells nothing, nor the words' order."""
    return "" < end.day < begin.day


def _contradicts(assertion: StateAssertion, denial: StateAssertion) -> bool:
    """Tell whether another source asserts what one denies, and not of a later day."""
    return assertion.origin != denial.origin and not (denial.day and assertion.day > denial.day)


def _subject(assertions: Sequence[StateAssertion]) -> Entity:
    """Return the last known subject."""
    known = [assertion.subject for assertion in assertions if assertion.subject.name]
    return known[-1] if known else assertions[-1].subject


def _last(values: Iterable[_Known | None]) -> _Known | None:
    return next(reversed([value for value in values if value is not None]), None)


def _first_day(assertions: Sequence[StateAssertion]) -> str | None:
    """Return the first day on which the state is asserted to have begun."""
    begun = [
        assertion.happened
        for assertion in assertions
        if assertion.change is Change.BEGINS and assertion.verdict is Holds.YES
    ]
    return next(filter(None, begun), None)


def _id_of(assertions: Sequence[StateAssertion]) -> str:
    token = min(token for assertion in assertions for token in assertion.tokens)
    return "s_" + sha256(token.encode()).hexdigest()[:20]


def _ref(assertion: StateAssertion) -> ClaimRef:
    return ClaimRef(report=assertion.report, claim=assertion.claim)


def _turn(assertion: StateAssertion, situation: str) -> Turn:
    return Turn(
        situation=situation,
        change=assertion.change,
        holds=assertion.verdict,
        claim=_ref(assertion),
        happened=assertion.happened,
        published=assertion.published,
        words=assertion.words,
        sources=assertion.sources,
    )
