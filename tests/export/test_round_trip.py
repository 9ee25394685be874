"""Whatever a report says comes back from every export unchanged, by every reader."""

import csv
import io
import json

import duckdb
import pandas
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.export.made import HOSTILE, export, hostile

from sayso.export import FORMATS, write_export
from sayso.export.gdelt import EVENT_COLUMNS, MENTION_COLUMNS
from sayso.model import canonical_text

TOLD = [hostile(words, number=n) for n, words in enumerate(HOSTILE)]
WORDS = [one.claim.trigger.text for one in TOLD]
# Format, file, delimiter, column names where there is no header, a column that holds a claim's words.
TABLES = [
    ("csv", "", ",", None, "sentence"),
    ("csv", "", ",", None, "actor_words"),
    ("csv", "", ",", None, "sources"),
    ("polecat", "", "\t", None, "Actor Name Raw"),
    ("polecat", "", "\t", None, "Recipient Name"),
    ("polecat", "", "\t", None, "Raw Placename"),
    ("acled", "", ",", None, "notes"),
    ("acled", "", ",", None, "actor2"),
    ("gdelt", "events.csv", "\t", EVENT_COLUMNS, "Actor1Name"),
    ("gdelt", "events.csv", "\t", EVENT_COLUMNS, "Actor2Name"),
]
PUBLISHERS = [
    ("csv", "", ",", None, "publisher"),
    ("polecat", "", "\t", None, "Source"),
    ("gdelt", "mentions.csv", "\t", MENTION_COLUMNS, "MentionSourceName"),
]

# Any text but lone surrogates, which no UTF-8 holds, and NUL, which becomes U+FFFD.
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40)


def rows_by_csv(data, delimiter):
    return list(csv.reader(io.StringIO(data.decode(), newline=""), delimiter=delimiter, strict=True))


def column_by_csv(data, delimiter, names, column):
    rows = rows_by_csv(data, delimiter)
    header, rows = (list(names), rows) if names else (rows[0], rows[1:])
    assert all(len(row) == len(header) for row in rows)
    return [row[header.index(column)] for row in rows]


def column_by_pandas(data, delimiter, names, column):
    frame = pandas.read_csv(
        io.BytesIO(data), sep=delimiter, names=names and list(names), dtype=str, keep_default_na=False
    )
    return frame[column].tolist()


def column_by_duckdb(path, delimiter, names, column):
    known = {"names": list(names), "header": False} if names else {"header": True}
    table = duckdb.connect().read_csv(
        str(path), sep=delimiter, quotechar='"', escapechar='"', all_varchar=True, **known
    )
    return [row[0] or "" for row in table.select(f'"{column}"').fetchall()]


@pytest.mark.parametrize(("name", "file", "delimiter", "names", "column"), TABLES)
def test_words_are_read_back_from_tables(tmp_path, name, file, delimiter, names, column):
    data = export(name, TOLD)[file]
    path = tmp_path / "table"
    path.write_bytes(data)
    assert column_by_csv(data, delimiter, names, column) == WORDS
    assert column_by_pandas(data, delimiter, names, column) == WORDS
    assert column_by_duckdb(path, delimiter, names, column) == WORDS


@pytest.mark.parametrize(("name", "file", "delimiter", "names", "column"), PUBLISHERS)
def test_outlets_are_read_back_from_tables(tmp_path, name, file, delimiter, names, column):
    data = export(name, TOLD)[file]
    path = tmp_path / "table"
    path.write_bytes(data)
    assert column_by_csv(data, delimiter, names, column) == list(HOSTILE)
    assert column_by_pandas(data, delimiter, names, column) == list(HOSTILE)
    assert column_by_duckdb(path, delimiter, names, column) == list(HOSTILE)


def test_duckdb_reads_csv_without_being_told_how(tmp_path):
    path = tmp_path / "claims.csv"
    write_export("csv", TOLD, path)
    found = duckdb.connect().read_csv(str(path)).select("sentence").fetchall()
    assert [row[0] for row in found] == WORDS


def test_words_are_read_back_from_parquet():
    table = pyarrow.parquet.read_table(io.BytesIO(export("parquet", TOLD)[""]))
    assert table["sentence"].to_pylist() == WORDS
    assert table["publisher"].to_pylist() == list(HOSTILE)


def test_parquet_is_read_by_pandas_and_duckdb(tmp_path):
    path = tmp_path / "claims.parquet"
    assert write_export("parquet", TOLD, path) == len(TOLD)
    assert pandas.read_parquet(path)["actor_words"].tolist() == WORDS
    found = duckdb.connect().read_parquet(str(path)).select('"trigger"').fetchall()
    assert [row[0] for row in found] == WORDS


