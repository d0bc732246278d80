"""Writes a structure tree from nothing: elements, parent tree, identifiers."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from redact.pdfobjects.tags import FORMULA, PICTURE, Element, Mark

_OWNERS = {"RowSpan": "Table", "ColSpan": "Table", "Scope": "Table", "ListNumbering": "List"}
_SILENT = {"Figure": PICTURE, "Formula": FORMULA}
"""Types that must say something, and what they say where nothing better is known."""


def write_tags(pdf: pikepdf.Pdf, root: Element) -> None:
    """Give a document this structure and no other.

    Args:
        pdf: the document; every piece of content that the structure points at stands on its pages.
        root: the element that holds all others.
    """
    writing = _Writing(pdf)
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    tree[Name.K] = Array([writing.element(root, tree)])
    tree[Name.ParentTree] = Dictionary(Nums=Array(writing.parents()))
    tree[Name.ParentTreeNextKey] = len(writing.pages)
    if writing.named:
        names = [part for name, element in sorted(writing.named.items()) for part in (String(name), element)]
        tree[Name.IDTree] = Dictionary(Names=Array(names))
    pdf.Root[Name.StructTreeRoot] = tree
    pdf.Root[Name.MarkInfo] = Dictionary(Marked=True)
    for number, page in enumerate(writing.pages):
        page[Name.StructParents], page[Name.Tabs] = number, Name.S


class _Writing:
    """The elements written so far, and which of them owns each piece of content."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self.pages: list[Any] = [page.obj for page in pdf.pages]
        self.named: dict[str, pikepdf.Object] = {}
        self._owners: dict[int, dict[int, pikepdf.Object]] = defaultdict(dict)
        self._notes = 0

    def element(self, element: Element, parent: pikepdf.Object) -> pikepdf.Object:
        """Write an element and all below it.

        Args:
            element: what to write.
            parent: the element or root above it.
        """
        name = self._name(element)
        about: dict[str, Any] = {"/Type": Name.StructElem, "/S": Name(f"/{element.kind}"), "/P": parent}
        own = next((kid.page for kid in element.kids if isinstance(kid, Mark)), None)
        if own is not None:
            about["/Pg"] = self.pages[own]
        if name:
            about["/ID"] = String(name)
        about |= _described(element)
        made = self._pdf.make_indirect(Dictionary(about))
        if name:
            self.named[name] = made
        if element.kids:
            made[Name.K] = Array([self._kid(kid, made, own) for kid in element.kids])
        return made

    def _kid(self, kid: Element | Mark, made: pikepdf.Object, page: int | None) -> Any:
        if isinstance(kid, Element):
            return self.element(kid, made)
        self._owners[kid.page][kid.number] = made
        if kid.page == page:
            return kid.number
        return Dictionary(Type=Name.MCR, Pg=self.pages[kid.page], MCID=kid.number)

    def _name(self, element: Element) -> str:
        if element.kind == "Note":
            self._notes += 1
            return f"n{self._notes}"
        return f"c{element.ident}" if element.ident and element.kind in {"TH", "TD"} else ""

    def parents(self) -> list[Any]:
        """For each page by number, the owner of each piece of its content."""
        nums: list[Any] = []
        for number in range(len(self.pages)):
            owners = self._owners[number]
            last = max(owners, default=-1)
            nums += [number, Array([owners.get(mark) for mark in range(last + 1)])]
        return nums


def _described(element: Element) -> dict[str, Any]:
    """What an element says besides its type and its kids."""
    says = element.picture or _SILENT.get(element.kind, "")
    texts = {"/T": element.title, "/ActualText": element.spoken, "/Alt": says}
    about: dict[str, Any] = {key: String(text) for key, text in texts.items() if text}
    if not element.traits and not element.headers:
        return about
    groups: dict[str, dict[str, Any]] = defaultdict(dict)
    for key, value in element.traits:
        if key == "Lang":
            about["/Lang"] = String(str(value))
        else:
            groups[_OWNERS[key]][f"/{key}"] = Name(f"/{value}") if isinstance(value, str) else value
    if element.headers:
        groups["Table"]["/Headers"] = Array([String(f"c{header}") for header in element.headers])
    if groups:
        about["/A"] = Array([Dictionary({**group, "/O": Name(f"/{owner}")}) for owner, group in groups.items()])
    return about
