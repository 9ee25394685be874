"""Differences of a record between two days."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from sayso.codebook import read_codebook
from sayso.engine.commitments import TrackedChange, find_tracked_changes
from sayso.engine.situations import find_state_assertions
from sayso.errors import UsageError
from sayso.model import (
    AttributionRow,
    ClaimRef,
    CommitmentState,
    Difference,
    DifferenceKind,
    Disagreement,
    DisagreementKind,
    EventGroup,
    Evidence,
    Holds,
    Period,
    Situation,
    SourceKind,
    StateAssertion,
    Value,
    amount_words,
)
from sayso.model.report import digest
from sayso.record import Store
from sayso.relate import ReportedValue, reported_values_of, situations_of

__all__ = ["find_changes"]

# Kinds of sources that are named, and so can be heard for the first time.
_NAMED = (SourceKind.NAMED_PERSON, SourceKind.NAMED_ORGANIZATION, SourceKind.MEDIA)
_HOLDS = {Holds.YES: "holds", Holds.NO: "ended", Holds.DISPUTED: "disputed"}
# Names of the origins of each claim, by report and claim.
_Names = Mapping[tuple[str, str], tuple[str, ...]]


def find_changes(
    store: Store,
    period: Period,
    *,
    kinds: Collection[DifferenceKind] = (),
    event: str | None = None,
    **filters: Any,  # noqa: ANN401 - as Filters has them
) -> tuple[Difference, ...]:
    """Return what is claimed at the end of a period and was not claimed, or otherwise, at its beginning.

    New events, numbers, disagreements, commitments (also in another state), situations (also ended or
    disputed) and named sources heard for the first time; of some `kinds`, if they are given. With `event`,
    an id, only what changed in that event: its new sources are those that are new to it. The filters are
    those of queries, but `as_of` and `id`; events need a new claim that meets all of them.

    Both states are made of today's readings, judgements and groups, restricted to the reports known by then.
    A report that is still to be related is in no event. The result depends on the record alone, except that
    without an end of the period commitments expire by today's date.
    """
    for name in ("as_of", "id"):
        if filters.get(name) is not None:
            raise UsageError(
                f"changes do not take {name}",
                help="give until, or event" if name == "as_of" else "give event",
            )
    found: dict[str, Difference] = {}
    for kind, find in _FINDERS.items():
        if kinds and not set(kinds) & set(kind):
            continue
        if event is not None and find is not _find_in_events:
            continue
        for difference in find(store, period, {**filters, "id": event}):
            if not kinds or difference.kind in kinds:
                found.setdefault(difference.id, difference)
    order = list(DifferenceKind)
    # What changed comes before what is new.
    return tuple(
        sorted(found.values(), key=lambda difference: (order.index(difference.kind), difference.before == ""))
    )


def _find_in_events(store: Store, period: Period, filters: Mapping[str, Any]) -> Iterator[Difference]:
    is_single = filters.get("id") is not None
    for row in store.events(**filters, period=period):
        known_at = store.known_at(row.reports, period.by)
        now = row.event.restrict({report for report, time in known_at.items() if not period.has_ended(time)})
        then = row.event.restrict({report for report, time in known_at.items() if not period.has_begun(time)})
        if now is None:
            continue
        names = _origins_of_claims(now)
        if then is None:
            yield _new_event(now)
        else:
            yield from _new_numbers(then, now)
        yield from _new_disagreements(then, now, names)
        if is_single and then is not None:
            yield from _new_origins(then, now)


def _difference(kind: DifferenceKind, *identity: object, **fields: Any) -> Difference:  # noqa: ANN401 - of Difference
    """Return a difference; its id is made of what is new, so that it is the same in every period."""
    return Difference(id="x_" + digest(str(kind), *map(str, identity)), kind=kind, **fields)


def _ref(ref: ClaimRef) -> tuple[str, str]:
    return ref.report, ref.claim


def _plain(ref: ClaimRef) -> ClaimRef:
    return ClaimRef(report=ref.report, claim=ref.claim)


def _published(event: EventGroup, ref: ClaimRef) -> str | None:
    return next((claim.published for claim in event.claims if _ref(claim) == _ref(ref)), None)


def _origins_of_claims(event: EventGroup) -> _Names:
    found = defaultdict[tuple[str, str], tuple[str, ...]](tuple)
    for origin in (*event.origins, *event.own_words):
        for ref in origin.claims:
            found[_ref(ref)] += (origin.name,)
    return found


def _new_event(event: EventGroup) -> Difference:
    first = min(event.claims, key=lambda claim: (claim.published or "~", claim.report, claim.trigger.start))
    return _difference(
        DifferenceKind.EVENT,
        event.id,
        label=event.label,
        slot=event.type,
        after=f"{_counted(event.independent_sources, 'independent source')} in "
        f"{_counted(event.reports, 'report')}",
        sources=tuple(origin.name for origin in event.origins),
        event=event.id,
        claim=_plain(first),
        published=first.published,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _new_numbers(then: EventGroup, now: EventGroup) -> Iterator[Difference]:
    """Yield numbers that no report gave before.

    Those of harm also if they are the first of their slot; what else is counted ("seven pennants") only
    where another number was given for the same before.
    """
    before = [value for value in reported_values_of(then) if _amount(value.first)]
    harm, slots = read_codebook("values")["harm"], {value.slot for value in before}
    for value in reported_values_of(now):
        same = [known for known in before if (known.slot, known.of) == (value.slot, value.of)]
        is_first = not same and value.slot in harm and value.slot not in slots
        amount = _amount(value.first)
        if amount and (same or is_first) and amount not in {_amount(known.first) for known in same}:
            yield _number(value, same, now)


def _amount(value: Value) -> tuple[float | None, ...] | None:
    """Return the number and bounds of a value; None if it is only words ("dozens")."""
    amount = (value.value, value.min, value.max)
    return None if amount == (None, None, None) else amount


def _number(value: ReportedValue, same: Iterable[ReportedValue], event: EventGroup) -> Difference:
    known = sorted(same, key=lambda value: (value.days[:1] or ("~",), amount_words(value.first)))
    return _difference(
        DifferenceKind.NUMBER,
        event.id,
        value.slot,
        value.of,
        _amount(value.first),
        label=event.label,
        slot=value.slot,
        of=value.of,
        before=" or ".join(dict.fromkeys(amount_words(value.first) for value in known)),
        after=amount_words(value.first),
        sources=value.origins,
        words=value.words[0],
        event=event.id,
        claim=_plain(value.first),
        published=_published(event, value.first),
    )


def _new_disagreements(then: EventGroup | None, now: EventGroup, names: _Names) -> Iterator[Difference]:
    """Yield disagreements that are new or have a new side; one that only changed is a number."""
    for disagreement in now.disagreements:
        claims_now = _claims_of(disagreement)
        known = then.disagreements if then else ()
        same = (old for old in known if _slot(old) == _slot(disagreement) and _claims_of(old) <= claims_now)
        old = next(same, None)
        known_claims = _claims_of(old) if old else set()
        new = [side for side in disagreement.sides if known_claims.isdisjoint(side.claims)]
        is_number = any(_has_number(side) for side in disagreement.sides)
        if not new or (disagreement.kind is DisagreementKind.CHANGED and is_number):
            continue
        ordered = sorted(new, key=lambda side: (side.first or "~", amount_words(side)))
        claims = [_ref(ref) for side in ordered for ref in side.claims]
        yield _difference(
            DifferenceKind.DISAGREEMENT,
            now.id,
            *_slot(disagreement),
            *sorted(map(amount_words, disagreement.sides)),
            label=now.label,
            slot=disagreement.slot,
            of=disagreement.of,
            before=_sides(old) if old else "",
            after=_sides(disagreement),
            sources=tuple(dict.fromkeys(name for claim in claims for name in names.get(claim, ()))),
            event=now.id,
            claim=_plain(ordered[-1].claims[0]),
            published=ordered[-1].first,
        )


def _claims_of(disagreement: Disagreement) -> set[ClaimRef]:
    return {claim for side in disagreement.sides for claim in side.claims}


def _slot(disagreement: Disagreement) -> tuple[str, str]:
    return disagreement.slot, disagreement.of


def _has_number(side: Any) -> bool:  # noqa: ANN401 - a side
    return (side.value, side.min, side.max) != (None, None, None)


def _sides(disagreement: Disagreement) -> str:
    sides = sorted(disagreement.sides, key=lambda side: (side.first or "~", side.text))
    return " or ".join(dict.fromkeys(map(amount_words, sides)))


def _new_origins(then: EventGroup, now: EventGroup) -> Iterator[Difference]:
    known = {origin.name for origin in then.origins}
    for origin in now.origins:
        if origin.name not in known:
            yield _difference(
                DifferenceKind.SOURCE,
                now.id,
                origin.name,
                label=origin.name,
                slot=str(origin.kind),
                after=_counted(len(origin.claims), "claim"),
                words=origin.why,
                event=now.id,
                claim=_plain(origin.claims[0]),
                published=_published(now, origin.claims[0]),
            )


def _find_commitments(store: Store, period: Period, filters: Mapping[str, Any]) -> Iterator[Difference]:
    for change in find_tracked_changes(store, period, **filters):
        yield _commitment(change)


def _commitment(change: TrackedChange) -> Difference:
    row, commitment = change.row, change.row.commitment
    evidence = _new_evidence(change)
    debtor = commitment.debtor.text if commitment.debtor else "someone unnamed"
    made = ClaimRef(report=row.report.id, claim=commitment.claim or "")
    return _difference(
        DifferenceKind.COMMITMENT,
        commitment.key,
        change.after.state,
        label=f"{debtor} {commitment.strength}: {commitment.deed.text}",
        slot=str(commitment.strength),
        before=str(change.before.state) if change.before else "",
        after=str(change.after.state),
        sources=evidence.sources if evidence else change.after.sources,
        words=evidence.words if evidence else commitment.deed.text,
        claim=_plain(evidence) if evidence else made,
        published=evidence.published if evidence else row.report.published,
    )


def _new_evidence(change: TrackedChange) -> Evidence | None:
    """Return the last claim for which the state of a known commitment changed; None for a day that passed."""
    if change.before is None or change.after.state is CommitmentState.EXPIRED:
        return None
    known = set(change.before.evidence)
    new = [evidence for evidence in change.after.evidence if evidence not in known]
    return max(new, key=lambda evidence: (evidence.published or "", *_ref(evidence)), default=None)


def _find_situations(store: Store, period: Period, filters: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield situations that are claimed for the first time, or that now hold, ended or are disputed."""
    assertions = find_state_assertions(store, **filters)
    known_at = store.known_at({assertion.report for assertion in assertions}, period.by)
    now = [assertion for assertion in assertions if not period.has_ended(known_at[assertion.report])]
    then = [assertion for assertion in now if not period.has_begun(known_at[assertion.report])]
    if len(then) == len(now):
        return
    before = situations_of(then)
    by_id = {situation.id: situation for situation in before}
    # The id of a situation changes where a new claim joins two: then its claims tell which it was.
    by_claim = {
        (situation.relation, *_ref(ref)): situation for situation in before for ref in situation.claims
    }
    seen = set(then)
    new = {(assertion.relation, *_ref(assertion)): assertion for assertion in now if assertion not in seen}
    for situation in situations_of(now):
        same = (by_claim.get((situation.relation, *_ref(ref))) for ref in situation.claims)
        old = by_id.get(situation.id) or next(filter(None, same), None)
        asserted = [new[key] for ref in situation.claims if (key := (situation.relation, *_ref(ref))) in new]
        if asserted and (old is None or old.holds is not situation.holds):
            yield _situation(situation, old, asserted[-1])


