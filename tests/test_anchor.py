"""Lines in which the size changes stay where they are when a word is removed from them."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest
from pikepdf import Dictionary, Name

from redact.burn.anchor import anchor
from redact.burn.remove import MuPdfRemover
from redact.model import Width
from redact.normalise import normalise
from tests.pdfmaker import LINES, SECRET, find, new_pdf, redact_word, redactions, save

FIRST = b"BT /F1 20 Tf 72 700 Td (Zwanepoel) Tj /F1 10 Tf ( sprak met mij) Tj 0 -20 Td (en ging) Tj ET"
MIDDLE = b"BT /F1 10 Tf 72 650 Td (De heer ) Tj /F1 16 Tf (Zwanepoel) Tj /F1 10 Tf ( sprak) Tj ET"
SCALED = b"BT /F1 12 Tf 72 600 Td 80 Tz (Zwanepoel) Tj 120 Tz ( sprak) Tj ET"


def places(path: Path, *words: str) -> list[tuple[float, float]]:
    """Upper left corners of words; nothing for one that is not there."""
    return [(boxes[0].x0, boxes[0].y0) for word in words for boxes in find(path, word)]


@pytest.mark.parametrize("content", [FIRST, MIDDLE, SCALED])
@pytest.mark.parametrize("in_form", [False, True])
def test_what_follows_in_another_size_stays(content: bytes, in_form: bool, tmp_path: Path) -> None:
    pdf = new_pdf(content)
    if in_form:
        page = pdf.pages[0].obj
        form = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842])
        form["/Resources"] = page["/Resources"]
        page["/Resources"], page["/Contents"] = Dictionary(XObject=Dictionary(X=form)), pdf.make_stream(b"/X Do")
    source = save(pdf, tmp_path / "source.pdf")
    words = ("sprak", "heer", "mij", "ging")
    before = places(source, *words)
    burnt, _, report = redact_word(source, width=Width.EXACT)
    after = places(burnt, *words)
    assert len(before) == len(after)
    assert [value for place in after for value in place] == pytest.approx(
        [value for place in before for value in place], abs=0.05
    )
    assert report.findings == ()


def test_canary_mupdf_still_loses_its_place(tmp_path: Path) -> None:
    """Canary: when this fails, MuPDF has been mended and `anchor` can go."""
    clean, bare = tmp_path / "clean.pdf", tmp_path / "bare.pdf"
    normalise(save(new_pdf(MIDDLE), tmp_path / "source.pdf"), clean)
    MuPdfRemover().remove(clean, [box for hit in redactions(clean, SECRET) for box in hit.boxes], bare)
    assert places(bare, "sprak")[0][0] != pytest.approx(places(clean, "sprak")[0][0], abs=5)


@pytest.mark.parametrize(
    "content", [LINES, b"BT /F1 20 Tf 72 700 Td (Tj) Tj 9 0 Td /F1 10 Tf (x Tf) Tj ET", b"BT /F1 9 Tf (a) Tj (b) Tj ET"]
)
def test_other_lines_are_left_alone(content: bytes, tmp_path: Path) -> None:
    source = save(new_pdf(content), tmp_path / "source.pdf")
    assert anchor(source, {1}, tmp_path / "anchored.pdf") == source


def test_a_font_that_is_measured_wrongly_is_noticed(tmp_path: Path) -> None:
    """Widths that MuPDF does not follow, as it takes those of the program: then the page stays as it is."""
    pdf = new_pdf(b"BT /F1 20 Tf 72 700 Td (Zwanepoel) Tj /F1 10 Tf ( sprak) Tj ET")
    font = pdf.pages[0].obj["/Resources"]["/Font"]["/F1"]
    font["/FirstChar"], font["/LastChar"], font["/Widths"] = 32, 33, [278, 278]
    source = save(pdf, tmp_path / "source.pdf")
    target = anchor(source, {1}, tmp_path / "anchored.pdf")
    with pymupdf.open(source) as old, pymupdf.open(target) as new:
        before, after = (document[0].get_text("words") for document in (old, new))
    assert [word[0] for word in after] == pytest.approx([word[0] for word in before], abs=0.25)
