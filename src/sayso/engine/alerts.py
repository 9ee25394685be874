"""Alerts: deliveries of new rows of a query to an address.

A delivery is one signed POST of JSON. Delivery is at least once: rows count as delivered when the receiver
has confirmed them, and the state is saved after that. A receiver recognises repeated deliveries by their ids.
"""

import hashlib
import hmac
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import field

from sayso import __version__
from sayso.engine.changes import find_changes
from sayso.errors import UsageError
from sayso.model import DifferenceKind, make_period
from sayso.model.base import Struct
from sayso.model.report import digest
from sayso.record import Query, Store
from sayso.tables import as_object

__all__ = ["KINDS", "Alert", "AlertState", "alert_id", "deliver_new", "sign"]

# Kinds whose rows are appended and never change, and the name of one row.
_APPENDED = {
    "claims": "claim",
    "reports": "report",
    "attributions": "attribution",
    "commitments": "commitment",
}
# Kinds that change as reports come in: their rows are differences (see `find_changes`), of these kinds.
_CHANGING: dict[str, tuple[DifferenceKind, ...]] = {
    "events": (DifferenceKind.EVENT, DifferenceKind.NUMBER),
    "disagreements": (DifferenceKind.DISAGREEMENT,),
    "situations": (DifferenceKind.SITUATION,),
    "changes": tuple(DifferenceKind),
}
KINDS = {**_APPENDED, **dict.fromkeys(_CHANGING, "change")}
# Rows in one delivery: a receiver may have a limit on what it takes (many stand at 1 MB).
_ROWS = 100

Send = Callable[[str, bytes, Mapping[str, str]], None]


class Alert(Struct, frozen=True, kw_only=True):
    """An address, the query (`kind` and filters) whose new rows it receives, and the signing secret."""

    address: str
    secret: bytes
    kind: str = "claims"
    filters: dict[str, Any] = field(default_factory=dict)


class AlertState(Struct, frozen=True, kw_only=True):
    """State of an alert: the cursor of the last row that was delivered or existed before the alert.

    Of kinds that change it is the moment at which the last report came in whose changes were delivered.
    """

    alert: str
    cursor: str | None = None


def alert_id(alert: Alert) -> str:
    """Return an id that is equal for equal addresses and queries."""
    asked = sorted((name, str(value)) for name, value in alert.filters.items())
    return "w_" + digest(alert.address, alert.kind, *(part for pair in asked for part in pair))


def sign(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the HMAC-SHA256 over timestamp, a full stop and the body, in hexadecimal digits.

    >>> sign(b"a secret of mine", "1700000000", b"{}")[:16]
    '1a68b6592ed73abb'
    """
    return hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def deliver_new(store: Store, alert: Alert, path: Path, send: Send, now: Callable[[], float]) -> int:
    """Deliver the rows that are new since the last call, and return their number.

    `path` is the file of the alert's state. The first call delivers nothing: it marks where the alert begins.
    Raises what `send` raises; the rows delivered before that stay delivered.
    """
    state = _load(path, alert)
    if alert.kind in _CHANGING:
        return _deliver_changes(store, alert, path, send, now)
    query: Query[Any] = getattr(store, alert.kind)(**alert.filters)
    end = _end(store, alert.kind)
    if state is None or (state.cursor and end and _place(end) < _place(state.cursor)):
        # The first time, or rows at the end were forgotten.
        _save(path, AlertState(alert=alert_id(alert), cursor=end))
        return 0
    number, cursor = 0, state.cursor
    for rows in _pages(query, cursor):
        objects = [as_object(KINDS[alert.kind], row) for row in rows]
        body, headers = _make_delivery(alert, [row.cursor for row in rows], objects, now())
        send(alert.address, body, headers)
        number, cursor = number + len(rows), rows[-1].cursor
        _save(path, AlertState(alert=state.alert, cursor=cursor))
    if end and (cursor is None or _place(cursor) < _place(end)):
        _save(path, AlertState(alert=state.alert, cursor=end))
    return number


def _deliver_changes(store: Store, alert: Alert, path: Path, send: Send, now: Callable[[], float]) -> int:
    """Deliver what changed by the reports that came in since the last call, once all of them are related."""
    state, end = _load(path, alert), store.last_arrival() or ""
    if state is None:
        _save(path, AlertState(alert=alert_id(alert), cursor=end))
        return 0
    if end <= (state.cursor or "") or store.count_waiting():
        return 0
    period = make_period(state.cursor or "0001-01-01", end)
    rows = find_changes(store, period, kinds=_CHANGING[alert.kind], **alert.filters)
    for i in range(0, len(rows), _ROWS):
        batch = rows[i : i + _ROWS]
        objects = [msgspec.to_builtins(row) for row in batch]
        body, headers = _make_delivery(alert, [period.since, *(row.id for row in batch)], objects, now())
        send(alert.address, body, headers)
    _save(path, AlertState(alert=state.alert, cursor=end))
    return len(rows)


def _end(store: Store, kind: str) -> str | None:
    """Return the cursor of the last row of a kind, without filters."""
    rows = getattr(store, kind)().last(1)
    return rows[0].cursor if rows else None


def _place(cursor: str) -> tuple[int, ...]:
    return tuple(int(part) for part in cursor.split("."))


def _pages(query: "Query[Any]", after: str | None) -> "Iterator[list[Any]]":
    next_: str | None = after
    while True:
        page = query.page(_ROWS, after=next_)
        if page.rows:
            yield page.rows
        if page.next is None:
            return
        next_ = page.next


def _make_delivery(
    alert: Alert, cursors: Sequence[str], objects: Sequence[object], now: float
) -> tuple[bytes, dict[str, str]]:
    """Make a delivery: its body, and the headers with its id and signature."""
    id = "d_" + digest(alert_id(alert), *cursors)
    body = msgspec.json.encode(
        {
            "delivery": id,
            "alert": alert_id(alert),
            "kind": alert.kind,
            "filters": alert.filters,
            "version": __version__,
            "rows": objects,
        }
    )
    timestamp = str(int(now))
    headers = {
        "Content-Type": "application/json",
        "Sayso-Delivery": id,
        "Sayso-Timestamp": timestamp,
        "Sayso-Signature": f"sha256={sign(alert.secret, timestamp, body)}",
    }
    return body, headers


def _load(path: Path, alert: Alert) -> AlertState | None:
    try:
        state = msgspec.json.decode(path.read_bytes(), type=AlertState)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except msgspec.DecodeError as error:
        raise UsageError(f"{path} holds no state of an alert: {error}", help="name another file") from error
    if state.alert != alert_id(alert):
        raise UsageError(
            f"{path} is the state of another alert", help="name another file, or none: each alert has its own"
        )
    return state


def _save(path: Path, state: AlertState) -> None:
    """Replace the file atomically."""
    fresh = path.with_name(f"{path.name}.new")
    try:
        fresh.write_bytes(msgspec.json.encode(state))
        fresh.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
