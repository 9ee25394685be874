"""Places named in a report."""

from sayso.model.span import Span

__all__ = ["Toponym"]


class Toponym(Span, frozen=True, kw_only=True):
    """A place name resolved to a gazetteer entry.

    `geonameid` and the coordinates (degrees, WGS 84) are None if the place is not resolved; `country` is
    ISO 3166-1 alpha-3 or ""; `feature` a GeoNames feature code or ""; `confidence` runs from 0 to 1.
    """

    name: str
    geonameid: int | None = None
    lat: float | None = None
    lon: float | None = None
    country: str = ""
    feature: str = ""
    confidence: float = 0.0
