"""Makes one clean, flat, decrypted revision of a source PDF. Detection, review and burning all work on that file.

    source -> limits, survey -> annotations baked into the page -> whitelist of objects -> unseen text out -> target

What no reader sees leaves the document here, and is reported: hidden layers, invisible text, text beside the page,
annotations' notes, attachments, scripts, earlier revisions.
"""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pikepdf
import pymupdf
from numpy.typing import NDArray
from pikepdf import Name

from redact import limits
from redact.errors import DocumentRefused
from redact.files import beside, room_beside
from redact.model import Finding
from redact.pdfobjects import (
    ADVICE,
    LOCKED,
    Cleaned,
    DrawnGlyph,
    Glyphs,
    clean,
    covered_glyphs,
    erase_glyphs,
    mend_pictures,
    mend_with_mupdf,
    mend_with_pikepdf,
    page_frame,
    page_glyphs,
    page_work,
    refusing,
    save_changed,
    unpack,
    unpack_contents,
)

MAX_PIXELS = limits.MAX_DOCUMENT_STREAM_BYTES // 8
MAX_DEPTH = 20
"""Dictionaries in dictionaries that are looked into for scripts and attachments."""
EDGE = 0.5
"""Points that the middle of a glyph may lie outside the page and still count as on it."""
_MARKUP_IGNORED = {"/Link", "/Widget", "/Popup"}


@dataclass(frozen=True, slots=True)
class Normalised:
    """What normalising found: pages, findings, and what the source said about itself ('title', 'created')."""

    pages: int
    findings: tuple[Finding, ...]
    info: dict[str, str] = field(repr=False)


def normalise(source: Path, target: Path) -> Normalised:
    """Write the normalised form of `source` to `target`, whole or not at all.

    Args:
        source: the PDF as it came in; never written to.
        target: where the clean file goes; its folder must exist.

    Returns:
        Page count, findings, and title and creation date of the source.

    Raises:
        DocumentRefused: the document is locked, damaged, too large, or of a kind that cannot be made safe; in Dutch.
        StorageError: the disk is full or may not be written to.
    """
    with refusing("het openen"):
        if source.stat().st_size > limits.MAX_FILE_BYTES:
            raise DocumentRefused(f"is groter dan {limits.MAX_FILE_BYTES >> 20} MB; splits het bestand.")
    with refusing("het wegschrijven"), beside(target) as fresh, room_beside(target) as room:
        with refusing("het openen"):
            sound, survey = _opened(source, room / "0.pdf")
        findings = _make(sound, fresh, room, survey.pages)
    return Normalised(survey.pages, _ordered([*survey.findings, *findings]), survey.info)


def page_count(source: Path) -> int:
    """How many pages a source seems to have, for whoever must know before it is normalised.

    Raises:
        Exception: whatever pikepdf or MuPDF raises over a file that is broken, locked or made to hurt.
    """
    unpack.check_object_streams(source, limits.MAX_STREAM_BYTES)
    try:
        with pikepdf.open(source, suppress_warnings=True) as pdf:
            return min(len(pdf.pages), limits.MAX_PAGES)
    except pikepdf.PdfError:
        with pymupdf.open(source, filetype="pdf") as document:
            return min(len(document), limits.MAX_PAGES)


def _make(source: Path, target: Path, room: Path, pages: int) -> list[Finding]:
    baked, cleaned, bare = room / "1.pdf", room / "2.pdf", room / "3.pdf"
    with refusing("het vastleggen van aantekeningen en formuliervelden"):
        sound = _baked(source, baked, pages, room / "mended.pdf")
    with refusing("het opschonen"):
        lost = _mend_pictures(baked, room / "whole.pdf")
        found = _clean(baked, cleaned)
        if found.malformed or found.unreadable:
            _bake(sound, baked, pages, rewrite=True)
            lost = _mend_pictures(baked, room / "whole.pdf")
            found = _clean(baked, cleaned)
        if found.unreadable:
            raise DocumentRefused(f"heeft een onleesbare bladzijde ({min(found.unreadable)}). {ADVICE}")
    hidden = [Finding("hidden-layer", page or None, count) for page, count in sorted(found.hidden.items())]
    with refusing("het verwijderen van onzichtbare tekst"):
        unseen = _drop_unseen(cleaned, bare)
        if unseen:
            _clean(bare, target)
        else:
            cleaned.replace(target)
    return hidden + lost + unseen


