"""CSV, TSV and Parquet: one report a row, one refusal a broken row."""

import csv
import gzip
import io
import itertools
import sys
import tracemalloc
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ingest.web_server import FakeClock, Reply, Site

from sayso.errors import MissingPackageError, UsageError
from sayso.ingest import Refusal, read_inputs
from sayso.ingest.fetching import Fetcher, FetchRules
from sayso.ingest.limits import MAX_LINE_BYTES
from sayso.ingest.report_count import count_reports
from sayso.model import Report

SENTENCE = "Troops left the base near Mosul on Monday, officials said."


def read(path: Path, **options: object) -> list[Report | Refusal]:
    return list(read_inputs([str(path)], **options))


def take(
    folder: Path, content: str | bytes, name: str = "corpus.csv", **options: object
) -> list[Report | Refusal]:
    file = folder / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(file, **options)


def told_of(taken: Iterable[Report | Refusal]) -> list[tuple[str, ...]]:
    """The text of each report; the place, after its file, and the code of each refusal."""
    return [
        (one.text,) if isinstance(one, Report) else (one.where.rpartition("corpus.csv")[2], one.code)
        for one in taken
    ]


def test_columns_become_a_report(tmp_path: Path) -> None:
    (report,) = take(
        tmp_path,
        "id,colour,text,title,publisher,byline,published,url,language\n"
        '17,red,"Troops left.",Out of Mosul,The Post,Ann Lee,2014-6-10,https://post.example/a,en\n',
    )
    assert isinstance(report, Report)
    assert report.text == "Out of Mosul\n\nTroops left."
    assert (report.input_id, report.title, report.publisher) == ("17", "Out of Mosul", "The Post")
    assert (report.byline, report.published) == ("Ann Lee", "2014-06-10")
    assert (report.url, report.language) == ("https://post.example/a", "en")


def test_row_gives_the_report_that_a_line_of_json_gives(tmp_path: Path) -> None:
    (row,) = take(tmp_path, f'id,published,text\na,2014-06,"{SENTENCE}"\n')
    (tmp_path / "a.jsonl").write_text(f'{{"id": "a", "published": "2014-06", "text": "{SENTENCE}"}}')
    assert [row] == read(tmp_path / "a.jsonl")


def test_html_column_is_a_page(tmp_path: Path) -> None:
    page = (
        "<html><head><title>Out of Mosul</title></head><body><article><p>" + SENTENCE * 5 + "</p></article>"
    )
    (report,) = [one for one in take(tmp_path, f'id,html,text\na,"{page}",\n') if isinstance(one, Report)]
    assert SENTENCE in report.text
    assert "<p>" not in report.text


