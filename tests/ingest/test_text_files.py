"""Text files, directories and standard input become reports; what is broken is refused in the open."""

import gzip
import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.ingest import Refusal, read_inputs
from sayso.ingest.report_count import count_reports
from sayso.model import Report

SENTENCE = "Troops left the base near Mosul on Monday, officials said.\n"


def take(*paths: object, **options: str) -> list[Report | Refusal]:
    return list(read_inputs([str(path) for path in paths], **options))


def refusal(*paths: object, **options: str) -> Refusal:
    taken = take(*paths, **options)
    assert len(taken) == 1
    assert isinstance(taken[0], Refusal)
    return taken[0]


def report(*paths: object, **options: str) -> Report:
    taken = take(*paths, **options)
    assert len(taken) == 1
    assert isinstance(taken[0], Report)
    return taken[0]


def test_text_file_keeps_its_text_and_path(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(SENTENCE)
    assert report(file).text == SENTENCE
    assert report(file).input_id == str(file)
    assert report(file).title is None


def test_published_is_given_to_a_text(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(SENTENCE)
    assert report(file, published="2014-06-10").published == "2014-06-10"
    assert report(file).published is None


def test_published_that_is_no_date_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="last Monday"):
        read_inputs([str(tmp_path)], published="last Monday")


def test_unknown_input_format_is_wrong_use() -> None:
    with pytest.raises(UsageError, match="docx"):
        read_inputs([], input_format="docx")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marked_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes("Der Sprecher sagte: “Núñez left.”".encode(encoding))
    assert report(file).text == "Der Sprecher sagte: “Núñez left.”"


def test_western_bytes_are_read_and_told(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes("President Núñez said – again – that the troops’ bases would close.".encode("cp1252"))
    told, taken = take(file)
    assert isinstance(told, Refusal)
    assert isinstance(taken, Report)
    assert (told.code, told.report) == ("encoding-guessed", taken.id)
    assert "Núñez said – again – that the troops’" in taken.text


def test_mostly_foreign_bytes_are_detected(tmp_path: Path) -> None:
    text = "Войска покинули город в понедельник, сообщило министерство обороны."
    file = tmp_path / "report.txt"
    file.write_bytes(text.encode("cp1251"))
    assert [one.text for one in take(file) if isinstance(one, Report)] == [text]


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        ("The minister’s café was closed, officials said.".encode("mac_roman"), "certain"),
        ("The minister’s café was closed.".encode() + b" \xe2\x80 broken", "broken bytes"),
        (b"\xff\xfeT", "UTF-16"),
        ("Troops left the base.".encode("utf-16-le"), "UTF-16"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"PK\x03\x04 and so on", "ZIP"),
        (b"\x89PNG\r\n\x1a\n and so on", "PNG"),
        (b"\xff\xd8\xff\xe0 and so on", "JPEG"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\x00\x01\x02\x03" * 50, "UTF-16|binary"),
    ],
)
def test_bytes_that_are_no_certain_text_are_refused(tmp_path: Path, raw: bytes, word: str) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(raw)
    told = refusal(file)
    assert told.code == "not-text"
    assert any(one in told.message for one in word.split("|"))
    assert told.help


def test_stray_nul_becomes_a_replacement_character(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_bytes(b"Troops\x00left the base near Mosul on Monday.")
    assert report(file).text == "Troops\N{REPLACEMENT CHARACTER}left the base near Mosul on Monday."


@pytest.mark.parametrize("raw", [b"", b" \n\t\n"])
def test_text_without_words_is_still_a_report(tmp_path: Path, raw: bytes) -> None:
    file = tmp_path / "empty.txt"
    file.write_bytes(raw)
    assert report(file).text.strip() == ""


def test_missing_file_is_refused_and_the_rest_read(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(SENTENCE)
    lost, taken = take(tmp_path / "nowhere.txt", file)
    assert isinstance(lost, Refusal)
    assert lost.code == "unreadable"
    assert "nowhere.txt" in lost.where
    assert isinstance(taken, Report)


def test_path_with_a_nul_is_refused() -> None:
    assert refusal("a\0b").code == "unreadable"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_forbidden_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(SENTENCE)
    file.chmod(0)
    assert refusal(file).code == "unreadable"


def test_file_of_50_mb_in_one_line_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    with file.open("wb") as out:
        for _ in range(50):
            out.write(b"word " * 200_000)
    assert refusal(file).code == "too-large"
    assert "5 MB" in refusal(file).message


def test_gzip_is_expanded_whatever_its_name(tmp_path: Path) -> None:
    for name in ("report.txt.gz", "report.txt"):
        (tmp_path / name).write_bytes(gzip.compress(SENTENCE.encode()))
        assert report(tmp_path / name).text == SENTENCE


def test_broken_gzip_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "report.txt.gz"
    file.write_bytes(gzip.compress(SENTENCE.encode() * 100)[:-20])
    assert refusal(file).code == "unreadable"


def test_gzip_bomb_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "report.txt.gz"
    file.write_bytes(gzip.compress(bytes(30_000_000)))
    assert refusal(file).code == "too-large"


def test_directory_is_read_below_in_order_without_the_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.md", "a/c.TEXT", ".hidden.txt", ".git/d.txt", "photo.jpg", "c.txt.gz"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(gzip.compress(SENTENCE.encode()) if name.endswith(".gz") else SENTENCE.encode())
    ids = [one.input_id for one in take(tmp_path) if isinstance(one, Report)]
    assert ids == ["a/c.TEXT", "a/z.md", "b.txt", "c.txt.gz"]


def test_directory_gives_the_same_reports_wherever_it_lies(tmp_path: Path) -> None:
    for place in ("here", "there"):
        (tmp_path / place / "in").mkdir(parents=True)
        (tmp_path / place / "in" / "report.txt").write_text(SENTENCE)
    assert report(tmp_path / "here").id == report(tmp_path / "there").id


def test_directory_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    told = refusal(tmp_path)
    assert told.code == "nothing-to-read"
    assert ".txt" in told.help


def test_link_to_a_directory_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(SENTENCE)
    (tmp_path / "again").symlink_to(tmp_path)
    assert report(tmp_path).input_id == "report.txt"


def test_link_to_nowhere_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").symlink_to(tmp_path / "nowhere")
    assert refusal(tmp_path).code == "unreadable"


def test_file_name_that_is_not_utf8_is_still_written(tmp_path: Path) -> None:
    file = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(file, "wb") as out:  # noqa: PTH123 - a name in bytes
        out.write(SENTENCE.encode())
    assert report(tmp_path).input_id == "\N{REPLACEMENT CHARACTER}.txt"


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no devices here")
@pytest.mark.parametrize("input_format", ["auto", "jsonl", "warc"])
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/tty"])
def test_device_is_refused(device: str, input_format: str) -> None:
    assert refusal(device, input_format=input_format).code == "unreadable"
    assert "device" in refusal(device).message
    assert "read -" in refusal(device).help


def test_link_to_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "report.txt").symlink_to("/dev/zero")
    assert "device" in refusal(tmp_path / "report.txt").message
    assert refusal(tmp_path).code == "nothing-to-read"


@contextmanager
def written_into(pipe: Path, text: str) -> Iterator[None]:
    """A named pipe that somebody writes this text into."""
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(text,), daemon=True)
    writer.start()
    yield
    writer.join()


def test_named_pipe_is_read(tmp_path: Path) -> None:
    with written_into(tmp_path / "pipe.txt", SENTENCE):
        assert report(tmp_path / "pipe.txt").text == SENTENCE


def test_named_pipe_is_not_counted(tmp_path: Path) -> None:
    line = '{"text": "Troops left the base on Monday."}\n'
    with written_into(tmp_path / "pipe.jsonl", line):
        assert count_reports([str(tmp_path / "pipe.jsonl")]) is None
        assert report(tmp_path / "pipe.jsonl").text == "Troops left the base on Monday."


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="no descriptors by name here")
def test_descriptor_that_the_shell_opened_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, SENTENCE.encode())
    os.close(writing)
    try:
        assert report(f"/dev/fd/{reading}").text == SENTENCE
    finally:
        os.close(reading)


def test_standard_input_is_text_or_archive(monkeypatch: pytest.MonkeyPatch) -> None:
    for raw in (
        SENTENCE.encode(),
        b'{"text": "Troops left the base near Mosul on Monday, officials said.\\n"}\n',
    ):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))
        assert report("-").text == SENTENCE
        assert not sys.stdin.closed


def test_closed_standard_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    assert refusal("-").code == "unreadable"
