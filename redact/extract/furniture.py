"""Running headers and footers: lines that stand at the same height on most pages, page numbers aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from redact.geometry import Rect

MARGIN = 0.16
"""Furniture stands in this part of the page height, at the top or the bottom."""
MOST = 0.45
"""Left and right pages may have headers of their own, so each needs nearly half the pages."""
STEP = 4.0
"""Points within which two lines stand at the same height."""
_NUMBER = re.compile(r"[0-9]+")

Key = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Place:
    """One line of a page: its letters, how far down the page as read, how deep that page is."""

    text: str = field(repr=False)
    y: float
    depth: float

    @property
    def in_margin(self) -> bool:
        """Whether a running header or footer can stand here."""
        return not MARGIN * self.depth < self.y < (1 - MARGIN) * self.depth

    @property
    def key(self) -> Key:
        """Same for lines that differ in numbers and a point of height; a hash, no text is kept."""
        return hash(_NUMBER.sub("0", "".join(self.text.split()))), round(self.y / STEP)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page without its rotation, in points, and the rotation to read it in, in degrees clockwise."""

    width: float
    height: float
    rotation: int

    def place(self, box: Rect, text: str) -> Place:
        """Where a line with this box on the unrotated page stands on the page as read."""
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        down = {0: y, 90: x, 180: self.height - y, 270: self.width - x}[self.rotation]
        return Place(text, down, self.width if self.rotation % 180 else self.height)


def recurring(pages: Iterable[Iterable[Place]]) -> frozenset[Key]:
    """Keys of the lines that recur on most of the pages.

    Args:
        pages: the lines of some pages of one document.
    """
    counts: Counter[Key] = Counter()
    total = 0
    for places in pages:
        total += 1
        counts.update({place.key for place in places if place.in_margin and place.text.strip()})
    needed = max(2.0, MOST * total)
    found: set[Key] = set()
    for letters, height in counts:
        near = [(letters, height + step) for step in (-1, 0, 1)]
        if sum(counts[key] for key in near) >= needed:
            found.update(near)
    return frozenset(found)
