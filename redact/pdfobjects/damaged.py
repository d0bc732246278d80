"""Pictures whose data is not what their coding says: cut short, with something before it, or no picture at all.

    cut short                        an end is put behind it: what there is of it is shown as before
    something before its start       that goes
    otherwise, if MuPDF draws it     the pixels that it draws, coded anew
    otherwise                        a picture that paints nothing
    as the mask of another picture   that picture has no mask any more

Programs differ in what they show of such a picture. Afterwards all show the same.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
from pikepdf import Name, StreamDecodeLevel
from pymupdf import mupdf

from redact.pdfobjects.filters import DCT, PLAIN, coding
from redact.pdfobjects.samples import components
from redact.pdfobjects.workload import drawn_pictures

_CODINGS = PLAIN | {DCT}
"""Those that can be tried here."""
_START, _SCAN, _END = b"\xff\xd8\xff", b"\xff\xda", b"\xff\xd9"
_NOTHING = b"\x80"
"""A stencil of one pixel, which is not painted."""


def mend_pictures(source: Path, target: Path) -> Counter[int]:
    """Write a document without pictures that cannot be decoded.

    Args:
        source: the document.
        target: where it goes; nothing is written when every picture can be decoded.

    Returns:
        By page (0: not known) how many pictures were lost, wholly or in part.
    """
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        pictures = [each for each in pdf.objects if isinstance(each, pikepdf.Stream) and _is_picture(each)]
        broken = {each.objgen: each for each in pictures if not _decodes(each)}
        if not broken:
            return Counter()
        lost = {objgen for objgen, each in broken.items() if not _repaired(each)}
        with pymupdf.open(source, filetype="pdf") as document:
            gone = {objgen for objgen in lost if not _recoded(broken[objgen], document)}
        for each in pictures:
            _unmask(each, gone)
        for objgen in gone:
            _blank(broken[objgen])
        pages = _pages(pdf, lost)
        pdf.save(target)
    return pages


def _is_picture(stream: pikepdf.Object) -> bool:
    names = coding(stream)
    return stream.get("/Subtype") == Name.Image and bool(names) and _CODINGS.issuperset(names)


def _decodes(stream: pikepdf.Object) -> bool:
    """Whether a picture can be decoded; yes where pikepdf does not try, as with entries for a JPEG's maker."""
    try:
        stream.read_bytes(StreamDecodeLevel.all)
    except (pikepdf.DataDecodingError, RuntimeError, UnicodeDecodeError):
        return False
    except pikepdf.PdfError:
        return True
    return True


def _repaired(stream: pikepdf.Object) -> bool:
    """Whether a JPEG can be decoded once it has an end, and nothing before its start; it is changed then."""
    if len(names := coding(stream)) != 1 or names[0] != DCT:
        return False
    raw = stream.read_raw_bytes()
    start = raw.find(_START)
    if start < 0 or _SCAN not in raw:
        return False
    given = stream.get("/DecodeParms")
    parms = given if isinstance(given, pikepdf.Dictionary) else None
    stream.write(raw[start:] + _END, filter=Name.DCTDecode, decode_parms=parms)
    if _decodes(stream):
        return True
    stream.write(raw, filter=Name.DCTDecode, decode_parms=parms)
    return False


def _recoded(stream: pikepdf.Object, document: pymupdf.Document) -> bool:
    """Whether MuPDF draws something of a picture, which then stands in its place."""
    if coding(stream)[-1] == DCT and _SCAN not in stream.read_raw_bytes():
        return False
    with suppress(RuntimeError, ValueError, mupdf.FzErrorBase):
        drawn = pymupdf.Pixmap(document, stream.objgen[0])
        if drawn.colorspace is None or drawn.alpha or drawn.is_unicolor:
            return False
        if drawn.n != components(stream.get("/ColorSpace")) or stream.get("/BitsPerComponent") != 8:
            drawn = pymupdf.Pixmap(pymupdf.csRGB, drawn)
            stream["/ColorSpace"], stream["/BitsPerComponent"] = Name.DeviceRGB, 8
        _drop(stream, "/Decode", "/ImageMask")
        stream["/Width"], stream["/Height"] = drawn.width, drawn.height
        stream.write(bytes(drawn.samples))
        return True
    return False


def _unmask(stream: pikepdf.Object, gone: set[tuple[int, int]]) -> None:
    for key in ("/SMask", "/Mask"):
        mask = stream.get(key)
        if isinstance(mask, pikepdf.Stream) and mask.objgen in gone:
            _drop(stream, key)


def _blank(stream: pikepdf.Object) -> None:
    """Make a picture one that paints nothing."""
    kept = {"/Type", "/Subtype", "/Length"}
    _drop(stream, *(key for key in list(stream.keys()) if key not in kept))
    stream["/Width"] = stream["/Height"] = stream["/BitsPerComponent"] = 1
    stream["/ImageMask"] = True
    stream.write(_NOTHING)


def _drop(stream: Any, *keys: str) -> None:
    for key in keys:
        if key in stream:
            del stream[key]


def _pages(pdf: pikepdf.Pdf, lost: set[tuple[int, int]]) -> Counter[int]:
    """By page how many of these pictures it draws; those that no page draws itself under 0."""
    shown = {number: drawn_pictures(page.obj) & lost for number, page in enumerate(pdf.pages, start=1)}
    pages = Counter({number: len(found) for number, found in shown.items() if found})
    hidden = lost.difference(*shown.values())
    if hidden:
        pages[0] = len(hidden)
    return pages
