"""Codes a black and white picture by its shapes, without loss: each different one once, and where it stands.

A scan that came with symbols (JBIG2, ITU-T T.88) has many letters that are the same to the pixel; coded row by row
it would be twice as large. Nothing but the picture itself decides on the shapes and their order, so a letter that was
taken away leaves none.

    symbol dictionary: shapes, by height, width and what they look like
    text region:       line by line (of lower edges), from left to right
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy as np

from redact.burn.arithmetic import Coder, Contexts
from redact.burn.jbig2 import ADAPTIVE, PAGE_INFORMATION, contexts_of, page_information, runs_of, segment

MOST_SHAPES = 20_000
"""A picture of more pieces is no text."""
_SYMBOLS, _TEXT = 0, 6
"""Kinds of segments."""
_SHARED, _PAGE, _OWN, _REGION = range(4)
"""Their numbers."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A shape in a picture: its left edge, its lowest row, and the shape."""

    left: int
    bottom: int
    shape: Shape

    @property
    def right(self) -> int:
        """Its last column."""
        return self.left + self.shape.width - 1


@dataclass(frozen=True, slots=True, order=True)
class Shape:
    """A black shape on white: height and width in pixels, and its runs of black (row, first column, last column)."""

    height: int
    width: int
    runs: bytes = field(repr=False)

    @property
    def black(self) -> Any:
        """The pixels, 1 for black."""
        pixels = np.zeros((self.height, self.width + 1), np.int8)
        rows, firsts, lasts = np.frombuffer(self.runs, np.int32).reshape(-1, 3).T
        np.add.at(pixels, (rows, firsts), 1)
        np.add.at(pixels, (rows, lasts + 1), -1)
        return np.cumsum(pixels, axis=1)[:, : self.width].astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Shaped:
    """A picture as shapes: its size in pixels and what is placed where."""

    width: int
    height: int
    placed: tuple[Placed, ...] = field(repr=False)


def encode_shapes(pictures: Sequence[Shaped]) -> tuple[bytes, list[bytes]]:
    """JBIG2 segments of pictures, without file header, for /JBIG2Decode: what they share, and each one's own.

    Shapes that several pictures have are shared; of one picture nothing is.
    """
    own = [{each.shape for each in picture.placed} for picture in pictures]
    times = Counter(shape for shapes in own for shape in shapes)
    shared = sorted(shape for shape, count in times.items() if count > 1)
    both = segment(_SHARED, _SYMBOLS, _dictionary(shared), page=0) if shared else b""
    numbered = {shape: number for number, shape in enumerate(shared)}
    rest = [sorted(shapes.difference(numbered)) for shapes in own]
    return both, [_picture(picture, numbered, shapes) for picture, shapes in zip(pictures, rest, strict=True)]


def _picture(picture: Shaped, shared: Mapping[Shape, int], own: Sequence[Shape]) -> bytes:
    """The segments of one picture; the numbers of its own shapes follow on those of the shared ones."""
    numbers = {**shared, **{shape: len(shared) + index for index, shape in enumerate(own)}}
    refers_to = (*((_SHARED,) if shared else ()), *((_OWN,) if own else ()))
    return b"".join(
        (
            segment(_PAGE, PAGE_INFORMATION, page_information(picture.width, picture.height)),
            segment(_OWN, _SYMBOLS, _dictionary(own)) if own else b"",
            segment(_REGION, _TEXT, _text(picture, numbers), refers_to),
        )
    )


def shaped(bits: Any) -> Shaped | None:
    """A picture as shapes; None for one that is blank, or of too many pieces, which is no text.

    Args:
        bits: rows of 0 (black) and 1 (white), as a decoder of PDF gives them.
    """
    placed = _pieces(bits)
    return Shaped(bits.shape[1], bits.shape[0], tuple(placed)) if placed else None


