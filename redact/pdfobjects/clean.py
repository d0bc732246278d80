"""Cleans a whole document in place: content streams, fonts, every dictionary; then a catalog made anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

import redact.pdfobjects.fonts as fonts
from redact.pdfobjects.content import Cleaning, ShownFont
from redact.pdfobjects.schema import Schema

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
MAX_DEPTH = 200


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning met, by page: things that a hidden layer held, content read in part, content not read at all."""

    hidden: Mapping[int, int]
    malformed: frozenset[int]
    unreadable: frozenset[int]


def clean(pdf: pikepdf.Pdf) -> Cleaned:
    """Reduce a document to what is needed to show its pages. Save it afterwards: only what is reachable is written."""
    cleaning = Cleaning(pdf)
    pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    for number, page in enumerate(pages, start=1):
        _settle(pdf, page)
        cleaning.page(page, number)
    _clean_fonts(pdf, cleaning)
    schema = Schema()
    for page in pages:
        schema.visit(page, "page")
    _new_catalog(pdf, pages)
    return Cleaned(dict(cleaning.hidden), frozenset(cleaning.malformed), frozenset(cleaning.unreadable))


def _settle(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
    """Write what a page inherits into the page itself."""
    for key in INHERITED:
        node, depth = page, 0
        while key not in node and depth < MAX_DEPTH:
            parent = node.get("/Parent")
            if not isinstance(parent, pikepdf.Dictionary):
                break
            node, depth = parent, depth + 1
        if key in node and key not in page:
            page[key] = node[key]


def _clean_fonts(pdf: pikepdf.Pdf, cleaning: Cleaning) -> None:
    """Trim every font to what was shown in it. Glyph procedures of Type 3 fonts may show text in further fonts."""
    done: set[tuple[int, int]] = set()
    while waiting := [shown for key, shown in sorted(cleaning.fonts.items()) if key not in done]:
        for shown in waiting:
            font = shown.font
            done.add(font.objgen)
            if font.get("/Subtype") == Name.Type3:
                fonts.trim_simple(pdf, font, shown.strings)
                procedures = font.get("/CharProcs")
                values = list(procedures.values()) if isinstance(procedures, pikepdf.Dictionary) else []
                cleaning.type3(font, values)
    everything = [shown for _, shown in sorted(cleaning.fonts.items())]
    for number, shown in enumerate(everything, start=1):
        fonts.rename(shown.font, number)
        if shown.font.get("/Subtype") not in (Name.Type0, Name.Type3):
            fonts.trim_simple(pdf, shown.font, shown.strings)
    _trim_composites(pdf, [shown for shown in everything if shown.font.get("/Subtype") == Name.Type0])


def _trim_composites(pdf: pikepdf.Pdf, composites: list[ShownFont]) -> None:
    """Trim Type 0 fonts, then each CIDFont below them to what all its users show together."""
    shared: dict[tuple[int, int], tuple[pikepdf.Object, list[set[int] | None]]] = {}
    for shown in composites:
        inner = fonts.descendant(shown.font)
        if not inner.is_indirect:
            inner = pdf.make_indirect(inner)
            shown.font["/DescendantFonts"] = Array([inner])
        cids = fonts.trim_composite(pdf, shown.font, shown.strings)
        shared.setdefault(inner.objgen, (inner, []))[1].append(cids)
    for inner, used in shared.values():
        known = [cids for cids in used if cids is not None]
        if len(known) == len(used):
            fonts.trim_cid_widths(inner, set().union(*known))


def _new_catalog(pdf: pikepdf.Pdf, pages: list[pikepdf.Object]) -> None:
    """A catalog and a flat page tree made from nothing; a trailer with what a PDF must have."""
    tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(pages), Count=len(pages)))
    for page in pages:
        page["/Parent"] = tree
    pdf.trailer["/Root"] = pdf.make_indirect(Dictionary(Type=Name.Catalog, Pages=tree))
    for key in list(pdf.trailer.keys()):
        if key not in {"/Root", "/Size"}:
            del pdf.trailer[key]
