"""Light or dark theme, or that of the system: in a cookie, so that no page begins in the wrong one."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

__all__ = ["router"]

router = APIRouter(include_in_schema=False)
_LASTS_S = 365 * 24 * 3600


@router.post("/theme")
def choose(
    theme: Annotated[Literal["light", "dark", "system"], Form()],
    back: Annotated[str, Form(max_length=10_000)] = "/",
) -> RedirectResponse:
    """Keep the choice and go back to the page it was made on."""
    answer = RedirectResponse(_own_address(back), 303)
    if theme == "system":
        answer.delete_cookie("theme", samesite="lax")
    else:
        answer.set_cookie("theme", theme, max_age=_LASTS_S, httponly=True, samesite="lax")
    return answer


def _own_address(address: str) -> str:
    """Return the address if it is of this site, else "/"."""
    # Browsers take a backslash for a slash, and leave out line ends and tabs.
    plain = address.isprintable() and address.isascii() and "\\" not in address
    parts = urlsplit(address) if plain and address.startswith("/") and not address.startswith("//") else None
    return address if parts is not None and not parts.scheme and not parts.netloc else "/"
