"""What removal must not do, and what it must do to the last letter; the channels have their own tests."""

from __future__ import annotations

import re
import string
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Dictionary, Name
from PIL import Image, ImageChops, ImageDraw

from redact.burn import burn
from redact.burn.check import residue
from redact.model import Box, Redaction, Width
from redact.normalise import normalise
from redact.resources import fonts
from tests.channels.document import structure
from tests.channels.text import marked_content
from tests.pdfmaker import (
    KEPT,
    LINES,
    SECRET,
    add_text,
    find,
    new_pdf,
    pdfium_text,
    redact_word,
    redactions,
    save,
    traces,
)


def picture_under_the_box(pdf: pikepdf.Pdf, coding: str) -> None:
    """A scan of a line with the secret, over which invisible text lies as OCR puts it."""
    page: Any = pdf.pages[0].obj
    image = Image.new("L" if coding == "JPEG" else "1", (1200, 120), 255 if coding == "JPEG" else 1)
    ImageDraw.Draw(image).text((30, 20), "De heer Zwanepoel", fill=0, font_size=72)
    stream = pdf.make_stream(image.tobytes())
    stream["/Subtype"], stream["/Width"], stream["/Height"] = Name.Image, 1200, 120
    stream["/ColorSpace"], stream["/BitsPerComponent"] = Name.DeviceGray, 8 if coding == "JPEG" else 1
    if coding == "JPEG":
        noise = Image.effect_noise(image.size, 20).point(lambda v: v // 8)
        image = ImageChops.subtract(image, noise)
        out = BytesIO()
        image.save(out, "JPEG", quality=90)
        stream.write(out.getvalue(), filter=Name.DCTDecode)
    page["/Resources"]["/XObject"] = Dictionary(Im=stream)
    add_text(page, b"q 300 0 0 30 72 300 cm /Im Do Q BT 3 Tr /F1 20 Tf 160 306 Td (Zwanepoel) Tj ET")


@pytest.mark.parametrize("coding", ["JPEG", "fax"])
def test_pixels_under_a_box_are_gone_from_the_picture_itself(coding: str, tmp_path: Path) -> None:
    pdf = new_pdf()
    picture_under_the_box(pdf, coding)
    burnt, _, report = redact_word(save(pdf, tmp_path / "source.pdf"))
    assert traces(burnt, SECRET) == set()
    assert not report.findings
    with pikepdf.open(burnt) as result:
        (found,) = [o for o in result.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == Name.Image]
        assert found["/Filter"] == {"JPEG": Name.DCTDecode, "fax": Name.CCITTFaxDecode}[coding]
        picture = pikepdf.PdfImage(found).as_pil_image().convert("L")
    box = max((b.box for b in report.boxes), key=lambda b: b.y0)
    left, right = (round((x - 72) * 4) for x in (box.x0, box.x1))
    assert min(picture.crop((left + 12, 30, right - 12, 90)).tobytes()) > 200
    assert min(picture.crop((0, 0, left - 12, 120)).tobytes()) < 60, "the rest of the picture stays"


def embedded(tmp_path: Path, *lines: str) -> Path:
    """Lines in an embedded TrueType font with a ToUnicode map and widths."""
    document = pymupdf.open()
    page = document.new_page()
    for number, line in enumerate(lines):
        page.insert_text(
            (72, 100 + 30 * number), line, fontname="lib", fontfile=str(fonts() / "LiberationSans-Regular.ttf")
        )
    document.save(tmp_path / "source.pdf")
    return tmp_path / "source.pdf"


def test_a_font_keeps_no_trace_of_letters_that_are_gone(tmp_path: Path) -> None:
    burnt, _, _ = redact_word(embedded(tmp_path, "Mevrouw Zwanepoel", "en Jan"))
    with pikepdf.open(burnt) as pdf:
        (font,) = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Subtype") == Name.Type0]
        cmap = font["/ToUnicode"].read_bytes()
        program = font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].read_bytes()
        widths = font["/DescendantFonts"][0]["/W"]
        shown = set("Mevrouw en Jan")
        for letter in "Zpl":
            assert f"> <{ord(letter):04x}>".encode() not in cmap
        assert f"> <{ord('M'):04x}>".encode() in cmap
        assert len(widths) // 2 <= len(shown)
    font_file = TTFont(BytesIO(program))
    outlines = [name for name in font_file.getGlyphOrder() if font_file["glyf"][name].numberOfContours > 0]
    assert len(outlines) <= len(shown) + 1
    assert "name" not in font_file


def test_an_underline_and_a_table_border_stay(tmp_path: Path) -> None:
    pdf = new_pdf()
    add_text(pdf.pages[0].obj, b"0.5 w 72 698 m 300 698 l S 60 690 300 24 re S 110 690 m 110 714 l S")
    burnt, _, report = redact_word(save(pdf, tmp_path / "source.pdf"))
    with pymupdf.open(burnt) as document:
        drawings = [d for d in document[0].get_drawings() if d["type"] == "s"]
    assert len(drawings) == 3
    assert not report.findings


