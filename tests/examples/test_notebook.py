"""The notebook runs from its first cell to its last, and draws what it says."""

import json
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
NOTEBOOK = EXAMPLES / "from-reports-to-a-map.ipynb"


def code_cells():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def test_notebook_goes_from_reports_to_a_map(tmp_path, monkeypatch):
    matplotlib = pytest.importorskip("matplotlib", reason='the notebook needs pip install "sayso[notebook]"')
    pytest.importorskip("pandas", reason='the notebook needs pip install "sayso[notebook]"')
    matplotlib.use("Agg")
    (tmp_path / "reports").symlink_to(EXAMPLES / "reports")
    monkeypatch.chdir(tmp_path)
    names = {}
    for number, cell in enumerate(code_cells()):
        exec(compile(cell, f"{NOTEBOOK.name}, code cell {number}", "exec"), names)  # noqa: S102 - our own
    claims, plt = names["claims"], names["plt"]
    assert len(claims) == sum(len(reading.claims) for reading in names["readings"]) > 50
    assert len(plt.get_fignums()) == 3
    assert len(names["spots"]) > 3
    assert len(names["toll"]) > 3
    features = json.loads((tmp_path / "claims.geojson").read_text(encoding="utf-8"))["features"]
    assert {one["properties"]["claim"] for one in features} == set(claims["claim"])
    plt.close("all")


def test_notebook_is_kept_without_what_it_printed():
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert not [cell for cell in cells if cell["cell_type"] == "code" and cell["outputs"]]
