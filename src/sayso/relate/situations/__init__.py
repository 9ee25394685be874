"""What holds over time, and what a user watches."""

from sayso.relate.situations.groups import Turn, find_situations, situations_of, timeline, turns_of
from sayso.relate.situations.tellings import tell_of
from sayso.relate.situations.watching import Watch, WatchList, parse_watch_list

__all__ = [
    "Turn",
    "Watch",
    "WatchList",
    "find_situations",
    "parse_watch_list",
    "situations_of",
    "tell_of",
    "timeline",
    "turns_of",
]
