"""What a page is made of: text, a scan, a scan under somebody's OCR, or nothing."""

from __future__ import annotations

from typing import Any

import pymupdf

from redact.model import PageKind

FULL_PAGE = 0.6
"""Images over this part of the page are a scan."""
STAMP = 100
"""A scan may bear fewer visible glyphs than this: a number, a stamp, a file name."""
LAYER = 10
"""So many invisible glyphs are a text layer."""

RENDER = 400
"""Longest side, in pixels, of the picture in which ink is looked for."""


def page_kind(page: pymupdf.Page, lines: list[dict[str, Any]]) -> PageKind:
    """The kind of a page.

    Without any visible letter whatever is drawn counts, an image of any size or lines: its text, if it has any,
    cannot be read. With letters only images over most of the page make it a scan.

    Args:
        page: of MuPDF.
        lines: of its raw dictionary.
    """
    visible = invisible = 0
    for line in lines:
        for span in line["spans"]:
            ink = sum(not char["c"].isspace() for char in span["chars"])
            if span["alpha"]:
                visible += ink
            else:
                invisible += ink
    if visible >= STAMP and invisible <= visible:
        return PageKind.TEXT
    if visible and _image_cover(page) < FULL_PAGE:
        return PageKind.TEXT
    if invisible >= LAYER:
        return PageKind.OCR
    return PageKind.SCAN if visible or not _is_blank(page) else PageKind.EMPTY


def _image_cover(page: pymupdf.Page) -> float:
    """Part of the page under images, counted once for each."""
    area = abs(page.rect) or 1.0
    shown = [pymupdf.Rect(image["bbox"]) & page.rect for image in page.get_image_info()]
    return float(sum(abs(rect) for rect in shown) / area)


def _is_blank(page: pymupdf.Page) -> bool:
    """Whether nothing is drawn: no image, and a small render of one colour."""
    if page.get_image_info():
        return False
    scale = min(1.0, RENDER / max(page.rect.width, page.rect.height, 1.0))
    picture = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY)
    return bool(picture.is_unicolor)
