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

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from redact.model import Box, Glyph

Rect = tuple[float, float, float, float]
HEAD = 0.88
SLICE = 1.0
"""Thickness of the slices of a line that runs aslant, in points."""
SLOPE = 0.02
"""A line that rises by less than this share of its length counts as level."""
_FEWEST_STEPS = 2
_STRAIGHT = 0.1


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


def foot_to_head(rect: Sequence[float], direction: tuple[float, float], em: float) -> Rect:
    """Where a glyph that is set downwards is drawn, from the rectangle that begins at its foot.

    Args:
        rect: in page space, from the glyph's own origin onwards.
        direction: of the line.
        em: size of the font; by default a glyph's head is 0.88 of it before its origin (PDF 32000-1, 9.7.4.3).
    """
    x0, y0, x1, y1 = rect
    dx, dy = HEAD * em * direction[0], HEAD * em * direction[1]
    return x0 - dx, y0 - dy, x1 - dx, y1 - dy


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


def as_displayed(box: Box, size: tuple[float, float], rotation: int) -> Box:
    """The box where it stands on the page as people see it, turned clockwise.

        0           90            180           270
     +-----+     +-------+      +-----+      +-------+
     |A    |     |      A|      |     |      |       |
     |     |     |       |      |     |      |       |
     |     |     +-------+      |    A|      |A      |
     +-----+                    +-----+      +-------+

    Args:
        box: in page space.
        size: width and height of the unrotated page, in points.
        rotation: of the page: 0, 90, 180 or 270 degrees clockwise.
    """
    width, height = size
    if rotation == 90:
        return Box(box.page, height - box.y1, box.x0, height - box.y0, box.x1)
    if rotation == 180:
        return Box(box.page, width - box.x1, height - box.y1, width - box.x0, height - box.y0)
    if rotation == 270:
        return Box(box.page, box.y0, width - box.x1, box.y1, width - box.x0)
    return box


def from_display(box: Box, size: tuple[float, float], rotation: int) -> Box:
    """The box in page space, from where it stands on the page as people see it; undoes `as_displayed`."""
    shown = size if rotation % 180 == 0 else (size[1], size[0])
    return as_displayed(box, shown, -rotation % 360)


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
    """One box a line around the glyphs that have ink or width, in the order in which the lines come.

    A line that runs aslant gives slices instead, because a box around it would cover its neighbours:

              _|#|
            _|#|#|
          _|#|#|
         |#|#|
         |#|
    """
    lines: dict[int, list[Box]] = {}
    for glyph in glyphs:
        if glyph.char.strip() and glyph.x1 > glyph.x0 and glyph.y1 > glyph.y0:
            lines.setdefault(glyph.line, []).append(Box(page, glyph.x0, glyph.y0, glyph.x1, glyph.y1))
    return tuple(box for boxes in lines.values() for box in (_slices(boxes) if _is_aslant(boxes) else (hull(boxes),)))


def is_slice(box: Box) -> bool:
    """Whether a box is a slice of a line that runs aslant."""
    return min(box.x1 - box.x0, box.y1 - box.y0) <= SLICE + 1e-6


def _is_aslant(boxes: Sequence[Box]) -> bool:
    """Whether each of at least three glyphs stands further along one slope than the one before it."""
    middles = [centre(box) for box in boxes]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(middles)]
    if len(steps) < _FEWEST_STEPS:
        return False
    x, y = middles[-1][0] - middles[0][0], middles[-1][1] - middles[0][1]
    if min(abs(x), abs(y)) < SLOPE * max(abs(x), abs(y)):
        return False
    return all(
        dx * x > 0 and dy * y > 0 and abs(dx * y - dy * x) < _STRAIGHT * (abs(dx) + abs(dy)) * math.hypot(x, y)
        for dx, dy in steps
    )


def _slices(boxes: Sequence[Box]) -> list[Box]:
    """A line that runs aslant, cut across its longer extent.

    A glyph of width a and height k on a slope (c, s) has a box of a*c + k*s by a*s + k*c around it.
    """
    first, last = centre(boxes[0]), centre(boxes[-1])
    length = math.dist(first, last)
    along = ((last[0] - first[0]) / length, (last[1] - first[1]) / length)
    c, s = abs(along[0]), abs(along[1])
    advance = length / (len(boxes) - 1)
    wide, high = (
        sum(box.x1 - box.x0 for box in boxes) / len(boxes),
        sum(box.y1 - box.y0 for box in boxes) / len(boxes),
    )
    height = (wide - advance * c) / s if s >= c else (high - advance * s) / c
    ends = [max((b.x1 - b.x0 - height * s) / c if c >= s else (b.y1 - b.y0 - height * c) / s, 0.0) / 2 for b in boxes]
    start = (first[0] - along[0] * ends[0], first[1] - along[1] * ends[0])
    end = (last[0] + along[0] * ends[-1], last[1] + along[1] * ends[-1])
    up = (along[1] * height / 2, -along[0] * height / 2)
    corners = [(p[0] + sign * up[0], p[1] + sign * up[1]) for p, sign in ((start, 1), (end, 1), (end, -1), (start, -1))]
    return _cut(corners, 0 if c >= s else 1, boxes[0].page)


def _cut(corners: Sequence[tuple[float, float]], axis: int, page: int) -> list[Box]:
    """Slices of a convex shape, across the axis 0 (x) or 1 (y)."""
    low, high = min(p[axis] for p in corners), max(p[axis] for p in corners)
    count = math.ceil((high - low) / SLICE)
    cuts = [low + (high - low) * number / count for number in range(count + 1)]
    out = []
    for a, b in pairwise(cuts):
        across = [p[1 - axis] for p in corners if a <= p[axis] <= b]
        for one, two in pairwise([*corners, corners[0]]):
            for cut in (a, b):
                if min(one[axis], two[axis]) < cut < max(one[axis], two[axis]):
                    share = (cut - one[axis]) / (two[axis] - one[axis])
                    across.append(one[1 - axis] + share * (two[1 - axis] - one[1 - axis]))
        between = (min(across), max(across))
        out.append(Box(page, a, between[0], b, between[1]) if axis == 0 else Box(page, between[0], a, between[1], b))
    return out
