"""Runs -> rows in reading order: visual lines rebuilt, columns one after the other, table rows left whole.

+----------------------+      a gutter through several rows with prose on both sides (or prose beside
| heading over both    |      small print, as in a letter's colophon) parts columns:
+---------+  +---------+
| 1 left  |  | 2 right |      heading, left, right, footer
| column  |  | column  |
+---------+--+---------+      Without prose on both sides it is a table or a form, and its rows stay rows:
| footer               |      "Van:<tab>J. Jansen"
+----------------------+
"""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from statistics import median
from typing import NamedTuple

from redact.extract.runs import Point, Run

SAME_LINE = 0.4
"""Baselines closer than this, in em of the smaller, are one line."""
PROSE_CHARS = 22
"""A line with this many characters is prose, not a cell."""
SMALL_PRINT = 0.87
"""A column in a font this much smaller than its neighbour is no table cell."""
BULLET_CHARS = 3
"""Rows of so few characters are bullets or numbers before text."""
PARAGRAPH = 1.5
"""A distance between baselines of so many usual ones begins a paragraph."""
QUADRANT = math.pi / 2


class Piece(NamedTuple):
    """A run seen along its reading direction: x runs along it, y down across it."""

    x0: float
    x1: float
    y: float
    em: float
    run: Run


class Gap(NamedTuple):
    """White space that all rows of a band share."""

    x0: float
    x1: float


@dataclass(slots=True)
class Row:
    """Pieces on one visual line, left to right."""

    pieces: list[Piece]
    opens: bool = False
    """Whether a paragraph or block begins with it."""

    @property
    def y(self) -> float:
        """The baseline of its largest piece."""
        return max(self.pieces, key=lambda piece: piece.em).y

    @property
    def em(self) -> float:
        """Height of its largest letters."""
        return max(piece.em for piece in self.pieces)

    @property
    def chars(self) -> int:
        """Number of glyphs."""
        return sum(len(piece.run.letters) for piece in self.pieces)


def reading_order(runs: Sequence[Run]) -> list[Row]:
    """The rows of a page as people read them.

    Args:
        runs: all runs of one page, in any order and direction.

    Returns:
        Rows in order; text in the direction that most letters have comes first.
    """
    groups: dict[int, list[Run]] = {}
    for run in runs:
        groups.setdefault(_bearing(run.direction), []).append(run)
    ordered: list[Row] = []
    for group in sorted(groups.values(), key=lambda g: -sum(len(run.letters) for run in g)):
        above: Row | None = None
        for leaf in _leaves(_rows(_pieces(group))):
            _mark_blocks(above, leaf)
            ordered.extend(leaf)
            above = leaf[-1]
    return ordered


def _bearing(direction: Point) -> int:
    """Writing direction in whole degrees; a skew scan counts as straight."""
    angle = math.atan2(direction[1], direction[0])
    nearest = round(angle / QUADRANT) * QUADRANT
    return round(math.degrees(nearest if abs(angle - nearest) < 0.17 else angle)) % 360


def _pieces(group: Sequence[Run]) -> list[Piece]:
    """Runs of about one direction, measured along the direction that most of their letters have."""
    weights: dict[Point, int] = {}
    for run in group:
        weights[run.direction] = weights.get(run.direction, 0) + len(run.letters)
    c, s = max(weights, key=lambda direction: weights[direction])
    pieces = []
    for run in group:
        rc, rs = run.direction
        x, y = run.start * rc - run.baseline * rs, run.start * rs + run.baseline * rc
        start = x * c + y * s
        pieces.append(Piece(start, start + run.end - run.start, y * c - x * s, run.em, run))
    return pieces


def _rows(pieces: Iterable[Piece]) -> list[Row]:
    """Pieces on the same baseline, gathered from top to bottom."""
    rows: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda p: p.y):
        if rows and piece.y - rows[-1][0].y < SAME_LINE * min(piece.em, rows[-1][0].em):
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return [Row(sorted(row, key=itemgetter(0, 1, 2, 3))) for row in _with_scripts(rows)]


def _with_scripts(rows: list[list[Piece]]) -> list[list[Piece]]:
    """Superscripts and subscripts that stand against a word of a larger line go into that line."""
    merged: list[list[Piece]] = []
    for index, row in enumerate(rows):
        if len(row) == 1:
            beside = [r for r in (*merged[-1:], *rows[index + 1 : index + 2]) if _is_script(row[0], r)]
            if beside:
                beside[0].append(row[0])
                continue
        merged.append(row)
    return merged


def _is_script(piece: Piece, row: list[Piece]) -> bool:
    return any(
        piece.em < 0.8 * other.em
        and -0.3 * other.em < other.y - piece.y < 0.7 * other.em
        and min(abs(piece.x0 - other.x1), abs(piece.x1 - other.x0)) < 0.3 * other.em
        for other in row
    )


