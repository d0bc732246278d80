"""Annexes 3A, 3B: the released documents of one location in one PDF.

The PDF is built from nothing. Of a document only its pages come along, with their content and resources; its catalog,
outlines, attachments, scripts and metadata stay behind.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from redact.errors import InputError
from redact.files import beside
from redact.model import Box, BurntBox
from redact.pdfobjects.tags import Element
from redact.pdfobjects.tagwriter import write_tags
from redact.publish.colour import output_intent
from redact.publish.equal_objects import share_equal_objects
from redact.publish.font import StampFont, Typeface, stamp_font
from redact.publish.plain import plain
from redact.publish.stamp import Mark, Stamped, stamp
from redact.publish.structure import LANGUAGE, PartTags, free_mark, part_tags, placed_part

PRODUCER = "redact"

_PAGE_KEYS = frozenset(
    ("/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
)
_IN_MEMORY_BYTES = 256 << 20
"""Source bytes gathered before they go to disk; pikepdf keeps every copied stream in memory until then."""

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>nl-NL</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


@dataclass(frozen=True, slots=True)
class AnnexPart:
    """One released document: its code, its title with nothing secret in it, the burnt file and the boxes in that."""

    code: str
    title: str
    pdf: Path
    boxes: tuple[BurntBox, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """Where a document came to stand. Pages count from 1 and are those of the annex, also in `boxes` and `stamp`."""

    code: str
    first_page: int
    pages: int
    boxes: tuple[BurntBox, ...]
    stamp: Box


@dataclass(frozen=True, slots=True)
class AnnexHeading:
    """What the annex calls itself: 'Bijlage 3A', and the location it is about."""

    annex: str
    location: str

    @property
    def title(self) -> str:
        """Title in the metadata."""
        about = f" {self.location}" if self.location else ""
        return f"{self.annex} - Openbaar gemaakte documenten{about}"


def assemble(parts: Sequence[AnnexPart], target: Path, heading: AnnexHeading) -> tuple[PlacedPart, ...]:
    """Writes an annex: the documents in the given order, each stamped with its code and with a bookmark.

    Without parts nothing is written: a location that releases nothing has no annex 3.

    Raises:
        InputError: a document cannot be read.
        StorageError: the annex cannot be written.
    """
    if not parts:
        return ()
    with beside(target) as temporary:
        building = _Building(temporary.with_suffix(".half"), stamp_font(part.code for part in parts))
        try:
            placed = tuple(building.add(part) for part in parts)
            building.finish(temporary, parts, placed, heading)
        finally:
            building.close()
    return placed


class _Building:
    """An annex in the making. Goes to disk now and then, so that its size is not bound by memory."""

    def __init__(self, half: Path, font: StampFont) -> None:
        self._half = half
        self._font = font
        self._unsaved = 0
        self._pdf = pikepdf.Pdf.new()
        self._face: Typeface | None = None
        self._tags: list[PartTags] = []

    def add(self, part: AnnexPart) -> PlacedPart:
        """Appends a document.

        Raises:
            InputError: it cannot be read or has no pages.
        """
        first = len(self._pdf.pages) + 1
        try:
            with pikepdf.Pdf.open(part.pdf) as source:
                tags = part_tags(source)
                _keep_pages_only(source)
                self._pdf.pages.extend(source.pages)
            pages = len(self._pdf.pages) + 1 - first
            heading = free_mark(tags)
            stamped = self._stamp(part, first, heading.number) if pages else None
        except (pikepdf.PdfError, OSError):
            raise InputError(f"Cannot read {part.pdf}. Burn document {part.code} again.") from None
        if stamped is None:
            raise InputError(f"{part.pdf} has no pages. Burn document {part.code} again.")
        self._tags.append(
            placed_part(tags, part.code, heading, first - 1, self._tags[-1].highest_ident if self._tags else 0)
        )
        self._unsaved += part.pdf.stat().st_size
        if self._unsaved > _IN_MEMORY_BYTES:
            self._to_disk()
        boxes = tuple(_placed(box, first, stamped) for box in part.boxes)
        return PlacedPart(part.code, first, pages, boxes, replace(stamped.box, page=first))

    def finish(
        self, target: Path, parts: Sequence[AnnexPart], placed: Sequence[PlacedPart], heading: AnnexHeading
    ) -> None:
        """Adds what belongs to the annex as a whole and writes it."""
        _describe(self._pdf, heading.title)
        write_tags(self._pdf, Element("Document", tuple(part.element for part in self._tags)))
        _bookmark(self._pdf, parts, placed)
        share_equal_objects(self._pdf)
        self._save(target)

    def close(self) -> None:
        """Lets go of everything but the target."""
        self._pdf.close()
        for path in self._halves():
            path.unlink(missing_ok=True)

    def _stamp(self, part: AnnexPart, first: int, number: int) -> Stamped:
        if self._face is None:
            self._face = self._font.embed(self._pdf)
        on_first = tuple(burnt.box for burnt in part.boxes if burnt.box.page == 1)
        return stamp(self._pdf, self._pdf.pages[first - 1], self._face, Mark(part.code, number, part.pdf, on_first))

    def _to_disk(self) -> None:
        """Saves and opens again: from then on the streams are read from disk when they are needed."""
        before, after = self._halves()
        self._save(after)
        self._pdf.close()
        after.replace(before)
        self._pdf, self._face, self._unsaved = pikepdf.Pdf.open(before), None, 0

    def _halves(self) -> tuple[Path, Path]:
        return self._half, self._half.with_suffix(".half2")

    def _save(self, path: Path) -> None:
        self._pdf.save(path, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _keep_pages_only(source: pikepdf.Pdf) -> None:
    for page in source.pages:
        for key in set(page.obj.keys()) - _PAGE_KEYS:
            del page.obj[key]


def _placed(burnt: BurntBox, first: int, stamped: Stamped) -> BurntBox:
    box = burnt.box
    right, down = stamped.moved if box.page == 1 else (0.0, 0.0)
    moved = Box(first - 1 + box.page, box.x0 + right, box.y0 + down, box.x1 + right, box.y1 + down)
    return replace(burnt, box=moved)


def _describe(pdf: pikepdf.Pdf, title: str) -> None:
    pdf.trailer.ID = Array([String(secrets.token_bytes(16))] * 2)
    root = pdf.Root
    root.Lang = String(LANGUAGE)
    root.OutputIntents = Array([output_intent(pdf)])
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    root.PageMode = Name.UseOutlines
    pdf.docinfo[Name.Title] = String(title)
    pdf.docinfo[Name.Producer] = String(PRODUCER)
    xmp = _XMP.format(title=escape(title), producer=PRODUCER)
    root.Metadata = pdf.make_stream(xmp.encode(), Type=Name.Metadata, Subtype=Name.XML)


def _bookmark(pdf: pikepdf.Pdf, parts: Sequence[AnnexPart], placed: Sequence[PlacedPart]) -> None:
    """A bookmark a document ('AC - Memo overleg'), and page labels 'AC-1', 'AC-2'."""
    with pdf.open_outline() as outline:
        outline.root.extend(_bookmarks(parts, placed))
    labels = Array()
    for place in placed:
        labels.append(place.first_page - 1)
        labels.append(Dictionary(P=String(f"{place.code}-"), S=Name.D))
    pdf.Root.PageLabels = Dictionary(Nums=labels)


def _bookmarks(parts: Sequence[AnnexPart], placed: Sequence[PlacedPart]) -> Iterator[OutlineItem]:
    for part, place in zip(parts, placed, strict=True):
        title = plain(part.title)
        yield OutlineItem(f"{part.code} - {title}" if title else part.code, place.first_page - 1)
