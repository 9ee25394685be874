"""Claims below the least confidence are folded, and none is lost."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from tests.record.made import FIRST, Maker

from sayso.codebook import least_confidence
from sayso.model import make_report
from sayso.record import Store

TEXT = "Rebels shelled Idlib. The army left Homs. Police left Hama. Guards left Deraa."
CONFIDENCES = {"shelled": 0.91, "left Homs": 0.2, "left Hama": 0.31, "left Deraa": 0.6}


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    make = Maker(make_report(TEXT, input_id="r"), FIRST)
    claims = tuple(make.claim(words, "RETREAT", confidence=value) for words, value in CONFIDENCES.items())
    path = tmp_path / "doubtful.db"
    with Store(path) as record:
        record.put(make.reading(claims=claims))
    return path


def marked(page: str) -> list[str]:
    table = page.partition('class="unplaced"')[0]
    return re.findall(r"<mark>([^<]+)</mark>", table)


def test_explore_shows_the_confident_and_counts_the_others(serve, doubtful: Path) -> None:
    client: TestClient = serve(doubtful)
    page = client.get("/explore").text
    assert marked(page) == ["shelled", "left Deraa"]
    assert "2 less certain</a>" in page
    assert f"min_confidence={least_confidence():g}" in page.split("Download all")[1]
    every = client.get("/explore?min_confidence=0").text
    assert marked(every) == ["shelled", "left Homs", "left Hama", "left Deraa"]
    assert "less certain</a>" not in every
    assert marked(client.get("/explore?min_confidence=0&order=confidence").text) == [
        "shelled",
        "left Deraa",
        "left Hama",
        "left Homs",
    ]


def test_server_sets_the_threshold_of_its_pages(serve, doubtful: Path) -> None:
    page = serve(doubtful, min_confidence=0.3).get("/explore").text
    assert marked(page) == ["shelled", "left Hama", "left Deraa"]


@pytest.mark.parametrize("given", ["2", "-1", "nan", "x", "0.5.5"])
def test_nonsense_is_left_out_of_pages_and_refused_by_the_api(serve, doubtful: Path, given: str) -> None:
    client = serve(doubtful)
    assert marked(client.get(f"/explore?min_confidence={given}").text) == ["shelled", "left Deraa"]
    assert client.get(f"/api/claims?min_confidence={given}").status_code == 400


def test_report_marks_the_confident_and_folds_the_others(serve, doubtful: Path) -> None:
    client = serve(doubtful)
    report = client.get("/api/reports").json()["rows"][0]["id"]
    page = client.get(f"/reports/{report}").text
    shown, folded = page.split('<details class="unsure">')
    assert "2 less certain claims" in folded
    assert re.findall(r'class="trigger[^>]*>([^<]+)</a>', page) == ["shelled", "left Deraa"]
    assert "0.91 likely to be read right" in shown
    unsure = client.get("/api/claims?id=").json()["rows"][1]["id"]
    chosen = client.get(f"/reports/{report}?claim={unsure}").text
    assert "left Homs" in re.findall(r'class="trigger[^>]*>([^<]+)</a>', chosen)


def test_api_filters_and_sorts(serve, doubtful: Path) -> None:
    client = serve(doubtful)

    def ask(query: str) -> list[float]:
        return [row["confidence"] for row in client.get(f"/api/claims?{query}").json()["rows"]]

    assert ask("") == [0.91, 0.2, 0.31, 0.6]
    assert ask("min_confidence=0.3") == [0.91, 0.31, 0.6]
    assert ask("order=confidence") == [0.91, 0.6, 0.31, 0.2]
    first = client.get("/api/claims?order=confidence&limit=2").json()
    assert ask(f"order=confidence&limit=2&after={first['next']}") == [0.31, 0.2]
    assert client.get("/api/reports?order=confidence").status_code == 400
    assert client.get("/api/claims?order=size").status_code == 400
