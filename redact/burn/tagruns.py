"""Where the text of a content stream stands, closely enough to tell before or behind which words a box lies."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Name

from redact.geometry import Rect
from redact.pdfobjects.fonts import IDENTITY, cid_widths, descendant
from redact.pdfobjects.operators import is_number, spelt

Matrix: TypeAlias = tuple[float, float, float, float, float, float]
Advance: TypeAlias = Callable[[bytes], float]
"""Width of a string in ems."""

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_GUESS = 0.5
"""Width of a character whose font gives none, in ems."""


@dataclass(frozen=True, slots=True)
class Run:
    """One shown string in user space: its start, its end, the unit vector along it, its size, its font.

    `item` is the index of the string in the operand of its operator.
    """

    start: tuple[float, float]
    end: tuple[float, float]
    along: tuple[float, float]
    size: float
    item: int
    font: str = ""

    @property
    def length(self) -> float:
        """From start to end."""
        return math.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1])

    def seen_from(self, point: tuple[float, float]) -> tuple[float, float]:
        """Where a point lies: how far beyond the start, and how far above the baseline."""
        x, y = point[0] - self.start[0], point[1] - self.start[1]
        dx, dy = self.along
        return x * dx + y * dy, y * dx - x * dy


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


class TextState:
    """Follows the operators of a content stream and says where each string is shown."""

    def __init__(self, resources: Any) -> None:
        self._fonts = resources.get("/Font") if isinstance(resources, pikepdf.Dictionary) else None
        self._advances: dict[str, Advance] = {}
        self._saved: list[tuple[Any, ...]] = []
        self.page: Matrix = UNIT
        self._advance: Advance = _guess
        self._name = ""
        self._size = 0.0
        self._chars = self._words = self._leading = self._rise = 0.0
        self._scale = 1.0
        self._text = self._line = UNIT

    def follow(self, operator: str, operands: Sequence[Any]) -> None:
        """Keep in step with an instruction that shows nothing."""
        act = _ACTS.get(operator)
        if act is not None:
            act(self, operands)

    def show(self, operator: str, operands: Sequence[Any]) -> list[Run]:
        """The strings that an instruction shows, and keep in step with it."""
        if operator in {"'", '"'}:
            if operator == '"':
                self._words, self._chars = float(operands[0]), float(operands[1])
            self._next_line([])
        shown = operands[-1]
        base, at, runs = times(self._text, self.page), 0.0, []
        along, size = self._direction(base)
        for index, item in enumerate(shown if isinstance(shown, Array) else [shown]):
            if not isinstance(item, pikepdf.String):
                at -= float(item) / 1000 * self._size * self._scale if is_number(item) else 0.0
                continue
            string = bytes(item)
            start = applied(base, at, self._rise)
            at += self._width(string)
            if string:
                runs.append(Run(start, applied(base, at, self._rise), along, size, index, self._name))
        a, b, c, d, e, f = self._text
        self._text = a, b, c, d, e + at * a, f + at * b
        return runs

    def _direction(self, matrix: Matrix) -> tuple[tuple[float, float], float]:
        """The unit vector along a line of text, and the size of the text, in user space."""
        length = math.hypot(matrix[0], matrix[1]) or 1.0
        sign = -1.0 if self._size * self._scale < 0 else 1.0
        return (sign * matrix[0] / length, sign * matrix[1] / length), abs(self._size) * math.hypot(*matrix[2:4])

    def _width(self, string: bytes) -> float:
        width = self._advance(string) * self._size + len(string) * self._chars + string.count(b" ") * self._words
        return width * self._scale

    def _save(self, _: Sequence[Any]) -> None:
        text = (self._chars, self._words, self._leading, self._rise, self._scale)
        self._saved.append((self.page, self._advance, self._name, self._size, *text))

    def _restore(self, _: Sequence[Any]) -> None:
        if self._saved:
            self.page, self._advance, self._name, self._size, *text = self._saved.pop()
            self._chars, self._words, self._leading, self._rise, self._scale = text

    def _concat(self, operands: Sequence[Any]) -> None:
        self.page = times(_matrix(operands), self.page)

    def _begin(self, _: Sequence[Any]) -> None:
        self._text = self._line = UNIT

    def _font(self, operands: Sequence[Any]) -> None:
        name = spelt(operands[0])
        if name not in self._advances:
            font = self._fonts.get(name) if isinstance(self._fonts, pikepdf.Dictionary) else None
            self._advances[name] = _advance_of(font) if isinstance(font, pikepdf.Dictionary) else _guess
        self._advance, self._name, self._size = self._advances[name], name, float(operands[1])

    def _place(self, operands: Sequence[Any]) -> None:
        self._text = self._line = _matrix(operands)

    def _shift(self, operands: Sequence[Any]) -> None:
        self._text = self._line = times((1.0, 0.0, 0.0, 1.0, float(operands[0]), float(operands[1])), self._line)

    def _shift_leading(self, operands: Sequence[Any]) -> None:
        self._leading = -float(operands[1])
        self._shift(operands)

    def _next_line(self, _: Sequence[Any]) -> None:
        self._shift((0.0, -self._leading))

    def _set(self, name: str, value: float) -> None:
        setattr(self, name, value)


_ACTS: dict[str, Callable[[TextState, Sequence[Any]], None]] = {
    "q": TextState._save,
    "Q": TextState._restore,
    "cm": TextState._concat,
    "BT": TextState._begin,
    "Tf": TextState._font,
    "Tm": TextState._place,
    "Td": TextState._shift,
    "TD": TextState._shift_leading,
    "T*": TextState._next_line,
    "Tc": lambda state, operands: state._set("_chars", float(operands[0])),
    "Tw": lambda state, operands: state._set("_words", float(operands[0])),
    "TL": lambda state, operands: state._set("_leading", float(operands[0])),
    "Ts": lambda state, operands: state._set("_rise", float(operands[0])),
    "Tz": lambda state, operands: state._set("_scale", float(operands[0]) / 100),
}


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands)
    return a, b, c, d, e, f


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
    return lambda s: sum(table.get(int.from_bytes(s[at : at + 2], "big"), usual) for at in range(0, len(s) - 1, 2))
