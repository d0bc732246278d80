r"""Table cells of more than one line: text that goes on below, while the page's text goes on to the right.

regionale omroep (Roos   Wat kan een inwoner   open        page text   ... (Roos\tWat kan een inwoner\topen\n
Bloem)                   zelf doen?                                    Bloem)\tzelf doen?
                                                           column      ... (Roos\nBloem)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf
from typing import NamedTuple

from redact.hyphen import Fate, fate
from redact.model import Glyph, Page

HYPHENS = ("-", "\u2010")
_PIECE = re.compile(r"[^\n\t]+")
_WORD = re.compile(r"\S+")
SHARED = 0.7
"""Points by which two edges of one column may differ."""
ALIGNED = 3.0
"""Points by which the left edges of a cell's lines may differ."""
LEADING = 1.9
"""Line heights between two lines of one cell, at most."""
MOST_BETWEEN = 5
"""Rows between two others of one table, at most."""
UNEVEN = 1.2
"""A distance between lines so many times another one is that between two rows."""
MOST_LINES = 80
"""A cell with more lines is read in parts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of one cell: its place in the page's text and on the page, in points."""

    start: int
    end: int
    x0: float
    x1: float
    y0: float
    y1: float

    @property
    def height(self) -> float:
        """Height of the line."""
        return self.y1 - self.y0


class Edge(NamedTuple):
    """Where the cells of some rows begin, in points, and the numbers of the first and the last row."""

    x: float
    first: int
    last: int

    def near(self, number: int) -> bool:
        """Whether a row is one of these or stands next to them."""
        return self.first - 1 <= number <= self.last + 1