def _pieces(bits: Any) -> list[Placed]:
    """The pieces of black that hang together, also by a corner; none where they are too many."""
    rows, firsts, lasts = _black_runs(bits)
    if not len(rows):
        return []
    owners = _owners(rows, firsts, lasts, bits.shape[1])
    order = np.argsort(owners, kind="stable")
    starts = np.flatnonzero(np.diff(owners[order], prepend=-1))
    if len(starts) > MOST_SHAPES:
        return []
    table = np.column_stack([rows, firsts, lasts])[order].astype(np.int32)
    tops, lefts = np.minimum.reduceat(table[:, 0], starts), np.minimum.reduceat(table[:, 1], starts)
    bottoms, rights = np.maximum.reduceat(table[:, 0], starts), np.maximum.reduceat(table[:, 2], starts)
    counts = np.diff(np.append(starts, len(table)))
    table -= np.repeat(np.column_stack([tops, lefts, lefts]), counts, axis=0)
    sizes = np.column_stack([lefts, bottoms, bottoms - tops + 1, rights - lefts + 1]).tolist()
    return [
        Placed(left, bottom, Shape(height, width, table[start : start + count].tobytes()))
        for (left, bottom, height, width), start, count in zip(sizes, starts.tolist(), counts.tolist(), strict=True)
    ]


def _black_runs(bits: Any) -> tuple[Any, Any, Any]:
    """Row, first and last column of every run of black, row by row."""
    black = np.pad((bits == 0).astype(np.int8), ((0, 0), (1, 1)))
    edges = np.diff(black, axis=1)
    rows, firsts = np.nonzero(edges == 1)
    _, ends = np.nonzero(edges == -1)
    return rows, firsts, ends - 1


def _owners(rows: Any, firsts: Any, lasts: Any, width: int) -> Any:
    """For each run the lowest number of a run that it hangs together with."""
    line = width + 3
    starts, ends = rows * line + firsts, rows * line + lasts
    low = np.searchsorted(ends, starts + line - 1)
    high = np.searchsorted(starts, ends + line + 1, side="right")
    counts = np.maximum(high - low, 0)
    above = np.repeat(np.arange(len(rows)), counts)
    below = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(low, counts)
    owners = np.arange(len(rows))
    while True:
        before = owners.copy()
        least = np.minimum(owners[above], owners[below])
        np.minimum.at(owners, owners[above], least)
        np.minimum.at(owners, owners[below], least)
        owners = owners[owners]
        if (owners == before).all():
            return owners


def _dictionary(shapes: Sequence[Shape]) -> bytes:
    """The data of a symbol dictionary (T.88, 6.5 and 7.4.2); shapes in ascending order."""
    coder, pixels = Coder(), Contexts(65536)
    heights, widths, exported = Contexts(), Contexts(), Contexts()
    height = 0
    for own, of_height in groupby(shapes, key=lambda shape: shape.height):
        coder.number(heights, own - height)
        height, width = own, 0
        for shape in of_height:
            coder.number(widths, shape.width - width)
            width = shape.width
            coder.runs(pixels, *runs_of(*contexts_of(shape.black)))
        coder.number(widths, None)
    coder.number(exported, 0)
    coder.number(exported, len(shapes))
    return struct.pack(">H", 0) + ADAPTIVE + struct.pack(">II", len(shapes), len(shapes)) + coder.finish()


def _text(picture: Shaped, numbers: Mapping[Shape, int]) -> bytes:
    """The data of a text region (T.88, 6.4 and 7.4.3)."""
    length = (len(numbers) - 1).bit_length()
    coder, which = Coder(), Contexts(1 << (length + 1))
    lines, first, beside = Contexts(), Contexts(), Contexts()
    coder.number(lines, 0)
    line = start = 0
    in_order = sorted(picture.placed, key=lambda each: (each.bottom, each.left, each.shape))
    for bottom, of_line in groupby(in_order, key=lambda each: each.bottom):
        coder.number(lines, bottom - line)
        line = bottom
        head, *rest = of_line
        coder.number(first, head.left - start)
        start = head.left
        coder.symbol(which, numbers[head.shape], length)
        end = head.right
        for each in rest:
            coder.number(beside, each.left - end)
            coder.symbol(which, numbers[each.shape], length)
            end = each.right
        coder.number(beside, None)
    header = struct.pack(">IIIIB", picture.width, picture.height, 0, 0, 0) + struct.pack(">HI", 0, len(picture.placed))
    return header + coder.finish()
