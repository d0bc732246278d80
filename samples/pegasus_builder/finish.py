"""What happens to a printed PDF afterwards: the channels people forget (notes, attachments, crops), and fixed bytes."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, OutlineItem, Pdf, String


def finish(printed: bytes, settings: dict[str, Any]) -> bytes:
    """Adds what `settings['afterwards']` asks for, sets the dates and writes bytes that are the same every time."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        for key, value in settings.get("afterwards", {}).items():
            STEPS[key](pdf, value)
        stamp = pdf_date(settings["created"])
        pdf.docinfo["/CreationDate"] = String(stamp)
        pdf.docinfo["/ModDate"] = String(stamp)
        for key, value in settings.get("docinfo", {}).items():
            pdf.docinfo[f"/{key}"] = String(value)
        for key in ("/ID", "/DocChecksum"):
            if key in pdf.trailer:
                del pdf.trailer[key]
        _fix_xmp_dates(pdf, settings["created"])
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return target.getvalue()


def pdf_date(when: datetime) -> str:
    """A date as PDF writes it, in Dutch summer time."""
    return f"D:{when:%Y%m%d%H%M%S}+02'00'"


def _fix_xmp_dates(pdf: Pdf, when: datetime) -> None:
    if "/Metadata" not in pdf.Root:
        return
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        for key in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            if key in xmp:
                xmp[key] = f"{when.isoformat()}+02:00"


def _turn(pdf: Pdf, pages: list[int]) -> None:
    """Lays landscape pages on their side in a portrait media box, with /Rotate 90, as scanners and printers do."""
    for number in pages:
        page = pdf.pages[number - 1]
        _, _, width, height = (float(edge) for edge in page.mediabox)
        page.contents_add(f"q 0 1 -1 0 {height:.4f} 0 cm".encode(), prepend=True)
        page.contents_add(b"Q")
        page.mediabox = Array([0, 0, height, width])
        page.rotate(90, relative=False)


def _crop(pdf: Pdf, crop: dict[str, Any]) -> None:
    page = pdf.pages[crop["page"] - 1]
    page.obj.CropBox = Array(crop["box"])


def _comment(pdf: Pdf, comment: dict[str, Any]) -> None:
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Text,
        Rect=Array(comment["rect"]),
        Contents=String(comment["text"]),
        T=String(comment["author"]),
        M=String(comment["date"]),
        Name=Name.Comment,
        C=Array([1, 0.85, 0.2]),
        F=4,
    )
    page = pdf.pages[comment["page"] - 1].obj
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(pdf.make_indirect(note))


def _attach(pdf: Pdf, attachment: dict[str, str]) -> None:
    spec = AttachedFileSpec(
        pdf,
        attachment["text"].encode(),
        filename=attachment["name"],
        description="",
        mime_type="text/plain",
        creation_date=attachment["date"],
        mod_date=attachment["date"],
    )
    pdf.attachments[attachment["name"]] = spec


def _bookmark(pdf: Pdf, bookmarks: list[dict[str, Any]]) -> None:
    with pdf.open_outline() as outline:
        outline.root.extend(OutlineItem(mark["title"], mark["page"] - 1) for mark in bookmarks)


STEPS: dict[str, Callable[[Pdf, Any], None]] = {
    "turn": _turn,
    "crop": _crop,
    "comment": _comment,
    "attach": _attach,
    "bookmarks": _bookmark,
}
