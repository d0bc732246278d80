"""A leak check of anybody's redacted PDF: text that can still be copied from under something dark.

Everything that can cover a text (a rectangle, a highlight, a picture, a scan under its OCR layer) ends up as pixels, so
pixels decide. A visible letter, dark on light or light on dark, always has both tones in and right around its ink;
where an engine knows a letter and the render shows one dark tone only, somebody covered it.

        +--------------------+
        |  ##  ##  ##  ##    |   dark everywhere in and around the letters' boxes -> covered
        +--------------------+
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from redact.model import Box, Leak
from redact.verify.engines import drop_marks, pdfium_glyphs, version
from redact.verify.objects import read_sheets
from redact.verify.ours import FAILED, sha256
from redact.verify.pixels import cut, render
from redact.verify.place import Glyph, Rect, Sheet
from redact.verify.report import Report

COVERED = "text under dark area"
UNAPPLIED = "redaction never applied"
_DARK = 110
"""Mean of the three colours up to which a spot is dark; pure red is 85."""
_SAME = 48
"""Spread of tones, in each colour, that still counts as one tone: a red label on black is no cover."""
_RIM = 2
"""Pixels around a letter's ink that must be dark too."""
_SCALE = 2.0
_MAX_PIXELS = 4000
"""Longest side of a render."""
_GROUND = re.compile(r"\(?\d{1,2}(?:[.,]\d){0,2}[.,]?[a-k]?\)?")
_REASONS = ("gelakt", "vertrouwelijk", "redacted", "privileged", "confidential")
"""What covers a place often says why, and that is no secret: a ground of the law, or one of these words."""
_MIN_REASON = 5
"""Letters of such a word that are enough; its edges may stick out."""
_MIN_LETTERS = 2
"""A lone letter in a dark spot of a photograph is no redaction."""


def inspect(pdf: Path) -> Report:
    """Find text that lies covered in a PDF of unknown origin.

    Args:
        pdf: any PDF.

    Returns:
        A report whose leaks name page and box, never the text. A file that cannot be read has the leak 'engine failed'.
    """
    leaks: list[Leak] = []
    sheets: tuple[Sheet, ...] = ()
    try:
        sheets = read_sheets(pdf)
        leaks += _covered(pdf, sheets)
    except Exception:
        leaks.append(Leak(pdf.name, "pdfium", FAILED))
    engines = tuple((name, version(name)) for name in ("pikepdf", "pdfium"))
    return Report(pdf.name, sha256(pdf), len(sheets), (), engines, tuple(leaks))


def _covered(pdf: Path, sheets: Sequence[Sheet]) -> Iterator[Leak]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        if len(document) != len(sheets):
            raise ValueError("engines count pages differently")
        for number, sheet in enumerate(sheets, 1):
            page = document[number - 1]
            drop_marks(page)
            glyphs = pdfium_glyphs(page)
            leak = partial(Leak, pdf.name, "pdfium", page=number)
            for rect in _under_dark(page, sheet, glyphs):
                yield leak(what=COVERED, box=_page_box(rect, sheet, number))
            for rect in _redact_annotations(page):
                if any(glyph.centre_in(rect) for glyph in glyphs):
                    yield leak(what=UNAPPLIED, box=_page_box(rect, sheet, number))
            page.close()
    finally:
        document.close()


def _under_dark(page: pypdfium2.PdfPage, sheet: Sheet, glyphs: Sequence[Glyph]) -> list[Rect]:
    """One rectangle (user space) for each run of covered letters."""
    if not glyphs:
        return []
    scale = min(_SCALE, _MAX_PIXELS / max(sheet.size))
    image = render(page, scale, grey=False)
    runs = _runs((glyph, _is_dark(image, sheet.device(glyph.rect, scale))) for glyph in glyphs)
    return [_around(run) for run in runs if _is_secret("".join(glyph.char for glyph in run))]


def _is_secret(text: str) -> bool:
    if sum(char.isalnum() for char in text) < _MIN_LETTERS or _GROUND.fullmatch(text):
        return False
    word = text.strip("()[]").lower()
    return len(word) < _MIN_REASON or not any(reason.startswith(word) for reason in _REASONS)


def _is_dark(image: Any, rect: Rect) -> bool:
    inside = cut(image, (rect[0] - 1, rect[1] - 1, rect[2] + 1, rect[3] + 1), rim=1 - _RIM)
    if not inside.size:
        return False
    tones = inside.reshape(-1, inside.shape[-1])
    return bool(tones.mean() <= _DARK and (tones.max(axis=0) - tones.min(axis=0)).max() <= _SAME)


def _runs(judged: Iterable[tuple[Glyph, bool]]) -> list[list[Glyph]]:
    """Covered letters that follow each other on one line."""
    runs: list[list[Glyph]] = []
    follows = False
    for glyph, is_dark in judged:
        if is_dark and follows and _same_line(runs[-1][-1], glyph):
            runs[-1].append(glyph)
        elif is_dark:
            runs.append([glyph])
        follows = is_dark
    return runs


def _same_line(a: Glyph, b: Glyph) -> bool:
    """Whether two letters overlap in height, or in width where text stands upright on its side."""
    return (a.y0 < b.y1 and b.y0 < a.y1) or (a.x0 < b.x1 and b.x0 < a.x1)


def _around(run: Sequence[Glyph]) -> Rect:
    return min(g.x0 for g in run), min(g.y0 for g in run), max(g.x1 for g in run), max(g.y1 for g in run)


def _page_box(rect: Rect, sheet: Sheet, number: int) -> Box:
    x0, x1 = ((x - sheet.left) * sheet.unit for x in (rect[0], rect[2]))
    y0, y1 = ((sheet.top - y) * sheet.unit for y in (rect[3], rect[1]))
    return Box(number, x0, y0, x1, y1)


def _redact_annotations(page: pypdfium2.PdfPage) -> Iterator[Rect]:
    """Rectangles of redactions that were marked and never carried out."""
    rect = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_REDACT and pdfium.FPDFAnnot_GetRect(
            annotation, ctypes.byref(rect)
        ):
            yield rect.left, rect.bottom, rect.right, rect.top
        pdfium.FPDFPage_CloseAnnot(annotation)
