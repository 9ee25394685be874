"""States that hold over time (situations), and the user's watch list."""

from sayso.relate.situations.confidence import is_certain
from sayso.relate.situations.extraction import extract_assertions
from sayso.relate.situations.timeline import build_timeline, find_situations, situations_of, turns_of
from sayso.relate.situations.watch_list import Watch, WatchList, parse_watch_list

__all__ = [
    "Watch",
    "WatchList",
    "build_timeline",
    "extract_assertions",
    "find_situations",
    "is_certain",
    "parse_watch_list",
    "situations_of",
    "turns_of",
]
