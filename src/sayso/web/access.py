"""Dependencies of the routes: the record to read, and the settings."""

from typing import Annotated

from fastapi import Depends, Request

from sayso.record import Store
from sayso.web.settings import Settings

__all__ = ["Record", "TheSettings", "settings_of"]


def _record(request: Request) -> Store:
    store: Store = request.app.state.store
    return store


def settings_of(request: Request) -> Settings:
    """Return the settings of the server."""
    settings: Settings = request.app.state.settings
    return settings


Record = Annotated[Store, Depends(_record)]
TheSettings = Annotated[Settings, Depends(settings_of)]
