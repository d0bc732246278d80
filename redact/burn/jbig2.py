"""Codes a black and white picture as JBIG2 (ITU-T T.88): one generic region, without loss, as PDF embeds it.

Fax coding of a scan that came as JBIG2 would be half as large again. The contexts of all pixels are worked out at once;
the arithmetic coder then takes a whole run of equal pixels in one step, so that white paper costs next to nothing.
"""

from __future__ import annotations

import struct
from typing import Any

import numpy as np

MOST_PIXELS = 40_000_000
"""A larger picture would take too long."""
_NEIGHBOURS = (
    *((-2, x) for x in range(-2, 3)),
    *((-1, x) for x in range(-3, 4)),
    *((0, x) for x in range(-4, 0)),
)
"""Template 0 with its adaptive pixels at their usual places (row, column)."""
_ADAPTIVE = bytes.fromhex("03ff fdff 02fe fefe")
_PAGE_INFORMATION, _GENERIC_REGION = 48, 39
# (Qe, next state after the likely symbol, after the unlikely one, whether the likely symbol changes): table E.1
_STATES = (
    *((0x5601, 1, 1, True), (0x3401, 2, 6, False), (0x1801, 3, 9, False), (0x0AC1, 4, 12, False)),
    *((0x0521, 5, 29, False), (0x0221, 38, 33, False), (0x5601, 7, 6, True), (0x5401, 8, 14, False)),
    *((0x4801, 9, 14, False), (0x3801, 10, 14, False), (0x3001, 11, 17, False), (0x2401, 12, 18, False)),
    *((0x1C01, 13, 20, False), (0x1601, 29, 21, False), (0x5601, 15, 14, True), (0x5401, 16, 14, False)),
    *((0x5101, 17, 15, False), (0x4801, 18, 16, False), (0x3801, 19, 17, False), (0x3401, 20, 18, False)),
    *((0x3001, 21, 19, False), (0x2801, 22, 19, False), (0x2401, 23, 20, False), (0x2201, 24, 21, False)),
    *((0x1C01, 25, 22, False), (0x1801, 26, 23, False), (0x1601, 27, 24, False), (0x1401, 28, 25, False)),
    *((0x1201, 29, 26, False), (0x1101, 30, 27, False), (0x0AC1, 31, 28, False), (0x09C1, 32, 29, False)),
    *((0x08A1, 33, 30, False), (0x0521, 34, 31, False), (0x0441, 35, 32, False), (0x02A1, 36, 33, False)),
    *((0x0221, 37, 34, False), (0x0141, 38, 35, False), (0x0111, 39, 36, False), (0x0085, 40, 37, False)),
    *((0x0049, 41, 38, False), (0x0025, 42, 39, False), (0x0015, 43, 40, False), (0x0009, 44, 41, False)),
    *((0x0005, 45, 42, False), (0x0001, 45, 43, False), (0x5601, 46, 46, False)),
)


def encode(bits: Any) -> bytes:
    """JBIG2 segments of a picture, without file header, for /JBIG2Decode.

    Args:
        bits: rows of 0 (black) and 1 (white), as a decoder of PDF gives them.
    """
    height, width = bits.shape
    contexts, black = _contexts(1 - bits.astype(np.uint8))
    region = struct.pack(">IIIIBB", width, height, 0, 0, 0, 0) + _ADAPTIVE + _code(*_runs(contexts, black))
    page = struct.pack(">IIIIBH", width, height, 0, 0, 1, 0)
    return _segment(0, _PAGE_INFORMATION, page) + _segment(1, _GENERIC_REGION, region)


def _segment(number: int, kind: int, data: bytes) -> bytes:
    return struct.pack(">IBBBI", number, kind, 0, 1, len(data)) + data


def _contexts(black: Any) -> tuple[Any, Any]:
    """For each pixel, row by row: the sixteen before it as one number, and the pixel itself."""
    height, width = black.shape
    edged = np.pad(black.astype(np.uint16), ((2, 0), (4, 3)))
    contexts = np.zeros((height, width), np.uint16)
    for row, column in _NEIGHBOURS:
        contexts <<= 1
        contexts |= edged[2 + row : 2 + row + height, 4 + column : 4 + column + width]
    return contexts.ravel(), black.ravel()


def _runs(contexts: Any, black: Any) -> tuple[list[int], list[int], list[int]]:
    """Context, pixel and length of each run of equal ones."""
    change = np.flatnonzero((contexts[1:] != contexts[:-1]) | (black[1:] != black[:-1])) + 1
    starts = np.concatenate(([0], change))
    lengths = np.diff(np.concatenate((starts, [len(black)])))
    return contexts[starts].tolist(), black[starts].tolist(), lengths.tolist()


def _code(contexts: list[int], pixels: list[int], lengths: list[int]) -> bytes:
    """The MQ coder of annex E, over runs of pixels: within a run all that do not end an interval go in one step."""
    state, likely = [0] * 65536, [0] * 65536
    out, byte = bytearray(), 0
    a, c, room = 0x8000, 0, 12
    for context, pixel, left in zip(contexts, pixels, lengths, strict=True):
        while left:
            qe, after_likely, after_unlikely, switch = _STATES[state[context]]
            expected = pixel == likely[context]
            if expected:
                steps = min(left - 1, (a - 0x8000) // qe)
                a, c, left = a - steps * qe, c + steps * qe, left - steps
            a, left = a - qe, left - 1
            if (a < qe) == expected:
                a = qe
            else:
                c += qe
            if a >= 0x8000:
                continue
            state[context] = after_likely if expected else after_unlikely
            if switch and not expected:
                likely[context] = 1 - likely[context]
            while a < 0x8000:
                a, c, room = a << 1, c << 1, room - 1
                if room == 0:
                    byte, c, room = _byte_out(out, byte, c)
    return _flushed(out, byte, a, c, room)


def _byte_out(out: bytearray, byte: int, c: int) -> tuple[int, int, int]:
    """Hand out the waiting byte, with the carry; the next one, the register, and the shifts until then.

    A byte of 255 is followed by one with a spare bit, which catches the carry.
    """
    if byte != 0xFF and c >= 0x8000000:
        byte, c = byte + 1, c & 0x7FFFFFF
    out.append(byte)
    return (c >> 20, c & 0xFFFFF, 7) if byte == 0xFF else (c >> 19, c & 0x7FFFF, 8)


def _flushed(out: bytearray, byte: int, a: int, c: int, room: int) -> bytes:
    """The code with what is still in the register, and the marker that ends it; the first byte is an empty one."""
    c = (c | 0xFFFF) if (c | 0xFFFF) < c + a else (c | 0xFFFF) - 0x8000
    byte, c, room = _byte_out(out, byte, c << room)
    byte, c, room = _byte_out(out, byte, c << room)
    if byte != 0xFF:
        out.append(byte)
    return bytes(out[1:]) + b"\xff\xac"
