"""WARC archives: the pages in them, and no more lost than what is broken."""

import gzip
import io
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.ingest.page_maker import PARAGRAPHS, make_page

from sayso.ingest import Refusal, read_inputs
from sayso.ingest.warc import cut_records
from sayso.model import Raw, Report

OK = "200 OK"
HTML = "text/html; charset=utf-8"


def record(
    number: int,
    content: bytes | None = None,
    *,
    status: str = OK,
    kind: str = HTML,
    record_type: str = "response",
    compressed: bool = False,
    headers: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """One record as a crawler writes it."""
    body = make_page(title=f"Report {number} from Karo").encode() if content is None else content
    warc_kind = kind
    if record_type == "response":
        fields = "".join(f"{name}: {value}\r\n" for name, value in (("Content-Type", kind), *headers))
        body = f"HTTP/1.1 {status}\r\n{fields}\r\n".encode() + body
        warc_kind = "application/http; msgtype=response"
    head = (
        f"WARC/1.0\r\nWARC-Type: {record_type}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        f"WARC-Date: 2031-01-01T00:00:00Z\r\nWARC-Target-URI: https://post.example/{number}\r\n"
        f"Content-Type: {warc_kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    raw = head.encode() + body + b"\r\n\r\n"
    return gzip.compress(raw) if compressed else raw


def take(path: Path, raw: bytes, name: str = "crawl.warc", **options: str) -> list[Report | Refusal]:
    file = path / name
    file.write_bytes(raw)
    return list(read_inputs([str(file)], **options))


def titles(taken: list[Report | Refusal]) -> list[str | None]:
    return [one.title for one in taken if isinstance(one, Report)]


def codes(taken: list[Report | Refusal]) -> list[str]:
    return [one.code for one in taken if isinstance(one, Refusal)]


@pytest.mark.parametrize("name", ["crawl.warc", "crawl.warc.gz", "crawl"])
@pytest.mark.parametrize("packing", ["plain", "records", "whole"])
def test_pages_are_read_packed_or_not(tmp_path: Path, name: str, packing: str) -> None:
    raw = b"".join(record(number, compressed=packing == "records") for number in (1, 2, 3))
    taken = take(tmp_path, gzip.compress(raw) if packing == "whole" else raw, name)
    assert titles(taken) == ["Report 1 from Karo", "Report 2 from Karo", "Report 3 from Karo"]
    assert codes(taken) == []
    first = taken[0]
    assert isinstance(first, Report)
    assert (first.url, first.input_id) == ("https://post.example/1", "urn:uuid:1")
    assert first.text.endswith(PARAGRAPHS[-1])
    assert first.published is None


def test_only_pages_that_were_served_are_read(tmp_path: Path) -> None:
    raw = b"".join(
        (
            record(1, b"", status="404 Not Found"),
            record(2, b"", status="301 Moved"),
            record(3, b"\x89PNG", kind="image/png"),
            record(4, b"software: x\r\n", record_type="warcinfo", kind="application/warc-fields"),
            record(5),
            record(6, record_type="resource"),
            record(7, b"Troops left.\nOthers stayed.", record_type="conversion", kind="text/plain"),
        )
    )
    taken = take(tmp_path, raw)
    assert titles(taken) == ["Report 5 from Karo", "Report 6 from Karo", None]
    assert isinstance(taken[-1], Report)
    assert taken[-1].text == "Troops left.\nOthers stayed."
    assert codes(taken) == []


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=iso-8859-15"])
def test_extracted_text_that_is_no_text_is_refused(tmp_path: Path, kind: str) -> None:
    noise = random.Random(7).randbytes(4000)  # noqa: S311 - made by a seed
    good = record(2, b"Troops left.\nOthers stayed.", record_type="conversion", kind=kind)
    taken = take(tmp_path, record(1, noise, record_type="conversion", kind=kind) + good)
    assert codes(taken) == ["not-text"]
    assert [one.text for one in taken if isinstance(one, Report)] == ["Troops left.\nOthers stayed."]


def test_extracted_text_in_a_guessed_encoding_says_so(tmp_path: Path) -> None:
    content = "The minister said that Núñez left on Monday.".encode("cp1252")
    taken = take(tmp_path, record(1, content, record_type="conversion", kind="text/plain"))
    assert codes(taken) == ["encoding-guessed"]
    assert isinstance(taken[-1], Report)
    assert "Núñez left" in taken[-1].text


def test_packed_and_chunked_answers_are_unpacked(tmp_path: Path) -> None:
    page = make_page(title="Packed").encode()
    chunked = f"{len(page):x}\r\n".encode() + page + b"\r\n0\r\n\r\n"
    raw = record(1, gzip.compress(page), headers=(("Content-Encoding", "gzip"),)) + record(
        2, chunked, headers=(("Transfer-Encoding", "chunked"),)
    )
    assert titles(take(tmp_path, raw)) == ["Packed", "Packed"]


def test_page_as_served_is_handed_on_with_its_type(tmp_path: Path) -> None:
    file = tmp_path / "crawl.warc"
    page = make_page(title="Núñez left").encode("cp1252")
    page = page.replace(b'<meta charset="utf-8">', b"")
    file.write_bytes(record(1, page, kind="text/html; charset=iso-8859-1"))
    kept: list[Raw] = []
    (report,) = read_inputs([str(file)], keep_raw=kept.append)
    assert isinstance(report, Report)
    assert report.title == "Núñez left"
    assert kept == [Raw(report=report.id, media_type="text/html; charset=iso-8859-1", content=page)]


@pytest.mark.parametrize("address", ["http://[broken/", "http://[::1"])
def test_page_with_a_broken_address_is_read_without_it(tmp_path: Path, address: str) -> None:
    raw = record(1)
    (report,) = take(tmp_path, raw.replace(b"https://post.example/1", address.encode(), 1))
    assert isinstance(report, Report)
    assert report.url is None


def test_published_is_not_the_date_of_the_crawl(tmp_path: Path) -> None:
    (report,) = take(tmp_path, record(1), published="2030-03-18")
    assert isinstance(report, Report)
    assert report.published == "2030-03-18"


def _cut(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def _without_length(raw: bytes) -> bytes:
    return raw.replace(b"Content-Length", b"Content-Lengxx", 1)


def _too_long(raw: bytes) -> bytes:
    begin, _, rest = raw.partition(b"Content-Length: ")
    return begin + b"Content-Length: 9" + rest


def _noise(raw: bytes) -> bytes:
    return b"\x00\xff noise \r\n\r\n" * 5000


@pytest.mark.parametrize("breaking", [_cut, _without_length, _too_long, _noise])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_broken_record_costs_only_itself(tmp_path: Path, breaking, place: int) -> None:
    records = [record(number) for number in (1, 2, 3)]
    records[place] = breaking(records[place])
    taken = take(tmp_path, b"".join(records))
    whole = [f"Report {number} from Karo" for number in (1, 2, 3) if number != place + 1]
    assert titles(taken) == whole
    assert codes(taken) == ["malformed"]


@pytest.mark.parametrize("at", [0, 1, 40, -20, -6])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_broken_gzip_in_the_middle_costs_only_its_record(tmp_path: Path, at: int, place: int) -> None:
    records = [bytearray(record(number, compressed=True)) for number in (1, 2, 3)]
    for offset in range(4):
        records[place][at + offset if at >= 0 else at + offset - 4] ^= 0xFF
    taken = take(tmp_path, b"".join(records), "crawl.warc.gz")
    others = [f"Report {number} from Karo" for number in (1, 2, 3) if number != place + 1]
    if place == 0 and at in (0, 1):
        # What does not begin as gzip is no archive at all.
        assert codes(taken) != []
        return
    assert [title for title in titles(taken) if title != f"Report {place + 1} from Karo"] == others
    assert codes(taken) != []


def test_archive_cut_off_gives_what_came_before(tmp_path: Path) -> None:
    raw = b"".join(record(number, compressed=True) for number in (1, 2, 3))
    taken = take(tmp_path, raw[:-300], "crawl.warc.gz")
    assert titles(taken) == ["Report 1 from Karo", "Report 2 from Karo"]
    assert codes(taken) == ["unreadable"]


def test_large_record_is_passed_over(tmp_path: Path) -> None:
    film = record(1, bytes(21_000_000), kind="video/mp4")
    page = record(2, b"<html>" + b"a" * 21_000_000)
    taken = take(tmp_path, film + page + record(3))
    assert titles(taken) == ["Report 3 from Karo"]
    assert codes(taken) == ["too-large"]


def _with_length(raw: bytes, length: int) -> bytes:
    """The record with a false length."""
    return re.sub(rb"Content-Length: \d+", b"Content-Length: %d" % length, raw, count=1)


@pytest.mark.parametrize("length", [25_000_000, 25_000_000_000, 10**14])
@pytest.mark.parametrize("packing", ["plain", "records"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_false_large_length_costs_only_its_record(
    tmp_path: Path, length: int, packing: str, place: int
) -> None:
    records = [record(number) for number in (1, 2, 3)]
    records[place] = _with_length(records[place], length)
    if packing == "records":
        records = [gzip.compress(raw) for raw in records]
    taken = take(tmp_path, b"".join(records))
    assert titles(taken) == [f"Report {number} from Karo" for number in (1, 2, 3) if number != place + 1]
    assert codes(taken) == ["malformed"]


def test_many_false_lengths_cost_only_their_records(tmp_path: Path) -> None:
    good = [record(number) for number in (1, 2)]
    false = _with_length(record(9, b"Troops left."), 25_000_000)
    taken = take(tmp_path, good[0] + false * 40 + good[1])
    assert titles(taken) == ["Report 1 from Karo", "Report 2 from Karo"]
    assert codes(taken) == ["malformed"] * 40


def test_record_inside_a_large_one_is_its_content(tmp_path: Path) -> None:
    """A server may send records in the name of another; where the length is true they are no records."""
    forged = bytes(10_000_000) + b"\r\n\r\n" + record(7) + bytes(11_000_000)
    taken = take(tmp_path, record(1) + record(2, forged, kind="video/mp4") + record(3))
    assert titles(taken) == ["Report 1 from Karo", "Report 3 from Karo"]
    assert codes(taken) == []


def test_archive_without_a_page_says_so(tmp_path: Path) -> None:
    (told,) = take(tmp_path, record(1, b"", status="404 Not Found"))
    assert isinstance(told, Refusal)
    assert told.code == "nothing-to-read"


def test_bomb_in_an_archive_is_refused(tmp_path: Path) -> None:
    taken = take(tmp_path, gzip.compress(record(1, bytes(60_000_000), kind="video/mp4")), "crawl.warc.gz")
    assert codes(taken) == ["too-large"]
    bomb = record(1, gzip.compress(bytes(30_000_000)), headers=(("Content-Encoding", "gzip"),))
    taken = take(tmp_path, bomb + record(2))
    assert codes(taken) == ["too-large"]
    assert titles(taken) == ["Report 2 from Karo"]


@given(st.lists(st.sampled_from([record(1, b"a"), b"WARC/1.0\r\n", b"\r\n\r\n", b"x" * 300]) | st.binary()))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_cut_to_an_end_and_no_whole_record_is_lost(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    cut = list(cut_records(io.BufferedReader(io.BytesIO(raw))))
    assert len(cut) <= len(raw)
    if all(piece == record(1, b"a")[: len(piece)] and len(piece) > 20 for piece in pieces):
        assert len(cut) == len(pieces)
