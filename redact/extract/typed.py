"""Plain text -> Page: laid out as a typewriter would, then read as a page of a PDF is read.

Every character stands in a column and a line of its own, so that a box on the page leads back to the characters that
it covers, whatever reading the page has left out or joined.

    Van: Jan de Vries         column 0..16 of line 0
    betreft: besluit-         'besluitvorming' in the page's text, the hyphen among its glyphs only
    vorming
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from redact.extract.order import reading_order
from redact.extract.reflow import reflow
from redact.extract.runs import Run, read_runs
from redact.model import Box, Page, PageKind

ADVANCE = 6.0
"""Width of every character, in points: that of Courier at 10 points."""
EM = 10.0
LEADING = 12.0
MARGIN = 36.0
ABOVE = 0.8 * EM
BELOW = 0.2 * EM
TAB = 4
"""Columns that a tab takes."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as one page. `columns[line][column]` is the offset in the text of what stands there."""

    page: Page
    columns: tuple[tuple[int, ...], ...]

    def under(self, boxes: Iterable[Box]) -> Iterator[int]:
        """Offsets of the characters whose middle lies under one of the boxes, of this page."""
        for box in boxes:
            top, bottom = (_line_at(y) for y in (box.y0, box.y1))
            for line in self.columns[max(0, top) : bottom + 1]:
                first, last = (round((x - MARGIN) / ADVANCE) for x in (box.x0, box.x1))
                yield from line[max(0, first) : max(0, last)]


@dataclass(frozen=True, slots=True)
class _Line:
    """One line as typed: what stands in each column, and its offset in the text."""

    letters: list[str] = field(default_factory=list, repr=False)
    offsets: list[int] = field(default_factory=list)


def typed(text: str) -> Typed:
    """The page of a text: one line a line of the text, blank lines left free."""
    lines = list(_lines(text))
    widest = max(len(line.letters) for line in lines)
    width, height = 2 * MARGIN + widest * ADVANCE, 2 * MARGIN + len(lines) * LEADING
    runs: list[Run] = []
    for number, line in enumerate(lines):
        if "".join(line.letters).strip():
            runs += read_runs(_drawn(line, number), width, height, recurring=False)
    read = reflow(reading_order(runs))
    page = Page(
        number=1,
        width=width,
        height=height,
        rotation=0,
        kind=PageKind.TEXT,
        text="".join(read.text),
        glyphs=tuple(read.glyphs),
        offsets=tuple(read.offsets),
        body=read.body,
    )
    return Typed(page, tuple(tuple(line.offsets) for line in lines))


def _lines(text: str) -> Iterator[_Line]:
    """Lines with a tab as some columns of white space."""
    offset = 0
    for part in text.split("\n"):
        line = _Line()
        for char in part:
            room = TAB if char == "\t" else 1
            line.letters.extend(" " * room if char == "\t" else char)
            line.offsets.extend([offset] * room)
            offset += 1
        yield line
        offset += 1


def _baseline(line: int) -> float:
    return MARGIN + ABOVE + line * LEADING


def _line_at(y: float) -> int:
    """The line whose band of LEADING points holds this height."""
    return int((y - MARGIN) // LEADING)


def _drawn(line: _Line, number: int) -> dict[str, Any]:
    """The line as MuPDF's raw dictionary says it, without white space around."""
    y = _baseline(number)
    chars: list[dict[str, Any]] = [
        {"c": letter, "origin": (x, y), "bbox": (x, y - ABOVE, x + ADVANCE, y + BELOW)}
        for letter, x in ((letter, MARGIN + column * ADVANCE) for column, letter in enumerate(line.letters))
    ]
    while chars[-1]["c"].isspace():
        chars.pop()
    while chars[0]["c"].isspace():
        chars.pop(0)
    box = (*chars[0]["bbox"][:2], *chars[-1]["bbox"][2:])
    span = {"size": EM, "bbox": box, "chars": chars, "ascender": ABOVE / EM, "descender": -BELOW / EM}
    return {"dir": (1.0, 0.0), "wmode": 0, "bbox": box, "spans": [span]}
