"""Looks at once whether anything is left under a box: a glyph, or ink on a rendering.

A straight rule (an underline, a table's border) says nothing about the words that stood there; it may stay under the
box. So may a uniform background.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
import pymupdf
from numpy.typing import NDArray

from redact.burn.remove import holding
from redact.geometry import Rect
from redact.model import Box
from redact.pdfobjects import middles

DPI = 150
STEP = 24
"""Difference in grey (of 255) between neighbouring pixels that counts as ink."""
MOST_RULES = 12
"""More straight pieces than this in one box could be letters made of bars."""
MOST_PICTURES = 12
"""Boxes on a page up to which each is drawn by itself; from there on the whole page is."""
INSET = 1.0
"""Points at a box's edge that the ink check leaves out: letters next to it may reach in."""


@dataclass(frozen=True, slots=True)
class Residue:
    """Boxes under which something is left, by what it is."""

    text: tuple[Box, ...]
    ink: tuple[Box, ...]

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All boxes that are not clean."""
        return tuple(sorted({*self.text, *self.ink}))


def residue(pdf: Path, boxes: Sequence[Box]) -> Residue:
    """What is left under boxes in a file on which they are not painted yet."""
    text: list[Box] = []
    ink: list[Box] = []
    with pymupdf.open(pdf, filetype="pdf") as document:
        for number, group in groupby(sorted(boxes), key=lambda box: box.page):
            here = list(group)
            page = document[number - 1]
            page.set_rotation(0)
            text += holding(middles(page), here)
            ink += _inked(page, here)
    return Residue(tuple(text), tuple(ink))


def text_left(pdf: Path, boxes: Sequence[Box]) -> tuple[Box, ...]:
    """Boxes under which text is left."""
    found: list[Box] = []
    with pymupdf.open(pdf, filetype="pdf") as document:
        for number, group in groupby(sorted(boxes), key=lambda box: box.page):
            found += holding(middles(document[number - 1]), list(group))
    return tuple(found)


def _inked(page: pymupdf.Page, boxes: Sequence[Box]) -> list[Box]:
    steep = [(box, cutting) for box, cutting in _cuttings(page, boxes) if _is_uneven(cutting.pixels)]
    pieces = _straight_pieces(page) if steep else []
    return [box for box, cutting in steep if _has_ink(cutting, box, pieces)]


@dataclass(frozen=True, slots=True)
class _Cutting:
    """The pixels of a box without its rim, and where on the page their first row and column are."""

    pixels: NDArray[np.int16]
    left: int
    top: int


def _cuttings(page: pymupdf.Page, boxes: Sequence[Box]) -> Iterator[tuple[Box, _Cutting]]:
    """What the page shows in each box; boxes with less than two pixels a side are left out."""
    drawn = page.get_displaylist(annots=False)
    whole = drawn.rect if len(boxes) > MOST_PICTURES else None
    picture = _picture(drawn, whole) if whole is not None else None
    for box in boxes:
        cutting = _cut(picture or _picture(drawn, pymupdf.Rect(box.x0, box.y0, box.x1, box.y1)), box)
        if min(cutting.pixels.shape) > 1:
            yield box, cutting


def _picture(drawn: pymupdf.DisplayList, area: pymupdf.Rect) -> pymupdf.Pixmap:
    scale = pymupdf.Matrix(DPI / 72, DPI / 72)
    return drawn.get_pixmap(matrix=scale, colorspace=pymupdf.csGRAY, alpha=False, clip=area)


def _cut(picture: pymupdf.Pixmap, box: Box) -> _Cutting:
    scale, left, top = DPI / 72, picture.x, picture.y
    x0, x1 = max(left, round((box.x0 + INSET) * scale)), min(left + picture.width, round((box.x1 - INSET) * scale))
    y0, y1 = max(top, round((box.y0 + INSET) * scale)), min(top + picture.height, round((box.y1 - INSET) * scale))
    rows = np.frombuffer(picture.samples_mv, np.uint8).reshape(picture.height, picture.stride)
    return _Cutting(rows[y0 - top : max(y0, y1) - top, x0 - left : max(x0, x1) - left].astype(np.int16), x0, y0)


def _is_uneven(pixels: NDArray[np.int16]) -> bool:
    return int(pixels.max()) - int(pixels.min()) >= STEP


def _straight_pieces(page: pymupdf.Page) -> list[Rect]:
    """Edges of the level and upright lines and rectangles on a page, each as a thin rectangle."""
    out: list[Rect] = []
    for drawing in page.get_drawings():
        half = max(drawing.get("width") or 0.0, 0.0) / 2 + 0.2
        for item in drawing["items"]:
            if item[0] == "l":
                ends = [item[1], item[2]]
                if abs(ends[0].x - ends[1].x) < 0.05 or abs(ends[0].y - ends[1].y) < 0.05:
                    out.append(_around(ends[0].x, ends[0].y, ends[1].x, ends[1].y, half))
            elif item[0] == "re":
                out += _edges(item[1], half)
    return out


def _around(xa: float, ya: float, xb: float, yb: float, half: float) -> Rect:
    return min(xa, xb) - half, min(ya, yb) - half, max(xa, xb) + half, max(ya, yb) + half


def _edges(r: pymupdf.Rect, half: float) -> list[Rect]:
    if min(r.width, r.height) <= 2.5:
        return [_around(r.x0, r.y0, r.x1, r.y1, half)]
    return [
        _around(r.x0, r.y0, r.x1, r.y0, half),
        _around(r.x0, r.y1, r.x1, r.y1, half),
        _around(r.x0, r.y0, r.x0, r.y1, half),
        _around(r.x1, r.y0, r.x1, r.y1, half),
    ]


def _has_ink(cutting: _Cutting, box: Box, pieces: Sequence[Rect]) -> bool:
    masks = [r for r in pieces if r[0] < box.x1 and r[2] > box.x0 and r[1] < box.y1 and r[3] > box.y0]
    if len(masks) > MOST_RULES:
        return True
    shown = np.ones(cutting.pixels.shape, dtype=bool)
    for rect in masks:
        left, top, right, bottom = _pixels(rect, cutting)
        shown[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = False
    return any(bool((np.abs(np.diff(cutting.pixels, axis=axis)) >= STEP)[_both(shown, axis)].any()) for axis in (0, 1))


def _pixels(rect: Rect, cutting: _Cutting) -> tuple[int, int, int, int]:
    """A rule's pixels within the box's cut-out, with one more on each side for its soft edge."""
    scale, x0, y0 = DPI / 72, cutting.left, cutting.top
    return (
        int(rect[0] * scale) - x0 - 1,
        int(rect[1] * scale) - y0 - 1,
        int(rect[2] * scale) - x0 + 2,
        int(rect[3] * scale) - y0 + 2,
    )


def _both(shown: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    """Whether a pixel and its neighbour along an axis both lie outside the masks."""
    return shown[1:] & shown[:-1] if axis == 0 else shown[:, 1:] & shown[:, :-1]
