"""Which of several copies the others copy, as far as credits and dates tell."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sayso.gazetteer import BodyKind, find_body
from sayso.model.base import Struct
from sayso.model.dates import first_day, last_day
from sayso.model.report import Report

__all__ = ["Publication", "find_original", "in_order", "main_credit"]

_DAY = len("2020-01-31")


class Publication(Struct, frozen=True, kw_only=True):
    """What grouping copies needs of a report.

    `text` is the name under which its text was compared (`Sketch.report`): reports of one document share it.
    """

    report: str
    text: str
    published: str | None = None
    publisher: str | None = None
    credit: tuple[str, ...] = ()

    @classmethod
    def of(cls, report: Report, text: str | None = None) -> "Publication":
        """Take it from a report, compared under its own id if no other name is given."""
        return cls(
            report=report.id,
            text=text or report.id,
            published=report.published,
            publisher=report.publisher,
            credit=report.credit,
        )


def in_order(publications: Iterable[Publication]) -> list[Publication]:
    """By time of publication; those without one last; then by id."""
    return sorted(publications, key=lambda one: (one.published is None, _moment(one), one.report))


def find_original(publications: Sequence[Publication]) -> Publication | None:
    """The report that the others copy, of publications in order; None where nothing tells.

    The earliest, if it came out before all others; where that is not known, the earliest by an agency that
    others credit with the text.
    """
    if len(publications) == 1 or _is_first(publications):
        return publications[0]
    credited = {_agency(name) for one in publications for name in one.credit}
    own = [one for one in publications if one.publisher and _agency(one.publisher) in credited]
    return own[0] if own else None


def main_credit(publications: Sequence[Publication], original: Publication | None) -> str:
    """The agency that the copies credit with the text: the original's own credit, else the one named most."""
    if original is not None and original.credit:
        return original.credit[0]
    names = [name for one in publications for name in one.credit]
    return min(names, key=lambda name: (-names.count(name), name), default="")


def _is_first(publications: Sequence[Publication]) -> bool:
    """Whether all are dated and the first came out before the second, by the hour or by the day."""
    if any(one.published is None for one in publications):
        return False
    first, second = publications[:2]
    if _has_hour(first) and _has_hour(second):
        return _moment(first) < _moment(second)
    return last_day(_moment(first)) < first_day(_moment(second))


def _has_hour(publication: Publication) -> bool:
    return len(publication.published or "") > _DAY


def _moment(publication: Publication) -> str:
    """The time of publication in UTC, to be compared as text; a date that cannot be read as it stands."""
    published = publication.published or ""
    if not _has_hour(publication):
        return published
    try:
        moment = datetime.fromisoformat(published)
    except ValueError:
        return published
    return (moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)).isoformat()


def _agency(name: str) -> str:
    """One name for all that an agency goes by ("AFP", "Agence France-Presse")."""
    body = find_body(name)
    return body.name if body is not None and body.kind is BodyKind.OUTLET else name.casefold()
