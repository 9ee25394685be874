"""Which claims tell of one event, what they count, and what it is called."""

from sayso.relate.events.groups import cluster_claims, group_events
from sayso.relate.events.values import find_values, lend_harm

__all__ = [
    "cluster_claims",
    "find_values",
    "group_events",
    "lend_harm",
]
