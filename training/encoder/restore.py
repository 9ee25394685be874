"""A torch state from the shipped int8 weights, so that a next run can begin where the last release ended.

usage: restore.py BASE WEIGHTS RUN        writes RUN/ema.pt (for `train.py --init`) and prints how far the
       vectors of a test sentence are from the shipped model's

The matrices come back up to their rounding to int8, the rest as it was.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper

from model import Sayso


def stored(graph):
    """Initialisers of the graph by name."""
    return {one.name: numpy_helper.to_array(one) for one in graph.initializer}


def bias_after(graph, output):
    """The name of the bias that is added to a product, however it is scaled back before."""
    while True:
        node = next(one for one in graph.node if output in one.input)
        if node.op_type == "Add":
            return next(name for name in node.input if name != output)
        output = node.output[0]


def encoder_state(path):
    """The encoder's state by the names it has in torch."""
    graph = onnx.load(path).graph
    held = stored(graph)
    state = {}
    for name, values in held.items():
        if name.startswith("net.") and name.endswith("_quantized"):
            plain = name.removesuffix("_quantized")
            zero = held[plain + "_zero_point"].astype(np.float32)
            state[plain.removeprefix("net.")] = (values.astype(np.float32) - zero) * held[plain + "_scale"]
        elif name.startswith("net.") and not name.endswith(("_scale", "_zero_point")):
            state[name.removeprefix("net.")] = values
    for node in graph.node:
        if node.op_type == "MatMulInteger" and node.input[1].endswith("_quantized"):
            plain = node.input[1].removesuffix("_quantized")
            weight = held[node.input[1]].astype(np.float32) * held[plain + "_scale"]
            bias = bias_after(graph, node.output[0])
            state[bias.removeprefix("net.").replace(".bias", ".weight")] = weight.T
    return {name: torch.tensor(np.ascontiguousarray(values)) for name, values in state.items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("base")
    ap.add_argument("weights", type=Path)
    ap.add_argument("run", type=Path)
    args = ap.parse_args()
    meta = json.loads((args.weights / "config.json").read_text())["trained"]
    net = Sayso(args.base, len(meta["modes"]), size=int(meta["size"]), attention="eager")
    state = encoder_state(args.weights / "encoder.int8.onnx")
    with np.load(args.weights / "heads.npz") as heads:
        for name in heads.files:
            if name in net.state_dict():
                state[name] = torch.tensor(heads[name].astype(np.float32))
    del state["bert.embeddings.word_embeddings.weight"]  # never trained: the base has it unrounded
    missing, unexpected = net.load_state_dict(state, strict=False)
    print("not restored:", missing, "unknown:", unexpected)
    args.run.mkdir(parents=True, exist_ok=True)
    torch.save(net.state_dict(), args.run / "ema.pt")
    (args.run / "meta.json").write_text(json.dumps(meta))
    net.eval()
    pieces = torch.randint(1000, 20000, (1, 40), generator=torch.Generator().manual_seed(1))
    kinds, firsts = torch.zeros_like(pieces), torch.arange(1, 39)[None]
    with torch.no_grad():
        mine = net.encode(pieces, kinds, torch.ones_like(pieces), firsts, torch.ones_like(firsts)).numpy()
    session = onnxruntime.InferenceSession(str(args.weights / "encoder.int8.onnx"))
    theirs = session.run(None, {"pieces": pieces.numpy(), "kinds": kinds.numpy(), "firsts": firsts.numpy()})[
        0
    ]
    print("relative distance", float(np.linalg.norm(mine - theirs) / np.linalg.norm(theirs)))


if __name__ == "__main__":
    main()
