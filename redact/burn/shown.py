"""Reads a page's content as it is laid out: which text is shown where, and what is drawn besides.

Everything is given in a frame in which the text of interest runs from left to right: in points, y downwards. A turned
page needs nothing but another matrix to start with.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pikepdf
from pikepdf import Array, ContentStreamInlineImage, Name

from redact.burn.metrics import FontMetrics, Fonts
from redact.geometry import Rect
from redact.pdfobjects.operators import PAINT_PATH, SHOW

Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LEVEL = 1e-3
"""Slope up to which a line counts as level."""
INVISIBLE = 3
"""Text render modes from this one on draw nothing, or clip."""
MOST_FORMS = 100
"""Forms on a page that are followed, those within forms too."""
_POSITIONS = frozenset({"Td", "TD", "T*", "Tm", "'", '"'})
_STATES = {"Tc": "spacing", "Tw": "word_spacing", "TL": "leading", "Ts": "rise", "Tr": "mode", "Tz": "scale"}
_EVERYWHERE: Rect = (-1e6, -1e6, 1e6, 1e6)


def times(a: Matrix, b: Matrix) -> Matrix:
    """First a, then b."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def corners(rect: Sequence[float], matrix: Matrix) -> Rect:
    """The upright rectangle around a rectangle under a matrix."""
    spots = [times((1, 0, 0, 1, rect[i], rect[j]), matrix) for i in (0, 2) for j in (1, 3)]
    xs, ys = [spot[4] for spot in spots], [spot[5] for spot in spots]
    return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class TextState:
    """What decides how a string is set."""

    font: FontMetrics | None = None
    size: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: float = 0.0

    def words(self, font: FontMetrics, code: int) -> float:
        """The word spacing after a code."""
        return self.word_spacing if font.is_word_space(code) else 0.0

    def advance(self, font: FontMetrics, code: int) -> float:
        """How far a code moves on, in text space."""
        return (font.advance(code) * self.size + self.spacing + self.words(font, code)) * self.scale


@dataclass(slots=True)
class PlacedGlyph:
    """One glyph: origin, advance of the bare glyph, size as drawn, the letter and word spacing that follow it.

    `moved` is where it is to go.
    """

    x: float
    y: float
    advance: float
    size: float
    spacing: float
    word_spacing: float
    blank: bool
    show: Show = field(repr=False)
    moved: float

    @property
    def end(self) -> float:
        """Where the glyph ends, letter spacing left aside."""
        return self.x + self.advance


@dataclass(slots=True)
class Show:
    """One operator that shows text. `matrix` is None where its place cannot be told."""

    index: int
    operator: str
    items: list[bytes | float] = field(repr=False)
    state: TextState
    text_matrix: Matrix | None
    page_matrix: Matrix
    glyphs: list[PlacedGlyph] = field(default_factory=list, repr=False)
    matrix: Matrix = UNIT
    """From text space to the frame."""
    is_level: bool = False
    """Whether the text runs from left to right, the right way up, in a font that can be measured."""

    def __post_init__(self) -> None:
        text = self.text_matrix or UNIT
        if self.state.rise:
            text = times((1, 0, 0, 1, 0, self.state.rise), text)
        self.matrix = a, b, _, d, *_ = times(text, self.page_matrix)
        known = self.text_matrix is not None and self.state.font is not None
        self.is_level = known and a > 0 and d < 0 and abs(b) < LEVEL * a and self.state.size * self.state.scale > 0

    @property
    def after(self) -> Matrix | None:
        """The text matrix after it."""
        state, font, along = self.state, self.state.font, 0.0
        if font is None or self.text_matrix is None:
            return None
        for item in self.items:
            if isinstance(item, float):
                along -= item / 1000 * state.size * state.scale
            else:
                along += sum(state.advance(font, code) for code in font.codes(item))
        return times((1, 0, 0, 1, along, 0), self.text_matrix)

    def place(self) -> list[PlacedGlyph]:
        """The glyphs, worked out when first asked for."""
        font = self.state.font
        if self.glyphs or font is None:
            return self.glyphs
        state, at = self.state, 0.0
        a, _, _, d, x, y = self.matrix
        along, size = a * state.scale, abs(d) * state.size
        for item in self.items:
            if isinstance(item, float):
                at -= item / 1000 * state.size * state.scale
                continue
            for code in font.codes(item):
                self.glyphs.append(
                    PlacedGlyph(
                        x=x + a * at,
                        y=y,
                        advance=along * state.size * font.advance(code),
                        size=size,
                        spacing=along * state.spacing,
                        word_spacing=along * state.words(font, code),
                        blank=code in font.blanks,
                        show=self,
                        moved=x + a * at,
                    )
                )
                at += state.advance(font, code)
        return self.glyphs


