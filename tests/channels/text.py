"""Text that is shown, in every way in which content streams can show it; all of it is boxed."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.channels.channel import Channel
from tests.channels.knocks import NO_HIDEOUTS, NO_REMOVAL, OLD_CONTENT
from tests.pdfmaker import LINES, SECRET, Change, add_text, helvetica


def text_at(y: int, shown: bytes) -> bytes:
    """One string on a line of its own."""
    return f"BT /F1 12 Tf 72 {y} Td ".encode() + shown + b" ET"


def drawn(*shown: bytes) -> Change:
    """More text that shows the secret, one way each."""
    return lambda pdf, page: add_text(page, b"\n".join(text_at(500 - 20 * i, s) for i, s in enumerate(shown)))


def form(pdf: pikepdf.Pdf, content: bytes, resources: Any) -> Any:
    """A form that covers the page."""
    stream = pdf.make_stream(content)
    stream["/Type"], stream["/Subtype"], stream["/BBox"] = Name.XObject, Name.Form, Array([0, 0, 595, 842])
    stream["/Resources"] = resources
    return stream


def next_page(pdf: pikepdf.Pdf, content: bytes) -> Any:
    """A second page without a box; its fonts are those of the first."""
    pdf.add_blank_page(page_size=(595, 842))
    page = pdf.pages[-1].obj
    page["/Resources"] = Dictionary(Font=pdf.pages[0].obj["/Resources"]["/Font"])
    page["/Contents"] = pdf.make_stream(content)
    return page


def geometry(**keys: Any) -> Change:
    """Page keys that change where everything stands."""

    def change(pdf: pikepdf.Pdf, page: Any) -> None:
        for key, value in keys.items():
            page[f"/{key}"] = value

    return change


def split_streams(pdf: pikepdf.Pdf, page: Any) -> None:
    parts = (LINES, b"BT /F1 12 Tf 72 500 Td (Zwane) Tj", b"(poel) Tj ET % Zwanepoel")
    page["/Contents"] = Array([pdf.make_stream(part) for part in parts])


def plain_form(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/Resources"]["/XObject"] = Dictionary(X=form(pdf, text_at(500, b"(Zwanepoel) Tj"), page["/Resources"]))
    add_text(page, b"/X Do")


def shared_form(pdf: pikepdf.Pdf, page: Any) -> None:
    plain_form(pdf, page)
    pdf.pages.append(pdf.pages[0])


def nested_form(pdf: pikepdf.Pdf, page: Any) -> None:
    inner = form(pdf, text_at(500, b"(Zwanepoel) Tj"), Dictionary(Font=Dictionary(F1=helvetica(pdf))))
    outer = form(pdf, b"q 1 0 0 1 0 -40 cm /In Do Q", Dictionary(XObject=Dictionary(In=inner)))
    page["/Resources"]["/XObject"] = Dictionary(Out=outer)
    add_text(page, b"/Out Do")


def inherited_form(pdf: pikepdf.Pdf, page: Any) -> None:
    inner = form(pdf, text_at(500, b"(Zwanepoel) Tj"), Dictionary())
    del inner["/Resources"]
    page["/Resources"]["/XObject"] = Dictionary(X=inner)
    add_text(page, b"/X Do")


def over_the_page_end(pdf: pikepdf.Pdf, page: Any) -> None:
    add_text(page, b"BT /F1 12 Tf 72 40 Td (Dit is van Zwane-) Tj ET")
    next_page(pdf, b"BT /F1 12 Tf 72 790 Td (poel, die ook sprak.) Tj ET")


def tiling_pattern(pdf: pikepdf.Pdf, page: Any) -> None:
    pattern = form(pdf, b"BT /F1 12 Tf 5 10 Td (Zwanepoel) Tj ET", Dictionary(Font=Dictionary(F1=helvetica(pdf))))
    for key, value in {"/PatternType": 1, "/PaintType": 1, "/TilingType": 1, "/XStep": 90, "/YStep": 40}.items():
        pattern[key] = value
    page["/Resources"]["/Pattern"] = Dictionary(P=pattern)
    add_text(page, b"/Pattern cs /P scn 72 480 200 100 re f")


def soft_mask(pdf: pikepdf.Pdf, page: Any) -> None:
    resources = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    group = form(pdf, b"1 g 72 480 300 100 re f 0 g " + text_at(500, b"(Zwanepoel) Tj"), resources)
    group["/Group"] = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    page["/Resources"]["/ExtGState"] = Dictionary(G=Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group)))
    add_text(page, b"q /G gs 0 g 72 480 300 100 re f Q")


def glyph_procedure(pdf: pikepdf.Pdf, page: Any) -> None:
    procedure = pdf.make_stream(b"90 0 d0 BT /F1 1 Tf (Zwanepoel) Tj ET")
    font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 9, 2]), FirstChar=65, LastChar=65)
    font["/FontMatrix"], font["/Widths"] = Array([1, 0, 0, 1, 0, 0]), Array([9])
    font["/Encoding"], font["/CharProcs"] = Dictionary(Differences=Array([65, Name.a])), Dictionary(a=procedure)
    font["/Resources"] = Dictionary(Font=Dictionary(F1=helvetica(pdf)))
    page["/Resources"]["/Font"]["/T3"] = pdf.make_indirect(font)
    add_text(page, b"BT /T3 12 Tf 72 500 Td (A) Tj ET")


def marked_content(pdf: pikepdf.Pdf, page: Any) -> None:
    page["/Resources"]["/Properties"] = Dictionary(P=Dictionary(ActualText=String(SECRET)))
    add_text(page, b"/Span <</ActualText (De heer Zwanepoel)>> BDC " + text_at(500, b"(De heer ZW) Tj") + b" EMC")
    add_text(page, b"/Span /P BDC " + text_at(480, b"(Zwanepoel) Tj") + b" EMC /P <</MCID 0>> BDC EMC")
    add_text(page, b"/Zwanepoel MP /Zwanepoel <</X (Zwanepoel)>> DP")
    other = next_page(pdf, b"/Span <</MCID 0 /ActualText (Zwanepoel) /Alt (Zwanepoel)>> BDC (x) Tj EMC")
    other["/Resources"]["/Properties"] = page["/Resources"]["/Properties"]


def operands(pdf: pikepdf.Pdf, page: Any) -> None:
    content = b"(Zwanepoel) 1 w (Zwanepoel) Zwanepoel BX (Zwanepoel) xx EX /Zwanepoel gs /Zwanepoel ri %Zwanepoel"
    add_text(page, content)
    next_page(pdf, content)


def resource_names(pdf: pikepdf.Pdf, page: Any) -> None:
    plain_form(pdf, page)
    other = next_page(pdf, b"/Zwanepoel Do /Zwanepoel gs")
    inner = form(pdf, b"0 0 9 9 re f", Dictionary())
    other["/Resources"]["/XObject"] = Dictionary(Zwanepoel=inner, NooitZwanepoel=inner)
    other["/Resources"]["/ExtGState"] = Dictionary(Zwanepoel=Dictionary(LW=2))


def unused(pdf: pikepdf.Pdf, page: Any) -> None:
    nowhere = form(pdf, b"BT /F1 12 Tf (Zwanepoel) Tj ET", page["/Resources"])
    other = next_page(pdf, b"0 0 9 9 re f")
    other["/Resources"]["/XObject"] = Dictionary(Nooit=nowhere)


_SHOWN: dict[str, Change] = {
    "Plain string": lambda pdf, page: None,
    "Kerned string": drawn(b"[(Zwa) 20 (nepoel)] TJ", b"[(Z) -1 (wanepoel)] TJ"),
    "Glyph by glyph": drawn(b"(Z) Tj (w) Tj (a) Tj (n) Tj (e) Tj (p) Tj (o) Tj (e) Tj (l) Tj"),
    "Hexadecimal and octal strings": drawn(b"<5a77616e65706f656c> Tj", b"(\\132wanepoel) Tj"),
    "Next-line operators": drawn(b"14 TL (Zwanepoel) '", b'1 2 (Zwanepoel) "'),
    "Overprinted fake bold": drawn(b"(Zwanepoel) Tj 1 0 0 1 72.3 500 Tm (Zwanepoel) Tj"),
    "Rotated text": drawn(
        b"0.7071 0.7071 -0.7071 0.7071 200 300 Tm (Zwanepoel) Tj", b"0 1 -1 0 300 300 Tm (Zwanepoel) Tj"
    ),
    "Hyphenated over two lines": drawn(b"14 TL (zie Zwane-) Tj T* (poel daarover) Tj"),
    "Over a page end": over_the_page_end,
    "Split content streams": split_streams,
    "Form": plain_form,
    "Form on two pages": shared_form,
    "Form in a form": nested_form,
    "Form without resources": inherited_form,
    "Without a font": lambda pdf, page: add_text(page, b"BT 72 500 Td (Zwanepoel) Tj /No 9 Tf (Zwanepoel) Tj ET"),
    "Undefined render mode": drawn(b"9 Tr (Zwanepoel) Tj 0 Tr"),
    "Rotated page": geometry(Rotate=90),
    "Rotated page with a user unit": geometry(Rotate=270, UserUnit=2),
    "Crop box away from the origin": geometry(CropBox=Array([50, 500, 550, 800])),
    "Media box away from the origin": geometry(MediaBox=Array([-100, 300, 495, 1142])),
}

TEXT = (
    *(Channel(name, make, NO_REMOVAL) for name, make in _SHOWN.items()),
    Channel("Tiling pattern with text", tiling_pattern, NO_HIDEOUTS, pictures=(1,)),
    Channel("Soft mask with text", soft_mask, NO_HIDEOUTS, pictures=(1,)),
    Channel("Type 3 glyph that draws text", glyph_procedure, NO_HIDEOUTS, pictures=(1,)),
    Channel("Marked content", marked_content, OLD_CONTENT),
    Channel("Comments, stray operands, unknown operators", operands, OLD_CONTENT),
    Channel("Resource names", resource_names, OLD_CONTENT),
    Channel("Form that is never drawn", unused, OLD_CONTENT),
)
