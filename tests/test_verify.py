"""The proof on files made for it: every channel catches the leak that belongs to it, and clean files pass."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from fontTools.ttLib import TTFont
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from redact.model import Box, BurntBox, Leak
from redact.resources import fonts
from redact.verify import Forbidden, Report, check
from redact.verify.text import Matcher

SECRET = "Zwanepoel"
HIT = "h0001"
PLACE = Box(1, 120.0, 90.0, 220.0, 104.0)
BURNT = BurntBox(PLACE, "10.2.e", (HIT,))
LINES = (("Geachte heer", 72.0, 60.0), ("Hierbij het verslag van vorige week.", 72.0, 150.0))


@dataclass(frozen=True)
class Layout:
    """How a page lies in user space."""

    media: tuple[float, float, float, float] = (0, 0, 595, 842)
    crop: tuple[float, float, float, float] | None = None
    turn: int = 0
    unit: float = 1.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of page space in user space."""
        x0, _, _, y1 = self.crop or self.media
        return x0 + x / self.unit, y1 - y / self.unit


@dataclass
class Sheet:
    """A page to be made: lines (text, x, y of the baseline), boxes, and raw drawing instructions before and after."""

    lines: Sequence[tuple[str, float, float]] = LINES
    boxes: Sequence[BurntBox] = (BURNT,)
    layout: Layout = field(default_factory=Layout)
    before: bytes = b""
    after: bytes = b""
    wrap: Callable[[str], str] = lambda drawn: drawn


@cache
def label_program() -> tuple[bytes, tuple[int, ...], float]:
    font = TTFont(fonts() / "LiberationSans-Bold.ttf")
    unit = 1000 / font["head"].unitsPerEm
    shapes = font.getBestCmap()
    widths = tuple(round(font["hmtx"][shapes[code]][0] * unit) for code in range(32, 127))
    data = BytesIO()
    font.save(data)
    return data.getvalue(), widths, unit


def label_font(pdf: Pdf) -> Any:
    program, widths, _ = label_program()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/ABCDEF+LiberationSans-Bold"),
        Flags=32,
        FontBBox=Array([-482, -376, 1304, 1033]),
        ItalicAngle=0,
        Ascent=905,
        Descent=-212,
        CapHeight=729,
        StemV=120,
        FontFile2=pdf.make_stream(program, Length1=len(program)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/ABCDEF+LiberationSans-Bold"),
            FirstChar=32,
            LastChar=126,
            Widths=Array(widths),
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


def text_operators(text: str, x: float, y: float, layout: Layout, *, font: str = "/F1", size: float = 11) -> str:
    ux, uy = layout.point(x, y)
    raw = text.encode("cp1252").hex()
    return f"BT {font} {size / layout.unit} Tf 1 0 0 1 {ux} {uy} Tm <{raw}> Tj ET"


def box_operators(burnt: BurntBox, layout: Layout) -> str:
    box = burnt.box
    x0, y0 = layout.point(box.x0, box.y1)
    x1, y1 = layout.point(box.x1, box.y0)
    widths = label_program()[1]
    size = 8.0
    wide = sum(widths[ord(char) - 32] for char in burnt.label) / 1000 * size
    label = ""
    if burnt.label and wide < box.x1 - box.x0:
        x, y = (box.x0 + box.x1 - wide) / 2, (box.y0 + box.y1) / 2 + 0.34 * size
        label = "1 g " + text_operators(burnt.label, x, y, layout, font="/LakLabel", size=size)
    spoken = String("gelakt op grond van artikel 10, tweede lid, onder e, Wob").unparse().decode("latin-1")
    return f"/Span <</ActualText {spoken}>> BDC q 0 g {x0} {y0} {x1 - x0} {y1 - y0} re f {label} Q EMC"


def build(sheets: Sequence[Sheet] = (Sheet(),)) -> Pdf:
    """A file as the burner leaves it."""
    pdf = Pdf.new()
    label = label_font(pdf)
    helvetica = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    body = pdf.make_indirect(helvetica)
    for sheet in sheets:
        drawn = "\n".join(text_operators(*line, sheet.layout) for line in sheet.lines)
        boxes = "\n".join(box_operators(burnt, sheet.layout) for burnt in sheet.boxes)
        content = b"\n".join([sheet.before, sheet.wrap(drawn).encode(), sheet.after, boxes.encode()])
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array(sheet.layout.media),
            Resources=Dictionary(Font=Dictionary(F1=body, LakLabel=label)),
            Contents=pdf.make_stream(content),
        )
        if sheet.layout.crop:
            page.CropBox = Array(sheet.layout.crop)
        if sheet.layout.turn:
            page.Rotate = sheet.layout.turn
        if sheet.layout.unit != 1:
            page.UserUnit = sheet.layout.unit
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    pdf.Root.Lang = String("nl-NL")
    return pdf


