"""Box algebra, and the one conversion between page space and PDF user space.

page space (points, unrotated, y down)          PDF user space (y up, may be shifted, UserUnit)

(0,0) +------------------+                      media box
      |                  |                      +---------------------------+
      |   x0,y0          |                      |  crop box (clipped)  cy1  |
      |     +-----+      |                      |  +------------------+     |
      |     | box |      |        <----->       |  |   +-----+        |     |
      |     +-----+      |                      |  |   +-----+        |     |
      |         x1,y1    |                      |  +------------------+     |
      +------------------+                      +-cx0---------------cy0-----+
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redact.model import Box, Glyph

Rect = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible area of a page in PDF user space: crop box clipped to media box, and the page's UserUnit."""

    x0: float
    y0: float
    x1: float
    y1: float
    user_unit: float = 1.0

    @property
    def width(self) -> float:
        """Width of the unrotated page in points."""
        return (self.x1 - self.x0) * self.user_unit

    @property
    def height(self) -> float:
        """Height of the unrotated page in points."""
        return (self.y1 - self.y0) * self.user_unit


def ordered(rect: Sequence[float]) -> Rect:
    """A PDF rectangle with its corners in order: (left, bottom, right, top)."""
    x0, y0, x1, y1 = (float(v) for v in rect)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def frame(media_box: Sequence[float], crop_box: Sequence[float] | None, user_unit: float = 1.0) -> Frame:
    """Visible area of a page.

    Args:
        media_box: /MediaBox, corners in any order.
        crop_box: /CropBox or None.
        user_unit: /UserUnit; anything not above 0 counts as 1.
    """
    media = ordered(media_box)
    area = media if crop_box is None else ordered(crop_box)
    clipped = (max(area[0], media[0]), max(area[1], media[1]), min(area[2], media[2]), min(area[3], media[3]))
    if clipped[0] >= clipped[2] or clipped[1] >= clipped[3]:
        clipped = media
    return Frame(*clipped, user_unit if user_unit > 0 else 1.0)


def to_user_space(box: Box, page: Frame) -> Rect:
    """The box as (x0, y0, x1, y1) in PDF user space."""
    unit = page.user_unit
    return (
        page.x0 + box.x0 / unit,
        page.y1 - box.y1 / unit,
        page.x0 + box.x1 / unit,
        page.y1 - box.y0 / unit,
    )


def to_page_space(rect: Sequence[float], page: Frame, number: int) -> Box:
    """A rectangle of PDF user space as a box on page `number`."""
    x0, y0, x1, y1 = ordered(rect)
    unit = page.user_unit
    return Box(number, (x0 - page.x0) * unit, (page.y1 - y1) * unit, (x1 - page.x0) * unit, (page.y1 - y0) * unit)


def centre(box: Box | Glyph) -> tuple[float, float]:
    """Middle of a box or glyph."""
    return (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2


def contains(box: Box, point: tuple[float, float]) -> bool:
    """Whether the point lies in the box, edges included."""
    return box.x0 <= point[0] <= box.x1 and box.y0 <= point[1] <= box.y1


def overlaps(a: Box, b: Box) -> bool:
    """Whether two boxes on the same page share area."""
    return a.page == b.page and a.x0 < b.x1 and b.x0 < a.x1 and a.y0 < b.y1 and b.y0 < a.y1


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around boxes of one page; at least one."""
    first, *rest = boxes
    x0, y0, x1, y1 = first.x0, first.y0, first.x1, first.y1
    for box in rest:
        x0, y0, x1, y1 = min(x0, box.x0), min(y0, box.y0), max(x1, box.x1), max(y1, box.y1)
    return Box(first.page, x0, y0, x1, y1)


def grow(box: Box, margin: float) -> Box:
    """The box with `margin` points added on each side."""
    return Box(box.page, box.x0 - margin, box.y0 - margin, box.x1 + margin, box.y1 + margin)


def boxes_by_line(glyphs: Iterable[Glyph], page: int) -> tuple[Box, ...]:
    """One box a line around the glyphs that have ink or width, in the order in which the lines come."""
    lines: dict[int, list[Box]] = {}
    for glyph in glyphs:
        if glyph.char.strip() and glyph.x1 > glyph.x0 and glyph.y1 > glyph.y0:
            lines.setdefault(glyph.line, []).append(Box(page, glyph.x0, glyph.y0, glyph.x1, glyph.y1))
    return tuple(hull(boxes) for boxes in lines.values())
