"""A page as its reader sees it, turned by /Rotate: from there to page space and to PDF user space.

page space          the reader's view of it, rotation 90

  +--------+          +-------------+
  | A      |          |           A |
  |        |   --->   |             |
  |        |          |             |
  |        |          +-------------+
  +--------+
"""

from __future__ import annotations

from dataclasses import dataclass

import pikepdf

from redact.geometry import Frame, Rect, frame, to_user_space
from redact.model import Box

Matrix = tuple[float, float, float, float, float, float]

_TURN = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}


@dataclass(frozen=True, slots=True)
class View:
    """The visible area of a page and its clockwise rotation: 0, 90, 180 or 270."""

    frame: Frame
    rotation: int

    @property
    def width(self) -> float:
        """Width in points, as the reader sees it."""
        return self.frame.height if self.rotation in (90, 270) else self.frame.width

    @property
    def height(self) -> float:
        """Height in points, as the reader sees it."""
        return self.frame.width if self.rotation in (90, 270) else self.frame.height

    def seen(self, box: Box) -> Rect:
        """A box of page space as (left, top, right, bottom) in the reader's view."""
        w, h = self.frame.width, self.frame.height
        x0, y0, x1, y1 = box.x0, box.y0, box.x1, box.y1
        turned = {0: (x0, y0, x1, y1), 90: (h - y1, x0, h - y0, x1), 180: (w - x1, h - y1, w - x0, h - y0)}
        return turned.get(self.rotation, (y0, w - x1, y1, w - x0))

    def box(self, rect: Rect, page: int) -> Box:
        """A rectangle of the reader's view as a box of page space."""
        w, h = self.frame.width, self.frame.height
        left, top, right, bottom = rect
        turned = {
            0: rect,
            90: (top, h - right, bottom, h - left),
            180: (w - right, h - bottom, w - left, h - top),
            270: (w - bottom, left, w - top, right),
        }
        return Box(page, *turned[self.rotation])

    def upright(self, rect: Rect) -> Matrix:
        """Matrix for drawing in points from the reader's lower left corner of `rect`, x to his right, y up."""
        x0, y0, x1, y1 = to_user_space(self.box(rect, 1), self.frame)
        corner = {0: (x0, y0), 90: (x1, y0), 180: (x1, y1), 270: (x0, y1)}[self.rotation]
        cos, sin = (part / self.frame.user_unit for part in _TURN[self.rotation])
        return (cos, sin, -sin, cos, *corner)


def view_of(page: pikepdf.Page) -> View:
    """The view of a page; a rotation that is no multiple of 90 counts as 0, as viewers do."""
    unit = page.obj.get("/UserUnit", 1)
    rotation = int(page.obj.get("/Rotate", 0)) % 360
    return View(
        frame([float(v) for v in page.mediabox], [float(v) for v in page.cropbox], float(unit)),
        rotation if rotation in _TURN else 0,
    )
