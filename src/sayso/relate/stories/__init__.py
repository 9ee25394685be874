"""Stories: clusters of reports about the same happening."""

from sayso.relate.stories.clustering import (
    compare_stories,
    find_stories,
    group_stories,
    least_join,
    least_score,
    sketch_story,
)

__all__ = [
    "compare_stories",
    "find_stories",
    "group_stories",
    "least_join",
    "least_score",
    "sketch_story",
]
