"""Attributions: who says what in a report."""

from enum import StrEnum

from sayso.model.base import Struct, shorten
from sayso.model.entity import Entity
from sayso.model.span import Span

__all__ = ["Attribution", "SourceKind", "Style"]


class SourceKind(StrEnum):
    """Kind of a source."""

    NAMED_PERSON = "named_person"
    NAMED_ORGANIZATION = "named_organization"
    MEDIA = "media"
    DOCUMENT = "document"
    UNNAMED_OFFICIAL = "unnamed_official"
    UNNAMED_PERSON = "unnamed_person"
    GROUP = "group"


class Style(StrEnum):
    """Form of reported speech: all of its words in quotation marks, none, or some."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Attribution(Struct, frozen=True, kw_only=True):
    """One "X says Y": source, cue and content.

    `source` is empty if the text does not name it ("reportedly"). `content` may be discontinuous and never
    includes the cue. `parent` is the attribution in whose content this one stands, or that relays it.
    `confidence` (0 to 1, two decimals) is the calibrated probability that source and content are right; None
    if the reader gave none.
    """

    id: str
    key: str
    source: tuple[Span, ...] = ()
    source_entity: Entity | None = None
    source_kind: SourceKind | None = None
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()
    style: Style = Style.INDIRECT
    parent: str | None = None
    confidence: float | None = None

    def __repr__(self) -> str:
        """Return the attribution in one line: its source, cue and content."""
        cue, content = (
            shorten(" … ".join(span.text for span in spans)) for spans in (self.cue, self.content)
        )
        return f"<Attribution {self.id}: {shorten(self.source_name()) or '?'} {cue!r} {content!r}>"

    def source_name(self) -> str:
        """Return the source's name, else its words in the text; "" if the text does not name it."""
        if self.source_entity and self.source_entity.name:
            return self.source_entity.name
        return " ".join(span.text for span in self.source)
