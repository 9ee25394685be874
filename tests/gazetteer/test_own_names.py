"""Names that a user adds."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso
from sayso import gazetteer
from sayso.errors import UsageError

HEADER = "name,kind,country,sector,aliases,id\n"
RIVER = HEADER + "River Brigades,group,IRQ,PRM,Kataib al-Nahr|KaN,wikidata/Q999999901\n"
TEXT = "Fighters of the River Brigades attacked a post near Mosul. Kataib al-Nahr said it had no part in it."


@pytest.fixture(autouse=True)
def _only_here() -> Iterator[None]:
    yield
    gazetteer.use_names(None)


def table(folder: Path, text: str, name: str = "names.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_all_names_of_a_body_lead_to_its_id(tmp_path: Path) -> None:
    before = gazetteer.gazetteer_version()
    gazetteer.use_names(table(tmp_path, RIVER))
    reading = sayso.read(TEXT, tier="fast")
    found = [one for one in reading.entities if one.id == "wikidata/Q999999901"]
    assert [(one.name, one.country, one.sector) for one in found] == [("River Brigades", "IRQ", "PRM")]
    assert {"River Brigades", "Kataib al-Nahr"} <= {mention.text for mention in found[0].mentions}
    assert reading.reader.models["gazetteer"] != before


def test_without_the_table_nothing_is_left_of_it(tmp_path: Path) -> None:
    gazetteer.use_names(table(tmp_path, RIVER))
    gazetteer.use_names(None)
    assert all(one.id != "wikidata/Q999999901" for one in sayso.read(TEXT, tier="fast").entities)


def test_own_name_wins_over_the_shipped_one(tmp_path: Path) -> None:
    gazetteer.use_names(table(tmp_path, HEADER + "ISIL,group,SYR,REB,,mine\n"))
    assert [body.key for body in gazetteer.find_bodies("ISIL")] == ["mine"]


def test_table_may_be_separated_by_tabs_and_leave_columns_out(tmp_path: Path) -> None:
    path = table(tmp_path, "name\tkind\nHarbour, Watch\torganization\n", "names.tsv")
    assert [(body.key, body.name) for body, _ in gazetteer.read_names(path)] == [
        ("own/harbour-watch", "Harbour, Watch")
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (HEADER + "A,group,,,,\nB,tribe,,,,\n", r"names.csv:3: unknown kind 'tribe'"),
        (HEADER + ",group,,,,\n", "has no name"),
        ("name,kind,colour\nA,group,red\n", "unknown column 'colour'"),
        (HEADER + '"A,group,,,,\n', "names.csv"),
    ],
)
def test_broken_table_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        gazetteer.use_names(table(tmp_path, text))


def test_missing_table_is_wrong_use_on_the_command_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sayso", "read", "-", "--names", str(tmp_path / "none.csv")]
    result = subprocess.run(command, input="Hello.", capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "cannot be read" in result.stderr
