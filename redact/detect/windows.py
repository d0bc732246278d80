"""The texts that are looked at: each page, and the seam around each page end.

    page n                          page n+1
    +---------------------+         +---------------------+
    | header              |         | header              |
    | body ...            |         | [start of the body] |  right half of the seam
    | ... [end of body]   |  left   | ...                 |
    | footer              |  half   |                     |
    +---------------------+         +---------------------+

A seam leaves out footer and header, and a hyphen at the end of page n when page n+1 goes on in lower case.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from redact import limits
from redact.detect.cells import Column, columns, joined, wrapped
from redact.geometry import boxes_by_line
from redact.model import Box, Page

CONTEXT_CHARS = 60
PROSE_CHARS = 22
"""A line of so many characters at the foot or the head of a column is running text."""
_BLANK_LINE = "\n\n"
_GOES_ON = re.compile(r"(?<=[\w,\u2010-])\n\n(?=\S)")


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of text of one page, and where it starts there."""

    page: Page
    start: int
    text: str = field(repr=False)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets in the page's text of a span of this window."""
        return self.start + start, self.start + end

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of a span of this window."""
        return page_boxes(self.page, self.start + start, self.start + end)

    def parts(self, start: int, end: int) -> int:
        """In how many stretches of text a span stands: one."""
        return 1

    def column_ends(self) -> Iterator[int]:
        """Places in `text` of a newline too many: a sentence goes on at the head of the next column."""
        for match in _GOES_ON.finditer(self.text):
            foot, head = self.start + match.start() - 1, self.start + match.end()
            if _is_higher(self.page, head, foot) and _is_prose(self.text, match.start(), match.end()):
                yield match.start()


@dataclass(frozen=True, slots=True)
class Seam:
    """The end of one page's body joined to the start of the next one's.

    `cut` is where the first page's text ends in `text`, `resume` where the second one's begins.
    """

    page: Page
    following: Page
    left: int
    right: int
    left_end: int
    cut: int
    resume: int
    text: str = field(repr=False)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets of a span that touches both pages: the end counts on past the first page's text; else None."""
        if start >= self.cut or end <= self.resume:
            return None
        return self.left + start, len(self.page.text) + self.right + end - self.resume

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of a span, on both pages; a hyphen at the first page's end is under them."""
        before = page_boxes(self.page, self.left + start, self.left_end)
        return before + page_boxes(self.following, self.right, self.right + end - self.resume)

    def parts(self, start: int, end: int) -> int:
        """In how many stretches of text a span stands: one on either page."""
        return 2


@dataclass(frozen=True, slots=True)
class Cell:
    """The lines of one table cell, joined."""

    page: Page
    column: Column

    @property
    def text(self) -> str:
        """The cell's text."""
        return self.column.text

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets of a span that goes on in a further line, from its first to its last character; else None."""
        parts = self.column.parts(start, end)
        return (parts[0][0], parts[-1][1]) if len(parts) > 1 else None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of a span, one a line."""
        return tuple(box for part in self.column.parts(start, end) for box in page_boxes(self.page, *part))

    def parts(self, start: int, end: int) -> int:
        """In how many stretches of the page's text a span stands."""
        return len(self.column.parts(start, end))


@dataclass(frozen=True, slots=True)
class Cells:
    """Table cells of one page in which the text goes on below, one after the other with a blank line between them."""

    page: Page
    columns: tuple[Column, ...]
    starts: tuple[int, ...]
    text: str = field(repr=False)

    def place(self, start: int, end: int) -> tuple[int, int] | None:
        """Offsets of a span of one cell that goes on in a further line or begins one; else None.

        What stands in the midst of a line was seen with the line.
        """
        stretches = self._stretches(start, end)
        if len(stretches) > 1 or (stretches and stretches[0][0] in self._further_lines()):
            return stretches[0][0], stretches[-1][1]
        return None

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of a span, one a line."""
        return tuple(box for part in self._stretches(start, end) for box in page_boxes(self.page, *part))

    def parts(self, start: int, end: int) -> int:
        """In how many stretches of the page's text a span stands."""
        return len(self._stretches(start, end))

    def _further_lines(self) -> set[int]:
        return {piece.start for column in self.columns for piece in column.pieces[1:]}

    def _stretches(self, start: int, end: int) -> tuple[tuple[int, int], ...]:
        number = bisect_right(self.starts, start) - 1
        begin, column = self.starts[number], self.columns[number]
        return column.parts(start - begin, end - begin) if end - begin <= len(column.text) else ()


def page_boxes(page: Page, start: int, end: int) -> tuple[Box, ...]:
    """One box a line around the glyphs from the first to the last character of page.text[start:end].

    The stretch is taken in `Page.glyphs`: what `text` leaves out between them (a hyphen at a line end) is covered.
    """
    shown = [index for index in page.offsets[start:end] if index >= 0]
    if not shown:
        return ()
    return boxes_by_line(page.glyphs[min(shown) : max(shown) + 1], page.number)


