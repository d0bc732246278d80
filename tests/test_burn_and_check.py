"""A page on which programs differ over where letters stand becomes a picture; one with a text that is left does not."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, String

from redact.burn import burn
from redact.model import Finding
from redact.normalise import normalise
from redact.pipeline.tasks import Order, burn_and_check
from redact.verify import check
from redact.verify.report import BENEATH, Forbidden
from tests.pdfmaker import SECRET, find, new_pdf, pdfium_text, redactions

LINE = f"Geachte heer {SECRET}, tot morgen."
DARK, LIGHT = 40, 215


def disputed(path: Path) -> Path:
    """A font that is not embedded, with its glyphs by number: only MuPDF knows the letters, and how wide they are."""
    codes = "".join(f"{ord(c) - 29:04x}" for c in LINE).encode()
    pdf = new_pdf(b"BT /F1 20 Tf 72 700 Td <" + codes + b"> Tj ET BT /F2 12 Tf 72 600 Td (openbaar) Tj ET")
    pdf.pages[0].obj.Resources.Font["/F2"] = pdf.pages[0].obj.Resources.Font.F1
    own = Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0)
    below = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.ArialMT, CIDSystemInfo=own, DW=300)
    below["/FontDescriptor"] = Dictionary(
        Type=Name.FontDescriptor, FontName=Name.ArialMT, Flags=32, FontBBox=Array([-665, -325, 2000, 1040])
    )
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.ArialMT, Encoding=Name("/Identity-H"))
    font["/DescendantFonts"] = Array([pdf.make_indirect(below)])
    pdf.pages[0].obj.Resources.Font["/F1"] = font
    pdf.save(path.with_name("in.pdf"))
    normalise(path.with_name("in.pdf"), path)
    return path


def order(path: Path, *texts: str) -> Order:
    return Order(tuple(redactions(path, SECRET)), tuple(Forbidden(text, text) for text in (SECRET, *texts)))


def test_a_page_with_disputed_letters_becomes_a_picture(tmp_path: Path) -> None:
    normal = disputed(tmp_path / "n.pdf")
    todo, target = order(normal), tmp_path / "out.pdf"
    plain = burn(normal, todo.redactions, target)
    leaks = check(target, plain.boxes, todo.forbidden).leaks
    assert leaks and {leak.what for leak in leaks} <= BENEATH
    burnt = burn_and_check(normal, todo, target)
    assert not burnt.report.leaks
    assert burnt.findings == (Finding("raster-page", 1, 1),)
    assert SECRET not in pdfium_text(target)
    (box,) = (each.box for each in burnt.boxes)
    with pypdfium2.PdfDocument(target) as document:
        grey = document[0].render(grayscale=True).to_numpy()
    assert grey[round(box.y0) + 2, round(box.x0) + 2] < DARK
    assert grey[round(box.y0) - 4, round(box.x0) + 2] > LIGHT


def test_a_text_that_is_left_is_not_hidden_by_a_picture(tmp_path: Path) -> None:
    normal = disputed(tmp_path / "n.pdf")
    burnt = burn_and_check(normal, order(normal, "openbaar"), tmp_path / "out.pdf")
    assert "text" in {leak.what for leak in burnt.report.leaks}
    assert burnt.findings == ()


@pytest.mark.parametrize("pictured", [frozenset({1}), frozenset({2}), frozenset({1, 2})])
def test_pages_become_pictures_where_that_is_asked(pictured: frozenset[int], tmp_path: Path) -> None:
    with pymupdf.open() as document:
        for _ in range(2):
            document.new_page().insert_text((72, 100), LINE)
        document.save(tmp_path / "in.pdf")
    normalise(tmp_path / "in.pdf", tmp_path / "n.pdf")
    found = [each for each in redactions(tmp_path / "n.pdf", SECRET) if each.boxes[0].page == 1]
    report = burn(tmp_path / "n.pdf", found, tmp_path / "out.pdf", pictured=pictured)
    assert [finding.page for finding in report.findings] == sorted(pictured)
    assert len(find(tmp_path / "out.pdf", SECRET)) == 1
    with pymupdf.open(tmp_path / "out.pdf") as document:
        assert {page.number + 1 for page in document if page.get_images()} == pictured
        assert all("tot morgen" in page.get_text() for page in document)
