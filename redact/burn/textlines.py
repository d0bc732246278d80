"""The lines of text around boxes, as they stood before anything was removed.

Where a line's own run of words begins and ends, how it is aligned, and whether it is part of a table:

    Naam:        De heer [Zwanepoel] sprak met        10 mei
    <- run ->    <----------- run ------------>       <run->
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from redact.geometry import Frame, Rect
from redact.model import Box
from redact.pdfobjects import DrawnGlyph, Numbers, columns

HEIGHT_PER_EM = 1.15
"""Height of a glyph's box as a rule, in ems."""
WORD = 0.12
"""Ems between glyphs from which on they belong to different words."""
COLUMN, COLUMN_RATIO = 1.1, 1.8
"""Ems between words from which on they belong to different runs, and how many times the line's own word spaces."""
BULLET = 4
"""Glyphs that a bullet or number in front of a paragraph has at most."""
SAME_EDGE = 0.8
"""Points by which edges that are aligned may differ."""
SAME_LINE = 0.35
"""Share of a line's height by which the middles of its glyphs may differ."""
WIDE, WIDE_EMS = 0.75, 20.0
"""Share of the widest line, and ems, from which on a line fills its column, whatever edges it shares."""
PROSE_LINES, PROSE_GLYPHS = 3, 25
"""A column with so many lines of so many glyphs on average is running text, not a table's."""


