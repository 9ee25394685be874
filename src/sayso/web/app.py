"""The application: pages and API of one record."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from sayso import __version__
from sayso.web import api, changes, docs, feeds, judgements, situations
from sayso.web.cache import VersionedCache
from sayso.web.changes import ChangeCache
from sayso.web.claim_figures import ClaimFigures
from sayso.web.counts import Counts
from sayso.web.error_handlers import add_error_handlers
from sayso.web.guard import Guard, Pace
from sayso.web.pages import changes as changes_page
from sayso.web.pages import (
    commitments,
    disagreements,
    events,
    explore,
    home,
    reports,
    review,
    theme,
)
from sayso.web.pages import situations as situations_page
from sayso.web.ranked_disagreements import RankedDisagreements
from sayso.web.read_only import open_to_read
from sayso.web.renderer import STATIC
from sayso.web.settings import Settings
from sayso.web.situation_cache import SituationCache
from sayso.web.visits import SignedOut

__all__ = ["make_app"]

_PAGES = (
    home,
    reports,
    events,
    explore,
    changes_page,
    disagreements,
    commitments,
    situations_page,
    review,
    theme,
)
# Maps and timelines in the cache, of about 200 kB each.
_MAX_FIGURES = 100


def make_app(address: str | Path, *, settings: Settings | None = None) -> FastAPI:
    """Make the application of one record, which is opened at once and read-only.

    Raises `NoRecordError` where there is none.
    """
    chosen = settings or Settings()
    store = open_to_read(str(address))

    @asynccontextmanager
    async def close_after(_: FastAPI) -> AsyncIterator[None]:
        yield
        store.close()

    app = _GuardedApp(
        title="Sayso",
        version=__version__,
        description=docs.ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=close_after,
    )
    app.state.store, app.state.address, app.state.settings = store, str(address), chosen
    app.state.counts, app.state.situations = Counts(store), SituationCache(store)
    app.state.changes, app.state.home = ChangeCache(store), VersionedCache[Any](store, 2)
    app.state.ranked_disagreements = RankedDisagreements(store)
    app.state.claim_figures = VersionedCache[ClaimFigures](store, _MAX_FIGURES)
    app.state.sign_ins, app.state.signed_out = Pace(chosen.sign_ins_per_minute), SignedOut()
    for part in (api, situations, changes, judgements, docs, feeds, *_PAGES):
        app.include_router(part.router)
    app.mount("/static", _Static(directory=STATIC), name="static")
    add_error_handlers(app)
    docs.describe(app)
    return app


class _GuardedApp(FastAPI):
    """Application inside the guard, so that answers to its own failures pass the guard, too."""

    def build_middleware_stack(self) -> ASGIApp:
        return Guard(super().build_middleware_stack(), self.state.settings)


class _Static(StaticFiles):
    """Static files that browsers may cache for good, as their addresses change with their content."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        known: Any = scope.get("query_string", b"")
        if known.startswith(b"v=") and response.status_code == 200:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
