"""Whose text a report carries: that of an agency it credits, of the report it copies, or its own."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sayso.gazetteer import fold_name
from sayso.model import CopyGroup, OriginKind, Report

__all__ = ["Lineage", "lineages_of"]


class Lineage(NamedTuple):
    """Where the text of a report comes from; reports with one `key` carry one outlet's or agency's word."""

    key: str
    name: str
    kind: OriginKind


def lineages_of(reports: Iterable[Report], copies: Mapping[str, CopyGroup]) -> dict[str, Lineage]:
    """The lineage of each report by its id.

    `copies` maps the id of a report to its copy group. An agency that a report, or its copy group, credits
    comes before the report it copies, and that before the outlet.
    """
    known = {report.id: report for report in reports}
    return {name: _lineage(report, copies.get(name), known) for name, report in known.items()}


def _lineage(report: Report, group: CopyGroup | None, known: Mapping[str, Report]) -> Lineage:
    original = known.get(group.original or group.reports[0]) if group else None
    agencies = [*report.credit, group.credit if group else "", *(original.credit if original else ())]
    if agency := next(filter(None, agencies), ""):
        return Lineage(fold_name(agency), agency, OriginKind.AGENCY)
    if group is None:
        return _own(report)
    if original is None:
        return Lineage(group.id, _own(report).name, OriginKind.COPY)
    return _own(original)._replace(kind=OriginKind.COPY)


def _own(report: Report) -> Lineage:
    name = report.outlet()
    return Lineage(fold_name(name) or report.id, name or report.input_id or report.id, OriginKind.OUTLET)
