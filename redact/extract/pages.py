"""Opens a PDF and yields its pages, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pymupdf

from redact import limits
from redact.errors import DocumentRefused
from redact.extract.furniture import Key, Place, Sheet, recurring
from redact.extract.kind import page_kind
from redact.extract.order import reading_order
from redact.extract.reflow import reflow
from redact.extract.runs import Run, has_narrow_gaps, read_runs
from redact.model import Page

FLAGS = (
    pymupdf.TEXT_IGNORE_ACTUALTEXT
    | pymupdf.TEXT_PRESERVE_WHITESPACE
    | pymupdf.TEXT_PRESERVE_LIGATURES
    | pymupdf.TEXT_INHIBIT_SPACES
)
"""Letters as drawn. MuPDF would else add spaces of its own, and a dehyphenated text has boxes on the wrong words."""
SAMPLE = 12
"""So many pages, spread over the document, are looked at for running headers."""
SHRINK_EVERY = 50
"""Pages after which MuPDF's cache is emptied."""


def page_count(pdf: Path) -> int:
    """Number of pages.

    Raises:
        DocumentRefused: the file cannot be opened as PDF, or has a password. In Dutch.
    """
    with _opened(pdf) as document:
        return len(document)


def extract(pdf: Path) -> Iterator[Page]:
    """The pages of a normalised PDF, in order; none is kept.

    Args:
        pdf: decrypted and flattened (see `redact.normalise`).

    Yields:
        Pages with text in reading order and glyph boxes in points on the unrotated visible area.

    Raises:
        DocumentRefused: the file or one of its pages cannot be read, or a page has more than MAX_PAGE_GLYPHS. In Dutch.
    """
    with reading(pdf) as reader:
        for number in range(1, len(reader) + 1):
            yield reader.page(number)
            if number % SHRINK_EVERY == 0:
                pymupdf.TOOLS.store_shrink(100)


@contextmanager
def reading(pdf: Path) -> Iterator[Reader]:
    """An open PDF of which pages can be asked in any order.

    Raises:
        DocumentRefused: as `extract` does.
    """
    with _opened(pdf) as document:
        yield Reader(document)


class Reader:
    """The pages of an open PDF; see `reading`."""

    def __init__(self, document: pymupdf.Document) -> None:
        self._document = document
        self._furniture = recurring(_sample(document)) if len(document) > 1 else frozenset()

    def __len__(self) -> int:
        """Number of pages."""
        return len(self._document)

    def page(self, number: int) -> Page:
        """The page with this number, counted from 1: the same as `extract` yields.

        Raises:
            DocumentRefused: it cannot be read, or has more than MAX_PAGE_GLYPHS. In Dutch.
        """
        with _naming(number - 1):
            return _page(self._document, number - 1, self._furniture)


@contextmanager
def _opened(pdf: Path) -> Iterator[pymupdf.Document]:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    try:
        document = pymupdf.open(pdf, filetype="pdf")
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        raise DocumentRefused("Het bestand kan niet als PDF worden geopend.") from error
    with document:
        if document.needs_pass:
            raise DocumentRefused("Het bestand is met een wachtwoord beveiligd.")
        yield document


@contextmanager
def _naming(index: int) -> Iterator[None]:
    """Turn MuPDF's errors into a refusal that names the page; its own messages may hold document text."""
    try:
        yield
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase) as error:
        raise DocumentRefused(f"Pagina {index + 1} kan niet worden gelezen.") from error


def _sample(document: pymupdf.Document) -> Iterator[list[Place]]:
    """Lines of pages spread over the document."""
    count = min(SAMPLE, len(document))
    for index in (i * len(document) // count for i in range(count)):
        with _naming(index):
            page = document[index]
            sheet = _sheet(page)
            yield [
                sheet.place(line["bbox"], "".join(span["text"] for span in line["spans"]))
                for line in _lines(page, "dict")
            ]


def _lines(page: pymupdf.Page, form: str) -> list[dict[str, Any]]:
    blocks = page.get_text(form, flags=FLAGS, clip=pymupdf.INFINITE_RECT())["blocks"]
    return [line for block in blocks for line in block.get("lines", ())]


def _sheet(page: pymupdf.Page) -> Sheet:
    """Size and rotation; asked once a page, as MuPDF is slow to answer."""
    width, height = page.rect.width, page.rect.height
    if page.rotation % 180:
        width, height = height, width
    return Sheet(width, height, page.rotation)


def _page(document: pymupdf.Document, index: int, furniture: frozenset[Key]) -> Page:
    page = document[index]
    lines = _lines(page, "rawdict")
    if sum(len(span["chars"]) for line in lines for span in line["spans"]) > limits.MAX_PAGE_GLYPHS:
        raise DocumentRefused(f"Pagina {index + 1} heeft meer dan {limits.MAX_PAGE_GLYPHS} tekens.")
    sheet, narrow = _sheet(page), has_narrow_gaps(lines)
    runs: list[Run] = []
    for line in lines:
        runs += read_runs(line, sheet.width, sheet.height, _recurs(sheet, line, furniture), narrow)
    page_text = reflow(reading_order(runs))
    return Page(
        number=index + 1,
        width=sheet.width,
        height=sheet.height,
        rotation=sheet.rotation,
        kind=page_kind(page, lines),
        text="".join(page_text.text),
        glyphs=tuple(page_text.glyphs),
        offsets=tuple(page_text.offsets),
        body=page_text.body,
    )


def _recurs(sheet: Sheet, line: dict[str, Any], furniture: frozenset[Key]) -> bool:
    if not furniture or not sheet.place(line["bbox"], "").in_margin:
        return False
    text = "".join(char["c"] for span in line["spans"] for char in span["chars"])
    return sheet.place(line["bbox"], text).key in furniture
