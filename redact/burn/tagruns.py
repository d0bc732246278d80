"""Where the text of a content stream stands, closely enough to tell before or behind which words a box lies."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Name

from redact.geometry import Rect
from redact.pdfobjects.fonts import IDENTITY, cid_widths, descendant
from redact.pdfobjects.lines import decoded, numbers, shown
from redact.pdfobjects.operators import is_number, spelt

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Advance: TypeAlias = Callable[[bytes], float]
"""Width of a string in ems."""

_EMPTY = frozenset({b"()", b"<>"})
_ON_NEXT_LINE = frozenset({b"'", b'"'})
UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_GUESS = 0.5
"""Width of a character whose font gives none, in ems."""


@dataclass(frozen=True, slots=True)
class Run:
    """One shown string in user space: its start, the unit vector along it, its length, its size, its font."""

    start: tuple[float, float]
    along: tuple[float, float]
    length: float
    size: float
    font: str

    def seen_from(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a point lies: how far beyond the start, and how far above the baseline."""
        return _seen_from(self.start, self.along, point)


Span: TypeAlias = tuple[float, float, int]
"""A string: how far along its line it begins and ends, and its place in the operand of its operator."""


@dataclass(slots=True)
class Text:
    """The strings that one operator shows, one at least: their line in user space, their size, their font.

    Where each of them stands is worked out when first asked for, from `shown`.
    """

    start: tuple[float, float]
    along: tuple[float, float]
    size: float
    font: str = ""
    shown: Shown | None = field(default=None, repr=False)
    laid: list[Span] = field(default_factory=list, repr=False)

    @property
    def spans(self) -> list[Span]:
        """The strings in order."""
        if not self.laid and self.shown is not None:
            self.laid = self.shown.laid()[0]
        return self.laid

    def run(self, index: int) -> Run:
        """One of the strings."""
        begin, end, _ = self.spans[index]
        return Run(self.at(begin), self.along, abs(end - begin), self.size, self.font)

    def seen_from(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a point lies: how far beyond the start, and how far above the baseline."""
        return _seen_from(self.start, self.along, point)

    def ends(self) -> tuple[float, float]:
        """How far along the line a string ends at least and at most."""
        ends = [end for _, end, _ in self.spans]
        return min(ends), max(ends)

    def at(self, place: float) -> tuple[float, float]:
        """The point so far along the line."""
        return self.start[0] + place * self.along[0], self.start[1] + place * self.along[1]


def _seen_from(
    start: tuple[float, float], along: tuple[float, float], point: tuple[float, float]
) -> tuple[float, float]:
    x, y = point[0] - start[0], point[1] - start[1]
    return x * along[0] + y * along[1], y * along[0] - x * along[1]


def times(a: Matrix, b: Matrix) -> Matrix:
    """The matrix that does `a` first and `b` then."""
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


def applied(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point moved by a matrix."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]


def hull_of(matrix: Matrix, rect: Rect) -> Rect:
    """The upright rectangle around a rectangle that a matrix moves."""
    corners = [applied(matrix, x, y) for x in (rect[0], rect[2]) for y in (rect[1], rect[3])]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


class Measured(dict[bytes, tuple[float, int, int]]):
    """What instructions that show text in a font move on, by spelt operand, worked out when first asked for.

    The width in ems, and how many bytes and spaces it has. A number has a width only.
    """

    def __init__(self, advance: Advance) -> None:
        super().__init__()
        self._advance = advance

    def __missing__(self, item: bytes) -> tuple[float, int, int]:
        string = decoded(item) if item[:1] in b"(<" else None
        if string is None:
            found = -float(item) / 1000, 0, 0
        else:
            found = self._advance(string), len(string), string.count(b" ")
        self[item] = found
        return found


@dataclass(slots=True)
class Shown:
    """The operands of an instruction that shows text, and what decides where each of them comes to stand.

    `pace` is the size of the text, the letter and the word spacing, the scale; a unit of text space is `reach` long.
    """

    items: list[bytes] = field(repr=False)
    measured: Measured = field(repr=False)
    pace: tuple[float, float, float, float]
    reach: float

    def laid(self) -> tuple[list[Span], float]:
        """Where strings begin and end, and in text space where all end."""
        spans, at, known, reach = [], 0.0, self.measured, self.reach
        size, chars, words, scale = self.pace
        for index, item in enumerate(self.items):
            ems, count, spaces = known[item]
            begin = at
            at += (ems * size + count * chars + spaces * words) * scale
            if count:
                spans.append((reach * begin, reach * at, index))
        return spans, at


class Measures:
    """How the fonts of one document measure strings."""

    def __init__(self) -> None:
        self.unknown = Measured(_guess)
        self._known: dict[tuple[int, int], Measured] = {}

    def of(self, font: Any) -> Measured:
        """For a font, or what stands in its place."""
        if not isinstance(font, pikepdf.Dictionary):
            return self.unknown
        if not font.is_indirect:
            return Measured(_advance_of(font))
        if font.objgen not in self._known:
            self._known[font.objgen] = Measured(_advance_of(font))
        return self._known[font.objgen]


class TextState:
    """Follows the operators of a content stream and says where each string is shown."""

    def __init__(self, resources: Any, measures: Measures) -> None:
        self._fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        self._measures = measures
        self._settings: dict[bytes, tuple[Measured, str, float]] = {}
        self._saved: list[tuple[Any, ...]] = []
        self.page: Matrix = UNIT
        self._measured = measures.unknown
        self._name = ""
        self._size = 0.0
        self._chars = self._words = self._leading = self._rise = 0.0
        self._scale = 1.0
        self._text = self._line = UNIT
        self._before: Shown | None = None
        """What was shown since the place was last set, and has not moved it on yet."""

    def show(self, operator: bytes, line: bytes) -> Text | None:
        """The strings that an instruction shows, and keep in step with it."""
        items = shown(line)
        if operator in _ON_NEXT_LINE:
            if operator == b'"':
                self._words, self._chars = float(items[0]), float(items[1])
            self._next_line(line)
            items = items[-1:]
        if self._before is not None:
            at, (a, b, c, d, e, f) = self._before.laid()[1], self._text
            self._text = a, b, c, d, e + at * a, f + at * b
        base = times(self._text, self.page)
        long = math.hypot(base[0], base[1])
        reach = -long if self._size * self._scale < 0 else long
        pace = (self._size, self._chars, self._words, self._scale)
        self._before = Shown(items, self._measured, pace, reach)
        if not any(item[:1] in b"(<" and item not in _EMPTY for item in items):
            return None
        way = reach / (long or 1.0) / (long or 1.0)
        size = abs(self._size) * math.hypot(base[2], base[3])
        along = (way * base[0], way * base[1])
        return Text(applied(base, 0.0, self._rise), along, size, self._name, self._before)

    def save(self, _: bytes) -> None:
        """Remember the state (q)."""
        font = (self._measured, self._name, self._size)
        self._saved.append((self.page, *font, self._chars, self._words, self._leading, self._rise, self._scale))

    def restore(self, _: bytes) -> None:
        """Go back to the state remembered last (Q)."""
        if self._saved:
            self.page, self._measured, self._name, self._size, *text = self._saved.pop()
            self._chars, self._words, self._leading, self._rise, self._scale = text

    def begin(self, _: bytes) -> None:
        """Begin text (BT)."""
        self._text = self._line = UNIT
        self._before = None

    def _concat(self, line: bytes) -> None:
        self.page = times(_matrix(line), self.page)

    def _font(self, line: bytes) -> None:
        if line not in self._settings:
            spelling, size, _ = line.split()
            name = spelt(pikepdf.Object.parse(spelling))
            font = self._fonts.get(name) if isinstance(self._fonts, pikepdf.Dictionary) else None
            self._settings[line] = self._measures.of(font), name, float(size)
        self._measured, self._name, self._size = self._settings[line]

    def _place(self, line: bytes) -> None:
        self._text = self._line = _matrix(line)
        self._before = None

    def _shift(self, line: bytes) -> None:
        x, y = numbers(line)
        self._move(x, y)

    def _move(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self._line
        self._text = self._line = a, b, c, d, x * a + y * c + e, x * b + y * d + f
        self._before = None

    def _shift_leading(self, line: bytes) -> None:
        x, y = numbers(line)
        self._leading = -y
        self._move(x, y)

    def _next_line(self, _: bytes) -> None:
        self._move(0.0, -self._leading)

    def _set(self, name: str, line: bytes) -> None:
        setattr(self, name, numbers(line)[0])

    def _set_scale(self, line: bytes) -> None:
        self._scale = numbers(line)[0] / 100


FOLLOWED: dict[bytes, Callable[[TextState, bytes], None]] = {
    b"cm": TextState._concat,
    b"Tf": TextState._font,
    b"Tm": TextState._place,
    b"Td": TextState._shift,
    b"TD": TextState._shift_leading,
    b"T*": TextState._next_line,
    b"Tc": lambda state, line: state._set("_chars", line),
    b"Tw": lambda state, line: state._set("_words", line),
    b"TL": lambda state, line: state._set("_leading", line),
    b"Ts": lambda state, line: state._set("_rise", line),
    b"Tz": TextState._set_scale,
}
"""What keeps a text state in step with an instruction that neither paints nor opens or closes anything."""


def _matrix(line: bytes) -> Matrix:
    a, b, c, d, e, f, _ = line.split()
    return float(a), float(b), float(c), float(d), float(e), float(f)


def _guess(string: bytes) -> float:
    return _GUESS * len(string)


def _advance_of(font: pikepdf.Object) -> Advance:
    """How a font measures strings."""
    if font.get("/Subtype") == Name.Type0:
        encoding = font.get("/Encoding")
        known = isinstance(encoding, Name) and spelt(encoding) in IDENTITY
        return _composite(descendant(font)) if known else _guess
    first, widths = font.get("/FirstChar"), font.get("/Widths")
    if not isinstance(first, int) or not isinstance(widths, Array):
        return _guess
    em = 1000.0
    if font.get("/Subtype") == Name.Type3:
        matrix = font.get("/FontMatrix")
        em = 1 / (abs(float(matrix[0])) or 0.001) if isinstance(matrix, Array) and len(matrix) == 6 else em
    table = {first + index: float(width) / em for index, width in enumerate(widths) if is_number(width)}
    widths_of = [table.get(code, 0.0) for code in range(256)]
    return lambda string: sum(map(widths_of.__getitem__, string))


def _composite(inner: pikepdf.Object) -> Advance:
    default = inner.get("/DW", 1000)
    usual = float(default) / 1000 if is_number(default) else 1.0
    given = inner.get("/W")
    items = list(given) if isinstance(given, Array) else []
    table = {cid: float(values[0]) / 1000 for cid, values in cid_widths(items, 1) if is_number(values[0])}
    return lambda s: sum(table.get(s[at] << 8 | s[at + 1], usual) for at in range(0, len(s) - 1, 2))
