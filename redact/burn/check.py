"""Looks at once whether anything is left under a box: a glyph, or ink on a rendering.

A straight rule (an underline, a table's border) says nothing about the words that stood there; it may stay under the
box. So may a uniform background.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pymupdf

from redact.burn.remove import holding
from redact.geometry import Rect
from redact.model import Box
from redact.pdfobjects import middles

DPI = 150
STEP = 24
"""Difference in grey (of 255) between neighbouring pixels that counts as ink."""
MOST_RULES = 12
"""More straight pieces than this in one box could be letters made of bars."""
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
    pieces = _straight_pieces(page)
    picture = page.get_pixmap(dpi=DPI, colorspace=pymupdf.csGRAY, annots=False, alpha=False)
    return [box for box in boxes if _has_ink(picture, box, pieces)]


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


def _has_ink(picture: pymupdf.Pixmap, box: Box, pieces: Sequence[Rect]) -> bool:
    scale = DPI / 72
    x0, x1 = max(0, round((box.x0 + INSET) * scale)), min(picture.width, round((box.x1 - INSET) * scale))
    y0, y1 = max(0, round((box.y0 + INSET) * scale)), min(picture.height, round((box.y1 - INSET) * scale))
    if x1 - x0 < 2 or y1 - y0 < 2:
        return False
    samples, stride = picture.samples_mv, picture.stride
    rows = [list(samples[y * stride + x0 : y * stride + x1]) for y in range(y0, y1)]
    if max(map(max, rows)) - min(map(min, rows)) < STEP:
        return False
    masks = [r for r in pieces if r[0] < box.x1 and r[2] > box.x0 and r[1] < box.y1 and r[3] > box.y0]
    if len(masks) > MOST_RULES:
        return True
    return _steps(rows, [_pixels(r, scale, x0, y0) for r in masks])


def _pixels(rect: Rect, scale: float, x0: int, y0: int) -> tuple[int, int, int, int]:
    """A rule's pixels within the box's cut-out, with one more on each side for its soft edge."""
    return (
        int(rect[0] * scale) - x0 - 1,
        int(rect[1] * scale) - y0 - 1,
        int(rect[2] * scale) - x0 + 2,
        int(rect[3] * scale) - y0 + 2,
    )


def _steps(rows: list[list[int]], masks: Sequence[tuple[int, int, int, int]]) -> bool:
    """Whether neighbouring pixels differ anywhere outside the masks."""
    height, width = len(rows), len(rows[0])
    hidden = [[False] * width for _ in range(height)]
    for left, top, right, bottom in masks:
        for y in range(max(0, top), min(height, bottom)):
            for x in range(max(0, left), min(width, right)):
                hidden[y][x] = True
    for y in range(height):
        for x in range(width):
            if hidden[y][x]:
                continue
            if x + 1 < width and not hidden[y][x + 1] and abs(rows[y][x] - rows[y][x + 1]) >= STEP:
                return True
            if y + 1 < height and not hidden[y + 1][x] and abs(rows[y][x] - rows[y + 1][x]) >= STEP:
                return True
    return False