@dataclass(slots=True)
class Drawn:
    """All that a page's own content draws.

    Attributes:
        shows: text, in order.
        areas: filled shapes.
        pictures: images, shadings, forms that cannot be read: whatever may hold anything.
        rules: straight level and upright lines, as thin rectangles.
    """

    shows: list[Show] = field(default_factory=list, repr=False)
    areas: list[Rect] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)


def read(
    instructions: Iterable[Any],
    resources: Any,
    base: Matrix,
    fonts: Fonts | None = None,
    forms: Iterator[int] | None = None,
) -> Drawn:
    """What content draws.

    Args:
        instructions: as pikepdf parsed them.
        resources: of the page.
        base: from user space to the frame.
        fonts: those of the document, where more of it is read.
        forms: runs out when no more forms are to be followed.
    """
    reader = _Reader(resources, base, fonts or Fonts(), iter(range(MOST_FORMS)) if forms is None else forms)
    for index, instruction in enumerate(instructions):
        if isinstance(instruction, ContentStreamInlineImage):
            reader.drawn.pictures.append(corners((0, 0, 1, 1), reader.matrix))
        else:
            reader.take(index, str(instruction.operator), instruction.operands)
    return reader.drawn


class _Reader:
    def __init__(self, resources: Any, base: Matrix, fonts: Fonts, forms: Iterator[int]) -> None:
        self.resources = resources if isinstance(resources, pikepdf.Dictionary) else pikepdf.Dictionary()
        self.matrix = base
        self.known = fonts
        self.forms = forms
        self.state = TextState()
        self.line = UNIT
        self.before: Show | None = None
        """The string shown since the place was last set."""
        self.saved: list[tuple[Matrix, TextState]] = []
        self.path: list[Rect] = []
        self.rectangles: list[Rect] = []
        self.point = (0.0, 0.0)
        self.fonts: dict[str, FontMetrics | None] = {}
        self.drawn = Drawn()

    def take(self, index: int, operator: str, operands: Any) -> None:
        """Follow one instruction."""
        if operator in SHOW or operator in _POSITIONS:
            self._text(index, operator, list(operands))
        elif operator in {"q", "Q", "cm", "BT"}:
            self._frame(operator, operands)
        elif operator in {"Tf", "Tc", "Tw", "Tz", "TL", "Ts", "Tr", "gs"}:
            self._set(operator, list(operands))
        elif operator in {"Do", "sh"}:
            self._object(operator, operands)
        elif operator == "n":
            self.path, self.rectangles = [], []
        elif operator in PAINT_PATH:
            self._paint(operator)
        elif operator in {"m", "l", "re", "c", "v", "y", "h"}:
            self._build(operator, [float(v) for v in operands])

    def _frame(self, operator: str, operands: Any) -> None:
        if operator == "q":
            self.saved.append((self.matrix, self.state))
        elif operator == "Q" and self.saved:
            self.matrix, self.state = self.saved.pop()
        elif operator == "cm":
            a, b, c, d, e, f = (float(v) for v in operands)
            self.matrix = times((a, b, c, d, e, f), self.matrix)
        elif operator == "BT":
            self.line, self.before = UNIT, None

    def _set(self, operator: str, operands: list[Any]) -> None:
        if operator == "Tf":
            font, size = self._font(str(operands[0])), float(operands[1])
            if font is not self.state.font or size != self.state.size:
                self.state = replace(self.state, font=font, size=size)
        elif operator == "gs":
            states = self.resources.get("/ExtGState")
            given = states.get(operands[0]) if isinstance(states, pikepdf.Dictionary) else None
            setting = given.get("/Font") if isinstance(given, pikepdf.Dictionary) else None
            if isinstance(setting, Array) and len(setting) == 2:
                self.state = replace(self.state, font=self.known.of(setting[0]), size=float(setting[1]))
        else:
            name, value = _STATES[operator], float(operands[0]) / (100 if operator == "Tz" else 1)
            if getattr(self.state, name) != value:
                change: Any = {name: value}
                self.state = replace(self.state, **change)

    def _font(self, name: str) -> FontMetrics | None:
        if name not in self.fonts:
            fonts = self.resources.get("/Font")
            self.fonts[name] = self.known.of(fonts.get(name)) if isinstance(fonts, pikepdf.Dictionary) else None
        return self.fonts[name]

    def _text(self, index: int, operator: str, operands: list[Any]) -> None:
        if operator == '"':
            self.state = replace(self.state, word_spacing=float(operands[0]), spacing=float(operands[1]))
        if operator == "TD":
            self.state = replace(self.state, leading=-float(operands[1]))
        if operator == "Tm":
            a, b, c, d, e, f = (float(v) for v in operands)
            self.line, self.before = (a, b, c, d, e, f), None
        elif operator in {"Td", "TD"}:
            self._move(float(operands[0]), float(operands[1]))
        elif operator in {"T*", "'", '"'}:
            self._move(0.0, -self.state.leading)
        if operator in SHOW:
            self._show(index, operator, operands[-1])

    def _move(self, x: float, y: float) -> None:
        self.line, self.before = times((1, 0, 0, 1, x, y), self.line), None

    def _show(self, index: int, operator: str, shown: Any) -> None:
        items: list[bytes | float] = [
            bytes(item) if isinstance(item, pikepdf.String) else float(item)
            for item in (shown if isinstance(shown, Array) else [shown])
        ]
        place = self.before.after if self.before is not None else self.line
        self.before = Show(index, operator, items, self.state, place, self.matrix)
        self.drawn.shows.append(self.before)

    def _object(self, operator: str, operands: Any) -> None:
        objects = self.resources.get("/XObject")
        item = objects.get(operands[0]) if operator == "Do" and isinstance(objects, pikepdf.Dictionary) else None
        if operator == "sh" or not isinstance(item, pikepdf.Stream):
            self.drawn.pictures.append(_EVERYWHERE)
        elif item.get("/Subtype") == Name.Image:
            self.drawn.pictures.append(corners((0, 0, 1, 1), self.matrix))
        else:
            self._form(item)

    def _form(self, form: Any) -> None:
        """What a form draws besides text; where it stands, if that cannot be read."""
        a, b, c, d, e, f = (float(v) for v in form.get("/Matrix", UNIT))
        base = times((a, b, c, d, e, f), self.matrix)
        try:
            if next(self.forms, None) is not None:
                own = form.get("/Resources", self.resources)
                inner = read(pikepdf.parse_content_stream(form), own, base, self.known, self.forms)
                self.drawn.areas += inner.areas
                self.drawn.rules += inner.rules
                self.drawn.pictures += inner.pictures
                return
        except (pikepdf.PdfError, ValueError, TypeError, IndexError):
            pass
        self.drawn.pictures.append(corners([float(v) for v in form.get("/BBox", (0, 0, 0, 0))], base))

    def _build(self, operator: str, v: list[float]) -> None:
        if operator == "re":
            x, y, w, h = v
            self.rectangles.append(corners((x, y, x + w, y + h), self.matrix))
            self.point = (x, y)
            return
        if operator == "m":
            self.point = (v[0], v[1])
        elif operator != "h":
            spots = [self.point, *zip(v[::2], v[1::2], strict=False)]
            xs, ys = [spot[0] for spot in spots], [spot[1] for spot in spots]
            self.path.append(corners((min(xs), min(ys), max(xs), max(ys)), self.matrix))
            self.point = spots[-1]

    def _paint(self, operator: str) -> None:
        filled = operator not in {"S", "s"}
        if filled and self.path:
            self.drawn.areas.append(_hull(self.path))
        elif self.path:
            self.drawn.rules += self.path
        for rect in self.rectangles:
            if filled:
                self.drawn.areas.append(rect)
            if operator not in {"f", "F", "f*"}:
                self.drawn.rules += _edges(rect)
        self.path, self.rectangles = [], []


def _hull(rects: Sequence[Rect]) -> Rect:
    columns = list(zip(*rects, strict=True))
    return min(columns[0]), min(columns[1]), max(columns[2]), max(columns[3])


def _edges(r: Rect) -> Iterator[Rect]:
    yield from ((r[0], r[1], r[2], r[1]), (r[0], r[3], r[2], r[3]), (r[0], r[1], r[0], r[3]), (r[2], r[1], r[2], r[3]))
