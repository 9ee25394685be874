"""Judgements: decisions of people, stored beside the readings and applied to what queries show.

A judgement belongs to a key, not to a row. When a reading is added, the judgements of its keys are applied to
it. A page that was extracted anew is searched for the quoted words; where they are found, the judgement
belongs to the key there, too.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, delete, insert, select, true, update

from sayso.errors import UnknownError, UsageError
from sayso.model import Attribution, Claim, Commitment, Judgement, Link, Quote, Span, Verdict
from sayso.model.report import digest
from sayso.record import schema
from sayso.record.corrections import (
    AnnotatedText,
    anchor_of,
    apply_correction,
    move_value,
    parse_value,
    value_of,
)
from sayso.record.rows import Found, Known, Rows, add_found, names_of
from sayso.record.serialization import unpack_rest
from sayso.record.writer import find_numbers, moment, next_number, write_rows

__all__ = [
    "Decision",
    "apply_judgements",
    "copy_judgement",
    "find_judgements",
    "find_links",
    "judge",
    "reanchor",
]

_TYPES: dict[str, type[Found]] = {"claim": Claim, "attribution": Attribution, "commitment": Commitment}
# What stands before and after the quoted words; enough to tell two "said" apart.
_CONTEXT = 60
# What must still be there of it, on one side at least, in a text that was extracted anew.
_NEAR = 20
# Hangul fillers: letters by their class in Unicode, and shown as nothing.
_BLANK_LETTERS = "\u115f\u1160\u3164\uffa0"
# Columns that are written as they stand in a judgement.
_PLAIN = ("id", "key", "kind", "by", "at", "why", "field", "value", "before", "other", "report", "document")
_SHOWN = {Verdict.ACCEPT: "accepted", Verdict.REJECT: "rejected"}


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A person's decision, before it is written as a `Judgement`."""

    verdict: Verdict
    by: str
    why: str = ""
    field: str = ""
    value: str = ""
    other: str = ""


class _Target(NamedTuple):
    """The judged claim, attribution or commitment: as read, as shown, and its report."""

    kind: str
    read: Found
    shown: Found
    report: Any
    annotated: AnnotatedText


def judge(connection: Connection, id: str, decision: Decision) -> Judgement:
    """Write a decision and apply it; `id` is an id or a key.

    Raises `UnknownError` if nothing in the record has the id, `UsageError` if the decision is invalid.
    """
    if not any(sign.isalnum() and sign not in _BLANK_LETTERS for sign in decision.by):
        raise UsageError("a judgement needs a name with a letter or digit in it", help="--by NAME")
    target = _find_target(connection, id)
    made = _check(connection, target, decision)
    judgement = _make_judgement(target, made)
    _write(connection, judgement, target.report.address)
    apply_judgements(connection, [judgement.key])
    return judgement


def _check_fields(decision: Decision) -> None:
    """Raise `UsageError` for a field that the verdict ignores: it would be shown as if it were applied."""
    if decision.verdict is not Verdict.CORRECT and (decision.field or decision.value):
        raise UsageError(
            f"{decision.verdict} takes no field and no value", help="only correct does: correct FIELD VALUE"
        )
    if decision.verdict not in (Verdict.MERGE, Verdict.SPLIT, Verdict.WITHDRAW) and decision.other:
        raise UsageError(f"{decision.verdict} takes no other id", help="merge, split and withdraw do")


def _check(connection: Connection, target: _Target, decision: Decision) -> Decision:
    replace = msgspec.structs.replace
    _check_fields(decision)
    if decision.verdict is Verdict.CORRECT:
        return replace(
            decision, value=parse_value(target.shown, decision.field, decision.value, target.annotated)
        )
    if decision.verdict in (Verdict.MERGE, Verdict.SPLIT):
        second = _find_target(connection, decision.other)
        _check_pair(connection, target, second, decision.verdict)
        return replace(decision, other=second.read.key)
    if decision.verdict is Verdict.WITHDRAW:
        j = schema.judgement
        found = connection.scalar(select(j.c.id).where(j.c.id == decision.other, j.c.key == target.read.key))
        if found is None:
            raise UnknownError(
                f"there is no judgement {decision.other!r} of this {target.kind}",
                help="see: sayso judgements",
            )
    return decision