WORDS = st.lists(st.text(string.ascii_letters, min_size=3, max_size=9), min_size=4, max_size=30)


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=WORDS, data=st.data())
def test_boxed_words_go_and_all_others_stay(words: list[str], data: st.DataObject, tmp_path: Path) -> None:
    lines = [" ".join(words[at : at + 5]) for at in range(0, len(words), 5)]
    content = "\n".join(f"BT /F1 11 Tf 72 {750 - 14 * n} Td ({line}) Tj ET" for n, line in enumerate(lines))
    source = save(new_pdf(content.encode()), tmp_path / "source.pdf")
    clean, burnt = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    normalise(source, clean)
    boxed = data.draw(st.sets(st.integers(0, len(words) - 1), max_size=5))
    with pymupdf.open(clean) as document:
        places = list(document[0].get_text("words", sort=False))
    hits = [
        Redaction(f"h{i}", (Box(1, *places[i][:4]),), "10.2.e", "gelakt op grond van artikel 10", words[i])
        for i in boxed
    ]
    burn(clean, hits, burnt)
    left = [word for i, word in enumerate(words) if i not in boxed]
    shown = [word for word in pdftotext(burnt).split() if word not in {"10.2.e", "10.2e"}]
    assert shown == left


def pdftotext(path: Path) -> str:
    """Text without what stands in for the boxes."""
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            content = page.obj["/Contents"].read_bytes().split(b"/Span <<")[0]
            page.obj["/Contents"] = pdf.make_stream(content)
        bare = path.with_name("bare.pdf")
        pdf.save(bare)
    return pdfium_text(bare)


def test_the_gap_tells_the_width_but_moves_nothing(tmp_path: Path) -> None:
    """Canary: MuPDF from 1.27 lost the advance of the first removed glyph of a TJ string; the line then jumps."""
    content = b"BT /F1 11 Tf 72 700 Td [(De heer Zwane)20(poel )-10(sprak openbaar.)] TJ ET"
    source = save(new_pdf(content), tmp_path / "source.pdf")
    (before,) = find(source, KEPT)
    burnt, _, _ = redact_word(source, width=Width.EXACT)
    (after,) = find(burnt, KEPT)
    assert after[0].x0 == pytest.approx(before[0].x0, abs=0.01)


def test_canary_removal_keeps_positions_of_other_text(tmp_path: Path) -> None:
    """Canary: PyMuPDF #5054, moved text after a removal elsewhere."""
    content = b"BT /F1 12 Tf 72 500 TD (f)Tj 0 0 TD (faeces)Tj ET "
    content += b"BT /F1 12 Tf 1 0 0 1 72 60 Tm (a)Tj 0 -14 TD (b)Tj T* (c) Tj ET "
    source = save(new_pdf(content + LINES), tmp_path / "source.pdf")
    before = find(source, "b")[0]
    burnt, _, _ = redact_word(source)
    assert find(burnt, "b")[0][0].y0 == pytest.approx(before[0].y0, abs=0.01)


def test_canary_struct_tree_is_never_handed_to_mupdf(tmp_path: Path) -> None:
    """Canary: MuPDF writes the edited ActualText to /Alt and leaves the original; so no tree may reach it."""
    pdf = new_pdf()
    structure(pdf, pdf.pages[0].obj)
    marked_content(pdf, pdf.pages[0].obj)
    clean = tmp_path / "clean.pdf"
    normalise(save(pdf, tmp_path / "source.pdf"), clean)
    with pikepdf.open(clean) as result:
        assert set(result.Root.keys()) == {"/Type", "/Pages", "/RedactTags"}
        assert SECRET.encode() not in result.Root["/RedactTags"].read_bytes()
        assert b"ActualText" not in result.pages[0].obj["/Contents"].read_bytes()


def test_canary_a_glyph_that_mupdf_does_not_remove_is_noticed(tmp_path: Path) -> None:
    """Canary: PyMuPDF #4944, a glyph that stays whatever the rectangle. The check must see what is left."""
    clean = tmp_path / "clean.pdf"
    normalise(save(new_pdf(), tmp_path / "source.pdf"), clean)
    (hit,) = redactions(clean, SECRET)
    left = residue(clean, hit.boxes)
    assert left.text == left.ink == hit.boxes


def test_every_real_document_loses_its_most_common_word(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "shared" / "data" / "real"
    if not folder.is_dir():
        pytest.skip("no real documents here")
    for source in sorted(folder.glob("*.pdf"))[:6]:
        clean, burnt = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
        normalise(source, clean)
        hits = redactions(clean, "Ministerie")
        burn(clean, hits, burnt)
        assert not re.search(r"(?<!\w)Ministerie(?!\w)", pdftotext(burnt)), source.name
