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

from redact.model import Glyph, Page

_PIECE = re.compile(r"[^\n\t]+")
_WORD = re.compile(r"\S+")
SHARED = 0.7
"""Points by which two edges of one column may differ."""
ALIGNED = 3.0
"""Points by which the left edges of a cell's lines may differ."""
LEADING = 1.9
"""Line heights between two lines of one cell, at most."""


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


@dataclass(frozen=True, slots=True)
class Column:
    """The lines of one cell as a text of their own. `starts` are where each piece begins in `text`."""

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
    """Cells of two lines or more, found as pieces of table rows that stand under each other."""
    lines = [_pieces(page, line.start(), line.end(), _PIECE) for line in re.finditer(r"[^\n]+", page.text)]
    edges = _column_edges(lines)
    rows = [[part for piece in line for part in _split(page, piece, edges)] for line in lines]
    below = dict(_links(rows))
    inner = {id(piece) for piece in below.values()}
    for row in rows:
        for piece in row:
            if id(piece) in below and id(piece) not in inner:
                yield _column(page, _chain(piece, below))


Below = dict[int, Piece]


def _pieces(page: Page, start: int, end: int, pattern: re.Pattern[str]) -> list[Piece]:
    found = (_piece(page, match.start(), match.end()) for match in pattern.finditer(page.text, start, end))
    return [piece for piece in found if piece is not None]


def _column_edges(lines: list[list[Piece]]) -> list[float]:
    """Where cells begin: left edges that two rows or more share."""
    edges = sorted(piece.x0 for line in lines for piece in line[1:])
    return [edge for edge, following in pairwise(edges) if following - edge <= SHARED]


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


def _column(page: Page, chain: list[Piece]) -> Column:
    text, starts = "", []
    for number, piece in enumerate(chain):
        starts.append(len(text))
        line = page.text[piece.start : piece.end]
        following = page.text[chain[number + 1].start] if number + 1 < len(chain) else ""
        broken = len(line) > 1 and line[-1] in "-\u2010" and line[-2].isalpha() and following.islower()
        text += line[:-1] if broken else line + ("\n" if following else "")
    return Column(tuple(chain), tuple(starts), text)
