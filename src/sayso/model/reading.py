"""Readings: all that one reader extracted from one report."""

from enum import StrEnum
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    import pandas

__all__ = ["Reader", "Reading", "ReadingStatus", "Tier"]


class ReadingStatus(StrEnum):
    """Outcome of reading; an unread report has empty lists and an issue that says why."""

    READ = "read"
    UNREAD = "unread"


class Tier(StrEnum):
    """`fast` reads by rules over the parse, `full` with learned models, `llm` with a language model."""

    FAST = "fast"
    FULL = "full"
    LLM = "llm"


class Reader(Struct, frozen=True, kw_only=True):
    """Identity of a reader: name, version, tier, and the version or hash of each model."""

    name: str = "sayso"
    version: str
    tier: Tier
    models: dict[str, str]

    def __repr__(self) -> str:
        """Return name, version and tier."""
        return f"<Reader {self.name} {self.version}, {self.tier}>"

    def fingerprint(self) -> str:
        """Return a string that identifies the reader."""
        models = ",".join(f"{name}={version}" for name, version in sorted(self.models.items()))
        return f"{self.name}/{self.version}/{self.tier}/{models}"


class Reading(Struct, frozen=True, kw_only=True):
    """All that one reader extracted from one report (RECORD.md, "reading")."""

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

    def __repr__(self) -> str:
        """Return the reading in one line: its report, and how many records it holds."""
        counts = ", ".join(
            f"{name} {len(getattr(self, name))}" for name in ("claims", "attributions", "commitments")
        )
        contents = counts if self.status is ReadingStatus.READ else "not read"
        return f"<Reading of {self.report!r}: {contents}, {self.reader.tier} tier>"

    def _repr_html_(self) -> str:
        """Return the reading as a notebook shows it; see `sayso.render`."""
        from sayso.markup import render_reading

        return render_reading(self)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return the claims as a data frame, with the columns of the table `claims`; needs pandas."""
        from sayso.model.sourced_claim import sourced_claims
        from sayso.tables import CLAIMS
        from sayso.tables.frames import make_frame

        return make_frame(CLAIMS.columns, CLAIMS.rows(sourced_claims(self)))

    def at_least(self, confidence: float) -> "Reading":
        """Return the reading without the claims that have less confidence; no commitment links to them."""
        claims = tuple(claim for claim in self.claims if claim.is_confident(confidence))
        if len(claims) == len(self.claims):
            return self
        left = {claim.id for claim in claims}
        commitments = tuple(
            found
            if found.claim is None or found.claim in left
            else msgspec.structs.replace(found, claim=None)
            for found in self.commitments
        )
        return msgspec.structs.replace(self, claims=claims, commitments=commitments)

    def to_json(self) -> bytes:
        """Return one line of JSON, UTF-8, without a line end; equal readings give equal bytes."""
        return _encoder.encode(self)

    @classmethod
    def from_json(cls, line: bytes | str) -> "Reading":
        """Decode the output of `to_json`; raises `msgspec.ValidationError` if the format is not valid."""
        return _decoder.decode(line)


_encoder = msgspec.json.Encoder(order="deterministic")
_decoder = msgspec.json.Decoder(Reading)
