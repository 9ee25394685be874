"""Requests to an OpenAI-compatible server: one question, one whole answer."""

import os
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import msgspec

from sayso.errors import LanguageModelError, MissingPackageError, UnansweredError, UsageError
from sayso.llm.answers import answer_schema
from sayso.llm.prompt import Message
from sayso.llm.settings import ModelSettings
from sayso.model.retry_after import wait_asked_for

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["ModelClient", "ServerAnswer"]

# An answer of 10,000 records; a model that repeats itself without an end is cut off.
_MAX_BYTES = 4_000_000
# Waits double from a second, to a minute in all: so long may a model be loading. An address that leads
# nowhere has less time. Who asks for more than ten minutes is not waited for.
_ATTEMPTS, _CONNECTIONS = 7, 4
_MAX_WAIT_S = 600.0
# A question that a server was silent about for so long is asked once more.
_SILENCES = 2
_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_ADDRESS = "start it, or give its address: --url URL"
_REFUSED = {
    401: "give its key as SAYSO_LLM_KEY",
    403: "give its key as SAYSO_LLM_KEY",
    404: "is the model there, and does the address end in /v1?",
}


class ServerAnswer(NamedTuple):
    """An answer's text, how it ended (`stop`, `length`, ...), and the tokens that the server counted."""

    content: str
    finished: str = "stop"
    tokens_in: int = 0
    tokens_out: int = 0


class _Choice(msgspec.Struct):
    message: dict[str, Any]
    finish_reason: str | None = None


class _Usage(msgspec.Struct):
    prompt_tokens: int = 0
    completion_tokens: int = 0


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: _Usage | None = None


class _BusyServerError(Exception):
    """The server cannot answer now, or (`is_absent`) cannot be reached; it may ask for a wait."""

    def __init__(self, reason: str, wait_s: float | None = None, *, is_absent: bool = False) -> None:
        super().__init__(reason)
        self.wait_s = wait_s
        self.is_absent = is_absent


