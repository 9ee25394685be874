"""Names that a user adds to the gazetteer: bodies and people, looked up before the shipped ones."""

import csv
import hashlib
import os
from functools import lru_cache
from pathlib import Path

import msgspec

from sayso.errors import UsageError
from sayso.gazetteer.name_keys import fold_name
from sayso.gazetteer.records import Body, BodyKind, NameKind

__all__ = ["VARIABLE", "own_bodies", "own_keys", "own_version", "read_names", "use_names"]

# The environment variable that names the file: workers started later read the same one.
VARIABLE = "SAYSO_NAMES"
_COLUMNS = ("name", "kind", "country", "sector", "code", "aliases", "id")
_KINDS = frozenset(BodyKind) - {BodyKind.COUNTRY}


def use_names(path: str | Path | None) -> None:
    """Use a table of own names from now on in this process and those it starts; None for none.

    Raises `UsageError`, naming the line, where the table is not as `read_names` wants it.
    """
    if path is None:
        os.environ.pop(VARIABLE, None)
    else:
        read_names(path)
        os.environ[VARIABLE] = str(Path(path).resolve())
    _table.cache_clear()


def read_names(path: str | Path) -> list[tuple[Body, tuple[str, ...]]]:
    """Read a table of own names: each body with all names it goes by.

    CSV or, named `.tsv`, tab-separated; UTF-8, with a header. Columns: `name`, `kind` (organization, group,
    office, outlet or person), and where known `country` (ISO3), `sector` and `code` (PLOVER), `aliases`
    (between |) and `id` (yours, e.g. a Wikidata id; else made from the name). Raises `UsageError`.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"the names cannot be read: {error}", where=str(path), help="a UTF-8 table with a header"
        ) from error
    table = csv.DictReader(
        text.splitlines(), delimiter="\t" if str(path).endswith(".tsv") else ",", strict=True
    )
    try:
        return [_row(row, f"{path}:{table.line_num}") for row in table]
    except csv.Error as error:
        raise UsageError(
            str(error), where=f"{path}:{table.line_num}", help="quote cells as RFC 4180 does"
        ) from error


def _row(row: dict[str, str | None], where: str) -> tuple[Body, tuple[str, ...]]:
    unknown = {str(column) for column in row} - set(_COLUMNS)
    if unknown:
        raise UsageError(
            f"unknown column {sorted(unknown)[0]!r}", where=where, help=f"columns are {', '.join(_COLUMNS)}"
        )
    cells = {column: (row.get(column) or "").strip() for column in _COLUMNS}
    if not fold_name(cells["name"]):
        raise UsageError("a row has no name", where=where, help="fill the column name")
    if cells["kind"] not in _KINDS:
        raise UsageError(
            f"unknown kind {cells['kind']!r}", where=where, help=f"one of {', '.join(sorted(_KINDS))}"
        )
    country = cells["country"].upper()
    body = Body(
        key=cells["id"] or f"own/{fold_name(cells['name']).replace(' ', '-')}",
        name=cells["name"],
        kind=BodyKind(cells["kind"]),
        code=cells["code"] or country,
        country=country,
        sector=cells["sector"],
    )
    return body, (cells["name"], *filter(None, map(str.strip, cells["aliases"].split("|"))))


@lru_cache(maxsize=1)
def _table() -> dict[str, tuple[Body, ...]]:
    path = os.environ.get(VARIABLE)
    found: dict[str, tuple[Body, ...]] = {}
    for body, names in read_names(path) if path else []:
        for name in names:
            short = body.kind is BodyKind.PERSON and " " not in name
            named = msgspec.structs.replace(body, named=NameKind.SURNAME if short else NameKind.NAME)
            found[fold_name(name)] = (*found.get(fold_name(name), ()), named)
    return found


def own_bodies(key: str) -> tuple[Body, ...]:
    """Return the user's bodies of this folded name."""
    return _table().get(key, ())


def own_keys(phrase: str) -> str:
    """Return the user's longest folded name that begins a folded phrase; "" if none does."""
    table = _table()
    words = phrase.split() if table else []
    return next(
        (key for n in range(len(words), 0, -1) if (key := " ".join(words[:n])) in table),
        "",
    )


def own_version() -> str:
    """Return a hash of the user's table, on which readings depend, or ""."""
    path = os.environ.get(VARIABLE)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:8] if path else ""
