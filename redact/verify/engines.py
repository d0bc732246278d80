"""Three readers of a PDF that share no code with the burner: pdfium, pdfminer.six and poppler's pdftotext.

Each gives a `Reading`: the text of every page, and in the areas that are asked for the glyphs with their boxes. A
reader raises whatever goes wrong; the caller counts that as a leak.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import logging
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from math import hypot
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.utils import mult_matrix

from redact import limits
from redact.verify.operations import TextInterpreter
from redact.verify.place import EVERYWHERE, NOWHERE, Areas, Glyph, Rect

# These libraries quote document text in their warnings, and no log line may hold that.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
logging.getLogger("pypdfium2").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one engine read. `glyphs` has an entry for each page with areas, counted from 1."""

    pages: tuple[str, ...] = field(repr=False)
    glyphs: Mapping[int, tuple[Glyph, ...]] = field(default_factory=dict, repr=False)
    sizes: tuple[tuple[float, float], ...] = ()
    """Width and height of each page as shown, in PDF units; empty where the engine does not say."""


Wanted = Mapping[int, Areas]
"""The areas to look for glyphs in, by page."""
Reader = Callable[[Path, Wanted], Reading]

READS_GLYPHS = ("pdfium", "pdfminer")


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


def read_pdfium(path: Path, wanted: Wanted) -> Reading:
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
                glyphs[number] = pdfium_glyphs(page, wanted[number])
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


def pdfium_glyphs(page: pypdfium2.PdfPage, areas: Areas) -> tuple[Glyph, ...]:
    """The characters of a page, but for blanks, in some areas."""
    textpage = page.get_textpage()
    try:
        return tuple(glyph for _, glyph in pdfium_chars(textpage.raw, areas))
    finally:
        textpage.close()


def pdfium_chars(raw: Any, areas: Areas = EVERYWHERE) -> Iterator[tuple[int, Glyph]]:
    """Number and glyph of each character of a text page but blanks; the box is around its ink, in PDF user space.

    Args:
        raw: the text page.
        areas: where its middle must lie.
    """
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    unicode, char_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox
    for index in range(pdfium.FPDFText_CountChars(raw)):
        char = chr(unicode(raw, index))
        if char.isspace():
            continue
        if not char_box(raw, index, left, right, bottom, top):
            raise ValueError(f"pdfium knows no place for character {index}")
        x0, x1, y0, y1 = left.value, right.value, bottom.value, top.value
        if areas.at((x0 + x1) / 2, (y0 + y1) / 2):
            yield index, Glyph(char, x0, y0, x1, y1)


def read_pdfminer(path: Path, wanted: Wanted) -> Reading:
    """Read with pdfminer.six: every drawn glyph in drawing order, wherever it stands and whatever hides it.

    Raises:
        TimeoutError: reading takes longer than a stage may.
    """
    manager = PDFResourceManager()
    device = _GlyphDevice(manager)
    interpreter = TextInterpreter(manager, device)
    pages: list[str] = []
    glyphs: dict[int, tuple[Glyph, ...]] = {}
    started = time.monotonic()
    with path.open("rb") as file:
        for number, page in enumerate(PDFPage.get_pages(file), 1):
            device.areas = wanted.get(number, NOWHERE)
            page.rotate = 0
            interpreter.process_page(page)
            pages.append("".join(device.text))
            if number in wanted:
                glyphs[number] = tuple(device.glyphs)
            if time.monotonic() - started > limits.SECONDS_PER_DOCUMENT + number * limits.SECONDS_PER_PAGE:
                raise TimeoutError("pdfminer takes too long")
    return Reading(tuple(pages), glyphs)


_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class _Line:
    """How a string is set: font size, horizontal scale, lower edge of its glyphs, and its place on the page."""

    __slots__ = ("low", "matrix", "scaling", "size")

    def __init__(self, font: Any, size: float, scaling: float, rise: float, matrix: Any) -> None:
        self.size = size
        self.scaling = scaling
        self.low = font.get_descent() * size + rise
        self.matrix = matrix


def _learnt(font: Any, cid: int) -> tuple[str, float]:
    """What a character of a font reads as, and its width in ems."""
    try:
        char = font.to_unichr(cid)
    except PDFUnicodeNotDefined:
        char = "\ufffd"
    return char, float(font.char_width(cid))


