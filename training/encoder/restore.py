"""A torch state from the shipped int8 weights, so that a next run can begin where the last release ended.

usage: python -m training.encoder.restore BASE WEIGHTS RUN

Writes RUN/ema.pt (for `train --init`) and prints how far the vectors of a test sentence are from the shipped
model's. The matrices come back up to their rounding to int8, the rest as it was.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import GraphProto, numpy_helper
from torch import Tensor

from training.encoder.model import Network


def read_constants(graph: GraphProto) -> dict[str, NDArray[Any]]:
    """Return the initialisers of the graph by name."""
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}


def bias_after(graph: GraphProto, output: str) -> str:
    """Return the name of the bias that is added to a product, however it is scaled back before."""
    while True:
        node = next(node for node in graph.node if output in node.input)
        if node.op_type == "Add":
            return next(str(name) for name in node.input if name != output)
        output = node.output[0]


def encoder_state(path: Path) -> dict[str, Tensor]:
    """Return the encoder's state by the names it has in torch."""
    graph = onnx.load(path).graph
    constants = read_constants(graph)
    state = {}
    for name, values in constants.items():
        if name.startswith("net.") and name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            zero = constants[plain + "_zero_point"].astype(np.float32)
            scale = constants[plain + "_scale"]
            state[plain.removeprefix("net.")] = (values.astype(np.float32) - zero) * scale
        elif name.startswith("net.") and not name.endswith(("_scale", "_zero_point")):
            state[name.removeprefix("net.")] = values
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            plain = node.input[1].removesuffix("_quantized")
            weight = constants[node.input[1]].astype(np.float32) * constants[plain + "_scale"]
            bias = bias_after(graph, node.output[0])
            state[bias.removeprefix("net.").replace(".bias", ".weight")] = weight.T
    return {name: torch.tensor(np.ascontiguousarray(values)) for name, values in state.items()}


def restore(base: Path, weights: Path, meta: dict[str, Any]) -> Network:
    """Return the network with the shipped weights; prints what could not be restored."""
    network = Network(base, len(meta["modes"]), size=int(meta["size"]), attention="eager")
    state = encoder_state(weights / "encoder.int8.onnx")
    with np.load(weights / "heads.npz") as heads:
        for name in heads.files:
            if name in network.state_dict():
                state[name] = torch.tensor(heads[name].astype(np.float32))
    del state["bert.embeddings.word_embeddings.weight"]  # never trained: the base has it unrounded
    missing, unexpected = network.load_state_dict(state, strict=False)
    print("not restored:", missing, "unknown:", unexpected)
    return network


def distance(network: Network, encoder: Path) -> float:
    """Return the relative distance of the network's vectors from the shipped encoder's."""
    network.eval()
    pieces = torch.randint(1000, 20000, (1, 40), generator=torch.Generator().manual_seed(1))
    kinds, firsts = torch.zeros_like(pieces), torch.arange(1, 39)[None]
    with torch.no_grad():
        mine = network.encode(pieces, kinds, torch.ones_like(pieces), firsts, torch.ones_like(firsts)).numpy()
    session = onnxruntime.InferenceSession(str(encoder))
    inputs = {"pieces": pieces.numpy(), "kinds": kinds.numpy(), "firsts": firsts.numpy()}
    shipped = session.run(None, inputs)[0]
    return float(np.linalg.norm(mine - shipped) / np.linalg.norm(shipped))


def main() -> None:
    """Write the state and the settings into the folder of a run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base", type=Path)
    parser.add_argument("weights", type=Path)
    parser.add_argument("run", type=Path)
    args = parser.parse_args()
    meta = json.loads((args.weights / "config.json").read_text())["trained"]
    network = restore(args.base, args.weights, meta)
    args.run.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), args.run / "ema.pt")
    (args.run / "meta.json").write_text(json.dumps(meta))
    print("relative distance", distance(network, args.weights / "encoder.int8.onnx"))


if __name__ == "__main__":
    main()
