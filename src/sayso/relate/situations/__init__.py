"""What holds over time, and what a user watches."""

from sayso.relate.situations.groups import Turn, find_situations, tells_situation, timeline
from sayso.relate.situations.watching import Watch, WatchList, parse_watch_list

__all__ = [
    "Turn",
    "Watch",
    "WatchList",
    "find_situations",
    "parse_watch_list",
    "tells_situation",
    "timeline",
]
