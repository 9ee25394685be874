"""Reading addresses on the web: politely, within limits, and never inside a private network unasked."""

from sayso.ingest.fetching.fetcher import Fetched, Fetcher, FetchRules, Validators, user_agent
from sayso.ingest.fetching.pace import Clock

__all__ = ["Clock", "FetchRules", "Fetched", "Fetcher", "Validators", "user_agent"]