def _situation(situation: Situation, old: Situation | None, assertion: StateAssertion) -> Difference:
    """Return the difference; `assertion` is the last new one of it."""
    parties = [situation.subject.name, situation.object.name if situation.object else ""]
    place = situation.place.name if situation.place else ""
    return _difference(
        DifferenceKind.SITUATION,
        situation.id,
        situation.holds,
        label=", ".join(dict.fromkeys(name for name in (*parties, place) if name)),
        slot=str(situation.relation),
        before=_HOLDS[old.holds] if old else "",
        after=_HOLDS[situation.holds],
        sources=assertion.sources,
        words=assertion.words,
        situation=situation.id,
        claim=_plain(assertion),
        published=assertion.published,
    )


def _find_sources(store: Store, period: Period, filters: Mapping[str, Any]) -> Iterator[Difference]:
    """Yield the named sources that no report quoted before, those with most attributions first."""
    rows = defaultdict[str, list[AttributionRow]](list)
    for row in store.attributions(**filters, period=period):
        if row.attribution.source_kind in _NAMED and row.attribution.source_name():
            rows[_source_key(row)].append(row)
    names = {name for those in rows.values() for row in those for name in _source_names(row)}
    heard = store.heard_before(names, period)
    for key in sorted(rows, key=lambda key: (-len(rows[key]), key)):
        if heard.isdisjoint(name for row in rows[key] for name in _source_names(row)):
            yield _source(key, rows[key])


