"""Burns approved redactions into a normalised PDF: takes the content out, proves that at once, paints the boxes.

    plan -> remove (MuPDF) -> look under the boxes -> harder -> picture of the page -> subset, clean (pikepdf) -> paint

Only a `Redaction` can be burnt, and only a review makes one. A document without redactions goes the same way, so that
everything that is published has been cleaned.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from redact.burn.check import residue
from redact.burn.hideouts import hideout_pages
from redact.burn.pictures import picture_digests
from redact.burn.plan import PlannedBox, plan
from redact.burn.raster import rasterise
from redact.burn.remove import TOUCHED, MuPdfRemover, Remover
from redact.burn.sanitise import finish, subset_fonts
from redact.errors import DocumentRefused
from redact.files import beside, room_beside
from redact.model import Box, BurnSettings, BurntBox, Finding, Redaction
from redact.pdfobjects import ADVICE, DrawnGlyph, page_glyphs, refusing

__all__ = ["BurnReport", "MuPdfRemover", "Remover", "burn"]

STANDARD = BurnSettings()


@dataclass(frozen=True, slots=True)
class BurnReport:
    """What was burnt: boxes as painted (label in full, also where a small box has no room for it), and findings."""

    boxes: tuple[BurntBox, ...]
    findings: tuple[Finding, ...]


def burn(
    normalised: Path, redactions: Sequence[Redaction], target: Path, settings: BurnSettings = STANDARD
) -> BurnReport:
    """Write the redacted document to `target`, whole or not at all.

    Args:
        normalised: a file that `redact.normalise` made; the boxes of the redactions are places in it.
        redactions: approved hits; may be empty.
        target: where the publishable file goes; its folder must exist.
        settings: how boxes look and how wide they are.

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
        boxes = plan(redactions, _glyphs(normalised, redactions))
        removed, pictures = _take_out(normalised, [planned.box for planned in boxes], room)
        with refusing("het verkleinen van de lettertypen"):
            subset_fonts(removed, room / "subset.pdf")
        finish(room / "subset.pdf", fresh, boxes, picture_digests(normalised))
    findings = tuple(Finding("raster-page", page, 1) for page in sorted(pictures))
    return BurnReport(tuple(_burnt(planned) for planned in boxes), findings)


def _burnt(planned: PlannedBox) -> BurntBox:
    return BurntBox(planned.box, planned.label, planned.hit_ids)


def _glyphs(pdf: Path, redactions: Sequence[Redaction]) -> dict[int, list[DrawnGlyph]]:
    """Glyphs of each page that has a redaction."""
    pages = sorted({box.page for redaction in redactions for box in redaction.boxes})
    with pymupdf.open(pdf, filetype="pdf") as document:
        if pages and not 1 <= pages[0] <= pages[-1] <= len(document):
            raise DocumentRefused("heeft een vindplaats op een bladzijde die niet bestaat; maak de lijst opnieuw.")
        return {page: page_glyphs(document[page - 1]) for page in pages}


def _take_out(pdf: Path, boxes: Sequence[Box], room: Path) -> tuple[Path, set[int]]:
    """The file without what lay under the boxes, and the pages that became pictures on the way."""
    if not boxes:
        return pdf, set()
    pages = {box.page for box in boxes}
    pictures = hideout_pages(pdf, pages)
    try:
        current, stubborn = _remove(pdf, [box for box in boxes if box.page not in pictures], room)
        pictures |= stubborn
    except (RuntimeError, ValueError, mupdf.FzErrorBase):
        current, pictures = pdf, pages
    if pictures:
        rasterise(current, pictures, boxes, room / "pictures.pdf")
        current = room / "pictures.pdf"
    _insist(current, boxes)
    return current, pictures


def _remove(pdf: Path, boxes: Sequence[Box], room: Path) -> tuple[Path, set[int]]:
    """The file after removal, harder where the first try left something; pages on which that did not help."""
    current = room / "removed.pdf"
    MuPdfRemover().remove(pdf, boxes, current)
    left = residue(current, boxes).boxes
    if not left:
        return current, set()
    harder = room / "harder.pdf"
    MuPdfRemover(line_art=TOUCHED).remove(current, left, harder)
    return harder, {box.page for box in residue(harder, left).boxes}


def _insist(pdf: Path, boxes: Sequence[Box]) -> None:
    """Refuse the document when text is still under a box."""
    pages = sorted({box.page for box in residue(pdf, boxes).text})
    if pages:
        where = ", ".join(map(str, pages))
        raise DocumentRefused(f"kan niet volledig worden gelakt: op bladzijde {where} blijft tekst staan. {ADVICE}")