def saved(pdf: Pdf, folder: Path) -> Path:
    path = folder / "burnt.pdf"
    pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return path


def made(folder: Path, *sheets: Sheet) -> Path:
    return saved(build(sheets or (Sheet(),)), folder)


def proven(path: Path, *texts: str, boxes: Sequence[BurntBox] = (BURNT,), kept: int = 0) -> Report:
    return check(path, boxes, [Forbidden(text, HIT, kept) for text in texts or (SECRET,)])


def kinds(report: Report) -> set[tuple[str, str]]:
    return {(leak.engine, leak.what) for leak in report.leaks}


def whats(report: Report) -> set[str]:
    return {leak.what for leak in report.leaks}


def test_a_clean_file_passes_with_every_engine(tmp_path: Path) -> None:
    report = proven(made(tmp_path))
    assert report.leaks == ()
    assert report.clean
    assert {"pdfium", "pdfminer", "pikepdf"} <= {name for name, version in report.engines if version}
    assert (report.pages, report.searched, len(report.boxes)) == (1, 1, 1)


@pytest.mark.parametrize("mode", list(pikepdf.ObjectStreamMode), ids=lambda mode: mode.name)
def test_both_ways_to_store_objects_pass(tmp_path: Path, mode: pikepdf.ObjectStreamMode) -> None:
    path = tmp_path / "stored.pdf"
    build().save(path, object_stream_mode=mode)
    assert proven(path).leaks == ()


NASTY = ["Font", "Pages", "Type", "Length", "Jan", "Parent", "Helvetica", "Bold", "Adobe", "Identity", "Span", "Kids"]


def test_persons_called_like_a_pdf_keyword_raise_no_alarm(tmp_path: Path) -> None:
    lines = (("Op 3 januari stond Typewriter naast Fontys en Pagesmith", 72.0, 60.0),)
    assert proven(made(tmp_path, Sheet(lines)), *NASTY).leaks == ()


@pytest.mark.parametrize("name", NASTY)
def test_and_are_found_where_they_stand(tmp_path: Path, name: str) -> None:
    report = proven(made(tmp_path, Sheet(((f"Namens {name}, directeur", 72.0, 60.0),))), name)
    assert {("pdfium", "text"), ("pdfminer", "text")} <= kinds(report)
    assert {leak.page for leak in report.leaks if leak.what == "text"} == {1}


def test_text_left_under_a_box_is_seen_by_both_engines(tmp_path: Path) -> None:
    lines = (*LINES, (SECRET, 125.0, 101.0))
    report = proven(made(tmp_path, Sheet(lines)))
    assert {("pdfium", "under box"), ("pdfminer", "under box"), ("pdfium", "text")} <= kinds(report)
    assert Leak("burnt.pdf", "pdfium", "under box", 1, PLACE, HIT) in report.leaks


def test_something_else_than_the_forbidden_text_under_a_box_is_a_leak_too(tmp_path: Path) -> None:
    report = proven(made(tmp_path, Sheet((("xy", 125.0, 101.0),))))
    assert kinds(report) == {("pdfium", "under box"), ("pdfminer", "under box")}


@pytest.mark.parametrize("hide", ["3 Tr", "1 g", "0.01 Tz"])
def test_invisible_text_under_a_box_is_a_leak(tmp_path: Path, hide: str) -> None:
    hidden = f"q {hide} {text_operators('xy', 125.0, 101.0, Layout())} Q".encode()
    assert ("pdfminer", "under box") in kinds(proven(made(tmp_path, Sheet(before=hidden))))


