"""Stories: clusters of reports about the same happening."""

from sayso.relate.stories.clustering import (
    choose_representatives,
    cluster_reports,
    compare_stories,
    find_stories,
    group_stories,
    join_clusters,
    least_join,
    most_together,
    sketch_story,
    story_period,
    story_ranges,
)

__all__ = [
    "choose_representatives",
    "cluster_reports",
    "compare_stories",
    "find_stories",
    "group_stories",
    "join_clusters",
    "least_join",
    "most_together",
    "sketch_story",
    "story_period",
    "story_ranges",
]
