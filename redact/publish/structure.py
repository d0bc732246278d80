"""The tags of an annex, so that a screen reader reads it in order, box after box ('gelakt op grond van ...').

    StructTreeRoot - Document -+- Part (AA) -+- P  page 1
                               |             '- P  page 2
                               '- Part (AC) --- P  page 3

What burning leaves has no tags of its own. One paragraph a page, in the order in which its content is drawn, is the
least that can truthfully be said of it: tags for the boxes alone would keep all other text from the reader.
"""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def mark_content(page: pikepdf.Page) -> None:
    """Makes all that stands on a page one piece of content that a tag can point at."""
    page.contents_add(b"/P <</MCID 0>> BDC\n", prepend=True)
    page.contents_add(b"\nEMC\n")


def tag_pages(pdf: pikepdf.Pdf, parts: Iterable[tuple[str, int]]) -> None:
    """Adds the structure tree.

    Args:
        pdf: The annex; each of its pages went through `mark_content`.
        parts: Code and number of pages of each document, in order.
    """
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(), ParentTree=Dictionary(Nums=Array())))
    document = _element(pdf, root, Name.Document)
    pages = enumerate(pdf.pages)
    for code, count in parts:
        part = _element(pdf, document, Name.Part)
        part.T = String(code)
        for _, (number, page) in zip(range(count), pages, strict=False):
            paragraph = _element(pdf, part, Name.P)
            paragraph.Pg, paragraph.K = page.obj, 0
            page.obj.StructParents, page.obj.Tabs = number, Name.S
            root.ParentTree.Nums.append(number)
            root.ParentTree.Nums.append(Array([paragraph]))
    root.ParentTreeNextKey = len(pdf.pages)
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def _element(pdf: pikepdf.Pdf, parent: pikepdf.Object, kind: pikepdf.Name) -> pikepdf.Object:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=parent, K=Array()))
    parent.K.append(element)
    return element