def test_actual_text_cannot_hide_glyphs_under_a_box(tmp_path: Path) -> None:
    covered = f"/Span <</ActualText ( )>> BDC {text_operators('xyz', 125.0, 101.0, Layout())} EMC".encode()
    found = kinds(proven(made(tmp_path, Sheet(before=covered))))
    assert {("pdfium", "under box"), ("pdfminer", "under box")} <= found


@pytest.mark.parametrize("label", ["10.2.e", "10.2e", "", "10.2.e; 10.2.g", "Wbni"])
def test_labels_are_no_leak(tmp_path: Path, label: str) -> None:
    drawn = BurntBox(PLACE, label, (HIT,))
    told = BurntBox(PLACE, "10.2.e" if label in ("10.2e", "") else label, (HIT,))
    assert proven(made(tmp_path, Sheet(boxes=(drawn,))), boxes=(told,)).leaks == ()


def test_a_wrong_label_is_a_leak(tmp_path: Path) -> None:
    told = BurntBox(PLACE, "10.2.g", (HIT,))
    assert "under box" in whats(proven(made(tmp_path), boxes=(told,)))


def test_a_label_may_stand_once_only(tmp_path: Path) -> None:
    again = text_operators("10.2.e", 125.0, 101.0, Layout()).encode()
    assert "under box" in whats(proven(made(tmp_path, Sheet(before=again))))


def test_neighbours_of_a_box_are_no_leak(tmp_path: Path) -> None:
    tight = BurntBox(Box(1, 72.0, 63.0, 250.0, 75.0), "10.2.e", (HIT,))
    lines = (("gijp, Qgy_; (boven)", 72.0, 61.0), ("gijp, Qgy_ ÉÀ (onder)", 72.0, 84.5), ("naast", 251.0, 72.0))
    assert proven(made(tmp_path, Sheet(lines, (tight,))), boxes=(tight,)).leaks == ()


TURNS, CROPS, UNITS = (0, 90, 180, 270), (None, (40, 50, 560, 800), (-20, -10, 400, 700)), (1.0, 2.0)
MEDIAS = ((0, 0, 595, 842), (-30, -40, 600, 900))
LAYOUTS = [Layout(m, c, t, u) for m, c, t, u in itertools.product(MEDIAS, CROPS, TURNS, UNITS) if c != CROPS[2] or m[0]]


@pytest.mark.parametrize(
    "layout", LAYOUTS, ids=lambda layout: f"{layout.media}-{layout.crop}-{layout.turn}-{layout.unit}"
)
def test_geometry_holds_on_every_page_layout(tmp_path: Path, layout: Layout) -> None:
    around = (("boven", 125.0, 86.0), ("onder", 125.0, 116.0), ("links", 90.0, 101.0), ("rechts", 222.0, 101.0))
    assert proven(made(tmp_path, Sheet(around, layout=layout))).leaks == ()
    left = Sheet((*around, ("xy", 205.0, 101.0)), layout=layout)
    assert kinds(proven(made(tmp_path, left))) == {("pdfium", "under box"), ("pdfminer", "under box")}


@pytest.mark.parametrize("layout", LAYOUTS[::3], ids=str)
def test_a_box_in_the_wrong_place_is_seen_in_the_pixels(tmp_path: Path, layout: Layout) -> None:
    for shift in ((0.0, 3.0), (4.0, 0.0), (-60.0, -40.0)):
        told = BurntBox(Box(1, *_shifted(PLACE, *shift)), "10.2.e", (HIT,))
        assert ("pdfium", "not opaque") in kinds(proven(made(tmp_path, Sheet(layout=layout)), boxes=(told,)))


def _shifted(box: Box, dx: float, dy: float) -> tuple[float, float, float, float]:
    return box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy


def test_a_box_that_was_never_painted_is_seen(tmp_path: Path) -> None:
    assert kinds(proven(made(tmp_path, Sheet(boxes=())))) == {("pdfium", "not opaque")}


def test_a_transparent_box_is_seen(tmp_path: Path) -> None:
    x0, y0 = Layout().point(PLACE.x0, PLACE.y1)
    pdf = build([Sheet(boxes=(), after=f"q /Half gs 0 g {x0} {y0} 100 14 re f Q".encode())])
    pdf.pages[0].Resources.ExtGState = Dictionary(Half=Dictionary(ca=0.5))
    assert kinds(proven(saved(pdf, tmp_path))) == {("pdfium", "not opaque")}


