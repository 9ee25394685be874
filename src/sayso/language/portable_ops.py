"""Arithmetic for the language model's networks that has the same bits on every processor.

thinc's own takes kernels by processor in two places: its matrix products (BLIS or OpenBLAS), and the power in
its layer normalisation (numpy has another one for AVX-512). What remains is the parser's last layer, 64
wide, which spaCy computes in compiled code through BLIS: one kernel on all processors with AVX2 but AMD's
since Zen 3. With the kernel used there the parses of 110,175 words of news were the same.

Imports thinc, which takes a moment: import this module where the model is loaded.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model, NumpyOps

from sayso.errors import MissingModelError
from sayso.heads import product
from sayso.model.encoding import Floats

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["PortableOps", "use_portable_norms"]


class PortableOps(NumpyOps):  # type: ignore[misc]  # thinc's compiled class has no types
    """thinc's numpy backend with our matrix product."""

    def gemm(
        self,
        x: Floats,
        y: Floats,
        out: Floats | None = None,
        trans1: bool = False,
        trans2: bool = False,
    ) -> Floats:
        """Multiply two matrices, each transposed if said so."""
        found = product(x.T if trans1 else x, np.ascontiguousarray(y if trans2 else y.T))
        if out is None:
            return found
        out[...] = found
        return out


def use_portable_norms(pipeline: "Language") -> None:
    """Give the layer normalisations of a loaded model a root and a quotient in place of their power.

    Both are exact to the bit in IEEE arithmetic; a power is not. Raises `MissingModelError` if the model has
    no layer of that name, as thinc then has changed.
    """
    # None where a component has rules.
    networks = [getattr(component, "model", None) for _, component in pipeline.components]
    nodes = (node for network in networks if network is not None for node in network.walk())
    norms = [node for node in nodes if node.name == "layernorm"]
    if not norms:
        raise MissingModelError(
            "the language model has no layer normalisation",
            help="pip install --force-reinstall sayso, which brings the versions that fit together",
        )
    for node in norms:
        node._func = _normalise


def _normalise(
    network: "Model[Floats, Floats]", x: Floats, is_train: bool
) -> tuple[Floats, Callable[[Any], Any]]:
    """Return the rows of `x` with mean 0 and variance 1, scaled and shifted as learned."""
    if is_train:
        raise NotImplementedError("the language model is not trained here")
    found = x - x.mean(axis=1, keepdims=True)
    found /= np.sqrt(x.var(axis=1, keepdims=True) + np.float32(1e-08))  # as thinc
    found *= network.get_param("G")
    found += network.get_param("b")
    return found, _normalise_backwards


def _normalise_backwards(gradient: Floats) -> Floats:
    raise NotImplementedError("the language model is not trained here")
