"""Relations across reports: copies, stories, events, sources, contradictions, commitments, situations.

Pure functions over readings. The score of two reports depends on these two alone, so that the order in which
reports arrive does not matter.
"""

from sayso.relate.commitments import (
    CommitmentContext,
    blocking_keys_of_claim,
    blocking_keys_of_commitment,
    candidate_filter,
    commitment_contexts,
    index_claim,
    may_bear_on_commitments,
    track_commitment,
)
from sayso.relate.components import INSEPARABLE, bounded_components, components
from sayso.relate.copies import (
    Publication,
    compare_copies,
    compare_unblocked_pairs,
    group_copies,
    sketch_copy,
)
from sayso.relate.copies import least_join as least_copy_join
from sayso.relate.copies import least_score as least_copy_score
from sayso.relate.events import ReportedValue, group_events, reported_values_of
from sayso.relate.situations import (
    Watch,
    WatchList,
    build_timeline,
    extract_assertions,
    find_situations,
    is_certain,
    parse_watch_list,
    situations_of,
    turns_of,
)
from sayso.relate.stories import (
    average_bonds,
    choose_representatives,
    cluster_reports,
    compare_stories,
    copies_within,
    join_clusters,
    most_reports,
    most_representatives,
    period_ranges,
    sketch_story,
    story_period,
    story_ranges,
)
from sayso.relate.stories import least_join as least_story_join

__all__ = [
    "INSEPARABLE",
    "CommitmentContext",
    "Publication",
    "ReportedValue",
    "Watch",
    "WatchList",
    "average_bonds",
    "blocking_keys_of_claim",
    "blocking_keys_of_commitment",
    "bounded_components",
    "build_timeline",
    "candidate_filter",
    "choose_representatives",
    "cluster_reports",
    "commitment_contexts",
    "compare_copies",
    "compare_stories",
    "compare_unblocked_pairs",
    "components",
    "copies_within",
    "extract_assertions",
    "find_situations",
    "group_copies",
    "group_events",
    "index_claim",
    "is_certain",
    "join_clusters",
    "least_copy_join",
    "least_copy_score",
    "least_story_join",
    "may_bear_on_commitments",
    "most_reports",
    "most_representatives",
    "parse_watch_list",
    "period_ranges",
    "reported_values_of",
    "situations_of",
    "sketch_copy",
    "sketch_story",
    "story_period",
    "story_ranges",
    "track_commitment",
    "turns_of",
]
