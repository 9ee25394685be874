"""A server of the Model Context Protocol, which answers from a record and cannot change it."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sayso import __version__
from sayso.assistants.answers import NOTE, Answer, find_claims, follow_commitments, open_event
from sayso.errors import MissingPackageError, SaysoError
from sayso.record import Store

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

__all__ = ["make_server"]

_INSTRUCTIONS = (
    "A sourced record of what news reports claim: who did what to whom, where, when, how far it went, and on "
    f"whose word. {NOTE} Dates are ISO 8601 (2020-03-17, 2020-03 or 2020); countries are names or ISO 3166-1 "
    "alpha-3."
)


def make_server(store: Store) -> "MCPServer":
    """Make the server of a record; raises `MissingPackageError` without the package `mcp`."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp_types import ToolAnnotations
    except ModuleNotFoundError as error:
        raise MissingPackageError("this needs the package mcp", help='pip install "sayso[mcp]"') from error
    server = MCPServer(
        "sayso", title="Sayso", instructions=_INSTRUCTIONS, version=__version__, log_level="WARNING"
    )
    read_only = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
    for name, tool in _tools(store).items():
        server.add_tool(tool, name=name, annotations=read_only)
    return server


def _tools(store: Store) -> dict[str, Callable[..., Answer]]:
    """Return the tools by name; their parameters and docstrings are what an assistant sees."""

    def search_claims(  # noqa: PLR0913 - one parameter for each filter
        text: str | None = None,
        actor: str | None = None,
        recipient: str | None = None,
        source: str | None = None,
        place: str | None = None,
        country: str | None = None,
        type: str | None = None,
        status: str | None = None,
        first: str | None = None,
        last: str | None = None,
        published_first: str | None = None,
        published_last: str | None = None,
        as_of: str | None = None,
        min_confidence: float | None = None,
        limit: int = 20,
        after: str | None = None,
    ) -> dict[str, Any]:
        """Search the claims of the record; all filters that are given must hold.

        text: words of the sentence; actor, recipient, source, place: words of the text or a name; type: a
        PLOVER type (ASSAULT, RETREAT, ...); status: occurred, ongoing, planned, demanded or hypothetical;
        first, last: days of the event; published_first, published_last: days of the report; as_of: only what
        was reported by then. Up to 50 claims an answer; `next` of the answer is `after` of the next one. A
        claim is not a fact.
        """
        asked = {name: value for name, value in locals().items() if name != "store" and value is not None}
        return _answer(find_claims, store, **asked)

    def open_claimed_event(event: str, as_of: str | None = None) -> dict[str, Any]:
        """Open the event of a claim: who says so independently, its values, its disagreements, its claims.

        event: the `event` of a claim; as_of: only what was reported by that day. What sources disagree on is
        listed side by side; the record never says which side is right.
        """
        return _answer(open_event, store, event, as_of=as_of)

    def follow_commitment(  # noqa: PLR0913 - one parameter for each filter
        id: str | None = None,
        text: str | None = None,
        actor: str | None = None,
        source: str | None = None,
        place: str | None = None,
        country: str | None = None,
        state: str | None = None,
        as_of: str | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        """Follow commitments: what was promised or owed, by whom, until when, and what became of it.

        id: one commitment; actor: who owes it; state: open, kept, broken, disputed or expired as of the day
        `as_of`, else of today. `evidence` holds the later claims that the state rests on, each on its own
        source's word.
        """
        asked = {name: value for name, value in locals().items() if name != "store" and value is not None}
        return _answer(follow_commitments, store, **asked)

    return {
        "search_claims": search_claims,
        "open_event": open_claimed_event,
        "follow_commitments": follow_commitment,
    }


def _answer(ask: Callable[..., Answer], *asked: Any, **filters: Any) -> Answer:  # noqa: ANN401
    """Return an answer; an error of the question is given with its remedy."""
    from mcp.server.mcpserver.exceptions import ToolError

    try:
        return ask(*asked, **filters)
    except SaysoError as error:
        raise ToolError(str(error)) from error
