"""One page of any PDF, drawn by pdfium whole or in part: without its text, without its pictures, on another ground.

What a reader sees of a letter is told by two drawings, one with the text and one without: where they are the same,
nobody sees the letter. Nothing has to be known of why.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium

from redact.verify.engines import drop_marks, pdfium_chars
from redact.verify.place import Glyph, Rect, Sheet

SCALE = 2.0
MAX_PIXELS = 4000
"""Longest side of a drawing."""
_PAPER = (255, 255, 255, 255)
ODD = (128, 200, 90)
"""The ground of a drawing of parts: a colour that nothing on paper has."""
_DEPTH = 16
_TRANSPARENT = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_ICONS = (pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_POPUP, pdfium.FPDF_ANNOT_FILEATTACHMENT, pdfium.FPDF_ANNOT_SOUND)
"""Annotations that lie on text by chance."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A character, and what is known of how it is drawn."""

    glyph: Glyph
    colour: tuple[int, int, int] | None
    """None where it is a pattern or not known."""
    transparent: bool
    """Drawn with no ink at all: an OCR layer."""


@dataclass(frozen=True, slots=True)
class _Parts:
    texts: tuple[Any, ...]
    pictures: tuple[Any, ...]
    art: tuple[Any, ...]
    """Filled and stroked paths, and shadings."""


class Scene:
    """A page that can be drawn in parts.

    Attributes:
        scale: pixels a unit of user space.
    """

    def __init__(self, page: pypdfium2.PdfPage, sheet: Sheet) -> None:
        drop_marks(page)
        _drop_icons(page)
        self.sheet = sheet
        self.scale = min(SCALE, MAX_PIXELS / max(sheet.size))
        self._page = page
        self._parts = _parts(page)
        self._drawn: dict[tuple[bool, bool, bool], Any] = {}

    @property
    def has_pictures(self) -> bool:
        """Whether any image is drawn."""
        return bool(self._parts.pictures)

    def letters(self) -> list[Letter]:
        """Every character but blanks, in the order in which pdfium reads them."""
        looks = {_address(item): _look(item) for item in self._parts.texts}
        textpage = self._page.get_textpage()
        try:
            found = []
            for index, glyph in pdfium_chars(textpage.raw):
                colour, transparent = looks.get(_address(pdfium.FPDFText_GetTextObject(textpage.raw, index)), _UNKNOWN)
                found.append(Letter(glyph, colour, transparent))
            return found
        finally:
            textpage.close()

    def whole(self) -> Any:
        """The page as a reader sees it: an array of three colours a pixel, rows first."""
        return self._draw()

    def without_text(self) -> Any:
        """The page with no text on it."""
        return self._draw(texts=False)

    def without_pictures(self, *, texts: bool) -> Any:
        """The page without images."""
        return self._draw(texts=texts, pictures=False)

    def bare(self, *, texts: bool) -> Any:
        """Nothing but text, or nothing at all, on a ground of an odd colour."""
        return self._draw(texts=texts, pictures=False, rest=False)

    def pictures(self, least: float = 0.0) -> Any:
        """Nothing but the images, or those that cover at least a share of the page, on the odd ground."""
        area = self.sheet.size[0] * self.sheet.size[1]
        small = [item for item in self._parts.pictures if _area(bounds(item)) < least * area]
        if not small:
            return self._draw(texts=False, rest=False)
        return self._render((False, True, False), small)

    def smallest_picture(self, point: tuple[float, float]) -> float:
        """The share of the page that the smallest image at a point takes; 0 where there is none."""
        rects = [bounds(item) for item in self._parts.pictures]
        here = [_area(r) for r in rects if r[0] <= point[0] <= r[2] and r[1] <= point[1] <= r[3]]
        return min(here, default=0.0) / (self.sheet.size[0] * self.sheet.size[1])

    def cut(self, image: Any, rect: Rect, rim: float = 1.0) -> Any:
        """The pixels of a rectangle of user space with a rim around it; empty where it lies off the page."""
        left, top, right, bottom = self.sheet.device(rect, self.scale)
        rows = slice(max(int(top - rim), 0), max(int(bottom + rim + 1), 0))
        return image[rows, max(int(left - rim), 0) : max(int(right + rim + 1), 0)]

    def _draw(self, *, texts: bool = True, pictures: bool = True, rest: bool = True) -> Any:
        """One drawing, kept; `rest` are paths, shadings and annotations."""
        key = (texts, pictures, rest)
        if key not in self._drawn:
            self._drawn[key] = self._render(key)
        return self._drawn[key]

    def _render(self, shown: tuple[bool, bool, bool], but: Iterable[Any] = ()) -> Any:
        parts = (self._parts.texts, self._parts.pictures, self._parts.art)
        for items, on in zip(parts, shown, strict=True):
            _switch(items, on=on)
        _switch(but, on=False)
        ground = _PAPER if shown[2] else (*ODD, 255)
        try:
            bitmap = self._page.render(
                scale=self.scale,
                prefer_bgrx=True,
                rev_byteorder=True,
                may_draw_forms=False,
                draw_annots=shown[2],
                fill_color=ground,
            )
            return np.array(bitmap.to_numpy()[:, :, :3])
        finally:
            for items in parts:
                _switch(items, on=True)


_UNKNOWN: tuple[tuple[int, int, int] | None, bool] = (None, False)


def _parts(page: pypdfium2.PdfPage) -> _Parts:
    texts, pictures, art = [], [], []
    for item in page.get_objects(max_depth=_DEPTH):
        if item.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(item)
        elif item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            pictures.append(item)
        elif item.type in (pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING):
            art.append(item)
    return _Parts(tuple(texts), tuple(pictures), tuple(art))


def _switch(items: Any, *, on: bool) -> None:
    for item in items:
        pdfium.FPDFPageObj_SetIsActive(item.raw, on)


def _address(item: Any) -> int:
    """Where an object lies in memory; 0 for none."""
    raw = getattr(item, "raw", item)
    return ctypes.addressof(raw.contents) if raw else 0


def _look(item: Any) -> tuple[tuple[int, int, int] | None, bool]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    transparent = pdfium.FPDFTextObj_GetTextRenderMode(item.raw) in _TRANSPARENT
    if not pdfium.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha):
        return None, transparent
    return (red.value, green.value, blue.value), transparent or alpha.value == 0


def bounds(item: Any) -> Rect:
    """Left, bottom, right and top on the page, also of an image inside forms."""
    left, bottom, right, top = item.get_bounds()
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    holder = item.container
    while holder is not None:
        matrix = holder.get_matrix()
        corners = [matrix.on_point(x, y) for x, y in corners]
        holder = holder.container
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _area(rect: Rect) -> float:
    return max(rect[2] - rect[0], 0.0) * max(rect[3] - rect[1], 0.0)


def _drop_icons(page: pypdfium2.PdfPage) -> None:
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw) - 1, -1, -1):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        is_icon = pdfium.FPDFAnnot_GetSubtype(annotation) in _ICONS
        pdfium.FPDFPage_CloseAnnot(annotation)
        if is_icon:
            pdfium.FPDFPage_RemoveAnnot(page.raw, index)


def redact_annotations(page: pypdfium2.PdfPage) -> Iterator[Rect]:
    """Rectangles (user space) of redactions that were marked and never carried out."""
    rect = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_REDACT and pdfium.FPDFAnnot_GetRect(
            annotation, ctypes.byref(rect)
        ):
            yield rect.left, rect.bottom, rect.right, rect.top
        pdfium.FPDFPage_CloseAnnot(annotation)
