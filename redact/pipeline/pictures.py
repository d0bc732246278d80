"""Pages to look at: their picture, their words, and how they would be published. Each function runs in a worker.

A page that hangs or kills MuPDF costs its worker and nothing else. Workers keep the last documents open.
"""

from __future__ import annotations

import math
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from importlib import import_module
from pathlib import Path
from typing import NamedTuple, Self

import pymupdf

from redact.detect.windows import page_boxes, surroundings
from redact.errors import DocumentRefused
from redact.extract import Reader, reading
from redact.files import room_beside
from redact.geometry import boxes_by_line, hull
from redact.model import Box, BurnSettings, Page, Redaction

SECONDS = 20.0
"""How long a worker may take over one page."""
SECONDS_TO_BURN = 90.0
NARROWEST, WIDEST = 200, 3000
"""Pixels across a page."""
MOST_PIXELS = 16e6
_OPEN_AT_ONCE = 4


class Word(NamedTuple):
    """A word, or the part of one that stands on one line. `box` is in page space; `start`, `end` in the page's text."""

    text: str
    start: int
    end: int
    line: int
    box: tuple[float, float, float, float]


_NUMBERS = 7


@dataclass(frozen=True, slots=True)
class PageWords:
    """What stands on a page, kept small: many thousands of pages are held at once.

    Sizes are of the unrotated page, in points. `places` has seven numbers for each word, see `words`.
    """

    number: int
    width: float
    height: float
    rotation: int
    text: str = field(repr=False)
    places: array[float] = field(repr=False)

    @classmethod
    def of(cls, page: Page, words: Iterable[Word]) -> Self:
        """The words of a page, packed."""
        numbers = (number for word in words for number in (word.start, word.end, word.line, *word.box))
        return cls(page.number, page.width, page.height, page.rotation, page.text, array("f", numbers))

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the unrotated page, in points."""
        return self.width, self.height

    @property
    def words(self) -> Iterator[Word]:
        """The words in the order of the text."""
        numbers = self.places
        for at in range(0, len(numbers), _NUMBERS):
            start, end, line = (int(number) for number in numbers[at : at + 3])
            x0, y0, x1, y1 = numbers[at + 3 : at + _NUMBERS]
            yield Word(self.text[start:end], start, end, line, (x0, y0, x1, y1))

    def first_box(self, start: int, end: int) -> Box | None:
        """Where a stretch of the text begins: around those of its words that stand on its first line."""
        touched = [word for word in self.words if word.start < end and word.end > start]
        boxes = [Box(self.number, *word.box) for word in touched if word.line == touched[0].line]
        return hull(boxes) if boxes else None


@dataclass(frozen=True, slots=True)
class PageTask:
    """One page of a normalised document; `pixels` is the width of its picture."""

    pdf: Path
    page: int
    pixels: int = 0


@dataclass(frozen=True, slots=True)
class StretchTask(PageTask):
    """A stretch of a page's text, by its offsets."""

    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of text on one line, the text around it, and one box a line, a hyphen at a line end under them."""

    text: str = field(repr=False)
    context: str = field(repr=False)
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class PreviewTask(PageTask):
    """A page with what is to be burnt on it; `pdf` lies in the document's work folder."""

    redactions: tuple[Redaction, ...] = ()
    settings: BurnSettings = field(default_factory=BurnSettings)


def wake(number: int) -> int:
    """Loads what a worker needs, so that the first page comes as fast as the others; gives its number back."""
    import_module("redact.burn")
    return number


def draw_page(task: PageTask) -> bytes:
    """The page as people see it, rotation and all, as PNG.

    Raises:
        DocumentRefused: it cannot be drawn; in Dutch.
    """
    return _drawn(task.pdf, task.page, task.pixels)


def _drawn(pdf: Path, number: int, pixels: int) -> bytes:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        with pymupdf.open(pdf, filetype="pdf") as document:
            page = document[number - 1]
            wide = max(NARROWEST, min(pixels, WIDEST)) / page.rect.width
            scale = min(wide, math.sqrt(MOST_PIXELS / (page.rect.width * page.rect.height)))
            picture = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=False)
            return bytes(picture.tobytes("png"))
    except (RuntimeError, ValueError, IndexError, ZeroDivisionError, pymupdf.mupdf.FzErrorBase):
        raise DocumentRefused(f"Pagina {number} kan niet worden getoond.") from None


def read_words(task: PageTask) -> PageWords:
    """The words of a page.

    Raises:
        DocumentRefused: it cannot be read; in Dutch.
    """
    return _words_of(_open(task.pdf).page(task.page))


def read_stretch(task: StretchTask) -> Stretch:
    """A stretch of a page's text with its place.

    Raises:
        DocumentRefused: the page cannot be read; in Dutch.
    """
    page = _open(task.pdf).page(task.page)
    text = " ".join(page.text[task.start : task.end].split())
    around = surroundings(page.text, task.start, task.end)
    return Stretch(text, around, page_boxes(page, task.start, task.end))


def preview_page(task: PreviewTask) -> bytes:
    """The page as it would be published: taken out of its document, burnt by the real burner, drawn as PNG.

    Raises:
        DocumentRefused: it cannot be burnt or drawn; in Dutch.
    """
    from redact.burn import burn

    with room_beside(task.pdf) as room:
        _take_page(task.pdf, task.page, room / "page.pdf")
        burn(room / "page.pdf", [_alone(each) for each in task.redactions], room / "burnt.pdf", task.settings)
        return _drawn(room / "burnt.pdf", 1, task.pixels)


def _take_page(pdf: Path, number: int, target: Path) -> None:
    try:
        with pymupdf.open(pdf, filetype="pdf") as document:
            document.select([number - 1])
            document.save(target)
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        raise DocumentRefused(f"Pagina {number} kan niet worden getoond.") from None


def _alone(redaction: Redaction) -> Redaction:
    return replace(redaction, boxes=tuple(replace(box, page=1) for box in redaction.boxes))


_readers: OrderedDict[tuple[Path, int], tuple[Reader, ExitStack]] = OrderedDict()


def _open(pdf: Path) -> Reader:
    """A reader of this file, kept open for the next page."""
    key = (pdf, pdf.stat().st_mtime_ns)
    if key not in _readers:
        stack = ExitStack()
        _readers[key] = stack.enter_context(reading(pdf)), stack
        if len(_readers) > _OPEN_AT_ONCE:
            _readers.popitem(last=False)[1][1].close()
    _readers.move_to_end(key)
    return _readers[key][0]


def _words_of(page: Page) -> PageWords:
    return PageWords.of(page, _words(page))


def _words(page: Page) -> Iterator[Word]:
    """Words in the order of the text, each cut where its letters go on in another line."""
    start = 0
    while start < len(page.text):
        if page.text[start].isspace():
            start += 1
            continue
        line, end = _line(page, start), start + 1
        while end < len(page.text) and not page.text[end].isspace() and _line(page, end) in (line, -1):
            end += 1
        shown = [index for index in page.offsets[start:end] if index >= 0]
        boxes = boxes_by_line((page.glyphs[index] for index in shown), page.number)
        if boxes:
            around = hull(boxes)
            yield Word(page.text[start:end], start, end, line, (around.x0, around.y0, around.x1, around.y1))
        start = end


def _line(page: Page, place: int) -> int:
    index = page.offsets[place]
    return page.glyphs[index].line if index >= 0 else -1
