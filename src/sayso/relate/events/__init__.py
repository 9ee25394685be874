"""Events: clusters of claims about one event, their values and their labels."""

from sayso.relate.events.clustering import cluster_claims, group_events
from sayso.relate.events.reported_values import ReportedValue, reported_values_of
from sayso.relate.events.values import find_values, lend_harm

__all__ = [
    "ReportedValue",
    "cluster_claims",
    "find_values",
    "group_events",
    "lend_harm",
    "reported_values_of",
]
