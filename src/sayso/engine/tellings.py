"""What a record's claims tell of what holds: kept where they were related, found for those that wait."""

from typing import Any

from sayso.model import Telling
from sayso.record import Store
from sayso.relate import extract_assertions

__all__ = ["find_tellings"]


def find_tellings(store: Store, **filters: Any) -> list[Telling]:  # noqa: ANN401 - as Filters has them
    """What the claims that meet the filters tell of what holds, in no order."""
    # Those that wait come first: what is related meanwhile is then there twice, and nothing is missed.
    waiting = [one for told in store.untold(**filters) for one in extract_assertions(told)]
    return [*waiting, *store.tellings(**filters)]
