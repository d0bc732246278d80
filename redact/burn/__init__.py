"""Burns approved redactions into a normalised PDF: takes the content out, proves that at once, paints the boxes.

    plan -> remove (MuPDF) -> look under the boxes -> harder -> gaps to the grid -> picture of the page
         -> look again -> subset, clean (pikepdf) -> paint

Only a `Redaction` can be burnt, and only a review makes one. A document without redactions goes the same way, so that
everything that is published has been cleaned.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from redact.burn.anchor import anchor
from redact.burn.check import Residue, residue, text_left
from redact.burn.collateral import spoilt_pages
from redact.burn.hideouts import hideout_pages
from redact.burn.overload import overloaded_pages
from redact.burn.plan import PlannedBox, plan
from redact.burn.raster import rasterise
from redact.burn.regrid import Regridded, regrid
from redact.burn.remove import TOUCHED, MuPdfRemover, Remover
from redact.burn.sanitise import finish, subset_fonts
from redact.burn.symbols import own_symbols
from redact.burn.tagging import seated
from redact.burn.width import Fit, fits
from redact.errors import DocumentRefused
from redact.files import beside, room_beside
from redact.model import Box, BurnSettings, BurntBox, Finding, Redaction, Width
from redact.pdfobjects import ADVICE, DrawnGlyph, Glyphs, inked_glyphs, refusing

__all__ = ["PICTURED", "BurnReport", "MuPdfRemover", "Remover", "burn"]

STANDARD = BurnSettings()
PICTURED = "raster-page"
"""Kind of the finding that a page became a picture."""
UNREMOVABLE = (RuntimeError, ValueError, mupdf.FzErrorBase)
"""What MuPDF raises where it cannot remove; the page becomes a picture."""


@dataclass(frozen=True, slots=True)
class BurnReport:
    """What was burnt: boxes as painted (label in full, also where a small box has no room for it), and findings."""

    boxes: tuple[BurntBox, ...]
    findings: tuple[Finding, ...]


def burn(
    normalised: Path,
    redactions: Sequence[Redaction],
    target: Path,
    settings: BurnSettings = STANDARD,
    pictured: Collection[int] = (),
) -> BurnReport:
    """Write the redacted document to `target`, whole or not at all.

    Args:
        normalised: a file that `redact.normalise` made; the boxes of the redactions are places in it.
        redactions: approved hits; may be empty.
        target: where the publishable file goes; its folder must exist.
        settings: how boxes look and how wide they are.
        pictured: pages that become pictures in any case.

    Returns:
        The boxes as painted; 'raster-page' findings for pages that had to become a picture.

    Raises:
        DocumentRefused: something stays under a box whatever is tried, or the file cannot be processed; in Dutch.
        StorageError: the disk is full or may not be written to.
    """
    with (
        refusing("het lakken"),
        beside(target) as fresh,
        room_beside(target) as room,
    ):
        glyphs = _glyphs(normalised, redactions)
        boxes = plan(redactions, glyphs)
        full = overloaded_pages(normalised, [planned.box for planned in boxes], glyphs)
        boxes = seated(normalised, boxes, full)
        bare = _take_out(normalised, [planned.box for planned in boxes], glyphs, room, full.union(pictured))
        drawn = bare.hopeless | ({p.box.page for p in boxes} if settings.width is Width.RASTER else set())
        gridded, removed = _settled(bare, boxes, glyphs, settings.width, drawn, room)
        with refusing("het verkleinen van de lettertypen"):
            subset_fonts(removed, room / "subset.pdf")
        own_symbols(normalised, room / "subset.pdf")
        finish(room / "subset.pdf", fresh, gridded.boxes, settings.style)
    told = fits(boxes, glyphs, settings.names, gridded.on_grid, drawn)
    burnt = [_burnt(planned, settings.style.fill, fit) for planned, fit in zip(gridded.boxes, told, strict=True)]
    return BurnReport(tuple(burnt), tuple(Finding(PICTURED, page, 1) for page in sorted(bare.hopeless)))


def _burnt(planned: PlannedBox, fill: float, fit: Fit) -> BurntBox:
    who, spoken = planned.person, planned.spoken
    return BurntBox(planned.box, planned.label, planned.hit_ids, fill, who, fit.surnames, fit.readable, spoken)


def _glyphs(pdf: Path, redactions: Sequence[Redaction]) -> dict[int, Glyphs]:
    """Glyphs of each page that has a redaction.

    Raises:
        DocumentRefused: there is no such page, or it has letters whose size cannot be told.
    """
    pages = sorted({box.page for redaction in redactions for box in redaction.boxes})
    with pymupdf.open(pdf, filetype="pdf") as document:
        if pages and not 1 <= pages[0] <= pages[-1] <= len(document):
            raise DocumentRefused("heeft een vindplaats op een bladzijde die niet bestaat; maak de lijst opnieuw.")
        glyphs = {page: inked_glyphs(document[page - 1]) for page in pages}
    unmeasured = [str(page) for page, found in glyphs.items() if not found.measured.all()]
    if unmeasured:
        raise DocumentRefused(
            f"kan niet worden gelakt: van de letters op bladzijde {', '.join(unmeasured)} is niet te bepalen hoe groot "
            f"zij zijn. {ADVICE}"
        )
    return glyphs


@dataclass(slots=True)
class _Bare:
    """A document after removal, the pages on which something stayed, and those of them whose words can be trusted."""

    pdf: Path
    hopeless: set[int]
    readable: set[int]


def _take_out(pdf: Path, boxes: Sequence[Box], glyphs: Mapping[int, Glyphs], room: Path, pictured: Set[int]) -> _Bare:
    """Remove; pages that are to be pictures in any case count among the hopeless."""
    pages = _pages(boxes)
    untouched = set(pictured - pages)
    if not pages:
        return _Bare(pdf, untouched, untouched)
    hiding = hideout_pages(pdf, pages)
    try:
        steady = anchor(pdf, pages, room / "anchored.pdf")
        current, stubborn = _remove(steady, [box for box in boxes if box.page not in hiding], glyphs, room)
    except UNREMOVABLE:
        return _Bare(pdf, pages | pictured, untouched)
    current = _without_tips(current, [box for box in boxes if box.page in hiding], room)
    readable = (pages | pictured) - hiding - _pages(stubborn.text)
    return _Bare(current, hiding | _pages(stubborn.boxes) | pictured, readable)


def _without_tips(pdf: Path, boxes: Sequence[Box], room: Path) -> Path:
    """The document without what can be removed from pages that become pictures: letters may reach out of their box."""
    if not boxes:
        return pdf
    target = room / "tipless.pdf"
    try:
        MuPdfRemover().remove(pdf, boxes, target)
    except UNREMOVABLE:
        return pdf
    return target


def _pages(boxes: Sequence[Box]) -> set[int]:
    return {box.page for box in boxes}


def _settled(
    bare: _Bare,
    boxes: Sequence[PlannedBox],
    glyphs: Mapping[int, Sequence[DrawnGlyph]],
    width: Width,
    pictured: set[int],
    room: Path,
) -> tuple[Regridded, Path]:
    """The boxes where they come to stand, and the document with its gaps on the grid and with these pages as pictures.

    Raises:
        DocumentRefused: text is left under a box.
    """
    exact = Regridded(tuple(boxes), frozenset())
    here = [index for index, planned in enumerate(boxes) if planned.box.page not in bare.hopeless]
    if width is not Width.EXACT and here:
        target = room / "gridded.pdf"
        found = regrid(bare.pdf, target, [boxes[index] for index in here], glyphs)
        moved = dict(zip(here, found.boxes, strict=True))
        places = tuple(moved.get(index, planned) for index, planned in enumerate(boxes))
        gridded = Regridded(places, frozenset(here[index] for index in found.on_grid))
        current = _pictured(target, bare, gridded, pictured, room)
        if not text_left(current, [planned.box for planned in gridded.boxes]):
            return gridded, current
    current = _pictured(bare.pdf, bare, exact, pictured, room)
    _insist(current, [planned.box for planned in boxes])
    return exact, current


def _pictured(pdf: Path, bare: _Bare, gridded: Regridded, pages: set[int], room: Path) -> Path:
    """The document with pictures for these pages."""
    if not pages:
        return pdf
    target = room / "pictures.pdf"
    rasterise(pdf, pages, [planned.box for planned in gridded.boxes], target, bare.readable)
    return target


def _remove(pdf: Path, boxes: Sequence[Box], glyphs: Mapping[int, Glyphs], room: Path) -> tuple[Path, Residue]:
    """The file after removal, harder where the first try left something, and what is left of that.

    Where drawings would go that lie elsewhere on the page too, the rest stays, and the page has to become a picture.
    """
    current = room / "removed.pdf"
    MuPdfRemover(known=glyphs).remove(pdf, boxes, current)
    left = residue(current, boxes)
    if not left.boxes:
        return current, left
    harder = room / "harder.pdf"
    MuPdfRemover(line_art=TOUCHED).remove(current, left.boxes, harder)
    spoilt = spoilt_pages(current, harder, left.boxes)
    if spoilt:
        MuPdfRemover(line_art=TOUCHED).remove(current, [box for box in left.boxes if box.page not in spoilt], harder)
    return harder, residue(harder, left.boxes)


def _insist(pdf: Path, boxes: Sequence[Box]) -> None:
    """Refuse the document when text is still under a box."""
    pages = sorted(_pages(text_left(pdf, boxes)))
    if pages:
        where = ", ".join(map(str, pages))
        raise DocumentRefused(f"kan niet volledig worden gelakt: op bladzijde {where} blijft tekst staan. {ADVICE}")
