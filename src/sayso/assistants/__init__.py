"""A record for assistants: answers from its claims, and a server of the Model Context Protocol."""

from sayso.assistants.answers import NOTE, find_claims, follow_commitments, open_event
from sayso.assistants.server import make_server

__all__ = ["NOTE", "find_claims", "follow_commitments", "make_server", "open_event"]
