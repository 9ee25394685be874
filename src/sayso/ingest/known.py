"""What is known of a report besides its words."""

from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import asdict

from sayso.model.base import Struct
from sayso.model.report import Report, canonical_text, make_report

__all__ = ["Known", "report_of", "tidy_url"]


class Known(Struct, frozen=True, kw_only=True):
    """What an input says of one report; None where it says nothing. `published` is ISO 8601."""

    input_id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None

    def or_else(self, other: "Known") -> "Known":
        """This, and the other's where this says nothing."""
        mine: dict[str, Any] = {name: value for name, value in asdict(self).items() if value is not None}
        return Known(**(asdict(other) | mine))


def tidy_url(value: str | None) -> str | None:
    """A URL as it was given, or None where it is none (so that a report can name it as its address).

    >>> tidy_url(" https://post.example/a "), tidy_url("http://[broken"), tidy_url("here")
    ('https://post.example/a', None, None)
    """
    value = (value or "").strip()
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        return None
    return value if scheme else None


def report_of(text: str, known: Known) -> Report:
    """The report that a text and what is known of it make."""
    fields = {name: value and canonical_text(value).strip() for name, value in asdict(known).items()}
    return make_report(text, **{name: value or None for name, value in fields.items()})
