"""What changed between two days: each kind of difference, by arrival and by publication."""

from collections.abc import Iterator

import pytest
from tests.engine.story import REPORTS, fill

from sayso.engine import find_changes
from sayso.errors import UsageError
from sayso.model import Basis, Difference, DifferenceKind, make_period, parse_kinds
from sayso.record import Store

K = DifferenceKind


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(":memory:") as store:
        fill(store)
        yield store


def changes(store: Store, since: str, until: str, by: str = "arrival", **asked: object) -> list[Difference]:
    return list(find_changes(store, make_period(since, until, by), **asked))


def of_kind(found: list[Difference], kind: DifferenceKind) -> list[Difference]:
    return [difference for difference in found if difference.kind is kind]


def test_number_changes_on_the_word_of_its_source(store: Store) -> None:
    found = of_kind(changes(store, "2024-05-01", "2024-05-02"), K.NUMBER)
    told = {(row.slot, row.before, row.after, row.sources) for row in found}
    assert told == {
        ("killed", "12", "15", ("Northgate Hospital",)),
        ("killed", "12", "19", ("fire service",)),
    }
    assert {row.words for row in found} == {"15 people", "19 people"}
    assert {row.published for row in found} == {"2024-05-02"}


def test_event_is_new_on_the_day_of_its_first_report_alone(store: Store) -> None:
    first = of_kind(changes(store, "2024-04-30", "2024-05-01"), K.EVENT)
    second = of_kind(changes(store, "2024-05-01", "2024-05-02"), K.EVENT)
    blasts = [row for row in (*first, *second) if "xplosion" in row.label]
    assert [row.after for row in blasts] == ["1 independent source in 1 report"]
    assert blasts[0] in first
    assert blasts[0].claim.report
    assert not any(row.before for row in (*first, *second))


def test_disagreement_is_new_when_its_second_side_is_told(store: Store) -> None:
    assert not of_kind(changes(store, "2024-04-30", "2024-05-01"), K.DISAGREEMENT)
    (found,) = of_kind(changes(store, "2024-05-01", "2024-05-02"), K.DISAGREEMENT)
    assert (found.slot, found.before) == ("killed", "")
    assert "15" in found.after
    assert "19" in found.after


def test_commitment_is_new_then_kept(store: Store) -> None:
    (new,) = of_kind(changes(store, "2024-04-30", "2024-05-01"), K.COMMITMENT)
    assert (new.before, new.after) == ("", "open")
    assert "withdraw its troops from Mali" in new.label
    (kept,) = of_kind(changes(store, "2024-05-01", "2024-05-02"), K.COMMITMENT)
    assert (kept.before, kept.after, kept.sources) == ("open", "kept", ("Andris Ozols",))
    assert kept.words.startswith("Latvia withdrew its troops from Mali")


def test_commitment_expires_when_its_day_passes_without_any_report(store: Store) -> None:
    (found,) = changes(store, "2024-05-04", "2024-05-06")
    assert (found.kind, found.before, found.after) == (K.COMMITMENT, "open", "expired")
    assert "reopen the border" in found.label
    assert not changes(store, "2024-05-03", "2024-05-05")


def test_situation_begins_then_another_ends(store: Store) -> None:
    begun = of_kind(changes(store, "2024-04-30", "2024-05-01"), K.SITUATION)
    assert [(row.slot, row.before, row.after) for row in begun] == [("forces_at", "", "holds")]
    ended = of_kind(changes(store, "2024-05-01", "2024-05-02"), K.SITUATION)
    assert [(row.label, row.after) for row in ended if "Mali" in row.label] == [
        ("Latvia forces, Mali", "ended")
    ]


def test_source_is_heard_for_the_first_time_once(store: Store) -> None:
    second = {row.label for row in of_kind(changes(store, "2024-05-01", "2024-05-02"), K.SOURCE)}
    assert {"Northgate Hospital", "Andris Ozols"} <= second
    assert "Pentagon" not in second
    third = of_kind(changes(store, "2024-05-02", "2024-05-03"), K.SOURCE)
    assert "Peter Otieno" in {row.label for row in third}
    assert second.isdisjoint(row.label for row in third)


