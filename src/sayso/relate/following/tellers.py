"""On whose word a claim is told, and on which day."""

from collections.abc import Iterable

from sayso.model import Report, SourcedClaim
from sayso.model.dates import known_day, last_day

__all__ = ["innermost_source", "names_of", "publication_day", "told_by"]


def names_of(told: SourcedClaim) -> tuple[str, ...]:
    """The sources of a claim's first chain by name, innermost first; () is the report's own voice."""
    known = {one.id: one for one in told.attributions}
    chain = next(iter(told.claim.chains), ())
    return tuple(name for one in chain if one in known and (name := known[one].source_name()))


def innermost_source(told: SourcedClaim) -> str:
    """Whose word it is: the innermost source, else who published the report."""
    return next(iter(names_of(told)), "") or told.report.publisher or told.report.url or told.report.id


def publication_day(report: Report) -> str | None:
    """The day a report was published, or None where it is not known to the day."""
    day = known_day(report.published)
    return day.isoformat() if day else None


def told_by(told: Iterable[SourcedClaim], as_of: str | None) -> list[SourcedClaim]:
    """What was published by a day, each claim once, in order of publication and text; all of it for None.

    Reports without a date are left out where a day is given.
    """
    kept = {
        (one.report.id, one.claim.id): one
        for one in told
        if as_of is None or (one.report.published and last_day(one.report.published) <= as_of)
    }
    return sorted(kept.values(), key=_order)


def _order(told: SourcedClaim) -> tuple[str, str, int, str]:
    return (
        publication_day(told.report) or "",
        told.report.id,
        told.claim.trigger.start,
        told.claim.id,
    )
