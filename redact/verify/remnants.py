"""What a file still holds besides its pages: earlier revisions, objects that nothing uses, attachments, scripts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2

from redact.verify.covered import Sight
from redact.verify.drawing import drawing
from redact.verify.engines import drop_marks, pdfium_glyphs
from redact.verify.objects import reachable
from redact.verify.place import EVERYWHERE, Glyph, Sheet
from redact.verify.reading import Reading

FORMER = "text under a box in an earlier revision"
UNUSED = "text under a box in an unused object"

_END = re.compile(rb"startxref\s+\d+\s+%%EOF[ \t]*(?:\r\n|\r|\n|$)")
_TALL = 0.2
_MOST_REVISIONS = 20
_MOST_PAIRS = 200
"""Unused drawing instructions that are tried, each on every page with the fonts for it."""
_TOLERANCE = 1.0
"""Points that a page may have changed in size to be the same page."""


class Remnant:
    """A document with pages as they were, or could be."""

    def __init__(self, document: pypdfium2.PdfDocument, what: str, remark: str, pages: dict[int, list[int]]) -> None:
        """Take note of it.

        Args:
            document: where it stands.
            what: the leak when text of it stands under a present box.
            remark: what to say of it anyway.
            pages: for each page of the file (from 1) the pages of the document (from 0) that go with it.
        """
        self.what = what
        self.remark = remark
        self._document = document
        self._pages = pages

    def glyphs(self, number: int, sheet: Sheet) -> Iterator[Glyph]:
        """The characters that stand on one of its pages of the same size."""
        for index in self._pages.get(number, ()):
            page = self._document[index]
            try:
                size = page.get_size()
                if all(abs(a - b) <= _TOLERANCE for a, b in zip(size, sheet.size, strict=True)):
                    drop_marks(page)
                    yield from pdfium_glyphs(page, EVERYWHERE)
            finally:
                page.close()


class SecondReading:
    """The page as an engine reads it that also sees layers that are off."""

    what = Sight.DARK.value

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def glyphs(self, number: int, _: Sheet) -> Iterator[Glyph]:
        """The characters of a page, each with the middle of its height only: this engine's boxes are tall."""
        for glyph in self._reading.glyphs.get(number, ()):
            rim = _TALL * (glyph.y1 - glyph.y0)
            yield Glyph(glyph.char, glyph.x0, glyph.y0 + rim, glyph.x1, glyph.y1 - rim)


def earlier_revisions(pdf: Path) -> Iterator[Remnant]:
    """The file as it was before each time it was saved with its history."""
    data = pdf.read_bytes()
    ends = [match.end() for match in _END.finditer(data)][:-1]
    if ends and b"/Linearized" in data[:1024]:
        ends = ends[1:]
    for end in reversed(ends[-_MOST_REVISIONS:]):
        try:
            document = pypdfium2.PdfDocument(data[:end])
        except pypdfium2.PdfiumError:
            continue
        yield Remnant(document, FORMER, "earlier revision", {n: [n - 1] for n in range(1, len(document) + 1)})


def unused_content(pdf: Path) -> Iterator[Remnant]:
    """Drawing instructions that no page uses, put back on every page that has fonts for them."""
    with pikepdf.open(pdf, suppress_warnings=True) as document:
        streams = [(item, fonts) for item in _unused_streams(document) if (fonts := _fonts_of(item))]
        if not streams:
            return
        pages: dict[int, list[int]] = {}
        for number, page in enumerate(list(document.pages), 1):
            held = {key[1:] for key in _below(_inherited(page.obj, "/Resources"), "/Font") or ()}
            for item, fonts in streams:
                if fonts <= held and len(document.pages) < number + _MOST_PAIRS:
                    pages.setdefault(number, []).append(len(document.pages))
                    document.pages.append(_page_with(document, page.obj, item))
        out = BytesIO()
        document.save(out)
    yield Remnant(pypdfium2.PdfDocument(out), UNUSED, "unused drawing instructions", pages)


def _page_with(document: pikepdf.Pdf, page: Any, content: Any) -> pikepdf.Page:
    kept = ("/Type", "/MediaBox", "/CropBox", "/Rotate", "/Resources", "/UserUnit")
    values = {key: _inherited(page, key) for key in kept}
    fresh = pikepdf.Dictionary({key: value for key, value in values.items() if value is not None})
    fresh.Contents = content
    return pikepdf.Page(document.make_indirect(fresh))


def _inherited(page: Any, key: str) -> Any:
    for _ in range(64):
        if page is None or key in page:
            break
        page = page.get("/Parent")
    return None if page is None else page.get(key)


def _unused_streams(document: pikepdf.Pdf) -> Iterator[Any]:
    reached = reachable(document)
    for item in document.objects:
        if isinstance(item, pikepdf.Stream) and item.objgen[0] not in reached and "/Type" not in item:
            yield item


def _fonts_of(stream: Any) -> set[str]:
    """The fonts that drawing instructions show text in; empty where they show none."""
    try:
        parts = drawing(stream.read_bytes())
    except pikepdf.PdfError:
        return set()
    return {font for font, _ in parts.shown if font}


def remarks(pdf: Path) -> Counter[tuple[str, int | None]]:
    """What a file carries along, by kind and page."""
    found: Counter[tuple[str, int | None]] = Counter()
    with pikepdf.open(pdf, suppress_warnings=True) as document:
        found["attachment", None] += len(document.attachments)
        found["script", None] += _below(document.Root, "/Names", "/JavaScript") is not None
        found["layer that is off", None] += len(_below(document.Root, "/OCProperties", "/D", "/OFF") or ())
        found["metadata", None] += any(str(document.docinfo.get(key, "")) for key in _METADATA)
        for number, page in enumerate(document.pages, 1):
            kinds = [str(annotation.get("/Subtype")) for annotation in page.obj.get("/Annots", [])]
            found["attachment", number] += kinds.count("/FileAttachment")
            found["comment", number] += sum(kind in _COMMENTS for kind in kinds)
    return +found


def _below(item: Any, *keys: str) -> Any:
    """What lies under some keys of nested dictionaries, or None."""
    for key in keys:
        item = item.get(key) if isinstance(item, pikepdf.Dictionary) else None
    return item


_METADATA = ("/Author", "/Title", "/Subject", "/Keywords")
_COMMENTS = ("/Text", "/Popup", "/FreeText", "/Caret")
