"""A file is there whole, or as it was before."""

import os
import stat
import threading

import pytest
from tests.export.made import make_told, withdrawal

from sayso.errors import OutputError, UsageError
from sayso.export import write_export

FILES = ("csv", "acled", "polecat", "plover-jsonl", "geojson", "jsonld", "parquet")
FOLDERS = ("gdelt", "ftm")


def broken():
    yield withdrawal()
    raise ValueError("a broken line")


@pytest.mark.parametrize("name", FILES)
def test_failing_export_leaves_the_file_as_it_was(tmp_path, name):
    goal = tmp_path / "claims"
    goal.write_bytes(b"before")
    with pytest.raises(ValueError, match="broken line"):
        write_export(name, broken(), goal)
    assert goal.read_bytes() == b"before"
    assert [one.name for one in tmp_path.iterdir()] == ["claims"]


@pytest.mark.parametrize("name", FOLDERS)
def test_failing_export_leaves_the_folder_as_it_was(tmp_path, name):
    goal = tmp_path / "claims"
    write_export(name, [withdrawal()], goal)
    before = {one.name: one.read_bytes() for one in goal.iterdir()}
    with pytest.raises(ValueError, match="broken line"):
        write_export(name, broken(), goal)
    assert {one.name: one.read_bytes() for one in goal.iterdir()} == before
    assert [one.name for one in tmp_path.iterdir()] == ["claims"]


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_keeps_what_else_is_in_it(tmp_path, name):
    (tmp_path / "notes.txt").write_text("mine")
    assert write_export(name, [withdrawal()], tmp_path) == 1
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_file_is_replaced_when_all_is_written(tmp_path):
    goal = tmp_path / "claims.csv"
    goal.write_bytes(b"before")

    def watched():
        yield withdrawal()
        assert goal.read_bytes() == b"before"

    assert write_export("csv", watched(), goal) == 1
    assert b"withdrew" in goal.read_bytes()


def test_same_claims_give_the_same_bytes(tmp_path):
    for name in FILES:
        write_export(name, [withdrawal(), make_told()], tmp_path / "a")
        write_export(name, [withdrawal(), make_told()], tmp_path / "b")
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_file_may_be_read_by_those_whom_the_umask_lets(tmp_path):
    old = os.umask(0o022)
    try:
        write_export("csv", [], tmp_path / "claims.csv")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "claims.csv").stat().st_mode) == 0o644


def test_link_is_followed(tmp_path):
    (tmp_path / "real.csv").write_bytes(b"before")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_export("csv", [withdrawal()], tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert b"withdrew" in (tmp_path / "real.csv").read_bytes()


def test_pipe_is_written_to_and_stays_a_pipe(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_export("csv", [withdrawal()], pipe)
    reader.join()
    assert b"withdrew" in read[0]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_place_that_is_not_there_is_told(tmp_path):
    with pytest.raises(OutputError, match="no such file or directory"):
        write_export("csv", [], tmp_path / "none" / "claims.csv")


def test_folder_for_a_file_and_file_for_a_folder_are_told(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UsageError, match="is a folder"):
        write_export("csv", [], tmp_path)
    with pytest.raises(UsageError, match="name a folder"):
        write_export("gdelt", [], tmp_path / "file")


def test_unknown_format_names_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match="polecat, gdelt"):
        write_export("xls", [], tmp_path / "claims.xls")
