"""Write the runtime's files from a trained state: encoder (float and int8 ONNX), heads, settings.

The int8 encoder gives the same bits on every x86-64 processor with AVX2 (docs/adr/0009):

- Matrices have weights of 7 bits. Without VNNI a processor adds two products of an 8-bit activation and a
  weight in 16 bits, which saturates with weights of 8 bits (2 * 255 * 127 > 32767) and cannot with 7
  (2 * 255 * 64 = 32640).
- Softmax is spelt out as maximum, difference, exponential, sum and quotient: onnxruntime's own sums in
  another order with AVX-512.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnx import GraphProto, TensorProto, helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.encoder.documents import UNKNOWN_PIECE
from training.encoder.labels import EVENT_ROLES, KINDS, STATUSES, STRENGTHS, TYPES, read_abbreviations
from training.encoder.model import EDGES, FIRST_PIECE, LAST_PIECE, Network
from training.encoder.windows import LIMIT


class EncoderModule(nn.Module):
    """The encoder alone, from the pieces of one window to one vector a word."""

    def __init__(self, net: Network) -> None:
        super().__init__()
        self.net = net

    def forward(self, pieces: Tensor, kinds: Tensor, firsts: Tensor) -> Tensor:
        """Return the vectors; nothing is padded."""
        return self.net.encode(pieces, kinds, torch.ones_like(pieces), firsts, torch.ones_like(firsts))


def write_encoder(network: Network, out: Path) -> None:
    """Write the encoder in floating point and in integers."""
    example = (
        torch.randint(1000, 2000, (1, 12)),
        torch.zeros(1, 12, dtype=torch.long),
        torch.tensor([[1, 2, 4, 5, 7, 8, 9, 10]]),
    )
    axes = {
        "pieces": {0: "batch", 1: "length"},
        "kinds": {0: "batch", 1: "length"},
        "firsts": {0: "batch", 1: "words"},
        "vectors": {0: "batch", 1: "words"},
    }
    plain = out / "encoder.onnx"
    torch.onnx.export(
        EncoderModule(network),
        example,
        str(plain),
        input_names=["pieces", "kinds", "firsts"],
        output_names=["vectors"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize(plain, out / "encoder.int8.onnx")


def quantize(plain: Path, target: Path) -> None:
    """Write the integer encoder: matrices of 7 bits a channel, embeddings of 8, softmax spelt out."""
    ready, tables = target.with_name("ready.onnx"), target.with_name("tables.onnx")
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    # Nothing is summed over an embedding: it may keep its 8 bits.
    quantize_dynamic(str(ready), str(tables), op_types_to_quantize=["Gather"], weight_type=QuantType.QInt8)
    quantize_dynamic(
        str(tables),
        str(target),
        op_types_to_quantize=["MatMul"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
    )
    ready.unlink()
    tables.unlink()
    model = onnx.load(str(target))
    expand_softmax(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, str(target))


def expand_softmax(graph: GraphProto) -> None:
    """Replace each softmax of the attention by operators whose sums have one order on all processors.

    The mask before it is left out: a window is never padded.
    """
    axis = helper.make_tensor("softmax_axis", TensorProto.INT64, [1], [-1])
    makers = {output: node for node in graph.node for output in node.output}
    for node in [node for node in graph.node if node.op_type == "Softmax"]:
        masked, target = makers[node.input[0]], node.output[0]
        if masked.op_type != "Add":
            raise ValueError("the attention is exported otherwise than expected")
        peak, shifted, power, total = (f"{target}_{part}" for part in ("peak", "shifted", "power", "total"))
        new = [
            helper.make_node("ReduceMax", [masked.input[0]], [peak], axes=[-1], keepdims=1),
            helper.make_node("Sub", [masked.input[0], peak], [shifted]),
            helper.make_node("Exp", [shifted], [power]),
            helper.make_node("ReduceSum", [power, axis.name], [total], keepdims=1),
            helper.make_node("Div", [power, total], [target]),
        ]
        at = list(graph.node).index(node)
        graph.node.remove(node)
        for number, replacement in enumerate(new):
            graph.node.insert(at + number, replacement)
    graph.initializer.append(axis)
    remove_unused(graph)


def remove_unused(graph: GraphProto) -> None:
    """Remove nodes and constants that nothing reads, such as those of the mask."""
    while True:
        read = {name for node in graph.node for name in node.input} | {output.name for output in graph.output}
        unused = [node for node in graph.node if not read & set(node.output)]
        if not unused:
            break
        for node in unused:
            graph.node.remove(node)
    stored = [tensor for tensor in graph.initializer if tensor.name in read]
    del graph.initializer[:]
    graph.initializer.extend(stored)


def write_heads(network: Network, meta: dict[str, Any], out: Path) -> None:
    """Write the heads' weights, and the settings of encoder and heads."""
    weights = {
        name: value.numpy().astype(np.float16)
        for name, value in network.state_dict().items()
        if not name.startswith(("bert.", "mixer."))
    }
    np.savez(out / "heads.npz", **weights)
    defaults = json.loads(Path(__file__).with_name("thresholds.json").read_text(encoding="utf-8"))
    heads = {
        "types": TYPES,
        "modes": meta["modes"],
        "statuses": STATUSES,
        "source_kinds": KINDS,
        "strengths": STRENGTHS,
        "event_roles": EVENT_ROLES,
        "distance_edges": EDGES,
        **defaults,
    }
    encoder = {
        "abbreviations": read_abbreviations(),
        "window_pieces": LIMIT,
        "unknown_id": UNKNOWN_PIECE,
        "first_id": FIRST_PIECE,
        "last_id": LAST_PIECE,
    }
    # Installation names the version; until then the readers of a model need some.
    settings = {"version": "not installed", "encoder": encoder, "heads": heads, "trained": meta}
    (out / "config.json").write_text(json.dumps(settings, indent=1))


def main() -> None:
    """Export a run into the folder `out`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("base", type=Path)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--state", default="ema.pt")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    meta = json.loads((args.run / "meta.json").read_text())
    network = Network(args.base, len(meta["modes"]), size=int(meta["size"]), attention="eager")
    network.load_state_dict(torch.load(args.run / args.state))
    network.eval()
    write_encoder(network, args.out)
    write_heads(network, meta, args.out)
    shutil.copy(args.base / "tokenizer.json", args.out)
    shutil.copy(args.base / "vocab.txt", args.out)


if __name__ == "__main__":
    main()
