"""Where in the text of a page a box belongs: beside the nearest string on its line, else below the line above it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from redact.burn.tagruns import Run
from redact.burn.tagtext import ABOVE, BELOW, NEXT_LINE, middle
from redact.geometry import Rect

AFTER = 1 << 30
"""Stands for the end of a piece of content, where else an item of its operand stands."""

Place = tuple[int, int, bool]
"""Number of a piece of content, the item of its operand before which a box belongs, whether that is far away."""


class Places:
    """The strings of a page in the order in which they are drawn, each with the number of the content it is in."""

    def __init__(self, runs: Sequence[tuple[int, Run]]) -> None:
        self._runs = runs
        rows = [(*run.start, *run.along, run.length, run.size) for _, run in runs]
        self._rows = np.array(rows, dtype=float).reshape(-1, 6)

    def of(self, contents: Collection[int]) -> Places:
        """Only those in some content."""
        return Places([(index, run) for index, run in self._runs if index in contents])

    def beside(self, area: Rect) -> Place | None:
        """The place next to the nearest string on the line of a box."""
        x0, y0, dx, dy, length, size = self._rows.T
        x, y = middle(area)
        beyond, above = (x - x0) * dx + (y - y0) * dy, (y - y0) * dx - (x - x0) * dy
        half = (np.abs(dx) * (area[2] - area[0]) + np.abs(dy) * (area[3] - area[1])) / 2
        gap = np.maximum(np.where(beyond > 0, beyond - half - length, -beyond - half), 0.0)
        on_line = np.flatnonzero((above >= BELOW * size) & (above <= ABOVE * size))
        if not len(on_line):
            return None
        best = int(on_line[np.argmin(gap[on_line])])
        index, run = self._runs[best]
        return index, self._behind(best) if beyond[best] > 0 else run.item, False

    def below(self, area: Rect) -> Place | None:
        """The place behind the last string of the nearest line above a box, and whether it is far; else the beginning.

        None on a page without text.
        """
        x0, y0, dx, dy, _, size = self._rows.T
        x, y = middle(area)
        drops = (x - x0) * dy - (y - y0) * dx
        best: int | None = None
        for at in np.flatnonzero(drops > 0).tolist():
            if best is None or drops[at] <= drops[best] + 0.1:
                best = at
        if best is not None:
            return self._runs[best][0], self._behind(best), bool(drops[best] > NEXT_LINE * size[best])
        return (self._runs[0][0], self._runs[0][1].item, False) if self._runs else None

    def _behind(self, at: int) -> int:
        """The item of the same operand that follows on a string."""
        follows = at + 1 < len(self._runs) and self._runs[at + 1][0] == self._runs[at][0]
        return self._runs[at + 1][1].item if follows else AFTER
