"""Reading with pdfminer.six: every drawn glyph in drawing order, wherever it stands and whatever hides it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from math import hypot, inf
from pathlib import Path
from typing import Any

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import mult_matrix

from redact import limits
from redact.verify.fonts import FontManager
from redact.verify.lazy import LazyDocument
from redact.verify.operations import TextInterpreter
from redact.verify.place import NOWHERE, Glyph, Rect
from redact.verify.reading import Reading, Wanted

_UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SPACE_CODE = 32
_DESCENT, _DEEPEST = -0.2, -0.6
"""How far letters reach below their line, in sizes, where a font says more than the latter (it counts what no text
has, such as the tall brackets of Cambria Math)."""
_JUMP, _WORD_GAP, _LINE = 1.0, 0.15, 0.3
"""How far the pen jumps back, on and aside, in sizes of a letter, to be on another line, at another word, and on
another line."""


def read_pdfminer(path: Path, wanted: Wanted) -> Reading:
    """Read a file.

    Args:
        path: the file.
        wanted: where to look for glyphs.

    Raises:
        TimeoutError: reading takes longer than a stage may.
    """
    manager = FontManager()
    device = _GlyphDevice(manager)
    interpreter = TextInterpreter(manager, device)
    pages: list[str] = []
    glyphs: dict[int, tuple[Glyph, ...]] = {}
    started = time.monotonic()
    with path.open("rb") as file:
        for number, page in enumerate(PDFPage.create_pages(LazyDocument(PDFParser(file))), 1):
            device.areas = wanted.get(number, NOWHERE)
            page.rotate = 0
            interpreter.process_page(page)
            pages.append("".join(device.text))
            if number in wanted:
                glyphs[number] = tuple(device.glyphs)
            if time.monotonic() - started > limits.SECONDS_PER_DOCUMENT + number * limits.SECONDS_PER_PAGE:
                raise TimeoutError("pdfminer takes too long")
    return Reading(tuple(pages), glyphs)


class _Run:
    """What a string says in one font. Widths are in ems."""

    __slots__ = ("chars", "codes", "ends_blank", "spaces", "text", "turns", "width", "widths")

    def __init__(self, codes: Sequence[int], known: Mapping[int, tuple[str, float]]) -> None:
        read = [known[code] for code in codes]
        self.codes = codes
        self.chars = [char for char, _ in read]
        self.widths = [width for _, width in read]
        self.text = "".join(self.chars)
        self.width = sum(self.widths)
        self.turns = bool(read) and min(self.widths) < 0
        """Whether any glyph goes back."""
        self.ends_blank = bool(codes) and codes[-1] == _SPACE_CODE
        self.spaces = codes.count(_SPACE_CODE) - self.ends_blank
        """How many spaces there are, after which word spacing counts, before the last code."""


class _Line:
    """How a string is set. All but the matrix is in text space."""

    __slots__ = ("back", "height", "low", "matrix", "on", "per_em", "size", "spacing", "words")

    def __init__(self, font: Any, state: Any, matrix: Any) -> None:
        scaling = state.scaling * 0.01
        self.size = state.fontsize
        self.per_em = state.fontsize * scaling
        self.spacing = state.charspace * scaling
        self.words = 0.0 if font.is_multibyte() else state.wordspace * scaling
        descent = font.get_descent()
        self.low = (descent if descent > _DEEPEST else _DESCENT) * state.fontsize + state.rise
        """Lower edge of its glyphs."""
        self.matrix = matrix
        a, b, c, d = matrix[:4]
        length, height = hypot(a, b), (abs(state.fontsize) * hypot(c, d)) or 1.0
        self.height = height
        """Size of a letter on the page."""
        self.back = -_JUMP * height / length if length else -inf
        self.on = _WORD_GAP * height / length if length else inf
        """How far the pen jumps back or on to be on another line or at another word."""


class _Font(dict[bytes, _Run]):
    """What the strings of a font say, as far as they were met."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font
        self._codes = _Codes(font)

    def __missing__(self, string: bytes) -> _Run:
        run = self[string] = _Run(list(self._font.decode(string)), self._codes)
        return run


