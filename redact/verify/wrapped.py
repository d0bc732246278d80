"""Whether a text runs over a line end on a page by its place: two lines of one paragraph, not two cells of a table.

    .. de heer Karel      the first part ends its line, the second begins the next,
    Zwanepoel en ..       which lies straight below at the distance of lines in a paragraph

In which order lines follow each other is an engine's guess; where they stand is not.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from redact.verify.engines import letter
from redact.verify.text import fold

_GAP = 1.0
"""Heights of a letter between two letters that end a piece of a line: the next cell, or the next column."""
_SPACE = 0.15
_LEADING = 1.45
"""Heights of a letter between two lines of a paragraph at most; cells stand further apart."""
_INDENT = 4.0
"""Heights of a letter that a line may begin left of the one above."""
_HYPHENS = "-\u2010\u2011\u00ad\ufffe\x02"


@dataclass(slots=True)
class _Piece:
    """Letters on one line with nothing but word spaces between them."""

    left: float
    bottom: float
    right: float
    top: float
    text: str = field(repr=False)

    @property
    def height(self) -> float:
        return self.top - self.bottom


def wraps(pdf: Path, number: int, texts: Iterable[str]) -> bool:
    """Whether one of the texts runs from a line of a page on to the line below it."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[number - 1]
        try:
            pieces = list(_pieces(page))
        finally:
            page.close()
    followed = [(a, b) for a in pieces for b in pieces if _below(a, b)]
    return any(_split(fold(text).strip(), a.text, b.text) for text in texts for a, b in followed)


def _pieces(page: pypdfium2.PdfPage) -> Iterator[_Piece]:
    textpage = page.get_textpage()
    rect = pdfium.FS_RECTF()
    piece: _Piece | None = None
    for index in range(pdfium.FPDFText_CountChars(textpage.raw)):
        char = letter(textpage.raw, index)
        if char.isspace() or not pdfium.FPDFText_GetLooseCharBox(textpage.raw, index, ctypes.byref(rect)):
            continue
        if piece is not None and _goes_on(piece, rect):
            piece.text += (" " if rect.left - piece.right > _SPACE * piece.height else "") + char
            piece.right, piece.top = rect.right, max(piece.top, rect.top)
            continue
        if piece is not None:
            yield piece
        piece = _Piece(rect.left, rect.bottom, rect.right, rect.top, char)
    textpage.close()
    if piece is not None:
        yield piece


def _goes_on(piece: _Piece, rect: pdfium.FS_RECTF) -> bool:
    middle = (rect.bottom + rect.top) / 2
    near = -piece.height < rect.left - piece.right < _GAP * piece.height
    return bool(near and piece.bottom < middle < piece.top)


def _below(a: _Piece, b: _Piece) -> bool:
    """Whether a piece is the line after another in the same column."""
    height = min(a.height, b.height)
    down = a.bottom - b.bottom
    return 0.5 * height < down < _LEADING * height and a.left - _INDENT * height < b.left < a.right


def _split(text: str, first: str, second: str) -> bool:
    """Whether a text can be cut in two: the end of one line, with or without a hyphen, and the begin of the next."""
    ends = {first, first.rstrip(_HYPHENS)}
    for at in range(1, len(text)):
        head, tail = text[:at].rstrip(), text[at:].lstrip()
        if second.startswith(tail) and any(end.endswith(head) for end in ends) and head and tail:
            before = next(end for end in ends if end.endswith(head))[: -len(head)]
            after = second[len(tail) :]
            if not before[-1:].isalnum() and not after[:1].isalnum():
                return True
    return False