def test_a_box_on_a_page_that_is_not_there_fails(tmp_path: Path) -> None:
    assert "engine failed" in whats(proven(made(tmp_path), boxes=(BurntBox(Box(7, 1, 1, 9, 9), "10.2.e", (HIT,)),)))


@pytest.mark.parametrize("broken", ["A-\nB", "A\nB"])
def test_text_over_a_line_end_is_found(tmp_path: Path, broken: str) -> None:
    first, second = {"A-\nB": ("van Zwane-", "poel gezien"), "A\nB": ("door Klaas", "Zwanepoel gezien")}[broken]
    text = SECRET if broken == "A-\nB" else "Klaas Zwanepoel"
    report = proven(made(tmp_path, Sheet(((first, 72.0, 60.0), (second, 72.0, 74.0)))), text)
    assert {("pdfium", "text"), ("pdfminer", "text")} <= kinds(report)


def test_text_over_a_page_end_is_found(tmp_path: Path) -> None:
    pages = (Sheet((("was door Klaas", 72.0, 60.0),)), Sheet(((f"{SECRET} gezien", 72.0, 60.0),), ()))
    report = proven(made(tmp_path, *pages), "Klaas Zwanepoel")
    assert {("pdfium", "text"), ("pdfminer", "text")} <= kinds(report)
    assert {leak.page for leak in report.leaks} == {1}


@pytest.mark.parametrize(
    ("stands", "kept", "clean"), [(0, 0, True), (1, 0, False), (2, 2, True), (3, 2, False), (2, 5, True)]
)
def test_a_text_may_stand_where_the_reviewer_left_it(tmp_path: Path, stands: int, kept: int, clean: bool) -> None:
    lines = tuple((f"Regel {i} van {SECRET}.", 72.0, 200.0 + 20 * i) for i in range(stands))
    assert proven(made(tmp_path, Sheet(lines)), kept=kept).clean is clean


@pytest.mark.parametrize("around", ["Zwanepoelstraat", "Zwanepoel2", "oudZwanepoel", "zwanepoel", "ZWANEPOEL"])
def test_only_whole_words_in_the_same_case_count(tmp_path: Path, around: str) -> None:
    assert proven(made(tmp_path, Sheet(((f"de {around} hier", 72.0, 60.0),)))).leaks == ()


HIDDEN = {
    "white": lambda drawn: f"q 1 g {drawn} Q",
    "invisible": lambda drawn: f"q 3 Tr {drawn} Q",
    "clipped": lambda drawn: f"q 0 0 1 1 re W n {drawn} Q",
    "covered": lambda drawn: f"{drawn} q 0 g 0 0 595 842 re f Q",
    "tiny": lambda drawn: f"q 0.001 0 0 0.001 5 5 cm {drawn} Q",
    "off page": lambda drawn: f"q 1 0 0 1 3000 3000 cm {drawn} Q",
    "glyph by glyph": lambda _: f"BT /F1 11 Tf 72 700 Td {' '.join(f'({char}) Tj' for char in SECRET)} ET",
    "TJ": lambda _: "BT /F1 11 Tf 72 700 Td [(Zwa) 20 (nep) -30 (oel)] TJ ET",
}


@pytest.mark.parametrize("how", HIDDEN)
def test_hidden_text_is_found(tmp_path: Path, how: str) -> None:
    sheet = Sheet(((SECRET, 72.0, 60.0),), wrap=HIDDEN[how])
    assert ("pdfminer", "text") in kinds(proven(made(tmp_path, sheet)))


def test_text_in_actual_text_of_the_content_is_found(tmp_path: Path) -> None:
    sheet = Sheet(wrap=lambda drawn: f"/Span <</ActualText ({SECRET})>> BDC {drawn} EMC")
    assert {("pdfium", "text"), ("pikepdf", "string")} <= kinds(proven(made(tmp_path, sheet)))


def _info(pdf: Pdf) -> None:
    pdf.docinfo["/Subject"] = f"Brief aan {SECRET}"


def _custom_info(pdf: Pdf) -> None:
    pdf.docinfo["/Bron"] = "x"