DIALECTS = {
    "comma": 'id,text\na,"Rebels left, he said."\nb,"She said ""no""."\n',
    "semicolon": 'id;text\r\na;"Rebels left, he said."\r\nb;"She said ""no""."\r\n',
    "pipe": 'id|text\na|Rebels left, he said.\nb|"She said ""no""."',
    "tab": 'id\ttext\na\tRebels left, he said.\nb\t"She said ""no""."\n',
    "carriage returns alone": 'id,text\ra,"Rebels left, he said."\rb,"She said ""no""."\r',
    "hint": 'sep=;\r\nid;text\r\na;Rebels left, he said.\r\nb;"She said ""no""."\r\n',
    "quoted header": '"id";"text"\n"a";"Rebels left, he said."\n"b";"She said ""no""."\n',
    "capitals": 'ID, Text \na,"Rebels left, he said."\nb,"She said ""no""."\n',
    "empty rows": '\n\nid,text,note\n\na,"Rebels left, he said.",\n,,\n\nb,"She said ""no""."," "\n,,\n\n',
    "trailing separators": 'id,text\na,"Rebels left, he said.",,\nb,"She said ""no""."\n',
    "others in a quoted name": '"id";"text";"a, b, c"\na;Rebels left, he said.;x\nb;"She said ""no"".";y\n',
    "others in a name": 'id;text;a, b, c, d\na;Rebels left, he said.;x\nb;"She said ""no"".";y\n',
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_dialects_are_read(tmp_path: Path, dialect: str, encoding: str) -> None:
    taken = take(tmp_path, DIALECTS[dialect].encode(encoding))
    assert told_of(taken) == [("Rebels left, he said.",), ('She said "no".',)]
    assert [one.input_id for one in taken if isinstance(one, Report)] == ["a", "b"]


def test_text_may_hold_line_breaks_and_any_sign(tmp_path: Path) -> None:
    content = 'id,text\r\na,"First.\r\n\r\nSecond; قال\t😀\n"\r\nb,"N\0UL"\r\n'
    assert told_of(take(tmp_path, content)) == [("First.\n\nSecond; قال\t😀\n",), ("N\ufffdUL",)]


def test_place_of_a_row_is_its_first_line(tmp_path: Path) -> None:
    content = 'text,published\n"One.\n\nOne.",yesterday\n\n"Two.",tomorrow\n'
    told = [one for one in take(tmp_path, content) if isinstance(one, Refusal)]
    assert [(one.where[-2:], one.code) for one in told] == [(":2", "bad-date"), (":6", "bad-date")]


def test_bad_date_costs_only_the_date(tmp_path: Path) -> None:
    told, report = take(tmp_path, "text,published\nTroops left.,3/5/2020\n", published="2020-01-01")
    assert isinstance(told, Refusal)
    assert isinstance(report, Report)
    assert (told.code, told.report, report.published) == ("bad-date", report.id, None)
    assert "3/5/2020" in told.message


# A table, and the rows that are refused; the others are "One." and "Three."
BROKEN = {
    "too few": ("id,text,note\na,One.,x\nb,Two.\nc,Three.,z\n", [":3"]),
    "too many": ("id,text\na,One.\nb,Two, he said.\nc,Three.\n", [":3"]),
    "no text": ("id,text\na,One.\nb,\nc,Three.\n", [":3"]),
    "bad quotes": ('id,text\na,One.\nb,"Two "or so" left."\nc,Three.\n', [":3"]),
    "bad quotes across lines": ('id,text\na,One.\nb,"Two\nsaid "no" to it."\nc,Three.\n', [":3", ":4"]),
    "open quote": ('id,text\na,One.\nb,"Two.\nc,Three.\n', [":3"]),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_row_costs_only_itself(tmp_path: Path, kind: str) -> None:
    content, places = BROKEN[kind]
    expected = [("One.",), *((place, "malformed") for place in places), ("Three.",)]
    assert told_of(take(tmp_path, content)) == expected


def test_row_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    taken = take(tmp_path, b"id,text\na,Garc\xeda left.\nb,Garc\xc3\xada left.\n")
    assert told_of(taken) == [(":2", "not-text"), ("García left.",)]


def test_tabs_without_quoting_are_read_as_they_stand(tmp_path: Path) -> None:
    content = 'id\ttext\na\t"No," he said.\nb\t"We left.\nc\tThey did.\n'
    taken = take(tmp_path, content, "corpus.tsv")
    assert told_of(taken) == [('"No," he said.',), ('"We left.',), ("They did.",)]


def test_long_texts_are_read_up_to_the_limit_of_a_report(tmp_path: Path) -> None:
    fits, long = "Troops left. " * 300_000, "Troops left. " * 400_000
    content = f'id,text\na,"{fits}"\nb,"{long}"\nc,Three.\n'
    assert told_of(take(tmp_path, content)) == [(fits,), (":3", "too-large"), ("Three.",)]


@pytest.mark.parametrize("line", ["Troops left. ", "Troops left, he said.\n"])
def test_row_longer_than_any_report_is_skipped_to_its_end(tmp_path: Path, line: str) -> None:
    content = f'id,text\na,One.\nb,"{line * (MAX_LINE_BYTES // len(line) + 9)}"\nc,Three.\n'
    assert told_of(take(tmp_path, content)) == [("One.",), (":3", "too-large"), ("Three.",)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("id,body\n1,Troops left.\n", "no column text .*id, body"),
        ("Troops left Mosul.\nThey came back.\n", "its columns are Troops left Mosul."),
        ("", "it is empty"),
        ("id,text,Text\n1,a,b\n", "2 columns 'text'"),
    ],
)
def test_table_without_its_columns_is_wrong_use(tmp_path: Path, content: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        take(tmp_path, content)
    assert caught.value.where.endswith("corpus.csv")


def test_columns_that_nobody_needs_may_come_twice(tmp_path: Path) -> None:
    assert told_of(take(tmp_path, "note,text,note,\nx,Troops left.,y,\n")) == [("Troops left.",)]


def test_columns_can_go_by_other_names(tmp_path: Path) -> None:
    columns = {"text": "body", "published": "Date of Issue"}
    content = "text,body,date of issue\nsummary,Troops left.,2014-06-10\n"
    (report,) = take(tmp_path, content, columns=columns)
    assert isinstance(report, Report)
    assert (report.text, report.published) == ("Troops left.", "2014-06-10")
    with pytest.raises(UsageError, match=r"no column 'date'.*text, body"):
        take(tmp_path, content, columns={"published": "date"})


def test_table_of_something_else_in_a_directory_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,kind\nAnn,person\n")
    (tmp_path / "b.csv").write_text("text\nTroops left.\n")
    told, report = read(tmp_path)
    assert isinstance(told, Refusal)
    assert (told.code, told.message) == ("usage", "the table has no column text (or html)")
    assert "name, kind" in told.help
    assert isinstance(report, Report)


def test_table_that_is_something_else_is_refused(tmp_path: Path) -> None:
    (told,) = take(tmp_path, b"PK\x03\x04 and so on")
    assert isinstance(told, Refusal)
    assert told.code == "not-text"


@pytest.mark.parametrize("name", ["corpus.csv.gz", "corpus.tsv.gz", "corpus.csv"])
def test_compressed_tables_are_read(tmp_path: Path, name: str) -> None:
    assert told_of(take(tmp_path, gzip.compress(b"id\ttext\na\tTroops left.\n"), name)) == [("Troops left.",)]


def test_table_comes_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"id,text\na,Troops left.\n")))
    (report,) = read_inputs(["-"], input_format="csv")
    assert isinstance(report, Report)
    assert report.input_id == "a"
    assert not sys.stdin.buffer.closed


