"""State assertions of a record's claims, and the timeline of situations as flat rows."""

from typing import Any

from sayso.engine.relations import confident
from sayso.model import StateAssertion
from sayso.record import Store
from sayso.relate import extract_assertions

__all__ = ["find_state_assertions"]


def find_state_assertions(store: Store, **filters: Any) -> list[StateAssertion]:  # noqa: ANN401 - as Filters
    """Return the state assertions of the claims that meet the filters, in no order.

    They are stored for related reports and extracted for the others.
    """
    # The unprocessed claims come first: one that is related meanwhile is found twice, and none is missed.
    unprocessed = [
        assertion for claim in confident(store.untold(**filters)) for assertion in extract_assertions(claim)
    ]
    return [*unprocessed, *store.tellings(**filters)]