def _mend_pictures(path: Path, fresh: Path) -> list[Finding]:
    """Replace pictures that cannot be decoded, in the file itself."""
    lost = mend_pictures(path, fresh)
    if fresh.exists():
        fresh.replace(path)
    return [Finding("damaged-picture", page or None, count) for page, count in sorted(lost.items())]


def _ordered(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda f: (f.page or 0, f.kind)))


class _Damaged(DocumentRefused):
    """One of the two programs cannot make sense of the file."""


def _opened(source: Path, mended: Path) -> tuple[Path, _Survey]:
    """The source, or in its place what MuPDF makes of a file that pikepdf cannot open; and what is in it."""
    try:
        return source, _survey(source)
    except _Damaged as damage:
        for gather in (False, True):
            with suppress(_Damaged, RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
                mend_with_mupdf(source, mended, gather)
                survey = _survey(mended)
                return mended, replace(survey, findings=[*survey.findings, Finding("repaired", None, 1)])
        raise damage from None


def _baked(source: Path, target: Path, pages: int, mended: Path) -> Path:
    """Bake the source, or what pikepdf makes of it where MuPDF misses pages; gives the one that was baked."""
    try:
        _bake(source, target, pages, rewrite=False)
    except _Damaged:
        mend_with_pikepdf(source, mended)
        _bake(mended, target, pages, rewrite=False)
        return mended
    return source


@dataclass(frozen=True, slots=True)
class _Survey:
    pages: int
    findings: list[Finding]
    info: dict[str, str] = field(repr=False)


def _survey(source: Path) -> _Survey:
    """Check a source against the limits, and count what will not come along."""
    try:
        unpack.check_object_streams(source, limits.MAX_STREAM_BYTES)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with pikepdf.open(source, suppress_warnings=True) as pdf:
                pages = _check(pdf)
                return _Survey(pages, [*_document_findings(pdf, source), *_page_findings(pdf)], _info(pdf))
    except unpack.TooLarge:
        raise DocumentRefused(f"bevat onderdelen die uitgepakt te groot zijn. {ADVICE}") from None
    except unpack.UnknownFilter:
        raise DocumentRefused(f"bevat gegevens in een onbekende codering. {ADVICE}") from None
    except pikepdf.PasswordError:
        raise
    except pikepdf.PdfError:
        raise _Damaged(f"is beschadigd of geen PDF. {ADVICE}") from None


def _check(pdf: pikepdf.Pdf) -> int:
    pages = len(pdf.pages)
    if pages == 0:
        raise DocumentRefused("heeft geen bladzijden.")
    if pages > limits.MAX_PAGES:
        raise DocumentRefused(f"heeft meer dan {limits.MAX_PAGES} bladzijden; splits het bestand.")
    if bool(pdf.Root.get("/NeedsRendering", False)):
        raise DocumentRefused(f"is een dynamisch formulier (XFA), waarvan de inhoud niet vastligt. {ADVICE}")
    sizes = _check_streams(pdf)
    for number, page in enumerate(pdf.pages, start=1):
        contents = _contents(page.obj)
        if any(unpack.is_picture_coded(part) for part in contents):
            raise unpack.UnknownFilter
        if sum(sizes.get(part.objgen, 0) for part in contents) > limits.MAX_CONTENT_BYTES:
            raise DocumentRefused(f"heeft te veel tekeninstructies op bladzijde {number}. {ADVICE}")
    return pages


def _check_streams(pdf: pikepdf.Pdf) -> dict[tuple[int, int], int]:
    """Unpacked size of every stream but pictures; all within the limits."""
    sizes: dict[tuple[int, int], int] = {}
    for value in pdf.objects:
        if not isinstance(value, pikepdf.Stream):
            continue
        size = unpack.unpacked_size(value, limits.MAX_STREAM_BYTES)
        if value.get("/Subtype") == Name.Form and unpack.is_picture_coded(value):
            raise unpack.UnknownFilter
        if value.get("/Subtype") == Name.Form and size > limits.MAX_CONTENT_BYTES:
            raise unpack.TooLarge
        if unpack.picture_pixels(value) > MAX_PIXELS:
            raise unpack.TooLarge
        if value.get("/Subtype") != Name.Image:
            sizes[value.objgen] = size
    if sum(sizes.values()) > limits.MAX_DOCUMENT_STREAM_BYTES:
        raise unpack.TooLarge
    return sizes


def _contents(page: pikepdf.Object) -> list[pikepdf.Object]:
    given = page.get("/Contents")
    items = list(given) if isinstance(given, pikepdf.Array) else [given]
    return [item for item in items if isinstance(item, pikepdf.Stream)]


def _document_findings(pdf: pikepdf.Pdf, source: Path) -> list[Finding]:
    counts: Counter[str] = Counter()
    for value in (part for item in pdf.objects if _may_tell(item) for part in _parts(item, 0)):
        counts["attachment"] += isinstance(value.get("/EF"), pikepdf.Dictionary)
        counts["javascript"] += "/JS" in value
    ends = len(re.findall(rb"%%EOF", source.read_bytes()))
    counts["earlier-revision"] = max(0, ends - (2 if pdf.is_linearized else 1))
    return [Finding(kind, None, count) for kind, count in sorted(counts.items()) if count]


def _may_tell(item: object) -> bool:
    """Whether a script or attachment may stand in an object; quicker than looking at all that it holds."""
    if not isinstance(item, pikepdf.Dictionary | pikepdf.Array):
        return False
    written = item.unparse(resolved=True)
    return b"/EF" in written or b"/JS" in written


def _parts(value: object, depth: int) -> Iterator[pikepdf.Object]:
    """A dictionary and those that stand in it."""
    if not isinstance(value, pikepdf.Dictionary | pikepdf.Array) or depth > MAX_DEPTH:
        return
    if isinstance(value, pikepdf.Dictionary):
        yield value
    for item in value.values() if isinstance(value, pikepdf.Dictionary) else value:
        if not (isinstance(item, pikepdf.Object) and item.is_indirect):
            yield from _parts(item, depth + 1)


def _page_findings(pdf: pikepdf.Pdf) -> list[Finding]:
    findings = []
    for number, page in enumerate(pdf.pages, start=1):
        counts = Counter(_annotation_kind(item) for item in page.obj.get("/Annots") or ())
        findings += [Finding(kind, number, count) for kind, count in sorted(counts.items()) if kind]
    return findings


def _annotation_kind(item: object) -> str:
    if not isinstance(item, pikepdf.Dictionary):
        return ""
    kind = str(item.get("/Subtype", ""))
    if kind == "/Widget":
        return "form-field"
    return "" if kind in _MARKUP_IGNORED else "annotation"


def _info(pdf: pikepdf.Pdf) -> dict[str, str]:
    """Title and creation date (yyyy-mm-dd) as the source's own metadata give them; '' where they give none."""
    given = pdf.trailer.get("/Info")
    if not isinstance(given, pikepdf.Dictionary):
        return {"title": "", "created": ""}
    match = re.match(r"(?:D:)?(\d{4})(\d\d)(\d\d)", str(given.get("/CreationDate", "")))
    return {"title": str(given.get("/Title", "")).strip(), "created": "-".join(match.groups()) if match else ""}


def _bake(source: Path, target: Path, pages: int, *, rewrite: bool) -> None:
    """Make annotations and form fields part of the pages; one decrypted revision.

    Args:
        source: the document as it came in.
        target: where the flat one goes.
        pages: how many pages pikepdf counted.
        rewrite: also let MuPDF write the pages' content anew, for content that pikepdf cannot read to its end.
    """
    with pymupdf.open(source, filetype="pdf") as document:
        if document.needs_pass:
            raise DocumentRefused(LOCKED)
        if len(document) != pages:
            raise _Damaged(f"is beschadigd: programma's tellen het aantal bladzijden verschillend. {ADVICE}")
        document.bake(annots=True, widgets=True)
        if rewrite:
            unpack_contents(document)
        save_changed(document, target, clean=rewrite, encryption=pymupdf.PDF_ENCRYPT_NONE)


def _clean(source: Path, target: Path) -> Cleaned:
    """Whitelist the document's objects."""
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        _refuse_overloaded(pdf)
        cleaned = clean(pdf)
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=False)
    return cleaned


