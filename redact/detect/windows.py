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

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from redact import limits
from redact.detect.cells import Column, columns
from redact.geometry import boxes_by_line
from redact.model import Box, Page

CONTEXT_CHARS = 60


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
    broken = len(head) > 1 and head[-1] in "-\u2010" and head[-2].isalpha() and tail[0].islower()
    joint = "" if broken else "\n"
    cut = len(head) - broken
    return Seam(page, following, left, right, len(before), cut, cut + len(joint), head[:cut] + joint + tail)


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


def surroundings(text: str, start: int, end: int) -> str:
    """About CONTEXT_CHARS characters on either side of a span, and the span, on one line."""
    return " ".join(text[max(0, start - CONTEXT_CHARS) : end + CONTEXT_CHARS].split())


def _leading_space(text: str) -> int:
    return len(text) - len(text.lstrip())


def _word_start(text: str, position: int, *, back: bool) -> int:
    """The nearest place at which no word is cut, within SEAM_CHARS of `position`; else `position` itself."""
    for step in range(limits.SEAM_CHARS):
        place = position - step if back else position + step
        if place <= 0 or place >= len(text) or text[place - 1].isspace() or text[place].isspace():
            return max(0, min(place, len(text)))
    return position
