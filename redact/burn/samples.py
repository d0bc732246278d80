"""The samples of a picture as its PDF stores them, without asking what colours they mean.

Blanking raw samples and storing them as before keeps palette, spot colours, profile and /Decode as they were.
"""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from redact.pdfobjects.filters import BILEVEL, DCT, JPX, PLAIN, coding, unwrapped

_COMPONENTS = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4, "/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
_ADDITIVE = frozenset({"/DeviceGray", "/DeviceRGB", "/CalGray", "/CalRGB"})
_MODES = {"L": 1, "RGB": 3, "CMYK": 4}
_DAMAGED = (
    *(pikepdf.PdfError, pypdfium2.PdfiumError, Image.DecompressionBombError),
    *(OSError, ValueError, KeyError),
)


class Unreadable(Exception):
    """The samples of this picture cannot be read or written back here."""


def family(space: Any) -> str:
    """The family of a colour space: '/DeviceRGB', '/Indexed'; '' for none."""
    return str(space[0]) if isinstance(space, Array) else "" if space is None else str(space)


def components(space: Any) -> int:
    """How many samples a pixel has in a colour space."""
    kind = family(space)
    if kind == "/ICCBased":
        return int(space[1]["/N"])
    if kind == "/DeviceN":
        return len(space[1])
    return _COMPONENTS.get(kind, 1)


def depth(image: pikepdf.Object) -> int:
    """Bits of a sample."""
    return 1 if image.get("/ImageMask") else int(image.get("/BitsPerComponent", 8))


def samples(image: pikepdf.Object) -> Any:
    """The raw samples as an array of rows, pixels and components.

    Raises:
        Unreadable: unknown coding, or damaged.
    """
    try:
        names = coding(image)
        if PLAIN.issuperset(names):
            return _unpack(image, image.read_bytes())
        if names[-1] in BILEVEL:
            return _bilevel(image)
        if names[-1] in {DCT, JPX}:
            return pixels(open_picture(image))
    except (
        pikepdf.PdfError,
        pypdfium2.PdfiumError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        KeyError,
    ) as error:
        raise Unreadable from error
    raise Unreadable


def symbols(image: pikepdf.Object) -> pikepdf.Object | None:
    """The dictionary of letter shapes that a JBIG2 picture may share with others."""
    parms = image.get("/DecodeParms") if image.get("/Filter") == Name.JBIG2Decode else None
    found = parms.get("/JBIG2Globals") if isinstance(parms, pikepdf.Dictionary) else None
    return found if isinstance(found, pikepdf.Stream) else None


def open_picture(image: pikepdf.Object) -> Image.Image:
    """A JPEG or JPEG 2000 image, decoded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(BytesIO(unwrapped(image)))
        picture.load()
    if picture.mode not in _MODES or picture.size != (int(image["/Width"]), int(image["/Height"])):
        raise Unreadable
    return picture


def pixels(picture: Image.Image) -> Any:
    """The samples of a picture; those of a CMYK one as a JPEG stores them."""
    array = np.array(picture, dtype=np.uint8).reshape(picture.height, picture.width, _MODES[picture.mode])
    return 255 - array if picture.mode == "CMYK" else array


def _unpack(image: pikepdf.Object, data: bytes) -> Any:
    bits, width, height = depth(image), int(image["/Width"]), int(image["/Height"])
    count = 1 if image.get("/ImageMask") else components(image.get("/ColorSpace"))
    row = (width * count * bits + 7) // 8
    packed = np.frombuffer(data[: row * height].ljust(row * height, b"\0"), np.uint8).reshape(height, row)
    flat: Any
    if bits == 16:
        flat = packed.view(">u2").astype(np.uint16)
    elif bits == 8:
        flat = packed
    elif bits == 1:
        flat = np.unpackbits(packed, axis=1)[:, : width * count]
    else:
        ones = np.unpackbits(packed, axis=1)[:, : width * count * bits].reshape(height, width * count, bits)
        flat = np.packbits(ones, axis=2)[:, :, 0] >> (8 - bits)
    return flat.reshape(height, width, count).copy()


def pack(array: Any, bits: int) -> bytes:
    """Samples as a stream without coding holds them: rows end on whole bytes."""
    height = array.shape[0]
    flat = array.reshape(height, -1)
    if bits == 16:
        return bytes(flat.astype(">u2").tobytes())
    if bits == 8:
        return bytes(flat.astype(np.uint8, copy=False).tobytes())
    if bits == 1:
        return bytes(np.packbits(flat, axis=1).tobytes())
    ones = np.unpackbits(flat.astype(np.uint8)[:, :, None], axis=2)[:, :, 8 - bits :]
    return bytes(np.packbits(ones.reshape(height, -1), axis=1).tobytes())


def _bilevel(image: pikepdf.Object) -> Any:
    """Decode a fax or JBIG2 image with pdfium, as if it were plain black and white: MuPDF cannot read every JBIG2."""
    with pikepdf.new() as holder:
        copy = holder.copy_foreign(image)
        for key in ("/ImageMask", "/Decode", "/SMask", "/Mask"):
            if key in copy:
                del copy[key]
        copy["/ColorSpace"], copy["/BitsPerComponent"] = Name.DeviceGray, 1
        page = holder.add_blank_page().obj
        page["/Resources"] = Dictionary(XObject=Dictionary(X=copy))
        page["/Contents"] = holder.make_stream(b"/X Do")
        out = BytesIO()
        holder.save(out)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        for item in document[0].get_objects(filter=[FPDF_PAGEOBJ_IMAGE]):
            grey = item.get_bitmap().to_numpy()
            if grey.shape[:2] == (int(image["/Height"]), int(image["/Width"])):
                return (grey.reshape(*grey.shape[:2], -1)[:, :, :1] > 127).astype(np.uint8)
    raise Unreadable


def white(image: pikepdf.Object, count: int, highest: int, *, opaque: bool = True) -> list[int]:
    """The raw sample of a white pixel, or of one that paints nothing.

    Args:
        image: the picture that has the samples.
        count: samples a pixel.
        highest: largest value of a sample.
        opaque: False for a soft mask, where the sample of nothing is looked for.
    """
    space = image.get("/ColorSpace")
    kind = family(space)
    if kind in {"/Indexed", "/I"}:
        return [_whitest(space)]
    ranges = [float(v) for v in image.get("/Decode", _ranges(space, kind, count))]
    wanted = _white(kind, count) if opaque else [0.0] * count
    out = []
    for value, low, high in zip(wanted, ranges[::2], ranges[1::2], strict=True):
        share = (value - low) / (high - low) if high != low else 0.0
        out.append(round(min(max(share, 0.0), 1.0) * highest))
    return out


def _ranges(space: Any, kind: str, count: int) -> list[float]:
    if kind == "/Lab":
        return [0.0, 100.0, *(float(v) for v in space[1].get("/Range", [-100, 100, -100, 100]))]
    return [0.0, 1.0] * count


def _white(kind: str, count: int) -> list[float]:
    if kind == "/Lab":
        return [100.0, 0.0, 0.0]
    light = kind in _ADDITIVE or kind == "" or (kind == "/ICCBased" and count != 4)
    return [float(light)] * count


def _whitest(space: Any) -> int:
    """The entry of a palette that comes closest to white."""
    base, table = space[1], space[3]
    count = components(base)
    data = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
    entries = np.frombuffer(data[: len(data) // count * count], np.uint8).reshape(-1, count).astype(int)
    wanted = np.array(white(Dictionary(ColorSpace=base), count, 255))
    return int(np.abs(entries - wanted).sum(axis=1).argmin()) if len(entries) else 0
