"""Makes the gap that a removed text leaves a multiple of 12 points, so that its width no longer tells what stood there.

    De heer [Zwanepoel] sprak met mij.          43.4 points are 'Jansen' or one of four others
    De heer [10.2.e     ] sprak met mij.        48 points are one of two hundred

What follows on the line moves along, with word spaces that do not depend on what was removed: a justified line is set
with the font's own. Text moves only where that is safe: not in tables, not on lines that are centred or end at the
right margin, not off an underline or a coloured field, not out of a form, not into anything else. A box for which it is
not safe stays as wide as its text, unless it can grow into free room at the end of its line.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf

from redact.burn.layout import STILL, Line, line_of
from redact.burn.metrics import Fonts
from redact.burn.paint import page_place
from redact.burn.plan import MOST_SHRINK, PADDING, PlannedBox
from redact.burn.retype import retype
from redact.burn.room import Surroundings, fits
from redact.burn.shown import Drawn, read
from redact.burn.textlines import Alignment, PageText, Run, Slot, frame_matrix, turned, turned_back
from redact.geometry import Frame
from redact.model import Box
from redact.pdfobjects import ASLANT, DrawnGlyph, columns

GRID = 12.0
"""Points of which every gap becomes a multiple."""
NOISE = 0.02
"""Points by which a gap may exceed a multiple and still count as one: rounding."""


UNREADABLE = (pikepdf.PdfError, ValueError, TypeError, ArithmeticError, LookupError)
"""What odd content leads to; its page stays as it is."""


@dataclass(frozen=True, slots=True)
class Regridded:
    """The boxes where they are now, in the order given, and which of them (by index) have a gap on the grid."""

    boxes: tuple[PlannedBox, ...]
    on_grid: frozenset[int]


def grid_width(width: float) -> float:
    """The multiple of the grid that a gap becomes."""
    return GRID * max(1, -int(-(width - NOISE) // GRID))


def regrid(
    source: Path, target: Path, boxes: Sequence[PlannedBox], glyphs: Mapping[int, Sequence[DrawnGlyph]]
) -> Regridded:
    """Widen gaps and boxes. Writes `target` in any case.

    Args:
        source: the document after removal.
        target: where the changed one goes.
        boxes: what was burnt, sorted by page; those of pages that became pictures may be left out.
        glyphs: the glyphs of each page with boxes, as they were before removal.
    """
    done = list(boxes)
    on_grid: set[int] = set()
    with warnings.catch_warnings(), pikepdf.open(source, suppress_warnings=True) as pdf:
        warnings.simplefilter("ignore")
        pages, fonts = [page.obj for page in pdf.pages], Fonts()
        for number, group in groupby(range(len(boxes)), key=lambda index: boxes[index].box.page):
            indices = list(group)
            page = _Page(pages[number - 1], [boxes[i].box for i in indices], glyphs.get(number, ()), fonts)
            try:
                changed = page.regrid(pdf)
            except UNREADABLE:
                continue
            for at, box in changed.items():
                done[indices[at]] = replace(done[indices[at]], box=box)
            on_grid |= {indices[at] for at in page.on_grid}
        pdf.save(target)
    return Regridded(tuple(done), frozenset(on_grid))


class _Page:
    """One page: its boxes, its glyphs as they were, and its instructions as they are by now."""

    def __init__(self, page: Any, boxes: Sequence[Box], glyphs: Sequence[DrawnGlyph], fonts: Fonts) -> None:
        self.page = page
        self.boxes = list(boxes)
        self.glyphs = columns(glyphs)
        self.fonts = fonts
        self.place: Frame = page_place(page)
        self.on_grid: set[int] = set()
        self.changed: dict[int, Box] = {}
        self.instructions: Sequence[Any] | None = None
        self.is_rewritten = False

    def regrid(self, pdf: pikepdf.Pdf) -> dict[int, Box]:
        """Do it; the boxes that changed."""
        turns = np.unique(self.glyphs.turns)
        for turn in turns[turns != ASLANT].tolist():
            text = PageText(self.glyphs, self.boxes, turn)
            runs = text.runs()
            if runs:
                self._regrid_runs(runs, text, turn)
        if self.is_rewritten:
            self.page["/Contents"] = pdf.make_stream(pikepdf.unparse_content_stream(self.instructions or []))
        return self.changed

    def _regrid_runs(self, runs: Sequence[Run], text: PageText, turn: int) -> None:
        if self.instructions is None:
            self.instructions = pikepdf.parse_content_stream(self.page) if "/Contents" in self.page else []
        drawn = read(self.instructions, self.page.get("/Resources"), frame_matrix(self.place, turn), self.fonts)
        whole = turned((0.0, 0.0, self.place.width, self.place.height), turn)
        unread = [box for index, box in enumerate(text.boxes) if not (text.owners == index).any()]
        surroundings = Surroundings(text, drawn, unread, whole)
        for run in runs:
            self._regrid_run(run, drawn, surroundings, turn)
        rewritten = retype(self.instructions, drawn)
        if rewritten is not None:
            self.instructions, self.is_rewritten = rewritten, True

    def _regrid_run(self, run: Run, drawn: Drawn, surroundings: Surroundings, turn: int) -> None:
        line = line_of(run, drawn)
        if line is None:
            return
        if run.alignment is not Alignment.LEFT:
            grown = _grow_alone(run, surroundings)
        else:
            grown = widen(run, line, surroundings)
        if not grown:
            return
        line.trail()
        surroundings.occupy(run)
        for slot in run.slots:
            self._place(slot, run, surroundings, turn)

    def _place(self, slot: Slot, run: Run, surroundings: Surroundings, turn: int) -> None:
        """The box of a slot where it is now."""
        if slot.grid:
            self.on_grid.add(slot.index)
        left, top, right, bottom = slot.rect
        before, after = _touches(slot, run) if slot.grid else (slot.x0 - left, right - slot.x1)
        x0, x1 = slot.place - before, slot.place + slot.width + after
        rect = surroundings.between_lines((x0, top, x1, bottom), run, MOST_SHRINK)
        self.changed[slot.index] = turned_back(rect, turn, self.boxes[slot.index].page)


def _touches(slot: Slot, run: Run) -> tuple[float, float]:
    """What a box covers beside its slot: nothing on a side where text stands right beside it."""
    before = np.abs(slot.x0 - run.rects[:, 2]) < PADDING
    after = np.abs(run.rects[:, 0] - slot.x1) < PADDING
    return 0.0 if before.any() else PADDING, 0.0 if after.any() else PADDING


def _grow_alone(run: Run, surroundings: Surroundings) -> bool:
    """A line of nothing but one box, centred or at the right margin, grows where its edges come from."""
    if len(run.slots) != 1 or len(run.rects):
        return False
    (slot,) = run.slots
    width = grid_width(slot.x1 - slot.x0)
    extra = width - (slot.x1 - slot.x0)
    place = slot.x0 - (extra if run.alignment is Alignment.RIGHT else extra / 2)
    if not surroundings.is_free(run, place, place + width):
        return False
    slot.place, slot.width, slot.grid = place, width, not surroundings.is_framed(run, slot)
    return True


def widen(run: Run, line: Line, surroundings: Surroundings) -> bool:
    """Give as many slots of a run as possible a width on the grid; whether any has."""
    chosen: list[Slot] = []
    is_laid = False
    for slot in run.slots:
        if not surroundings.is_framed(run, slot):
            is_laid = _lay(run, line, [*chosen, slot], surroundings)
            chosen += [slot] if is_laid else []
    if chosen:
        return is_laid or _lay(run, line, chosen, surroundings)
    return _grow_last(run, line, surroundings)


def _choose(run: Run, chosen: Sequence[Slot]) -> None:
    for slot in run.slots:
        slot.grid = slot in chosen
        slot.place, slot.width = slot.x0, slot.x1 - slot.x0
        if slot.grid:
            slot.width = grid_width(slot.width)


def _lay(run: Run, line: Line, chosen: Sequence[Slot], surroundings: Surroundings) -> bool:
    """Set the line with these slots on the grid; False, and all as it was, where it does not fit."""
    _choose(run, chosen)
    line.lay()
    if fits(run, line, surroundings):
        return True
    line.reset()
    _choose(run, ())
    return False


def _grow_last(run: Run, line: Line, surroundings: Surroundings) -> bool:
    """Where no word may move: a box at the end of its line grows into free room."""
    slot = run.slots[-1]
    width = grid_width(slot.x1 - slot.x0)
    if slot.x1 < run.x1 - STILL or not surroundings.is_free(run, run.x0, slot.x0 + width):
        return False
    is_told = surroundings.is_framed(run, slot) or not line.is_natural
    slot.width, slot.grid = width, not is_told
    return True