def _source_key(row: AttributionRow) -> str:
    entity = row.attribution.source_entity
    return (entity.gazetteer if entity else None) or row.attribution.source_name().casefold()


def _source_names(row: AttributionRow) -> tuple[str, ...]:
    """Return the names under which a source was heard before, if it was."""
    entity = row.attribution.source_entity
    return ((entity.gazetteer if entity else None) or row.attribution.source_name(),)


def _source(key: str, rows: list[AttributionRow]) -> Difference:
    first, reports = rows[0], {row.report.id for row in rows}
    return _difference(
        DifferenceKind.SOURCE,
        key,
        label=first.attribution.source_name(),
        slot=str(first.attribution.source_kind or ""),
        after=f"{_counted(len(rows), 'statement')} in {_counted(len(reports), 'report')}",
        words=" … ".join(span.text for span in first.attribution.content),
        claim=ClaimRef(report=first.report.id, claim=""),
        published=first.report.published,
    )


_Find = Callable[[Store, Period, Mapping[str, Any]], Iterator[Difference]]
# What finds differences, by the kinds that it finds.
_FINDERS: dict[tuple[DifferenceKind, ...], _Find] = {
    (
        DifferenceKind.EVENT,
        DifferenceKind.NUMBER,
        DifferenceKind.DISAGREEMENT,
        DifferenceKind.SOURCE,
    ): _find_in_events,
    (DifferenceKind.COMMITMENT,): _find_commitments,
    (DifferenceKind.SITUATION,): _find_situations,
    (DifferenceKind.SOURCE,): _find_sources,
}
