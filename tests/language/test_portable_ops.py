"""The language model's arithmetic, against numpy's in double precision."""

import numpy as np
import pytest

from sayso.errors import MissingModelError
from sayso.language.parser import load_model
from sayso.language.portable_ops import PortableOps, _normalise, use_portable_norms


class Network:
    """A layer normalisation's parameters."""

    def get_param(self, name: str) -> np.ndarray:
        return np.array({"G": [2, 1, 1, 0.5], "b": [0, 1, -1, 0]}[name], dtype=np.float32)


class Pipeline:
    """A pipeline of rules alone."""

    components = (("sentencizer", object()),)


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("right", [False, True])
def test_product_transposes_what_it_is_told_to(left: bool, right: bool) -> None:
    make = np.random.default_rng(23)
    x = make.normal(size=(3, 5) if not left else (5, 3)).astype(np.float32)
    y = make.normal(size=(5, 4) if not right else (4, 5)).astype(np.float32)
    expected = (x.T if left else x).astype(float) @ (y.T if right else y).astype(float)
    found = PortableOps().gemm(x, y, trans1=left, trans2=right)
    np.testing.assert_allclose(found, expected, rtol=1e-4, atol=1e-5)


def test_product_is_written_where_it_is_wanted() -> None:
    out = np.zeros((2, 2), dtype=np.float32)
    x = np.array([[1, 2], [3, 4]], dtype=np.float32)
    assert PortableOps().gemm(x, np.eye(2, dtype=np.float32), out=out) is out
    assert out.tolist() == x.tolist()


def test_rows_are_normalised_then_scaled_and_shifted() -> None:
    x = np.array([[1, 2, 3, 4], [0, 0, 10, 10]], dtype=np.float32)
    found, _ = _normalise(Network(), x, False)
    rows = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
    np.testing.assert_allclose(found, rows * [2, 1, 1, 0.5] + [0, 1, -1, 0], rtol=1e-5)


def test_model_is_not_trained_here() -> None:
    x = np.ones((1, 4), dtype=np.float32)
    with pytest.raises(NotImplementedError):
        _normalise(Network(), x, True)
    with pytest.raises(NotImplementedError):
        _normalise(Network(), x, False)[1](x)


def test_every_norm_of_the_loaded_model_is_portable() -> None:
    networks = [getattr(part, "model", None) for _, part in load_model().pipeline.components]
    norms = [node for net in networks if net for node in net.walk() if node.name == "layernorm"]
    assert norms
    assert all(node._func is _normalise for node in norms)


def test_model_without_norms_is_another_version() -> None:
    with pytest.raises(MissingModelError, match="no layer normalisation"):
        use_portable_norms(Pipeline())
