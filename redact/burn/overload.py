"""Finds pages with so much on them that going through their instructions, or each glyph for each box, takes too long.

They become pictures. It is decided by counting, never by a clock: the same document comes out on every machine.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence, Sized
from pathlib import Path

import pikepdf

from redact.limits import TEXT_PAGE_DRAWN, TEXT_PAGE_INSTRUCTIONS, TEXT_PAGE_PAIRS
from redact.model import Box
from redact.pdfobjects import page_work


def overloaded_pages(pdf: Path, boxes: Sequence[Box], glyphs: Mapping[int, Sized]) -> set[int]:
    """The pages (counted from 1) that cannot be handled as text, also those without a box.

    Args:
        pdf: a normalised document.
        boxes: what is to be burnt.
        glyphs: of each page with a box.
    """
    counts = Counter(box.page for box in boxes)
    crowded = {number for number, count in counts.items() if count * len(glyphs[number]) > TEXT_PAGE_PAIRS}
    with warnings.catch_warnings(), pikepdf.open(pdf) as document:
        warnings.simplefilter("ignore")
        work = {number: page_work(page.obj) for number, page in enumerate(document.pages, start=1)}
    full = {
        number for number, each in work.items() if each.written > TEXT_PAGE_INSTRUCTIONS or each.drawn > TEXT_PAGE_DRAWN
    }
    return crowded | full
