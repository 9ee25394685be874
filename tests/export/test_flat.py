"""The flat claim table."""

import csv
import io
import json
import sys
from datetime import date

import pyarrow.parquet
import pytest
from msgspec.structs import replace
from tests.export.made import TEXT, at, export, grouped, make_told, withdrawal

from sayso.errors import MissingPackageError
from sayso.export import FORMATS, claim_rows
from sayso.model import Event, Quantity, Status
from sayso.tables import CLAIMS, Type

PYTHON_TYPES = {
    Type.TEXT: str,
    Type.INTEGER: int,
    Type.REAL: float | int,
    Type.BOOLEAN: bool,
    Type.DATE: str,
    Type.TIMESTAMP: str,
}


def row(told):
    (found,) = claim_rows([told])
    return found


def test_names_of_columns_are_unique_and_plain():
    names = CLAIMS.names
    assert len(set(names)) == len(names)
    assert all(name.isidentifier() or name == "from" for name in names)


def test_row_of_a_claim():
    told = withdrawal()
    found = row(told)
    assert (found["claim"], found["report"], found["key"]) == (told.claim.id, told.report.id, told.claim.key)
    assert (found["type"], found["mode"], found["status"], found["negated"]) == (
        "RETREAT",
        "withdraw",
        "occurred",
        False,
    )
    assert (found["actors"], found["actor_words"]) == ("Iraq troops", "Iraqi troops")
    assert (found["places"], found["lat"], found["lon"]) == ("Erbil", 36.19, 44.01)
    assert (found["time"], found["from"], found["to"]) == ("Monday", "2030-03-18", "2030-03-18")
    assert (found["sources"], found["source_kind"]) == ("Omar Haddad via Sahar News", "")
    assert json.loads(found["source_chains"]) == [["Omar Haddad", "Sahar News"]]
    assert TEXT[found["start"] : found["end"]] == found["trigger"] == "withdrew"
    assert (found["object"], found["object_type"]) == ("base", "AID")


def test_type_is_not_reduced():
    assert row(withdrawal(status=Status.PLANNED))["type"] == "RETREAT"


def test_numbers_of_people_harmed():
    found = row(withdrawal())
    assert (found["killed"], found["killed_min"], found["killed_max"]) == (None, 107, None)
    none = Quantity(**at(TEXT, "At least 107"), value=0, unit="injured")
    assert row(make_told(quantities=(none,)))["injured"] == 0
    assert row(make_told())["killed"] is None


@pytest.mark.parametrize("number", [2**53 + 1, 2**63, 10**40, -(10**40), 10**400])
@pytest.mark.parametrize("name", FORMATS)
def test_absurd_numbers_stop_no_export(name, number):
    amount = Quantity(**at(TEXT, "At least 107"), value=number, unit="killed")
    assert export(name, [make_told(quantities=(amount,))])


def test_group_of_a_claim():
    told = withdrawal()
    assert (row(told)["event"], row(told)["independent_sources"]) == (None, None)
    found = row(grouped(told, "g7", 2, 3))
    assert (found["event"], found["independent_sources"]) == ("g7", 3)


def test_types_are_those_of_the_columns():
    for told in (withdrawal(), make_told(event=Event(type="INCIDENT"))):
        for column, value in zip(CLAIMS.columns, row(told).values(), strict=True):
            assert value is None or isinstance(value, PYTHON_TYPES[column.type])


def test_csv_and_parquet_hold_the_same():
    told = [withdrawal(), make_told()]
    table = pyarrow.parquet.read_table(io.BytesIO(export("parquet", told)[""]))
    rows = list(claim_rows(told))
    assert table["sources"].to_pylist() == [found["sources"] for found in rows]
    assert table["from"].to_pylist() == [date(2030, 3, 18), None]
    assert table["killed_min"].to_pylist() == [found["killed_min"] for found in rows]
    text = export("csv", told)[""].decode()
    written = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    assert [one["sentence"] for one in written] == table["sentence"].to_pylist()
    assert [one["negated"] for one in written] == ["false", "false"]
    assert [one["lat"] for one in written] == ["36.19", ""]


def test_formulas_are_data():
    """A cell that begins like a formula is written as it is: see docs/reference/exports.md."""
    told = make_told("=1+1 withdrew")
    told = replace(told, report=replace(told.report, publisher="=1+1"))
    assert b",=1+1," in export("csv", [told])[""]


def test_missing_package_names_the_command(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingPackageError, match=r'pip install "sayso\[parquet\]"'):
        export("parquet", [])


def test_parquet_is_written_as_claims_come(monkeypatch):
    monkeypatch.setattr("sayso.tables.frames._BATCH", 2)
    told = [withdrawal(publisher=str(n)) for n in range(5)]
    file = pyarrow.parquet.ParquetFile(io.BytesIO(export("parquet", told)[""]))
    assert file.num_row_groups == 3
    assert file.read()["publisher"].to_pylist() == list("01234")
