"""Every way in which a redacted word can stay in a PDF: after normalising and burning no engine and no byte has it."""

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
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageChops, ImageDraw

from redact.burn import burn
from redact.burn.check import residue
from redact.model import Box, Redaction, Width
from redact.normalise import normalise
from redact.resources import fonts
from tests.pdfmaker import (
    KEPT,
    LINES,
    SECRET,
    Change,
    add_text,
    find,
    helvetica,
    new_pdf,
    pdfium_text,
    redact_word,
    redactions,
    save,
    traces,
)

WORD = SECRET.encode()


def text_at(y: int, shown: bytes) -> bytes:
    return f"BT /F1 12 Tf 72 {y} Td ".encode() + shown + b" ET"


def drawn(*shown: bytes) -> Change:
    """More text that shows the secret, one way each."""
    return lambda pdf, page: add_text(page, b"\n".join(text_at(500 - 20 * i, s) for i, s in enumerate(shown)))


def split_streams(pdf: pikepdf.Pdf, page: Any) -> None:
    parts = (LINES, b"BT /F1 12 Tf 72 500 Td (Zwane) Tj", b"(poel) Tj ET % Zwanepoel")
    page["/Contents"] = Array([pdf.make_stream(part) for part in parts])


def form(pdf: pikepdf.Pdf, content: bytes, resources: Any) -> Any:
    stream = pdf.make_stream(content)
    stream["/Type"], stream["/Subtype"], stream["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    stream["/Resources"] = resources
    return stream


def plain_form(pdf: pikepdf.Pdf, page: Any) -> None:
    inner = form(pdf, text_at(500, b"(Zwanepoel) Tj"), page["/Resources"])
    inner["/PTEX.FileName"] = String("./Zwanepoel.pdf")
    inner["/PTEX.InfoDict"] = Dictionary(Title=String("Zwanepoel"))
    inner["/PieceInfo"] = Dictionary(Zwanepoel=Dictionary(Private=String("Zwanepoel")))
    page["/Resources"]["/XObject"] = Dictionary(Zwanepoel=inner)
    add_text(page, b"/Zwanepoel Do")


def shared_form(pdf: pikepdf.Pdf, page: Any) -> None:
    plain_form(pdf, page)
    pdf.pages.append(pdf.pages[0])


def nested_form(pdf: pikepdf.Pdf, page: Any) -> None:
    inner = form(pdf, text_at(500, b"(Zwanepoel) Tj"), Dictionary(Font=Dictionary(F1=helvetica(pdf))))
    outer = form(pdf, b"q 1 0 0 1 0 -40 cm /In Do Q", Dictionary(XObject=Dictionary(In=inner)))
    page["/Resources"]["/XObject"] = Dictionary(Out=outer, Nooit=form(pdf, b"(Zwanepoel) Tj", Dictionary()))
    add_text(page, b"/Out Do")


def inherited_form(pdf: pikepdf.Pdf, page: Any) -> None:
    inner = form(pdf, text_at(500, b"(Zwanepoel) Tj"), Dictionary())
    del inner["/Resources"]
    page["/Resources"]["/XObject"] = Dictionary(X=inner)
    add_text(page, b"/X Do")


def actual_text(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/Resources"]["/Properties"] = Dictionary(P=Dictionary(ActualText=String(SECRET)))
    add_text(page, b"/Span <</ActualText (De heer Zwanepoel)>> BDC " + text_at(500, b"(De heer ZW) Tj") + b" EMC")
    add_text(page, b"/Span /P BDC " + text_at(480, b"(Zwanepoel) Tj") + b" EMC /P <</MCID 0>> BDC EMC")
    add_text(page, b"/Zwanepoel MP /Zwanepoel <</X (Zwanepoel)>> DP")
    tree = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    element = Dictionary(Type=Name.StructElem, S=Name.P, P=tree, Pg=page, K=0, Alt=String(SECRET), T=String(SECRET))
    element["/ActualText"], element["/E"], element["/ID"] = String(SECRET), String(SECRET), String(SECRET)
    tree["/K"] = pdf.make_indirect(element)
    pdf.Root["/StructTreeRoot"] = tree
    pdf.Root["/MarkInfo"] = Dictionary(Marked=True)


def notes(pdf: pikepdf.Pdf, page: Any) -> None:
    note = Dictionary(
        Type=Name.Annot, Subtype=Name.Text, Rect=Array([300, 300, 320, 320]), Contents=String(SECRET), T=String(SECRET)
    )
    note["/RC"] = String(f"<p>{SECRET}</p>")
    popup = Dictionary(Type=Name.Annot, Subtype=Name.Popup, Rect=Array([330, 300, 400, 360]), Contents=String(SECRET))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 590, 200, 615]))
    link["/A"] = Dictionary(S=Name.URI, URI=String(f"mailto:{SECRET}@example.org"))
    mark = Dictionary(Type=Name.Annot, Subtype=Name.Highlight, Rect=Array([72, 595, 100, 612]), Contents=String(SECRET))
    mark["/QuadPoints"] = Array([72, 612, 100, 612, 72, 595, 100, 595])
    free = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, Rect=Array([72, 400, 300, 430]), Contents=String(SECRET))
    free["/DA"] = String("/Helv 12 Tf 0 g")
    page["/Annots"] = Array([pdf.make_indirect(a) for a in (note, popup, link, mark, free)])


