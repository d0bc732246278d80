"""The last resort for a page that cannot be cleaned otherwise: a picture of it, with the boxes black in the pixels.

Page size, crop box and rotation stay; the text of that page can no longer be searched, and the report says so.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageChops

from redact.burn.pictures import fax_stream, jpeg_stream
from redact.model import Box
from redact.pdfobjects import page_frame

DPI = 200
MAX_SIDE = 6000
"""Pixels on a side at most; a larger page gets a lower resolution."""
GREY = 40
"""Distance from black or white within which a pixel counts as one of them."""
BILEVEL_SHARE = 0.998
COLOUR = 8
"""Mean difference between a channel and grey up to which a page counts as colourless."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A rendered page and the area of user space it shows."""

    image: Image.Image = field(repr=False)
    area: tuple[float, float, float, float]


def rasterise(source: Path, pages: Collection[int], boxes: Sequence[Box], target: Path) -> None:
    """Replace pages (counted from 1) by pictures in which the boxes are black."""
    with pymupdf.open(source, filetype="pdf") as document:
        drawn = {number: _draw(document[number - 1], [b for b in boxes if b.page == number]) for number in pages}
    with pikepdf.open(source) as pdf:
        for number, picture in drawn.items():
            _replace(pdf, pdf.pages[number - 1].obj, picture)
        pdf.save(target)


def _draw(page: pymupdf.Page, boxes: Sequence[Box]) -> _Drawn:
    page.set_rotation(0)
    place = page_frame(page)
    scale = min(DPI / 72, MAX_SIDE / max(place.width, place.height))
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csRGB, annots=False, alpha=False)
    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    across, down = pixels.width / place.width, pixels.height / place.height
    for box in boxes:
        edges = (int(box.x0 * across), int(box.y0 * down), round(box.x1 * across + 0.5), round(box.y1 * down + 0.5))
        image.paste((0, 0, 0), edges)
    return _Drawn(image, (place.x0, place.y0, place.x1, place.y1))


def _replace(pdf: pikepdf.Pdf, page: Any, drawn: _Drawn) -> None:
    x0, y0, x1, y1 = drawn.area
    image = _stream(pdf, drawn.image)
    page["/Resources"] = Dictionary(XObject=Dictionary({"/X1": image}))
    page["/Contents"] = pdf.make_stream(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /X1 Do Q".encode())
    if "/Group" in page:
        del page["/Group"]


def _stream(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Object:
    """The smallest fitting coding: fax for black and white, else JPEG, grey where there is no colour."""
    grey = image.convert("L")
    shares = _shares(grey.histogram())
    keys: Mapping[str, Any] = {"/Type": Name.XObject, "/Subtype": Name.Image}
    if _colourless(image, grey):
        if shares >= BILEVEL_SHARE:
            return fax_stream(pdf, grey.point(lambda v: 255 * (v > 127)).convert("1"), keys)
        return jpeg_stream(pdf, grey, {**keys, "/ColorSpace": Name.DeviceGray})
    return jpeg_stream(pdf, image, {**keys, "/ColorSpace": Name.DeviceRGB})


def _shares(histogram: Sequence[int]) -> float:
    """Share of pixels that are as good as black or white."""
    return (sum(histogram[:GREY]) + sum(histogram[-GREY:])) / max(1, sum(histogram))


def _colourless(image: Image.Image, grey: Image.Image) -> bool:
    difference = ImageChops.difference(image, Image.merge("RGB", (grey, grey, grey)))
    return max(difference.convert("L").resize((400, 400)).tobytes()) < COLOUR
