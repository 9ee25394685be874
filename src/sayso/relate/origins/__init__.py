"""Whom the claims of one event rest on in the end."""

from sayso.relate.origins.groups import find_origins

__all__ = [
    "find_origins",
]
