"""Moves outliers from the inputs of multiplications into their weights, before both become 8-bit integers.

A few columns of the inputs are far larger than the others, and one scale for all of them leaves the others little
precision. Dividing a column of the input by s and multiplying that row of the weights by s changes nothing in float32:

    x W  =  (x / s) (s W),    s = max|x|^a / max|w|^(1 - a)  for each column of x

Method: SmoothQuant (Xiao and others, 2023).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime import InferenceSession

SHARE, WIDE_SHARE = 0.5, 0.75
"""Part of the range that goes to the weights; more for the wide inputs, which have the worst outliers."""
WIDE = 1536
SMALLEST, LARGEST = 0.02, 50.0

Columns = NDArray[np.float32]


def smooth(plain: Path, target: Path, samples: Iterable[Any]) -> None:
    """Write a float32 model that gives the same scores, ready to be made 8-bit.

    Args:
        plain: the model.
        target: where the other one goes.
        samples: piece ids of some texts, each an array of one row, on which inputs are measured.
    """
    model = onnx.load(str(plain))
    weights = {each.name: each for each in model.graph.initializer}
    nodes = [each for each in model.graph.node if each.op_type == "MatMul" and _smoothed(each, weights)]
    largest = _largest(plain, target, {each.input[0] for each in nodes}, samples)
    made: list[Any] = []
    for node in model.graph.node:
        if node in nodes:
            weight = weights[node.input[1]]
            scale = _scale(largest[node.input[0]], numpy_helper.to_array(weight))
            weight.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(weight) * scale[:, None], weight.name))
            model.graph.initializer.append(numpy_helper.from_array(1 / scale, f"{node.name}/scale"))
            made.append(helper.make_node("Mul", [node.input[0], f"{node.name}/scale"], [f"{node.name}/even"]))
            node.input[0] = f"{node.name}/even"
        made.append(node)
    del model.graph.node[:]
    model.graph.node.extend(made)
    onnx.save(model, str(target))


def _smoothed(node: Any, weights: dict[str, Any]) -> bool:
    return node.input[1] in weights and min(weights[node.input[1]].dims) > 100


def _largest(plain: Path, room: Path, names: set[str], samples: Iterable[Any]) -> dict[str, Columns]:
    """The largest value, whatever its sign, of each column of some inputs."""
    model = onnx.load(str(plain))
    for name in sorted(names):
        model.graph.output.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, None))
    onnx.save(model, str(room))
    session = InferenceSession(str(room))
    found: dict[str, Columns] = {}
    for ids in samples:
        for name, value in zip(sorted(names), session.run(sorted(names), {"ids": ids}), strict=True):
            most = np.abs(np.asarray(value)).reshape(-1, value.shape[-1]).max(axis=0)
            found[name] = np.maximum(found.get(name, most), most)
    return found


def _scale(largest: Columns, weight: Columns) -> Columns:
    share = WIDE_SHARE if weight.shape[0] == WIDE else SHARE
    scale = np.maximum(largest, 1e-3) ** share / np.maximum(np.abs(weight).max(axis=1), 1e-5) ** (1 - share)
    even = scale / np.exp(np.log(scale).mean())
    return np.clip(even, SMALLEST, LARGEST).astype(np.float32)