def _leaves(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows cut into blocks that are read from top to bottom."""
    begin = 0
    pending: list[Row] = []
    while begin < len(rows):
        end, gutter = _band(rows, begin)
        if gutter is None:
            pending.extend(rows[begin:end])
            begin = end
            continue
        first, end = _without_margins(rows, begin, end)
        pending.extend(rows[begin:first])
        if pending:
            yield pending
            pending = []
        for side in _sides(rows[first:end], gutter):
            yield from _leaves(side)
        begin = end
    if pending:
        yield pending


def _band(rows: list[Row], begin: int) -> tuple[int, Gap | None]:
    """From `begin` on, the rows that share a gutter between columns.

    Returns:
        Index of the row after the band, and its gutter; None when no columns begin here, then the band reads as it is.
    """
    free = _without([Gap(-math.inf, math.inf)], rows[begin])
    for index in range(begin + 1, len(rows)):
        left_over = _without(free, rows[index])
        lost = [gap for gap in free if _inner(gap) and not any(_overlap(gap, other) for other in left_over)]
        gutter = _best(rows[begin:index], list(filter(_inner, free)), lost)
        if gutter or not any(map(_inner, left_over)):
            return index, gutter
        free = left_over
    alive = list(filter(_inner, free))
    return len(rows), _best(rows[begin:], alive, alive)


def _without_margins(rows: list[Row], begin: int, end: int) -> tuple[int, int]:
    """The band without one or two rows far above or below the rest: a page header or footer over all columns."""
    far = 2.5 * median(b.y - a.y for a, b in pairwise(rows[begin:end]))
    jumps = [i for i in range(begin + 1, end) if rows[i].y - rows[i - 1].y > far]
    first = max((i for i in jumps if i - begin <= 2), default=begin)
    last = min((i for i in jumps if end - i <= 2 and i - first >= 3), default=end)
    return first, last


def _without(free: list[Gap], row: Row) -> list[Gap]:
    """White space left when the row's pieces are laid over it; too narrow slits are gone."""
    for piece in row.pieces:
        slit = 0.7 * piece.em
        cut = []
        for gap in free:
            if piece.x1 <= gap.x0 or piece.x0 >= gap.x1:
                cut.append(gap)
                continue
            parts = (Gap(gap.x0, min(gap.x1, piece.x0)), Gap(max(gap.x0, piece.x1), gap.x1))
            cut.extend(part for part in parts if part.x1 - part.x0 >= slit)
        free = cut
    return free


def _inner(gap: Gap) -> bool:
    return math.isfinite(gap.x0) and math.isfinite(gap.x1)


def _overlap(gap: Gap, other: Gap) -> bool:
    return _inner(other) and gap.x0 < other.x1 and other.x0 < gap.x1


def _best(rows: list[Row], gaps: list[Gap], candidates: list[Gap]) -> Gap | None:
    """The widest candidate that parts columns.

    Args:
        rows: of a band.
        gaps: all white strips through it.
        candidates: those of them to choose from.
    """
    if len(rows) < 3 or not candidates:
        return None
    middles = sorted((gap.x0 + gap.x1) / 2 for gap in gaps)
    strips: list[list[Row]] = [[] for _ in range(len(middles) + 1)]
    for row in rows:
        for index, pieces in groupby(row.pieces, lambda piece: bisect(middles, piece.x0)):
            strips[index].append(Row(list(pieces)))
    columns = _columns(strips)
    for gap in sorted(candidates, key=lambda g: g.x0 - g.x1):
        place = bisect(middles, gap.x0)
        if any(index <= place for index in columns) and any(index > place for index in columns):
            return gap
    return None


def _columns(strips: list[list[Row]]) -> list[int]:
    """Which strips are columns of text; none when one of them is cells, for then all are a table.

    Bullets and a stray line or two are neither.
    """
    told = [i for i, rows in enumerate(strips) if len(rows) > 2 and median(row.chars for row in rows) > BULLET_CHARS]
    prose = [i for i in told if _is_prose(strips[i])]
    if not prose:
        return []
    usual = median(row.em for i in prose for row in strips[i])
    cells = [i for i in told if i not in prose and median(row.em for row in strips[i]) >= SMALL_PRINT * usual]
    return [] if cells else told


def _sides(rows: list[Row], gap: Gap) -> tuple[list[Row], list[Row]]:
    """What stands left and right of a gap, as rows of their own."""
    middle = (gap.x0 + gap.x1) / 2
    left = [[p for p in row.pieces if p.x0 < middle] for row in rows]
    right = [[p for p in row.pieces if p.x0 >= middle] for row in rows]
    return [Row(pieces) for pieces in left if pieces], [Row(pieces) for pieces in right if pieces]


def _is_prose(rows: list[Row]) -> bool:
    """Whether most rows are one long line of text."""
    return sum(row.chars >= PROSE_CHARS and _is_whole(row) for row in rows) >= 0.6 * len(rows)


def _is_whole(row: Row) -> bool:
    return all(b.x0 - a.x1 < 1.2 * max(a.em, b.em) for a, b in pairwise(row.pieces))


def _mark_blocks(above: Row | None, rows: list[Row]) -> None:
    """Say of each row whether a paragraph begins with it: much white above it, or letters of another size."""
    usual = median([b.y - a.y for a, b in pairwise(rows)] or [0.0])
    for row in rows:
        row.opens = above is None or _opens(above, row, usual)
        above = row


def _opens(above: Row, row: Row, usual: float) -> bool:
    em = min(above.em, row.em)
    step = row.y - above.y
    beside = row.pieces[0].x0 > above.pieces[-1].x1 or row.pieces[-1].x1 < above.pieces[0].x0
    resized = not 0.85 < row.em / above.em < 1.18
    return step < 0 or beside or resized or step > PARAGRAPH * min(max(usual, 1.15 * em), 2 * em)
