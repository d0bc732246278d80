"""Compresses streams anew, so that nothing trails behind compressed data. Pictures with nothing there stay as they are.

qpdf could do it while it saves, but drops the row predictors of pictures: a screen shot gets four times as large.
"""

from __future__ import annotations

import zlib

import pikepdf
from pikepdf import Array, Name

from redact.burn.samples import PLAIN, filters

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
    whole = reader.eof and not reader.unused_data
    if whole and stream.get("/Subtype") == Name.Image:
        return
    packed = zlib.compress(data, 9)
    if len(packed) < len(raw) or not whole:
        parms = stream.get("/DecodeParms")
        parms = parms[0] if isinstance(parms, Array) and len(parms) == 1 else parms
        stream.write(
            packed, filter=Name.FlateDecode, decode_parms=parms if isinstance(parms, pikepdf.Dictionary) else None
        )
