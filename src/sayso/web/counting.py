"""Counts for pages that show the whole record again and again: each is asked for once in a while."""

import time
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

from sayso.web.kinds import Kind

__all__ = ["count_of"]

# A record that grows is counted anew after so many seconds.
_KEPT_S = 5.0
_MOST = 500


def count_of(app: FastAPI, kind: Kind, filters: Mapping[str, Any]) -> int:
    """How many rows a query has, by a count at most a few seconds old."""
    kept: dict[Any, tuple[float, int]] = app.state.__dict__.setdefault("counts", {})
    key, now = (kind.name, *sorted(filters.items())), time.monotonic()
    if key in kept and now - kept[key][0] < _KEPT_S:
        return kept[key][1]
    number = kind.ask(app.state.store, **filters).count()
    if len(kept) > _MOST:
        kept.clear()
    kept[key] = (now, number)
    return number
