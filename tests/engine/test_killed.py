"""`sayso add` and `relate` in processes that are killed (SIGKILL) again and again, and run once more."""

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event, select
from tests.lengths import choose_length
from tests.record.made import content, plain

from sayso.engine import relate
from sayso.record import Store, schema
from sayso.tables import as_object

# Kills itself before the statement of this number, as a machine may at any moment.
KILLED = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sayso.cli.main import run
from sayso.cli.parts import Parts
from sayso.model import Tier
from tests.engine import plain_reader

left = int(sys.argv[1])

def find_tiers():
    return (Tier.FAST,)

def complete(report):
    return report

@event.listens_for(Engine, "before_cursor_execute")
def count(*_):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)

sys.exit(run(sys.argv[2:], Parts(plain_reader.load_tier, find_tiers, complete)))
"""
ROOT = Path(__file__).parents[2]
KILLS = choose_length(5, 50)
# More readings than are related in one transaction.
HAPPENINGS, TELLERS = 30, 4
TABLES = ("waiting", "sketch", "sketch_key", "pair", "follow_key", "membership", "copy_group", "event")
TABLES += ("event_claim", "event_redirect", "disagreement", "follow_profile", "telling")


def fill(address: Path) -> None:
    """Happenings that are each told in the same words by some, and in others by one more."""
    with Store(address) as record:
        for teller in range(TELLERS):
            for n in range(HAPPENINGS):
                wire = f"Platoon {n} left the base at Karo{n} on Monday, where {n + 20} men had stayed."
                own = f"Word from Karo{n}: {n + 21} men of platoon {n} have left their base there."
                record.put(
                    plain(
                        own if teller == TELLERS - 1 else wire,
                        input_id=f"{n}-{teller}",
                        publisher=f"Outlet {teller}",
                        published=f"2020-04-{1 + n % 20 + teller:02}",
                    ),
                    first_seen="2021-01-01T00:00:00+00:00",
                )


def relations(record: Store) -> dict[str, object]:
    """All that relating keeps, row by row, and what is shown of it."""
    with record._engine.connect() as connection:
        rows = {
            name: sorted(map(tuple, connection.execute(select(schema.metadata.tables[name]))))
            for name in TABLES
        }
    return {**rows, "shown": [as_object("event", row) for row in record.events()]}


def run_killed(statement: int, *arguments: object) -> int:
    """Run a command that is killed before the statement of this number; its exit status."""
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(statement), *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])},
        stderr=subprocess.DEVNULL,
        check=False,
    ).returncode


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, object], int]:
    """What relating without a stop keeps, and how many statements it takes."""
    address = tmp_path_factory.mktemp("whole") / "whole.db"
    fill(address)
    number = 0

    def count(*_: object) -> None:
        nonlocal number
        number += 1

    with Store(address) as record:
        event.listen(record._engine, "before_cursor_execute", count)
        assert relate(record) == HAPPENINGS * TELLERS
        statements = number
        return relations(record), statements


def test_killed_relating_goes_on_to_what_one_run_gives(
    tmp_path: Path, undisturbed: tuple[dict[str, object], int]
) -> None:
    whole, statements = undisturbed
    address = tmp_path / "killed.db"
    fill(address)
    waiting = []
    for share in (0.05, 0.4, 0.7, 0.95, 0.02):
        assert run_killed(int(statements * share), "relate", "--db", address, "-q") == -signal.SIGKILL
        with Store(address) as record:
            waiting.append(record.count_waiting())
    assert waiting[0] == HAPPENINGS * TELLERS
    assert 0 < waiting[-1] < HAPPENINGS * TELLERS
    with Store(address) as record:
        assert relate(record) == waiting[-1]
        assert relations(record) == whole


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Reports of one happening each, copies of some, and one that is there twice."""
    lines = [
        {
            "id": f"{n}-{teller}",
            "text": f"Platoon {n} left the base at Karo{n} on Monday, where {n + 20} men had stayed.",
            "publisher": f"Outlet {teller}",
            "published": f"2020-04-{1 + n % 20 + teller:02}",
        }
        for n in range(KILLS * 3)
        for teller in range(2)
    ]
    file = tmp_path_factory.mktemp("archive") / "archive.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in [*lines, lines[3]]))
    return file


def test_adding_killed_before_any_statement_goes_on_to_what_one_run_gives(
    tmp_path: Path, archive: Path
) -> None:
    whole, killed = tmp_path / "whole.db", tmp_path / "killed.db"
    never = 10**9
    assert run_killed(never, "add", archive, "--db", whole, "-q") == 0
    dice = random.Random(8)  # noqa: S311 - moments to kill at
    ended = [
        # Early, while the tables are made, and anywhere in the reports that are left.
        run_killed(
            dice.choice((dice.randint(1, 60), dice.randint(60, 400))), "add", archive, "--db", killed, "-q"
        )
        for _ in range(KILLS)
    ]
    assert ended.count(-signal.SIGKILL) > KILLS // 2
    assert run_killed(never, "add", archive, "--db", killed, "-q") == 0
    with Store(whole) as one, Store(killed) as two:
        assert content(two) == content(one)
        assert two.count_waiting() == 0
        assert [as_object("event", row) for row in two.events()] == [
            as_object("event", row) for row in one.events()
        ]
