"""The tables of a record, the same on SQLite and PostgreSQL.

`n` is the number a row has inside one record: it grows in the order in which things came in, gives the order
of the queries, and never leaves the record (ids do). What was read has even numbers; what a person corrected
stands beside it under the next odd one, so that the value before is never lost and both can be searched.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

__all__ = [
    "BODIES",
    "CHAINS",
    "FOUND",
    "anchor",
    "attribution",
    "attribution_body",
    "claim",
    "claim_body",
    "claim_chain",
    "commitment",
    "commitment_body",
    "commitment_chain",
    "copy_group",
    "disagreement",
    "document",
    "entity",
    "event",
    "event_claim",
    "event_redirect",
    "follow_key",
    "follow_profile",
    "issue",
    "judgement",
    "membership",
    "meta",
    "metadata",
    "name",
    "pair",
    "participant",
    "place",
    "quantity",
    "raw",
    "reader",
    "reading",
    "report",
    "sketch",
    "sketch_key",
    "state_assertion",
    "tombstone",
    "toponym",
    "waiting",
]

metadata = MetaData()
# SQLite makes a column the table's own row number only if its type is INTEGER to the letter.
_Number = BigInteger().with_variant(Integer(), "sqlite")

# Days are compared sign by sign, whatever the language of the server.
_Day = String().with_variant(String(collation="C"), "postgresql")


def _number() -> Column[Any]:
    return Column("n", _Number, primary_key=True, autoincrement=False)


def _within(table: str, column: str = "", *, key: bool = False, empty: bool = False) -> Column[Any]:
    """Return a foreign key to another table, deleted with the row that it refers to."""
    return Column(
        column or table,
        _Number,
        ForeignKey(f"{table}.n", ondelete="CASCADE"),
        primary_key=key,
        nullable=empty,
        autoincrement=False,
    )


def _position(column: str = "position") -> Column[Any]:
    return Column(column, Integer, primary_key=True, autoincrement=False)


def _text(column: str, **options: Any) -> Column[Any]:  # noqa: ANN401 - what Column takes
    return Column(column, Text, nullable=False, default="", server_default="", **options)


def _span() -> tuple[Column[Any], Column[Any]]:
    return Column("start", Integer, nullable=False), Column("end", Integer, nullable=False)


meta = Table("meta", metadata, Column("key", String, primary_key=True), Column("value", Text, nullable=False))

document = Table(
    "document",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    Column("sha256", String, nullable=False),
    Column("text", Text, nullable=False),
)

reader = Table(
    "reader",
    metadata,
    _number(),
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("version", String, nullable=False),
    Column("tier", String, nullable=False),
    Column("models", Text, nullable=False),
)

# `body` holds, packed, what no filter asks for: times, quantities and the mentions of entities.
reading = Table(
    "reading",
    metadata,
    _number(),
    _within("document"),
    _text("anchor"),
    _within("reader"),
    Column("status", String, nullable=False),
    Column("body", LargeBinary, nullable=False),
    UniqueConstraint("document", "anchor", "reader", "status", name="reading_identity"),
)

# `reading` is the one that queries show: the last that was made. `address` is outlet and address, or the
# input's id: under it a page that was extracted anew is known again. `reported_on` is the day of publication,
# else the day of `first_seen`.
report = Table(
    "report",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    _within("document"),
    _within("reading"),
    Column("input_id", Text),
    Column("url", Text),
    Column("publisher", Text),
    Column("title", Text),
    Column("byline", Text),
    Column("credit", Text, nullable=False),
    Column("published", _Day),
    Column("language", String),
    Column("address", String, nullable=False, index=True),
    Column("reported_on", _Day, nullable=False, index=True),
    Column("first_seen", String, nullable=False),
    Index("report_document", "document"),
    Index("report_reading", "reading", "n"),
    Index("report_input_id", "input_id"),
)

raw = Table(
    "raw",
    metadata,
    _within("report", key=True),
    Column("media_type", String, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

issue = Table(
    "issue",
    metadata,
    _within("report", key=True),
    _position(),
    Column("code", String, nullable=False),
    Column("message", Text, nullable=False),
)

# How reports call something, and what that points to; each way once, however often it is used.
name = Table(
    "name",
    metadata,
    _number(),
    Column("digest", String, nullable=False, unique=True),
    _text("words"),
    _text("name"),
    _text("entity"),
    _text("kind"),
    _text("code"),
    _text("country"),
    _text("sector"),
    Column("geonameid", Integer),
    Column("lat", Float),
    Column("lon", Float),
    _text("feature"),
)

entity = Table(
    "entity",
    metadata,
    _within("reading", key=True),
    _position(),
    Column("id", String, nullable=False),
    _within("name"),
    Index("entity_name", "name"),
    sqlite_with_rowid=False,
)

toponym = Table(
    "toponym",
    metadata,
    _within("reading", key=True),
    _position(),
    *_span(),
    _within("name"),
    Column("confidence", Float, nullable=False),
    Index("toponym_name", "name"),
    sqlite_with_rowid=False,
)


def _found(kind: str, *columns: Any) -> Table:  # noqa: ANN401 - columns and indexes
    """Return a table of claims, attributions or commitments: id, key, whether queries show it, verdict."""
    return Table(
        kind,
        metadata,
        _number(),
        Column("id", String, nullable=False),
        Column("key", String, nullable=False),
        _within("reading"),
        Column("position", Integer, nullable=False),
        Column("shown", Boolean, nullable=False, default=True),
        _text("verdict"),
        *columns,
        Index(f"{kind}_id", "id"),
        Index(f"{kind}_key", "key"),
        Index(f"{kind}_reading", "reading", "n"),
    )


def _body(kind: str) -> Table:
    """Return a table of bodies as JSON and of the words for full-text search.

    Apart from the table of `_found`, whose rows stay short, as the filters scan them.
    """
    return Table(
        f"{kind}_body",
        metadata,
        _within(kind, "n", key=True),
        Column("words", Text, nullable=False),
        Column("body", Text, nullable=False),
    )


def _chain(kind: str) -> Table:
    return Table(
        f"{kind}_chain",
        metadata,
        _within(kind, key=True),
        _position("chain"),
        _position(),
        _within("attribution"),
        Index(f"{kind}_chain_attribution", "attribution", kind),
        sqlite_with_rowid=False,
    )


attribution = _found(
    "attribution",
    _text("source_kind"),
    Column("style", String, nullable=False),
    _within("name", empty=True),
    Index("attribution_name", "name"),
)
attribution_body = _body("attribution")

claim = _found(
    "claim",
    Column("type", String, nullable=False),
    Column("status", String, nullable=False),
    Column("negated", Boolean, nullable=False),
    Column("certainty", String, nullable=False),
    # In hundredths; null if the reader gave none.
    Column("confidence", SmallInteger),
    Column("first_day", _Day),
    Column("last_day", _Day),
    Index("claim_type", "type", "n"),
    Index("claim_status", "status", "n"),
    # All that counting claims by day looks at: their rows are not touched. No index begins with `shown`:
    # nearly all are, and SQLite would look for one claim among all of them.
    Index("claim_days", "first_day", "last_day", "status", "negated", "shown", "reading"),
)
claim_body = _body("claim")
claim_chain = _chain("claim")

participant = Table(
    "participant",
    metadata,
    _within("claim", key=True),
    Column("role", String, primary_key=True),
    _position(),
    *_span(),
    _within("name"),
    Index("participant_name", "name", "role", "claim"),
    sqlite_with_rowid=False,
)

place = Table(
    "place",
    metadata,
    _within("claim", key=True),
    _position(),
    *_span(),
    _within("name"),
    _text("country"),
    Index("place_name", "name", "claim"),
    Index("place_country", "country", "claim"),
    sqlite_with_rowid=False,
)

quantity = Table(
    "quantity",
    metadata,
    _within("claim", key=True),
    _position(),
    *_span(),
    Column("words", Text, nullable=False),
    Column("value", Float),
    Column("min", Float),
    Column("max", Float),
    Column("approximate", SmallInteger, nullable=False),
    _text("unit"),
    sqlite_with_rowid=False,
)

commitment = _found(
    "commitment",
    Column("strength", String, nullable=False),
    _within("claim", empty=True),
    _within("name", "debtor", empty=True),
    Column("first_day", _Day),
    Column("last_day", _Day),
    Index("commitment_claim", "claim"),
    Index("commitment_debtor", "debtor"),
)
commitment_body = _body("commitment")
commitment_chain = _chain("commitment")

# Judgements and tombstones hang on keys and ids, not on rows: they outlive what was read.
judgement = Table(
    "judgement",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    Column("key", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("verdict", String, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", String, nullable=False),
    _text("why"),
    _text("field"),
    _text("value"),
    _text("before"),
    _text("other"),
    Column("report", String, nullable=False),
    Column("document", String, nullable=False, index=True),
    Column("address", String, nullable=False, index=True),
    _text("quote_before"),
    _text("quote_words"),
    _text("quote_after"),
)

# The keys of a judgement: its own, and those at its words in texts extracted anew.
anchor = Table(
    "anchor",
    metadata,
    Column("key", String, primary_key=True),
    _within("judgement", key=True),
    Index("anchor_judgement", "judgement"),
)

# What relates reports is derived from the readings, and can be made again from them at any time. A report
# stands in `waiting` until all below holds for the reading and the judgements that it has now.
waiting = Table("waiting", metadata, _within("report", key=True))

sketch = Table(
    "sketch",
    metadata,
    _within("reading", key=True),
    Column("kind", String, primary_key=True),
    Column("body", LargeBinary, nullable=False),
)

sketch_key = Table(
    "sketch_key",
    metadata,
    Column("kind", String, primary_key=True),
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    _within("reading", key=True),
    Index("sketch_key_reading", "reading"),
    sqlite_with_rowid=False,
)

# No key or index begins with `kind`: it has two values, and SQLite would go through half of the table.
pair = Table(
    "pair",
    metadata,
    _within("reading", "one", key=True),
    _within("reading", "other", key=True),
    Column("kind", String, primary_key=True),
    Column("score", Float, nullable=False),
    Index("pair_other", "other"),
    sqlite_with_rowid=False,
)

# The keys by which commitments find the claims that may bear on them.
follow_key = Table(
    "follow_key",
    metadata,
    Column("key", BigInteger, primary_key=True, autoincrement=False),
    _within("claim", key=True),
    Index("follow_key_claim", "claim"),
    sqlite_with_rowid=False,
)

# The profile by which a claim found by a key is ruled out before its words are read.
follow_profile = Table(
    "follow_profile",
    metadata,
    _within("claim", key=True),
    Column("body", LargeBinary, nullable=False),
)

# The state assertions of a claim in a report: one row for each claim that has any.
state_assertion = Table(
    "telling",
    metadata,
    _within("report", key=True),
    _within("claim", key=True),
    Column("body", Text, nullable=False),
    Index("telling_claim", "claim"),
    sqlite_with_rowid=False,
)

# The group of a report, by kind: `copy`, `story`, `cluster` (of the story's reports of one period) or
# `representative` (the same cluster, for the few reports that stand for it).
membership = Table(
    "membership",
    metadata,
    _within("report", key=True),
    Column("kind", String, primary_key=True),
    Column("group", String, nullable=False),
    Index("membership_group", "group"),
    sqlite_with_rowid=False,
)

copy_group = Table(
    "copy_group", metadata, Column("id", String, primary_key=True), Column("body", Text, nullable=False)
)

# `part` says of which reports, with which copies of them, an event was made: while they stay, it stays.
# Events are ordered by `rank`: the one with most reports first, then by day and by claims. Their own numbers
# are made of their ids, so that the order of arrival shows only in `newest`: the number of the event's last
# report.
event = Table(
    "event",
    metadata,
    _number(),
    Column("id", String, nullable=False, unique=True),
    Column("story", String, nullable=False, index=True),
    Column("part", String, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("independent_sources", Integer, nullable=False),
    Column("newest", BigInteger, nullable=False),
    Index("event_rank", "rank", "n"),
    Index("event_newest", "newest"),
)

event_claim = Table(
    "event_claim",
    metadata,
    _within("event", key=True),
    _within("report", key=True),
    _within("claim", key=True),
    Index("event_claim_claim", "claim", "report"),
    Index("event_claim_report", "report"),
    sqlite_with_rowid=False,
)

# The event that replaces one whose id is gone.
event_redirect = Table(
    "event_redirect",
    metadata,
    Column("old", String, primary_key=True),
    Column("new", String, nullable=False, index=True),
)

# Disagreements are ordered by their events, or by their own `rank`: the sharpest first.
disagreement = Table(
    "disagreement",
    metadata,
    _number(),
    _within("event"),
    Column("slot", String, nullable=False),
    Column("body", Text, nullable=False),
    Column("kind", String, nullable=False),
    Column("rank", BigInteger, nullable=False),
    Index("disagreement_event", "event"),
    Index("disagreement_rank", "rank", "n"),
)

tombstone = Table(
    "tombstone",
    metadata,
    Column("report", String, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("at", String, nullable=False),
)

FOUND = {"attribution": attribution, "claim": claim, "commitment": commitment}
BODIES = {"attribution": attribution_body, "claim": claim_body, "commitment": commitment_body}
CHAINS = {"claim": claim_chain, "commitment": commitment_chain}