def _refuse_overloaded(pdf: pikepdf.Pdf) -> None:
    """Refuse a document with a page on which every program would be at work for minutes, or for ever."""
    for number, page in enumerate(pdf.pages, start=1):
        work = page_work(page.obj)
        if work.written > limits.MAX_PAGE_INSTRUCTIONS or work.drawn > limits.MAX_DRAWN_INSTRUCTIONS:
            raise DocumentRefused(f"heeft te veel tekeninstructies op bladzijde {number}. {ADVICE}")


def _drop_unseen(source: Path, target: Path) -> list[Finding]:
    """Remove text beside the page, invisible and covered text that no scan explains. Writes only when there was any."""
    findings: list[Finding] = []
    with pymupdf.open(source, filetype="pdf") as document, pymupdf.open(source, filetype="pdf") as probe:
        for page in document:
            findings += _drop_unseen_of_page(page, probe[page.number])
        if findings:
            save_changed(document, target)
    return findings


def _drop_unseen_of_page(page: pymupdf.Page, probe: pymupdf.Page) -> list[Finding]:
    number = page.number + 1
    glyphs = page_glyphs(page)
    if len(glyphs) > limits.MAX_PAGE_GLYPHS:
        raise DocumentRefused(f"heeft te veel tekens op bladzijde {number}. {ADVICE}")
    unseen, counts = _unseen(page, glyphs), Counter[str]()
    if any(unseen.values()):
        erase_glyphs(page, [glyph for group in unseen.values() for glyph in group], glyphs)
        glyphs = page_glyphs(page)
        left = _unseen(page, glyphs)
        counts.update({kind: _inked(group) - _inked(left[kind]) for kind, group in unseen.items()})
    covered = covered_glyphs(page, probe, list(glyphs))
    erase_glyphs(page, covered, glyphs)
    counts["covered-text"] = len(covered)
    return [Finding(kind, number, count) for kind, count in sorted(counts.items()) if count > 0]