def widgets(pdf: pikepdf.Pdf, page: Any) -> None:
    field = Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Rect=Array([72, 400, 300, 430]), T=String("naam"), F=4
    )
    field["/V"], field["/DV"], field["/TU"], field["/DA"] = *[String(SECRET)] * 3, String("/Helv 12 Tf 0 g")
    appearance = form(pdf, b"BT /F1 12 Tf 2 10 Td (Zwanepoel) Tj ET", page["/Resources"])
    appearance["/BBox"] = Array([0, 0, 228, 30])
    field["/AP"] = Dictionary(N=appearance)
    reference = pdf.make_indirect(field)
    page["/Annots"] = Array([reference])
    xfa = pdf.make_stream(f"<xdp>{SECRET}</xdp>".encode())
    pdf.Root["/AcroForm"] = Dictionary(
        Fields=Array([reference]), DR=Dictionary(Font=Dictionary(Helv=helvetica(pdf))), XFA=Array([String("x"), xfa])
    )


def attachment(pdf: pikepdf.Pdf, page: Any) -> None:
    file = pdf.make_stream(b"over Zwanepoel")
    spec = pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String(f"{SECRET}.txt"), EF=Dictionary(F=file)))
    pdf.Root["/Names"] = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(SECRET), spec])))
    pdf.Root["/AF"] = Array([spec])
    pdf.Root["/Collection"] = Dictionary(Schema=Dictionary(Zwanepoel=Dictionary(N=String(SECRET))))


def navigation(pdf: pikepdf.Pdf, page: Any) -> None:
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    item = pdf.make_indirect(Dictionary(Title=String(SECRET), Parent=outlines, Dest=Array([page, Name.Fit])))
    outlines["/First"] = outlines["/Last"] = item
    pdf.Root["/Outlines"] = outlines
    pdf.Root["/Dests"] = Dictionary(Zwanepoel=Array([page, Name.Fit]))
    pdf.Root["/PageLabels"] = Dictionary(Nums=Array([0, Dictionary(P=String(SECRET))]))
    pdf.Root["/Threads"] = Array([pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String(SECRET))))])


def metadata(pdf: pikepdf.Pdf, page: Any) -> None:
    pdf.docinfo["/Title"] = String(SECRET)
    pdf.docinfo["/Zwanepoel"] = String("x")
    with pdf.open_metadata() as xmp:
        xmp["dc:title"] = SECRET
    page["/Metadata"] = pdf.make_stream(b"<x>Zwanepoel</x>")
    page["/LastModified"] = String(SECRET)
    page["/Thumb"] = pdf.make_stream(WORD)
    pdf.Root["/Zwanepoel"] = Dictionary(Geheim=String(SECRET))
    pdf.Root["/SpiderInfo"] = Dictionary(V=String(SECRET))
    profile = pdf.make_stream(WORD)
    pdf.Root["/OutputIntents"] = Array([Dictionary(Info=String(SECRET), DestOutputProfile=profile)])
    pdf.trailer["/Zwanepoel"] = pdf.make_indirect(String(SECRET))


