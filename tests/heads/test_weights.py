"""The learned weights as shipped, and what is said of damaged ones."""

import json
from pathlib import Path

import numpy as np
import pytest

from sayso.errors import MissingModelError
from sayso.heads import (
    WEIGHTS,
    explained_damage,
    is_installed,
    load_heads,
    read_settings,
    weights_version,
)


def test_weights_are_shipped() -> None:
    assert is_installed()
    assert weights_version() == read_settings()["version"]


def test_every_weight_is_a_finite_float32() -> None:
    weights = load_heads().weights
    assert weights
    for name, weight in weights.items():
        assert weight.dtype == np.float32, name
        assert np.isfinite(weight).all(), name


def test_layers_have_a_bias_for_each_row() -> None:
    weights = load_heads().weights
    layers = [name.removesuffix(".bias") for name in weights if name.endswith(".bias")]
    assert all(len(weights[f"{name}.bias"]) == len(weights[f"{name}.weight"]) for name in layers)


def test_position_features_are_added_up_once() -> None:
    heads = load_heads()
    edges = len(heads.settings["distance_edges"])
    for kind in heads.settings["reach"]:
        parts = [heads.weights[f"roles.{kind}.{part}.weight"] for part in ("distance", "sentence", "quoted")]
        table = heads.weights[f"roles.{kind}.places"]
        assert table.shape[:3] == tuple(map(len, parts))
        assert len(parts[0]) >= 2 * edges + 2
        assert (table[3, 1, 2] == parts[0][3] + parts[1][1] + parts[2][2]).all()


def test_damage_is_told_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(MissingModelError, match=r"config\.json cannot be read") as caught:
        read_settings(tmp_path)
    assert "pip install" in str(caught.value.help)


@pytest.mark.parametrize("missing", ["version", "encoder", "heads"])
def test_settings_without_a_part_are_damaged(tmp_path: Path, missing: str) -> None:
    settings = {"version": "1", "encoder": {}, "heads": {}}
    del settings[missing]
    (tmp_path / "config.json").write_text(json.dumps(settings), encoding="utf-8")
    with pytest.raises(MissingModelError, match="KeyError"):
        read_settings(tmp_path)


def test_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingModelError, match="not installed"):
        read_settings(tmp_path / "nowhere")
    with (
        pytest.raises(MissingModelError, match=r"heads\.npz is not installed"),
        explained_damage(tmp_path / "heads.npz"),
    ):
        (tmp_path / "heads.npz").read_bytes()


def test_our_own_errors_pass_as_they_are(tmp_path: Path) -> None:
    error = MissingModelError("the heads are of another version", help="pip install sayso")
    with pytest.raises(MissingModelError, match="another version") as caught, explained_damage(tmp_path):
        raise error
    assert caught.value is error


def test_cut_archive_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes((WEIGHTS / "config.json").read_bytes())
    (tmp_path / "heads.npz").write_bytes((WEIGHTS / "heads.npz").read_bytes()[:1000])
    with pytest.raises(MissingModelError, match=r"heads\.npz cannot be read"):
        load_heads(tmp_path)
