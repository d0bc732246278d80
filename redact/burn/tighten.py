"""Compresses every stream anew: nothing trails behind the compressed data, and row predictors of pictures stay.

qpdf could do it while it saves, but drops the predictors, which makes a screen shot some four times as large.
"""

from __future__ import annotations

import zlib

import pikepdf
from pikepdf import Array, Name

from redact.burn.samples import PLAIN, filters

PICTURE_LEVEL = 6
"""Harder work gains next to nothing on pictures, and they are large."""
_FLATE = ["/FlateDecode"]


def tighten(pdf: pikepdf.Pdf) -> None:
    """Compress anew whatever has no coding of its own (JPEG, fax and the like are left alone)."""
    for value in pdf.objects:
        if isinstance(value, pikepdf.Stream):
            names = filters(value)
            if names == _FLATE:
                _deflate_again(value)
            elif names and all(name in PLAIN for name in names):
                value.write(zlib.compress(value.read_bytes(), 9), filter=Name.FlateDecode)


def _deflate_again(stream: pikepdf.Object) -> None:
    raw = stream.read_raw_bytes()
    reader = zlib.decompressobj()
    try:
        data = reader.decompress(raw) + reader.flush()
    except zlib.error:
        stream.write(zlib.compress(stream.read_bytes(), 9), filter=Name.FlateDecode)
        return
    is_picture = stream.get("/Subtype") == Name.Image
    packed = zlib.compress(data, PICTURE_LEVEL if is_picture else 9)
    if len(packed) < len(raw) or reader.unused_data or not reader.eof:
        parms = stream.get("/DecodeParms")
        parms = parms[0] if isinstance(parms, Array) and len(parms) == 1 else parms
        stream.write(
            packed, filter=Name.FlateDecode, decode_parms=parms if isinstance(parms, pikepdf.Dictionary) else None
        )