class ModelClient:
    """A client of one server, for the threads of a process; its connections are open in a `with` block.

    Raises `LanguageModelError` where no request can succeed (no server, a wrong key, no such model), and
    `UnansweredError` where this one did not.
    """

    def __init__(self, settings: ModelSettings, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._settings = settings
        self._sleep = sleep
        self._is_plain = False
        self._http: Any = None

    def __enter__(self) -> Self:
        """Open a pool of connections."""
        http, settings = _load_httpx(), self._settings
        key = os.environ.get("SAYSO_LLM_KEY", "").strip()
        if not (key.isascii() and key.isprintable()):
            raise UsageError("SAYSO_LLM_KEY is no key: it has marks that no key has")
        self._http = http.Client(
            headers={"authorization": f"Bearer {key}"} if key else {},
            timeout=http.Timeout(settings.timeout_s, connect=min(30.0, settings.timeout_s)),
            # A proxy is not asked for what runs on this machine.
            trust_env=not settings.is_local,
            follow_redirects=False,
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self._http.close()

    def ask(self, messages: Sequence[Message]) -> ServerAnswer:
        """Ask, wait as the server asks where it is busy, and return the answer."""
        silences = 0
        for attempt in range(_ATTEMPTS):
            try:
                return self._ask_once(messages)
            except TimeoutError as error:
                silences += 1
                if silences >= _SILENCES:
                    raise self._unanswered(f"no answer in {self._settings.timeout_s:,.0f} seconds") from error
            except _BusyServerError as error:
                wait_s = 2.0**attempt if error.wait_s is None else error.wait_s
                most = _CONNECTIONS if error.is_absent else _ATTEMPTS
                if attempt + 1 >= most or wait_s > _MAX_WAIT_S:
                    if error.is_absent:
                        raise self._broken(str(error), _ADDRESS) from error
                    raise self._unanswered(str(error)) from error
                self._sleep(wait_s)
        raise AssertionError  # the last attempt returns or raises

    def _ask_once(self, messages: Sequence[Message]) -> ServerAnswer:
        status, wait_s, body = self._post(self._body(messages))
        if status in (400, 422) and not self._is_plain:
            # Some servers know no schemas, some models no temperature: the prompt says it all. What is
            # wrong with one question alone (it is too long, say) is no reason to do without them for good.
            status, wait_s, body = self._post(self._body(messages, is_plain=True))
            self._is_plain = status == 200
        if status == 200:
            return self._decode(body)
        reason = f"the server answered with status {status}{_shorten(body)}"
        if status in _BUSY:
            raise _BusyServerError(reason, wait_s)
        if status in _REFUSED:
            raise self._broken(reason, _REFUSED[status])
        raise self._unanswered(reason)

    def _body(self, messages: Sequence[Message], *, is_plain: bool = False) -> bytes:
        body: dict[str, Any] = {"model": self._settings.model, "messages": list(messages), "stream": False}
        if not (is_plain or self._is_plain):
            schema = {"name": "annotation", "schema": answer_schema()}
            body |= {"temperature": 0, "response_format": {"type": "json_schema", "json_schema": schema}}
        return msgspec.json.encode(body)

    def _post(self, body: bytes) -> tuple[int, float | None, bytes]:
        """Send a request and return the status, the wait that the server asks for, and the answer."""
        http = _load_httpx()
        deadline = time.monotonic() + self._settings.timeout_s
        received = bytearray()
        try:
            with self._http.stream(
                "POST",
                f"{self._settings.url}/chat/completions",
                content=body,
                headers={"content-type": "application/json"},
            ) as response:
                for chunk in response.iter_bytes():
                    received += chunk
                    if len(received) > _MAX_BYTES:
                        raise self._unanswered("the answer does not end")
                    if time.monotonic() > deadline:
                        raise TimeoutError
        except (http.ConnectError, http.ConnectTimeout) as error:
            raise self._absent(error) from error
        except http.TimeoutException as error:
            raise TimeoutError from error
        except http.HTTPError as error:
            raise _BusyServerError(f"the answer broke off ({type(error).__name__})") from error
        wait = response.headers.get("retry-after", "")
        return response.status_code, wait_asked_for(wait, time.time()), bytes(received)

    def _absent(self, error: Exception) -> Exception:
        """Return the error of a server that cannot be reached; on this machine there is no use in waiting."""
        if self._settings.is_local:
            return self._broken(f"no server answers ({error})", _ADDRESS)
        return _BusyServerError(f"no connection ({error})", is_absent=True)

    def _decode(self, body: bytes) -> ServerAnswer:
        try:
            completion = msgspec.json.decode(body, type=_Completion)
            choice = completion.choices[0]
        except (msgspec.DecodeError, IndexError, RecursionError) as error:
            if body.lstrip().startswith(b"{"):
                raise self._unanswered(f"the answer is no chat completion ({error})") from error
            raise self._broken(f"no chat completion came back ({error})", "does it end in /v1?") from error
        content = choice.message.get("content")
        usage = completion.usage or _Usage()
        return ServerAnswer(
            content=content if isinstance(content, str) else "",
            finished=choice.finish_reason or "stop",
            tokens_in=usage.prompt_tokens,
            tokens_out=usage.completion_tokens,
        )

    def _broken(self, reason: str, remedy: str) -> LanguageModelError:
        return LanguageModelError(reason, where=self._settings.url, help=remedy)

    def _unanswered(self, reason: str) -> UnansweredError:
        return UnansweredError(reason, where=self._settings.url)


def _shorten(body: bytes) -> str:
    """Return the beginning of a server's message, on one line."""
    words = " ".join(body[:1_000].decode("utf-8", "replace").split())
    return f": {words[:200]}" if words else ""


def _load_httpx() -> "ModuleType":
    try:
        return import_module("httpx")
    except ModuleNotFoundError as error:
        raise MissingPackageError("the tier llm needs httpx", help="pip install 'sayso[llm]'") from error