def javascript(pdf: pikepdf.Pdf, page: Any) -> None:
    action = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{SECRET}')"))
    pdf.Root["/OpenAction"] = action
    pdf.Root["/Names"] = Dictionary(JavaScript=Dictionary(Names=Array([String(SECRET), action])))
    page["/AA"] = Dictionary(O=action)


def hidden_layer(pdf: pikepdf.Pdf, page: Any) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(SECRET)))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=Array([layer])))
    page["/Resources"]["/Properties"] = Dictionary(L=layer)
    add_text(page, b"/OC /L BDC " + text_at(500, b"(Zwanepoel) Tj") + b" EMC")
    hidden = form(pdf, text_at(450, b"(Zwanepoel) Tj"), page["/Resources"])
    hidden["/OC"] = layer
    page["/Resources"]["/XObject"] = Dictionary(H=hidden)
    add_text(page, b"/H Do")


def off_page(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/CropBox"] = Array([50, 50, 500, 800])
    add_text(page, b"BT /F1 12 Tf 510 500 Td (Zwanepoel) Tj ET BT /F1 12 Tf 72 -300 Td (Zwanepoel) Tj ET")


def jpeg_with_exif() -> bytes:
    image = Image.new("RGB", (400, 60), "white")
    ImageDraw.Draw(image).text((10, 20), SECRET, fill="black")
    exif = Image.Exif()
    exif[0x013B] = SECRET
    out = BytesIO()
    image.save(out, "JPEG", exif=exif, comment=WORD, quality=90)
    return out.getvalue() + WORD


def picture_beside(pdf: pikepdf.Pdf, page: Any) -> None:
    image = pdf.make_stream(jpeg_with_exif())
    for key, value in {"/Subtype": Name.Image, "/Width": 400, "/Height": 60, "/BitsPerComponent": 8}.items():
        image[key] = value
    image["/ColorSpace"], image["/Filter"] = Name.DeviceRGB, Name.DCTDecode
    image["/Metadata"] = pdf.make_stream(WORD)
    image["/Alternates"] = Array([Dictionary(Image=pdf.make_stream(WORD))])
    page["/Resources"]["/XObject"] = Dictionary(Im=image)
    add_text(page, b"q 200 0 0 30 72 300 cm /Im Do Q")


def inline_image(pdf: pikepdf.Pdf, page: Any) -> None:
    add_text(page, b"q 20 0 0 20 300 300 cm BI /W 1 /H 1 /BPC 8 /CS /G /Zwanepoel (Zwanepoel) ID x EI Q")


def operands(pdf: pikepdf.Pdf, page: Any) -> None:
    add_text(page, b"(Zwanepoel) 1 w (Zwanepoel) Zwanepoel BX (Zwanepoel) xx EX /Zwanepoel gs /Zwanepoel ri %Zwanepoel")


def font_names(pdf: pikepdf.Pdf, page: Any) -> None:
    cmap = (
        b"begincmap /Zwanepoel /Zwanepoel def 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <01> <"
        + SECRET.encode("utf-16-be").hex().encode()
        + b"> <44> <0044> endbfchar endcmap %Zwanepoel"
    )
    font = page["/Resources"]["/Font"]["/F1"]
    font["/ToUnicode"] = pdf.make_stream(cmap)
    font["/Encoding"] = Dictionary(Differences=Array([1, Name("/Zwanepoel")]))
    font["/Zwanepoel"] = String(SECRET)
    font["/FontDescriptor"] = Dictionary(
        Type=Name.FontDescriptor, FontName=Name("/Zwanepoel"), CharSet=String("/Zwanepoel"), FontFamily=String(SECRET)
    )


def states(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/Resources"]["/ExtGState"] = Dictionary(Zwanepoel=Dictionary(LW=2, HTP=String(SECRET), TK=String(SECRET)))
    function = pdf.make_stream(b"{ % Zwanepoel\n dup Zwanepoel }")
    function["/FunctionType"], function["/Domain"], function["/Range"] = 4, Array([0, 1]), Array([0, 1, 0, 1])
    spot = Array([Name.Separation, Name("/Zwanepoel"), Name.DeviceRGB, function])
    page["/Resources"]["/ColorSpace"] = Dictionary(Zwanepoel=spot)
    add_text(page, b"/Zwanepoel gs /Zwanepoel cs 1 scn 300 300 5 5 re f")


CHANNELS: dict[str, Change] = {
    "plain": lambda pdf, page: None,
    "kerned": drawn(b"[(Zwa) 20 (nepoel)] TJ", b"[(Z) -1 (wanepoel)] TJ"),
    "glyph by glyph": drawn(b"(Z) Tj (w) Tj (a) Tj (n) Tj (e) Tj (p) Tj (o) Tj (e) Tj (l) Tj"),
    "hexadecimal": drawn(b"<5a77616e65706f656c> Tj", b"(\\132wanepoel) Tj"),
    "next line operators": drawn(b"14 TL (Zwanepoel) '", b'1 2 (Zwanepoel) "'),
    "doubled": drawn(b"(Zwanepoel) Tj 1 0 0 1 72.3 500 Tm (Zwanepoel) Tj"),
    "small and white": drawn(b"1 g (Zwanepoel) Tj 0 g", b"/F1 0.01 Tf (Zwanepoel) Tj"),
    "invisible": drawn(b"3 Tr (Zwanepoel) Tj 0 Tr", b"7 Tr (Zwanepoel) Tj 0 Tr"),
    "rotated": drawn(b"0.7071 0.7071 -0.7071 0.7071 200 300 Tm (Zwanepoel) Tj", b"0 1 -1 0 300 300 Tm (Zwanepoel) Tj"),
    "two lines": drawn(b"14 TL (zie Zwane-) Tj T* (poel daarover) Tj"),
    "under a black box": lambda pdf, page: add_text(page, text_at(500, b"(Zwanepoel) Tj") + b" 60 490 200 30 re f"),
    "split streams": split_streams,
    "form": plain_form,
    "shared form": shared_form,
    "nested form": nested_form,
    "form without resources": inherited_form,
    "actual text": actual_text,
    "annotations": notes,
    "widgets": widgets,
    "attachment": attachment,
    "navigation": navigation,
    "metadata": metadata,
    "javascript": javascript,
    "hidden layer": hidden_layer,
    "off the page": off_page,
    "picture elsewhere": picture_beside,
    "inline image": inline_image,
    "operands": operands,
    "font names": font_names,
    "states": states,
}


@pytest.mark.parametrize("name", CHANNELS)
def test_the_secret_leaves_by_no_channel(name: str, tmp_path: Path) -> None:
    pdf = new_pdf()
    CHANNELS[name](pdf, pdf.pages[0].obj)
    source = save(pdf, tmp_path / "source.pdf")
    assert traces(source, SECRET), "the fixture must hold the secret to begin with"
    burnt, _, report = redact_word(source)
    assert report.boxes
    assert traces(burnt, SECRET) == set()
    assert KEPT in pdfium_text(burnt)
    assert "sprak." in pdfium_text(burnt)
    assert not [finding for finding in report.findings if finding.kind == "raster-page"]


@pytest.mark.parametrize(
    "keys", [{"Rotate": 90}, {"Rotate": 270, "UserUnit": 2}, {"CropBox": Array([50, 500, 550, 800])}]
)
def test_page_geometry_does_not_leak(keys: dict[str, Any], tmp_path: Path) -> None:
    burnt, _, _ = redact_word(save(new_pdf(**keys), tmp_path / "source.pdf"))
    assert traces(burnt, SECRET) == set()
    assert "sprak." in pdfium_text(burnt)


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


def test_an_earlier_revision_is_gone(tmp_path: Path) -> None:
    first = save(new_pdf(), tmp_path / "first.pdf")
    with pymupdf.open(first) as document:
        page = document[0]
        document.update_stream(page.get_contents()[0], b"BT /F1 12 Tf 72 600 Td (Dit blijft openbaar.) Tj ET")
        document.saveIncr()
    assert SECRET.encode() in first.read_bytes()
    clean, burnt = tmp_path / "clean.pdf", tmp_path / "burnt.pdf"
    found = normalise(first, clean)
    burn(clean, [], burnt)
    assert "earlier-revision" in {finding.kind for finding in found.findings}
    assert traces(burnt, SECRET) == set()


def test_an_encrypted_file_with_an_empty_password_comes_out_plain(tmp_path: Path) -> None:
    source = tmp_path / "source.pdf"
    new_pdf().save(source, encryption=pikepdf.Encryption(owner="geheim", user=""))
    burnt, _, _ = redact_word(source)
    with pikepdf.open(burnt) as pdf:
        assert not pdf.is_encrypted
    assert traces(burnt, SECRET) == set()


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


@pytest.mark.parametrize("place", ["pattern", "soft mask", "type 3"])
def test_text_where_removal_does_not_come_makes_a_picture_of_the_page(place: str, tmp_path: Path) -> None:
    pdf = new_pdf()
    page: Any = pdf.pages[0].obj
    resources = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    text = text_at(10, b"(Zwanepoel) Tj").replace(b" 72 ", b" 5 ")
    if place == "pattern":
        pattern = form(pdf, text, resources)
        for key, value in {"/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/XStep": 90, "/YStep": 40}.items():
            pattern[key] = value
        page["/Resources"]["/Pattern"] = Dictionary(P=pattern)
        add_text(page, b"/Pattern cs /P scn 72 480 200 100 re f")
    elif place == "soft mask":
        group = form(pdf, b"1 g 72 480 300 100 re f 0 g " + text_at(500, b"(Zwanepoel) Tj"), resources)
        group["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
        page["/Resources"]["/ExtGState"] = Dictionary(G=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
        add_text(page, b"q /G gs 0 g 72 480 300 100 re f Q")
    else:
        procedure = pdf.make_stream(b"90 0 d0 BT /F1 1 Tf (Zwanepoel) Tj ET")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 9, 2]), FirstChar=65, LastChar=65)
        font["/FontMatrix"], font["/Widths"] = Array([1, 0, 0, 1, 0, 0]), Array([9])
        font["/Encoding"], font["/CharProcs"] = Dictionary(Differences=Array([65, Name.a])), Dictionary(a=procedure)
        font["/Resources"] = resources
        page["/Resources"]["/Font"]["/T3"] = pdf.make_indirect(font)
        add_text(page, b"BT /T3 12 Tf 72 500 Td (A) Tj ET")
    burnt, _, report = redact_word(save(pdf, tmp_path / "source.pdf"))
    assert [(finding.kind, finding.page) for finding in report.findings] == [("raster-page", 1)]
    assert traces(burnt, SECRET) == set()


def test_words_drawn_as_outlines_are_not_left_under_a_box(tmp_path: Path) -> None:
    pdf = new_pdf()
    wave = b" ".join(
        b"%d %d m %d %d %d %d %d %d c S" % (x, 702, x, 712, x + 4, 712, x + 4, 702) for x in range(110, 150, 5)
    )
    add_text(pdf.pages[0].obj, b"0 0 0 RG " + wave + b" 50 706 m 300 703 l S")
    burnt, _, report = redact_word(save(pdf, tmp_path / "source.pdf"))
    with pymupdf.open(burnt) as document:
        box = report.boxes[0].box
        inside = [
            d
            for d in document[0].get_drawings()
            if d["type"] == "s" and d["rect"].intersects((box.x0, box.y0, box.x1, box.y1))
        ]
    assert not inside


def test_an_underline_and_a_table_border_stay(tmp_path: Path) -> None:
    pdf = new_pdf()
    add_text(pdf.pages[0].obj, b"0.5 w 72 698 m 300 698 l S 60 690 300 24 re S 110 690 m 110 714 l S")
    burnt, _, report = redact_word(save(pdf, tmp_path / "source.pdf"))
    with pymupdf.open(burnt) as document:
        drawings = [d for d in document[0].get_drawings() if d["type"] == "s"]
    assert len(drawings) == 3
    assert not report.findings


WORDS = st.lists(st.text(string.ascii_letters, min_size=3, max_size=9), min_size=4, max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    actual_text(pdf, pdf.pages[0].obj)
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