def test_table_comes_from_an_address(site: Site, clock: FakeClock) -> None:
    address = site.put("/a", Reply(b"id,text\na,Troops left.\n", kind="text/csv; charset=utf-8"))
    fetcher = Fetcher(FetchRules(allow_private=True), clock=clock.clock)
    (report,) = read_inputs([address], fetch=fetcher.fetch)
    assert isinstance(report, Report)
    assert report.text == "Troops left."


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    rows=st.lists(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1), max_size=5
    ),
    delimiter=st.sampled_from(",;\t|"),
)
def test_what_the_standard_library_writes_is_read_back(
    tmp_path: Path, rows: list[str], delimiter: str
) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([["id", "text"], *([n, row] for n, row in enumerate(rows))])
    taken = take(tmp_path, out.getvalue())
    reports = {one.input_id: one.text for one in taken if isinstance(one, Report)}
    expected = {str(n): row.replace("\r\n", "\n").replace("\r", "\n") for n, row in enumerate(rows)}
    assert reports == {n: row for n, row in expected.items() if row.strip()}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.text(st.sampled_from('abc",;\t\n\r '), max_size=80))
def test_no_table_breaks_the_reader(tmp_path: Path, content: str) -> None:
    for one in take(tmp_path, f"text,id\n{content}"):
        assert isinstance(one, Report | Refusal)