def _check_pair(connection: Connection, target: _Target, second: _Target, verdict: Verdict) -> None:
    """Raise `UsageError` if a merge or split changes nothing or contradicts earlier judgements."""
    for found in (target, second):
        if found.kind != "claim":
            raise UsageError(
                "only claims are merged and split, not an attribution or commitment", help="name two claims"
            )
    if second.read.key == target.read.key:
        raise UsageError("these two cannot be merged or split: they are one", help="name another claim")
    keys = (target.read.key, second.read.key)
    c, r = schema.claim, schema.report
    grouped = (
        select(c.c.key).join(r, r.c.reading == c.c.reading).where(c.c.shown == true(), c.c.key.in_(keys))
    )
    for key in sorted(set(keys) - set(connection.scalars(grouped))):
        raise UsageError(
            f"the claim {key} stands in no event: it was rejected, or no reading shows it any more",
            help=f"accept it first, or see: sayso judgements --key {key}",
        )
    pair = frozenset(keys)
    links = [link for link in find_links(connection) if {link.one, link.other} != pair]
    if verdict is Verdict.SPLIT:
        if keys[1] in _merged_with(keys[0], links):
            raise UsageError(
                "other merges hold these two together", help=f"see: sayso judgements --key {keys[0]}"
            )
        return
    merged = _merged_with(keys[0], links) | _merged_with(keys[1], links)
    for link in links:
        if not link.together and {link.one, link.other} <= merged:
            raise UsageError(
                f"that would merge {link.one} with {link.other}, which were split",
                help=f"withdraw the split first, see: sayso judgements --key {link.one}",
            )


def _merged_with(key: str, links: Sequence[Link]) -> set[str]:
    """Return the keys that merges join to a key, directly or by way of others, with the key itself."""
    found, grown = {key}, True
    while grown:
        near = {
            end
            for link in links
            if link.together and not found.isdisjoint((link.one, link.other))
            for end in (link.one, link.other)
        }
        grown = not near <= found
        found |= near
    return found


def _make_judgement(target: _Target, decision: Decision) -> Judgement:
    at = moment()
    before = value_of(target.shown, decision.field) if decision.field else ""
    parts = (target.read.key, decision.verdict, decision.field, decision.value, decision.other)
    return Judgement(
        id=f"j_{digest(*parts, decision.by, at)}",
        key=target.read.key,
        kind=target.kind,
        verdict=decision.verdict,
        by=decision.by.strip(),
        at=at,
        why=decision.why,
        field=decision.field,
        value=decision.value,
        before=before,
        other=decision.other,
        report=target.report.id,
        document=target.report.document_id,
        quote=_quote(target.annotated.text, anchor_of(target.read)),
        stands=(target.read.key,),
    )


def _write(connection: Connection, judgement: Judgement, address: str) -> None:
    n = next_number(connection, schema.judgement)
    row = {field: getattr(judgement, field) for field in _PLAIN}
    quote = {f"quote_{field}": getattr(judgement.quote, field) for field in Quote.__struct_fields__}
    values = {**row, **quote, "verdict": str(judgement.verdict), "address": address}
    connection.execute(insert(schema.judgement).values(n=n, **values))
    connection.execute(insert(schema.anchor).values(key=judgement.key, judgement=n))


def copy_judgement(connection: Connection, row: Any, keys: Sequence[str]) -> bool:  # noqa: ANN401 - a row
    """Write a judgement of another record under the same keys; return False if it is there already."""
    j = schema.judgement
    if connection.scalar(select(j.c.n).where(j.c.id == row.id)) is not None:
        return False
    n = next_number(connection, j)
    connection.execute(insert(j).values({**row._mapping, "n": n}))
    connection.execute(insert(schema.anchor), [{"key": key, "judgement": n} for key in keys])
    return True


