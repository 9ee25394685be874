"""Puts the pages and the API together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Scope

from sayso import __version__
from sayso.web import api, docs, feeds, judgements, situations
from sayso.web.counting import Counts
from sayso.web.guarding import Guard, Pace
from sayso.web.holding import Holding
from sayso.web.keeping import Kept
from sayso.web.opening import open_to_read
from sayso.web.pages import (
    commitments,
    disagreements,
    events,
    explore,
    holdings,
    home,
    reports,
    review,
    theme,
)
from sayso.web.picturing import Seen
from sayso.web.ranking import Sharpest
from sayso.web.settings import Settings
from sayso.web.showing import STATIC
from sayso.web.signing import SignedOut
from sayso.web.trouble import add_error_handlers

__all__ = ["make_app"]

_PAGES = (home, reports, events, explore, disagreements, commitments, holdings, review, theme)
# Maps and timelines kept, of about 200 kB each.
_SEEN = 100


def make_app(address: str | Path, *, settings: Settings | None = None) -> FastAPI:
    """The pages and the API of one record, which is opened at once and only to read.

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
    app.state.counts, app.state.sharpest, app.state.holding = Counts(store), Sharpest(store), Holding(store)
    app.state.seen = Kept[Seen](store, _SEEN)
    app.state.sign_ins, app.state.signed_out = Pace(chosen.sign_ins_per_minute), SignedOut()
    for part in (api, situations, judgements, docs, feeds, *_PAGES):
        app.include_router(part.router)
    app.mount("/static", _Static(directory=STATIC), name="static")
    add_error_handlers(app)
    docs.describe(app)
    return app


class _GuardedApp(FastAPI):
    """An app with the guard around all of it, so that also answers to its own failures pass there."""

    def build_middleware_stack(self) -> ASGIApp:
        return Guard(super().build_middleware_stack(), self.state.settings)


class _Static(StaticFiles):
    """Files that may be kept for good, as their addresses change with them."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        known: Any = scope.get("query_string", b"")
        if known.startswith(b"v=") and response.status_code == 200:
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        return response
