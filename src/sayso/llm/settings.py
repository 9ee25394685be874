"""Settings of the tier `llm`: which model, at which address, and where its answers are kept."""

import ipaddress
import os
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sayso.errors import UsageError

__all__ = ["ModelSettings", "model_settings"]

# Ollama's address on this machine.
_LOCAL_URL = "http://127.0.0.1:11434/v1"
# A model of 8 billion parameters on two processor cores writes 2,000 tokens in some seven minutes.
_TIMEOUT_S = 900.0
_LOCAL = "localhost"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSettings:
    """A language model, the server that runs it, and the file that its answers are kept in.

    `url` is the base address of an OpenAI-compatible server, with its `/v1`. `requests` are sent at once, at
    most. The key is no setting, so that nothing stores or shows it: the client takes it from `SAYSO_LLM_KEY`.
    """

    model: str
    url: str = _LOCAL_URL
    answers: str = field(default_factory=lambda: str(_answers_file()))
    requests: int = 4
    timeout_s: float = _TIMEOUT_S

    def __post_init__(self) -> None:
        """Check the address and the model's name; raises `UsageError`."""
        if not self.model.strip():
            raise UsageError(
                "the tier llm needs a model", help="--model NAME, or SAYSO_LLM_MODEL; see: sayso doctor"
            )
        try:
            parts = urlsplit(self.url)
            is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
            is_address = is_web and self.url.isprintable() and " " not in self.url
        except ValueError:
            is_address = False
        if not is_address:
            raise UsageError(
                f"{self.url!r} is no address of a server", help="--url http://127.0.0.1:11434/v1, for example"
            )
        if parts.username or parts.password or parts.query or parts.fragment:
            raise UsageError(
                "the address of a model's server holds a password, a query or a fragment",
                help="give the address alone, and the key as SAYSO_LLM_KEY",
            )

    @property
    def is_local(self) -> bool:
        """True if the server runs on this machine, by its address."""
        return self.host == _LOCAL

    @property
    def host(self) -> str:
        """The host of the server; `localhost` for every address of this machine."""
        host = urlsplit(self.url).hostname or ""
        try:
            return _LOCAL if ipaddress.ip_address(host).is_loopback else host
        except ValueError:
            return host


def model_settings(
    model: str | None = None,
    url: str | None = None,
    *,
    answers: str | None = None,
    beside: str | None = None,
) -> ModelSettings:
    """Return the settings as given, else as the environment has them, else for a server on this machine.

    The variables are `SAYSO_LLM_MODEL`, `SAYSO_LLM_URL`, `SAYSO_LLM_ANSWERS`, `SAYSO_LLM_REQUESTS` and
    `SAYSO_LLM_TIMEOUT` (seconds). `beside` is the file of answers where neither says one; without it that is
    in the user's cache folder. Raises `UsageError` without a model, or for an address that is none.
    """
    environment = os.environ
    return ModelSettings(
        model=model or environment.get("SAYSO_LLM_MODEL", ""),
        url=(url or environment.get("SAYSO_LLM_URL") or _LOCAL_URL).rstrip("/"),
        answers=answers or environment.get("SAYSO_LLM_ANSWERS") or beside or str(_answers_file()),
        requests=int(_number("SAYSO_LLM_REQUESTS", 4)),
        timeout_s=_number("SAYSO_LLM_TIMEOUT", _TIMEOUT_S),
    )


def _answers_file() -> Path:
    """Return the file in the user's cache folder (XDG Base Directory Specification)."""
    folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder) / "sayso" / "answers.sqlite"


def _number(variable: str, default: float) -> float:
    text = os.environ.get(variable, "")
    try:
        number = float(text or default)
    except ValueError:
        number = 0
    if not 1 <= number <= 86_400:
        raise UsageError(f"{variable} is {text!r}, no number from 1 to 86400")
    return number
