"""The original among several copies, by credits and dates of publication."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sayso.gazetteer import BodyKind, find_body
from sayso.model.base import Struct
from sayso.model.dates import first_day, last_day
from sayso.model.report import Report

__all__ = ["Publication", "find_original", "main_credit", "order_publications"]

_DAY = len("2020-01-31")


class Publication(Struct, frozen=True, kw_only=True):
    """Metadata of a report for clustering copies.

    `text` is the name under which its text was compared (`Sketch.report`): reports of one document share it.
    """

    report: str
    text: str
    published: str | None = None
    publisher: str | None = None
    credit: tuple[str, ...] = ()

    @classmethod
    def of(cls, report: Report, text: str | None = None) -> "Publication":
        """Return the metadata of a report, compared under its own id if no `text` is given."""
        return cls(
            report=report.id,
            text=text or report.id,
            published=report.published,
            publisher=report.publisher,
            credit=report.credit,
        )


def order_publications(publications: Iterable[Publication]) -> list[Publication]:
    """Sort by time of publication, undated reports last, then by id."""
    return sorted(
        publications,
        key=lambda publication: (publication.published is None, _moment(publication), publication.report),
    )


def find_original(publications: Sequence[Publication]) -> Publication | None:
    """Return the original of publications in order, or None if it cannot be determined.

    The original is the earliest, if it was published before all others; if that is unknown, the earliest by
    an agency that others credit with the text.
    """
    if len(publications) == 1 or _is_first(publications):
        return publications[0]
    credited = {_agency(name) for publication in publications for name in publication.credit}
    own = [
        publication
        for publication in publications
        if publication.publisher and _agency(publication.publisher) in credited
    ]
    return own[0] if own else None


def main_credit(publications: Sequence[Publication], original: Publication | None) -> str:
    """Return the agency credited with the text: the original's own credit, else the most frequent one."""
    if original is not None and original.credit:
        return original.credit[0]
    names = [name for publication in publications for name in publication.credit]
    return min(names, key=lambda name: (-names.count(name), name), default="")


def _is_first(publications: Sequence[Publication]) -> bool:
    """Tell whether all are dated and the first was published before the second, by the hour or by the day."""
    if any(publication.published is None for publication in publications):
        return False
    first, second = publications[:2]
    if _has_hour(first) and _has_hour(second):
        return _moment(first) < _moment(second)
    return last_day(_moment(first)) < first_day(_moment(second))


def _has_hour(publication: Publication) -> bool:
    return len(publication.published or "") > _DAY


def _moment(publication: Publication) -> str:
    """Return the time of publication in UTC, comparable as text; a date that cannot be parsed unchanged."""
    published = publication.published or ""
    if not _has_hour(publication):
        return published
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()


def _agency(name: str) -> str:
    """Return the canonical name of an agency ("AFP", "Agence France-Presse")."""
    body = find_body(name)
    return body.name if body is not None and body.kind is BodyKind.OUTLET else name.casefold()
