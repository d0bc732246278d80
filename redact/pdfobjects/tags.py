"""The structure of a tagged document as a plain record: which piece of which page is a heading, a list, a table cell.

Between normalising and burning the record travels in the file as one stream of JSON that no PDF program knows. MuPDF,
which edits structure trees wrongly when it removes text, never meets a tree; and a record can hold no text of anybody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Name

from redact.pdfobjects.operators import listed

KINDS = listed(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct P H1 H2 H3 H4 H5 H6 L LI Lbl LBody "
    "Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Figure Formula"
)
"""The standard structure types that are kept."""
GROUPING = frozenset({"Document", "Part", "Art", "Sect", "Div", "NonStruct"})
"""Types that hold paragraphs; a whole page may be put among their kids."""
CELLS = frozenset({"TH", "TD"})
"""Types that stay when they are empty: without them the other cells of a table would shift."""
PICTURE, PAGE_PICTURE, FORMULA = "afbeelding", "bladzijde als afbeelding", "formule"
WORDS = frozenset({PICTURE, PAGE_PICTURE, FORMULA})
"""What a screen reader may say of something that has no text; true of every picture, and of no document alone."""
CARRIER = "/RedactTags"
MAX_ELEMENTS = 200_000
MAX_DEPTH = 60
MAX_NUMBER = 1 << 20

_LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_NAMES: Mapping[str, frozenset[str]] = {
    "Scope": frozenset({"Row", "Column", "Both"}),
    "ListNumbering": listed("None Disc Circle Square Decimal UpperRoman LowerRoman UpperAlpha LowerAlpha"),
}

Trait: TypeAlias = str | int


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of content: its page, counted from 0, and its number on that page (MCID)."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class Element:
    """A node of the structure.

    `traits` are attributes by name ('Scope', 'RowSpan', 'ColSpan', 'ListNumbering', 'Lang'). `ident` numbers an element
    that others refer to, the cells that head a cell are its `headers`. `spoken` is what a screen reader says instead
    of the content.
    """

    kind: str
    kids: tuple[Element | Mark, ...] = ()
    traits: tuple[tuple[str, Trait], ...] = ()
    ident: int = 0
    headers: tuple[int, ...] = ()
    spoken: str = ""
    picture: str = ""
    """What a screen reader says of a picture or formula."""
    title: str = ""
    """Code of a document."""


def trait(name: str, value: object) -> Trait | None:
    """The value of an attribute if it is one that may be kept, else None."""
    if name in {"RowSpan", "ColSpan"}:
        return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1000 else None
    if not isinstance(value, str):
        return None
    if name == "Lang":
        return value if _LANGUAGE.fullmatch(value) else None
    return value if value in _NAMES.get(name, ()) else None


def marks(element: Element) -> Iterator[Mark]:
    """All pieces of content below an element, in reading order."""
    for kid in element.kids:
        if isinstance(kid, Mark):
            yield kid
        else:
            yield from marks(kid)


def marks_by_page(root: Element | None) -> dict[int, dict[int, str]]:
    """The kind of element that each piece of content belongs to: by page (from 0), by number."""
    found: dict[int, dict[int, str]] = {}

    def visit(element: Element) -> None:
        for kid in element.kids:
            if isinstance(kid, Element):
                visit(kid)
            else:
                found.setdefault(kid.page, {})[kid.number] = element.kind

    if root is not None:
        visit(root)
    return found


def idents(element: Element) -> Iterator[int]:
    """The numbers of all elements that others may refer to."""
    if element.ident:
        yield element.ident
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from idents(kid)


def carry(pdf: pikepdf.Pdf, root: Element | None) -> None:
    """Put a record into a document's catalog."""
    if root is not None:
        data = json.dumps(_packed(root), separators=(",", ":")).encode("ascii")
        pdf.Root[CARRIER] = pdf.make_indirect(pdf.make_stream(data))


def carried(pdf: pikepdf.Pdf) -> Element | None:
    """The record in a document's catalog, or None. It is believed as little as anything else that a file says."""
    stream = pdf.Root.get(CARRIER)
    if not isinstance(stream, pikepdf.Stream):
        return None
    try:
        found = _Unpacking(len(pdf.pages)).element(json.loads(stream.read_bytes()), 0)
    except (ValueError, TypeError, RecursionError, pikepdf.PdfError):
        return None
    return found


def drop_carrier(pdf: pikepdf.Pdf) -> None:
    """Take the record out of a document's catalog."""
    if CARRIER in pdf.Root:
        del pdf.Root[Name(CARRIER)]


def _packed(element: Element) -> list[Any]:
    kids = [[kid.page, kid.number] if isinstance(kid, Mark) else _packed(kid) for kid in element.kids]
    return [element.kind, dict(element.traits), element.ident, list(element.headers), kids]


class _Unpacking:
    """Reads a packed record; whatever does not fit is an error."""

    def __init__(self, pages: int) -> None:
        self._pages = pages
        self._count = 0

    def element(self, packed: Any, depth: int) -> Element:
        kind, traits, ident, headers, kids = packed
        self._count += 1
        if kind not in KINDS or depth > MAX_DEPTH or self._count > MAX_ELEMENTS:
            raise ValueError
        kept = tuple((name, value) for name, given in traits.items() if (value := trait(name, given)) is not None)
        numbers = (_number(ident), *(_number(header) for header in headers))
        return Element(kind, tuple(self._kid(kid, depth) for kid in kids), kept, numbers[0], numbers[1:])

    def _kid(self, packed: Any, depth: int) -> Element | Mark:
        if isinstance(packed[0], str):
            return self.element(packed, depth + 1)
        page, number = packed
        if not _number(page) < self._pages:
            raise ValueError
        return Mark(page, _number(number))


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < MAX_NUMBER:
        raise ValueError
    return value
