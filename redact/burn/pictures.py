"""The picture of a whole page, coded as small as its content allows.

    black and white only        -> fax
    text on paper, no colour    -> 16 shades of grey, or a grey JPEG where that is smaller
    anything else               -> as it is where that is small enough (a screen shot), else a JPEG

The picture of a scanned page may be little larger than the scan was: its JPEG gets coarser until it fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageChops

from redact.burn.coding import deflate, fax, fax_parms, jpeg

QUALITIES = (85, 75, 60, 45)
GREY = 40
"""Distance from black or white within which a pixel counts as one of them."""
BILEVEL_SHARE, TEXT_SHARE = 0.998, 0.9
"""Shares of such pixels from which a page counts as black and white, and as text on paper."""
COLOUR = 8
"""Mean difference between a channel and grey up to which a page counts as colourless."""
_SHADE_BITS = 4


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A coded picture, ready to go into a document."""

    width: int
    height: int
    bits: int
    coding: str
    colours: str
    data: bytes = field(repr=False)
    parms: tuple[tuple[str, int], ...] = ()


def code_page(image: Image.Image, most: int | None = None) -> PagePicture:
    """Code a picture of a page.

    Args:
        image: the page in RGB.
        most: bytes that it should not exceed, if a coarser JPEG can help it.
    """
    grey = image.convert("L")
    if not _colourless(image, grey):
        return _smallest(_lossless(image, 8), image, most)
    plain = _shares(grey.histogram())
    if plain >= BILEVEL_SHARE:
        return _fax(grey.point(lambda v: 255 * (v > 127)).convert("1"))
    return _smallest(_lossless(grey, _SHADE_BITS if plain >= TEXT_SHARE else 8), grey, most)


def embed_picture(pdf: pikepdf.Pdf, picture: PagePicture) -> pikepdf.Object:
    """The picture as an image of a document."""
    stream = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Image, Width=picture.width, Height=picture.height)
    stream["/BitsPerComponent"], stream["/ColorSpace"] = picture.bits, Name(picture.colours)
    parms = {f"/{key}": value == 1 if key == "BlackIs1" else value for key, value in picture.parms}
    stream.write(picture.data, filter=Name(picture.coding), decode_parms=Dictionary(parms) if parms else None)
    return stream


def _smallest(exact: PagePicture, image: Image.Image, most: int | None) -> PagePicture:
    """The exact picture where it is small enough, or smaller than the best JPEG that is."""
    if most and len(exact.data) <= most:
        return exact
    for quality in QUALITIES:
        data = jpeg(image, quality)
        if not most or len(data) <= most:
            break
    if len(exact.data) <= len(data):
        return exact
    return PagePicture(image.width, image.height, 8, "/DCTDecode", _colours(image), data)


def _colours(image: Image.Image) -> str:
    return "/DeviceGray" if image.mode == "L" else "/DeviceRGB"


def _fax(image: Image.Image) -> PagePicture:
    parms = tuple((key[1:], int(value)) for key, value in fax_parms(image.width, image.height).items())
    return PagePicture(image.width, image.height, 1, "/CCITTFaxDecode", "/DeviceGray", fax(image), parms)


def _lossless(image: Image.Image, bits: int) -> PagePicture:
    array = np.array(image).reshape(image.height, image.width, -1)
    if bits < 8:
        most = (1 << bits) - 1
        array = ((array.astype(np.uint16) * most + 127) // 255).astype(np.uint8)
    data, parms = deflate(array, bits)
    given = tuple((key[1:], int(value)) for key, value in (parms or {}).items())
    return PagePicture(image.width, image.height, bits, "/FlateDecode", _colours(image), data, given)


def _shares(histogram: Sequence[int]) -> float:
    """Share of pixels that are as good as black or white."""
    return (sum(histogram[:GREY]) + sum(histogram[-GREY:])) / max(1, sum(histogram))


def _colourless(image: Image.Image, grey: Image.Image) -> bool:
    difference = ImageChops.difference(image, Image.merge("RGB", (grey, grey, grey)))
    return max(difference.convert("L").resize((400, 400)).tobytes()) < COLOUR
