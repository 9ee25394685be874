"""Metadata of a report: everything but its text."""

from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import asdict

from sayso.model.base import Struct
from sayso.model.report import Report, canonical_text, make_report

__all__ = ["Metadata", "report_of", "tidy_url"]


class Metadata(Struct, frozen=True, kw_only=True):
    """Metadata that an input gives of one report; None if it is not given. `published` is ISO 8601."""

    input_id: str | None = None
    url: str | None = None
    title: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None

    def or_else(self, fallback: "Metadata") -> "Metadata":
        """Return these metadata, with missing values from `fallback`."""
        given: dict[str, Any] = {name: value for name, value in asdict(self).items() if value is not None}
        return Metadata(**(asdict(fallback) | given))


def tidy_url(value: str | None) -> str | None:
    """Return a URL as it was given, or None if it is none (so that a report can name it as its address).

    >>> tidy_url(" https://post.example/a "), tidy_url("http://[broken"), tidy_url("here")
    ('https://post.example/a', None, None)
    """
    value = (value or "").strip()
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        return None
    return value if scheme else None


def report_of(text: str, metadata: Metadata) -> Report:
    """Return the report of a text and its metadata."""
    fields = {name: value and canonical_text(value).strip() for name, value in asdict(metadata).items()}
    return make_report(text, **{name: value or None for name, value in fields.items()})
