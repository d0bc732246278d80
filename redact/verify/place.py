"""Where a box of page space lies for each engine. Written anew on purpose: an error in the burner shows here.

page space, y down        user space, y up (pdfium, pdfminer)      device (a render, turned by /Rotate)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Any

import numpy as np

from redact.model import Box

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top in PDF user space, or left, top, right, bottom of a device."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character as an engine drew it, in PDF user space."""

    char: str
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def middle(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    @property
    def rect(self) -> Rect:
        """The box."""
        return self.x0, self.y0, self.x1, self.y1

    def centre_in(self, rect: Rect) -> bool:
        """Whether its middle lies in a rectangle of user space."""
        x, y = self.middle
        return rect[0] <= x <= rect[2] and rect[1] <= y <= rect[3]


class Areas:
    """Rectangles of user space on one page, found quickly by a point.

    A page has thousands of glyphs and most lie in no area; so areas are sorted to strips of the page.
    """

    def __init__(self, rects: Sequence[Rect], *, everywhere: bool = False) -> None:
        self.rects = tuple(rects)
        self._everywhere = everywhere
        self._strips: dict[int, list[int]] = {}
        for index, rect in enumerate(self.rects):
            for strip in range(floor(rect[1] / _STRIP), floor(rect[3] / _STRIP) + 1):
                self._strips.setdefault(strip, []).append(index)

    def at(self, x: float, y: float) -> bool:
        """Whether a point lies in any area."""
        if self._everywhere:
            return True
        strip = self._strips.get(int(y // _STRIP))
        return strip is not None and bool(self.which(x, y))

    def at_all(self, x: Any, y: Any) -> Any:
        """Which of the points whose coordinates are in two arrays lie in any area."""
        found = np.full(x.shape, self._everywhere)
        for x0, y0, x1, y1 in self.rects:
            found |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
        return found

    def reach(self, y: float) -> bool:
        """Whether any area comes near this height."""
        return self._everywhere or any(int(edge // _STRIP) in self._strips for edge in (y - 0.01, y + 0.01))

    def meet(self, lower: float, upper: float, y: float) -> bool:
        """Whether any area comes near a level line from one x to another."""
        near = {index for edge in (y - 0.01, y + 0.01) for index in self._strips.get(int(edge // _STRIP), ())}
        return self._everywhere or any(
            self.rects[index][0] <= upper + 0.01 and lower - 0.01 <= self.rects[index][2] for index in near
        )

    def which(self, x: float, y: float) -> list[int]:
        """The areas that a point lies in, by index."""
        return [
            index
            for index in self._strips.get(int(y // _STRIP), ())
            if (rect := self.rects[index])[0] <= x <= rect[2] and rect[1] <= y <= rect[3]
        ]


_STRIP = 8.0
"""Height of a strip."""
EVERYWHERE = Areas((), everywhere=True)
NOWHERE = Areas(())


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its visible area in user space, how far it is turned clockwise, and the size of its unit."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0
    unit: float = 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in user space as shown, that is after turning."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def user(self, box: Box) -> Rect:
        """A box in user space."""
        return (
            self.left + box.x0 / self.unit,
            self.top - box.y1 / self.unit,
            self.left + box.x1 / self.unit,
            self.top - box.y0 / self.unit,
        )

    def device(self, rect: Rect, scale: float) -> Rect:
        """A rectangle of user space in the pixels of a render at `scale` pixels a unit."""
        x0, x1 = rect[0] - self.left, rect[2] - self.left
        y0, y1 = self.top - rect[3], self.top - rect[1]
        width, height = self.right - self.left, self.top - self.bottom
        turned = {
            0: (x0, y0, x1, y1),
            90: (height - y1, x0, height - y0, x1),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (y0, width - x1, y1, width - x0),
        }[self.turn]
        left, top, right, bottom = (value * scale for value in turned)
        return left, top, right, bottom

    def user_of(self, rect: Rect, scale: float) -> Rect:
        """A rectangle of a render at `scale` in user space."""
        x0, y0, x1, y1 = (value / scale for value in rect)
        width, height = self.right - self.left, self.top - self.bottom
        left, top, right, bottom = {
            0: (x0, y0, x1, y1),
            90: (y0, height - x1, y1, height - x0),
            180: (width - x1, height - y1, width - x0, height - y0),
            270: (width - y1, x0, width - y0, x1),
        }[self.turn]
        return self.left + left, self.top - bottom, self.left + right, self.top - top


def sheet(media: Sequence[float], crop: Sequence[float] | None, turn: int, unit: float) -> Sheet:
    """A page from its inherited attributes; a crop box outside the media box counts for nothing."""
    outer = _sorted(media)
    inner = outer if crop is None else _sorted(crop)
    left, bottom = max(outer[0], inner[0]), max(outer[1], inner[1])
    right, top = min(outer[2], inner[2]), min(outer[3], inner[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = outer
    return Sheet(left, bottom, right, top, turn % 360 // 90 * 90, unit if unit > 0 else 1.0)


def core(rect: Rect, share: float = 0.1, most: float = 1.0) -> Rect:
    """A rectangle without its rim: boxes are padded, and a comma of the line above may reach into the padding."""
    dx = min((rect[2] - rect[0]) * share, most)
    dy = min((rect[3] - rect[1]) * share, most)
    return rect[0] + dx, rect[1] + dy, rect[2] - dx, rect[3] - dy


def _sorted(rect: Sequence[float]) -> Rect:
    x0, y0, x1, y1 = (float(value) for value in rect)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def meet(a: Rect, b: Rect) -> bool:
    """Whether two rectangles overlap."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