def page_windows(page: Page, size: int | None = limits.WINDOW_CHARS) -> Iterator[Window]:
    """The page's text, in stretches of at most `size` that overlap by SEAM_CHARS and cut no word."""
    text, start = page.text, 0
    while size is not None and len(text) - start > size:
        end = _word_start(text, start + size, back=True)
        yield Window(page, start, text[start:end])
        start = _word_start(text, end - limits.SEAM_CHARS, back=True)
    yield Window(page, start, text[start:])


def seam(page: Page, following: Page, reach: int = limits.SEAM_CHARS) -> Seam | None:
    """What runs over the end of `page`, or None where either body is empty.

    Args:
        page: A page.
        following: The next page.
        reach: Characters taken from either body.
    """
    before = page.text[: page.body[1]].rstrip()
    left = _word_start(before, max(page.body[0], len(before) - reach), back=False)
    right = following.body[0] + _leading_space(following.text[slice(*following.body)])
    right_end = _word_start(following.text, min(following.body[1], right + reach), back=True)
    head, tail = before[left:], following.text[right:right_end]
    if not head.strip() or not tail.strip():
        return None
    whole = joined(head, tail)
    cut = min(len(head), len(whole))
    return Seam(page, following, left, right, len(before), cut, len(whole), whole + tail)


def windows(
    pages: Iterable[Page], *, size: int | None = limits.WINDOW_CHARS, reach: int = limits.SEAM_CHARS
) -> Iterator[Window | Seam]:
    """All windows of a document in order; at most two pages are held at a time.

    Args:
        pages: The pages in order; read once.
        size: Characters in a window at most; None for whole pages.
        reach: Characters of either body in a seam.
    """
    previous: Page | None = None
    for page in pages:
        if previous is not None:
            yield from filter(None, (seam(previous, page, reach),))
        yield from page_windows(page, size)
        previous = page


def cells(page: Page) -> Iterator[Cell]:
    """The table cells of a page that have several lines."""
    return (Cell(page, column) for column in columns(page))


def wrapped_cells(page: Page, size: int = limits.WINDOW_CHARS) -> Iterator[Cells]:
    """All cells of a page in which the text goes on below, together: an analyzer is dear to call.

    Args:
        page: A page.
        size: Characters taken together, at most; a longer cell stands alone.
    """
    taken: list[Column] = []
    length = 0
    for column in wrapped(page):
        if taken and length + len(column.text) > size:
            yield _together(page, taken)
            taken, length = [], 0
        taken.append(column)
        length += len(column.text) + len(_BLANK_LINE)
    if taken:
        yield _together(page, taken)


def _together(page: Page, taken: Sequence[Column]) -> Cells:
    lengths = (len(column.text) + len(_BLANK_LINE) for column in taken[:-1])
    starts = tuple(accumulate(lengths, initial=0))
    return Cells(page, tuple(taken), starts, _BLANK_LINE.join(column.text for column in taken))


def surroundings(text: str, start: int, end: int) -> str:
    """About CONTEXT_CHARS characters on either side of a span, and the span, on one line."""
    return " ".join(text[max(0, start - CONTEXT_CHARS) : end + CONTEXT_CHARS].split())


def _is_higher(page: Page, place: int, other: int) -> bool:
    """Whether a letter of the page's text stands above and to the right of another one of about its size."""
    indexes = page.offsets[place], page.offsets[other]
    if min(indexes) < 0:
        return False
    upper, lower = (page.glyphs[index] for index in indexes)
    height = lower.y1 - lower.y0
    same_size = 0.85 * height < upper.y1 - upper.y0 < 1.18 * height
    return same_size and upper.y1 < lower.y0 and upper.x0 > lower.x1


def _is_prose(text: str, foot: int, head: int) -> bool:
    """Whether two lines before a place and two lines behind another one are running text."""
    before = text[max(0, foot - limits.SEAM_CHARS) : foot].split("\n")[-2:]
    behind = text[head : head + limits.SEAM_CHARS].split("\n")[:2]
    return all(len(line) >= PROSE_CHARS and "\t" not in line for line in (*before, *behind))


def _leading_space(text: str) -> int:
    return len(text) - len(text.lstrip())


def _word_start(text: str, position: int, *, back: bool) -> int:
    """The nearest place at which no word is cut, within SEAM_CHARS of `position`; else `position` itself."""
    for step in range(limits.SEAM_CHARS):
        place = position - step if back else position + step
        if place <= 0 or place >= len(text) or text[place - 1].isspace() or text[place].isspace():
            return max(0, min(place, len(text)))
    return position
