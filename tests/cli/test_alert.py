"""`sayso alert` from the command line, to a server on this machine."""

import hashlib
import hmac
import json
from pathlib import Path

import pytest
from tests.ingest.web_server import Reply, Site, serve
from tests.record.made import shelling, withdrawal

from sayso.cli.main import run
from sayso.record import Store

SECRET = b"a secret that nobody guesses"


@pytest.fixture
def site():
    with serve() as made:
        yield made


@pytest.fixture
def db(tmp_path: Path) -> str:
    (tmp_path / "hook.key").write_bytes(SECRET + b"\n")
    with Store(tmp_path / "record.db") as store:
        store.put(withdrawal())
    return str(tmp_path / "record.db")


def alert(site: Site, db: str, *more: str) -> int:
    key = str(Path(db).with_name("hook.key"))
    return run(["alert", f"{site.root}/hook", "--db", db, "--secret-file", key, *more])


def test_new_claims_are_posted_and_signed(site: Site, db: str, capsys) -> None:
    site.put("/hook", Reply())
    assert alert(site, db, "--allow-private") == 0
    assert "begins here" in capsys.readouterr().err
    with Store(db) as store:
        store.put(shelling())
    assert alert(site, db, "--allow-private") == 0
    assert "delivered 1 claim" in capsys.readouterr().err
    (asked,) = site.asked
    signed = hmac.new(SECRET, asked.headers["sayso-timestamp"].encode() + b"." + asked.body, hashlib.sha256)
    assert asked.headers["sayso-signature"] == f"sha256={signed.hexdigest()}"
    assert [row["event"]["type"] for row in json.loads(asked.body)["rows"]] == ["ASSAULT"]


def test_alerts_for_other_queries_keep_their_own_place(site: Site, db: str) -> None:
    site.put("/hook", Reply())
    for filters in ([], ["--type", "ASSAULT"], ["--kind", "reports"]):
        assert alert(site, db, "--allow-private", *filters) == 0
    assert len(list(Path(db).parent.glob("record.db.w_*.json"))) == 3


def test_private_address_is_refused_and_the_rows_wait(site: Site, db: str, capsys) -> None:
    site.put("/hook", Reply())
    alert(site, db)
    with Store(db) as store:
        store.put(shelling())
    assert alert(site, db) == 1
    assert "--allow-private" in capsys.readouterr().err
    assert not site.asked
    assert alert(site, db, "--allow-private", "-q") == 0
    assert len(site.asked) == 1


@pytest.mark.parametrize(
    "address", ["ftp://desk.example/hook", "desk.example", "https://me:pw@desk.example/"]
)
def test_address_that_is_none_is_wrong_use(db: str, address: str) -> None:
    assert run(["alert", address, "--db", db, "--secret-file", str(Path(db).with_name("hook.key"))]) == 2


def test_short_secret_is_wrong_use(site: Site, db: str, capsys) -> None:
    Path(db).with_name("hook.key").write_bytes(b"short\n")
    assert alert(site, db) == 2
    assert "could be guessed" in capsys.readouterr().err


def test_record_on_a_server_needs_a_place_for_the_state(site: Site, db: str, capsys) -> None:
    key = str(Path(db).with_name("hook.key"))
    assert run(["alert", f"{site.root}/h", "--db", "postgresql://x/y", "--secret-file", key]) == 2
    assert "--state" in capsys.readouterr().err
