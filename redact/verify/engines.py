"""Three readers of a PDF that share no code with the burner: pdfium, pdfminer.six and poppler's pdftotext.

Each gives a `Reading`: the text of every page, and for the pages that are asked for the glyphs with their boxes. A
reader raises whatever goes wrong; the caller counts that as a leak.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import logging
import shutil
import subprocess
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from redact import limits
from redact.verify.place import Glyph

# These libraries quote document text in their warnings, and no log line may hold that.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine read. `glyphs` has an entry for each page that was asked for, counted from 1."""

    pages: tuple[str, ...] = field(repr=False)
    glyphs: Mapping[int, tuple[Glyph, ...]] = field(default_factory=dict, repr=False)
    sizes: tuple[tuple[float, float], ...] = ()
    """Width and height of each page as shown, in PDF units; empty where the engine does not say."""


Reader = Callable[[Path, Collection[int]], Reading]


def readers() -> dict[str, Reader]:
    """The engines on this machine by name."""
    found: dict[str, Reader] = {"pdfium": read_pdfium, "pdfminer": read_pdfminer}
    if shutil.which("pdftotext"):
        found["poppler"] = read_poppler
    return found


@cache
def version(engine: str) -> str:
    """Version of an engine, for the proof."""
    if engine == "poppler":
        shown = subprocess.run(["pdftotext", "-v"], capture_output=True, text=True, timeout=20, check=False).stderr
        return shown.split("\n")[0].removeprefix("pdftotext version ").strip()
    if engine == "pdfium":
        return str(pypdfium2.version.PDFIUM_INFO)
    return importlib.metadata.version({"pdfminer": "pdfminer.six"}.get(engine, engine))


def read_pdfium(path: Path, wanted: Collection[int]) -> Reading:
    """Read with pdfium. Texts hold what stands in /ActualText; glyphs are the drawn ones."""
    pages, sizes, glyphs = [], [], {}
    document = pypdfium2.PdfDocument(path)
    try:
        for number in range(1, len(document) + 1):
            page = document[number - 1]
            sizes.append(page.get_size())
            pages.append(_pdfium_text(page))
            if number in wanted:
                drop_marks(page)
                glyphs[number] = pdfium_glyphs(page)
            page.close()
    finally:
        document.close()
    return Reading(tuple(pages), glyphs, tuple(sizes))


def _pdfium_text(page: pypdfium2.PdfPage) -> str:
    textpage = page.get_textpage()
    try:
        return str(textpage.get_text_range())
    finally:
        textpage.close()


def drop_marks(page: pypdfium2.PdfPage) -> None:
    """Take /ActualText away (in memory), because pdfium reports it instead of the glyphs that are drawn."""
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=16):
        for index in range(pdfium.FPDFPageObj_CountMarks(item.raw) - 1, -1, -1):
            pdfium.FPDFPageObj_RemoveMark(item.raw, pdfium.FPDFPageObj_GetMark(item.raw, index))


def pdfium_glyphs(page: pypdfium2.PdfPage) -> tuple[Glyph, ...]:
    """Every character of a page with the box around its ink, in PDF user space."""
    textpage = page.get_textpage()
    raw = textpage.raw
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    glyphs = []
    for index in range(pdfium.FPDFText_CountChars(raw)):
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if not pdfium.FPDFText_GetCharBox(raw, index, left, right, bottom, top):
            raise ValueError(f"pdfium knows no place for character {index}")
        char = chr(pdfium.FPDFText_GetUnicode(raw, index))
        glyphs.append(Glyph(char, left.value, bottom.value, right.value, top.value))
    textpage.close()
    return tuple(glyphs)


