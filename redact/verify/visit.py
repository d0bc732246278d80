"""All that pdfium has to say of a burnt file, each page opened once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pypdfium2

from redact.model import BurntBox
from redact.verify.beneath import beneath
from redact.verify.engines import drop_marks, page_text, pdfium_glyphs
from redact.verify.pixels import Cutting, cuttings, see_through
from redact.verify.place import Glyph, Rect, Sheet
from redact.verify.reading import Reading, Wanted

TEXT, PLACES, LOOKS, BENEATH = "text", "places", "looks", "beneath"


class Visit:
    """What is gathered on the way over the pages. What fails in one respect is still looked at in the others."""

    def __init__(self, boxes: Mapping[int, Sequence[BurntBox]], sheets: Sequence[Sheet], wanted: Wanted) -> None:
        """Takes in what to look for.

        Args:
            boxes: every box by page, in page space.
            sheets: all pages.
            wanted: where to look for glyphs.
        """
        self._boxes = boxes
        self._sheets = sheets
        self._wanted = wanted
        self._texts: list[str] = []
        self._sizes: list[tuple[float, float]] = []
        self._glyphs: dict[int, tuple[Glyph, ...]] = {}
        self._drawn: dict[int, list[Cutting]] = {}
        self._showing: dict[int, list[BurntBox]] = {}
        self._has_read = False
        self._failed: dict[str, Exception] = {}

    def go(self, path: Path) -> Visit:
        """Look at every page.

        Args:
            path: the burnt file.

        Raises:
            pypdfium2.PdfiumError: it cannot be opened.
        """
        with pypdfium2.PdfDocument(path) as document:
            for number in range(1, len(document) + 1):
                page = document[number - 1]
                try:
                    self._page(page, number)
                finally:
                    page.close()
        return self

    def reading(self) -> Reading:
        """The texts, with what stands in /ActualText, and the glyphs as they are drawn.

        Raises:
            Exception: whatever went wrong with them.
        """
        self._raise(TEXT, PLACES)
        return Reading(tuple(self._texts), self._glyphs, tuple(self._sizes))

    def see_through(self, labels: Mapping[int, Sequence[Rect]]) -> list[BurntBox]:
        """The boxes that are not of the grey they were painted in, outside their labels (by page, user space).

        Raises:
            Exception: whatever went wrong with drawing them.
        """
        self._raise(LOOKS)
        return [
            burnt
            for number in self._boxes
            for burnt in see_through(self._drawn[number], labels.get(number, ()), self._sheets[number - 1])
        ]

    def showing(self) -> tuple[list[BurntBox], bool]:
        """The boxes below which a picture shows something, and whether tesseract took part.

        Raises:
            Exception: whatever went wrong with looking there.
        """
        self._raise(BENEATH)
        return [burnt for number in self._boxes for burnt in self._showing[number]], self._has_read

    def _page(self, page: pypdfium2.PdfPage, number: int) -> None:
        """Marks and icons are dropped on the way, so the order counts: what a reader sees comes first."""
        self._attempt(TEXT, self._read, page)
        if number in self._boxes:
            self._attempt(LOOKS, self._draw, page, number)
            self._attempt(PLACES, self._place, page, number)
            self._attempt(BENEATH, self._look_beneath, page, number)

    def _read(self, page: pypdfium2.PdfPage) -> None:
        self._sizes.append(page.get_size())
        self._texts.append(page_text(page))

    def _draw(self, page: pypdfium2.PdfPage, number: int) -> None:
        self._drawn[number] = cuttings(page, self._boxes[number], self._sheets[number - 1])

    def _place(self, page: pypdfium2.PdfPage, number: int) -> None:
        drop_marks(page)
        self._glyphs[number] = pdfium_glyphs(page, self._wanted[number])

    def _look_beneath(self, page: pypdfium2.PdfPage, number: int) -> None:
        showing, has_read = beneath(page, self._boxes[number], self._sheets[number - 1])
        self._showing[number] = showing
        self._has_read = self._has_read or has_read

    def _attempt(self, what: str, step: Callable[..., None], *given: Any) -> None:
        if what not in self._failed:
            try:
                step(*given)
            except Exception as error:
                self._failed[what] = error

    def _raise(self, *whats: str) -> None:
        for what in whats:
            if what in self._failed:
                raise self._failed[what]
