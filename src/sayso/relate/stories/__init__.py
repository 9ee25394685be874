"""Stories: clusters of reports about the same happening."""

from sayso.relate.stories.clustering import (
    average_bonds,
    choose_representatives,
    cluster_reports,
    compare_stories,
    copies_within,
    find_stories,
    group_stories,
    join_clusters,
    least_join,
    most_reports,
    most_representatives,
    period_ranges,
    sketch_story,
    story_period,
    story_ranges,
)

__all__ = [
    "average_bonds",
    "choose_representatives",
    "cluster_reports",
    "compare_stories",
    "copies_within",
    "find_stories",
    "group_stories",
    "join_clusters",
    "least_join",
    "most_reports",
    "most_representatives",
    "period_ranges",
    "sketch_story",
    "story_period",
    "story_ranges",
]
