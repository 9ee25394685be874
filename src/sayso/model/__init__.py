"""The frozen records that travel between the stages (RECORD.md is their written form)."""

from sayso.model.attribution import Attribution, SourceKind, Style
from sayso.model.claim import Certainty, Claim, ClaimObject, Event, ObjectEvent, Status
from sayso.model.commitment import Commitment, Strength
from sayso.model.entity import Entity, EntityKind, NamedEntity, Participant
from sayso.model.feed import FeedState, FeedStates
from sayso.model.grounding import Grounding
from sayso.model.identity import Mint
from sayso.model.issue import Issue
from sayso.model.judgement import Judgement, Link, Quote, Verdict
from sayso.model.parse import Coreference, Name, Parse, Sentence, Token
from sayso.model.quantity import Quantity
from sayso.model.raw import Raw
from sayso.model.reading import Reader, Reading, ReadingStatus, Tier
from sayso.model.report import Report, canonical_text, document_id, make_report
from sayso.model.row import AttributionRow, ClaimRow, CommitmentRow, ReportRow, Row
from sayso.model.span import Span
from sayso.model.time import TimeExpression
from sayso.model.told import Told
from sayso.model.toponym import Toponym

__all__ = [
    "Attribution",
    "AttributionRow",
    "Certainty",
    "Claim",
    "ClaimObject",
    "ClaimRow",
    "Commitment",
    "CommitmentRow",
    "Coreference",
    "Entity",
    "EntityKind",
    "Event",
    "FeedState",
    "FeedStates",
    "Grounding",
    "Issue",
    "Judgement",
    "Link",
    "Mint",
    "Name",
    "NamedEntity",
    "ObjectEvent",
    "Parse",
    "Participant",
    "Quantity",
    "Quote",
    "Raw",
    "Reader",
    "Reading",
    "ReadingStatus",
    "Report",
    "ReportRow",
    "Row",
    "Sentence",
    "SourceKind",
    "Span",
    "Status",
    "Strength",
    "Style",
    "Tier",
    "TimeExpression",
    "Token",
    "Told",
    "Toponym",
    "Verdict",
    "canonical_text",
    "document_id",
    "make_report",
]