def _inked(glyphs: Sequence[DrawnGlyph]) -> int:
    return sum(not glyph.blank for glyph in glyphs)


def _unseen(page: pymupdf.Page, glyphs: Glyphs) -> dict[str, list[DrawnGlyph]]:
    """Glyphs that no reader sees, by kind of finding; empty lists where nothing but blanks is concerned.

    A glyph of which it is not known where it stands is not taken for one beside the page.
    """
    place = page_frame(page)
    inside = _within(glyphs, (0.0, 0.0, place.width, place.height)) | ~glyphs.measured
    faint = inside & ~glyphs.visible
    if (faint & ~glyphs.blank).any():
        for picture in _pictures(page):
            faint &= ~_within(glyphs, picture)
    found = {"off-page-text": ~inside, "hidden-text": faint}
    return {
        kind: glyphs.pick(np.flatnonzero(which).tolist()) if (which & ~glyphs.blank).any() else []
        for kind, which in found.items()
    }


def _within(glyphs: Glyphs, area: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    """Which glyphs have their middle in an area or just beside it."""
    x, y = glyphs.middles.T
    return np.asarray((area[0] - EDGE <= x) & (x <= area[2] + EDGE) & (area[1] - EDGE <= y) & (y <= area[3] + EDGE))


def _pictures(page: pymupdf.Page) -> list[tuple[float, float, float, float]]:
    """Places of the images on a page, in unrotated page space: text over them is somebody's OCR."""
    turn = page.derotation_matrix
    return [tuple(pymupdf.Rect(info["bbox"]) * turn) for info in page.get_image_info()]
