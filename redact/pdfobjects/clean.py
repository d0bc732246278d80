"""Cleans a whole document in place: content streams, fonts, every dictionary; then a catalog made anew.

A structure tree becomes a record without texts (see `tags`), which stays in the file until the document is tagged anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

import redact.pdfobjects.fonts as fonts
from redact.pdfobjects.content import Cleaning, ShownFont
from redact.pdfobjects.operators import is_number
from redact.pdfobjects.schema import Schema
from redact.pdfobjects.tagreader import read_tags
from redact.pdfobjects.tags import carry, marks_by_page

INHERITED = ("/Resources", "/MediaBox", "/CropBox", "/Rotate")
MAX_DEPTH = 200
LETTER = (0, 0, 612, 792)
"""The area of a page that gives none."""


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What cleaning met, by page: things that a hidden layer held, content read in part, content not read at all."""

    hidden: Mapping[int, int]
    malformed: frozenset[int]
    unreadable: frozenset[int]


def clean(pdf: pikepdf.Pdf) -> Cleaned:
    """Reduce a document to what is needed to show its pages. Save it afterwards: only what is reachable is written."""
    tags = read_tags(pdf)
    cleaning = Cleaning(pdf, marks_by_page(tags))
    pages: list[pikepdf.Object] = [page.obj for page in pdf.pages]
    for number, page in enumerate(pages, start=1):
        _settle(pdf, page)
        cleaning.page(page, number)
    _clean_fonts(pdf, cleaning)
    schema = Schema()
    for page in pages:
        schema.visit(page, "page")
    _new_catalog(pdf, pages)
    carry(pdf, tags)
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
    _settle_area(page)


def _settle_area(page: pikepdf.Object) -> None:
    """Write the page's boxes as four plain numbers each; one that is no area counts for nothing, as renderers do."""
    page["/MediaBox"] = _area(page.get("/MediaBox")) or Array(LETTER)
    crop = _area(page.get("/CropBox"))
    if crop is not None:
        page["/CropBox"] = crop
    elif "/CropBox" in page:
        del page["/CropBox"]


def _area(given: object) -> Array | None:
    """A rectangle with its corners in order; None where there is none."""
    if not isinstance(given, Array) or len(given) != 4 or not all(is_number(value) for value in given):
        return None
    left, bottom, right, top = given
    corners = [min(left, right), min(bottom, top), max(left, right), max(bottom, top)]
    return Array(corners) if corners[0] < corners[2] and corners[1] < corners[3] else None


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
        fonts.say_glyph_map(inner)
        known = [cids for cids in used if cids is not None]
        if len(known) == len(used):
            fonts.trim_cid_widths(inner, set().union(*known))
            fonts.trim_glyph_map(inner, set().union(*known))


def _new_catalog(pdf: pikepdf.Pdf, pages: list[pikepdf.Object]) -> None:
    """A catalog and a flat page tree made from nothing; a trailer with what a PDF must have."""
    tree = pdf.make_indirect(Dictionary(Type=Name.Pages, Kids=Array(pages), Count=len(pages)))
    for page in pages:
        page["/Parent"] = tree
    pdf.trailer["/Root"] = pdf.make_indirect(Dictionary(Type=Name.Catalog, Pages=tree))
    for key in list(pdf.trailer.keys()):
        if key not in {"/Root", "/Size"}:
            del pdf.trailer[key]
