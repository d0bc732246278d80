"""Inline images: the entries that may stay, so that nothing else travels in their dictionary."""

from __future__ import annotations

import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from redact.pdfobjects.codecs import strip_jpeg
from redact.pdfobjects.operators import INTENTS, is_number, listed, spelt
from redact.pdfobjects.samples import fitted_palette, picture_size

MOST_INLINE = 4096
"""Bytes of an inline image (the standard says 4 KB); a larger one becomes an object."""
DEVICE_SPACES = frozenset({"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Pattern"})
_FILTERS = frozenset(
    listed("/ASCIIHexDecode /ASCII85Decode /LZWDecode /FlateDecode /RunLengthDecode /CCITTFaxDecode /DCTDecode")
)
_PLAIN = ("/BitsPerComponent", "/Height", "/Width", "/ImageMask", "/Interpolate")
_PARMS = frozenset(
    listed(
        "/Predictor /Colors /BitsPerComponent /Columns /EarlyChange /K /EndOfLine /EncodedByteAlign /Rows "
        "/EndOfBlock /BlackIs1 /DamagedRowsBeforeError /ColorTransform"
    )
)


def inline_entries(image: pikepdf.Object) -> dict[str, Any]:
    """What may stay of an inline image's dictionary (keys spelt out), values checked.

    A colour space named in the resources is left out: the caller names it anew.
    """
    kept: dict[str, Any] = {key: image[key] for key in _PLAIN if key in image and _plain(image[key])}
    decode = image.get("/Decode")
    if isinstance(decode, Array) and all(is_number(value) for value in decode):
        kept["/Decode"] = decode
    if spelt(image.get("/Intent", "")) in INTENTS:
        kept["/Intent"] = image["/Intent"]
    coding = _filters(image.get("/Filter"))
    if coding:
        kept["/Filter"] = coding
        parms = _parms(image.get("/DecodeParms"))
        if parms is not None:
            kept["/DecodeParms"] = parms
    space = _space(image.get("/ColorSpace"))
    if space is not None:
        kept["/ColorSpace"] = space
    return kept


def _plain(value: Any) -> bool:
    return is_number(value) or isinstance(value, bool)


def _filters(value: Any) -> Any:
    names = list(value) if isinstance(value, Array) else [value]
    return value if all(isinstance(name, Name) and spelt(name) in _FILTERS for name in names) else None


def _parms(value: Any) -> Any:
    if isinstance(value, Array):
        return Array([_parms(item) for item in value])
    if not isinstance(value, pikepdf.Dictionary):
        return None
    return Dictionary({key: item for key, item in value.items() if key in _PARMS and _plain(item)})


def _space(value: Any) -> Any:
    """A device colour space, or an indexed one over a device colour space."""
    if isinstance(value, Name):
        return value if spelt(value) in DEVICE_SPACES else None
    if not isinstance(value, Array) or len(value) != 4 or spelt(value[0]) not in {"/Indexed", "/I"}:
        return None
    base = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK"}.get(spelt(value[1]), spelt(value[1]))
    if base not in DEVICE_SPACES or not is_number(value[2]) or not isinstance(value[3], pikepdf.String):
        return None
    return Array([Name.Indexed, Name(base), value[2], fitted_palette([value[0], Name(base), value[2], value[3]])])


def image_object(pdf: pikepdf.Pdf, entries: dict[str, Any], data: bytes) -> pikepdf.Object:
    """An inline image as an image object, so that it can be blanked in its own coding."""
    image = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image)
    for key, value in entries.items():
        image[key] = value
    return image


def inline_data(entries: dict[str, Any], data: bytes) -> bytes:
    """The pixels of an inline image, without what follows the last one."""
    coding = entries.get("/Filter")
    if coding is None:
        size = picture_size(entries)
        return data[:size] if size else data
    names = [spelt(name) for name in coding] if isinstance(coding, Array) else [spelt(coding)]
    if names == ["/DCTDecode"]:
        return strip_jpeg(data)
    if names[0] == "/FlateDecode":
        unpacker = zlib.decompressobj()
        try:
            unpacker.decompress(data)
        except zlib.error:
            return data
        return data[: len(data) - len(unpacker.unused_data)]
    return data
