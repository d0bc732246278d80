"""The pictures below the boxes of a burnt file: their own pixels, with the boxes and everything else left away.

A box hides pixels only from a reader. So each page is drawn with nothing but its images, and what lies in the place of
a box must be of one tone there. Faint differences (a JPEG has them) are stretched to full contrast and read by
tesseract; without it they count as a leak as soon as letters could show in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from redact.model import BurntBox
from redact.verify import ocr
from redact.verify.engines import DEPTH, page_objects
from redact.verify.pixels import cut
from redact.verify.place import Rect, Sheet, core, meet
from redact.verify.scene import ODD, Scene, bounds

FLAT = 16
"""Spread of grey (of 255) that no letter shows in."""
STRONG = 64
"""Spread of grey that needs no reading."""
_LEAST_LETTERS = 2
_EDGE = 0.01
"""Share of the darkest and of the lightest pixels that may be specks."""


def beneath(page: pypdfium2.PdfPage, boxes: Sequence[BurntBox], sheet: Sheet) -> tuple[list[BurntBox], bool]:
    """The boxes below which a picture still shows something, and whether tesseract took part.

    Args:
        page: a page of the burnt file; its marks and icons are taken away (in memory) where it has pictures.
        boxes: its boxes, page space.
        sheet: its measures.
    """
    found: list[BurntBox] = []
    has_read = False
    if all(kind != pdfium.FPDF_PAGEOBJ_IMAGE for kind, _ in page_objects(page)):
        return found, has_read
    images = [bounds(item) for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=DEPTH)]
    here = [b for b in boxes if any(meet(core(sheet.user(b.box)), image) for image in images)]
    if here:
        scene = Scene(page, sheet)
        drawn = scene.pictures()
        for burnt in here:
            shows, read = _shows(_grey(drawn, scene, sheet.user(burnt.box)))
            has_read = has_read or read
            found += [burnt] if shows else []
    return found, has_read


def _grey(drawn: Any, scene: Scene, rect: Rect) -> Any:
    """Grey values below a box, less its rim; where no picture is, the tone of the rest."""
    inside = cut(drawn, scene.sheet.device(core(rect), scene.scale))
    painted = (inside != ODD).any(axis=2)
    grey = inside.mean(axis=2)
    if painted.any():
        grey[~painted] = np.median(grey[painted])
    return grey.astype(np.uint8) if painted.any() else grey[:0].astype(np.uint8)


def _shows(grey: Any) -> tuple[bool, bool]:
    """Whether something is left in a picture, and whether tesseract was asked."""
    if not grey.size:
        return False, False
    low, high = np.quantile(grey, (_EDGE, 1 - _EDGE))
    spread = high - low
    if spread <= FLAT or spread > STRONG or not ocr.is_there():
        return bool(spread > FLAT), False
    return ocr.letters(grey) >= _LEAST_LETTERS, True
