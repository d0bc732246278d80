"""What stands around a line, and whether the line can be set anew without touching any of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from redact.burn.layout import Line
from redact.burn.shown import Drawn
from redact.burn.textlines import PageText, Run, Slot
from redact.geometry import Rect
from redact.pdfobjects import Numbers

EDGE = 4.0
"""Points that are kept free at the edge of the page."""
OVERRUN = 12.0
"""Points by which a line may run past the longest line of its column, at most."""
THIN = 2.5
"""Points up to which something drawn is a rule."""
FREE = 0.25
"""Ems that are kept free before other text."""
SPILL = 0.01
"""Points of growth that need no room."""


@dataclass(frozen=True, slots=True)
class _Band:
    """The strip of the page in which a run stands."""

    top: float
    bottom: float

    @property
    def height(self) -> float:
        return self.bottom - self.top

    def meets(self, rect: Rect, share: float) -> bool:
        """Whether a rectangle reaches into the strip by more than this share of its height."""
        return min(rect[3], self.bottom) - max(rect[1], self.top) > share * self.height

    def is_crossed(self, rect: Rect) -> bool:
        """Whether something thin and upright runs through the strip."""
        middle = (self.top + self.bottom) / 2
        tall = rect[3] - rect[1] > 0.6 * self.height
        return tall and rect[2] - rect[0] < THIN and rect[1] < middle < rect[3]

    def is_underlined(self, rect: Rect) -> bool:
        """Whether something thin and level runs through the strip or just under it."""
        lowest = self.bottom + 0.35 * self.height
        return rect[3] - rect[1] < THIN and self.top < rect[3] and rect[1] < lowest


class Surroundings:
    """Text, drawings and edges of one page."""

    def __init__(self, text: PageText, drawn: Drawn, unread: Sequence[Rect], whole: Rect) -> None:
        self.text = text
        self.whole = whole
        self.solid: list[Rect] = [*unread]
        self._areas, self._rules, self._pictures = (
            np.array(rects, dtype=float).reshape(-1, 4) for rects in (drawn.areas, drawn.rules, drawn.pictures)
        )

    def occupy(self, run: Run) -> None:
        """What a run takes now is there for the runs after it."""
        ends = [(slot.place, slot.place + slot.width) for slot in run.slots]
        self.solid += [(x0, run.y0, x1, run.y1) for x0, x1 in ends]

    def _fields(self, run: Run) -> list[Rect]:
        """Filled shapes near a run."""
        return _near(self._areas, run)

    def _shapes(self, run: Run) -> list[Rect]:
        """Filled shapes and rules near a run."""
        return [*_near(self._rules, run), *self._fields(run)]

    def may_move(self, run: Run) -> bool:
        """Whether a run stands in running text, so that its words may move at all.

        A table has rules behind its cells or between them; a rule in front of all text marks a quotation.
        """
        band = _Band(run.y0, run.y1)
        walls = [rect for rect in self._shapes(run) if band.is_crossed(rect)]
        walled = any(run.has_text_before or rect[0] > run.x0 for rect in walls)
        return not walled and not run.is_tabular

    def is_free(self, run: Run, x0: float, x1: float) -> bool:
        """Whether a run can take the room from x0 to x1."""
        left, right = self._limits(run)
        if x0 < min(left, run.x0) - SPILL or x1 > max(right, run.x1) + SPILL:
            return False
        if x1 > max(run.x1, run.right_edge + OVERRUN) or not self._within_fields(run, x0, x1):
            return False
        band = _Band(run.y0, run.y1)
        grown = [(x0, run.x0), (run.x1, x1)]
        return not any(
            band.meets(rect, 0.1) and start < rect[2] and rect[0] < end and end - start > SPILL
            for rect in _near(self._pictures, run)
            for start, end in grown
        )

    def _limits(self, run: Run) -> tuple[float, float]:
        """How far a run can reach to the left and to the right."""
        band = _Band(run.y0 + 0.15 * (run.y1 - run.y0), run.y1 - 0.15 * (run.y1 - run.y0))
        rects = np.vstack([self.text.rects, np.array(self.solid, dtype=float).reshape(-1, 4)])
        beside = rects[np.minimum(rects[:, 3], band.bottom) - np.maximum(rects[:, 1], band.top) > 0.1 * band.height]
        clear = FREE * run.em
        before, after = beside[beside[:, 2] <= run.x0 + 0.1], beside[beside[:, 0] >= run.x1 - 0.1]
        left = max(self.whole[0] + EDGE, float(before[:, 2].max(initial=-np.inf)) + clear)
        right = min(self.whole[2] - EDGE, float(after[:, 0].min(initial=np.inf)) - clear)
        for rect in self._shapes(run):
            if band.is_crossed(rect):
                if rect[2] <= run.x0 + 1:
                    left = max(left, rect[2] + 1)
                elif rect[0] >= run.x1 - 1:
                    right = min(right, rect[0] - 1)
        return left, right

    def _within_fields(self, run: Run, x0: float, x1: float) -> bool:
        """Whether a run stays on the coloured field it stands on."""
        band = _Band(run.y0, run.y1)
        fields = [rect for rect in self._fields(run) if band.meets(rect, 0.6) and _holds(rect, run.x0, run.x1)]
        return all(_holds(rect, x0, x1) for rect in fields)

    def hangs_on_drawing(self, run: Run, start: float, end: float, new_end: float) -> bool:
        """Whether words from `start` to `end` have an underline, a coloured field or a picture of their own."""
        band = _Band(run.y0, run.y1)
        whole_line = (run.x0, max(new_end, run.x1))
        for rect in self._shapes(run):
            flat = band.is_underlined(rect)
            if (flat or band.meets(rect, 0.1)) and start < rect[2] and rect[0] < end and not _holds(rect, *whole_line):
                return True
        return any(band.meets(rect, 0.1) and start < rect[2] and rect[0] < end for rect in _near(self._pictures, run))

    def is_framed(self, run: Run, slot: Slot) -> bool:
        """Whether a drawing higher than the box has the width of its text, and so shows it whatever the box does."""
        left, top, right, bottom = slot.rect
        return any(
            abs(rect[0] - slot.x0) < THIN and abs(rect[2] - slot.x1) < THIN and (rect[1] < top or rect[3] > bottom)
            for rect in self._shapes(run)
            if rect[1] < bottom + 0.3 * (bottom - top) and rect[3] > top and right > left
        )

    def between_lines(self, rect: Rect, run: Run, share: float) -> Rect:
        """A widened box cut back a little where it would reach into the lines above and below."""
        x0, top, x1, bottom = rect
        most = share * (bottom - top)
        text = self.text.inks[self.text.owners < 0]
        near = text[(text[:, 0] < x1) & (text[:, 2] > x0) & (text[:, 1] < bottom) & (text[:, 3] > top)]
        middles = (near[:, 1] + near[:, 3]) / 2
        above, below = near[middles < min(top, run.y0)], near[middles > max(bottom, run.y1)]
        new_top = min(float(above[:, 3].max(initial=top)), top + most)
        new_bottom = max(float(below[:, 1].min(initial=bottom)), bottom - most)
        return x0, max(top, new_top), x1, min(bottom, new_bottom)


def _near(rects: Numbers, run: Run) -> list[Rect]:
    """Those that lie less than a line's height from a run's line."""
    height = run.y1 - run.y0
    return [tuple(rect) for rect in rects[(rects[:, 1] < run.y1 + height) & (rects[:, 3] > run.y0 - height)].tolist()]


def _holds(rect: Rect, x0: float, x1: float) -> bool:
    return rect[0] <= x0 + 1 and rect[2] >= x1 - 1


def fits(run: Run, line: Line, surroundings: Surroundings) -> bool:
    """Whether a line as it is laid now can stand there."""
    if not surroundings.is_free(run, run.x0, line.end):
        return False
    moved = line.moved
    if not moved:
        return True
    start, end = min(glyph.x for glyph in moved), max(glyph.end for glyph in moved)
    return surroundings.may_move(run) and not surroundings.hangs_on_drawing(run, start, end, line.end)