def _xmp(pdf: Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = f"Brief aan {SECRET}"


def _foreign_xmp(pdf: Pdf) -> None:
    rdf = b'<rdf:Description rdf:about="" xmlns:q="http://example.nl/q" q:a="b"/>'
    head = b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    packet = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">' + head + rdf + b"</rdf:RDF></x:xmpmeta>"
    pdf.Root.Metadata = pdf.make_stream(packet, Type=Name.Metadata, Subtype=Name.XML)


def _outline(pdf: Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Gesprek {SECRET}", 0))


def _attachment(pdf: Pdf) -> None:
    pdf.attachments["bijlage.txt"] = pikepdf.AttachedFileSpec(pdf, f"van {SECRET}".encode(), filename="bijlage.txt")  # type: ignore[call-arg]


def _struct(pdf: Pdf) -> None:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, ActualText=String(SECRET)))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=element))


def _form(pdf: Pdf) -> None:
    pdf.pages[0].Resources.XObject = Dictionary(Fm0=_form_stream(pdf, f"BT /F1 9 Tf ({SECRET}) Tj ET".encode()))


def _form_stream(pdf: Pdf, content: bytes) -> Any:
    resources = Dictionary(Font=pdf.pages[0].Resources.Font)
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), Resources=resources)


def _coded_form(pdf: Pdf) -> None:
    cmap = b"2 beginbfrange <0001> <0002> [<005A> <0077>] <0003> <0003> <0061> endbfrange 5 beginbfchar "
    cmap += b"<0009> <006E> <0005> <0065> <0006> <0070> <0007> <006F> <0008> <006C> endbfchar"
    font = Dictionary(Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Helvetica, ToUnicode=pdf.make_stream(cmap))
    form = _form_stream(pdf, b"BT /C0 9 Tf <000100020003000900050006000700050008> Tj ET")
    form.Resources = Dictionary(Font=Dictionary(C0=font))
    pdf.pages[0].Resources.XObject = Dictionary(Fm0=form)


def _pattern(pdf: Pdf) -> None:
    pattern = _form_stream(pdf, f"BT /F1 9 Tf [(Zwane) 12 (poel)] TJ ET % {SECRET}".encode())
    del pattern["/Type"], pattern["/Subtype"]
    pattern.PatternType = 1
    pdf.pages[0].Resources.Pattern = Dictionary(P0=pattern)


def _glyph_order(pdf: Pdf) -> None:
    pairs = b" ".join(b"<%02x> <%04x>" % (i, ord(char)) for i, char in enumerate("Zwanepol", 65))
    cmap = b"1 begincodespacerange <00> <FF> endcodespacerange 8 beginbfchar " + pairs + b" endbfchar"
    pdf.pages[0].Resources.Font.F1.ToUnicode = pdf.make_stream(cmap)


def _differences(pdf: Pdf) -> None:
    codes = [Name("/" + char) for char in "Zwanepol"]
    pdf.pages[0].Resources.Font.F1.Encoding = Dictionary(Type=Name.Encoding, Differences=Array([200, *codes]))


def _annotation(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([0, 0, 9, 9]), Contents=String(f"vraag {SECRET}"))
    pdf.pages[0].Annots = Array([pdf.make_indirect(note)])


def _hidden_layer(pdf: Pdf) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Laag {SECRET}")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))


def _colorant(pdf: Pdf) -> None:
    space = Array(
        [Name.Separation, Name("/" + SECRET), Name.DeviceGray, Dictionary(FunctionType=2, N=1, Domain=[0, 1])]
    )
    pdf.pages[0].Resources.ColorSpace = Dictionary(C0=space)


