"""Across reports: copies, stories, events, origins, disagreements, commitments followed, situations.

Pure functions over what was read. Whatever two reports come to is decided by them alone, so that the order in
which reports arrive never shows.
"""

from sayso.relate.commitments import (
    CommitmentContext,
    blocking_keys_of_claim,
    blocking_keys_of_commitment,
    candidate_filter,
    commitment_contexts,
    index_claim,
    track_commitment,
)
from sayso.relate.components import components
from sayso.relate.copies import (
    Publication,
    compare_copies,
    compare_unblocked_pairs,
    group_copies,
    sketch_copy,
)
from sayso.relate.copies import least_join as least_copy_join
from sayso.relate.copies import least_score as least_copy_score
from sayso.relate.events import group_events
from sayso.relate.situations import (
    Turn,
    Watch,
    WatchList,
    find_situations,
    parse_watch_list,
    situations_of,
    tell_of,
    timeline,
    turns_of,
)
from sayso.relate.stories import compare_stories, group_stories, sketch_story
from sayso.relate.stories import least_join as least_story_join
from sayso.relate.stories import least_score as least_story_score

__all__ = [
    "CommitmentContext",
    "Publication",
    "Turn",
    "Watch",
    "WatchList",
    "blocking_keys_of_claim",
    "blocking_keys_of_commitment",
    "candidate_filter",
    "commitment_contexts",
    "compare_copies",
    "compare_stories",
    "compare_unblocked_pairs",
    "components",
    "find_situations",
    "group_copies",
    "group_events",
    "group_stories",
    "index_claim",
    "least_copy_join",
    "least_copy_score",
    "least_story_join",
    "least_story_score",
    "parse_watch_list",
    "situations_of",
    "sketch_copy",
    "sketch_story",
    "tell_of",
    "timeline",
    "track_commitment",
    "turns_of",
]
