"""Matrix products and the grid of scores."""

import numpy as np
import pytest

from sayso.heads import product
from sayso.heads.products import on_grid


@pytest.mark.parametrize("shape", [(3,), (5, 3), (2, 5, 3), (1, 1, 3), (0, 3), (4, 0, 3)])
def test_product_keeps_the_leading_axes(shape: tuple[int, ...]) -> None:
    make = np.random.default_rng(3)
    x, weight = make.normal(size=shape).astype(np.float32), make.normal(size=(4, 3)).astype(np.float32)
    found = product(x, weight)
    assert found.shape == (*shape[:-1], 4)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, x @ weight.T, rtol=1e-5, atol=1e-6)


def test_product_of_whole_numbers_is_exact() -> None:
    x = np.arange(12, dtype=np.float32).reshape(3, 4)
    weight = np.array([[1, 0, 0, 1], [2, -1, 0, 0]], dtype=np.float32)
    assert product(x, weight).tolist() == [[3, -1], [11, 3], [19, 7]]


def test_product_reads_a_view_like_its_copy() -> None:
    make = np.random.default_rng(5)
    x, weight = make.normal(size=(6, 8)).astype(np.float32), make.normal(size=(4, 6)).astype(np.float32)
    assert product(x.T, weight).tobytes() == product(x.T.copy(), weight).tobytes()


@pytest.mark.parametrize(
    ("score", "step"), [(0.0, 0), (0.0004, 0), (0.0006, 1), (-0.0006, -1), (2.0, 2048), (-0.25, -256)]
)
def test_scores_stand_on_steps_of_a_1024th(score: float, step: int) -> None:
    assert on_grid(np.array([score], dtype=np.float32)).tolist() == [step / 1024]


def test_last_bits_do_not_order_scores() -> None:
    near = np.array([0.7, np.nextafter(np.float32(0.7), np.float32(1))], dtype=np.float32)
    assert on_grid(near).argmax() == on_grid(near[::-1]).argmax() == 0