def apply_judgements(connection: Connection, keys: Iterable[str]) -> None:
    """Apply the judgements of some keys to the rows that queries show."""
    a, j = schema.anchor, schema.judgement
    query = select(a.c.key.label("anchor"), j).join(j, j.c.n == a.c.judgement).where(a.c.key.in_(set(keys)))
    decided = defaultdict[str, list[Any]](list)
    for row in connection.execute(query.order_by(j.c.n)):
        decided[row.anchor].append(row)
    for key, rows in decided.items():
        kind = rows[0].kind
        table = schema.FOUND[kind]
        for found in connection.execute(select(table).where(table.c.key == key, table.c.n % 2 == 0)).all():
            _apply(connection, kind, found, rows)


def _apply(connection: Connection, kind: str, found: Any, rows: Sequence[Any]) -> None:  # noqa: ANN401 - a row
    """Apply the judgements in force to one row."""
    table = schema.FOUND[kind]
    in_force = [row for row in rows if row.id in _in_force(rows)]
    verdict = next((_SHOWN[row.verdict] for row in in_force if row.verdict in _SHOWN), "")
    corrections = [row for row in in_force if row.verdict == Verdict.CORRECT]
    rejected = verdict == "rejected"
    changed = _correct(connection, kind, found, corrections) if corrections and not rejected else None
    shown = {"shown": changed is None and not rejected, "verdict": verdict}
    connection.execute(update(table).where(table.c.n == found.n).values(**shown))
    connection.execute(delete(table).where(table.c.n == found.n + 1))
    if changed is not None:
        _write_corrected(connection, found, changed)


def _correct(connection: Connection, kind: str, found: Any, corrections: Sequence[Any]) -> Found | None:  # noqa: ANN401
    """Return the row with the corrections that fit its text; None if none does."""
    body = schema.BODIES[kind]
    text = connection.scalar(select(body.c.body).where(body.c.n == found.n)) or ""
    read: Found = msgspec.json.decode(text, type=_TYPES[kind])
    document = _document_of(connection, found.reading)
    changed, fits = read, False
    for row in corrections:
        here = row.document == document.id
        value = row.value if here else move_value(changed, row.value, document.text)
        if value is not None:
            changed, fits = apply_correction(changed, row.field, value), True
    return changed if fits else None


def _document_of(connection: Connection, reading: int) -> Any:  # noqa: ANN401 - a row
    d, g = schema.document, schema.reading
    query = select(d.c.id, d.c.text).join(g, g.c.document == d.c.n).where(g.c.n == reading)
    return connection.execute(query).one()


def _in_force(rows: Sequence[Any]) -> set[str]:
    """Return the ids of a key's judgements that are neither withdrawn nor replaced by a later one."""
    withdrawn = {row.other for row in rows if row.verdict == Verdict.WITHDRAW}
    last: dict[tuple[str, ...], str] = {}
    for row in rows:
        if row.id in withdrawn or row.verdict == Verdict.WITHDRAW:
            continue
        verdict = Verdict(row.verdict)
        if verdict is Verdict.CORRECT:
            last["field", row.field] = row.id
        elif verdict in _SHOWN:
            last["verdict",] = row.id
        else:
            last["pair", row.other] = row.id
    return set(last.values())


