"""`sayso serve` says what is wrong before it begins."""

import socket

import pytest

from sayso.cli.main import run
from sayso.cli.serve import is_loopback
from sayso.record import Store


@pytest.fixture
def db(tmp_path) -> str:
    path = str(tmp_path / "record.db")
    Store(path).close()
    return path


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "news.example"])  # noqa: S104 - refused
def test_judging_on_an_open_address_needs_a_password(db: str, host: str, capsys) -> None:
    assert run(["serve", "--db", db, "--host", host]) == 2
    assert "SAYSO_PASSWORD" in capsys.readouterr().err


def test_judging_behind_a_proxy_needs_a_password(db: str, capsys) -> None:
    assert run(["serve", "--db", db, "--behind-proxy", "127.0.0.1"]) == 2
    assert "through the proxy" in capsys.readouterr().err


@pytest.mark.parametrize("proxy", ["*", "proxy.example", "10.0.0.0/99", ""])
def test_proxy_is_named_by_its_address(db: str, proxy: str, capsys) -> None:
    assert run(["serve", "--db", db, "--read-only", "--behind-proxy", proxy]) == 2
    assert "10.0.0.0/8" in capsys.readouterr().err


def test_missing_record_is_told(tmp_path, capsys) -> None:
    assert run(["serve", "--db", str(tmp_path / "none.db")]) == 2
    assert "there is no record here yet" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_taken_port_is_told_with_another(db: str, capsys) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--db", db, "--port", str(port)]) == 2
    assert f"port {port} is taken" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["evil..host", "a" * 300, "xn--\ud800", "\x00"], ids=ascii)
def test_host_that_is_none_is_told(db: str, host: str, capsys) -> None:
    assert run(["serve", "--db", db, "--read-only", "--host", host, "--port", "0"]) == 2
    told = capsys.readouterr().err
    assert told.startswith("Error: ")
    assert "127.0.0.1" in told


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "::1", "[::1]"])
def test_loopback_is_reached_by_this_machine_alone(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.1", "localhost.example"])  # noqa: S104
def test_other_addresses_are_reached_by_others(host: str) -> None:
    assert not is_loopback(host)
