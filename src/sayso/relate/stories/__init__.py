"""Stories: clusters of reports about the same happening."""

from sayso.relate.stories.clustering import (
    choose_representatives,
    cluster_reports,
    compare_stories,
    find_stories,
    group_stories,
    join_clusters,
    least_join,
    least_score,
    sketch_story,
    story_period,
)

__all__ = [
    "choose_representatives",
    "cluster_reports",
    "compare_stories",
    "find_stories",
    "group_stories",
    "join_clusters",
    "least_join",
    "least_score",
    "sketch_story",
    "story_period",
]
