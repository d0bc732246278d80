"""Takes the content out from under boxes. The interface is small, so that another engine can stand in for MuPDF."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from math import ceil, sqrt
from pathlib import Path
from typing import Protocol

import numpy as np
import pymupdf
from numpy.typing import NDArray

from redact.burn.standins import Unblankable, put_back, put_stand_ins
from redact.files import room_beside
from redact.model import Box
from redact.pdfobjects import DrawnGlyph, Glyphs, drawn_glyphs, erase_glyphs, save_changed, set_redactions

COVERED, TOUCHED = 1, 2
"""What MuPDF does with line art: remove what lies wholly in a box, or all that a box touches."""
SLANT = 0.001
"""How far from level, as a share of its length, a picture's edge may be and still count as level."""
TILE = 2.0
"""Points on a side of the pieces of a box over a slanted picture."""
MOST_TILES = 900
"""Pieces of one box at most, roughly."""


class Remover(Protocol):
    """Something that takes text, pixels and drawings out of a PDF."""

    def remove(self, pdf: Path, boxes: Sequence[Box], target: Path) -> None:
        """Write `pdf` without what lies in `boxes` to `target`: one revision, without unused objects."""


@dataclass(frozen=True, slots=True)
class MuPdfRemover:
    """Removal by MuPDF in two steps: glyphs whose middle lies in a box, then pixels and drawings of the whole box.

    Removing text by the whole box would take glyphs of the next line with it, where lines stand close. MuPDF says which
    pixels of a picture lie under a box; they are blanked in the picture's own coding (see `standins`).
    """

    line_art: int = COVERED
    known: Mapping[int, Glyphs] = field(default_factory=dict, repr=False)
    """Glyphs of the document's pages that have been read already."""

    def remove(self, pdf: Path, boxes: Sequence[Box], target: Path) -> None:
        """See `Remover`."""
        with room_beside(target) as room:
            try:
                self._remove(pdf, boxes, target, room, frozenset())
            except Unblankable as error:
                self._remove(pdf, boxes, target, room, error.numbers)

    def _remove(self, pdf: Path, boxes: Sequence[Box], target: Path, room: Path, without: frozenset[int]) -> None:
        """Remove with stand-ins for all pictures but those `without`, which MuPDF has to blank itself."""
        blind, bare = room / "blind.pdf", room / "bare.pdf"
        sizes = put_stand_ins(pdf, blind, {box.page for box in boxes}, without)
        with pymupdf.open(blind if sizes else pdf, filetype="pdf") as document:
            for number, group in groupby(sorted(boxes), key=lambda box: box.page):
                here = list(group)
                page = document[number - 1]
                glyphs = self._glyphs(page)
                erase_glyphs(page, inside(glyphs, here), glyphs)
                if _has_slanted_picture(page):
                    set_redactions(page, _tiles(here), images=2, graphics=0, text=1)
                    set_redactions(page, here, images=0, graphics=self.line_art, text=1)
                else:
                    set_redactions(page, here, images=2, graphics=self.line_art, text=1)
            save_changed(document, bare if sizes else target)
        if sizes:
            put_back(pdf, bare, target, sizes)

    def _glyphs(self, page: pymupdf.Page) -> Glyphs:
        """What is drawn on the page, each glyph as often as it is."""
        known = self.known.get(page.number + 1)
        return known if known is not None and known.is_whole else drawn_glyphs(page)


def _has_slanted_picture(page: pymupdf.Page) -> bool:
    """Whether a picture lies on the page at an angle, so that a box is not a rectangle of its pixels."""
    shapes = (info["transform"] for info in page.get_image_info())
    return any(min(abs(a) + abs(d), abs(b) + abs(c)) > SLANT * (abs(a) + abs(b)) for a, b, c, d, _, _ in shapes)


def _tiles(boxes: Sequence[Box]) -> list[Box]:
    """Boxes cut into small squares: MuPDF blanks the upright rectangle of pixels around each piece."""
    out = []
    for box in boxes:
        side = max(TILE, sqrt((box.x1 - box.x0) * (box.y1 - box.y0) / MOST_TILES))
        across, down = ceil((box.x1 - box.x0) / side), ceil((box.y1 - box.y0) / side)
        xs = [box.x0 + (box.x1 - box.x0) * i / across for i in range(across + 1)]
        ys = [box.y0 + (box.y1 - box.y0) * i / down for i in range(down + 1)]
        out += [Box(box.page, x0, y0, x1, y1) for y0, y1 in pairwise(ys) for x0, x1 in pairwise(xs)]
    return out


def inside(glyphs: Glyphs, boxes: Sequence[Box]) -> list[DrawnGlyph]:
    """The glyphs whose middle lies in one of the boxes."""
    return glyphs.pick(np.flatnonzero(np.any(_held(glyphs.middles, boxes), axis=0)).tolist())


def holding(middles: NDArray[np.float64], boxes: Sequence[Box]) -> list[Box]:
    """The boxes in which a point lies; points are rows (x, y)."""
    return [boxes[at] for at in np.flatnonzero(np.any(_held(middles, boxes), axis=1)).tolist()]


def _held(middles: NDArray[np.float64], boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """For each box which points lie in it, edges included."""
    edges = np.array([(box.x0, box.y0, box.x1, box.y1) for box in boxes], dtype=float).reshape(-1, 4)
    x, y, (x0, y0, x1, y1) = middles[:, 0], middles[:, 1], edges.T[:, :, None]
    return np.asarray((x >= x0) & (x <= x1) & (y >= y0) & (y <= y1))
