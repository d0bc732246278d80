"""Codes pictures small again: MuPDF stores those it blanked without JPEG or fax, which doubles a scanned bundle."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, TiffImagePlugin

QUALITY = 85
SMALL = 4096
"""Bytes under which a picture is left as it is."""
_COMPONENTS = {1: "L", 3: "RGB"}


def picture_digests(pdf: Path) -> frozenset[bytes]:
    """What identifies the pictures of a document: those that come back unchanged were not blanked."""
    with pikepdf.open(pdf) as document:
        return frozenset(
            sha256(value.read_raw_bytes()).digest()
            for value in document.objects
            if isinstance(value, pikepdf.Stream) and value.get("/Subtype") == Name.Image
        )


def recompress(pdf: pikepdf.Pdf, known: Collection[bytes]) -> None:
    """Code every picture that is not in `known` as JPEG or CCITT G4, where that is smaller."""
    for value in pdf.objects:
        if not isinstance(value, pikepdf.Stream) or value.get("/Subtype") != Name.Image:
            continue
        raw = value.read_raw_bytes()
        plain = value.get("/Filter") in (None, Name.FlateDecode)
        if plain and len(raw) >= SMALL and sha256(raw).digest() not in known:
            _recode(value)


def _recode(image: pikepdf.Object) -> None:
    width, height, bits = (int(image.get(key, 0)) for key in ("/Width", "/Height", "/BitsPerComponent"))
    data = image.read_bytes()
    size = len(zlib.compress(data))
    if (bits == 1 or image.get("/ImageMask")) and len(data) == (width + 7) // 8 * height:
        coded = fax(Image.frombytes("1", (width, height), data))
        if len(coded) < size:
            image.write(coded, filter=Name.CCITTFaxDecode, decode_parms=_fax_parms(width, height))
        return
    mode = _COMPONENTS.get(len(data) // (width * height) if width * height else 0)
    if bits == 8 and mode and len(data) == width * height * len(mode) and _photographic(image):
        _recode_tones(image, Image.frombytes(mode, (width, height), data), size)


def _recode_tones(image: pikepdf.Object, picture: Image.Image, size: int) -> None:
    """MuPDF gives a blanked fax eight bits a pixel: one with just black and white becomes a fax again."""
    if picture.mode == "L" and not any(picture.histogram()[1:-1]):
        coded = fax(picture.convert("1"))
        image["/BitsPerComponent"] = 1
        image.write(coded, filter=Name.CCITTFaxDecode, decode_parms=_fax_parms(picture.width, picture.height))
        return
    coded = jpeg(picture)
    if len(coded) < size // 2:
        image.write(coded, filter=Name.DCTDecode)


def _photographic(image: pikepdf.Object) -> bool:
    """Whether other coding keeps its meaning: no palette, no spot colours, no colour key."""
    space = image.get("/ColorSpace")
    indexed = isinstance(space, Array) and str(space[0]) in {"/Indexed", "/Separation", "/DeviceN"}
    return not indexed and not isinstance(image.get("/Mask"), Array)


def jpeg(image: Image.Image) -> bytes:
    """A JPEG without metadata."""
    out = BytesIO()
    image.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def fax(image: Image.Image) -> bytes:
    """CCITT G4 data of a black and white picture, in one strip."""
    out = BytesIO()
    strip = TiffImagePlugin.ImageFileDirectory_v2()
    strip[TiffImagePlugin.ROWSPERSTRIP] = image.height
    image.save(out, "TIFF", compression="group4", tiffinfo=strip)
    with Image.open(BytesIO(out.getvalue())) as tiff:
        tags = tiff.tag_v2  # type: ignore[attr-defined]
        (start,), (length,) = tags[TiffImagePlugin.STRIPOFFSETS], tags[TiffImagePlugin.STRIPBYTECOUNTS]
    return out.getvalue()[start : start + length]


def _fax_parms(width: int, height: int) -> Dictionary:
    return Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=True)


def fax_stream(pdf: pikepdf.Pdf, image: Image.Image, keys: Mapping[str, Any]) -> pikepdf.Object:
    """A black and white picture as an image of a document."""
    stream = pdf.make_stream(b"", Dictionary(dict(keys)))
    stream["/Width"], stream["/Height"], stream["/BitsPerComponent"] = image.width, image.height, 1
    stream["/ColorSpace"] = Name.DeviceGray
    stream.write(fax(image), filter=Name.CCITTFaxDecode, decode_parms=_fax_parms(image.width, image.height))
    return stream


def jpeg_stream(pdf: pikepdf.Pdf, image: Image.Image, keys: Mapping[str, Any]) -> pikepdf.Object:
    """A picture as a JPEG image of a document."""
    stream = pdf.make_stream(b"", Dictionary(dict(keys)))
    stream["/Width"], stream["/Height"], stream["/BitsPerComponent"] = image.width, image.height, 8
    stream.write(jpeg(image), filter=Name.DCTDecode)
    return stream
