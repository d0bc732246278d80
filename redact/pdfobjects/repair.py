"""Damaged files: what one program can still read of them, written whole so that the other can read it too."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pikepdf
import pymupdf
from pymupdf import mupdf

from redact.errors import DocumentRefused
from redact.pdfobjects.refuse import LOCKED
from redact.pdfobjects.saving import save_changed


def mend_with_mupdf(source: Path, target: Path, gather: bool = False) -> None:
    """Write what MuPDF finds in a file that pikepdf cannot open.

    Args:
        source: the file.
        target: where the mended one goes.
        gather: list the pages anew, for a tree of pages that runs in a circle.

    Raises:
        DocumentRefused: the file has a password.
        RuntimeError: MuPDF cannot open it either.
    """
    with pymupdf.open(source, filetype="pdf") as document:
        if document.needs_pass:
            raise DocumentRefused(LOCKED)
        if gather:
            document.select(range(len(document)))
        save_changed(document, target, encryption=pymupdf.PDF_ENCRYPT_NONE)


def mend_with_pikepdf(source: Path, target: Path) -> None:
    """Write what pikepdf finds in a file in which MuPDF misses pages."""
    with pikepdf.open(source, suppress_warnings=True) as pdf:
        pdf.save(target)


def unpack_contents(document: pymupdf.Document) -> None:
    """Store the pages' and forms' content as far as MuPDF can unpack it: damaged packing would hide it from pikepdf."""
    contents = {xref for page in document for xref in page.get_contents()}
    for xref in range(1, document.xref_length()):
        if xref in contents or document.xref_get_key(xref, "Subtype") == ("name", "/Form"):
            with suppress(RuntimeError, mupdf.FzErrorBase):
                document.update_stream(xref, document.xref_stream(xref) or b"")
