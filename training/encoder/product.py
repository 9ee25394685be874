"""Write the model of one matrix product that `sayso.heads.products` runs: a times b transposed."""

from pathlib import Path

import onnx
from onnx import TensorProto, helper

TARGET = Path(__file__).parents[2] / "src" / "sayso" / "heads" / "product.onnx"


def main() -> None:
    """Write the file into the package."""
    a, b, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, None]) for name in "aby")
    node = helper.make_node("FusedMatMul", ["a", "b"], ["y"], domain="com.microsoft", transB=1)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid("com.microsoft", 1)]
    graph = helper.make_graph([node], "product", [a, b], [y])
    onnx.save(helper.make_model(graph, opset_imports=versions, ir_version=8), str(TARGET))


if __name__ == "__main__":
    main()
