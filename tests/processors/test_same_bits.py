"""One text, one reading, whatever the processor: integer sums that cannot saturate, other processors."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import numpy_helper

from sayso.heads import WEIGHTS, product
from sayso.heads.products import on_grid
from sayso.language import load_encoder

TEXTS = [
    "The US has started withdrawal from Iraq, Ali al-Qameni was quoted by the al-Ahd news website as saying. "
    "Officials said 15 bases were being left and two kept.",
    '"We did not fire on the convoy," the army\'s spokesman told Reuters on Tuesday.\n\n'
    "At least 12 people were killed and 30 wounded, the health ministry said; rebels put the toll at 40.",
    "Ünïcode, $5,000 — and 3.5 % … THE MINISTER WILL RESIGN BY 1 MAY!",
]
# One processor with AVX2 and FMA alone, and one of AMD's, whose kernels other libraries choose differently.
PROCESSORS = ["Haswell-v4", "EPYC-Milan"]
ROOT = Path(__file__).parents[2]
QEMU = shutil.which("qemu-x86_64")


class Product(NamedTuple):
    """One integer product of the encoder as it ran on a text."""

    activations: np.ndarray
    activations_zero: np.ndarray
    weights: np.ndarray
    weights_zero: np.ndarray
    sums: np.ndarray


@pytest.fixture(scope="module")
def graph() -> Any:
    return onnx.load(str(WEIGHTS / "encoder.int8.onnx"))


def _products(graph: Any, text: str) -> Iterator[Product]:
    """Every MatMulInteger of the encoder on the windows of a text, with what went in and came out."""
    nodes = [node for node in graph.graph.node if node.op_type == "MatMulInteger"]
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    opened = onnx.ModelProto()
    opened.CopyFrom(graph)
    seen = {name for node in nodes for name in (node.input[0], node.input[2], node.output[0])}
    opened.graph.output.extend(onnx.ValueInfoProto(name=name) for name in sorted(seen))
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(opened.SerializeToString(), options, ["CPUExecutionProvider"])
    for feed in _feeds(text):
        found = dict(zip(sorted(seen), session.run(sorted(seen), feed), strict=True))
        for node in nodes:
            a, weight, a_zero, weight_zero = node.input
            yield Product(found[a], found[a_zero], stored[weight], stored[weight_zero], found[node.output[0]])


def _feeds(text: str) -> list[dict[str, Any]]:
    """What the encoder is asked for a text, a window each."""
    asked: list[dict[str, Any]] = []
    encoder = load_encoder()

    class Spy:
        def run(self, names: None, feed: dict[str, Any]) -> Any:
            asked.append(feed)
            return encoder._session.run(names, feed)

    spied = object.__new__(type(encoder))
    spied.__dict__.update(encoder.__dict__, _session=Spy())
    spied.encode(text)
    return asked


def test_matrices_have_seven_bits(graph: Any) -> None:
    """Two products of 8 by 7 bits fit into the 16 in which processors without VNNI add them."""
    stored = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.graph.initializer}
    matrices = [stored[node.input[1]] for node in graph.graph.node if node.op_type == "MatMulInteger"]
    assert len(matrices) > 30
    assert max(int(np.abs(matrix.astype(np.int64)).max()) for matrix in matrices) * 2 * 255 < 2**15


@pytest.mark.parametrize("text", TEXTS)
def test_integer_sums_are_exact(graph: Any, text: str) -> None:
    checked = 0
    for part in _products(graph, text):
        a = part.activations.astype(np.int64) - part.activations_zero.astype(np.int64)
        weights = part.weights.astype(np.int64) - part.weights_zero.astype(np.int64)
        assert (a @ weights == part.sums).all()
        checked += 1
    assert checked > 30


def test_encoder_has_no_operator_whose_order_of_sums_depends_on_the_processor(graph: Any) -> None:
    assert "Softmax" not in {node.op_type for node in graph.graph.node}


@pytest.mark.parametrize("shape", [(1, 384, 128), (254, 384, 256), (7, 96, 1), (3, 1536, 5), (0, 384, 6)])
def test_product_is_the_matrix_product(shape: tuple[int, int, int]) -> None:
    rows, inner, columns = shape
    random = np.random.default_rng(1)
    x = random.standard_normal((rows, inner)).astype(np.float32)
    weight = random.standard_normal((columns, inner)).astype(np.float32)
    exact = x.astype(np.float64) @ weight.astype(np.float64).T
    assert np.allclose(product(x, weight), exact, atol=1e-3)


def test_product_keeps_the_leading_axes() -> None:
    x = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    assert (product(x, np.eye(4, dtype=np.float32)) == x).all()


def test_scores_that_differ_in_a_last_bit_are_one() -> None:
    scores = np.array([0.3, -7.25, 12.1], dtype=np.float32)
    assert (on_grid(np.nextafter(scores, np.float32(np.inf))) == on_grid(scores)).all()


@pytest.fixture(scope="module")
def masked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variable that hides AVX-512 and VNNI from a process; skips where that cannot be done."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        pytest.skip("no C compiler here: apt install gcc")
    library = tmp_path_factory.mktemp("masked") / "avx2_only.so"
    source = Path(__file__).with_name("avx2_only.c")
    subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", library, source], check=True)
    hidden = {"LD_PRELOAD": str(library)}
    if subprocess.run([sys.executable, "-c", ""], env={**os.environ, **hidden}).returncode:
        pytest.skip("this processor cannot hide what it is")
    return hidden


def test_examples_are_read_alike_without_avx512(masked: dict[str, str]) -> None:
    call = [sys.executable, "-m", "sayso", "read", "examples/reports", "--tier", "full", "--format", "jsonl"]
    here, there = _output(call), _output(call, masked)
    assert len(here.splitlines()) == 10
    assert here == there


@pytest.mark.skipif(QEMU is None, reason="no qemu-x86_64 here: apt install qemu-user")
@pytest.mark.parametrize("processor", PROCESSORS)
def test_reading_is_the_same_on_an_emulated_processor(processor: str, tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(
        "Rebels seized the airport in Karo on Monday, the defence minister said.\n\n"
        '"We will withdraw by 1 May," a spokesman for the rebels told Reuters.\n'
    )
    call = [sys.executable, "-m", "sayso", "read", str(path), "--tier", "full", "--format", "jsonl"]
    here, there = (_output([*before, *call]) for before in ([], [str(QEMU), "-cpu", processor]))
    assert json.loads(here)["claims"]
    assert here == there


def _output(call: list[str], more: Mapping[str, str] = MappingProxyType({})) -> bytes:
    # The variables that choose kernels are left out: each processor takes its own.
    chosen = ("OPENBLAS_CORETYPE", "NPY_DISABLE_CPU_FEATURES")
    env = {name: value for name, value in os.environ.items() if name not in chosen}
    return subprocess.run(call, check=True, capture_output=True, env={**env, **more}, cwd=ROOT).stdout
