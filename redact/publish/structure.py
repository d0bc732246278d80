"""The tags of an annex, so that a screen reader reads it in order, box after box ('gelakt op grond van ...').

    StructTreeRoot - Document -+- Part (AA) -+- H1  the code on the first page
                               |             |- ... what the document's own structure says
                               |             '- P   De heer [gelakt op grond van ...] sprak
                               '- Part (AC) --- ...

The code is a heading and no decoration: the inventory calls a document by it, and from heading to heading is how
people without sight walk through a long file.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pikepdf

from redact.pdfobjects.tagreader import read_tags
from redact.pdfobjects.tags import WORDS, Element, Mark, idents, marks

LANGUAGE = "nl-NL"


@dataclass(frozen=True, slots=True)
class PartTags:
    """The structure of one document in the annex, and how far its numbers reach."""

    element: Element
    highest_ident: int


def part_tags(source: pikepdf.Pdf) -> Element:
    """The structure of a burnt document. One without has one paragraph a page, which `mark_content` makes true."""
    known = read_tags(source, WORDS)
    if known is not None:
        return known
    for page in source.pages:
        _mark_content(page)
    return Element("Document", tuple(Element("P", (Mark(number, 0),)) for number in range(len(source.pages))))


def _mark_content(page: pikepdf.Page) -> None:
    """Makes all that stands on a page one piece of content that a tag can point at."""
    page.contents_add(b"/P <</MCID 0>> BDC\n", prepend=True)
    page.contents_add(b"\nEMC\n")


def free_mark(tags: Element) -> Mark:
    """A number that no content of the first page has yet."""
    return Mark(0, max((mark.number for mark in marks(tags) if mark.page == 0), default=-1) + 1)


def placed_part(tags: Element, code: str, heading: Mark, first: int, taken: int) -> PartTags:
    """The structure of a document as a part of the annex.

    Args:
        tags: as it is in the document by itself.
        code: of the document.
        heading: the code as it is stamped on the first page.
        first: page of the annex, from 0, on which the document begins.
        taken: identifiers up to this number are those of other parts.
    """
    moved = _moved(tags, first, taken)
    kids = (Element("H1", (Mark(first, heading.number),)), *moved.kids)
    traits = tuple(trait for trait in moved.traits if trait != ("Lang", LANGUAGE))
    return PartTags(Element("Part", kids, traits, title=code), max([taken, *idents(moved)]))


def _moved(element: Element, pages: int, taken: int) -> Element:
    kids = tuple(
        Mark(kid.page + pages, kid.number) if isinstance(kid, Mark) else _moved(kid, pages, taken)
        for kid in element.kids
    )
    ident = element.ident + taken if element.ident else 0
    return replace(element, kids=kids, ident=ident, headers=tuple(header + taken for header in element.headers))
