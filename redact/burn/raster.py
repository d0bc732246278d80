"""A page made into a picture, with the boxes black in the pixels.

It is the last resort for a page that cannot be cleaned otherwise, and what `--width raster` asks for. Page size, crop
box and rotation stay. Where the page's words are known to be clean they are laid over it unseen; else the text of that
page can no longer be searched. The report names the pages.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import hypot
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
from pikepdf import Dictionary
from PIL import Image

from redact.burn.pictures import PagePicture, code_page, embed_picture
from redact.burn.wordlayer import Word, lay_words, words_of
from redact.geometry import Frame
from redact.model import Box
from redact.pdfobjects import page_frame, page_glyphs

DPI = 200
MAX_SIDE = 6000
"""Pixels on a side at most; a larger page gets a lower resolution."""
LEAST_DPI, MOST_DPI = 100, 300
SCAN_SHARE = 0.8
"""Share of a page that pictures must cover for it to count as scanned."""
MOST_GROWTH = 1.25
"""How much larger than a scan the picture of its page may be."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A rendered page, the area of user space it shows, and its words."""

    picture: PagePicture = field(repr=False)
    place: Frame
    words: list[Word] = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Scan:
    """Resolution at which to draw a page, and the bytes that the picture should not exceed."""

    dpi: float
    most: int | None


def rasterise(
    source: Path, pages: Collection[int], boxes: Sequence[Box], target: Path, readable: Collection[int] = ()
) -> None:
    """Replace pages by pictures in which the boxes are black.

    Args:
        source: the document.
        pages: counted from 1.
        boxes: of all pages.
        target: where the changed document goes.
        readable: pages whose words may be laid over the picture, as nothing is left of what stood under the boxes.
    """
    with pymupdf.open(source, filetype="pdf") as document:
        drawn = {
            number: _draw(document[number - 1], [b for b in boxes if b.page == number], number in readable)
            for number in sorted(pages)
        }
    with pikepdf.open(source) as pdf:
        for number, picture in drawn.items():
            _replace(pdf, pdf.pages[number - 1].obj, picture)
        words = {number: picture.words for number, picture in drawn.items()}
        layers = lay_words(pdf, words, boxes, {number: picture.place for number, picture in drawn.items()})
        for number, layer in layers.items():
            contents = pdf.pages[number - 1].obj["/Contents"]
            contents.write(contents.read_bytes() + b"\n" + layer)
        pdf.save(target)


def _draw(page: pymupdf.Page, boxes: Sequence[Box], readable: bool) -> _Drawn:
    page.set_rotation(0)
    words = words_of(page_glyphs(page), boxes) if readable else []
    place = page_frame(page)
    scan = _scan(page)
    scale = min(scan.dpi / 72, MAX_SIDE / max(place.width, place.height))
    whole = [max(1, round(side * scale)) / side for side in (place.width, place.height)]
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(*whole), colorspace=pymupdf.csRGB, annots=False, alpha=False)
    image = Image.frombytes("RGB", (pixels.width, pixels.height), pixels.samples)
    across, down = pixels.width / place.width, pixels.height / place.height
    for box in boxes:
        edges = (int(box.x0 * across), int(box.y0 * down), round(box.x1 * across + 0.5), round(box.y1 * down + 0.5))
        image.paste((0, 0, 0), edges)
    return _Drawn(code_page(image, scan.most), place, words)


def _replace(pdf: pikepdf.Pdf, page: Any, drawn: _Drawn) -> None:
    x0, y0, x1, y1 = drawn.place.x0, drawn.place.y0, drawn.place.x1, drawn.place.y1
    image = embed_picture(pdf, drawn.picture)
    page["/Resources"] = Dictionary(XObject=Dictionary({"/X1": image}))
    page["/Contents"] = pdf.make_stream(f"q {x1 - x0} 0 0 {y1 - y0} {x0} {y0} cm /X1 Do Q".encode())
    if "/Group" in page:
        del page["/Group"]


def _scan(page: pymupdf.Page) -> _Scan:
    """How finely to draw a page: as finely as its scan is, where pictures make up nearly all of it."""
    infos = page.get_image_info(xrefs=True)
    areas = [abs(pymupdf.Rect(info["bbox"]) & page.rect) for info in infos]
    if sum(areas) < SCAN_SHARE * abs(page.rect):
        return _Scan(DPI, None)
    large = [info for info, area in zip(infos, areas, strict=True) if 2 * area >= max(areas)]
    dpi = max(72 * info["width"] / max(hypot(*info["transform"][:2]), 1) for info in large)
    coded = sum(len(page.parent.xref_stream_raw(xref)) for xref in {info["xref"] for info in infos} if xref)
    return _Scan(min(max(dpi, LEAST_DPI), MOST_DPI), round(MOST_GROWTH * coded))
