"""Write the runtime's files from a trained state: encoder (float and int8 ONNX), heads, settings."""

import argparse
import json
import shutil
from pathlib import Path

import data as D
import numpy as np
import torch
from torch import nn

from model import EDGES, Sayso


class Bare(nn.Module):
    """From the pieces of one window to one vector a word."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, pieces, kinds, firsts):
        return self.net.encode(pieces, kinds, torch.ones_like(pieces), firsts, torch.ones_like(firsts))


def write_encoder(net, out):
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
        Bare(net),
        example,
        str(plain),
        input_names=["pieces", "kinds", "firsts"],
        output_names=["vectors"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = out / "ready.onnx"
    quant_pre_process(str(plain), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(
        str(ready), str(out / "encoder.int8.onnx"), per_channel=True, weight_type=QuantType.QInt8
    )
    ready.unlink()


def write_heads(net, meta, out):
    weights = {
        k: v.numpy().astype(np.float16)
        for k, v in net.state_dict().items()
        if not k.startswith(("bert.", "mixer."))
    }
    np.savez(out / "heads.npz", **weights)
    defaults = json.loads((Path(__file__).parent / "thresholds.json").read_text())
    heads = {
        "types": D.TYPES,
        "modes": meta["modes"],
        "statuses": D.STATUSES,
        "source_kinds": D.KINDS,
        "strengths": D.STRENGTHS,
        "event_roles": D.EVENT_ROLES,
        "distance_edges": EDGES,
        **defaults,
    }
    encoder = {
        "abbreviations": D.abbreviations(),
        "window_pieces": D.LIMIT,
        "unknown_id": 100,
        "first_id": 101,
        "last_id": 102,
    }
    (out / "config.json").write_text(
        json.dumps({"encoder": encoder, "heads": heads, "trained": meta}, indent=1)
    )


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("base", type=Path)
    ap.add_argument("run", type=Path)
    ap.add_argument("out", type=Path)
    ap.add_argument("--state", default="ema.pt")
    args = ap.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    meta = json.loads((args.run / "meta.json").read_text())
    net = Sayso(str(args.base), len(meta["modes"]), size=int(meta["size"]), attention="eager")
    net.load_state_dict(torch.load(args.run / args.state))
    net.eval()
    write_encoder(net, args.out)
    write_heads(net, meta, args.out)
    shutil.copy(args.base / "tokenizer.json", args.out)
    shutil.copy(args.base / "vocab.txt", args.out)


if __name__ == "__main__":
    main()