def test_late_report_counts_from_its_arrival_or_from_its_publication(store: Store) -> None:
    def is_told(since: str, until: str, by: str) -> bool:
        return any("Nairobi" in row.label for row in changes(store, since, until, by, kinds=[K.EVENT]))

    assert is_told("2024-05-02", "2024-05-03", "arrival")
    assert not is_told("2024-04-30", "2024-05-01", "arrival")
    assert is_told("2024-04-30", "2024-05-01", "publication")
    assert not is_told("2024-05-02", "2024-05-03", "publication")


def test_moments_are_bounds_within_a_day(store: Store) -> None:
    assert not changes(store, "2024-05-01", "2024-05-02T19:59:59Z", kinds=[K.NUMBER])
    assert changes(store, "2024-05-01T21:00:00+00:00", "2024-05-02T22:00:00+02:00", kinds=[K.NUMBER])
    assert not changes(store, "2024-05-02T22:00:00+02:00", "2024-05-02", kinds=[K.NUMBER])


def test_days_in_a_row_tell_what_both_together_tell(store: Store) -> None:
    whole = {row.id for row in changes(store, "2024-04-30", "2024-05-03") if row.kind is K.SOURCE}
    days = [("2024-04-30", "2024-05-01"), ("2024-05-01", "2024-05-02"), ("2024-05-02", "2024-05-03")]
    parts = [row.id for since, until in days for row in changes(store, since, until) if row.kind is K.SOURCE]
    assert sorted(parts) == sorted(whole)


def test_one_event_tells_its_numbers_and_its_new_sources(store: Store) -> None:
    (blast,) = (row.event for row in store.events() if row.event.reports > 1)
    found = changes(store, "2024-05-01", "2024-05-02", event=blast.id)
    assert {row.event for row in found} == {blast.id}
    assert {row.kind for row in found} == {K.NUMBER, K.DISAGREEMENT, K.SOURCE}
    assert {row.label for row in of_kind(found, K.SOURCE)} == {"Northgate Hospital", "fire service"}
    assert not changes(store, "2024-05-02", "2024-05-03", event=blast.id)


def test_filters_and_kinds_choose(store: Store) -> None:
    found = changes(store, "2024-04-30", "2024-05-03", country="Kenya")
    assert {row.kind for row in found} <= {K.EVENT, K.COMMITMENT, K.SOURCE}
    assert {row.label for row in of_kind(found, K.SOURCE)} == {"Peter Otieno"}
    assert {row.kind for row in changes(store, "2024-05-01", "2024-05-03", kinds=[K.NUMBER])} == {K.NUMBER}


def test_order_of_arrival_within_a_day_does_not_show(store: Store) -> None:
    with Store(":memory:") as other:
        fill(other, reversed(REPORTS))
        assert changes(other, "2024-05-01", "2024-05-02") == changes(store, "2024-05-01", "2024-05-02")


@pytest.mark.parametrize(
    ("since", "until", "by"),
    [
        ("soon", None, "arrival"),
        ("2024-05-02", "2024-05-01", "arrival"),
        ("2024-05-02", None, "chance"),
        ("0001-01-01T00:00+14:00", None, "arrival"),
    ],
)
def test_nonsense_is_refused(since: str, until: str | None, by: str) -> None:
    with pytest.raises(UsageError):
        make_period(since, until, by)


@pytest.mark.parametrize("filters", [{"as_of": "2024-05-01"}, {"id": "g_1"}])
def test_filters_that_the_period_replaces_are_refused(store: Store, filters: dict[str, str]) -> None:
    with pytest.raises(UsageError, match="changes do not take"):
        find_changes(store, make_period("2024-05-01"), **filters)


def test_kinds_are_read_from_a_list() -> None:
    assert parse_kinds("numbers, Sources") == (K.NUMBER, K.SOURCE)
    with pytest.raises(UsageError, match="no kind of change"):
        parse_kinds("verdicts")


def test_publication_takes_the_day_of_a_moment() -> None:
    period = make_period("2024-05-01T12:00:00Z", "2024-05-02", Basis.PUBLICATION)
    assert period.limits == ("2024-05-01", "2024-05-02")
