"""Objects that several pages share point at the same things after burning as before it."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import ImageCms

from redact.burn import burn
from redact.normalise import normalise
from tests.pdfmaker import SECRET, helvetica, redactions

PAGES = 6
TEXT = b"q /Fm Do Q BT /F1 12 Tf 72 700 Td (Geachte heer Zwanepoel,) Tj ET"
BESIDE = b" BT /F1 12 Tf 900 700 Td (naast de bladzijde) Tj ET"
"""Text that is removed before anything is burnt."""
BROKEN = b" /F1 (zes) Tf 0 0 m 1 1 l ] S"
"""Instructions that MuPDF writes anew."""


def profile(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """An sRGB profile."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return pdf.make_stream(zlib.compress(data), N=3, Filter=Name.FlateDecode)


def letterhead(pdf: pikepdf.Pdf, space: Any) -> pikepdf.Object:
    """A coloured field, drawn by a form whose colours and group are direct arrays and dictionaries."""
    form = pdf.make_stream(b"/CS cs 0.8 0.1 0.1 scn 72 740 200 40 re f")
    form["/Type"], form["/Subtype"], form["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    form["/Resources"] = Dictionary(ColorSpace=Dictionary(CS=space))
    form["/Group"] = Dictionary(S=Name.Transparency, CS=space)
    return form


def bundle(path: Path, more: bytes) -> Path:
    """Pages with one letterhead."""
    pdf = pikepdf.new()
    form, font = letterhead(pdf, Array([Name.ICCBased, profile(pdf)])), helvetica(pdf)
    for _ in range(PAGES):
        pdf.add_blank_page(page_size=(595, 842))
        page = pdf.pages[-1].obj
        page["/Resources"] = Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(Fm=form))
        page["/Contents"] = pdf.make_stream(TEXT + more)
    pdf.save(path)
    return path


@pytest.mark.parametrize("more", [b"", BESIDE, BROKEN], ids=["plain", "beside", "broken"])
@pytest.mark.parametrize("taken", [1, 3, PAGES])
def test_colours_of_a_letterhead(taken: int, more: bytes, tmp_path: Path) -> None:
    normalise(bundle(tmp_path / "in.pdf", more), tmp_path / "normal.pdf")
    found = [each for each in redactions(tmp_path / "normal.pdf", SECRET) if each.boxes[0].page <= taken]
    assert len(found) == taken
    burn(tmp_path / "normal.pdf", found, tmp_path / "out.pdf")
    for number in range(PAGES):
        assert shown(tmp_path / "out.pdf", number) == shown(tmp_path / "in.pdf", number)
        assert spaces(tmp_path / "out.pdf", number) == {"/ICCBased"}


def test_canary_mupdf_still_changes_references_twice(tmp_path: Path) -> None:
    """Canary: when this fails, MuPDF has been mended and what it changed can be renumbered as it is saved."""
    bundle(tmp_path / "in.pdf", b"")
    with pymupdf.open(tmp_path / "in.pdf") as document:
        page = document[0]
        page.add_redact_annot((72, 130, 200, 145))
        page.apply_redactions(images=0, graphics=0)
        document.save(tmp_path / "as_it_was.pdf", garbage=1)
        document.save(tmp_path / "renumbered.pdf", garbage=2)
    assert spaces(tmp_path / "as_it_was.pdf", 1) == {"/ICCBased"}
    with pytest.raises((AttributeError, TypeError, AssertionError, ValueError, KeyError)):
        assert spaces(tmp_path / "renumbered.pdf", 1) == {"/ICCBased"}


def shown(path: Path, number: int) -> Any:
    """The colour of the letterhead's middle."""
    with pymupdf.open(path) as document:
        return document[number].get_pixmap().pixel(172, 82)


def spaces(path: Path, number: int) -> set[str]:
    """The families of colours of the letterhead, each with its profile."""
    with pikepdf.open(path) as pdf:
        (form,) = pdf.pages[number].obj.Resources.XObject.values()
        given = [*form.Resources.ColorSpace.values(), form.Group.CS]
        assert all(space[1].read_bytes().startswith(b"\0\0") for space in given)
        return {str(space[0]) for space in given}