class _Codes(dict[int, tuple[str, float]]):
    """What the codes of a font read as, and their widths in ems."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, code: int) -> tuple[str, float]:
        known = self[code] = _learnt(self._font, code)
        return known


def _learnt(font: Any, cid: int) -> tuple[str, float]:
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
        self._fonts: dict[Any, _Font] = {}

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        self.text, self.glyphs, self._pen = [], [], None
        self._origin = (page.mediabox[0], page.mediabox[1])

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Take in a shown string: pdfminer's own way with it, in one loop over its pieces."""
        font = textstate.font
        if font.is_vertical():
            super().render_string(textstate, seq, ncs, graphicstate)
            return
        line = _Line(font, textstate, mult_matrix(textstate.matrix, self.ctm or _UNIT))
        known = self._fonts.get(font)
        if known is None:
            known = self._fonts[font] = _Font(font)
        textstate.linematrix = self._set(line, known, seq, textstate.linematrix)

    def _set(self, line: _Line, known: _Font, seq: Any, at: tuple[float, float]) -> tuple[float, float]:
        """Take in strings, and numbers that move the pen; where they end."""
        x, y = at
        per_unit, is_near = 0.001 * line.per_em, self._is_near(line, y)
        pen, has_begun = None, False
        for item in seq:
            if isinstance(item, bytes):
                if not (run := known[item]).chars:
                    continue
                x += line.spacing if has_begun else 0.0
                if pen is None:
                    self._jump(_moved(line.matrix, x, y), line.height)
                elif x - pen > line.on or x - pen < line.back:
                    self.text.append(_gap(x - pen, line))
                self.text.append(_spaced(line, run) if line.spacing or line.words else run.text)
                if is_near and self._may_hold(line, run, (x, y)):
                    self._place_all(line, run, (x, y))
                pen = x + run.width * line.per_em + line.spacing * (len(run.chars) - 1) + line.words * run.spaces
                x = pen + (line.words if run.ends_blank else 0.0)
            elif isinstance(item, int | float):
                x -= item * per_unit
            else:
                continue
            has_begun = True
        if pen is not None:
            self._put(line.matrix, pen, y)
        return x, y

    def _is_near(self, line: _Line, y: float) -> bool:
        """Whether an area may hold a glyph of a line; y is its height in text space."""
        _, b, _, d, _, f = line.matrix
        if self.areas is NOWHERE or b:
            return self.areas is not NOWHERE
        return self.areas.reach((y + line.low + line.size / 2) * d + f + self._origin[1])

    def _may_hold(self, line: _Line, run: _Run, at: tuple[float, float]) -> bool:
        """Whether an area may hold a glyph of a piece on a line that is near one."""
        a, b, c, d, e, f = line.matrix
        if b or run.turns:
            return True
        x, y = at[0], at[1] + line.low + line.size / 2
        slack = (abs(line.spacing) + abs(line.words)) * len(run.chars) * abs(a)
        start = x * a + y * c + e + self._origin[0]
        lower, upper = sorted((start, start + run.width * line.per_em * a))
        return self.areas.meet(lower - slack, upper + slack, y * d + f + self._origin[1])

    def _place_all(self, line: _Line, run: _Run, at: tuple[float, float]) -> None:
        """Take in the places of the glyphs of a piece."""
        a, b, c, d, e, f = line.matrix
        x, y = at
        for char, width, code in zip(run.chars, run.widths, run.codes, strict=True):
            advance = width * line.per_em
            if not char.isspace():
                matrix = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)
                self._place(char, matrix, (0.0, line.low, advance, line.low + line.size))
            x += advance + line.spacing + (line.words if code == _SPACE_CODE else 0.0)

    def render_char(self, matrix: Any, font: Any, fontsize: float, scaling: float, *rest: Any) -> float:
        """Take in a glyph that is set downwards."""
        rise, cid = rest[0], rest[1]
        char, width = _learnt(font, cid)
        advance = width * fontsize * scaling
        self._jump(matrix[4:], (abs(fontsize) * hypot(*matrix[2:4])) or 1.0)
        self.text.append(char)
        self._put(matrix, 0.0, advance)
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

    def _jump(self, place: tuple[float, float], size: float) -> None:
        """Append a space or line break where the pen jumps to a place on the page, for letters of some size."""
        if self._pen is None:
            return
        x, y, ux, uy = self._pen
        dx, dy = place[0] - x, place[1] - y
        along, across = dx * ux + dy * uy, dy * ux - dx * uy
        if abs(across) > _LINE * size or along < -_JUMP * size:
            self.text.append("\n")
        elif along > _WORD_GAP * size:
            self.text.append(" ")

    def _put(self, matrix: Any, x: float, y: float) -> None:
        """Leave the pen at a place of text space."""
        a, b = matrix[:2]
        length = hypot(a, b) or 1.0
        self._pen = (*_moved(matrix, x, y), a / length, b / length)

    def _place(self, char: str, matrix: Any, local: Rect) -> None:
        a, b, c, d, e, f = matrix
        left, bottom = self._origin
        x, y = (local[0] + local[2]) / 2, (local[1] + local[3]) / 2
        if not self.areas.at(x * a + y * c + e + left, x * b + y * d + f + bottom):
            return
        corners = [(x * a + y * c + e, x * b + y * d + f) for x in (local[0], local[2]) for y in (local[1], local[3])]
        xs, ys = [x + left for x, _ in corners], [y + bottom for _, y in corners]
        self.glyphs.append(Glyph(char, min(xs), min(ys), max(xs), max(ys)))


def _moved(matrix: Any, x: float, y: float) -> tuple[float, float]:
    """Where a place of text space is on the page."""
    a, b, c, d, e, f = matrix
    return x * a + y * c + e, x * b + y * d + f


def _gap(along: float, line: _Line) -> str:
    """What stands for a jump of the pen along its line."""
    return " " if along > line.on else "\n" if along < line.back else ""


def _spaced(line: _Line, run: _Run) -> str:
    """The text of a piece, with the spaces and line breaks that its spacing makes between its glyphs."""
    gap, after_blank = _gap(line.spacing, line), _gap(line.spacing + line.words, line)
    if not gap and not (after_blank and run.spaces):
        return run.text
    gaps = [after_blank if code == _SPACE_CODE else gap for code in run.codes[:-1]]
    return "".join(char + between for char, between in zip(run.chars, [*gaps, ""], strict=True))
