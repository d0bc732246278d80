"""Lines in which the size changes stay where they are when a word is removed from them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
import pymupdf
import pypdfium2
import pytest
from pikepdf import Dictionary, Name

from redact.burn import BurnReport, burn
from redact.burn.anchor import anchor, join_steps
from redact.burn.remove import MuPdfRemover
from redact.model import BurnSettings, Width
from redact.normalise import normalise
from tests.pdfmaker import LINES, SECRET, find, new_pdf, redact_word, redactions, save
from tests.test_boxes import composite, hits

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


def columns(path: Path, in_form: bool, encoding: str = "Identity-V") -> Path:
    """Two columns that are read downwards, one of them turned, and a line with room behind it."""
    pdf = new_pdf(b"")
    page = pdf.pages[0].obj
    font, codes = composite(pdf, encoding)
    page["/Resources"]["/Font"]["/F2"] = font

    def text(shown: str, place: str) -> str:
        codes_shown = "".join(f"{codes[char]:04x}" for char in shown)
        return f"BT /F2 14 Tf {place} <{codes_shown}> Tj ET "

    content = text(f"voor{SECRET}naarDelft", "300 700 Td") + text("naastelkaarstaan", "0.8 0.6 -0.6 0.8 420 650 Tm")
    content += "BT /F1 12 Tf 72 200 Td (Hier was de heer Iemand gisteren) Tj ET "
    content += "BT /F1 12 Tf 72 180 Td (De heer Jansen sprak) Tj ET"
    if in_form:
        form = pdf.make_stream(content.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 595, 842])
        form["/Resources"] = page["/Resources"]
        page["/Resources"], page["/Contents"] = Dictionary(XObject=Dictionary(X=form)), pdf.make_stream(b"/X Do")
    else:
        page["/Contents"] = pdf.make_stream(content.encode())
    return save(pdf, path)


def drawn(path: Path) -> list[Any]:
    """The first page in grey, two pixels a point: by pdfium and by MuPDF."""
    with pypdfium2.PdfDocument(path) as document:
        first = np.array(document[0].render(scale=2, grayscale=True).to_numpy()).squeeze().astype(int)
    with pymupdf.open(path) as document:
        picture = document[0].get_pixmap(matrix=pymupdf.Matrix(2, 2), colorspace=pymupdf.csGRAY)
    second = np.frombuffer(picture.samples, np.uint8).reshape(picture.height, picture.width).astype(int)
    return [first, second]


def burnt_column(source: Path, width: Width) -> tuple[Path, BurnReport]:
    clean, target = source.with_name("clean.pdf"), source.with_name("burnt.pdf")
    normalise(source, clean)
    return target, burn(clean, hits(clean) + hits(clean, "Jansen"), target, BurnSettings(width))


@pytest.mark.parametrize("width", [Width.EXACT, Width.GRID])
@pytest.mark.parametrize("in_form", [False, True])
def test_text_set_downwards_stays_in_every_engine(width: Width, in_form: bool, tmp_path: Path) -> None:
    source = columns(tmp_path / "source.pdf", in_form)
    target, report = burnt_column(source, width)
    assert report.findings == ()
    for old, new in zip(drawn(source), drawn(target), strict=True):
        outside = np.ones(old.shape, dtype=bool)
        for box in (burnt.box for burnt in report.boxes):
            top, bottom, left = (round(2 * value) for value in (box.y0, box.y1, box.x0))
            right = round(2 * box.x1) + (200 if box.y1 > 600 else 2)
            outside[top - 2 : bottom + 2, left - 2 : right] = False
        assert (old[outside] < 100).sum() > 2000
        assert np.abs(new - old)[outside].max() < 48


def test_canary_pdfium_still_takes_a_step_by_itself_for_one_to_the_side(tmp_path: Path) -> None:
    """Canary: when this fails, pdfium has been mended and `join_steps` can go."""
    path = columns(tmp_path / "source.pdf", in_form=False)
    pictures = []
    for shown in (b"[9000 <0051>] TJ", b"[9000] TJ <0051> Tj"):
        with pikepdf.open(path, allow_overwriting_input=True) as pdf:
            pdf.pages[0].obj["/Contents"] = pdf.make_stream(b"BT /F2 14 Tf 300 700 Td <0059> Tj " + shown + b" ET")
            pdf.save(path)
        pictures.append(drawn(path))
    (joined, joined_by_mupdf), (apart, apart_by_mupdf) = pictures
    assert np.abs(joined - joined_by_mupdf).mean() < 0.05
    assert np.abs(apart_by_mupdf - joined_by_mupdf).max() == 0
    assert np.abs(apart - joined).max() > 100


def test_content_without_downward_text_is_not_touched() -> None:
    pdf = new_pdf(b"BT /F1 12 Tf 72 700 Td (De heer) Tj [-4891] TJ (sprak) Tj ET")
    before = pdf.pages[0].obj["/Contents"].read_bytes()
    join_steps(pdf)
    assert pdf.pages[0].obj["/Contents"].read_bytes() == before


def test_steps_that_no_string_follows_stay() -> None:
    pdf = new_pdf(b"")
    font, _ = composite(pdf, "Identity-V")
    page = pdf.pages[0].obj
    page["/Resources"]["/Font"]["/F2"] = font
    page["/Contents"] = pdf.make_stream(
        b"BT /F2 9 Tf [1] TJ [2] TJ [3 <0059>] TJ [4] TJ 5 Tc <0051> Tj [6] TJ <0052> ' ET"
    )
    join_steps(pdf)
    written = page["/Contents"].read_bytes().decode().split()
    assert "".join(written) == "BT/F29Tf[123<0059>]TJ[4]TJ5Tc<0051>Tj[6]TJ<0052>'ET"


def test_a_font_that_cannot_be_measured_takes_no_grid_from_the_rest(tmp_path: Path) -> None:
    """What stands in it hangs on what MuPDF left there; that stays, and other lines are still set anew."""
    pdf = new_pdf(b"")
    page = pdf.pages[0].obj
    font, codes = composite(pdf, "UniCNS-UTF16-H")
    page["/Resources"]["/Font"]["/F2"] = font
    shown = "".join(f"{codes[char]:04x}" for char in f"voor{SECRET}naarDelft")
    lines = f"BT /F1 12 Tf 72 200 Td (Hier was de heer {SECRET} gisteren en vandaag) Tj ET "
    lines += "BT /F1 12 Tf 72 180 Td (Hier was de heer Iemand gisteren ook nog even weer terug) Tj ET"
    page["/Contents"] = pdf.make_stream(f"BT /F2 14 Tf 100 700 Td <{shown}> Tj ET {lines}".encode())
    source = save(pdf, tmp_path / "source.pdf")
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(source, clean)
    approved = [hit for word in (f"heer {SECRET}", f"voor{SECRET}") for hit in hits(clean, word)]
    report = burn(clean, approved, target, BurnSettings(Width.GRID))
    before, after = drawn(source)[0], drawn(target)[0]
    rest = (slice(240, 340), slice(round(2 * report.boxes[0].box.x1) + 3, None))
    assert (before[rest] < 100).sum() > 200
    assert np.abs(after - before)[rest].max() < 48
    moved = (slice(2 * (842 - 215), 2 * (842 - 195)), slice(2 * 240, None))
    assert np.abs(after - before)[moved].max() > 100, "the line in the other font was not set anew"
