"""JSON Lines archives: one report a line, one refusal a broken line."""

import gzip
import io
import json
import sys
import tracemalloc
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.ingest import Refusal, read_inputs
from sayso.model import Report

SENTENCE = "Troops left the base near Mosul on Monday, officials said."


def _objects() -> st.SearchStrategy[dict[str, object]]:
    """Reports with fields of any kind and any characters, lone surrogates too."""
    anything = (
        st.text(st.characters(), max_size=20)
        | st.integers()
        | st.none()
        | st.lists(st.integers(), max_size=2)
    )
    names = st.sampled_from(["text", "html", "id", "url", "title", "publisher", "published", "language"])
    return st.dictionaries(names, anything, max_size=8)


def take(path: Path, lines: list[object], **options: str) -> list[Report | Refusal]:
    file = path / "archive.jsonl"
    file.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return list(read_inputs([str(file)], **options))


def test_fields_become_a_report(tmp_path: Path) -> None:
    (report,) = take(
        tmp_path,
        [
            {
                "text": SENTENCE,
                "id": 17,
                "url": "https://news.example/17",
                "title": "Base emptied",
                "publisher": "The Tigris Post",
                "byline": "By A. Writer",
                "published": "2014-06-10T08:00:00Z",
                "language": "en",
                "tokens": [1, 2],
            }
        ],
    )
    assert isinstance(report, Report)
    assert report.text == f"Base emptied\n\n{SENTENCE}"
    assert (report.input_id, report.publisher, report.byline) == ("17", "The Tigris Post", "By A. Writer")
    assert (report.published, report.language) == ("2014-06-10T08:00:00Z", "en")
    assert report.url == "https://news.example/17"


def test_broken_line_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    first, broken, last = take(tmp_path, [{"text": "One."}, '{"text": "Tw', {"text": "Three."}])
    assert isinstance(broken, Refusal)
    assert broken.code == "malformed"
    assert broken.where.endswith("archive.jsonl:2")
    assert [one.text for one in (first, last) if isinstance(one, Report)] == ["One.", "Three."]


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ({"html": 5}, "malformed", "html must be a string, not a number"),
        ({"html": "<p>" * 4_000_000}, "too-large", "10 MB"),
        ({"id": "a"}, "malformed", "neither text nor html"),
        ({"text": 5}, "malformed", "a number"),
        ({"text": SENTENCE, "title": ["x"]}, "malformed", "title must be a string, not a list"),
        ({"text": SENTENCE, "id": True}, "malformed", "id must be a string"),
        ([SENTENCE], "malformed", "a list"),
        ("null", "malformed", "null"),
        ("[" * 100_000, "malformed", "nested"),
        ('{"text": "a", "n": ' + "9" * 5000 + "}", "malformed", "not valid JSON"),
        ({"text": "a" * 5_000_001}, "too-large", "5,000,001"),
    ],
)
def test_line_that_is_no_report_is_refused(tmp_path: Path, line: object, code: str, word: str) -> None:
    told, taken = take(tmp_path, [line, {"text": SENTENCE}])
    assert isinstance(told, Refusal)
    assert told.code == code
    assert word in told.message
    assert isinstance(taken, Report)


def test_blank_lines_are_passed_over(tmp_path: Path) -> None:
    assert len(take(tmp_path, ["", {"text": "One."}, "  ", {"text": "Two."}, ""])) == 2


def test_empty_text_is_a_report(tmp_path: Path) -> None:
    (report,) = take(tmp_path, [{"text": "", "id": "a"}])
    assert isinstance(report, Report)
    assert report.input_id == "a"


def test_lone_surrogates_and_nul_become_replacement_characters(tmp_path: Path) -> None:
    (report,) = take(tmp_path, [r'{"text": "a\ud800b\u0000c", "id": "\udc00", "title": "\ud83d\ude00"}'])
    assert isinstance(report, Report)
    assert report.text.endswith("a\ufffdb\ufffdc")
    assert report.input_id == "\ufffd"
    assert report.title == "😀"


@pytest.mark.parametrize("published", ["12 June", "2014-13", "2014-13-01", "2014-W24", "yesterday"])
def test_report_with_a_bad_date_is_read_without_it(tmp_path: Path, published: str) -> None:
    told, taken = take(tmp_path, [{"text": SENTENCE, "published": published}], published="2014-06-10")
    assert isinstance(told, Refusal)
    assert isinstance(taken, Report)
    assert (told.code, told.report) == ("bad-date", taken.id)
    assert published in told.message
    assert taken.published is None


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        ("2014", "2014"),
        (2014, "2014"),
        ("2014-6", "2014-06"),
        ("2014-6-5", "2014-06-05"),
        (20140605, "2014-06-05"),
    ],
)
def test_date_of_any_exactness_is_kept(tmp_path: Path, published: str | int, kept: str) -> None:
    (report,) = take(tmp_path, [{"text": SENTENCE, "published": published}], published="2013-01-01")
    assert isinstance(report, Report)
    assert report.published == kept


