"""What one reader made of one report."""

from enum import StrEnum

import msgspec

from sayso.model.attribution import Attribution
from sayso.model.base import Struct
from sayso.model.claim import Claim
from sayso.model.commitment import Commitment
from sayso.model.entity import NamedEntity
from sayso.model.issue import Issue
from sayso.model.quantity import Quantity
from sayso.model.report import Report
from sayso.model.time import TimeExpression
from sayso.model.toponym import Toponym

__all__ = ["Reader", "Reading", "ReadingStatus", "Tier"]


class ReadingStatus(StrEnum):
    """Whether the report was read; an unread one has empty lists and an issue that says why."""

    READ = "read"
    UNREAD = "unread"


class Tier(StrEnum):
    """`fast` reads by rules over the parse, `full` with learned models."""

    FAST = "fast"
    FULL = "full"


class Reader(Struct, frozen=True, kw_only=True):
    """Who read: name, version, tier, and the version or hash of each model."""

    name: str = "sayso"
    version: str
    tier: Tier
    models: dict[str, str]

    def fingerprint(self) -> str:
        """One string that differs whenever the reader does."""
        models = ",".join(f"{name}={version}" for name, version in sorted(self.models.items()))
        return f"{self.name}/{self.version}/{self.tier}/{models}"


class Reading(Struct, frozen=True, kw_only=True):
    """All that one reader found in one report (RECORD.md, "reading")."""

    report: Report
    status: ReadingStatus = ReadingStatus.READ
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    entities: tuple[NamedEntity, ...] = ()
    issues: tuple[Issue, ...] = ()
    reader: Reader

    def to_json(self) -> bytes:
        """One line of JSON, UTF-8, without a line end; the same reading always gives the same bytes."""
        return _encoder.encode(self)

    @classmethod
    def from_json(cls, line: bytes | str) -> "Reading":
        """Read what `to_json` wrote; raises `msgspec.ValidationError` where the format is not kept."""
        return _decoder.decode(line)


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Reading)
