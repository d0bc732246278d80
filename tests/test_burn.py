"""Planning boxes, removing, checking, the picture of a page, and what burning reports and refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from redact.burn import burn
from redact.burn.check import residue
from redact.burn.coding import fax, jpeg
from redact.burn.hideouts import hideout_pages
from redact.burn.plan import MOST_SHRINK, PADDING, plan
from redact.burn.raster import rasterise
from redact.burn.remove import MuPdfRemover
from redact.errors import DocumentRefused
from redact.geometry import contains, overlaps
from redact.model import Box, BurnSettings, Redaction, Width
from redact.normalise import normalise
from redact.pdfobjects import DrawnGlyph, inked_glyphs, page_glyphs
from tests.pdfmaker import (
    DESCRIPTION,
    KEPT,
    LABEL,
    LINES,
    SECRET,
    add_text,
    chars,
    find,
    helvetica,
    new_pdf,
    pdfium_text,
    redact_word,
    redactions,
    render,
    save,
)


def hit(hit_id: str, *boxes: Box, label: str = LABEL, description: str = DESCRIPTION) -> Redaction:
    return Redaction(hit_id, boxes, label, description, "")


def glyph(x0: float, y0: float, x1: float, y1: float, char: str = "x") -> DrawnGlyph:
    return DrawnGlyph(Box(1, x0, y0, x1, y1), 0, True, True, not char.strip(), char)


def normalised(tmp_path: Path, content: bytes = LINES, **keys: Any) -> Path:
    clean = tmp_path / "clean.pdf"
    normalise(save(new_pdf(content, **keys), tmp_path / "source.pdf"), clean)
    return clean


def test_boxes_that_touch_with_one_label_become_one() -> None:
    planned = plan([hit("a", Box(1, 10, 10, 40, 22)), hit("b", Box(1, 40.4, 10, 80, 22))], {})
    assert [p.hit_ids for p in planned] == [("a", "b")]
    assert planned[0].box == Box(1, 10 - PADDING, 10 - PADDING, 80 + PADDING, 22 + PADDING)


def test_boxes_that_touch_with_two_labels_stay_two() -> None:
    planned = plan([hit("a", Box(1, 10, 10, 40, 22)), hit("b", Box(1, 40.4, 10, 80, 22), label="10.2.g")], {})
    assert [(p.label, p.hit_ids) for p in planned] == [("10.2.e", ("a",)), ("10.2.g", ("b",))]


def test_boxes_that_overlap_carry_both_labels() -> None:
    other = hit("b", Box(1, 30, 10, 80, 22), label="10.2.g", description="gelakt op grond van 10.2.g")
    (planned,) = plan([hit("a", Box(1, 10, 10, 40, 22)), other], {})
    assert planned.label == "10.2.e; 10.2.g"
    assert planned.description == f"{DESCRIPTION}; gelakt op grond van 10.2.g"
    assert planned.hit_ids == ("a", "b")


def test_a_shared_ground_is_named_once() -> None:
    boxes = Box(1, 10, 10, 40, 22), Box(1, 30, 10, 80, 22)
    (planned,) = plan([hit("a", boxes[0], label="10.2.e; 10.2.g"), hit("b", boxes[1], label="10.2.g")], {})
    assert planned.label == "10.2.e; 10.2.g"


def test_lines_above_each_other_stay_apart() -> None:
    assert len(plan([hit("a", Box(1, 10, 10, 80, 22), Box(1, 10, 21, 80, 33))], {})) == 2


def test_padding_stops_at_the_neighbours() -> None:
    glyphs = {1: [glyph(4, 10, 9.8, 22), glyph(10, 10, 40, 22), glyph(40.2, 10, 45, 22), glyph(10, 22.3, 40, 34)]}
    (planned,) = plan([hit("a", Box(1, 10, 10, 40, 22))], glyphs)
    assert planned.box == Box(1, 10, 10 - PADDING, 40, 22)


def test_blanks_do_not_stop_the_padding() -> None:
    (planned,) = plan([hit("a", Box(1, 10, 10, 40, 22))], {1: [glyph(40, 10, 43, 22, " ")]})
    assert planned.box.x1 == 40 + PADDING


def test_where_lines_overlap_a_box_keeps_to_its_half() -> None:
    (planned,) = plan([hit("a", Box(1, 10, 10, 40, 22))], {1: [glyph(10, 0, 40, 12), glyph(10, 18, 40, 30)]})
    assert planned.box.y0 == pytest.approx(11)
    assert planned.box.y1 == pytest.approx(22 - MOST_SHRINK * 12, abs=0.5)


BOXES = st.builds(
    lambda x, y, w, h: Box(1, x, y, x + w, y + h),
    st.integers(0, 300).map(float),
    st.sampled_from([10.0, 12.0, 24.0, 26.0, 100.0]),
    st.floats(2, 120),
    st.floats(6, 14),
)


@given(st.lists(st.tuples(BOXES, st.sampled_from(["10.2.e", "10.2.g", "Wbni"])), min_size=1, max_size=12))
def test_every_hit_is_planned_and_covered(items: list[tuple[Box, str]]) -> None:
    hits = [hit(f"h{n}", box, label=label) for n, (box, label) in enumerate(items)]
    planned = plan(hits, {})
    for redaction in hits:
        (box,) = redaction.boxes
        cover = [p for p in planned if redaction.hit_id in p.hit_ids]
        assert len(cover) == 1
        assert set(redaction.label.split("; ")) <= set(cover[0].label.split("; "))
        corners = [(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        assert all(contains(cover[0].box, corner) for corner in corners)
    assert plan(list(reversed(hits)), {}) is not None


def test_removal_takes_the_glyphs_in_the_box_and_no_others(tmp_path: Path) -> None:
    content = b"".join(b"BT /F1 12 Tf 72 %d Td (regel %d Zwanepoel slot) Tj ET " % (700 - 11 * n, n) for n in range(9))
    clean = normalised(tmp_path, content)
    places = find(clean, SECRET)
    out = tmp_path / "out.pdf"
    MuPdfRemover().remove(clean, places[4], out)
    with pymupdf.open(out) as document:
        words = [word[4] for word in document[0].get_text("words")]
    assert (words.count("regel"), words.count("slot"), words.count(SECRET)) == (9, 9, 8)


@pytest.mark.parametrize(
    "keys", [{}, {"Rotate": 90}, {"UserUnit": 2, "Rotate": 270}, {"MediaBox": Array([-50, -60, 545, 782])}]
)
def test_other_text_does_not_move(keys: dict[str, Any], tmp_path: Path) -> None:
    source = save(new_pdf(**keys), tmp_path / "source.pdf")
    burnt, _, _ = redact_word(source)
    with pymupdf.open(tmp_path / "clean.pdf") as before, pymupdf.open(burnt) as after:
        old = [c for c in chars(before[0]) if c[0].strip()]
        new = [c for c in chars(after[0]) if (c[0].strip() and c[0] not in "10.2.e") or c[0] == "e"]
    positions = {(c, round(r.x0, 1), round(r.y0, 1)) for c, r, _ in new}
    kept = [c for c in old if c[1].y0 != find(tmp_path / "clean.pdf", SECRET)[0][0].y0]
    assert {(c, round(r.x0, 1), round(r.y0, 1)) for c, r, _ in kept} - positions <= {
        (c, round(r.x0, 1), round(r.y0, 1)) for c, r, _ in kept if c in "10.2."
    }


def test_the_rest_of_the_page_looks_the_same(tmp_path: Path) -> None:
    pdf = new_pdf()
    add_text(pdf.pages[0].obj, b"0.8 g 300 300 100 50 re f 2 w 1 0 0 RG 50 200 m 500 250 l S 0 g")
    burnt, _, report = redact_word(save(pdf, tmp_path / "source.pdf"), width=Width.EXACT)
    before, after = render(tmp_path / "source.pdf", scale=2), render(burnt, scale=2)
    box = report.boxes[0].box
    for picture in (before, after):
        picture.paste(0, (int(box.x0 * 2) - 2, int(box.y0 * 2) - 2, int(box.x1 * 2) + 3, int(box.y1 * 2) + 3))
    assert max(ImageChops.difference(before, after).tobytes()) < 40


def test_residue_sees_text_and_ink_but_not_rules_or_tints(tmp_path: Path) -> None:
    content = LINES + b" 0.9 g 60 440 200 40 re f 0 g 60 450 m 300 450 l S 80 430 20 60 re S"
    clean = normalised(tmp_path, content)
    text = find(clean, SECRET)[0][0]
    ruled = Box(1, 70, 842 - 475, 200, 842 - 445)
    left = residue(clean, [text, ruled])
    assert left.text == (text,)
    assert left.ink == (text,)


def test_a_document_without_redactions_is_cleaned_too(tmp_path: Path) -> None:
    clean, target = normalised(tmp_path), tmp_path / "out.pdf"
    report = burn(clean, [], target)
    assert not report.boxes and not report.findings
    assert KEPT in pdfium_text(target)
    with pikepdf.open(target) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages", "/StructTreeRoot", "/MarkInfo", "/Lang"}
        assert "/Info" not in pdf.trailer


def test_the_report_names_boxes_labels_and_hits(tmp_path: Path) -> None:
    clean, target = normalised(tmp_path), tmp_path / "out.pdf"
    report = burn(clean, redactions(clean, SECRET), target, BurnSettings(Width.EXACT))
    (box,) = report.boxes
    assert (box.label, box.hit_ids, box.box.page) == (LABEL, ("h0001",), 1)
    with pymupdf.open(clean) as document:
        own = [g for g in page_glyphs(document[0]) if contains(box.box, g.centre)]
    assert "".join(g.char for g in own) == SECRET


def test_two_burns_differ_in_nothing_but_the_id(tmp_path: Path) -> None:
    clean = normalised(tmp_path)
    outs = []
    for name in ("one.pdf", "two.pdf"):
        burn(clean, redactions(clean, SECRET), tmp_path / name)
        with pikepdf.open(tmp_path / name) as pdf:
            outs.append([value.unparse(resolved=True) for value in pdf.objects])
    assert outs[0] == outs[1]


def bitmap_font(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """A font as TeX once made them: shapes in pixels, a unit of text space each."""
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontMatrix=[1, 0, 0, 1, 0, 0], FontBBox=[0, -20, 60, 7000])
    font.FirstChar, font.LastChar, font.Widths = 97, 122, Array([60] * 26)
    shape = pdf.make_stream(b"60 0 0 0 50 50 d1 0 0 50 50 re f")
    names = [Name(f"/{chr(code)}") for code in range(97, 123)]
    font.CharProcs = Dictionary({str(name): shape for name in names})
    font.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([97, *names]))
    return pdf.make_indirect(font)


def test_letters_whose_size_cannot_be_told_are_not_burnt(tmp_path: Path) -> None:
    """MuPDF takes them for a thousand times as high, so that it would remove others."""
    pdf = new_pdf(
        b"q 0.12 0 0 0.12 0 0 cm BT /B 1 Tf 600 5800 Td (zwanepoel) Tj ET Q BT /F1 12 Tf 72 600 Td (Hier) Tj ET"
    )
    pdf.pages[0].Resources.Font.B = bitmap_font(pdf)
    clean, target = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    assert not normalise(save(pdf, tmp_path / "source.pdf"), clean).findings
    assert "zwanepoel" in pdfium_text(clean)
    with pytest.raises(DocumentRefused, match="bladzijde 1 is niet te bepalen hoe groot"):
        burn(clean, [Redaction("h0001", (Box(1, 72, 140, 137, 150),), LABEL, DESCRIPTION, "zwanepoel")], target)
    assert not target.exists()
    burn(clean, [], target)


def test_a_page_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentRefused, match="bladzijde die niet bestaat"):
        burn(normalised(tmp_path), [hit("a", Box(7, 1, 1, 9, 9))], tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_a_broken_file_is_refused_in_dutch_and_without_its_text(tmp_path: Path) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7 Zwanepoel")
    with pytest.raises(DocumentRefused) as refusal:
        burn(broken, [], tmp_path / "out.pdf")
    assert "Print het document opnieuw" in str(refusal.value)
    assert SECRET not in str(refusal.value)
    assert [path.name for path in tmp_path.iterdir()] == ["broken.pdf"]


def test_a_drawing_that_makes_mupdf_fail_ends_as_a_picture_or_refusal_never_as_text(tmp_path: Path) -> None:
    corpus = Path(__file__).parents[2] / "shared" / "data" / "torture" / "pdf.js" / "issue19800.pdf"
    if not corpus.exists():
        pytest.skip("no torture corpus here")
    clean, target = tmp_path / "clean.pdf", tmp_path / "out.pdf"
    normalise(corpus, clean)
    with pymupdf.open(clean) as document:
        box = Box(1, 0, 0, document[0].rect.width, document[0].rect.height)
    report = burn(clean, [hit("a", box)], target)
    assert [f.kind for f in report.findings] == ["raster-page"]


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_a_picture_of_a_page_shows_what_the_page_showed(rotation: int, tmp_path: Path) -> None:
    clean = normalised(tmp_path, Rotate=rotation, CropBox=Array([50, 400, 500, 800]))
    out = tmp_path / "out.pdf"
    box = find(clean, SECRET)[0][0]
    rasterise(clean, [1], [box], out)
    before, after = render(clean, scale=2), render(out, scale=2)
    assert before.size == after.size
    difference = ImageChops.difference(before, after).point(lambda v: 255 * (v > 160)).getbbox()
    assert difference is not None, "the box is black now"
    assert pdfium_text(out).strip() == ""
    with pikepdf.open(out) as pdf:
        assert pdf.pages[0].obj["/Rotate"] == rotation


def test_codings_come_back_bit_for_bit(tmp_path: Path) -> None:
    image = Image.effect_noise((203, 97), 120).convert("1")
    pdf = new_pdf()
    stream = pdf.make_stream(b"")
    stream["/Subtype"], stream["/Width"], stream["/Height"], stream["/BitsPerComponent"] = Name.Image, 203, 97, 1
    stream["/ColorSpace"] = Name.DeviceGray
    stream.write(
        fax(image), filter=Name.CCITTFaxDecode, decode_parms=Dictionary(K=-1, Columns=203, Rows=97, BlackIs1=True)
    )
    assert pikepdf.PdfImage(stream).as_pil_image().convert("1").tobytes() == image.tobytes()
    assert jpeg(image.convert("L"))[:2] == b"\xff\xd8"


def test_hideouts_are_found_below_forms_and_only_on_their_page(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.pages.append(pdf.pages[0])
    pattern = pdf.make_stream(b"BT /F1 9 Tf (x) Tj ET")
    pattern["/PatternType"], pattern["/Resources"] = 1, Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    form = pdf.make_stream(b"")
    form["/Subtype"], form["/Resources"] = Name.Form, Dictionary(Pattern=Dictionary(P=pattern))
    pdf.pages[1].obj["/Resources"] = Dictionary(XObject=Dictionary(X=form))
    path = save(pdf, tmp_path / "two.pdf")
    assert hideout_pages(path, [1, 2]) == {2}
    assert hideout_pages(path, [1]) == set()


def test_planned_boxes_never_cover_other_words(tmp_path: Path) -> None:
    content = b"".join(b"BT /F1 12 Tf 72 %d Td (aa Zwanepoel,bb jjgg) Tj ET " % (700 - 12 * n) for n in range(5))
    clean, target = normalised(tmp_path, content), tmp_path / "out.pdf"
    report = burn(clean, redactions(clean, SECRET), target, BurnSettings(Width.EXACT))
    with pymupdf.open(clean) as document:
        others = [g for g in inked_glyphs(document[0]) if not g.blank]
    for burnt in report.boxes:
        beside = [g for g in others if g.ink and overlaps(g.ink, burnt.box) and not contains(burnt.box, g.centre)]
        assert not beside


def test_letters_reaching_out_of_their_box_are_not_in_the_picture_of_a_page(tmp_path: Path) -> None:
    pdf = new_pdf(b"BT /F1 30 Tf 72 700 Td (Zjgp) Tj ET /Pattern cs /P scn 300 100 50 50 re f")
    pattern = pdf.make_stream(b"BT /F1 9 Tf (x) Tj ET", Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1)
    pattern["/BBox"], pattern["/XStep"], pattern["/YStep"] = [0, 0, 9, 9], 9, 9
    pattern["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    pdf.pages[0].obj["/Resources"]["/Pattern"] = Dictionary(P=pattern)
    clean, out = tmp_path / "clean.pdf", tmp_path / "out.pdf"
    normalise(save(pdf, tmp_path / "source.pdf"), clean)
    (((x0, y0), (x1, y1)),) = [((b.x0, b.y0), (b.x1, b.y1)) for (b,) in find(clean, "Zjgp")]
    middle = (y0 + y1) / 2
    report = burn(clean, [hit("h", Box(1, x0, middle - 2, x1, middle + 2))], out, BurnSettings(Width.EXACT))
    assert [finding.kind for finding in report.findings] == ["raster-page"]
    around = render(out, scale=2).crop((int(2 * x0) - 4, int(2 * y0) - 4, int(2 * x1) + 4, int(2 * y1) + 4))
    (box,) = [burnt.box for burnt in report.boxes]
    covered = (int(2 * (box.y1 - y0)) + 8, int(2 * (box.y0 - y0)))
    below, above = around.crop((0, covered[0], *around.size)), around.crop((0, 0, around.width, covered[1]))
    assert min(below.getextrema()[0], above.getextrema()[0]) > 200, "no tips of letters above or below the box"
