"""JPEG 2000 code streams: those cut into odd pieces are coded anew, since they can break MuPDF's memory."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image

START = b"\xff\x4f\xff\x51"
_TILE, _END, _HEAD = 0x90, 0xD9, 14
"""The marker of a piece, that of the end, and the bytes of a piece that holds nothing."""
_SIZES = 42
"""Where a code stream gives the precision and the spacing of each component: three bytes each."""
_MODES = {1: "L", 2: "LA", 3: "RGB", 4: "RGBA"}


def sound(stream: bytes) -> bytes:
    """A code stream in which every tile is one piece; as it was where it is so already, or cannot be decoded here.

    Args:
        stream: from the marker of its start to that of its end.
    """
    if stream[:4] != START or _is_regular(stream):
        return stream
    count = int.from_bytes(stream[_SIZES - 2 : _SIZES], "big")
    mode = _MODES.get(count)
    if mode is None or stream[_SIZES : _SIZES + 3 * count] != b"\x07\x01\x01" * count:
        return stream
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(BytesIO(stream), formats=["JPEG2000"])
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return stream
    if picture.mode != mode:
        return stream
    out = BytesIO()
    picture.save(out, "JPEG2000", no_jp2=True, irreversible=False, mct=int(count == 3))
    return out.getvalue()


def _is_regular(stream: bytes) -> bool:
    """Whether every tile is one piece with something in it."""
    at, seen = 2, set[int]()
    while at + 4 <= len(stream) and stream[at] == 0xFF and stream[at + 1] != _END:
        if stream[at + 1] != _TILE:
            at += 2 + int.from_bytes(stream[at + 2 : at + 4], "big")
            continue
        tile, length = int.from_bytes(stream[at + 4 : at + 6], "big"), int.from_bytes(stream[at + 6 : at + 10], "big")
        if tile in seen or stream[at + 10] or stream[at + 11] > 1 or 0 < length <= _HEAD:
            return False
        seen.add(tile)
        at = at + length if length else len(stream)
    return True
