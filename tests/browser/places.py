"""Every page there is, by the address at which a test looks at it."""

import re
from collections.abc import Iterator
from html import unescape

from sayso.record import Store


def addresses(db: str, report: str) -> list[str]:
    """The pages of one report, and of its first claim."""
    with Store(db, create=False) as store:
        claims = store.claims(report=report).page(2).rows
    claim = claims[0].claim.id
    return [
        f"/reports/{report}",
        f"/reports/{report}?claim={claim}",
        f"/reports/{report}?marks=none",
        f"/explore?report={report}",
        f"/explore?report={report}&show=attributions",
        f"/explore?report={report}&show=commitments",
        f"/explore?report={report}&show=reports",
        f"/review?report={report}",
        f"/review?claim={claim}",
    ]


# Those that belong to no report.
COMMON = (
    "/",
    "/explore",
    "/explore?show=events&order=fewest-sources&max_sources=1",
    "/changes?since=2000-01-01",
    "/changes?since=2000-01-01&by=publication&kind=source",
    "/changes?since=soon",
    "/explore?text=nothing+at+all",
    "/explore?from=soon",
    "/commitments",
    "/review/judgements",
)
# Kinds whose pages list others: the first of each is looked at, too.
LISTS = ("/events", "/disagreements", "/situations", "/commitments")


def linked(text: str, start: str) -> Iterator[str]:
    """Addresses on a page that begin like this one and go deeper, each once."""
    found = re.findall(rf'href="({re.escape(start)}/[^"#?]+)', text)
    yield from dict.fromkeys(unescape(one) for one in found)