@pytest.mark.parametrize("published", [1.5, True, ["2014"], {"year": 2014}])
def test_date_of_another_type_costs_only_the_date(tmp_path: Path, published: object) -> None:
    told, report = take(tmp_path, [{"text": SENTENCE, "published": published}])
    assert isinstance(told, Refusal)
    assert isinstance(report, Report)
    assert (told.code, told.report, report.published) == ("bad-date", report.id, None)


def test_published_is_given_only_to_reports_without_one(tmp_path: Path) -> None:
    own, given = take(
        tmp_path, [{"text": SENTENCE, "published": "20140611"}, {"text": SENTENCE}], published="2014-06-10"
    )
    assert isinstance(own, Report)
    assert isinstance(given, Report)
    assert (own.published, given.published) == ("2014-06-11", "2014-06-10")


def test_report_with_a_bad_address_is_read_without_it(tmp_path: Path) -> None:
    told, taken = take(tmp_path, [{"text": SENTENCE, "url": "http://[broken"}])
    assert isinstance(told, Refusal)
    assert told.code == "bad-url"
    assert isinstance(taken, Report)
    assert taken.url is None


def test_line_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    file.write_bytes(b'{"text": "Garc\xeda left."}\n{"text": "Troops left."}\n')
    told, taken = read_inputs([str(file)])
    assert isinstance(told, Refusal)
    assert told.code == "not-text"
    assert isinstance(taken, Report)


@pytest.mark.parametrize("raw", [b"PAR1 and so on", "{}".encode("utf-16")])
def test_archive_that_is_something_else_is_refused_once(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "archive.jsonl"
    file.write_bytes(raw * 3)
    (told,) = read_inputs([str(file)])
    assert isinstance(told, Refusal)
    assert told.code == "not-text"


def test_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"text": "Troops left."}\n')
    (report,) = read_inputs([str(file)])
    assert isinstance(report, Report)


def test_line_of_50_mb_is_refused_in_little_memory(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl"
    with file.open("wb") as out:
        out.write(b'{"text": "')
        for _ in range(50):
            out.write(b"word " * 200_000)
        out.write(b'"}\n{"text": "Troops left."}\n')
    tracemalloc.start()
    told, taken = read_inputs([str(file)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(told, Refusal)
    assert (told.code, told.where) == ("too-large", f"{file}:1")
    assert isinstance(taken, Report)
    assert peak < 30_000_000


def test_archive_is_read_as_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first report is there before the second line is read."""

    class Endless(io.RawIOBase):
        lines = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            self.lines += 1
            line = b'{"text": "Troops left."}\n'
            buffer[: len(line)] = line
            return len(line)

    source = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(source)))
    reports = read_inputs(["-"], input_format="jsonl")
    assert isinstance(next(reports), Report)
    assert source.lines < 10


def test_compressed_archive_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    file = tmp_path / "archive.jsonl.gz"
    lines = b"".join(
        json.dumps({"text": f"Report {n} of the day. {SENTENCE}"}).encode() + b"\n" for n in range(9000)
    )
    file.write_bytes(gzip.compress(lines)[:-200])
    taken = list(read_inputs([str(file)]))
    assert isinstance(taken[-1], Refusal)
    assert taken[-1].code == "unreadable"
    assert sum(isinstance(one, Report) for one in taken) > 1000


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ('{\n  "text": "Troops left."\n}', ["Troops left."]),
        ('[{"text": "One."},\n {"text": "Two."}]', ["One.", "Two."]),
        ('{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
    ],
)
def test_json_file_holds_one_report_or_a_list_or_lines(
    tmp_path: Path, content: str, texts: list[str]
) -> None:
    file = tmp_path / "reports.json"
    file.write_text(content)
    assert [one.text for one in read_inputs([str(file)]) if isinstance(one, Report)] == texts


@given(
    raw=st.binary(max_size=400)
    | st.text(max_size=200).map(str.encode)
    | _objects().map(json.dumps).map(str.encode)
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_give_reports_that_can_be_written_or_refusals(tmp_path: Path, raw: bytes) -> None:
    for name in ("any.txt", "any.jsonl", "any.json", "any"):
        file = tmp_path / name
        file.write_bytes(raw)
        for one in read_inputs([str(file)]):
            assert msgspec.json.encode(one)
            assert isinstance(one, Report) or one.line()