@dataclass(frozen=True, slots=True)
class Column:
    """Lines that stand under each other as a text of their own. `starts` are where each piece begins in `text`."""

    pieces: tuple[Piece, ...]
    starts: tuple[int, ...]
    text: str = field(repr=False)

    def parts(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Stretches of the page's text under a span of this text; a hyphen at a line's end is in its stretch."""
        found = []
        for index, (piece, begin) in enumerate(zip(self.pieces, self.starts, strict=True)):
            after = self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)
            if start < after and end > begin:
                first = piece.start + max(0, start - begin)
                last = piece.end if end >= after else piece.start + end - begin
                found.append((first, last))
        return tuple(found)


def columns(page: Page) -> Iterator[Column]:
    """Cells of two lines or more, found as pieces of table rows that stand under each other.

    Rows that stand close together may be lines of one cell or records of their own: all are taken together here.
    """
    for chain, _ in _chains(page):
        yield _column(page, chain)


def wrapped(page: Page) -> Iterator[Column]:
    """Cells in which a text goes on in the next line, apart from the records above and below."""
    for chain, rows in _chains(page):
        for cell in _parted(chain, rows):
            yield _column(page, cell)


def _chains(page: Page) -> Iterator[tuple[list[Piece], list[list[Piece]]]]:
    """Pieces that stand under each other, and the row in which each stands."""
    if "\t" not in page.text:
        return
    lines = [_pieces(page, line.start(), line.end(), _PIECE) for line in re.finditer(r"[^\n]+", page.text)]
    edges = _column_edges(lines)
    rows = [_row(page, line, [edge.x for edge in edges if edge.near(number)]) for number, line in enumerate(lines)]
    row_of = {id(piece): row for row in rows for piece in row}
    below = dict(_links(rows))
    inner = {id(piece) for piece in below.values()}
    for row in rows:
        for piece in row:
            if id(piece) in below and id(piece) not in inner:
                chain = _chain(piece, below)
                yield chain, [row_of[id(each)] for each in chain]


Below = dict[int, Piece]


def _pieces(page: Page, start: int, end: int, pattern: re.Pattern[str]) -> list[Piece]:
    found = (_piece(page, match.start(), match.end()) for match in pattern.finditer(page.text, start, end))
    return [piece for piece in found if piece is not None]


def _column_edges(lines: list[list[Piece]]) -> list[Edge]:
    """Where cells begin: left edges that two rows or more share, rows of one table."""
    places = sorted((piece.x0, number) for number, line in enumerate(lines) for piece in line[1:])
    edges, taken = list[Edge](), list[int]()
    for (x, number), (following, _) in pairwise([*places, (inf, 0)]):
        taken.append(number)
        if following - x > SHARED:
            edges += [Edge(x, rows[0], rows[-1]) for rows in _tables(sorted(set(taken))) if len(rows) > 1]
            taken = []
    return edges


def _tables(numbers: list[int]) -> Iterator[list[int]]:
    """Numbers of rows, parted where too many rows lie between."""
    begin = 0
    for index in range(1, len(numbers) + 1):
        if index == len(numbers) or numbers[index] - numbers[index - 1] > MOST_BETWEEN:
            yield numbers[begin:index]
            begin = index


def _row(page: Page, line: list[Piece], edges: list[float]) -> list[Piece]:
    return [part for piece in line for part in _split(page, piece, edges)]


def _split(page: Page, piece: Piece, edges: list[float]) -> list[Piece]:
    """A piece cut where a word begins at the edge of a column: a full cell leaves no wide gap before the next one."""
    if not any(piece.x0 + ALIGNED < edge < piece.x1 for edge in edges):
        return [piece]
    words = _pieces(page, piece.start, piece.end, _WORD)
    cuts = [word.start for word in words[1:] if any(abs(word.x0 - edge) <= SHARED for edge in edges)]
    bounds = [piece.start, *cuts, piece.end]
    found = (_piece(page, start, end) for start, end in pairwise(bounds))
    return [part for part in found if part is not None]


def _piece(page: Page, start: int, end: int) -> Piece | None:
    glyphs = [page.glyphs[index] for index in page.offsets[start:end] if index >= 0]
    inked: list[Glyph] = [glyph for glyph in glyphs if glyph.char.strip() and glyph.x1 > glyph.x0]
    if not inked:
        return None
    last = end - (len(page.text[start:end]) - len(page.text[start:end].rstrip()))
    return Piece(
        start,
        last,
        min(glyph.x0 for glyph in inked),
        max(glyph.x1 for glyph in inked),
        min(glyph.y0 for glyph in inked),
        max(glyph.y1 for glyph in inked),
    )


def _links(rows: list[list[Piece]]) -> Iterator[tuple[int, Piece]]:
    """Pairs of a piece (by its id) and the one it goes on in; at least one of both stands in a row of several cells."""
    taken: set[int] = set()
    for number, row in enumerate(rows):
        for piece in row:
            for later in rows[number + 1 : number + 4]:
                goes_on = [each for each in later if id(each) not in taken and _stands_under(each, piece)]
                if goes_on and (len(row) > 1 or len(later) > 1):
                    taken.add(id(goes_on[0]))
                    yield id(piece), goes_on[0]
                if goes_on:
                    break


def _stands_under(lower: Piece, upper: Piece) -> bool:
    down = lower.y0 - upper.y0
    same_size = 0.7 < lower.height / max(upper.height, 0.1) < 1.4
    return abs(lower.x0 - upper.x0) <= ALIGNED and same_size and 0.5 * upper.height < down <= LEADING * upper.height


def _chain(piece: Piece, below: Below) -> list[Piece]:
    chain = [piece]
    while id(chain[-1]) in below:
        chain.append(below[id(chain[-1])])
    return chain


def _parted(chain: list[Piece], rows: list[list[Piece]]) -> Iterator[list[Piece]]:
    """The chain in cells: lines are closer to each other than rows, or a row that goes on has empty cells."""
    steps = [lower.y0 - upper.y0 for upper, lower in pairwise(chain)]
    middle = (min(steps) + max(steps)) / 2
    uneven = max(steps) > UNEVEN * min(steps)
    begin = 0
    for index, step in enumerate(steps, 1):
        goes_on = step < middle if uneven else _is_rest(rows[index], rows[begin])
        fits = all(chain[index].x1 < right.x0 for right in rows[begin] if right.x0 > chain[begin].x0)
        if not (goes_on and fits) or index - begin == MOST_LINES:
            if index - begin > 1:
                yield chain[begin:index]
            begin = index
    if len(chain) - begin > 1:
        yield chain[begin:]


def _is_rest(row: list[Piece], head: list[Piece]) -> bool:
    """Whether a row holds no record of its own: only one cell, or none below the first one of the row above."""
    return len(row) < len(head) and (len(row) == 1 or row[0].x0 > head[0].x0 + ALIGNED)


def _column(page: Page, chain: list[Piece]) -> Column:
    text, starts = "", []
    for number, piece in enumerate(chain):
        starts.append(len(text))
        line = page.text[piece.start : piece.end]
        below = chain[number + 1] if number + 1 < len(chain) else None
        text += joined(line, page.text[below.start : below.end]) if below else line
    return Column(tuple(chain), tuple(starts), text)


def joined(line: str, following: str) -> str:
    """A line with what parts it from the following one: nothing where a word goes on in lower case."""
    if line[-1:] not in HYPHENS or not line[-2:-1].isalpha() or not following[:1].islower():
        return line + "\n"
    verdict = fate(line[:-1].split()[-1], following.split()[:2])
    return {Fate.JOIN: line[:-1], Fate.KEEP: line, Fate.BREAK: line + "\n"}[verdict]
