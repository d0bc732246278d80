"""Codes a black and white picture as JBIG2 (ITU-T T.88): one generic region, without loss, as PDF embeds it.

Fax coding of a scan that came as JBIG2 would be half as large again. The contexts of all pixels are worked out at once;
the arithmetic coder then takes a whole run of equal pixels in one step, so that white paper costs next to nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np

from redact.burn.arithmetic import Coder, Contexts

MOST_PIXELS = 40_000_000
"""A larger picture would take too long."""
_NEIGHBOURS = (
    *((-2, x) for x in range(-2, 3)),
    *((-1, x) for x in range(-3, 4)),
    *((0, x) for x in range(-4, 0)),
)
"""Template 0 with its adaptive pixels at their usual places (row, column)."""
ADAPTIVE = bytes.fromhex("03ff fdff 02fe fefe")
"""Those places, as a segment says them."""
PAGE_INFORMATION = 48
"""Kind of the segment that says how large a picture is."""
_GENERIC_REGION = 39


def encode(bits: Any) -> bytes:
    """JBIG2 segments of a picture, without file header, for /JBIG2Decode.

    Args:
        bits: rows of 0 (black) and 1 (white), as a decoder of PDF gives them.
    """
    height, width = bits.shape
    coder = Coder()
    coder.runs(Contexts(65536), *runs_of(*contexts_of(1 - bits.astype(np.uint8))))
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 0) + ADAPTIVE + coder.finish()
    return segment(0, PAGE_INFORMATION, page_information(width, height)) + segment(1, _GENERIC_REGION, region)


def page_information(width: int, height: int) -> bytes:
    """The data of the segment that says how large a picture is."""
    return struct.pack(">IIIIBH", width, height, 0, 0, 1, 0)


def segment(number: int, kind: int, data: bytes, refers_to: Sequence[int] = (), page: int = 1) -> bytes:
    """A segment with its header.

    Args:
        number: its own, up to 256.
        kind: what it holds.
        data: that.
        refers_to: numbers of at most four others.
        page: 1, or 0 for what pictures share.
    """
    others = bytes(refers_to)
    return struct.pack(">IBB", number, kind, len(others) << 5) + others + struct.pack(">BI", page, len(data)) + data


def contexts_of(black: Any) -> tuple[Any, Any]:
    """For each pixel, row by row: the sixteen before it as one number, and the pixel itself."""
    height, width = black.shape
    edged = np.pad(black.astype(np.uint16), ((2, 0), (4, 3)))
    contexts = np.zeros((height, width), np.uint16)
    for row, column in _NEIGHBOURS:
        contexts <<= 1
        contexts |= edged[2 + row : 2 + row + height, 4 + column : 4 + column + width]
    return contexts.ravel(), black.ravel()


def runs_of(contexts: Any, black: Any) -> tuple[list[int], list[int], list[int]]:
    """Context, pixel and length of each run of equal ones."""
    change = np.flatnonzero((contexts[1:] != contexts[:-1]) | (black[1:] != black[:-1])) + 1
    starts = np.concatenate(([0], change))
    lengths = np.diff(np.concatenate((starts, [len(black)])))
    return contexts[starts].tolist(), black[starts].tolist(), lengths.tolist()
