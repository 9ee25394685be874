"""Reading addresses on the web: politely, within limits, and never inside a private network unasked."""

from sayso.ingest.fetching.fetcher import Fetched, Fetcher, FetchRules, Validators, user_agent
from sayso.ingest.fetching.pace import Clock
from sayso.ingest.fetching.sender import Sender

__all__ = ["Clock", "FetchRules", "Fetched", "Fetcher", "Sender", "Validators", "user_agent"]