class Alignment(Enum):
    """Which edge of a run would stay in place if its words were others."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


@dataclass(slots=True)
class Slot:
    """What a box took out of a line: from `x0` to `x1`. `place` and `width` are what it is to get."""

    index: int
    x0: float
    x1: float
    rect: Rect
    place: float
    width: float
    grid: bool = False


@dataclass(slots=True)
class Run:
    """Words that follow each other on one line, with the slots of boxes among them; extents as they were.

    Attributes:
        rects: the glyphs that stayed, from left to right.
        em: size of the text, roughly.
        right_edge: how far lines of its column reach.
        next_x0: where the next run on the line begins.
        has_text_before: whether another run stands on the line before it.
        space: the usual word space of such text elsewhere on the page.
    """

    slots: list[Slot]
    rects: Numbers = field(repr=False)
    x0: float
    x1: float
    y0: float
    y1: float
    em: float
    alignment: Alignment = Alignment.LEFT
    is_tabular: bool = False
    right_edge: float = np.inf
    next_x0: float = np.inf
    has_text_before: bool = False
    space: float = 0.0


def _all_turned(rects: Numbers, turn: int) -> Numbers:
    """As `turned`, a row each."""
    signs = ((1, 1, 1, 1), (1, -1, 1, -1), (-1, -1, -1, -1), (-1, 1, -1, 1))[turn]
    order = ((0, 1, 2, 3), (1, 2, 3, 0), (2, 3, 0, 1), (3, 0, 1, 2))[turn]
    return np.asarray(rects[:, order] * np.array(signs, dtype=float), dtype=np.float64)


def turned(box: Box | Rect, turn: int) -> Rect:
    """A rectangle of page space in the frame in which text that runs in this direction runs to the right."""
    x0, y0, x1, y1 = box if isinstance(box, tuple) else (box.x0, box.y0, box.x1, box.y1)
    return ((x0, y0, x1, y1), (y0, -x1, y1, -x0), (-x1, -y1, -x0, -y0), (-y1, x0, -y0, x1))[turn]


def turned_back(rect: Rect, turn: int, page: int) -> Box:
    """The other way round."""
    return Box(page, *turned(rect, -turn % 4))


def frame_matrix(place: Frame, turn: int) -> tuple[float, float, float, float, float, float]:
    """From user space to that frame."""
    unit, left, top = place.user_unit, -place.x0 * place.user_unit, place.y1 * place.user_unit
    return (
        (unit, 0.0, 0.0, -unit, left, top),
        (0.0, -unit, -unit, 0.0, top, -left),
        (-unit, 0.0, 0.0, unit, -left, -top),
        (0.0, unit, unit, 0.0, -top, left),
    )[turn]


class PageText:
    """The visible text of one page in one direction, with what the boxes take of it."""

    def __init__(self, glyphs: Sequence[DrawnGlyph], boxes: Sequence[Box], turn: int) -> None:
        page = columns(glyphs)
        shown = ~page.blank
        self.rects = _all_turned(page.rects[shown], turn)
        self.inks = _all_turned(page.extents[shown], turn)
        self.boxes = [turned(box, turn) for box in boxes]
        self.middles = (self.rects[:, 1] + self.rects[:, 3]) / 2
        self.owners = self._owners()
        along = page.turns[shown] == turn
        self.owners[~along & (self.owners >= 0)] = len(boxes)
        self.edges = self._edges(page.lines[shown])

    def _owners(self) -> NDArray[np.int64]:
        """The box that takes each glyph, -1 for those that stay."""
        xs = (self.rects[:, 0] + self.rects[:, 2]) / 2
        owners = np.full(len(self.rects), -1)
        for index, (x0, y0, x1, y1) in enumerate(self.boxes):
            inside = (xs >= x0) & (xs <= x1) & (self.middles >= y0) & (self.middles <= y1)
            owners[inside & (owners < 0)] = index
        return owners

    def _edges(self, lines: NDArray[np.int64]) -> Numbers:
        """x0, middle height, x1, number of glyphs of each line as the engine cuts them."""
        if not len(lines):
            return np.zeros((0, 4))
        _, numbers, counts = np.unique(lines, return_inverse=True, return_counts=True)
        left, right = np.full(len(counts), np.inf), np.full(len(counts), -np.inf)
        np.minimum.at(left, numbers, self.rects[:, 0])
        np.maximum.at(right, numbers, self.rects[:, 2])
        return np.column_stack([left, np.bincount(numbers, self.middles) / counts, right, counts])

    def runs(self) -> list[Run]:
        """Every run that a box takes something of, by line and from left to right."""
        found: list[Run] = []
        waiting = [index for index in range(len(self.boxes)) if (self.owners == index).any()]
        while waiting:
            first = self.boxes[waiting[0]]
            middle, height = (first[1] + first[3]) / 2, first[3] - first[1]
            own = np.flatnonzero(np.abs(self.middles - middle) <= SAME_LINE * height)
            own = own[np.argsort(self.rects[own, 0], kind="stable")]
            here = set(self.owners[own].tolist())
            if waiting[0] not in here or len(self.boxes) in here:
                del waiting[0]
                continue
            found += self._cut(own, height / HEIGHT_PER_EM, middle)
            waiting = [index for index in waiting if index not in here]
        return found

    def _cut(self, own: NDArray[np.int64], em: float, middle: float) -> list[Run]:
        pieces = cut(self.rects[own], em)
        runs = [self._run(own[piece], em) for piece in pieces]
        extents = [(float(self.rects[own[p], 0].min()), float(self.rects[own[p], 2].max()), len(p)) for p in pieces]
        others = self.edges[np.abs(self.edges[:, 1] - middle) > SAME_LINE * em]
        for at, run in enumerate(runs):
            if run.slots:
                run.next_x0 = extents[at + 1][0] if at + 1 < len(runs) else np.inf
                run.has_text_before = at > 0
                run.alignment = _alignment(run, others)
                run.is_tabular = _is_tabular(at, extents, others, em)
                column = others[(others[:, 0] < run.x1) & (others[:, 2] > run.x0) & (others[:, 2] < run.next_x0)]
                run.right_edge = max(run.x1, float(column[:, 2].max()) if len(column) else run.x1)
                run.space = self._space(own, em)
        return [run for run in runs if run.slots]

    def _run(self, members: NDArray[np.int64], em: float) -> Run:
        rects, owners = self.rects[members], self.owners[members]
        slots = []
        for index in dict.fromkeys(owners[owners >= 0].tolist()):
            taken = rects[owners == index]
            x0, x1 = float(taken[:, 0].min()), float(taken[:, 2].max())
            slots.append(Slot(index, x0, x1, self.boxes[index], x0, x1 - x0))
        low, high = rects.min(axis=0), rects.max(axis=0)
        kept = rects[owners < 0]
        return Run(slots, kept, float(low[0]), float(high[2]), float(low[1]), float(high[3]), em)

    def _space(self, own: NDArray[np.int64], em: float) -> float:
        """The usual word space of text of this size elsewhere on the page."""
        elsewhere = np.ones(len(self.rects), dtype=bool)
        elsewhere[own] = False
        rects = self.rects[elsewhere]
        if len(rects) > 1:
            gaps, heights = rects[1:, 0] - rects[:-1, 2], rects[1:, 3] - rects[1:, 1]
            level = np.abs(rects[1:, 1] - rects[:-1, 1]) < 0.01 * em
            usual = gaps[level & (gaps > WORD * em) & (gaps < 0.6 * em) & (np.abs(heights / em - HEIGHT_PER_EM) < 0.2)]
            if len(usual):
                return float(np.median(usual))
        return 0.25 * em


def cut(rects: Numbers, em: float) -> list[NDArray[np.int64]]:
    """Indices of the glyphs of one line, from left to right, run by run."""
    ends = np.maximum.accumulate(rects[:, 2])
    gaps = rects[1:, 0] - ends[:-1]
    spaces = gaps[gaps > WORD * em]
    widest = max(COLUMN * em, COLUMN_RATIO * float(spaces.min()) if len(spaces) > 3 else 0.0)
    pieces = []
    for piece in np.split(np.arange(len(rects)), np.flatnonzero(gaps > widest) + 1):
        pieces += _without_bullet(piece, gaps, em)
    return pieces


def _without_bullet(piece: NDArray[np.int64], gaps: Numbers, em: float) -> list[NDArray[np.int64]]:
    """A bullet or number is a run of its own where its distance to the text is no word space."""
    inner = gaps[piece[:-1]]
    words = np.flatnonzero(inner > WORD * em)
    if len(words) > 1 and words[0] < BULLET:
        first, usual = inner[words[0]], float(np.median(inner[words[1:]]))
        if first > 0.4 * em and first > 1.25 * usual:
            return [piece[: words[0] + 1], piece[words[0] + 1 :]]
    return [piece]


def _alignment(run: Run, others: Numbers) -> Alignment:
    if not len(others) or np.any(np.abs(others[:, 0] - run.x0) < SAME_EDGE):
        return Alignment.LEFT
    if run.x1 - run.x0 > max(WIDE * float((others[:, 2] - others[:, 0]).max()), WIDE_EMS * run.em):
        return Alignment.LEFT
    if np.any(np.abs(others[:, 2] - run.x1) < SAME_EDGE):
        return Alignment.RIGHT
    near = others[np.abs(others[:, 1] - run.y0) < 4 * run.em]
    middle = (run.x0 + run.x1) / 2
    if np.any(np.abs((near[:, 0] + near[:, 2]) / 2 - middle) < SAME_EDGE):
        return Alignment.CENTRE
    return Alignment.LEFT


def _is_tabular(at: int, extents: Sequence[tuple[float, float, int]], others: Numbers, em: float) -> bool:
    """Whether a run shares its line with cells of a table or columns set with tabs."""
    x0 = extents[at][0]
    column = others[np.abs(others[:, 0] - x0) < SAME_EDGE]
    if len(column) >= PROSE_LINES and float(column[:, 3].mean()) >= PROSE_GLYPHS:
        return False
    if at + 1 < len(extents):
        return True
    before = [extent for extent in extents[:at] if extent[2] > BULLET or x0 - extent[1] > 3 * em]
    return bool(before) and len(column) > 0
