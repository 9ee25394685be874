"""The pages and the API: people look, and see whose word it is."""

from sayso.web.app import make_app
from sayso.web.settings import Settings

__all__ = ["Settings", "make_app"]
