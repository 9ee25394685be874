"""Settings of the server."""

import secrets
from dataclasses import dataclass, field

from sayso.codebook import least_confidence

__all__ = ["Settings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Permissions and limits of the server.

    `min_confidence`: the pages show at once the claims with at least this confidence, and fold the others.
    `judging`: whether people may judge in the pages; `password` is then asked for, if there is one. `token`
    lets programs judge through the API; without one it only reads. `hosts` are names under which the pages
    are asked for, beside `localhost` and bare addresses. `requests_per_minute` holds for one address of a
    client, 0 is without a limit; where `max_requests` are in progress, others are told to come back. `secret`
    signs cookies and forms; a new one signs everybody out.
    """

    judging: bool = True
    min_confidence: float = field(default_factory=least_confidence)
    password: str = ""
    token: str = ""
    hosts: tuple[str, ...] = ()
    requests_per_minute: int = 600
    sign_ins_per_minute: int = 10
    max_requests: int = 200
    max_body_bytes: int = 64 * 1024
    max_query_bytes: int = 8 * 1024
    secret: str = field(default_factory=lambda: secrets.token_hex(32), repr=False)