def test_words_are_read_back_from_plover():
    lines = export("plover-jsonl", TOLD)[""].split(b"\n")[:-1]
    records = [json.loads(line) for line in lines]
    assert [one["event_text"] for one in records] == [[words] for words in WORDS]
    assert [one["actor"][0]["entity_text"] for one in records] == WORDS


def test_pandas_reads_plover(tmp_path):
    path = tmp_path / "claims.jsonl"
    write_export("plover-jsonl", TOLD, path)
    frame = pandas.read_json(path, lines=True)
    assert [one[0] for one in frame["event_text"]] == WORDS


def test_words_are_read_back_from_geojson():
    features = json.loads(export("geojson", TOLD)[""])["features"]
    assert [one["properties"]["sentence"] for one in features] == WORDS
    assert [one["properties"]["place_words"] for one in features] == WORDS


def test_words_are_read_back_from_jsonld():
    graph = json.loads(export("jsonld", TOLD)[""])["@graph"]
    notes = [one for one in graph if one["type"] == "Annotation"]
    assert [one["target"]["selector"][1]["exact"] for one in notes] == WORDS
    assert [one["body"]["sayso:sentence"] for one in notes] == WORDS


def test_words_are_read_back_from_ftm():
    files = export("ftm", TOLD)
    entities = [json.loads(line) for line in files["entities.ftm.json"].split(b"\n")[:-1]]
    events = [one for one in entities if one["schema"] == "Event"]
    assert [one["properties"]["summary"] for one in events] == [[words] for words in WORDS]
    header, *rows = rows_by_csv(files["statements.csv"], ",")
    said = [dict(zip(header, row, strict=True)) for row in rows]
    assert [one["value"] for one in said if (one["schema"], one["prop"]) == ("Event", "summary")] == WORDS


@pytest.mark.parametrize("name", FORMATS)
def test_no_claim_is_lost_or_doubled(name):
    assert count_claims(name, export(name, TOLD)) == len(TOLD)


@pytest.mark.parametrize("name", FORMATS)
def test_no_claims_give_a_file_that_is_read(name):
    assert count_claims(name, export(name, [])) == 0


def count_claims(name, files):
    data = files.get("", b"")
    match name:
        case "csv" | "polecat" | "acled":
            return len(rows_by_csv(data, {"csv": ",", "acled": ",", "polecat": "\t"}[name])) - 1
        case "gdelt":
            events, mentions = (len(rows_by_csv(one, "\t")) for one in files.values())
            assert events == mentions
            return mentions
        case "plover-jsonl":
            return len([json.loads(line) for line in data.split(b"\n")[:-1]])
        case "geojson":
            return len({one["properties"]["claim"] for one in json.loads(data)["features"]})
        case "jsonld":
            return len([one for one in json.loads(data)["@graph"] if one["type"] == "Annotation"])
        case "ftm":
            lines = files["entities.ftm.json"].split(b"\n")[:-1]
            return len([line for line in lines if json.loads(line)["schema"] == "Documentation"])
        case "parquet":
            return pyarrow.parquet.read_table(io.BytesIO(data)).num_rows
    raise AssertionError(name)


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_text_is_read_back_from_tables(texts):
    told = [hostile(words, number=n) for n, words in enumerate(texts)]
    for name, file, delimiter, names, column in TABLES:
        expected = [one.claim.trigger.text for one in told]
        data = export(name, told)[file]
        assert column_by_csv(data, delimiter, names, column) == expected
        assert column_by_pandas(data, delimiter, names, column) == expected
    for name, file, delimiter, names, column in PUBLISHERS:
        data = export(name, told)[file]
        assert column_by_csv(data, delimiter, names, column) == texts
        assert column_by_pandas(data, delimiter, names, column) == texts


@settings(max_examples=40, deadline=None)
@given(st.lists(ANY_TEXT, min_size=1, max_size=4))
def test_any_text_is_read_back_from_json(texts):
    told = [hostile(words, number=n) for n, words in enumerate(texts)]
    expected = [canonical_text(one.claim.trigger.text) for one in told]
    features = json.loads(export("geojson", told)[""])["features"]
    assert [one["properties"]["sentence"] for one in features] == expected
    lines = export("plover-jsonl", told)[""].split(b"\n")[:-1]
    assert [json.loads(line)["cite_info"]["publication"] for line in lines] == texts


def test_nul_in_what_is_known_of_a_report_becomes_a_replacement_character():
    told = hostile("fine")
    told = replace(told, report=replace(told.report, publisher="a\0b"))
    assert column_by_csv(export("csv", [told])[""], ",", None, "publisher") == ["a\ufffdb"]
