"""Stores changed samples the way they were stored: JPEG with the same tables, fax as fax, lossless as lossless."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, JpegImagePlugin, TiffImagePlugin

from redact.burn.jbig2 import MOST_PIXELS
from redact.burn.jbig2 import encode as jbig2
from redact.burn.samples import (
    Unreadable,
    depth,
    family,
    open_picture,
    pack,
    pixels,
    samples,
    symbols,
)
from redact.burn.shapes import encode_shapes, shaped
from redact.pdfobjects.filters import BILEVEL, DCT, JBIG2, JPX, coding, unwrapped

QUALITY = 85
SHARED = "/SharedShapes"
"""Key under which a stored picture says, until `store_together`, which dictionary of shapes it shared."""
_SAMPLINGS = {0: "4:4:4", 1: "4:2:2", 2: "4:2:0"}
_CODESTREAM = b"\xff\x4f\xff\x51"
_STYLE = b"\xff\x52"
_WORST = 1.3
"""How much larger than its source a losslessly coded JPEG 2000 picture may become."""
_TRIES, _MEAN_LOSS = 4, 2.0
"""How often a JPEG 2000 picture gets twice the room, until its samples differ by no more than this on average."""
_BAND, _PROBE = 4 << 20, 1 << 20
"""Bytes of samples that are filtered at once, and of each part that tells whether that pays."""


def store(image: pikepdf.Object, array: Any) -> None:
    """Write samples into the picture they came from, in its own class of coding.

    Raises:
        Unreadable: that coding cannot be written here.
    """
    names = coding(image)
    kind = names[-1] if names else ""
    if kind == DCT:
        image.write(_jpeg_again(image, array), filter=Name.DCTDecode)
    elif kind == JPX:
        image.write(_jpeg2000_again(image, array), filter=Name.JPXDecode)
    elif depth(image) == 1 and array.shape[2] == 1:
        _store_bilevel(image, array, kind)
    else:
        _store_plain(image, array)


def _store_bilevel(image: pikepdf.Object, array: Any, kind: str) -> None:
    options = [_as_fax(array)]
    shared = symbols(image)
    if shared is not None:
        image[SHARED] = Name(f"/{sha256(shared.read_bytes()).hexdigest()}")
    elif kind == JBIG2 and array.size <= MOST_PIXELS:
        options += [(data, Name.JBIG2Decode, None) for data in _jbig2(array[:, :, 0], len(image.read_raw_bytes()))]
    if kind not in BILEVEL:
        options.append((zlib.compress(pack(array, 1), 9), Name.FlateDecode, None))
    data, name, parms = min(options, key=lambda option: len(option[0]))
    image.write(data, filter=name, decode_parms=parms)


def _as_fax(array: Any) -> tuple[bytes, Name, Dictionary | None]:
    height, width = array.shape[:2]
    image = Image.frombytes("1", (width, height), pack(array, 1))
    return fax(image), Name.CCITTFaxDecode, fax_parms(width, height)


def store_together(pdf: pikepdf.Pdf, images: Sequence[pikepdf.Object]) -> None:
    """Code black and white pictures that shared letter shapes anew, with what they have in common now.

    Raises:
        Unreadable: one of them cannot be read.
    """
    pictures = []
    for image in images:
        array = samples(image)
        picture = shaped(array[:, :, 0]) if array.size <= MOST_PIXELS else None
        if picture is not None:
            pictures.append((image, picture))
        elif symbols(image) is not None:
            data, name, fax_settings = _as_fax(array)
            image.write(data, filter=name, decode_parms=fax_settings)
    both, parts = encode_shapes([picture for _, picture in pictures])
    parms = Dictionary(JBIG2Globals=pdf.make_stream(both)) if both else None
    for (image, _), part in zip(pictures, parts, strict=True):
        if symbols(image) is not None or len(part) < len(image.read_raw_bytes()):
            image.write(part, filter=Name.JBIG2Decode, decode_parms=parms)


def _jbig2(bits: Any, most: int) -> Iterator[bytes]:
    """A black and white picture by its shapes; where those are more than so many bytes, row by row too."""
    picture = shaped(bits)
    by_shapes = encode_shapes([picture])[1][0] if picture else None
    if by_shapes is not None:
        yield by_shapes
    if by_shapes is None or len(by_shapes) > most:
        yield jbig2(bits)


def _store_plain(image: pikepdf.Object, array: Any) -> None:
    data, parms = deflate(array, depth(image))
    image.write(data, filter=Name.FlateDecode, decode_parms=parms)


def deflate(array: Any, bits: int) -> tuple[bytes, Dictionary | None]:
    """Samples compressed without loss, and what /DecodeParms must say of them."""
    height, width, count = array.shape
    plain = pack(array, bits)
    rows, step = np.frombuffer(plain, np.uint8).reshape(height, -1), max(1, count * bits // 8)
    if not _filters_pay(rows, step):
        return zlib.compress(plain), None
    parms = Dictionary(Predictor=15, Colors=count, BitsPerComponent=bits, Columns=width)
    return zlib.compress(_filtered(rows, step)), parms


def _filters_pay(rows: Any, step: int) -> bool:
    """Whether row filters make a picture smaller, judged by two parts of it."""
    some = max(1, _PROBE // rows.shape[1])
    starts = {len(rows) // 4, len(rows) * 5 // 8}
    parts = [rows[start : start + some] for start in starts]
    plain, filtered = b"".join(part.tobytes() for part in parts), b"".join(_filtered(part, step) for part in parts)
    return len(zlib.compress(filtered, 1)) < len(zlib.compress(plain, 1))


def _filtered(rows: Any, step: int) -> bytes:
    """PNG's row filters, for each row the one with the smallest sum of differences; in bands, for little memory."""
    band = max(1, _BAND // rows.shape[1])
    above = np.zeros_like(rows[:1])
    out = []
    for start in range(0, len(rows), band):
        here = rows[start : start + band]
        out.append(_filtered_band(here, np.vstack([above, here[:-1]]), step))
        above = here[-1:]
    return b"".join(out)


def _filtered_band(rows: Any, up: Any, step: int) -> bytes:
    left, corner = np.zeros_like(rows), np.zeros_like(rows)
    left[:, step:], corner[:, step:] = rows[:, :-step], up[:, :-step]
    wide = [part.astype(np.int16) for part in (left, up, corner)]
    average = ((wide[0] + wide[1]) // 2).astype(np.uint8)
    options = [rows, rows - left, rows - up, rows - average, rows - _paeth(*wide)]
    costs = np.array([np.minimum(o, 0 - o).sum(axis=1, dtype=np.int64) for o in options])
    best = costs.argmin(axis=0).astype(np.uint8)
    chosen = np.stack(options)[best, np.arange(len(rows))]
    return bytes(np.hstack([best[:, None], chosen]).tobytes())


def _paeth(left: Any, up: Any, corner: Any) -> Any:
    guess = left + up - corner
    a, b, c = (np.abs(guess - part) for part in (left, up, corner))
    return np.where((a <= b) & (a <= c), left, np.where(b <= c, up, corner)).astype(np.uint8)


def _jpeg_again(image: pikepdf.Object, array: Any) -> bytes:
    """A JPEG with quantisation tables, chroma sampling and colour transform of the one it replaces."""
    source = open_picture(image)
    if not isinstance(source, JpegImagePlugin.JpegImageFile) or not _ordinary(image, source):
        raise Unreadable
    tables = [list(table) for _, table in sorted(source.quantization.items())]
    out = BytesIO()
    picture = _picture(array, source.mode)
    options: dict[str, Any] = {"qtables": tables, "optimize": True, "progressive": "progressive" in source.info}
    if source.mode == "CMYK":
        options["qtables"] = tables[:1]
    if source.mode == "RGB":
        options["subsampling"] = _SAMPLINGS.get(JpegImagePlugin.get_sampling(source), "4:4:4")
        options["keep_rgb"] = _keeps_rgb(source)
    picture.save(out, "JPEG", **options)
    return out.getvalue() if "adobe" in source.info else _without_adobe(out.getvalue())


def _ordinary(image: pikepdf.Object, source: JpegImagePlugin.JpegImageFile) -> bool:
    """Whether its samples mean what a JPEG library takes them for, and may change a little."""
    parms = image.get("/DecodeParms")
    settings = list(parms) if isinstance(parms, Array) else [parms]
    odd = any(isinstance(item, pikepdf.Dictionary) and "/ColorTransform" in item for item in settings)
    exact = isinstance(image.get("/Mask"), Array) or family(image.get("/ColorSpace")) in {"/Indexed", "/I"}
    return not odd and not exact


def _keeps_rgb(source: JpegImagePlugin.JpegImageFile) -> bool:
    identifiers = [layer[0] for layer in source.layer]
    return source.info.get("adobe_transform") == 0 or identifiers == [ord(letter) for letter in "RGB"]


def _without_adobe(data: bytes) -> bytes:
    """The JPEG without the marker that Pillow adds, so that colours are read as those of the source were."""
    at = data.find(b"\xff\xee\x00\x0eAdobe")
    return data if at < 0 else data[:at] + data[at + 16 :]


def _picture(array: Any, mode: str) -> Image.Image:
    plain = 255 - array if mode == "CMYK" else array
    return Image.fromarray(plain[:, :, 0] if mode == "L" else plain, mode)


def _jpeg2000_again(image: pikepdf.Object, array: Any) -> bytes:
    """A JPEG 2000 as large as the one it replaces; without loss where that one, or its palette, is."""
    data, source = unwrapped(image), open_picture(image)
    picture = _picture(array, source.mode)
    exact = _jpeg2000(picture, irreversible=False)
    palette = family(image.get("/ColorSpace")) in {"/Indexed", "/I"}
    if palette or len(exact) <= len(data) * (_WORST if _reversible(data) else 1):
        return exact
    rate = max(1.0, array.size / max(len(data), 1))
    for _ in range(_TRIES):
        out = _jpeg2000(picture, irreversible=True, quality_mode="rates", quality_layers=[rate])
        with Image.open(BytesIO(out)) as again:
            if np.abs(pixels(again).astype(np.int16) - array).mean() <= _MEAN_LOSS:
                return out
        rate /= 2
    return exact


def _jpeg2000(picture: Image.Image, **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG2000", **options)
    return out.getvalue()


def _reversible(data: bytes) -> bool:
    """Whether a JPEG 2000 codestream uses the wavelet that loses nothing."""
    start = data.find(_CODESTREAM)
    at = data.find(_STYLE, start)
    return start >= 0 and at >= 0 and data[at + 13 : at + 14] == b"\1"


def jpeg(image: Image.Image, quality: int = QUALITY) -> bytes:
    """A JPEG without metadata."""
    out = BytesIO()
    image.save(out, "JPEG", quality=quality, optimize=True)
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


def fax_parms(width: int, height: int) -> Dictionary:
    """What /DecodeParms must say of `fax` data."""
    return Dictionary(K=-1, Columns=width, Rows=height, BlackIs1=True)


def recode(image: pikepdf.Object) -> None:
    """Code plain samples small: JPEG or fax where that is smaller and keeps their meaning."""
    width, height, bits = (int(image.get(key, 0)) for key in ("/Width", "/Height", "/BitsPerComponent"))
    data = image.read_bytes()
    if (bits == 1 or image.get("/ImageMask")) and len(data) == (width + 7) // 8 * height:
        packed = np.frombuffer(data, np.uint8).reshape(height, -1)
        _store_bilevel(image, np.unpackbits(packed, axis=1)[:, :width, None], "")
        return
    mode = {1: "L", 3: "RGB"}.get(len(data) // (width * height) if width * height else 0)
    if bits == 8 and mode and len(data) == width * height * len(mode) and not isinstance(image.get("/Mask"), Array):
        coded_small = jpeg(Image.frombytes(mode, (width, height), data))
        if len(coded_small) < len(zlib.compress(data)) // 2:
            image.write(coded_small, filter=Name.DCTDecode)
