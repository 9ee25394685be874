"""The frozen structs that travel between the stages (RECORD.md is their written form)."""

from sayso.model.attribution import Attribution, SourceKind, Style
from sayso.model.blocking import BlockingKeys, Candidates, Pair, Sketch
from sayso.model.claim import Certainty, Claim, ClaimObject, Event, ObjectEvent, Status
from sayso.model.commitment import Commitment, Strength
from sayso.model.difference import Basis, Difference, DifferenceKind, Period, make_period, parse_kinds
from sayso.model.entity import Entity, EntityKind, NamedEntity, Participant
from sayso.model.feed import FeedState, FeedStates
from sayso.model.grounding import Grounding
from sayso.model.group import (
    ClaimRef,
    CopyGroup,
    Disagreement,
    DisagreementKind,
    EventGroup,
    GroupedClaim,
    GroupRef,
    Origin,
    OriginKind,
    Side,
    Story,
    Value,
    amount_words,
)
from sayso.model.identity import Mint
from sayso.model.issue import FAULTS, Issue
from sayso.model.judgement import Judgement, Link, Quote, Verdict
from sayso.model.parse import Coreference, Name, Parse, Sentence, Token
from sayso.model.quantity import Quantity
from sayso.model.raw import Raw
from sayso.model.reading import Reader, Reading, ReadingStatus, Tier
from sayso.model.report import Report, canonical_text, document_id, make_report
from sayso.model.row import (
    AttributionRow,
    ClaimRow,
    CommitmentRow,
    DisagreementRow,
    EventRow,
    FoundRow,
    ReportRow,
    Row,
)
from sayso.model.situation import Change, Holds, Relation, Situation, StateAssertion, Turn
from sayso.model.sourced_claim import SourcedClaim
from sayso.model.span import IntervalIndex, Span
from sayso.model.time import TimeExpression
from sayso.model.toponym import Toponym
from sayso.model.tracked_commitment import Bearing, CommitmentState, Evidence, FollowedCommitment

__all__ = [
    "FAULTS",
    "Attribution",
    "AttributionRow",
    "Basis",
    "Bearing",
    "BlockingKeys",
    "Candidates",
    "Certainty",
    "Change",
    "Claim",
    "ClaimObject",
    "ClaimRef",
    "ClaimRow",
    "Commitment",
    "CommitmentRow",
    "CommitmentState",
    "CopyGroup",
    "Coreference",
    "Difference",
    "DifferenceKind",
    "Disagreement",
    "DisagreementKind",
    "DisagreementRow",
    "Entity",
    "EntityKind",
    "Event",
    "EventGroup",
    "EventRow",
    "Evidence",
    "FeedState",
    "FeedStates",
    "FollowedCommitment",
    "FoundRow",
    "Grounding",
    "GroupRef",
    "GroupedClaim",
    "Holds",
    "IntervalIndex",
    "Issue",
    "Judgement",
    "Link",
    "Mint",
    "Name",
    "NamedEntity",
    "ObjectEvent",
    "Origin",
    "OriginKind",
    "Pair",
    "Parse",
    "Participant",
    "Period",
    "Quantity",
    "Quote",
    "Raw",
    "Reader",
    "Reading",
    "ReadingStatus",
    "Relation",
    "Report",
    "ReportRow",
    "Row",
    "Sentence",
    "Side",
    "Situation",
    "Sketch",
    "SourceKind",
    "SourcedClaim",
    "Span",
    "StateAssertion",
    "Status",
    "Story",
    "Strength",
    "Style",
    "Tier",
    "TimeExpression",
    "Token",
    "Toponym",
    "Turn",
    "Value",
    "Verdict",
    "amount_words",
    "canonical_text",
    "document_id",
    "make_period",
    "make_report",
    "parse_kinds",
]