class _GlyphDevice(PDFTextDevice):
    """Collects the text of one page and its visible glyphs in some areas, without layout analysis."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.areas = NOWHERE
        self.text: list[str] = []
        self.glyphs: list[Glyph] = []
        self._origin = (0.0, 0.0)
        self._pen: tuple[float, float, float, float] | None = None
        self._turn = (1.0, 0.0, 0.0, 1.0)
        self._lengths = (1.0, 1.0)
        self._known: dict[Any, dict[int, tuple[str, float]]] = {}

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        self.text, self.glyphs, self._pen = [], [], None
        self._origin = (page.mediabox[0], page.mediabox[1])

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Take in a shown string: pdfminer's own way with it, in one loop."""
        font, scaling = textstate.font, textstate.scaling * 0.01
        if font.is_vertical():
            super().render_string(textstate, seq, ncs, graphicstate)
            return
        line = _Line(
            font, textstate.fontsize, scaling, textstate.rise, mult_matrix(textstate.matrix, self.ctm or _UNIT)
        )
        spacing, per_unit = textstate.charspace * scaling, 0.001 * textstate.fontsize * scaling
        words = 0 if font.is_multibyte() else textstate.wordspace * scaling
        known, is_near = self._known.setdefault(font, {}), self._is_near(line, textstate.linematrix[1])
        (x, y), is_next = textstate.linematrix, False
        for item in seq:
            if isinstance(item, int | float):
                x -= item * per_unit
                is_next = True
            for cid in font.decode(item) if isinstance(item, bytes) else ():
                if cid not in known:
                    known[cid] = _learnt(font, cid)
                char, width = known[cid]
                x += spacing if is_next else 0.0
                x += self._show(line, char, width, (x, y), is_near=is_near)
                x += words if cid == 32 else 0.0
                is_next = True
        textstate.linematrix = (x, y)

    def _is_near(self, line: _Line, y: float) -> bool:
        """Whether an area may hold a glyph of a line; y is its height in text space."""
        _, b, _, d, _, f = line.matrix
        if self.areas is NOWHERE or b:
            return self.areas is not NOWHERE
        return self.areas.reach((y + line.low + line.size / 2) * d + f + self._origin[1])

    def _show(self, line: _Line, char: str, width: float, at: tuple[float, float], *, is_near: bool) -> float:
        """Take in a glyph; how far it moves on."""
        a, b, c, d, e, f = line.matrix
        x, y = at
        matrix = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)
        advance = width * line.size * line.scaling
        self._write(char, matrix, line.size, (advance, 0.0))
        if is_near and not char.isspace():
            self._place(char, matrix, (0.0, line.low, advance, line.low + line.size))
        return advance

    def render_char(self, matrix: Any, font: Any, fontsize: float, scaling: float, *rest: Any) -> float:
        """Take in a glyph that is set downwards."""
        rise, cid = rest[0], rest[1]
        char, width = _learnt(font, cid)
        advance = width * fontsize * scaling
        self._write(char, matrix, fontsize, (0.0, advance))
        if self.areas is not NOWHERE and not char.isspace():
            self._place(char, matrix, self._local_box(font, cid, fontsize, advance, rise))
        return advance

    @staticmethod
    def _local_box(font: Any, cid: int, fontsize: float, advance: float, rise: float) -> Rect:
        """Box of a glyph that is set downwards around its own origin (PDF 32000-1, 9.7.4.3)."""
        vx, vy = font.char_disp(cid)
        x = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
        y = (1000 - vy) * fontsize * 0.001 + rise
        return x, y + advance, x + fontsize, y

    def _write(self, char: str, matrix: Any, fontsize: float, step: tuple[float, float]) -> None:
        """Append a character, after a space or line break where the pen jumped."""
        a, b, c, d, e, f = matrix
        if (a, b, c, d) != self._turn:
            self._turn = (a, b, c, d)
            self._lengths = hypot(a, b) or 1.0, hypot(c, d)
        length, height = self._lengths
        if self._pen is not None:
            x, y, ux, uy = self._pen
            size = (abs(fontsize) * height) or 1.0
            dx, dy = e - x, f - y
            along, across = dx * ux + dy * uy, dy * ux - dx * uy
            if across > 0.3 * size or across < -0.3 * size or along < -size:
                self.text.append("\n")
            elif along > 0.15 * size:
                self.text.append(" ")
        self.text.append(char)
        across, down = step
        self._pen = (e + across * a + down * c, f + across * b + down * d, a / length, b / length)

    def _place(self, char: str, matrix: Any, local: Rect) -> None:
        a, b, c, d, e, f = matrix
        left, bottom = self._origin
        x, y = (local[0] + local[2]) / 2, (local[1] + local[3]) / 2
        if not self.areas.at(x * a + y * c + e + left, x * b + y * d + f + bottom):
            return
        corners = [(x * a + y * c + e, x * b + y * d + f) for x in (local[0], local[2]) for y in (local[1], local[3])]
        xs, ys = [x + left for x, _ in corners], [y + bottom for _, y in corners]
        self.glyphs.append(Glyph(char, min(xs), min(ys), max(xs), max(ys)))


def read_poppler(path: Path, wanted: Wanted) -> Reading:
    """Read with pdftotext, in poppler's reading order. Gives no glyphs.

    Raises:
        subprocess.SubprocessError: it failed or took too long.
    """
    command = ["pdftotext", "-q", "-enc", "UTF-8", str(path.absolute()), "-"]
    done = subprocess.run(command, capture_output=True, timeout=limits.SECONDS_PER_DOCUMENT * 10, check=True)
    return Reading(tuple(done.stdout.decode("utf-8", "replace").split("\f")[:-1]))
