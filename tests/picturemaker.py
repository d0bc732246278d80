"""Makes a picture of a line of text in every coding and colour space that a PDF can hold."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageCms, ImageDraw

from redact.burn.coding import fax, fax_parms
from redact.burn.jbig2 import encode

WIDTH, HEIGHT = 600, 160
Maker = Callable[[pikepdf.Pdf], Any]


def photograph() -> Image.Image:
    """Letters on coloured shades with the grain of a camera."""
    shade = np.add.outer(np.linspace(120, 220, HEIGHT), np.linspace(0, 30, WIDTH))
    grain = np.random.default_rng(1).normal(0, 3, (HEIGHT, WIDTH, 3))
    array = np.stack([shade, shade[:, ::-1], 255 - shade], axis=2) + grain
    return _lettered(Image.fromarray(array.clip(0, 255).astype(np.uint8)), (10, 10, 40))


def paper() -> Image.Image:
    """Black letters on white."""
    return _lettered(Image.new("1", (WIDTH, HEIGHT), 1), 0)


def _lettered(image: Image.Image, ink: Any) -> Image.Image:
    draw = ImageDraw.Draw(image)
    for line, text in enumerate(("De heer Zwanepoel", "sprak in het openbaar")):
        draw.text((30, 10 + 70 * line), text, fill=ink, font_size=50)
    return image


def picture(pdf: pikepdf.Pdf, data: bytes, coding: str = "", parms: Any = None, **keys: Any) -> Any:
    """An image object; without a coding the data is compressed."""
    stream = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=WIDTH, Height=HEIGHT)
    for key, value in keys.items():
        stream[f"/{key}"] = value
    stream.write(data if coding else zlib.compress(data), filter=Name(coding or "/FlateDecode"), decode_parms=parms)
    return stream


def jpeg(mode: str = "RGB", **options: Any) -> bytes:
    """The photograph as JPEG."""
    return _written("JPEG", mode, **{"quality": 70, **options})


def _written(kind: str, mode: str, **options: Any) -> bytes:
    out = BytesIO()
    photograph().convert(mode).save(out, kind, **options)
    return out.getvalue()


def _dct(space: Any = Name.DeviceRGB, mode: str = "RGB", decode: Any = None, **options: Any) -> Maker:
    keys = {"Decode": Array(decode)} if decode else {}
    return lambda pdf: picture(pdf, jpeg(mode, **options), "/DCTDecode", ColorSpace=space, BitsPerComponent=8, **keys)


def _fax(**keys: Any) -> Maker:
    parms = fax_parms(WIDTH, HEIGHT)
    return lambda pdf: picture(pdf, fax(paper()), "/CCITTFaxDecode", parms, BitsPerComponent=1, **keys)


def _jpx(mode: str = "RGB", space: Any = None, **options: Any) -> Maker:
    keys = {"ColorSpace": space, "BitsPerComponent": 8} if space is not None else {}
    return lambda pdf: picture(pdf, _written("JPEG2000", mode, **options), "/JPXDecode", **keys)


def _plain(space: Any = Name.DeviceRGB, mode: str = "RGB", **keys: Any) -> Maker:
    return lambda pdf: picture(pdf, photograph().convert(mode).tobytes(), ColorSpace=space, BitsPerComponent=8, **keys)


def _jbig2(pdf: pikepdf.Pdf) -> Any:
    bits = np.array(paper()).astype(np.uint8)
    return picture(pdf, encode(bits), "/JBIG2Decode", ColorSpace=Name.DeviceGray, BitsPerComponent=1)


def _sixteen(pdf: pikepdf.Pdf) -> Any:
    samples = np.array(photograph()).astype(">u2") * 257
    return picture(pdf, samples.astype(">u2").tobytes(), ColorSpace=Name.DeviceRGB, BitsPerComponent=16)


def _indexed(bits: int) -> Maker:
    def make(pdf: pikepdf.Pdf) -> Any:
        small = photograph().quantize(1 << bits)
        palette = bytes(small.getpalette() or b"")[: 3 << bits].ljust(3 << bits, b"\xff")
        ones = np.unpackbits(np.array(small)[:, :, None], axis=2)[:, :, 8 - bits :]
        data = np.packbits(ones.reshape(HEIGHT, -1), axis=1).tobytes()
        space = Array([Name.Indexed, Name.DeviceRGB, (1 << bits) - 1, String(palette)])
        return picture(pdf, data, ColorSpace=space, BitsPerComponent=bits)

    return make


def _profiled(pdf: pikepdf.Pdf) -> Any:
    profile = pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), N=3)
    return picture(pdf, jpeg(), "/DCTDecode", ColorSpace=Array([Name.ICCBased, profile]), BitsPerComponent=8)


def soft_mask(pdf: pikepdf.Pdf) -> Any:
    """Opaque letters on a background that fades."""
    fade = np.tile(np.linspace(40, 255, WIDTH).astype(np.uint8), (HEIGHT, 1))
    return picture(pdf, fade.tobytes(), ColorSpace=Name.DeviceGray, BitsPerComponent=8)


def _masked(base: Maker, key: str, mask: Maker) -> Maker:
    def make(pdf: pikepdf.Pdf) -> Any:
        image = base(pdf)
        image[key] = mask(pdf)
        return image

    return make


def _spot(pdf: pikepdf.Pdf) -> Any:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([0, 0.5, 0.5, 0.2]), N=1)
    space = Array([Name.Separation, Name("/Spot"), Name.DeviceCMYK, tint])
    return picture(pdf, photograph().convert("L").tobytes(), ColorSpace=space, BitsPerComponent=8)


def _inks(pdf: pikepdf.Pdf) -> Any:
    tint = pdf.make_stream(b"{ 0 0 }", FunctionType=4, Domain=Array([0, 1, 0, 1]), Range=Array([0, 1] * 4))
    space = Array([Name.DeviceN, Array([Name.Cyan, Name.Magenta]), Name.DeviceCMYK, tint])
    samples = np.array(photograph())[:, :, :2].tobytes()
    return picture(pdf, samples, ColorSpace=space, BitsPerComponent=8)


_WHITE_POINT = Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))
_LAB = Dictionary(WhitePoint=Array([0.9505, 1, 1.089]), Range=Array([-100, 100, -100, 100]))

PICTURES: dict[str, Maker] = {
    "JPEG": _dct(),
    "JPEG, coarse": _dct(quality=35),
    "JPEG, fine and progressive": _dct(quality=92, subsampling="4:2:2", progressive=True),
    "JPEG in RGB": _dct(keep_rgb=True),
    "JPEG, grey": _dct(Name.DeviceGray, "L"),
    "JPEG, grey, inverted": _dct(Name.DeviceGray, "L", [1, 0]),
    "JPEG, CMYK": _dct(Name.DeviceCMYK, "CMYK"),
    "JPEG, CMYK, inverted": _dct(Name.DeviceCMYK, "CMYK", [1, 0] * 4),
    "JPEG with a profile": _profiled,
    "JPEG with a soft mask": _masked(_dct(), "/SMask", soft_mask),
    "JPEG with a stencil mask": _masked(_dct(), "/Mask", _fax(ImageMask=True)),
    "fax": _fax(ColorSpace=Name.DeviceGray),
    "fax, inverted": _fax(ColorSpace=Name.DeviceGray, Decode=Array([1, 0])),
    "fax as a stencil": _fax(ImageMask=True),
    "fax as an inverted stencil": _fax(ImageMask=True, Decode=Array([1, 0])),
    "JBIG2": _jbig2,
    "JPEG 2000": _jpx(space=Name.DeviceRGB, irreversible=True, quality_mode="rates", quality_layers=[20]),
    "JPEG 2000 without loss": _jpx(space=Name.DeviceRGB),
    "JPEG 2000, grey": _jpx("L", Name.DeviceGray, irreversible=True, quality_mode="rates", quality_layers=[10]),
    "JPEG 2000 with its own colours": _jpx(irreversible=True, quality_mode="rates", quality_layers=[20]),
    "plain": _plain(),
    "plain, grey": _plain(Name.DeviceGray, "L"),
    "plain with a colour key": _plain(Mask=Array([0, 40, 0, 40, 0, 60])),
    "plain with a soft mask": _masked(_plain(), "/SMask", soft_mask),
    "plain, CMYK": _plain(Name.DeviceCMYK, "CMYK"),
    "plain, calibrated": _plain(Array([Name.CalRGB, _WHITE_POINT])),
    "plain, Lab": _plain(Array([Name.Lab, _LAB])),
    "16 bits": _sixteen,
    "spot colour": _spot,
    "two inks": _inks,
    "palette of 256": _indexed(8),
    "palette of 16": _indexed(4),
    "palette of 4": _indexed(2),
    "palette of 2": _indexed(1),
}
