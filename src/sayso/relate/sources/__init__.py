"""Independent origins of the claims of one event."""

from sayso.relate.sources.identity import is_itself, names_nobody
from sayso.relate.sources.independence import find_origins
from sayso.relate.sources.story import StorySources

__all__ = [
    "StorySources",
    "find_origins",
    "is_itself",
    "names_nobody",
]
