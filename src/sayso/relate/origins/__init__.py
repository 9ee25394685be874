"""Whom the claims of one event rest on in the end."""

from sayso.relate.origins.faces import is_itself, names_nobody
from sayso.relate.origins.groups import find_origins

__all__ = [
    "find_origins",
    "is_itself",
    "names_nobody",
]