def test_large_table_is_read_row_by_row(tmp_path: Path) -> None:
    file = tmp_path / "corpus.csv"
    with file.open("w") as out:
        out.write("id,text\n")
        out.writelines(f'{n},"{SENTENCE * 200}"\n' for n in range(3_000))
    tracemalloc.start()
    count = sum(1 for _ in read_inputs([str(file)]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 3_000
    assert peak < 5_000_000 < file.stat().st_size


def test_rows_are_counted(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('id,text\n1,"One.\nHe said ""no""\nto it."\n2,Two.')
    pq.write_table(pa.table({"text": ["One.", "Two.", "Three."]}), tmp_path / "b.parquet")
    (tmp_path / "c.jsonl").write_text('{"text": "One."}\n')
    (tmp_path / "d.csv").write_text("")
    assert count_reports([str(tmp_path)]) == 6


# Parquet


def write(path: Path, **options: object) -> Path:
    columns = {
        "colour": [1, 2, 3],
        "id": [7, 8, None],
        "text": pa.array([SENTENCE, "Two.", "Three."]).dictionary_encode(),
        "published": pa.array([date(2014, 6, 10), None, date(2014, 6, 12)]),
    }
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_rows_of_parquet_become_reports(tmp_path: Path) -> None:
    reports = read(write(tmp_path / "corpus.parquet", row_group_size=2), published="2013-01-01")
    assert all(isinstance(one, Report) for one in reports)
    assert [one.text for one in reports] == [SENTENCE, "Two.", "Three."]
    assert [one.input_id for one in reports] == ["7", "8", None]
    assert [one.published for one in reports] == ["2014-06-10", "2013-01-01", "2014-06-12"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (pa.array([datetime(2014, 6, 10)], pa.timestamp("ns")), "2014-06-10"),
        (pa.array([datetime(2014, 6, 10, 9, 30, 1)], pa.timestamp("ms")), "2014-06-10T09:30:01"),
        (pa.array([1402392601000000001], pa.timestamp("ns")), "2014-06-10T09:30:01"),
        (
            pa.array([datetime(2014, 6, 10, tzinfo=UTC)], pa.timestamp("us", "UTC")),
            "2014-06-10T00:00:00+00:00",
        ),
        (pa.array([datetime(2014, 6, 10)], pa.date64()), "2014-06-10"),
        (pa.array(["2014-06"]), "2014-06"),
        (pa.array([b"2014"], pa.binary()), "2014"),
        (pa.array([2014]), "2014"),
        (pa.array([float("nan")]), None),
    ],
)
def test_dates_of_parquet_are_read(tmp_path: Path, values: pa.Array, expected: str | None) -> None:
    pq.write_table(pa.table({"text": [SENTENCE], "published": values}), tmp_path / "corpus.parquet")
    (report,) = read(tmp_path / "corpus.parquet")
    assert isinstance(report, Report)
    assert report.published == expected


def test_bad_row_of_parquet_is_refused_by_number(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["One.", None, "Three."]}), tmp_path / "corpus.parquet")
    one, told, three = read(tmp_path / "corpus.parquet", columns={"text": "body"})
    assert isinstance(one, Report)
    assert isinstance(told, Refusal)
    assert isinstance(three, Report)
    assert told.where.endswith("corpus.parquet[2]")


def test_parquet_without_its_columns_is_wrong_use(tmp_path: Path) -> None:
    pq.write_table(pa.table({"body": ["One."], "n": [1]}), tmp_path / "corpus.parquet")
    with pytest.raises(UsageError, match=r"no column text .*body, n"):
        read(tmp_path / "corpus.parquet")


def test_parquet_is_known_by_its_first_bytes_and_from_a_stream(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = write(tmp_path / "corpus").read_bytes()
    assert len(read(tmp_path / "corpus")) == 3
    (tmp_path / "corpus.parquet.gz").write_bytes(gzip.compress(content))
    assert len(read(tmp_path / "corpus.parquet.gz")) == 3
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    assert len(list(read_inputs(["-"]))) == 3


@pytest.mark.parametrize("content", [b"", b"PAR1 and so on", b"text\nTroops left.\n"])
def test_file_that_is_no_parquet_is_refused(tmp_path: Path, content: bytes) -> None:
    (told,) = take(tmp_path, content, "corpus.parquet")
    assert isinstance(told, Refusal)
    assert told.code == "not-text"


def test_parquet_with_broken_data_is_refused(tmp_path: Path) -> None:
    content = bytearray(write(tmp_path / "corpus.parquet", compression="snappy").read_bytes())
    content[4:200] = bytes(196)
    told = take(tmp_path, bytes(content), "corpus.parquet")[-1]
    assert isinstance(told, Refusal)
    assert told.code == "unreadable"


def test_parquet_without_pyarrow_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(tmp_path / "corpus.parquet")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(MissingPackageError, match=r'pip install "sayso\[parquet\]"'):
        read(file)


def test_large_parquet_is_read_by_batches(tmp_path: Path) -> None:
    file = tmp_path / "corpus.parquet"
    table = pa.table({"text": [f"{n} {SENTENCE}" for n in range(5_000)], "other": ["x" * 500] * 5_000})
    pq.write_table(table, file)
    assert [len(one.text) > 9 for one in itertools.islice(read_inputs([str(file)]), 2)] == [True, True]
    assert sum(1 for _ in read_inputs([str(file)])) == 5_000