def _write_corrected(connection: Connection, found: Any, changed: Found) -> None:  # noqa: ANN401 - a row
    """Write the corrected record beside the one that was read, under the next number."""
    names = find_numbers(connection, {name["digest"]: name for name in names_of(changed)})
    a, c = schema.attribution, schema.claim
    attributions = select(a.c.id, a.c.n).where(a.c.reading == found.reading, a.c.n % 2 == 0)
    claims = select(c.c.id, c.c.n).where(c.c.reading == found.reading, c.c.n % 2 == 0)
    known = Known(
        names,
        {row.id: row.n for row in connection.execute(attributions)},
        {row.id: row.n for row in connection.execute(claims)},
    )
    row = {column: getattr(found, column) for column in ("id", "key", "reading", "position")}
    rows: Rows = defaultdict(list)
    add_found(rows, changed, {**row, "n": found.n + 1, "shown": True, "verdict": "corrected"}, known)
    write_rows(connection, rows)


def reanchor(connection: Connection, reading: int, document: str, address: str) -> list[str]:
    """Attach judgements of an earlier text of an address to the keys at their words; return the keys."""
    j = schema.judgement
    earlier = select(j).where(j.c.address == address, j.c.document != document).order_by(j.c.n)
    waiting = connection.execute(earlier).all()
    if not waiting:
        return []
    text = _document_of(connection, reading).text
    attached = []
    for row in waiting:
        start = _locate(text, Quote(before=row.quote_before, words=row.quote_words, after=row.quote_after))
        key = None if start is None else _key_at(connection, row.kind, reading, (start, len(row.quote_words)))
        if key is not None and _attach(connection, key, row.n):
            attached.append(key)
    return attached


def _attach(connection: Connection, key: str, judgement: int) -> bool:
    a = schema.anchor
    if connection.scalar(select(a.c.key).where(a.c.key == key, a.c.judgement == judgement)) is not None:
        return False
    connection.execute(insert(a).values(key=key, judgement=judgement))
    return True


def _locate(text: str, quote: Quote) -> int | None:
    """Return the offset of the quoted words with their context, or part of it; None unless it is unique."""
    near = quote.before[-_NEAR:], quote.after[:_NEAR]
    for before, after in ((quote.before, quote.after), near, (near[0], ""), ("", near[1])):
        whole = f"{before}{quote.words}{after}"
        if len(whole) > len(quote.words) and text.count(whole) == 1:
            return text.index(whole) + len(before)
    return None


def _key_at(connection: Connection, kind: str, reading: int, place: tuple[int, int]) -> str | None:
    """Return the key of the row whose anchor is exactly this span; None without one."""
    table, body = schema.FOUND[kind], schema.BODIES[kind]
    query = select(table.c.key, body.c.body).join(body, body.c.n == table.c.n)
    query = query.where(table.c.reading == reading, table.c.n % 2 == 0).order_by(table.c.n)
    for key, text in connection.execute(query):
        span = anchor_of(msgspec.json.decode(text, type=_TYPES[kind]))
        if (span.start, span.end - span.start) == place:
            return str(key)
    return None


def find_judgements(
    connection: Connection, key: str | None = None, *, last: int | None = None
) -> Iterator[Judgement]:
    """Yield all judgements, those of a key, or the last so many, oldest first, each with its keys."""
    j = schema.judgement
    query = select(j).order_by(j.c.n.desc()).limit(last)
    if key is not None:
        query = query.where(j.c.key == key)
    rows = connection.execute(query).all()[::-1]
    anchors = _anchors(connection, None if key is None and last is None else {row.n for row in rows})
    standing = _standing(connection, {anchor for many in anchors.values() for anchor in many})
    in_force = _all_in_force(connection, rows, whole=last is None)
    for row in rows:
        stands = tuple(anchor for anchor in anchors[row.n] if anchor in standing)
        yield _judgement(row, stands, in_force=row.id in in_force)


def _anchors(connection: Connection, numbers: set[int] | None) -> dict[int, list[str]]:
    """Return the keys of judgements by number, of all or of some."""
    a = schema.anchor
    query = select(a.c.judgement, a.c.key).order_by(a.c.judgement, a.c.key)
    if numbers is not None:
        query = query.where(a.c.judgement.in_(numbers))
    anchors = defaultdict[int, list[str]](list)
    for number, key in connection.execute(query):
        anchors[number].append(key)
    return anchors


