"""The tags of an annex: what a screen reader reads, box after box ('gelakt op grond van ...').

Pages that go to another PDF lose their structure tree. Here the trees of the documents are planted, element by element,
in the tree of the annex, one Part a document; of an element only what is listed here comes along.

    annex: StructTreeRoot - Document -+- Part (AC) - what stood in the tree of AC
                                      +- Part (AD) - what stood in the tree of AD
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

_TYPES = re.compile(r"/(Caption|Div|Figure|H[1-6]?|L|LBody|LI|Lbl|Note|P|Part|Quote|Sect|Span|T[DHR]|Table)")
_SAID = ("/ActualText", "/Alt", "/Lang")
_MAX_DEPTH = 60

_Id = tuple[int, int]


@dataclass(slots=True)
class _Planting:
    """One document on its way into the tree. `pages` leads from its pages, by id, to those of the annex."""

    pdf: pikepdf.Pdf
    pages: Mapping[_Id, pikepdf.Page]
    owners: dict[_Id, dict[int, pikepdf.Object]] = field(default_factory=dict)
    """For each page of the annex, which element owns each piece of marked content."""
    met: set[_Id] = field(default_factory=set)
    """Elements copied, so that a tree that bites its tail ends."""


def has_tags(pdf: pikepdf.Pdf) -> bool:
    """Whether a PDF has a structure tree."""
    return isinstance(pdf.Root.get("/StructTreeRoot"), Dictionary)


def plant(source: pikepdf.Pdf, pdf: pikepdf.Pdf, first_page: int, code: str) -> None:
    """Copies the structure of a document whose pages are already in the annex.

    Args:
        source: The document.
        pdf: The annex.
        first_page: Page of the annex, from 1, where the document begins.
        code: Name of the document's Part.
    """
    copies = (pdf.pages[first_page - 1 + index] for index in range(len(source.pages)))
    planting = _Planting(pdf, {page.obj.objgen: copy for page, copy in zip(source.pages, copies, strict=True)})
    root = _root(pdf)
    part = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Part, P=root.K, T=String(code)))
    part.K = Array(_kids(planting, source.Root.StructTreeRoot, part, None, 0))
    root.K.K.append(part)
    _index(planting, root)


def _root(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """The tree of the annex, made at the first need."""
    if not has_tags(pdf):
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, ParentTreeNextKey=0))
        root.K = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array()))
        pdf.Root.StructTreeRoot = root
    return pdf.Root.StructTreeRoot


def _kids(
    planting: _Planting, element: pikepdf.Object, parent: pikepdf.Object, page: pikepdf.Page | None, depth: int
) -> Iterator[pikepdf.Object | int]:
    """What an element holds, as kids of `parent`; the source's own Document element is left out, not what it holds."""
    kids = element.get("/K", ())
    for kid in kids if isinstance(kids, (Array, tuple)) else [kids]:
        if isinstance(kid, int):
            yield from _content(planting, kid, parent, page)
        elif not isinstance(kid, Dictionary):
            continue
        elif "/S" in kid:
            yield from _copied(planting, kid, parent, _page(planting, kid, page), depth)
        elif "/MCID" in kid and "/Stm" not in kid:
            yield from _content(planting, kid.MCID, parent, _page(planting, kid, page))


def _copied(
    planting: _Planting, element: pikepdf.Object, parent: pikepdf.Object, page: pikepdf.Page | None, depth: int
) -> Iterator[pikepdf.Object | int]:
    if depth > _MAX_DEPTH or element.objgen in planting.met:
        return
    if element.is_indirect:
        planting.met.add(element.objgen)
    if str(element.S) == "/Document":
        yield from _kids(planting, element, parent, page, depth + 1)
    else:
        yield _element(planting, element, parent, page, depth)


def _element(
    planting: _Planting, element: pikepdf.Object, parent: pikepdf.Object, page: pikepdf.Page | None, depth: int
) -> pikepdf.Object:
    kind = Name(str(element.S)) if _TYPES.fullmatch(str(element.S)) else Name.Span
    made = planting.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=parent))
    for key in _SAID:
        if isinstance(element.get(key), String):
            made[key] = String(str(element[key]))
    if page is not None:
        made.Pg = page.obj
    made.K = Array(_kids(planting, element, made, page, depth + 1))
    return made


def _content(
    planting: _Planting, mcid: object, owner: pikepdf.Object, page: pikepdf.Page | None
) -> Iterator[pikepdf.Object | int]:
    """A piece of marked content. It names its page itself where its owner belongs to another, or to none."""
    if not isinstance(mcid, int) or page is None:
        return
    planting.owners.setdefault(page.obj.objgen, {})[mcid] = owner
    if "/Pg" in owner and owner.Pg.objgen == page.obj.objgen:
        yield mcid
    else:
        yield Dictionary(Type=Name.MCR, Pg=page.obj, MCID=mcid)


def _page(planting: _Planting, holder: pikepdf.Object, above: pikepdf.Page | None) -> pikepdf.Page | None:
    return planting.pages.get(holder.Pg.objgen) if "/Pg" in holder else above


def _index(planting: _Planting, root: pikepdf.Object) -> None:
    """Adds the document's pages to the parent tree, which leads from marked content to its element."""
    for page in planting.pages.values():
        owners = planting.owners.get(page.obj.objgen)
        if not owners:
            continue
        key = int(root.ParentTreeNextKey)
        line = Array(owners.get(mcid) for mcid in range(max(owners) + 1))
        root.ParentTree.Nums.append(key)
        root.ParentTree.Nums.append(planting.pdf.make_indirect(line))
        root.ParentTreeNextKey = key + 1
        page.obj.StructParents = key
        page.obj.Tabs = Name.S
