"""Compresses streams anew, so that nothing trails behind compressed data. Pictures with nothing there stay as they are.

qpdf could do it while it saves, but drops the row predictors of pictures: a screen shot gets four times as large.
"""

from __future__ import annotations

import zlib

import pikepdf
from pikepdf import Name

from redact.pdfobjects.filters import FLATE, PLAIN, coding, parameters


def tighten(pdf: pikepdf.Pdf) -> None:
    """Compress anew whatever has no coding of its own (JPEG, fax and the like are left alone)."""
    for value in pdf.objects:
        if isinstance(value, pikepdf.Stream):
            names = coding(value)
            if names == [FLATE]:
                _deflate_again(value)
            elif names and PLAIN.issuperset(names):
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
        stream.write(packed, filter=Name.FlateDecode, decode_parms=parameters(stream)[0])
