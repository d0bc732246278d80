"""Every box is of one grey on the page as a reader sees it, but for its label and the line at its edge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2

from redact.model import BurntBox
from redact.verify.place import Rect, Sheet

DPI = 100
SAME = 16
"""Difference in grey (of 255) from what was painted up to which a pixel counts as opaque."""


def see_through(
    path: Path, boxes: Mapping[int, Sequence[BurntBox]], sheets: Sequence[Sheet], labels: Mapping[int, Sequence[Rect]]
) -> list[BurntBox]:
    """The boxes that are not of the grey they were painted in, outside their labels; rendered by pdfium at 100 dpi.

    Args:
        path: the burnt file.
        boxes: boxes by page, page space.
        sheets: all pages.
        labels: rectangles of label glyphs by page, user space.
    """
    found: list[BurntBox] = []
    document = pypdfium2.PdfDocument(path)
    try:
        for number, on_page in boxes.items():
            sheet, scale = sheets[number - 1], DPI / 72
            image = render(document[number - 1], scale)
            lettered = covered(image, [sheet.device(rect, scale) for rect in labels.get(number, ())])
            found += [b for b in on_page if not _opaque(b, image, lettered, sheet.device(sheet.user(b.box), scale))]
    finally:
        document.close()
    return found


def render(page: pypdfium2.PdfPage, scale: float, *, grey: bool = True) -> Any:
    """The page with its annotations as an array, rows first: grey values, or three colours a pixel."""
    bitmap = page.render(scale=scale, grayscale=grey, prefer_bgrx=not grey, may_draw_forms=False)
    image = bitmap.to_numpy()
    return np.array(image.reshape(image.shape[:2]) if grey else image[:, :, :3])


def covered(image: Any, rects: Sequence[Rect]) -> Any:
    """Which pixels of the image lie in rectangles, or at most a pixel beside them."""
    found = np.zeros(image.shape, dtype=bool)
    for left, top, right, bottom in rects:
        found[max(floor(top) - 1, 0) : ceil(bottom) + 1, max(floor(left) - 1, 0) : ceil(right) + 1] = True
    return found


def cut(image: Any, rect: Rect, rim: int = 1) -> Any:
    """The pixels inside a rectangle, less a soft rim; at least the one in the middle."""
    height, width = image.shape[:2]
    left, top, right, bottom = ceil(rect[0]) + rim, ceil(rect[1]) + rim, floor(rect[2]) - rim, floor(rect[3]) - rim
    if right <= left:
        left = floor((rect[0] + rect[2]) / 2)
        right = left + 1
    if bottom <= top:
        top = floor((rect[1] + rect[3]) / 2)
        bottom = top + 1
    return image[max(top, 0) : max(min(bottom, height), 0), max(left, 0) : max(min(right, width), 0)]


def _opaque(burnt: BurntBox, image: Any, lettered: Any, rect: Rect) -> bool:
    rim = 2 if burnt.fill == 1 else 1
    inside = cut(image, rect, rim)[~cut(lettered, rect, rim)]
    return bool((np.abs(inside - 255.0 * burnt.fill) <= SAME).all())