def read_pdfminer(path: Path, wanted: Collection[int]) -> Reading:
    """Read with pdfminer.six: every drawn glyph in drawing order, wherever it stands and whatever hides it.

    Raises:
        TimeoutError: reading takes longer than a stage may.
    """
    manager = PDFResourceManager()
    device = _GlyphDevice(manager)
    interpreter = PDFPageInterpreter(manager, device)
    pages: list[str] = []
    glyphs: dict[int, tuple[Glyph, ...]] = {}
    started = time.monotonic()
    with path.open("rb") as file:
        for number, page in enumerate(PDFPage.get_pages(file), 1):
            device.boxed = number in wanted
            page.rotate = 0
            interpreter.process_page(page)
            pages.append("".join(device.text))
            if device.boxed:
                glyphs[number] = tuple(device.glyphs)
            if time.monotonic() - started > limits.SECONDS_PER_DOCUMENT + number * limits.SECONDS_PER_PAGE:
                raise TimeoutError("pdfminer takes too long")
    return Reading(tuple(pages), glyphs)


class _GlyphDevice(PDFTextDevice):
    """Collects the text and, where `boxed`, the glyph boxes of one page, without layout analysis."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.boxed = False
        self.text: list[str] = []
        self.glyphs: list[Glyph] = []
        self._origin = (0.0, 0.0)
        self._pen: tuple[float, float, float, float] | None = None

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        self.text, self.glyphs, self._pen = [], [], None
        self._origin = (page.mediabox[0], page.mediabox[1])

    def render_char(self, matrix: Any, font: Any, fontsize: float, scaling: float, *rest: Any) -> float:
        rise, cid = rest[0], rest[1]
        try:
            char = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            char = "\ufffd"
        advance = float(font.char_width(cid)) * fontsize * scaling
        self._write(char, matrix, fontsize, (0.0, advance) if font.is_vertical() else (advance, 0.0))
        if self.boxed:
            local = _vertical(font, cid, fontsize, advance, rise) if font.is_vertical() else None
            low = font.get_descent() * fontsize + rise
            self._place(char, matrix, local or (0.0, low, advance, low + fontsize))
        return advance

    def _write(self, char: str, matrix: Any, fontsize: float, step: tuple[float, float]) -> None:
        """Append a character, after a space or line break where the pen jumped."""
        a, b, c, d, e, f = matrix
        if self._pen is not None:
            x, y, ux, uy = self._pen
            size = (abs(fontsize) * hypot(c, d)) or 1.0
            along, across = (e - x) * ux + (f - y) * uy, (f - y) * ux - (e - x) * uy
            if abs(across) > 0.3 * size or along < -size:
                self.text.append("\n")
            elif along > 0.15 * size:
                self.text.append(" ")
        self.text.append(char)
        dx, dy = step[0] * a + step[1] * c, step[0] * b + step[1] * d
        length = hypot(a, b) or 1.0
        self._pen = (e + dx, f + dy, a / length, b / length)

    def _place(self, char: str, matrix: Any, local: tuple[float, float, float, float]) -> None:
        a, b, c, d, e, f = matrix
        corners = [(x * a + y * c + e, x * b + y * d + f) for x in (local[0], local[2]) for y in (local[1], local[3])]
        xs, ys = [x + self._origin[0] for x, _ in corners], [y + self._origin[1] for _, y in corners]
        self.glyphs.append(Glyph(char, min(xs), min(ys), max(xs), max(ys)))


def _vertical(font: Any, cid: int, fontsize: float, advance: float, rise: float) -> tuple[float, float, float, float]:
    """Box of a glyph of a vertical font around its own origin (PDF 32000-1, 9.7.4.3)."""
    vx, vy = font.char_disp(cid)
    x = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
    y = (1000 - vy) * fontsize * 0.001 + rise
    return x, y + advance, x + fontsize, y


def read_poppler(path: Path, wanted: Collection[int]) -> Reading:
    """Read with pdftotext, in poppler's reading order. Gives no glyphs.

    Raises:
        subprocess.SubprocessError: it failed or took too long.
    """
    command = ["pdftotext", "-q", "-enc", "UTF-8", str(path.absolute()), "-"]
    done = subprocess.run(command, capture_output=True, timeout=limits.SECONDS_PER_DOCUMENT * 10, check=True)
    return Reading(tuple(done.stdout.decode("utf-8", "replace").split("\f")[:-1]))