def _resource_name(pdf: Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = Dictionary({"/Zwanepoel": Dictionary(ca=1)})


def _font_name(pdf: Pdf) -> None:
    pdf.pages[0].Resources.Font.F1.BaseFont = Name("/ABCDEF+Handschrift-Zwanepoel-Bold")


def _utf16(pdf: Pdf) -> None:
    pdf.Root.ViewerPreferences = Dictionary(Note=String(b"\xff\xfe" + SECRET.encode("utf-16-le")))


def _javascript(pdf: Pdf) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _page_action(pdf: Pdf) -> None:
    pdf.pages[0].AA = Dictionary(O=Dictionary(S=Name.JavaScript, JS=String("1")))


def _piece_info(pdf: Pdf) -> None:
    pdf.pages[0].Resources.PieceInfo = Dictionary(Pegel=Dictionary(Private=String("x")))


def _jpeg(pdf: Pdf) -> None:
    comment = b"foto: " + SECRET.encode()
    data = b"\xff\xd8\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + b"\xff\xda\x00\x02\xff\xd9"
    image = pdf.make_stream(data, Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, ColorSpace=Name.DeviceGray)
    image.BitsPerComponent, image.Filter = 8, Name.DCTDecode
    pdf.pages[0].Resources.XObject = Dictionary(Im0=image)


def _unknown_stream(pdf: Pdf) -> None:
    pdf.pages[0].Resources.ExtGState = Dictionary(G0=Dictionary(HT=pdf.make_stream(f"naam: {SECRET}".encode())))


def _unreadable_stream(pdf: Pdf) -> None:
    stream = pdf.make_stream(b"x")
    stream.write(b"\x00garbage", filter=Name.FlateDecode)
    pdf.pages[0].Resources.ExtGState = Dictionary(G0=Dictionary(HT=stream))


PLANTED: dict[Callable[[Pdf], None], str] = {
    _info: "string",
    _custom_info: "custom key",
    _xmp: "metadata",
    _foreign_xmp: "foreign metadata",
    _outline: "string",
    _attachment: "forbidden object",
    _struct: "string",
    _form: "stream",
    _coded_form: "stream",
    _pattern: "stream",
    _glyph_order: "glyph order",
    _differences: "glyph order",
    _annotation: "annotation",
    _hidden_layer: "catalog key",
    _colorant: "name",
    _resource_name: "name",
    _font_name: "font name",
    _utf16: "string",
    _javascript: "catalog key",
    _page_action: "page key",
    _piece_info: "forbidden key",
    _jpeg: "image header",
    _unknown_stream: "stream",
    _unreadable_stream: "unreadable stream",
}


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__.strip("_"))
def test_what_no_reader_shows_is_found_in_the_objects(tmp_path: Path, plant: Callable[[Pdf], None]) -> None:
    pdf = build()
    plant(pdf)
    assert ("pikepdf", PLANTED[plant]) in kinds(proven(saved(pdf, tmp_path)))


ALSO_BY_TEXT = [_attachment, _annotation, _hidden_layer]


@pytest.mark.parametrize("plant", ALSO_BY_TEXT, ids=lambda plant: plant.__name__.strip("_"))
def test_a_forbidden_object_is_searched_as_well(tmp_path: Path, plant: Callable[[Pdf], None]) -> None:
    pdf = build()
    plant(pdf)
    assert whats(proven(saved(pdf, tmp_path))) & {"string", "stream"}


def test_our_own_tags_outlines_and_metadata_pass(tmp_path: Path) -> None:
    pdf = build([Sheet(), Sheet(boxes=())])
    spoken = String("gelakt op grond van artikel 10, tweede lid, onder e, Wob")
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    span = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, P=root, ActualText=spoken, K=0))
    root.K = Array([span])
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"], meta["dc:language"] = "Bijlage 3A", ["nl-NL"]
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("NCSC-001", 1))
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Dest=Array([pdf.pages[1].obj, Name.Fit]))
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])
    own = ["Wob", "tweede lid", "Span", "Description", "Seq", "Alt", "Title", "Core", "Fit", "Link"]
    assert proven(saved(pdf, tmp_path), *own).leaks == ()


def test_an_object_that_nothing_leads_to_is_found(tmp_path: Path) -> None:
    path = made(tmp_path)
    stray = f"99 0 obj\n({SECRET})\nendobj\n".encode()
    data = _as_table(path)
    at = data.rindex(b"\nxref\n") + 1
    rows = data[at:].split(b"trailer", 1)
    rewritten = data[:at] + stray + rows[0] + b"99 1\n%010d 00000 n \ntrailer" % at + rows[1]
    rewritten = rewritten.replace(b"startxref\n%d" % at, b"startxref\n%d" % (at + len(stray)))
    size = rewritten[rewritten.rindex(b"/Size ") + 6 :].split()[0]
    path.write_bytes(rewritten.replace(b"/Size " + size, b"/Size 100"))
    assert {("pikepdf", "unreachable object"), ("pikepdf", "string")} <= kinds(proven(path))