def _all_in_force(connection: Connection, rows: Sequence[Any], *, whole: bool) -> set[str]:
    """Return the ids of the judgements in force; unless `whole`, `rows` lacks earlier ones of its keys."""
    if not whole:
        j = schema.judgement
        keys = {row.key for row in rows}
        rows = connection.execute(select(j).where(j.c.key.in_(keys)).order_by(j.c.n)).all()
    by_key = defaultdict[str, list[Any]](list)
    for row in rows:
        by_key[row.key].append(row)
    return {id for many in by_key.values() for id in _in_force(many)}


def find_links(connection: Connection) -> Iterator[Link]:
    """Yield the pairs of claims that must, or must not, be in one group, as last decided."""
    last: dict[frozenset[str], Judgement] = {}
    for judgement in find_judgements(connection):
        if judgement.verdict in (Verdict.MERGE, Verdict.SPLIT) and judgement.in_force:
            last[frozenset((judgement.key, judgement.other))] = judgement
    for judgement in last.values():
        yield Link(one=judgement.key, other=judgement.other, together=judgement.verdict is Verdict.MERGE)


def _standing(connection: Connection, keys: set[str]) -> set[str]:
    """Return those of the keys that occur in the current readings."""
    r = schema.report
    found: set[str] = set()
    for table in schema.FOUND.values():
        query = select(table.c.key).join(r, r.c.reading == table.c.reading).where(table.c.key.in_(keys))
        found.update(connection.scalars(query))
    return found


def _judgement(row: Any, stands: tuple[str, ...], *, in_force: bool) -> Judgement:  # noqa: ANN401 - a row
    return Judgement(
        **{field: getattr(row, field) for field in _PLAIN},
        verdict=Verdict(row.verdict),
        quote=Quote(before=row.quote_before, words=row.quote_words, after=row.quote_after),
        stands=stands,
        in_force=in_force,
    )


def _find_target(connection: Connection, id: str) -> _Target:
    """Return the row with an id or a key, from a current reading if there is one."""
    for kind, table in schema.FOUND.items():
        query = (
            select(table.c.n, table.c.reading, schema.report.c.n.label("report"))
            .join(schema.report, schema.report.c.reading == table.c.reading, isouter=True)
            .where((table.c.id == id) | (table.c.key == id), table.c.n % 2 == 0)
            .order_by(schema.report.c.n.is_(None), schema.report.c.n)
        )
        row = connection.execute(query).first()
        if row is not None:
            return _load_target(connection, kind, row)
    raise UnknownError(f"the record holds no claim {id!r}", help="sayso claims --format tsv shows the ids")


def _load_target(connection: Connection, kind: str, row: Any) -> _Target:  # noqa: ANN401 - a row
    r, d, g, body = schema.report, schema.document, schema.reading, schema.BODIES[kind]
    where = (
        select(r.c.id, r.c.address, d.c.id.label("document_id"), d.c.text, g.c.body)
        .select_from(g.join(d, d.c.n == g.c.document).join(r, r.c.document == d.c.n))
        .where(g.c.n == row.reading)
        .order_by(r.c.n)
    )
    if row.report is not None:
        where = where.where(r.c.n == row.report)
    report = connection.execute(where).first()
    bodies = select(body.c.body).where(body.c.n.in_((row.n, row.n + 1))).order_by(body.c.n)
    found = [msgspec.json.decode(text, type=_TYPES[kind]) for text in connection.scalars(bodies)]
    assert report is not None  # noqa: S101 - no reading without its document and a report of it
    annotated = AnnotatedText(report.text, unpack_rest(report.body))
    return _Target(kind, found[0], found[-1], report, annotated)


def _quote(text: str, span: Span) -> Quote:
    before = text[max(span.start - _CONTEXT, 0) : span.start]
    return Quote(before=before, words=span.text, after=text[span.end : span.end + _CONTEXT])
