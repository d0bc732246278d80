"""What normalising refuses, reports and throws away, and that the result looks like the source."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import ImageChops

from redact import limits
from redact.errors import DocumentRefused, StorageError
from redact.model import Finding
from redact.normalise import normalise
from tests.pdfmaker import KEPT, LINES, SECRET, add_text, helvetica, new_pdf, pdfium_text, render, save


def kinds(findings: tuple[Finding, ...]) -> dict[str, tuple[int | None, int]]:
    return {finding.kind: (finding.page, finding.count) for finding in findings}


def test_pages_and_information(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.docinfo["/Title"] = String("Nota voor de minister")
    pdf.docinfo["/CreationDate"] = String("D:20210719140500+02'00'")
    result = normalise(save(pdf, tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert result.pages == 1
    assert result.info == {"title": "Nota voor de minister", "created": "2021-07-19"}
    assert "Nota" not in repr(result)


def test_a_source_without_information(tmp_path: Path) -> None:
    result = normalise(save(new_pdf(), tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert result.info == {"title": "", "created": ""}
    assert result.findings == ()


def refused(source: Path, tmp_path: Path) -> str:
    with pytest.raises(DocumentRefused) as refusal:
        normalise(source, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()
    assert not list(tmp_path.glob(".redact*"))
    assert SECRET not in str(refusal.value)
    return str(refusal.value)


def test_a_password_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    new_pdf().save(source, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert "wachtwoord" in refused(source, tmp_path)


@pytest.mark.parametrize("data", [b"", b"geen pdf", b"%PDF-1.4\n" + b"Zwanepoel" * 20, b"\x89PNG\r\n"])
def test_what_is_not_a_pdf_is_refused(data: bytes, tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    source.write_bytes(data)
    assert "beschadigd" in refused(source, tmp_path)


def test_a_truncated_file_is_refused_or_repaired(tmp_path: Path) -> None:
    whole = save(new_pdf(), tmp_path / "whole.pdf").read_bytes()
    source = tmp_path / "in.pdf"
    for share in (0.3, 0.6, 0.9):
        source.write_bytes(whole[: int(len(whole) * share)])
        try:
            normalise(source, tmp_path / "out.pdf")
        except DocumentRefused as refusal:
            assert "opnieuw naar PDF" in str(refusal) or "bladzijden" in str(refusal)


def test_no_pages_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "in.pdf"
    pikepdf.new().save(source)
    assert "geen bladzijden" in refused(source, tmp_path)


def test_too_many_pages_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = new_pdf()
    pdf.pages.append(pdf.pages[0])
    monkeypatch.setattr(limits, "MAX_PAGES", 1)
    assert "meer dan 1 bladzijden" in refused(save(pdf, tmp_path / "in.pdf"), tmp_path)


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_FILE_BYTES", 100)
    assert "groter dan" in refused(save(new_pdf(), tmp_path / "in.pdf"), tmp_path)


def bomb(pdf: pikepdf.Pdf, size: int, filters: Any = Name.FlateDecode) -> pikepdf.Object:
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(size >> 20)) + packer.flush()
    if isinstance(filters, Array):
        data = zlib.compress(data)
    stream = pdf.make_stream(b"")
    stream.write(data, filter=filters)
    return stream


@pytest.mark.parametrize("twice", [False, True])
def test_a_decompression_bomb_is_refused_before_it_unpacks(twice: bool, tmp_path: Path) -> None:
    pdf = new_pdf()
    filters = Array([Name.FlateDecode, Name.FlateDecode]) if twice else Name.FlateDecode
    pdf.pages[0].obj["/Contents"] = bomb(pdf, limits.MAX_STREAM_BYTES + (2 << 20), filters)
    pdf.save(tmp_path / "in.pdf", compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert (tmp_path / "in.pdf").stat().st_size < 2 << 20
    assert "te groot" in refused(tmp_path / "in.pdf", tmp_path)


def test_too_much_content_on_a_page_is_refused(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.pages[0].obj["/Contents"] = bomb(pdf, limits.MAX_CONTENT_BYTES + (2 << 20))
    pdf.save(tmp_path / "in.pdf", stream_decode_level=pikepdf.StreamDecodeLevel.none)
    assert "tekeninstructies op bladzijde 1" in refused(tmp_path / "in.pdf", tmp_path)


def test_a_huge_picture_is_refused(tmp_path: Path) -> None:
    pdf = new_pdf()
    image = pdf.make_stream(b"x")
    image["/Subtype"], image["/Width"], image["/Height"] = Name.Image, 60_000, 60_000
    pdf.pages[0].obj["/Resources"]["/XObject"] = Dictionary(X=image)
    assert "te groot" in refused(save(pdf, tmp_path / "in.pdf"), tmp_path)


def test_an_unknown_coding_is_refused(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.pages[0].obj["/Contents"].write(b"x", filter=Name("/BrotliDecode"))
    assert "onbekende codering" in refused(save(pdf, tmp_path / "in.pdf"), tmp_path)


def test_a_dynamic_form_is_refused(tmp_path: Path) -> None:
    pdf = new_pdf()
    pdf.Root["/NeedsRendering"] = True
    assert "XFA" in refused(save(pdf, tmp_path / "in.pdf"), tmp_path)


def test_too_many_glyphs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_PAGE_GLYPHS", 10)
    assert "te veel tekens op bladzijde 1" in refused(save(new_pdf(), tmp_path / "in.pdf"), tmp_path)


def test_a_missing_source_is_refused_and_a_missing_folder_is_a_storage_fault(tmp_path: Path) -> None:
    assert "kan niet worden gelezen" in refused(tmp_path / "nergens.pdf", tmp_path)
    with pytest.raises((DocumentRefused, StorageError)):
        normalise(save(new_pdf(), tmp_path / "in.pdf"), tmp_path / "geen" / "map" / "out.pdf")


def test_mupdf_says_nothing_on_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = save(new_pdf(b"BT /F9 12 Tf (x) Tj (unterminated"), tmp_path / "in.pdf")
    normalise(source, tmp_path / "out.pdf")
    assert capfd.readouterr() == ("", "")


def javascript(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.Root["/OpenAction"] = pdf.make_indirect(Dictionary(S=Name.JavaScript, JS=String("x")))


def attachment(pdf: pikepdf.Pdf, page: Any) -> None:
    spec = pdf.make_indirect(Dictionary(Type=Name.Filespec, EF=Dictionary(F=pdf.make_stream(b"x"))))
    pdf.Root["/Names"] = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String("a"), spec])))


def note(pdf: pikepdf.Pdf, page: Any) -> None:
    boxes = [Array([300, 300, 320, 320])] * 2
    page["/Annots"] = Array([Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=box) for box in boxes])


def link(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/Annots"] = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([1, 1, 9, 9]))])


def field(pdf: pikepdf.Pdf, page: Any) -> None:
    widget = pdf.make_indirect(
        Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T=String("a"), Rect=Array([300, 300, 400, 320]))
    )
    page["/Annots"] = Array([widget])
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([widget]))


def hidden_layer(pdf: pikepdf.Pdf, page: Any) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    page["/Resources"]["/Properties"] = Dictionary(L=layer)
    add_text(page, b"/OC /L BDC BT /F1 9 Tf 72 500 Td (een) Tj (twee) Tj ET 0 0 9 9 re f EMC")


def invisible(pdf: pikepdf.Pdf, page: Any) -> None:
    add_text(page, b"BT 3 Tr /F1 12 Tf 72 500 Td (abc d) Tj ET")


def beside(pdf: pikepdf.Pdf, page: Any) -> None:
    add_text(page, b"BT /F1 12 Tf -400 500 Td (abcd) Tj ET")


FOUND: dict[str, tuple[Callable[[pikepdf.Pdf, Any], None], dict[str, tuple[int | None, int]]]] = {
    "javascript": (javascript, {"javascript": (None, 1)}),
    "attachment": (attachment, {"attachment": (None, 1)}),
    "annotation": (note, {"annotation": (1, 2)}),
    "link": (link, {}),
    "form field": (field, {"form-field": (1, 1)}),
    "hidden layer": (hidden_layer, {"hidden-layer": (1, 3)}),
    "invisible text": (invisible, {"hidden-text": (1, 4)}),
    "text beside the page": (beside, {"off-page-text": (1, 4)}),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_is_dropped_is_reported(name: str, tmp_path: Path) -> None:
    change, expected = FOUND[name]
    pdf = new_pdf()
    change(pdf, pdf.pages[0].obj)
    result = normalise(save(pdf, tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert kinds(result.findings) == expected
    with pymupdf.open(tmp_path / "out.pdf") as document:
        shown = document[0].get_text(clip=pymupdf.INFINITE_RECT())
        assert "abc" not in shown and "twee" not in shown
        assert KEPT in shown


def test_text_over_a_scan_is_kept(tmp_path: Path) -> None:
    pdf = new_pdf()
    page: Any = pdf.pages[0].obj
    image = pdf.make_stream(b"\xff\x00\xff" * 60 * 60)
    image["/Subtype"], image["/Width"], image["/Height"] = Name.Image, 90, 120
    image["/ColorSpace"], image["/BitsPerComponent"] = Name.DeviceGray, 8
    page["/Resources"]["/XObject"] = Dictionary(S=image)
    page["/Contents"] = pdf.make_stream(b"q 595 0 0 842 0 0 cm /S Do Q BT 3 Tr /F1 12 Tf 72 500 Td (gelezen) Tj ET")
    result = normalise(save(pdf, tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert result.findings == ()
    assert "gelezen" in pdfium_text(tmp_path / "out.pdf")


def test_a_visible_layer_stays(tmp_path: Path) -> None:
    pdf = new_pdf()
    page: Any = pdf.pages[0].obj
    hidden_layer(pdf, page)
    pdf.Root["/OCProperties"]["/D"]["/OFF"] = Array([])
    result = normalise(save(pdf, tmp_path / "in.pdf"), tmp_path / "out.pdf")
    assert result.findings == ()
    assert "twee" in pdfium_text(tmp_path / "out.pdf")


def test_dropped_text_moves_nothing(tmp_path: Path) -> None:
    content = b"BT /F1 12 Tf 72 500 Td (zie ) Tj 3 Tr (verborgen) Tj 0 Tr ( hier) Tj ET"
    source = save(new_pdf(content), tmp_path / "in.pdf")
    normalise(source, tmp_path / "out.pdf")
    assert render(source, scale=2).tobytes() == render(tmp_path / "out.pdf", scale=2).tobytes()


def test_an_earlier_revision_is_counted(tmp_path: Path) -> None:
    source = save(new_pdf(), tmp_path / "in.pdf")
    with pymupdf.open(source) as document:
        document[0].insert_text((72, 72), "later")
        document.saveIncr()
    assert kinds(normalise(source, tmp_path / "out.pdf").findings) == {"earlier-revision": (None, 1)}


def test_what_an_annotation_shows_becomes_part_of_the_page(tmp_path: Path) -> None:
    document = pymupdf.open()
    page = document.new_page()
    page.add_freetext_annot(pymupdf.Rect(72, 72, 300, 100), "zichtbare opmerking")
    document.save(tmp_path / "in.pdf")
    normalise(tmp_path / "in.pdf", tmp_path / "out.pdf")
    assert "zichtbare opmerking" in pdfium_text(tmp_path / "out.pdf")


def rich(tmp_path: Path) -> Path:
    """Shadings, patterns, spot colours, masks, nested forms, Type 3 glyphs, an inline image: all on one page."""
    pdf = new_pdf()
    page: Any = pdf.pages[0].obj
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1)
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([72, 0, 300, 0]), Function=function)
    tile = pdf.make_stream(b"0 0 5 5 re f")
    for key, value in {"/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/XStep": 10, "/YStep": 10}.items():
        tile[key] = value
    tile["/BBox"], tile["/Resources"] = Array([0, 0, 10, 10]), Dictionary()
    spot = Array([Name.Separation, Name("/Huisstijl"), Name.DeviceRGB, function])
    group = pdf.make_stream(b"0.5 g 0 0 595 842 re f")
    group["/Subtype"], group["/BBox"] = Name.Form, Array([0, 0, 595, 842])
    group["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    inner = pdf.make_stream(b"BT /F1 14 Tf 0 0 Td (binnenin) Tj ET")
    inner["/Subtype"], inner["/BBox"], inner["/Matrix"] = Name.Form, Array([0, 0, 99, 20]), Array([1, 0, 0, 1, 72, 250])
    inner["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    type3 = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 1, 1]), FirstChar=97, LastChar=97)
    type3["/FontMatrix"], type3["/Widths"] = Array([1, 0, 0, 1, 0, 0]), Array([1])
    type3["/Encoding"] = Dictionary(Differences=Array([97, Name("/vlak")]))
    type3["/CharProcs"] = Dictionary(vlak=pdf.make_stream(b"1 0 0 0 1 1 d1 0 0 0.8 0.8 re f"))
    page["/Resources"] = Dictionary(
        Font=Dictionary(F1=helvetica(pdf), T3=pdf.make_indirect(type3)),
        Shading=Dictionary(S=shading),
        Pattern=Dictionary(P=tile),
        ColorSpace=Dictionary(Spot=spot),
        ExtGState=Dictionary(M=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group), ca=0.9)),
        XObject=Dictionary(X=inner),
    )
    drawing = (
        b"q 72 400 200 50 re W n /S sh Q /Pattern cs /P scn 300 400 100 50 re f /Spot cs 0.5 scn 420 400 50 50 re f "
        b"q /M gs 0 g 72 300 100 50 re f Q /X Do BT /T3 20 Tf 300 300 Td (aaa) Tj ET "
        b"q 40 0 0 40 400 300 cm BI /W 2 /H 2 /BPC 8 /CS /RGB ID abcdefghijkl EI Q [4 2] 1 d 72 200 m 400 210 l S "
    )
    page["/Contents"] = pdf.make_stream(LINES + b" % opmerking\n" + drawing)
    return save(pdf, tmp_path / "in.pdf")


def test_the_result_looks_like_the_source(tmp_path: Path) -> None:
    source = rich(tmp_path)
    normalise(source, tmp_path / "out.pdf")
    difference = ImageChops.difference(render(source, scale=2), render(tmp_path / "out.pdf", scale=2))
    assert max(difference.tobytes()) < 10
    assert pdfium_text(source) == pdfium_text(tmp_path / "out.pdf")


def test_normalising_twice_changes_nothing_more(tmp_path: Path) -> None:
    normalise(rich(tmp_path), tmp_path / "one.pdf")
    normalise(tmp_path / "one.pdf", tmp_path / "two.pdf")
    with pikepdf.open(tmp_path / "one.pdf") as one, pikepdf.open(tmp_path / "two.pdf") as two:
        assert one.pages[0].obj["/Contents"].read_bytes() == two.pages[0].obj["/Contents"].read_bytes()


REAL = sorted((Path(__file__).parents[2] / "shared" / "data" / "real").glob("*.pdf"))


@pytest.mark.skipif(not REAL, reason="no real documents here")
@pytest.mark.parametrize("source", REAL[:8], ids=lambda path: path.name[:20])
def test_real_documents_look_the_same(source: Path, tmp_path: Path) -> None:
    with pymupdf.open(source) as document:
        document.bake()
        document.save(tmp_path / "baked.pdf")
    result = normalise(source, tmp_path / "out.pdf")
    for page in range(min(3, result.pages)):
        difference = ImageChops.difference(render(tmp_path / "baked.pdf", page), render(tmp_path / "out.pdf", page))
        changed = sum(difference.point(lambda v: v > 48).tobytes())
        assert changed <= 0.0002 * difference.width * difference.height


def test_objects_that_are_mere_numbers_are_no_obstacle(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    source.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/UserUnit 4 0 R/AA 5 0 R>>endobj\n4 0 obj 1 endobj\n"
        b"5 0 obj<</O<</S/JavaScript/JS(x)>>>>endobj\ntrailer<</Root 1 0 R/Size 6>>\n%%EOF"
    )
    found = normalise(source, tmp_path / "clean.pdf").findings
    assert [(each.kind, each.count) for each in found if each.kind == "javascript"] == [("javascript", 1)]
