"""Where in the text of a page a box belongs: beside the nearest string on its line, else below the line above it."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence

import numpy as np

from redact.burn.tagruns import Text
from redact.burn.tagtext import ABOVE, BELOW, NEXT_LINE, half_along, middle
from redact.geometry import Rect

AFTER = 1 << 30
"""Stands for the end of a piece of content, where else an item of its operand stands."""

Place = tuple[int, int, bool]
"""Number of a piece of content, the item of its operand before which a box belongs, whether that is far away."""


class Places:
    """The texts of a page in the order in which they are drawn, each with the number of the content it is in."""

    def __init__(self, texts: Sequence[tuple[int, Text]]) -> None:
        self._texts = texts
        rows = [(*text.start, *text.along, text.size) for _, text in texts]
        self._rows = np.array(rows, dtype=float).reshape(-1, 5)

    def of(self, contents: Collection[int]) -> Places:
        """Only those in some content."""
        return Places([(index, text) for index, text in self._texts if index in contents])

    def beside(self, area: Rect) -> Place | None:
        """The place next to the nearest string on the line of a box."""
        x0, y0, dx, dy, size = self._rows.T
        x, y = middle(area)
        above = (y - y0) * dx - (x - x0) * dy
        best: tuple[float, int, int, bool] | None = None
        for at in np.flatnonzero((above >= BELOW * size) & (above <= ABOVE * size)).tolist():
            gap, place, is_behind = _nearest(self._texts[at][1], area)
            if best is None or gap < best[0]:
                best = gap, at, place, is_behind
        if best is None:
            return None
        _, at, place, is_behind = best
        index, text = self._texts[at]
        return index, self._behind(at, place) if is_behind else text.spans[place][2], False

    def below(self, area: Rect) -> Place | None:
        """The place behind the last string of the nearest line above a box, and whether it is far; else the beginning.

        None on a page without text.
        """
        x0, y0, dx, dy, size = self._rows.T
        x, y = middle(area)
        drops = (x - x0) * dy - (y - y0) * dx
        best: int | None = None
        for at in np.flatnonzero(drops > 0).tolist():
            if best is None or drops[at] <= drops[best] + 0.1:
                best = at
        if best is not None:
            behind = self._behind(best, len(self._texts[best][1].spans) - 1)
            return self._texts[best][0], behind, bool(drops[best] > NEXT_LINE * size[best])
        return (self._texts[0][0], self._texts[0][1].spans[0][2], False) if self._texts else None

    def _behind(self, at: int, place: int) -> int:
        """The item of the same operand that follows on a string."""
        spans = self._texts[at][1].spans
        return spans[place + 1][2] if place + 1 < len(spans) else AFTER


def _nearest(text: Text, area: Rect) -> tuple[float, int, bool]:
    """The string nearest to an area on its line: the white between them, its number, whether the area follows."""
    beyond, half = text.seen_from(middle(area))[0], half_along(area, text)
    best = math.inf, 0, False
    for place, (begin, end, _) in enumerate(text.spans):
        past = beyond - begin
        gap = max(0.0, past - half - abs(end - begin) if past > 0 else -past - half)
        if gap < best[0]:
            best = gap, place, past > 0
    return best
