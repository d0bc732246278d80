"""Boxes over a line that runs aslant: slices, which together are one bar to a reader.

A rectangle along the line lies wholly in the bar, once the steps at its edge are left out; there the label goes:

          _|#|
        _|#|#|
      _|#|#|
     |#|#|
     |#|
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from redact.geometry import SLICE, is_slice
from redact.model import Box

TOUCH = 0.01
"""Points up to which slices that follow each other count as touching."""
PARALLEL = 0.05
"""Sine of the angle between two lines up to which they count as parallel."""
SAME_LINE = 0.5
"""Share of the thinner bar's thickness that two bars must have in common to be on one line."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A rectangle along a line: from where to where it goes in that direction and square to it, in points.

    `angle` is in degrees counterclockwise, as seen on the unrotated page.
    """

    angle: float
    along: tuple[float, float]
    across: tuple[float, float]

    @property
    def size(self) -> tuple[float, float]:
        """Length and height, in points."""
        return self.along[1] - self.along[0], self.across[1] - self.across[0]

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle in page space."""
        c, s = _direction(self.angle)
        along, across = sum(self.along) / 2, sum(self.across) / 2
        return along * c + across * s, across * c - along * s


def chains(boxes: Sequence[Box]) -> list[list[int]]:
    """Boxes by index, slices that follow each other and touch together, every other box by itself."""
    out: list[list[int]] = []
    for index, box in enumerate(boxes):
        if out and is_slice(box) and is_slice(boxes[index - 1]) and _touch(boxes[index - 1], box):
            out[-1].append(index)
        else:
            out.append([index])
    return out


def strip(slices: Sequence[Box], angle: float) -> Strip:
    """The rectangle along a line that lies in its slices, whatever the steps at their edge."""
    c, s = _direction(angle)
    spots = np.array([(x, y) for box in slices for x in (box.x0, box.x1) for y in (box.y0, box.y1)])
    along, across = spots @ (c, -s), spots @ (s, c)
    end, side = SLICE * max(abs(c), abs(s)), SLICE * min(abs(c), abs(s))
    return Strip(angle, _within(along.min(), along.max(), end), _within(across.min(), across.max(), side))


def clear(place: Strip, length: float, height: float, others: Sequence[Box]) -> Strip:
    """The stretch of a strip nearest to its middle that no other box touches; around its middle where there is none.

    Args:
        place: the strip.
        length: of the stretch, in points.
        height: of what lies along the middle of it, in points.
        others: boxes that may lie across it.
    """
    middle, level = sum(place.along) / 2, sum(place.across) / 2
    c, s = _direction(place.angle)
    taken = []
    for box in others:
        spots = np.array([(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)])
        along, across = spots @ (c, -s), spots @ (s, c)
        if across.min() < level + height / 2 and across.max() > level - height / 2:
            taken.append((float(along.min()), float(along.max())))
    ends = [place.along[0], place.along[1], *(end for span in taken for end in span)]
    starts = [middle - length / 2, *ends, *(end - length for end in ends)]
    free = [start for start in starts if _is_free((start, start + length), place.along, taken)]
    start = min(free, key=lambda each: abs(each + length / 2 - middle), default=middle - length / 2)
    return Strip(place.angle, (start, start + length), place.across)


def _is_free(span: tuple[float, float], within: tuple[float, float], taken: Sequence[tuple[float, float]]) -> bool:
    inside = span[0] >= within[0] - TOUCH and span[1] <= within[1] + TOUCH
    return inside and all(span[0] >= end - TOUCH or span[1] <= start + TOUCH for start, end in taken)


def overlap(a: Sequence[Box], b: Sequence[Box], angle: float, other: float) -> bool:
    """Whether two bars, of lines in these directions, lie upon each other on one line."""
    if abs(math.sin(math.radians(angle - other))) > PARALLEL:
        return False
    one, two = strip(a, angle), strip(b, angle)
    common = min(one.across[1], two.across[1]) - max(one.across[0], two.across[0])
    gap = max(one.along[0], two.along[0]) - min(one.along[1], two.along[1])
    return gap < 0 and common >= SAME_LINE * min(one.size[1], two.size[1])


def _direction(angle: float) -> tuple[float, float]:
    return math.cos(math.radians(angle)), math.sin(math.radians(angle))


def _within(low: float, high: float, rim: float) -> tuple[float, float]:
    middle = (low + high) / 2
    return min(low + rim, middle), max(high - rim, middle)


def _touch(a: Box, b: Box) -> bool:
    across = max(a.x0, b.x0) - min(a.x1, b.x1), max(a.y0, b.y0) - min(a.y1, b.y1)
    return a.page == b.page and max(across) <= TOUCH
