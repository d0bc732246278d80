"""Tells whether removal changed a page outside the boxes: a drawing that touches a box may fill half the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pymupdf

from redact.model import Box

DPI = 75
FAR = 48
"""Difference in grey (of 255) by which a pixel counts as changed."""
SHARE = 0.0005
"""Share of a page's pixels that may change."""
RIM = 2
"""Pixels around a box that are left out."""


def spoilt_pages(before: Path, after: Path, boxes: Sequence[Box]) -> set[int]:
    """Pages of these boxes that look different outside of them.

    Args:
        before: the document.
        after: the same with more taken out.
        boxes: from where it was taken, on as many pages as are looked at.
    """
    with pymupdf.open(before, filetype="pdf") as old, pymupdf.open(after, filetype="pdf") as new:
        pages = sorted({box.page for box in boxes})
        return {page for page in pages if _differ(old[page - 1], new[page - 1], [b for b in boxes if b.page == page])}


def _differ(before: pymupdf.Page, after: pymupdf.Page, boxes: Sequence[Box]) -> bool:
    changed = np.abs(_grey(before) - _grey(after)) > FAR
    scale = DPI / 72
    for box in boxes:
        left, top = max(0, int(box.x0 * scale) - RIM), max(0, int(box.y0 * scale) - RIM)
        changed[top : int(box.y1 * scale) + 1 + RIM, left : int(box.x1 * scale) + 1 + RIM] = False
    return bool(changed.mean() > SHARE)


def _grey(page: pymupdf.Page) -> Any:
    page.set_rotation(0)
    pixels = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY, annots=False, alpha=False)
    return np.frombuffer(pixels.samples, np.uint8).reshape(pixels.height, pixels.stride).astype(np.int16)
