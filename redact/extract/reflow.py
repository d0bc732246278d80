"""Rows -> the text of a page, with the glyph behind every letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from redact.extract.letters import SOFT_HYPHEN, shows_nothing
from redact.extract.order import Piece, Row
from redact.extract.runs import NARROW_GAP, SPACE_GAP
from redact.geometry import Rect
from redact.hyphen import Fate, fate
from redact.model import Glyph

CELL_GAP = 1.2
"""A wider gap inside a row, in em, parts table cells."""
OTHER_SIZE = 0.8
"""A smaller share of the larger size is another size: what is set so beside a word hardly belongs to it."""
HYPHENS = ("-", "\u2010")


@dataclass(slots=True)
class Reflowed:
    """The parts of a `Page` that come from its rows."""

    text: list[str] = field(default_factory=list, repr=False)
    offsets: list[int] = field(default_factory=list)
    glyphs: list[Glyph] = field(default_factory=list, repr=False)
    body: tuple[int, int] = (0, 0)


def reflow(rows: Sequence[Row]) -> Reflowed:
    """Text, offsets and glyphs of rows in reading order.

    Args:
        rows: as `reading_order` gives them.

    Returns:
        `text` as single characters, as long as `offsets`; `body` as in `Page`.
    """
    page = Reflowed()
    body: list[int] = []
    above: Row | None = None
    for line, row in enumerate(rows):
        if above is not None:
            _break_line(page, above, row)
        begin = len(page.text)
        _append_row(page, row, line)
        if len(page.text) > begin:
            above = row
            if not all(piece.run.recurring for piece in row.pieces):
                body += [begin, len(page.text)]
    if body:
        page.body = body[0], body[-1]
    return page


def _break_line(page: Reflowed, above: Row, row: Row) -> None:
    """Put what belongs between two rows: nothing where a word goes on, else a line end or an empty line."""
    verdict = Fate.BREAK if row.opens or not _goes_on_below(above, row) else _at_line_end(page, above, row)
    if verdict is Fate.BREAK:
        page.text.extend("\n\n" if row.opens else "\n")
        page.offsets.extend([-1, -1] if row.opens else [-1])
    elif verdict is Fate.JOIN and page.text[-1] in HYPHENS:
        del page.text[-1], page.offsets[-1]


def _at_line_end(page: Reflowed, above: Row, row: Row) -> Fate:
    if "".join(above.pieces[-1].run.letters).rstrip().endswith(SOFT_HYPHEN):
        return Fate.JOIN
    if page.text[-1] not in HYPHENS:
        return Fate.BREAK
    tail = "".join(page.text[-80:-1])
    word = tail.split()[-1] if tail and not tail[-1].isspace() else ""
    following = " ".join("".join(piece.run.letters) for piece in row.pieces[:3]).split()
    return fate(word, following[:2])


def _goes_on_below(above: Row, row: Row) -> bool:
    """Whether the row begins under the last cell of the row above, so that a word of it can go on here."""
    cell = last = above.pieces[-1]
    for piece in reversed(above.pieces[:-1]):
        if cell.x0 - piece.x1 > CELL_GAP * max(cell.em, piece.em):
            break
        cell = piece
    return cell.x0 - 4 * cell.em < row.pieces[0].x0 < last.x1


def _append_row(page: Reflowed, row: Row, line: int) -> None:
    left: Piece | None = None
    seen: set[tuple[str, int, int]] = set()
    for piece in row.pieces:
        letters, offsets = _read(piece, len(page.glyphs))
        page.glyphs.extend(_glyphs(piece, line))
        copy = ("".join(letters), round(piece.x0 / piece.em * 2), round(piece.x1 / piece.em * 2))
        if not letters or copy in seen:
            continue
        seen.add(copy)
        if left is not None:
            between = _between(left, piece)
            page.text.extend(between)
            page.offsets.extend(-1 for _ in between)
        page.text.extend(letters)
        page.offsets.extend(offsets)
        left = piece


def _between(left: Piece, right: Piece) -> str:
    em = max(left.em, right.em)
    gap = right.x0 - left.x1
    if gap > CELL_GAP * em:
        return "\t"
    least = SPACE_GAP * em if min(left.em, right.em) > OTHER_SIZE * em else NARROW_GAP * min(left.em, right.em)
    apart = gap > least or gap < -0.5 * em or left.run.letters[-1] == " " or right.run.letters[0] == " "
    return " " if apart else ""


def _glyphs(piece: Piece, line: int) -> Iterator[Glyph]:
    return map(Glyph, piece.run.letters, *zip(*piece.run.boxes, strict=True), repeat(line))


def _read(piece: Piece, base: int) -> tuple[Sequence[str], Sequence[int]]:
    """The characters of a run and their glyphs, counted from `base`; no white space around, one space between words."""
    run = piece.run
    text = "".join(run.letters)
    if len(text) == len(run.letters) and not run.spaced and "  " not in text and text.isascii():
        stripped = text.lstrip()
        begin = base + len(text) - len(stripped)
        stripped = stripped.rstrip()
        return stripped, range(begin, begin + len(stripped))
    return _read_closely(run.letters, run.boxes, run.spaced, base, run.em)


def _read_closely(
    letters: Sequence[str], boxes: Sequence[Rect], spaced: frozenset[int], base: int, em: float
) -> tuple[list[str], list[int]]:
    text: list[str] = []
    offsets: list[int] = []
    for index, reading in enumerate(letters):
        if shows_nothing(reading):
            continue
        if index in spaced and text and text[-1] != " ":
            text.append(" ")
            offsets.append(-1)
        if reading == " " and (not text or text[-1] == " "):
            continue
        text.extend(reading)
        offsets.extend(base + index for _ in reading)
    while text and text[-1] == " ":
        del text[-1], offsets[-1]
    return text, offsets