def _as_table(path: Path) -> bytes:
    out = BytesIO()
    with Pdf.open(path) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def test_an_earlier_revision_is_found(tmp_path: Path) -> None:
    import pymupdf

    path = made(tmp_path, Sheet((*LINES, (SECRET, 300.0, 300.0))))
    with pymupdf.open(path) as document:
        document[0].clean_contents()
        document.update_stream(document[0].get_contents()[0], b"")
        document.saveIncr()
    report = proven(path, boxes=())
    assert ("pikepdf", "earlier revision") in kinds(report)
    assert "text" not in whats(report)


@pytest.mark.parametrize("tail", [SECRET.encode(), b"% niets", b"\x00\x01"])
def test_trailing_bytes_are_found(tmp_path: Path, tail: bytes) -> None:
    path = made(tmp_path)
    path.write_bytes(path.read_bytes() + tail)
    assert ("pikepdf", "trailing bytes") in kinds(proven(path))


def test_bytes_between_objects_are_found(tmp_path: Path) -> None:
    path = made(tmp_path)
    data = _as_table(path)
    at = data.rindex(b"\nxref\n") + 1
    note = b"% " + SECRET.encode() + b"\n"
    path.write_bytes(data[:at] + note + data[at:].replace(b"startxref\n%d" % at, b"startxref\n%d" % (at + len(note))))
    assert ("pikepdf", "hidden bytes") in kinds(proven(path))


@pytest.mark.parametrize("spoil", ["truncate", "empty", "text", "absent"])
def test_a_file_that_cannot_be_read_is_a_leak(tmp_path: Path, spoil: str) -> None:
    path = made(tmp_path)
    contents = {"truncate": path.read_bytes()[:2000], "empty": b"", "text": b"geen pdf", "absent": None}[spoil]
    path.unlink() if contents is None else path.write_bytes(contents)
    report = proven(path)
    assert not report.clean
    assert "engine failed" in whats(report)


def test_an_encrypted_file_is_a_leak(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    build().save(path, encryption=pikepdf.Encryption(owner="eigenaar", user="", R=6))
    assert ("pikepdf", "encrypted") in kinds(proven(path))


def test_a_linearised_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "fast.pdf"
    build([Sheet()] * 3).save(path, linearize=True)
    assert not proven(path).clean


def test_poppler_may_be_missing_but_the_report_tells(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    report = proven(made(tmp_path))
    assert report.clean
    assert "poppler" not in dict(report.engines)


def test_a_poppler_that_fails_is_a_leak(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool = tmp_path / "pdftotext"
    tool.write_text("#!/bin/sh\nexit 1\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert ("poppler", "engine failed") in kinds(proven(made(tmp_path)))


def test_nothing_in_a_report_shows_text(tmp_path: Path) -> None:
    report = proven(made(tmp_path, Sheet((*LINES, (SECRET, 125.0, 101.0)))))
    assert report.leaks
    assert SECRET not in repr(report)
    assert SECRET not in repr(Forbidden(SECRET, HIT))


def test_every_hit_of_a_text_is_named(tmp_path: Path) -> None:
    path = made(tmp_path, Sheet(((SECRET, 72.0, 60.0),)))
    report = check(path, (), [Forbidden(SECRET, "h0001"), Forbidden(SECRET, "h0002")])
    assert {leak.hit_id for leak in report.leaks} == {"h0001", "h0002"}


WORDS = st.text("abdegiklmnoprstuvwzABDEGIJKLMNOPRSTVWZ", min_size=3, max_size=9).filter(
    lambda word: Matcher([Forbidden(word, HIT)]).searched == 1
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=3, max_size=40, unique=True), cut=st.integers(1, 2))
def test_random_words_leak_when_they_stand_there_and_only_then(tmp_path: Path, words: list[str], cut: int) -> None:
    absent, present = words[:cut], words[cut:]
    lines = tuple((" ".join(present[i : i + 6]), 72.0, 200.0 + 14 * i) for i in range(0, len(present), 6))
    path = made(tmp_path, Sheet(lines))
    assert proven(path, *absent).leaks == ()
    report = check(path, (BURNT,), [Forbidden(word, f"h{i}") for i, word in enumerate(present)])
    for engine in ("pdfium", "pdfminer"):
        assert {leak.hit_id for leak in report.leaks if leak.engine == engine} == {f"h{i}" for i in range(len(present))}
