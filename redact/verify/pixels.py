"""Every box is of one grey on the page as a reader sees it, but for its label and the line at its edge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from redact.model import BurntBox
from redact.verify.boxes import is_thin
from redact.verify.place import Rect, Sheet

DPI = 100
FINE_DPI = 288
"""For pages with slices of a line that runs aslant: each is a point thick, which must be some pixels."""
MOST_PIXELS = 60_000_000
"""Of a page that is drawn finer."""
LINE = 1.2
"""Points that the line at the edge of a white box takes at most, soft edge included."""
SAME = 16
"""Difference in grey (of 255) from what was painted up to which a pixel counts as opaque."""
_FEW = 24
"""Boxes up to which each is drawn by itself; of a page with more all is drawn at once."""

Window = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """What of a page is drawn in the place of a box, less a rim."""

    burnt: BurntBox
    grey: Any
    left: int
    top: int
    """Where it lies on the page, in pixels."""
    scale: float
    """Pixels a unit."""


def cuttings(page: pypdfium2.PdfPage, boxes: Sequence[BurntBox], sheet: Sheet) -> list[Cutting]:
    """What pdfium draws in the places of the boxes of a page, annotations and all. No more is drawn than is looked at.

    Args:
        page: the page.
        boxes: its boxes, page space.
        sheet: its measures.
    """
    scale = _scale(sheet, boxes)
    size = ceil(page.get_width() * scale), ceil(page.get_height() * scale)
    windows = [
        _window(sheet.device(sheet.user(burnt.box), scale), _rim(burnt, scale / sheet.unit), size) for burnt in boxes
    ]
    if len(boxes) <= _FEW:
        drawn = [_drawn(page, size, window) for window in windows]
    else:
        whole = _drawn(page, size, (0, 0, *size))
        drawn = [whole[top:bottom, left:right].copy() for left, top, right, bottom in windows]
    return [
        Cutting(burnt, grey, window[0], window[1], scale)
        for burnt, grey, window in zip(boxes, drawn, windows, strict=True)
    ]


def see_through(drawn: Iterable[Cutting], labels: Sequence[Rect], sheet: Sheet) -> list[BurntBox]:
    """The boxes of a page that are not of the grey they were painted in, outside their labels.

    Args:
        drawn: what is drawn in their places.
        labels: rectangles of label glyphs, user space.
        sheet: measures of the page.
    """
    return [cutting.burnt for cutting in drawn if not _opaque(cutting, labels, sheet)]


def _scale(sheet: Sheet, boxes: Sequence[BurntBox]) -> float:
    """Pixels a unit at which to draw a page."""
    width, height = sheet.size
    fine = min(FINE_DPI / 72 * sheet.unit, sqrt(MOST_PIXELS / (width * height)))
    return max(DPI / 72, fine if any(map(is_thin, boxes)) else 0.0)


def _drawn(page: pypdfium2.PdfPage, size: tuple[int, int], window: Window) -> Any:
    """A part of a page of some size in pixels as an array of grey values, rows first."""
    left, top, right, bottom = window
    if right <= left or bottom <= top:
        return np.zeros((0, 0), dtype=np.uint8)
    bitmap = pypdfium2.PdfBitmap.new_native(right - left, bottom - top, pdfium.FPDFBitmap_Gray)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, right - left, bottom - top)
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE
        pdfium.FPDF_RenderPageBitmap(bitmap.raw, page.raw, -left, -top, *size, 0, flags)
        return np.array(bitmap.to_numpy().reshape(bottom - top, right - left))
    finally:
        bitmap.close()


def cut(image: Any, rect: Rect) -> Any:
    """The pixels inside a rectangle, less a soft rim; at least the one in the middle."""
    left, top, right, bottom = _window(rect, 1, (image.shape[1], image.shape[0]))
    return image[top:bottom, left:right]


def _window(rect: Rect, rim: int, size: tuple[int, int]) -> Window:
    """The pixels inside a rectangle of a drawing of some size, less a rim; at least the one in the middle."""
    left, top, right, bottom = ceil(rect[0]) + rim, ceil(rect[1]) + rim, floor(rect[2]) - rim, floor(rect[3]) - rim
    if right <= left:
        left = floor((rect[0] + rect[2]) / 2)
        right = left + 1
    if bottom <= top:
        top = floor((rect[1] + rect[3]) / 2)
        bottom = top + 1
    width, height = size
    return max(left, 0), max(top, 0), max(min(right, width), 0), max(min(bottom, height), 0)


def _rim(burnt: BurntBox, scale: float) -> int:
    """Pixels at the edge of a box that are not looked at; white boxes have a line there, slices have it around them."""
    return max(2, ceil(LINE * scale)) if burnt.fill == 1 and not is_thin(burnt) else 1


def _opaque(cutting: Cutting, labels: Sequence[Rect], sheet: Sheet) -> bool:
    """Whether a box has its grey everywhere but under its label, and a pixel beside that."""
    bare = np.ones(cutting.grey.shape, dtype=bool)
    for label in labels:
        left, top, right, bottom = sheet.device(label, cutting.scale)
        rows = max(floor(top) - 1 - cutting.top, 0), max(ceil(bottom) + 1 - cutting.top, 0)
        columns = max(floor(left) - 1 - cutting.left, 0), max(ceil(right) + 1 - cutting.left, 0)
        bare[slice(*rows), slice(*columns)] = False
    return bool((np.abs(cutting.grey[bare] - 255.0 * cutting.burnt.fill) <= SAME).all())
