"""Takes the content out from under boxes. The interface is small, so that another engine can stand in for MuPDF."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Protocol

import pymupdf

from redact.geometry import contains
from redact.model import Box
from redact.pdfobjects import DrawnGlyph, erase_glyphs, page_glyphs, set_redactions

COVERED, TOUCHED = 1, 2
"""What MuPDF does with line art: remove what lies wholly in a box, or all that a box touches."""


class Remover(Protocol):
    """Something that takes text, pixels and drawings out of a PDF."""

    def remove(self, pdf: Path, boxes: Sequence[Box], target: Path) -> None:
        """Write `pdf` without what lies in `boxes` to `target`: one revision, without unused objects."""


@dataclass(frozen=True, slots=True)
class MuPdfRemover:
    """Removal by MuPDF in two steps: glyphs whose middle lies in a box, then pixels and drawings of the whole box.

    Removing text by the whole box would take glyphs of the next line with it, where lines stand close.
    """

    line_art: int = COVERED

    def remove(self, pdf: Path, boxes: Sequence[Box], target: Path) -> None:
        """See `Remover`."""
        with pymupdf.open(pdf, filetype="pdf") as document:
            for number, group in groupby(sorted(boxes), key=lambda box: box.page):
                here = list(group)
                page = document[number - 1]
                erase_glyphs(page, inside(page_glyphs(page), here))
                set_redactions(page, here, images=2, graphics=self.line_art, text=1)
            document.save(target, garbage=3)


def inside(glyphs: Sequence[DrawnGlyph], boxes: Sequence[Box]) -> list[DrawnGlyph]:
    """The glyphs whose middle lies in one of the boxes."""
    return [glyph for glyph in glyphs if any(contains(box, glyph.centre) for box in boxes)]
