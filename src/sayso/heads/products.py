"""Matrix products that have the same bits on every x86-64 processor with AVX2.

A BLAS library (OpenBLAS under numpy, BLIS under thinc) has kernels for each kind of processor that add in
different orders, so that the last bits differ. onnxruntime's product adds in one order with AVX2 and with
AVX-512 (compared bit for bit on a native and an emulated processor), and is a fifth faster than OpenBLAS on a
window of 254 words.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sayso.model.encoding import Floats

__all__ = ["on_grid", "product"]

# One node, made by training/encoder/product.py: a times b transposed.
_MODEL = Path(__file__).with_name("product.onnx")

# Scores are compared in steps of 1/1024: far finer than what a head knows, far coarser than a last bit.
_STEPS = np.float32(1024)


def product(x: Floats, weight: Floats) -> Floats:
    """Multiply `x` [..., k] by the transpose of `weight` [n, k]."""
    rows = np.ascontiguousarray(x.reshape(-1, x.shape[-1]))
    if not len(rows):
        return np.zeros((*x.shape[:-1], len(weight)), dtype=np.float32)
    found: Floats = _session().run(None, {"a": rows, "b": weight})[0]
    return found.reshape(*x.shape[:-1], len(weight))


def on_grid(scores: Floats) -> Floats:
    """Round scores to multiples of 1/1024, so that a last bit decides nothing; ties are broken by order."""
    rounded: Floats = np.rint(scores * _STEPS) / _STEPS
    return rounded


@lru_cache(maxsize=1)
def _session() -> Any:  # noqa: ANN401 - onnxruntime has no types
    """Return the product's session on one thread, loaded once a process and safe to share between threads."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(_MODEL), sess_options=options, providers=["CPUExecutionProvider"])
